"""Draft -> Document: caps, blocks, language, date of publication, alike for every format."""

from __future__ import annotations

from datetime import UTC, datetime

from situate.errors import NotText, TooLarge, UnsupportedLanguage
from situate.model import Block, Document
from situate.read.draft import Dated, Draft
from situate.read.language import is_read, language_of, name_of
from situate.read.layout import Layout, lay_out
from situate.read.metadata import host_of
from situate.read.posts import day_called_today
from situate.records import document_id
from situate.settings import Settings


def finish(draft: Draft, settings: Settings, published: datetime | None) -> Document:
    """The document of a draft; `published`, where the user gives it, overrides what was found.

    Raises TooLarge, NotText or UnsupportedLanguage where the report cannot be used.
    """
    if len(draft.text) > settings.max_characters:
        raise TooLarge(
            f"more than {settings.max_characters:,} characters; "
            "split it into its reports, or raise max_characters in situate.toml"
        )
    if not any(c.isalpha() for c in draft.text):
        raise NotText("no words")
    layout = _layout(draft)
    language = _language(draft, layout)
    if not is_read(language):
        raise UnsupportedLanguage(
            f"language: {name_of(language or '')} is not read yet; a translation into English is"
        )
    dated = _dated(published) or draft.published or layout.published or _today(draft)
    return Document(
        id=document_id(draft.text),
        text=draft.text,
        title=draft.title or layout.title,
        url=draft.url,
        outlet=draft.outlet or layout.outlet or host_of(draft.url),
        author=draft.author or layout.author,
        published=dated.when if dated else None,
        published_precision=dated.precision if dated else None,
        published_from=dated.found if dated else None,
        language=language,
        retrieved=draft.retrieved,
        path=draft.where,
        reader=draft.reader,
        blob=draft.blob,
        blocks=layout.blocks,
    )


def _layout(draft: Draft) -> Layout:
    if draft.blocks is None:
        return lay_out(draft.text, draft.title)
    return Layout(draft.blocks, draft.title)


def _dated(published: datetime | None) -> Dated | None:
    if published is None:
        return None
    if published.tzinfo is None:
        raise ValueError("published carries no time zone")
    moment = published.astimezone(UTC)
    is_day = moment.hour == moment.minute == moment.second == 0
    return Dated(moment, "day" if is_day else "hour", "given")


def _today(draft: Draft) -> Dated | None:
    """The day the report itself calls today."""
    day = day_called_today(draft.text, draft.retrieved)
    return Dated(day, "day", "called today in the text") if day else None


def _language(draft: Draft, layout: Layout) -> str | None:
    """A language given for the report, else that of its own words, else what the page declares."""
    if draft.language_is_given:
        return (draft.language or "")[:2].lower() or None
    return language_of(_words(draft.text, layout.blocks)) or draft.language


def _words(text: str, blocks: tuple[Block, ...]) -> str:
    """The report's words, page chrome left out; the whole text where nothing else is there."""
    kept = [text[b.start : b.end] for b in blocks if b.kind not in ("chrome", "byline", "dateline")]
    return "\n".join(kept) or text
