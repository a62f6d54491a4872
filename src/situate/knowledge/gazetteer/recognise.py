"""What kind of place file this is, by its header and first lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from situate.errors import KnowledgeError, UsageError
from situate.knowledge.gazetteer import load_coders, load_geonames, load_ocha, load_wof
from situate.knowledge.gazetteer.sources import opened

KINDS = {
    "geonames": "geonames",
    "geonames-names": "geonames-names",
    "geonames-adm1": "geonames-adm1",
    "wof": "wof",
    "polygons": "polygons",
    "codab": "codab",
    "ocha": "ocha",
    "ucdp": "ucdp",
    "acled": "acled",
    "csv": "places",
}


def kind_of(path: Path, told: str | None) -> str:
    """The kind of a file: as told, else by its first lines.

    Raises UsageError for a kind nobody knows, KnowledgeError for a file nobody recognises.
    """
    if told is not None:
        if told not in KINDS:
            raise UsageError(f"no kind of place file called {told!r}: {' '.join(KINDS)}")
        return KINDS[told]
    head = _head(path)
    if not head:
        raise KnowledgeError(f"{path} is empty")
    found = _by_head(head, path)
    if found is None:
        raise KnowledgeError(
            f"{path}, line 1: not a place file we know", hint="name its kind with --kind"
        )
    return found


def _head(path: Path) -> list[str]:
    try:
        with opened(path) as text:
            return [line.rstrip("\r\n") for _, line in zip(range(3), _lines(text), strict=False)]
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            f"{path}, line 1: byte {error.object[error.start]:#04x} is not UTF-8",
            hint=f"convert it first: `iconv -f latin1 -t utf-8 {path.name}`",
        ) from error


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(1 << 20):
        yield line


def _by_head(head: list[str], path: Path) -> str | None:
    first = head[0]
    columns = [c.strip().strip('"').lower() for c in first.split("\t" if "\t" in first else ",")]
    if first.lstrip()[:1] == "{":
        return "polygons"
    if first.lstrip()[:1] == "[":
        return "ocha"
    if set(load_wof.HEADER) <= set(columns):
        return "wof"
    if set(load_coders.UCDP) <= set(columns):
        return "ucdp"
    if {"location", "geo_precision", "latitude"} <= set(columns):
        return "acled"
    if load_ocha.is_codab(columns):
        return "codab"
    if {"id", "name", "lat", "lon"} <= set(columns) or first.startswith("#"):
        return "places"
    cells = first.split("\t")
    if len(cells) == load_geonames.COLUMNS and cells[0].isdigit():
        return "geonames"
    if len(cells) == 4 and "." in cells[0] and cells[3].isdigit():
        return "geonames-adm1"
    if len(cells) >= 8 and cells[0].isdigit() and cells[1].isdigit():
        return "geonames-names"
    # A dump with a broken first line is still best read as a dump, so that its line is named.
    return "geonames" if path.name.lower().endswith((".txt", ".zip")) and len(cells) > 4 else None
