"""The opened gazetteer: look-ups by key, facts by row number, places by id.

Keys and facts are read through mmap, so any number of worker processes share one copy in the page
cache; the SQLite file is opened on first need, read-only and immutable, once a process.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import marisa_trie

from situate.errors import ResourceMissing
from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.labels import bare_name, shown_area
from situate.knowledge.gazetteer.points import Box, Facts, Points
from situate.knowledge.gazetteer.schema import KEY
from situate.model import Place

__all__ = ["Box", "Facts", "Gazetteer"]

_CACHED = 5_000
_LEVELS = "0123"  # first letters of the keys
_MOST_IN_UNIT = 8_000  # rows
_AT_ONCE = 500  # rows asked for in one query


class Gazetteer(Points):
    """One immutable gazetteer file and its tables. Cheap to open; picklable by path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digest = folder.name
        try:
            super().__init__(folder / "places.bin")
            self._keys = marisa_trie.RecordTrie(KEY).mmap(str(folder / "keys.marisa"))
            self._surfaces = marisa_trie.Trie().mmap(str(folder / "surface.marisa"))
        except (OSError, ValueError, RuntimeError) as error:
            raise ResourceMissing(
                f"the gazetteer in {folder} is damaged ({error})",
                hint="remove that folder and run `situate places install`",
            ) from error
        self._rows: Callable[[str], list[tuple[int, int]] | None] = self._keys.get
        self._seen: OrderedDict[int, Place] = OrderedDict()

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        return Gazetteer, (self.folder,)

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self.folder / f"gazetteer-{self.digest}.sqlite"

    @cached_property
    def _base(self) -> sqlite3.Connection:
        base = sqlite3.connect(
            f"file:{self.path}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        base.execute("PRAGMA mmap_size = 1073741824")
        return base

    # --- by key -------------------------------------------------------------------------------

    def lookup(self, level: int, key: str) -> list[tuple[int, int]]:
        """(row, flags) pairs of a key of level 0 to 3; empty where nothing has it."""
        return self._rows(_LEVELS[level] + key) or []

    def surfaces(self, text: str) -> list[str]:
        """Folded names that `text` begins with, shortest first."""
        found: list[str] = self._surfaces.prefixes(text)
        return found

    def continues(self, text: str) -> bool:
        """Whether some folded name begins with `text`."""
        return next(self._surfaces.iterkeys(text), None) is not None

    def has_surface(self, text: str) -> bool:
        """Whether a folded text is a name."""
        return text in self._surfaces

    def every_surface(self, start: str = "") -> list[str]:
        """All folded names that begin with `start`."""
        found: list[str] = self._surfaces.keys(start)
        return found

    # --- by row -------------------------------------------------------------------------------

    def place_of(self, pid: int) -> Place:
        """The record of row `pid`."""
        place = self._seen.get(pid)
        if place is None:
            place = self._read(pid)
            self._seen[pid] = place
            if len(self._seen) > _CACHED:
                self._seen.popitem(last=False)
        return place

    def _read(self, pid: int) -> Place:
        row = self._base.execute(
            "SELECT p.id, p.name, p.kind, p.lat, p.lon, p.cc, a.name, b.name, p.pop, p.source,"
            " (SELECT code FROM xref x WHERE x.pid = p.pid AND x.scheme = 'pcode' LIMIT 1)"
            " FROM place p LEFT JOIN place a ON a.pid = p.adm1 LEFT JOIN place b ON b.pid = p.adm2"
            " WHERE p.pid = ?",
            (pid,),
        ).fetchone()
        ident, name, kind, lat, lon, cc, adm1, adm2, pop, source, pcode = row
        return Place(
            ident,
            name or ident,
            kind,
            lat,
            lon,
            cc,
            shown_area(adm1) or None,
            shown_area(adm2) or None,
            pcode,
            pop,
            source,
        )

    def box(self, pid: int) -> Box | None:
        """Bounds of an area, None for a point."""
        row = self._base.execute(
            "SELECT west, south, east, north FROM place WHERE pid = ?", (pid,)
        ).fetchone()
        return Box(*row) if row and row[0] is not None else None

    def outline(self, pid: int) -> bytes | None:
        """Polygon of an area as WKB in lon, lat; None where no source has one."""
        row = self._base.execute("SELECT wkb FROM area WHERE pid = ?", (pid,)).fetchone()
        return row[0] if row else None

    def names_of(self, pid: int) -> tuple[str, ...]:
        """Every name of row `pid`, primary first."""
        rows = self._base.execute("SELECT text FROM name WHERE pid = ? ORDER BY rowid", (pid,))
        return tuple(text for (text,) in rows)

    def latin_k2s(self, pid: int) -> tuple[str, ...]:
        """Second keys of the Latin names of row `pid`, without repeats."""
        return self._second_keys([pid])[pid]

    def spelt_near(self, lat: float, lon: float, km: float) -> tuple[list[str], list[int]]:
        """Second keys of the settlements and sites in the box round a point, and their rows."""
        memory = self.remembered("spelt near", 100)
        found: tuple[list[str], list[int]] | None = memory.get((lat, lon, km))
        if found is None:
            keys_of = self._second_keys(self.points_near(lat, lon, km))
            pairs = [(key, pid) for pid, own in keys_of.items() for key in own]
            found = memory[lat, lon, km] = [key for key, _ in pairs], [pid for _, pid in pairs]
        return found

    def spelt_in(self, unit: int) -> tuple[list[str], list[int]]:
        """Second keys of the settlements and sites of a first- or second-level unit, their rows.

        Nothing where the unit has no bounds, or more rows than a last resort may cost.
        """
        memory = self.remembered("spelt in", 20)
        found: tuple[list[str], list[int]] | None = memory.get(unit)
        if found is None:
            keys_of = self._second_keys(self._points_in(unit))
            pairs = [(key, pid) for pid, own in keys_of.items() for key in own]
            found = memory[unit] = [key for key, _ in pairs], [pid for _, pid in pairs]
        return found

    def _points_in(self, unit: int) -> list[int]:
        box = self.box(unit)
        rows = [] if box is None else self.points_between(box)
        rows = [pid for pid in rows if unit in self.facts(pid)[6:8]]  # adm1, adm2
        return rows if len(rows) <= _MOST_IN_UNIT else []

    def _second_keys(self, pids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Second keys by row, those not remembered read at once."""
        memory: dict[int, tuple[str, ...]] = self.remembered("k2s", 40_000)
        unknown = [pid for pid in pids if pid not in memory]
        memory.update(self._kept_keys(unknown))
        found: dict[int, set[str]] = {pid: set() for pid in unknown if pid not in memory}
        names = [(pid, bare_name(text)[0]) for pid, text in self._names([*found])]
        for (pid, _), second in zip(names, keys.latin_k2s([n for _, n in names]), strict=True):
            found[pid].add(second)
        memory.update((pid, tuple(sorted(seconds))) for pid, seconds in found.items())
        return {pid: memory[pid] for pid in pids}

    def _kept_keys(self, pids: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Second keys the builder wrote: of points in countries whose names are romanised."""
        query = "SELECT pid, seconds FROM spelt WHERE pid IN ({})"
        for pid, seconds in self._rows_of(pids, query):
            yield pid, tuple(seconds.split("\n")) if seconds else ()

    def _names(self, pids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Latin names of rows, with the row of each."""
        for pid, text in self._rows_of(pids, "SELECT pid, text FROM name WHERE pid IN ({})"):
            if keys.is_latin(text):
                yield pid, text

    def _rows_of(self, pids: Sequence[int], query: str) -> Iterator[tuple[int, str]]:
        for start in range(0, len(pids), _AT_ONCE):
            some = pids[start : start + _AT_ONCE]
            yield from self._base.execute(query.format(",".join("?" * len(some))), some)

    # --- by id --------------------------------------------------------------------------------

    def pid_of(self, ident: str) -> int | None:
        """Row number of an id ("gn:174506") or of any cross-reference ("pcode:SY090201")."""
        row = self._base.execute("SELECT pid FROM place WHERE id = ?", (ident,)).fetchone()
        if row is None:
            scheme, _, code = ident.partition(":")
            row = self._base.execute(
                "SELECT pid FROM xref WHERE scheme = ? AND code = ? ORDER BY pid", (scheme, code)
            ).fetchone()
        return row[0] if row else None

    def place(self, ident: str) -> Place | None:
        """The place with an id, None if this gazetteer lacks it."""
        pid = self.pid_of(ident)
        return None if pid is None else self.place_of(pid)

    def country_of(self, cc: str) -> Place | None:
        """The country with an ISO 3166-1 alpha-2 code."""
        return self.place(f"iso:{cc}")

    def adm1_of(self, place: Place) -> Place | None:
        """The first-level unit a place lies in; itself if it is one; None where unknown."""
        if place.kind == "adm1":
            return place
        pid = self.pid_of(place.id)
        home = self.facts(pid).adm1 if pid is not None else None
        return None if home is None else self.place_of(home)

    def adm2_of(self, place: Place) -> Place | None:
        """The second-level unit a place lies in; itself if it is one; None where unknown."""
        if place.kind == "adm2":
            return place
        pid = self.pid_of(place.id)
        home = self.facts(pid).adm2 if pid is not None else None
        return None if home is None else self.place_of(home)

    def within(self, place: Place, area: Place) -> bool:
        """Whether `place` lies in `area`: by admin parents, or by radius for regions.

        A place lies in itself. Points near a place that is no area do not lie in it.
        """
        inner, outer = self.pid_of(place.id), self.pid_of(area.id)
        if inner is None or outer is None:
            return place.id == area.id
        return self.is_inside(inner, outer)

    def count_from(self, sources: Sequence[str]) -> int:
        """Places whose point comes from one of `sources` ("wof", "ocha", "own.tsv")."""
        marks = ",".join("?" * len(sources))
        query = f"SELECT count(*) FROM place WHERE source IN ({marks})"
        return int(self._base.execute(query, tuple(sources)).fetchone()[0])

    def sources(self) -> list[dict[str, str]]:
        """What this gazetteer was built from: name, kind, sha256, licence, attribution."""
        rows = self._base.execute(
            "SELECT name, kind, sha256, country, licence, attribution FROM source"
        )
        columns = ("name", "kind", "sha256", "country", "licence", "attribution")
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def countries_installed(self) -> tuple[str, ...]:
        """Countries for which a pack or dump beyond the default is built in, sorted."""
        rows = self._base.execute("SELECT DISTINCT country FROM source WHERE country != ''")
        return tuple(sorted(cc for (cc,) in rows))
