"""What is known of rows without the database: facts, distances and boxes, read by mmap."""

from __future__ import annotations

import mmap
from functools import cached_property
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from situate.knowledge.gazetteer.schema import CAPITAL, GONE, KINDS, LEARNED, RECORD
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import PlaceKind

_KIND_AT, _CC_AT = 36, 38  # bytes into a record
_POINT_KINDS = [KINDS.index(kind) for kind in ("settlement", "part", "site")]


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


class Points:
    """The table of facts of a gazetteer, one fixed record a row."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._facts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.memory: dict[str, dict[Any, Any]] = {}  # see `remembered`

    def remembered(self, what: str, most: int) -> dict[Any, Any]:
        """A cache of this process for readers of the gazetteer; emptied at `most` entries."""
        found = self.memory.setdefault(what, {})
        if len(found) >= most:
            found.clear()
        return found

    def __len__(self) -> int:
        return len(self._facts) // RECORD.size

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

    def points_near(self, lat: float, lon: float, km: float) -> list[int]:
        """Rows of settlements, their parts and sites in the box of `km` round a point, in order."""
        high = km / 111.2
        wide = high / max(0.1, cos(radians(lat)))
        order, sorted_lats = self._by_latitude
        first, last = np.searchsorted(sorted_lats, (lat - 1.01 * high, lat + 1.01 * high))
        rows = order[first:last]
        lats, lons = (values[rows] for values in self._points)
        inside = (np.abs(lats - lat) <= high) & (np.abs(lons - lon) <= wide)
        found: list[int] = np.sort(rows[inside]).tolist()
        return found

    def points_between(self, box: Box) -> list[int]:
        """Rows of settlements, their parts and sites within bounds, in order."""
        order, sorted_lats = self._by_latitude
        first, last = np.searchsorted(sorted_lats, (box.south, box.north))
        rows = order[first:last]
        lons = self._points[1][rows]
        found: list[int] = np.sort(rows[(lons >= box.west) & (lons <= box.east)]).tolist()
        return found

    @cached_property
    def _by_latitude(self) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Rows of settlements, parts and sites from south to north, and their latitudes.

        Some eight bytes a row are the worker's own; without it each question reads all rows.
        """
        lats, _ = self._points
        kinds = np.ndarray(len(lats), np.uint8, self._facts, _KIND_AT, (RECORD.size,))
        rows = np.nonzero(np.isin(kinds, _POINT_KINDS))[0].astype(np.int32)
        south_first = rows[np.argsort(lats[rows], kind="stable")]
        return south_first, lats[south_first].astype(np.float32)

    @cached_property
    def _points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Latitudes and longitudes of all rows, as views of the mapped file."""
        table = np.frombuffer(self._facts, dtype=np.uint8).reshape(-1, RECORD.size)
        lats = np.ndarray(len(table), np.float64, self._facts, 0, (RECORD.size,))
        lons = np.ndarray(len(table), np.float64, self._facts, 8, (RECORD.size,))
        return lats, lons

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
        memory = self.remembered("nearest", 2_000)
        if (cc, lat, lon) not in memory:
            lats, lons = self._settled_in(cc)
            apart = (lats - lat) ** 2 + ((lons - lon) * cos(radians(lat))) ** 2
            best = int(np.argmin(apart)) if len(lats) else None
            point = None if best is None else (float(lats[best]), float(lons[best]))
            memory[cc, lat, lon] = point
        found: tuple[float, float] | None = memory[cc, lat, lon]
        return found

    def _settled_in(self, cc: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        lats, lons = self._points
        codes = np.ndarray(len(lats), "S2", self._facts, _CC_AT, (RECORD.size,))
        kinds = np.ndarray(len(lats), np.uint8, self._facts, _KIND_AT, (RECORD.size,))
        inside = (codes == cc.encode("ascii", "replace")) & (kinds == KINDS.index("settlement"))
        return lats[inside], lons[inside]

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
