"""The opened gazetteer: look-ups by key, facts by row number, places by id.

Keys and facts are read through mmap, so any number of worker processes share one copy in the page
cache; the SQLite file is opened on first need, read-only and immutable, once a process.
"""

from __future__ import annotations

import mmap
import os
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from situate.errors import ResourceMissing
from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.labels import bare_name, shown_area
from situate.knowledge.gazetteer.schema import CAPITAL, GONE, KEY, KINDS, LEARNED, RECORD
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Place, PlaceKind

_CACHED = 5_000
_LEVELS = "0123"  # first letters of the keys
_KIND_AT, _CC_AT = 36, 38  # bytes into a record


class Facts(NamedTuple):
    """What is known of row `pid` without the database; areas are row numbers or None."""

    pid: int
    kind: PlaceKind
    lat: float
    lon: float
    pop: int
    cc: str
    adm1: int | None
    adm2: int | None
    seat: int | None
    country: int | None
    radius_km: int
    is_gone: bool
    is_capital: bool
    is_learned: bool


class Box(NamedTuple):
    """Bounds in degrees."""

    west: float
    south: float
    east: float
    north: float


class Gazetteer:
    """One immutable gazetteer file and its tables. Cheap to open; picklable by path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digest = folder.name
        try:
            self._keys = marisa_trie.RecordTrie(KEY).mmap(str(folder / "keys.marisa"))
            self._surfaces = marisa_trie.Trie().mmap(str(folder / "surface.marisa"))
            with (folder / "places.bin").open("rb") as file:
                self._facts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError, RuntimeError) as error:
            raise ResourceMissing(
                f"the gazetteer in {folder} is damaged ({error})",
                hint="remove that folder and run `situate places install`",
            ) from error
        self._rows: Callable[[str], list[tuple[int, int]] | None] = self._keys.get
        self._seen: OrderedDict[int, Place] = OrderedDict()
        self._pid = os.getpid()
        self.memory: dict[str, dict[Any, Any]] = {}  # see `remembered`

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        return Gazetteer, (self.folder,)

    def remembered(self, what: str, most: int) -> dict[Any, Any]:
        """A cache of this process for readers of the gazetteer; emptied at `most` entries."""
        found = self.memory.setdefault(what, {})
        if len(found) >= most:
            found.clear()
        return found

    def __len__(self) -> int:
        return len(self._facts) // RECORD.size

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

    def facts(self, pid: int) -> Facts:
        """Facts of row `pid`."""
        lat, lon, pop, adm1, adm2, seat, country, kind, flags, cc, radius = RECORD.unpack_from(
            self._facts, pid * RECORD.size
        )
        return Facts(
            pid,
            KINDS[kind],
            lat,
            lon,
            pop,
            cc.decode("ascii").rstrip("\0"),
            adm1 - 1 if adm1 else None,
            adm2 - 1 if adm2 else None,
            seat - 1 if seat else None,
            country - 1 if country else None,
            radius,
            bool(flags & GONE),
            bool(flags & CAPITAL),
            bool(flags & LEARNED),
        )

    def rows_near(self, lat: float, lon: float, km: float) -> list[int]:
        """Rows in the box of `km` round a point, in order."""
        memory = self.remembered("near", 2_000)
        key = f"{lat:.3f},{lon:.3f},{km}"
        found: list[int] | None = memory.get(key)
        if found is None:
            high = km / 111.2
            wide = high / max(0.1, cos(radians(lat)))
            lats, lons = self._points
            inside = (np.abs(lats - lat) <= high) & (np.abs(lons - lon) <= wide)
            found = memory[key] = [int(i) for i in np.nonzero(inside)[0]]
        return found

    @cached_property
    def _points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Latitudes and longitudes of all rows, as views of the mapped file."""
        table = np.frombuffer(self._facts, dtype=np.uint8).reshape(-1, RECORD.size)
        lats = np.ndarray(len(table), np.float64, self._facts, 0, (RECORD.size,))
        lons = np.ndarray(len(table), np.float64, self._facts, 8, (RECORD.size,))
        return lats, lons

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

    def box_of_region(self, pid: int) -> Box | None:
        """Bounds of a region known by its radius; None for what has none."""
        facts = self.facts(pid)
        if not facts.radius_km:
            return None
        high = facts.radius_km / 111.2
        wide = high / max(0.1, cos(radians(facts.lat)))
        return Box(facts.lon - wide, facts.lat - high, facts.lon + wide, facts.lat + high)

    def box_of_country(self, cc: str) -> Box | None:
        """Bounds of nearly all settlements of a country: far islands do not widen it."""
        memory = self.remembered("countries", 500)
        if cc not in memory:
            lats, lons = self._settled_in(cc)
            ends = (
                [np.quantile(v, q) for q in (0.005, 0.995) for v in (lons, lats)]
                if len(lats)
                else []
            )
            memory[cc] = Box(*(round(float(e), 4) for e in ends)) if ends else None
        found: Box | None = memory[cc]
        return found

    def nearest_of_country(self, cc: str, lat: float, lon: float) -> tuple[float, float] | None:
        """Point of the settlement of a country that is nearest a point; None without any."""
        lats, lons = self._settled_in(cc)
        if not len(lats):
            return None
        apart = (lats - lat) ** 2 + ((lons - lon) * cos(radians(lat))) ** 2
        best = int(np.argmin(apart))
        return float(lats[best]), float(lons[best])

    def _settled_in(self, cc: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        lats, lons = self._points
        codes = np.ndarray(len(lats), "S2", self._facts, _CC_AT, (RECORD.size,))
        kinds = np.ndarray(len(lats), np.uint8, self._facts, _KIND_AT, (RECORD.size,))
        inside = (codes == cc.encode("ascii", "replace")) & (kinds == KINDS.index("settlement"))
        return lats[inside], lons[inside]

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
        memory: dict[int, tuple[str, ...]] = self.remembered("k2s", 40_000)
        found = memory.get(pid)
        if found is None:
            firsts = {
                keys.latin_k1(bare_name(t)[0]) for t in self.names_of(pid) if keys.is_latin(t)
            }
            found = memory[pid] = tuple(sorted({keys.latin_k2(first) for first in firsts}))
        return found

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

    def is_inside(self, inner: int, outer: int) -> bool:
        """Whether row `inner` lies in the area of row `outer`, or is it."""
        if inner == outer:
            return True
        small, large = self.facts(inner), self.facts(outer)
        if large.kind == "country":
            return small.cc == large.cc and small.kind != "region"
        if large.kind == "adm1":
            return small.adm1 == outer
        if large.kind == "adm2":
            return small.adm2 == outer
        if large.kind in ("region", "area") and large.radius_km:
            return distance_km(small.lat, small.lon, large.lat, large.lon) <= large.radius_km
        return False

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
