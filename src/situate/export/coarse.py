"""Places as their district, province or country: no point of a place survives.

A unit stands at the middle of a half-degree cell (PRIO-GRID's), the same for all its places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from situate.model import Place, SourcedPlace
from situate.settings import Level

CELL = 0.5  # degrees
COARSE_KM = {"adm2": 40.0, "adm1": 100.0, "country": 300.0}
KINDS: dict[str, frozenset[str]] = {
    "country": frozenset({"country"}),
    "adm1": frozenset({"country", "adm1"}),
    "adm2": frozenset({"country", "adm1", "adm2"}),
}
Unit = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Coarse:
    """The units of a level, each with the point it is shown at."""

    level: Level
    points: Mapping[Unit, tuple[float, float]]

    def is_finer(self, place: Place) -> bool:
        """Must this place be coarsened?"""
        return place.kind not in KINDS[self.level]

    def place(self, place: Place) -> Place:
        """The unit a place lies in, as a place of its own; coarser places are as they were."""
        if not self.is_finer(place):
            return place
        unit = self.unit(place)
        country, adm1, adm2 = unit
        lat, lon = self.points.get(unit) or cell(place.lat, place.lon)
        kind = "adm2" if adm2 else "adm1" if adm1 else "country"
        ident = "/".join(part or "-" for part in ("area:" + (country or "-"), adm1, adm2))
        name = adm2 or adm1 or country or "place held back"
        return Place(ident, name, kind, lat, lon, country, adm1, adm2)  # type: ignore[arg-type]

    def sourced(self, was: SourcedPlace, now: SourcedPlace) -> SourcedPlace:
        """A sourced place with the doubt of its unit; what located it more closely is gone."""
        if was.value is None or not self.is_finer(was.value):
            return now
        radius, level = COARSE_KM[self.level], 2 if self.level == "adm2" else 3
        blank: dict[str, Any] = {
            f.name: None for f in fields(now) if f.name in ("direction", "distance_km")
        }
        return replace(now, relation="in", radius_km=radius, level=level, shape=(), **blank)

    def unit(self, place: Place) -> Unit:
        """(country, province, district) as far as the level goes."""
        adm1 = place.adm1 if self.level != "country" else None
        adm2 = place.adm2 if self.level == "adm2" else None
        return place.country, adm1, adm2


def coarse(level: Level, places: Iterable[Place]) -> Coarse:
    """The units of these places; a unit's point is the cell of the middle of its places."""
    empty = Coarse(level, {})
    members: dict[Unit, dict[str, Place]] = {}
    for place in places:
        if empty.is_finer(place):
            members.setdefault(empty.unit(place), {})[place.id] = place
    points = {}
    for unit, found in members.items():
        lats, lons = [p.lat for p in found.values()], [p.lon for p in found.values()]
        points[unit] = cell(sum(lats) / len(lats), sum(lons) / len(lons))
    return Coarse(level, points)


def cell(lat: float, lon: float) -> tuple[float, float]:
    """The middle of the cell a point lies in."""
    return (
        math.floor(lat / CELL) * CELL + CELL / 2,
        math.floor(lon / CELL) * CELL + CELL / 2,
    )


def places_in(record: object) -> Iterator[Place]:
    """Every place inside a record, rivals included."""
    if isinstance(record, Place):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from places_in(item)
    elif is_dataclass(record):
        for f in fields(record):
            value = getattr(record, f.name)
            if not isinstance(value, str | float | int | None.__class__):
                yield from places_in(value)
