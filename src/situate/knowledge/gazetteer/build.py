"""Sources to one immutable gazetteer: an SQLite file and three tables opened by mmap beside it.

No clock and no host name goes in, so two builds of one set of sources are equal byte for byte.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import marisa_trie

from situate.knowledge.gazetteer import areas, keys, words
from situate.knowledge.gazetteer.crosswalk import joined, point_rank, qualifier_classes
from situate.knowledge.gazetteer.labels import bare_name, kept
from situate.knowledge.gazetteer.rows import Loaded, Row
from situate.knowledge.gazetteer.schema import (
    CAPITAL,
    GONE,
    KEY,
    KINDS,
    LEARNED,
    PLAIN,
    PRIMARY,
    RECORD,
    SCHEMA,
    SHORT,
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

    Several processes may build at once: each writes a folder of its own and renames it, the first
    one wins. Raises KnowledgeError where a source cannot be read.
    """
    name = digest_of(sources)
    final = folder / name
    if final.exists():
        return name
    folder.mkdir(parents=True, exist_ok=True)
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
    return name


def _write(sources: Sequence[Source], name: str, folder: Path, say: Say) -> None:
    loaded = []
    for source in sorted(sources, key=lambda s: (s.kind, s.sha256)):
        say(f"reading {source.label}")
        loaded.append(load(source))
    say("joining sources")
    rows, adm1, adm2 = _placed(loaded)
    say(f"writing {len(rows):,} places")
    seats = areas.seats(rows, adm1, adm2)
    boxes = areas.boxes(rows, adm1, adm2)
    _write_facts(folder / "places.bin", rows, adm1, adm2, seats)
    _write_keys(folder, rows)
    outlines = [o for part in loaded for o in part.outlines]
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
    rows = _with_own_ids(areas.with_provinces(rows, named, provinces()))
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


# --- keys -------------------------------------------------------------------------------------

_LOOSE = frozenset(("settlement", "part", "site", "adm1", "adm2", "adm3"))


def _texts(row: Row) -> Iterator[tuple[str, bool]]:
    """Texts a row is known by, and whether each is its primary name."""
    is_area = row.kind in ("adm1", "adm2", "adm3", "adm4")
    for label in row.labels:
        is_primary = label.role == "primary" or label.text == row.name
        bare, level = bare_name(label.text)
        if level is None:
            yield label.text, is_primary
        elif is_area:
            yield label.text, is_primary
            yield bare, is_primary
        elif is_primary:
            # "Idlib District" on the city belongs to the area; the city keeps the bare name.
            yield bare, True


def _keys(row: Row) -> tuple[dict[str, int], set[str]]:
    """Keys of a row ("1hajin") with their flags, and the folded forms a scan looks for."""
    found: dict[str, int] = {}
    surfaces: set[str] = set()
    is_romanised = row.cc in words.romanised()
    loose = is_romanised and row.kind in _LOOSE
    x_is_kh = row.cc in words.x_is_kh()
    turkic = row.cc in words.turkic()
    for text, is_primary in _texts(row):
        if keys.is_arabic(text):
            first = surface = keys.arabic_k1(text)
        else:
            surface = keys.fold(text)
            first = keys.without_article(surface)
        is_generic = first in words.never_alone()
        if not first or first.isdigit() or (is_generic and surface == first):
            continue
        surfaces.add(surface)
        if is_romanised and len(first) > 3 and not is_generic:
            surfaces.add(first)
        plain = keys.casefold(text)
        flags = PRIMARY * is_primary
        _add(found, f"1{first}", flags | (PLAIN if plain == first else 0))
        if plain != first:
            _add(found, f"0{plain}", flags)
        if is_generic:  # "At Tall" is a town, "Tall" only a hill: by no looser key
            continue
        firsts = [first]
        if turkic and not text.isascii():
            firsts.append(keys.latin_k1(text, turkic=True))
            _add(found, f"1{firsts[-1]}", flags)
        if loose:
            for one in firsts:
                _add_loose(found, one, flags, row, x_is_kh=x_is_kh)
    return found, surfaces


def _add_loose(found: dict[str, int], first: str, flags: int, row: Row, *, x_is_kh: bool) -> None:
    for second in keys.k2_all(first, x_is_kh=x_is_kh):
        _add(found, f"2{second}", flags)
    if row.kind != "adm1":
        _add(found, f"3{keys.k3(first, x_is_kh=x_is_kh)}", flags)
    if " " in first and qualifier_classes(first):
        bare = " ".join(t for t in first.split(" ") if t not in words.qualifiers())
        if bare and bare not in words.never_alone() and not bare.isdigit():
            _add(found, f"2{keys.k2_all(bare, x_is_kh=x_is_kh)[0]}", SHORT)


def _add(found: dict[str, int], key: str, flags: int) -> None:
    old = found.get(key)
    if old is None or (old & SHORT and not flags & SHORT):
        found[key] = flags
    elif not flags & SHORT:
        found[key] = old | flags


def _write_keys(folder: Path, rows: Sequence[Row]) -> None:
    surfaces: set[str] = set()

    def table() -> Iterator[tuple[str, tuple[int, int]]]:
        for pid, row in enumerate(rows):
            found, forms = _keys(row)
            surfaces.update(forms)
            for key, flags in found.items():
                if len(key) > 1:
                    yield key, (pid, flags)

    # One trie, not the three nested ones of the default: half as large again, a third faster.
    marisa_trie.RecordTrie(KEY, table(), num_tries=1).save(str(folder / "keys.marisa"))
    names = sorted(s for s in surfaces if len(s) > 1)
    marisa_trie.Trie(names, num_tries=1).save(str(folder / "surface.marisa"))


_POINTS = frozenset(("settlement", "part", "site"))


def _spelt(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Second keys of the Latin names of the points a slip of spelling may mean, a line a key.

    They are asked for by the hundred, round a town: too many to work out while reading.
    """
    romanised = words.romanised()
    known = [pid for pid, r in enumerate(rows) if r.cc in romanised and r.kind in _POINTS]
    names = [
        (pid, bare_name(label.text)[0])
        for pid in known
        for label in rows[pid].labels
        if keys.is_latin(label.text)
    ]
    found: dict[int, set[str]] = {pid: set() for pid in known}
    for (pid, _), second in zip(names, keys.latin_k2s([n for _, n in names]), strict=True):
        found[pid].add(second)
    yield from ((pid, "\n".join(sorted(seconds))) for pid, seconds in found.items())


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
    base.executemany("INSERT INTO spelt VALUES (?,?)", _spelt(rows))
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
