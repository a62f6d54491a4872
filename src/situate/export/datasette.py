"""`datasette`: one SQLite file of plain tables with foreign keys and full text, and its notes.

No view, index or trigger calls a function of ours, so any SQLite opens it: `datasette situate.db
-m metadata.json`, sqlite-utils, DB Browser, R's RSQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from situate import __version__
from situate.export.dataset import Dataset, Wish, Written, in_order, stamp
from situate.export.tables import (
    HOLDS,
    INCIDENTS,
    MENTIONS,
    QUOTES,
    hold_cells,
    incident_cells,
    mention_cells,
    quote_rows,
)

DOCUMENTS = ("id", "title", "outlet", "published", "language", "url", "text")
KEYS = {
    "documents": "",
    "incidents": "",
    "mentions": ", FOREIGN KEY (document) REFERENCES documents(id),"
    " FOREIGN KEY (incident) REFERENCES incidents(id)",
    "holds": "",
    "quotes": ", FOREIGN KEY (document) REFERENCES documents(id),"
    " FOREIGN KEY (mention) REFERENCES mentions(id),"
    " FOREIGN KEY (incident) REFERENCES incidents(id)",
}
NUMBERS = {"latitude", "longitude", "confidence", "probability"}
WHOLE = {"geo_precision", "killed_low", "killed_best", "killed_high", "witnesses", "start", "end"}
ABOUT = {
    "incidents": ("What happened once, by all reports together.", "type, place, country"),
    "mentions": ("What one report claims, with its words.", "type, stance, outlet"),
    "holds": ("Who held a place from when to when, with a probability.", "state, place"),
    "quotes": ("The exact words behind every field; offsets are code points.", "field"),
    "documents": ("Reports as read.", "outlet, language"),
}
COLUMN_NOTES = {
    "start_date": "First day, UTC.",
    "end_date": "Last day, both ends included.",
    "geo_precision": "1 exact, 2 near or district, 3 region.",
    "killed_low": "Fewest deaths an independent witness gives; empty where none says.",
    "killed_high": "Most deaths an independent witness gives.",
    "contested": "Fields on which independent witnesses differ.",
    "witnesses": "Independent voices: reprints of one wire are one.",
    "known_from": "When the first report that supports it came out.",
    "exact": "The words, document text from start to end.",
}


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """situate.db and metadata.json."""
    path = folder / "situate.db"
    path.unlink(missing_ok=True)
    of = {mention: i.id for i in data.incidents for mention in i.mentions}
    mentions = sorted(data.mentions.values(), key=lambda m: (m.document, m.trigger.start, m.id))
    tables: tuple[tuple[str, Sequence[str], Iterable[Sequence[Any]]], ...] = (
        ("documents", DOCUMENTS, (_document(d) for _, d in sorted(data.documents.items()))),
        ("incidents", INCIDENTS, (_row(incident_cells(i, data)) for i in in_order(data.incidents))),
        ("mentions", MENTIONS, (_row(mention_cells(m, of.get(m.id), data)) for m in mentions)),
        ("holds", HOLDS, (_row(hold_cells(h)) for h in data.holds)),
        ("quotes", QUOTES, quote_rows(data, wish)),
    )
    with closing(sqlite3.connect(path)) as file, file:
        counts = {name: _table(file, name, columns, rows) for name, columns, rows in tables}
        file.execute(
            "CREATE VIRTUAL TABLE mentions_fts USING fts5(sentence, content='mentions',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        file.execute("INSERT INTO mentions_fts(mentions_fts) VALUES ('rebuild')")
    notes = folder / "metadata.json"
    notes.write_bytes(orjson.dumps(_notes(data), option=orjson.OPT_INDENT_2))
    return [
        Written(path, "datasette", counts["incidents"], INCIDENTS, notes=counts),
        Written(notes, "datasette", len(tables)),
    ]


def _document(document: Any) -> list[Any]:
    return [
        document.id, document.title, document.outlet, stamp(document.published),
        document.language, document.url, document.text,
    ]  # fmt: skip


def _row(cells: dict[str, object]) -> list[object]:
    return list(cells.values())


def _table(
    file: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    def kind(column: str) -> str:
        return "REAL" if column in NUMBERS else "INTEGER" if column in WHOLE else "TEXT"

    declared = ", ".join(f'"{c}" {"TEXT PRIMARY KEY" if c == "id" else kind(c)}' for c in columns)
    file.execute(f'CREATE TABLE "{name}" ({declared}{KEYS[name]})')
    values = [tuple(map(_value, row)) for row in rows]
    file.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', values)
    for column in ("type", "place_id", "start_date", "incident", "mention", "document"):
        if column in columns:
            file.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')
    return len(values)


def _value(value: object) -> object:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return int(value) if isinstance(value, bool) else value


def _notes(data: Dataset) -> dict[str, Any]:
    """Datasette's metadata: titles, facets, and a note for every column that needs one."""
    columns = {
        "incidents": INCIDENTS, "mentions": MENTIONS, "holds": HOLDS, "quotes": QUOTES,
        "documents": DOCUMENTS,
    }  # fmt: skip
    tables = {
        name: {
            "description": about,
            "facets": facets.split(", "),
            "columns": {c: COLUMN_NOTES[c] for c in columns[name] if c in COLUMN_NOTES},
        }
        for name, (about, facets) in ABOUT.items()
    }
    tables["mentions"] |= {"fts_table": "mentions_fts"}
    return {
        "title": "Conflict incidents and control, with the words they rest on",
        "source": f"situate {__version__}",
        "license": "The quotes belong to their outlets; the coding is the exporter's own",
        "accuracy": data.accuracy,
        "databases": {"situate": {"tables": tables}},
    }
