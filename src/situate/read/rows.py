"""JSON lines and CSV: one row a report, with named columns; keys we do not know stay out."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from situate.errors import NotText, ReadError, TooLarge
from situate.model import Reject
from situate.read.columns import has_text, named
from situate.read.dates import moment_of
from situate.read.decode import decode
from situate.read.draft import Dated, Draft
from situate.read.source import STDIN, Source
from situate.settings import Settings

JSON_READER = "json lines 1"
CSV_READER = "csv 1"
RENAME = "rename the one that holds the reports, or their files"
COLUMNS = ("title", "url", "outlet", "author", "language")
Files = Callable[[Source, Settings], Iterator[Draft | Reject]]


def read_json_lines(source: Source, settings: Settings, files: Files) -> Iterator[Draft | Reject]:
    """A row a line, or one JSON list of rows; a bad line is rejected and the rest goes on."""
    with source.open() as stream:
        for number, line in enumerate(_lines(stream, settings.max_bytes), start=1):
            where = f"{source.where}#{number}"
            if not line.strip():
                continue
            try:
                row = _json(line, number == 1)
                if row == "list":
                    yield from _json_list(source, settings, files)
                    return
                yield from _row(row, line, where, source, settings, files, JSON_READER)
            except ReadError as wrong:
                yield Reject(where, "read", str(wrong))


def read_csv(source: Source, settings: Settings, files: Files) -> Iterator[Draft | Reject]:
    """A row a record; the first names the columns. Comma, semicolon or tab, whichever it uses."""
    text = decode(source.content(settings.max_bytes), source.charset)
    header = text.split("\n", 1)[0]
    mark = max(",;\t", key=header.count)
    csv.field_size_limit(settings.max_bytes)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
    names = {str(name).strip().casefold() for name in rows.fieldnames or ()}
    if not has_text(names):
        raise ReadError(
            f"no column named text or path in the first row ({_listed(names)}); {RENAME}"
        )
    try:
        for number, record in enumerate(rows, start=1):
            where = f"{source.where}#{number}"
            row = {str(k).strip().casefold(): v for k, v in record.items() if isinstance(v, str)}
            if not any(value.strip() for value in row.values()):
                continue  # spreadsheets end in rows of commas
            data = "\x1f".join(str(value) for value in row.values()).encode("utf-8", "replace")
            try:
                yield from _row(row, data, where, source, settings, files, CSV_READER)
            except ReadError as wrong:
                yield Reject(where, "read", str(wrong))
    except csv.Error as wrong:
        raise ReadError(f"broken CSV: {wrong}") from wrong


def _listed(names: set[str]) -> str:
    shown = ", ".join(sorted(name[:30] for name in names if name)[:8])
    return shown or "no names"


def _lines(stream: BinaryIO, cap: int) -> Iterator[bytes]:
    first = True
    while line := stream.readline(cap + 1):
        if len(line) > cap:
            raise TooLarge(f"a line of more than {cap:,} bytes")
        yield line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False
    if first:
        raise NotText("empty file")


def _json(line: bytes, is_first: bool) -> Any:
    """The row of a line; "list" where the first line opens a JSON list."""
    if is_first and line.lstrip().startswith(b"["):
        return "list"
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as wrong:
        # A file that is one object spread over lines fails on its first line: "{".
        if is_first and line.strip().startswith(b"{") and not line.strip().endswith(b"}"):
            return "list"
        raise ReadError(f"not JSON: {wrong}") from wrong


def _json_list(source: Source, settings: Settings, files: Files) -> Iterator[Draft | Reject]:
    data = source.content(settings.max_bytes).removeprefix(b"\xef\xbb\xbf")
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as wrong:
        raise ReadError(f"not JSON: {wrong}") from wrong
    rows: Iterable[Any] = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, start=1):
        where = f"{source.where}#{number}"
        try:
            line = orjson.dumps(row)
            yield from _row(row, line, where, source, settings, files, JSON_READER)
        except (ReadError, TypeError) as wrong:
            yield Reject(where, "read", str(wrong))


def _row(
    row: Any, data: bytes, where: str, source: Source, settings: Settings, files: Files, reader: str
) -> Iterator[Draft | Reject]:
    if not isinstance(row, dict):
        raise ReadError("a row must be an object with text or path")
    row = named(row)
    known = {name: value for name in COLUMNS if (value := _string(row, name))}
    published = _published(row)
    text = row.get("text")
    if isinstance(text, str) and text.strip():
        yield Draft(
            where=where,
            text=text,
            reader=reader,
            blob=hashlib.sha256(data.rstrip(b"\r\n")).hexdigest(),
            published=published,
            language_is_given="language" in known,
            retrieved=source.retrieved,
            **known,  # type: ignore[arg-type]
        )
        return
    path = _string(row, "path")
    if path is None:
        raise NotText("a row without text or path")
    for draft in files(_beside(source, path, where), settings):
        yield draft if isinstance(draft, Reject) else _with(draft, known, published)


def _beside(source: Source, path: str, where: str) -> Source:
    """The file a row names, which must lie in the folder of its list or below it."""
    if source.path is None and source.where != STDIN:
        raise ReadError("a list that came with a message or a page may not name files")
    folder = source.path.parent.resolve() if source.path else Path.cwd()
    target = (folder / path).resolve()
    if not target.is_relative_to(folder):
        raise ReadError(f"path {path!r} leads out of the folder of its list")
    if not target.is_file():
        raise ReadError(f"no such file: {path}")
    return Source(f"{where} {path}", target.name, path=target)


def _with(draft: Draft, known: Mapping[str, str], published: Dated | None) -> Draft:
    fields: dict[str, Any] = {**known, "language_is_given": "language" in known}
    if published:
        fields["published"] = published
    return replace(draft, **fields)


def _string(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _published(row: Mapping[str, Any]) -> Dated | None:
    value = row.get("published")
    if value is None or value == "":
        return None
    found = moment_of(value, "given in the row") if isinstance(value, str) else None
    if found is None:
        raise ReadError(f"published is no date: {value!r}; write it as 2018-02-14")
    return found
