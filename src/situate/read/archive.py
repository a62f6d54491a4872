"""Web archives, WARC and WACZ: every captured page, feed, text or PDF is a report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from situate.errors import NotText, ReadError, TooLarge
from situate.model import Reject
from situate.read.draft import Draft
from situate.read.source import MAX_RATIO, ReadOnly, Source, unpacked
from situate.settings import Settings

TYPES = {
    "text/html": "page.html", "application/xhtml+xml": "page.xhtml", "text/plain": "page.txt",
    "application/pdf": "page.pdf", "application/rss+xml": "feed.rss",
    "application/atom+xml": "feed.atom",
}  # fmt: skip
MAX_MEMBERS = 10_000
Files = Callable[[Source, Settings], Iterator[Draft | Reject]]


def read_warc(source: Source, settings: Settings, files: Files) -> Iterator[Draft | Reject]:
    """Reports of the successful responses, in order; other records are passed over."""
    with source.open() as stream:
        yield from _records(stream, source.where, settings, files)


def read_wacz(source: Source, settings: Settings, files: Files) -> Iterator[Draft | Reject]:
    """Reports of the WARC files inside, by name. Nothing is unpacked to disk."""
    holder: Any = source.path or io.BytesIO(source.data or b"")
    try:
        with zipfile.ZipFile(holder) as archive:
            members = [m for m in archive.infolist() if m.filename.endswith((".warc", ".warc.gz"))]
            if not members or len(members) > MAX_MEMBERS:
                raise NotText("no web archive inside; unpack the zip file first")
            for member in sorted(members, key=lambda m: m.filename):
                if member.file_size > MAX_RATIO * max(1, member.compress_size):
                    raise TooLarge(f"{member.filename} expands more than {MAX_RATIO} times")
                with archive.open(member) as packed:
                    where = f"{source.where}/{member.filename}"
                    yield from _records(unpacked(cast(BinaryIO, packed)), where, settings, files)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as wrong:
        raise ReadError(f"broken or encrypted zip file: {wrong}") from wrong


def _records(
    stream: BinaryIO, where: str, settings: Settings, files: Files
) -> Iterator[Draft | Reject]:
    from fastwarc.warc import WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    found = False
    for number, record in enumerate(_iterate(stream, kinds), start=1):
        here = f"{where}#{number}"
        try:
            capture = _capture(record, here, settings.max_bytes)
            if capture is None:
                continue
            found = True
            yield from files(capture, settings)
        except ReadError as wrong:
            found = True
            yield Reject(here, "read", str(wrong))
    if not found:
        raise NotText("no captured pages in the archive")


def _iterate(stream: BinaryIO, kinds: Any) -> Iterator[Any]:
    """The records; a panic of the parser, which is no Exception, is a broken archive."""
    from fastwarc.warc import ArchiveIterator

    try:
        yield from ArchiveIterator(cast(Any, ReadOnly(stream)), record_types=kinds, parse_http=True)
    except (OSError, ValueError) as wrong:
        raise ReadError(f"broken web archive: {wrong}") from wrong
    except (KeyboardInterrupt, SystemExit, GeneratorExit, Exception):
        raise
    except BaseException as wrong:
        raise ReadError("broken web archive") from wrong


def _capture(record: Any, where: str, cap: int) -> Source | None:
    """The body of a record as a source; None where it is no report (an image, an error page)."""
    http = record.http_headers
    if http is not None and http.status_code not in (200, 203, None):
        return None
    kind = record.http_content_type or (record.headers.get("Content-Type") or "").split(";")[0]
    name = TYPES.get(str(kind).strip().lower())
    if name is None:
        return None
    url = record.headers.get("WARC-Target-URI")
    if (http.get("Content-Encoding") if http is not None else None) in ("br", "zstd"):
        raise ReadError(f"{url}: a compression we do not take off")
    data = record.reader.read(cap + 1)
    if len(data) > cap:
        raise TooLarge(f"{url}: more than {cap:,} bytes")
    return Source(
        where, name, data=data, charset=record.http_charset, url=url, retrieved=_moment(record)
    )


def _moment(record: Any) -> datetime | None:
    try:
        found = record.record_date
    except (ValueError, AttributeError):
        return None
    return found.astimezone(UTC) if isinstance(found, datetime) and found.tzinfo else None
