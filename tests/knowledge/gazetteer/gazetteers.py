"""Small gazetteers for the tests: our own country tables and a few invented or public rows."""

from __future__ import annotations

from pathlib import Path

from situate.knowledge.gazetteer.build import build
from situate.knowledge.gazetteer.sources import Source, embedded, sha256_of
from situate.knowledge.gazetteer.store import Gazetteer

HEADER = "id\tname\tlat\tlon\tcountry\tadm1\tadm2\tkind\tpopulation\talt_names\n"
OWN = ("countries", "regions", "provinces", "words")


def our_tables() -> list[Source]:
    """Countries, regions and words, and the packaged theatre table; no cities."""
    return [s for s in embedded() if s.kind in OWN or s.label == "euphrates.tsv"]


def a_gazetteer(folder: Path, rows: str = "", *more: tuple[str, str, str]) -> Gazetteer:
    """A gazetteer of our tables, `rows` in our own format, and files (kind, name, text)."""
    sources = our_tables()
    files = [("places", "own.tsv", HEADER + rows)] if rows else []
    folder.mkdir(parents=True, exist_ok=True)
    for kind, name, text in [*files, *more]:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        country = name[:2].upper() if kind == "wof" else None
        sources.append(Source(kind, path, sha256_of(path), name, country))
    digest = build(sources, folder / "built")
    return Gazetteer(folder / "built" / digest)
