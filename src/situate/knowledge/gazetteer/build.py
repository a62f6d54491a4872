"""Sources to one immutable gazetteer: an SQLite file and three tables opened by mmap beside it.

No clock and no host name goes in, so two builds of one set of sources are equal byte for byte.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from situate.knowledge.gazetteer import areas
from situate.knowledge.gazetteer.build_keys import spelt, write_keys
from situate.knowledge.gazetteer.crosswalk import joined, point_rank
from situate.knowledge.gazetteer.labels import kept
from situate.knowledge.gazetteer.lock import alone
from situate.knowledge.gazetteer.provinces import with_provinces
from situate.knowledge.gazetteer.rows import Loaded, Row
from situate.knowledge.gazetteer.schema import (
    CAPITAL,
    GONE,
    KINDS,
    LEARNED,
    RECORD,
    SCHEMA,
)
from situate.knowledge.gazetteer.sources import Source, load, provinces

Say = Callable[[str], None]


def digest_of(sources: Sequence[Source]) -> str:
    """Sixteen hex digits over the schema and every input, in the order of their digests."""
    whole = hashlib.sha256(f"situate gazetteer {SCHEMA}".encode())
    for line in sorted(f"{s.kind} {s.sha256} {s.country or ''}" for s in sources):
        whole.update(line.encode())
    return whole.hexdigest()[:16]


def build(sources: Sequence[Source], folder: Path, say: Say = lambda _: None) -> str:
    """Build the gazetteer of `sources` under `folder` unless it is there; its digest.

    Several processes may start at once: one builds, the others wait for it. Where no lock can be
    had each writes a folder of its own and renames it, and the first one wins. What a killed build
    left is swept away by the next. Raises KnowledgeError where a source cannot be read.
    """
    name = digest_of(sources)
    final = folder / name
    if final.exists():
        return name
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder, say) as is_certain:
        if is_certain:
            for left in folder.glob(".building-*"):
                shutil.rmtree(left, ignore_errors=True)
        if not final.exists():
            _build(sources, name, final, say)
    return name


def _build(sources: Sequence[Source], name: str, final: Path, say: Say) -> None:
    folder = final.parent
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        _write(sources, name, work, say)
        work.chmod(0o755)  # temporary folders are private, a gazetteer is shared
        try:
            work.rename(final)
        except OSError:
            if not final.exists():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(sources: Sequence[Source], name: str, folder: Path, say: Say) -> None:
    loaded = []
    for source in sorted(sources, key=lambda s: (s.kind, s.sha256)):
        say(f"reading {source.label}")
        loaded.append(load(source))
    say("joining sources")
    rows, adm1, adm2 = _placed(loaded)
    say(f"spelling {len(rows):,} places")
    seats = areas.seats(rows, adm1, adm2)
    boxes = areas.boxes(rows, adm1, adm2)
    _write_facts(folder / "places.bin", rows, adm1, adm2, seats)
    write_keys(folder, rows)
    outlines = [o for part in loaded for o in part.outlines]
    say("writing tables")
    _write_sqlite(
        folder / f"gazetteer-{name}.sqlite", rows, adm1, adm2, seats, boxes, outlines, sources
    )


def _placed(loaded: Sequence[Loaded]) -> tuple[list[Row], list[int | None], list[int | None]]:
    more: dict[str, list] = defaultdict(list)  # type: ignore[type-arg]
    named: dict[str, tuple[str, str]] = {}
    for part in loaded:
        named.update(part.adm1)
        for ident, labels in part.names.items():
            more[ident].extend(labels)
    rows = [row for part in loaded for row in part.rows]
    for part in loaded:
        part.rows.clear()
    for row in rows:
        if row.id in more:
            row.labels.extend(more[row.id])
        row.labels = kept(row.labels)
    rows = _with_own_ids(joined(rows))
    rows = _with_own_ids(with_provinces(rows, named, provinces()))
    rows.sort(key=lambda row: row.id)
    outlines = [o for part in loaded for o in part.outlines]
    adm1, adm2 = areas.parents(rows, outlines)
    return rows, adm1, adm2


def _with_own_ids(rows: list[Row]) -> list[Row]:
    """Rows of different kinds that claim one id: the better source keeps it."""
    seen: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: (point_rank(r), r.id, r.kind, r.name, r.lat)):
        if row.id in seen:
            others = [f"{s}:{c}" for s, c in row.xrefs if s in ("wof", "pcode")]
            row.xrefs = tuple(x for x in row.xrefs if f"{x[0]}:{x[1]}" != row.id)
            row.id = next((o for o in others if o not in seen), f"{row.id}/{row.kind}")
        while row.id in seen:
            row.id += "+"
        seen[row.id] = row
    return list(seen.values())


def _one_up(index: int | None) -> int:
    return 0 if index is None else index + 1


def _write_facts(
    path: Path,
    rows: Sequence[Row],
    adm1: Sequence[int | None],
    adm2: Sequence[int | None],
    seats: dict[int, int],
) -> None:
    countries = {row.cc: i for i, row in enumerate(rows) if row.kind == "country"}
    people = areas.populations(rows, adm1, adm2, countries)
    with path.open("wb") as out:
        for i, row in enumerate(rows):
            flags = GONE * row.gone | CAPITAL * row.is_capital | LEARNED * row.learned
            out.write(
                RECORD.pack(
                    row.lat,
                    row.lon,
                    min(people.get(i, row.pop), 2**32 - 1),
                    _one_up(adm1[i]),
                    _one_up(adm2[i]),
                    _one_up(seats.get(i)),
                    _one_up(countries.get(row.cc)),
                    KINDS.index(row.kind),
                    flags,
                    (row.cc or "").encode("ascii", "replace")[:2],
                    min(int(row.radius_km or 0), 65535),
                )
            )


# --- SQLite -----------------------------------------------------------------------------------

_TABLES = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE place (pid INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL,
  kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  pop INTEGER, cc TEXT, adm1 INTEGER, adm2 INTEGER, seat INTEGER,
  west REAL, south REAL, east REAL, north REAL, gone INTEGER NOT NULL, countries TEXT);
CREATE TABLE name (pid INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT, role TEXT NOT NULL);
CREATE TABLE spelt (pid INTEGER PRIMARY KEY, seconds TEXT NOT NULL);
CREATE TABLE xref (scheme TEXT NOT NULL, code TEXT NOT NULL, pid INTEGER NOT NULL,
  PRIMARY KEY (scheme, code, pid)) WITHOUT ROWID;
CREATE TABLE area (pid INTEGER NOT NULL, wkb BLOB NOT NULL);
CREATE VIRTUAL TABLE area_box USING rtree(pid, west, east, south, north);
CREATE TABLE source (name TEXT, kind TEXT, sha256 TEXT, country TEXT, licence TEXT,
  attribution TEXT);
"""
_INDEXES = """
CREATE UNIQUE INDEX place_id ON place (id);
CREATE INDEX name_pid ON name (pid);
CREATE INDEX area_pid ON area (pid);
"""


def _write_sqlite(
    path: Path,
    rows: Sequence[Row],
    adm1: Sequence[int | None],
    adm2: Sequence[int | None],
    seats: dict[int, int],
    boxes: dict[int, tuple[float, float, float, float]],
    outlines: Sequence,  # type: ignore[type-arg]
    sources: Sequence[Source],
) -> None:
    import shapely

    base = sqlite3.connect(path, isolation_level=None)
    base.executescript(_TABLES)
    base.execute("BEGIN")
    at = areas.references(rows)
    shapes = {at[o.ref]: o.wkb for o in outlines if o.ref in at}
    for pid, wkb in shapes.items():
        boxes[pid] = tuple(shapely.from_wkb(wkb).bounds)
    nothing = (None, None, None, None)
    base.executemany(
        "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            (i, r.id, r.source, r.kind, r.code, r.name, r.lat, r.lon, r.pop or None, r.cc, adm1[i],
             adm2[i], seats.get(i), *boxes.get(i, nothing), int(r.gone), " ".join(r.countries))
            for i, r in enumerate(rows)
        ),
    )  # fmt: skip
    base.executemany(
        "INSERT INTO name VALUES (?,?,?,?)",
        ((i, label.text, label.lang, label.role) for i, r in enumerate(rows) for label in r.labels),
    )
    base.executemany("INSERT INTO spelt VALUES (?,?)", spelt(rows))
    base.executemany(
        "INSERT OR IGNORE INTO xref VALUES (?,?,?)",
        sorted((s, c, i) for i, r in enumerate(rows) for s, c in r.xrefs),
    )
    base.executemany("INSERT INTO area VALUES (?,?)", sorted(shapes.items()))
    for pid, wkb in sorted(shapes.items()):
        west, south, east, north = shapely.from_wkb(wkb).bounds
        base.execute("INSERT INTO area_box VALUES (?,?,?,?,?)", (pid, west, east, south, north))
    base.executemany(
        "INSERT INTO source VALUES (?,?,?,?,?,?)",
        sorted(
            (s.label, s.kind, s.sha256, s.country or "", s.licence, s.attribution) for s in sources
        ),
    )
    base.execute("COMMIT")
    base.executescript(_INDEXES)
    base.close()
    path.chmod(0o644)
