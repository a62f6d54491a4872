"""The roster's files -> entries, kept compiled in the user's cache because YAML is slow."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from situate.errors import KnowledgeError
from situate.knowledge import plain
from situate.knowledge.roster.entries import BadRow, Entry, entry_of
from situate.knowledge.roster.tables import DATA, compiled

ACTORS = DATA / "actors"
LISTS = ("countries", "aliases", "weak", "sides", "formerly", "nouns", "parent", "run_by")


def entries_in(path: Path) -> tuple[Entry, ...]:
    """The rows of a YAML or CSV file. Raises KnowledgeError naming file and line."""
    return import_csv(path) if path.suffix.lower() == ".csv" else _yaml_entries(path)


def _yaml_entries(path: Path) -> tuple[Entry, ...]:
    text = _text_of(path)
    data = compiled(text, path)
    rows = data.get("actors") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise KnowledgeError(f"{path}:1: a roster file is a mapping with a list `actors`")
    return tuple(_checked(row, path, index, text) for index, row in enumerate(rows))


def _checked(row: object, path: Path, index: int, text: str) -> Entry:
    try:
        return entry_of(row)
    except BadRow as error:
        raise KnowledgeError(f"{path}:{_line_of(text, index)}: {error}") from None


def _line_of(text: str, index: int) -> int:
    """Line, from 1, of the index-th row of `actors`."""
    root = yaml.compose(text, Loader=plain.Loader)
    assert root is not None
    for key, value in root.value:
        if key.value == "actors":
            return int(value.value[index].start_mark.line) + 1
    return 1


def import_csv(path: Path) -> tuple[Entry, ...]:
    """A user's own actors: columns id, name, kind, and any other field of a roster row.

    Lists are parted by "|". Raises KnowledgeError naming file and line.
    """
    lines = _text_of(path).splitlines()
    reader = csv.DictReader(lines)
    missing = {"id", "name", "kind"} - set(reader.fieldnames or ())
    if missing:
        raise KnowledgeError(
            f"{path}:1: no column {sorted(missing)[0]!r}",
            hint="the first line names the columns: id,name,kind,countries,aliases",
        )
    return tuple(_csv_entry(row, path, number) for number, row in _numbered(reader, path))


def _numbered(reader: csv.DictReader[str], path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise KnowledgeError(f"{path}:{reader.line_num}: {error}") from None


def _csv_entry(row: dict[str, Any], path: Path, number: int) -> Entry:
    if None in row:
        raise KnowledgeError(f"{path}:{number}: more cells than columns")
    cells: dict[str, Any] = {}
    for key, value in row.items():
        bits = [bit.strip() for bit in (value or "").split("|") if bit.strip()]
        if bits:
            cells[key] = bits if key in LISTS else bits[0]
    try:
        return entry_of(cells)
    except BadRow as error:
        raise KnowledgeError(f"{path}:{number}: {error}") from None


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8 at byte {error.start}") from None


def shipped() -> tuple[Path, ...]:
    """Our own files, in a fixed order."""
    return tuple(sorted(ACTORS.glob("*.yaml")))


def digest_of(paths: Iterable[Path]) -> str:
    """What the files hold, in short: changes whenever a byte of them does."""
    sha = hashlib.sha256(b"roster 1")
    for path in paths:
        sha.update(path.name.encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()[:16]
