"""Bytes -> Documents, and a Reject with its reason for what cannot be read.

| format | suffixes | a document is | its text | date of publication, first found |
|---|---|---|---|---|
| web page | .html .htm .xhtml | a page | its blocks | JSON-LD, meta, date line, htmldate |
| text | .txt .text .md | a file | letter for letter | date line, dateline |
| JSON lines, list | .jsonl .ndjson .json | a row | its text, or file | `published`, date line |
| CSV, TSV | .csv .tsv | a row | its text, or file | `published`, date line |
| RSS, Atom | .rss .atom .xml .rdf | an item | title and content | the item's, date line |
| web archive | .warc .wacz | a capture | as its own format | as its format, never the capture |
| PDF | .pdf | a file | its pages | date line, dateline |
| Word | .docx | a file | its paragraphs | date line, dateline |
| e-mail | .eml | a message, and each file with it | its text, else its page | `Date` |

Blocks, pages, title and content are joined by blank lines. Rows have `text` or `path`, and may
have `title, url, outlet, author, published, language`, or what other tables call these
(`knowledge/data/columns.yaml`); scraped text is plain text.
Any of these may be gzipped. `-` is standard input; its format is told from its first bytes. Nothing
is fetched unless a path is an http(s) address that the user typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from situate.errors import ReadError
from situate.model import Document, Reject
from situate.read.archive import read_wacz, read_warc
from situate.read.child import in_child
from situate.read.draft import Draft, Raw
from situate.read.feed import read_feed
from situate.read.finish import finish
from situate.read.language import is_read
from situate.read.mail import read_mail
from situate.read.page import page_draft
from situate.read.plain import read_text
from situate.read.rows import read_csv, read_json_lines
from situate.read.sniff import format_of
from situate.read.source import Source, is_url, sources, typed
from situate.read.word import read_word
from situate.settings import Settings

__all__ = ["READERS", "Reader", "as_document", "is_read", "read_paths"]

HEAVY_BYTES = 1_000_000  # a page over either is parsed in a child process
HEAVY_TAGS = 20_000
Drafts = Iterator[Draft | Reject]
Reader = Callable[[Source, Settings], Drafts]


def read_paths(
    paths: Iterable[Path | str], settings: Settings, published: datetime | None = None
) -> Iterator[Document | Reject]:
    """Every report under the paths, in order; folders are walked in sorted order.

    `published`, aware, overrides the date of every report. What cannot be read comes as a Reject
    (stage "read") and the rest goes on. Raises UsageError, before anything is read, where a path
    that was typed does not exist or holds no file; ValueError if published has no time zone.
    """
    if published is not None and published.tzinfo is None:
        raise ValueError("published carries no time zone")
    return _read(typed(paths), settings, published)


def as_document(
    text: str, where: str, settings: Settings, title: str | None = None
) -> Document | Reject:
    """A report already at hand as text, read like a text file; `title` where it is known apart."""
    blob = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        return finish(Draft(where, text, "text 2", blob, title=title), settings, None)
    except ReadError as wrong:
        return Reject(where, "read", str(wrong))


def _read(
    names: list[str], settings: Settings, published: datetime | None
) -> Iterator[Document | Reject]:
    for name in names:
        for source in _sources(name, settings):
            if isinstance(source, Reject):
                yield source
            else:
                yield from _documents(source, settings, published)


def _sources(name: str, settings: Settings) -> Iterator[Source | Reject]:
    if not is_url(name):
        yield from sources(name, settings.max_bytes)
        return
    from situate.read.fetch import fetch

    try:
        yield fetch(name, settings)
    except ReadError as wrong:
        yield Reject(name, "read", str(wrong))


def _documents(
    source: Source, settings: Settings, published: datetime | None
) -> Iterator[Document | Reject]:
    for draft in _guarded(source, settings):
        if isinstance(draft, Reject):
            yield draft
            continue
        try:
            yield finish(draft, settings, published)
        except ReadError as wrong:
            yield Reject(draft.where, "read", str(wrong))


def _guarded(source: Source, settings: Settings) -> Drafts:
    """Drafts of a source; whatever goes wrong in a reader ends this source, not the run."""
    try:
        yield from _drafts(source, settings)
    except ReadError as wrong:
        yield Reject(source.where, "read", str(wrong))
    except OSError as wrong:
        yield Reject(source.where, "read", wrong.strerror or str(wrong))
    except (RecursionError, MemoryError) as wrong:
        yield Reject(
            source.where, "read", f"too deep or too large to parse: {type(wrong).__name__}"
        )
    except Exception as wrong:
        told = " ".join(f"{type(wrong).__name__}: {wrong}".split())  # a reason is one line
        yield Reject(source.where, "read", told, is_bug=True)


def _drafts(source: Source, settings: Settings) -> Drafts:
    return READERS[format_of(source)](source, settings)


def _read_page(source: Source, settings: Settings) -> Drafts:
    data = source.content(settings.max_bytes)
    raw = Raw(source.where, data, source.charset, source.url)
    is_heavy = len(data) > HEAVY_BYTES or data.count(b"<") > HEAVY_TAGS
    yield replace(
        in_child("page", raw) if is_heavy else page_draft(raw), retrieved=source.retrieved
    )


def _read_pdf(source: Source, settings: Settings) -> Drafts:
    raw = Raw(source.where, source.content(settings.max_bytes), url=source.url)
    yield replace(in_child("pdf", raw), retrieved=source.retrieved)


def _read_json(source: Source, settings: Settings) -> Drafts:
    return read_json_lines(source, settings, _drafts)


def _read_csv(source: Source, settings: Settings) -> Drafts:
    return read_csv(source, settings, _drafts)


def _read_warc(source: Source, settings: Settings) -> Drafts:
    return read_warc(source, settings, _drafts)


def _read_mail(source: Source, settings: Settings) -> Drafts:
    return read_mail(source, settings, _drafts)


def _read_wacz(source: Source, settings: Settings) -> Drafts:
    return read_wacz(source, settings, _drafts)


READERS: dict[str, Reader] = {
    "page": _read_page,
    "text": read_text,
    "json": _read_json,
    "csv": _read_csv,
    "feed": read_feed,
    "warc": _read_warc,
    "wacz": _read_wacz,
    "pdf": _read_pdf,
    "word": read_word,
    "mail": _read_mail,
}
