"""RSS and Atom -> a draft an item. feedparser gets bytes in memory, never an address."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from situate.errors import NotText, ReadError
from situate.model import BlockKind, Reject
from situate.read.chrome import is_byline, is_chrome
from situate.read.dates import moment_of
from situate.read.draft import Dated, Draft
from situate.read.head import date_line
from situate.read.layout import from_kinds
from situate.read.page import fragment_words, joined
from situate.read.source import Source
from situate.settings import Settings

READER = "feed 1"
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_feed(source: Source, settings: Settings) -> Iterator[Draft | Reject]:
    """Items in the order of the feed; an item without words is rejected, the rest goes on.

    Raises ReadError for a document type declaration, which a feed needs only to define entities,
    and for XML that holds no feed.
    """
    import feedparser

    data = source.content(settings.max_bytes)
    if DOCTYPE.search(data):
        raise ReadError("a feed with a DOCTYPE or ENTITY declaration is refused")
    feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False)
    if not feed.entries:
        raise NotText("no feed items in the XML")
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{source.where}#{number}"
        try:
            yield _draft(entry, feed.feed, where, source, hashlib.sha256(data).hexdigest())
        except ReadError as wrong:
            yield Reject(where, "read", str(wrong))


def _draft(entry: Any, feed: Any, where: str, source: Source, blob: str) -> Draft:
    title = _plain(entry.get("title"))
    words = fragment_words(_body(entry))
    if title and (not words or title not in words[:3]):
        words.insert(0, title)
    parts: list[tuple[BlockKind, str]] = [(_kind(w, title), w) for w in words]
    if not any(kind == "paragraph" for kind, _ in parts):
        raise NotText("an item without words")
    text, spans = joined(parts)
    layout = from_kinds(text, spans, title)
    return Draft(
        where=where,
        text=text,
        reader=READER,
        blob=blob,
        blocks=layout.blocks,
        title=title,
        url=_plain(entry.get("link")),
        outlet=_plain((entry.get("source") or {}).get("title")) or _plain(feed.get("title")),
        author=_plain(entry.get("author")),
        published=_published(entry) or layout.published,
        language=(feed.get("language") or "")[:2].lower() or None,
        retrieved=source.retrieved,
    )


def _body(entry: Any) -> str:
    """The longest of the item's contents; its summary where it has none."""
    values = [str(c.get("value") or "") for c in entry.get("content") or ()]
    return max([*values, str(entry.get("summary") or "")], key=len)


def _kind(words: str, title: str | None) -> BlockKind:
    if is_chrome(words):
        return "chrome"
    if words == title:
        return "title"
    if is_byline(words):
        return "byline"
    return "dateline" if date_line(words) else "paragraph"


def _published(entry: Any) -> Dated | None:
    """The item's own date; a zone-less or odd one that feedparser understood is kept as it read."""
    written = entry.get("published") or entry.get("created")
    if written and (found := moment_of(str(written), "feed")):
        return found
    parsed = entry.get("published_parsed")
    return (
        Dated(datetime.fromtimestamp(calendar.timegm(parsed), UTC), "hour", "feed")
        if parsed
        else None
    )


def _plain(value: Any) -> str | None:
    return (
        " ".join(fragment_words(value)) or None
        if isinstance(value, str) and value.strip()
        else None
    )
