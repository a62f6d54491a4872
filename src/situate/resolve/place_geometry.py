"""Relation, precision, point and shape of a place in an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from situate.knowledge.gazetteer.sphere import distance_km, point_at
from situate.model import Document, Place, Quote, Sourced, SourcedPlace
from situate.resolve.place_cues import Stand, stand_of

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

NEAR_KM = 5.0
DIRECTION_KM = 8.0
_BEARINGS = {
    "north": 0,
    "north-east": 45,
    "east": 90,
    "south-east": 135,
    "south": 180,
    "south-west": 225,
    "west": 270,
    "north-west": 315,
}
_AREAS = ("adm1", "adm2", "adm3", "adm4", "country", "region", "area")


def completed(
    document: Document,
    place: SourcedPlace,
    inside: Sequence[Quote],
    members: Sequence[Sourced[Place]],
    gazetteer: Gazetteer,
) -> SourcedPlace:
    """The place of an event from the values of the names its quote holds."""
    first = members[0]
    if place.relation == "between" and len(members) == 1:
        place = replace(place, relation="near")  # "the border between X and a hill": one known end
    if place.relation == "between" or (len(members) > 1 and _says_between(document, inside[0])):
        return _between(place, members)
    stand = _stand(document, place, inside[0])
    filled = replace(
        place,
        value=first.value,
        confidence=first.confidence,
        reason=first.reason
        if not stand.words
        else f"{first.reason}; {stand.words!r}: {stand.relation}",
        rivals=first.rivals,
        relation=stand.relation,
        direction=stand.direction,
        distance_km=stand.distance_km,
    )
    return filled if first.value is None else _precise(filled, first.value, gazetteer)


def _says_between(document: Document, quote: Quote) -> bool:
    return document.text[max(0, quote.start - 12) : quote.start].lower().endswith("between ")


OF_RELATIVE = "relative: acted on"  # "graves outside Fulan, which fell": Fulan itself fell


def _stand(document: Document, place: SourcedPlace, quote: Quote) -> Stand:
    if place.relation == "at" and not place.direction and place.reason != OF_RELATIVE:
        return stand_of(document.text, quote.start, quote.end)
    return Stand(place.relation, place.direction, place.distance_km)


def _precise(place: SourcedPlace, value: Place, gazetteer: Gazetteer) -> SourcedPlace:
    is_area = value.kind in _AREAS
    if place.relation == "direction" and place.direction in _BEARINGS and not is_area:
        km = place.distance_km or DIRECTION_KM
        lat, lon = point_at(value.lat, value.lon, _BEARINGS[place.direction], km)
        radius = DIRECTION_KM if place.distance_km is None else max(2.0, km / 2)
        return replace(place, level=2, radius_km=radius, shape=((round(lon, 5), round(lat, 5)),))
    if is_area:
        return replace(
            place, level=2 if value.kind == "adm3" else 3, radius_km=_radius(value, gazetteer)
        )
    if place.relation in ("near", "around", "towards", "direction"):
        return replace(place, level=2, radius_km=NEAR_KM)
    return replace(place, level=1, radius_km=2.0 if place.relation == "part" else 1.0)


def _radius(value: Place, gazetteer: Gazetteer) -> float | None:
    pid = gazetteer.pid_of(value.id)
    if pid is None:
        return None
    facts = gazetteer.facts(pid)
    if facts.radius_km:
        return float(facts.radius_km)
    box = gazetteer.box(pid)
    if box is None:
        return None
    return round(distance_km(box.south, box.west, box.north, box.east) / 2, 1)


def _between(place: SourcedPlace, members: Sequence[Sourced[Place]]) -> SourcedPlace:
    """Middle and hull of the places something lies between; None if one of them is not known."""
    known = [m for m in members if m.value is not None]
    if len(known) < len(members) or not known:
        missing = [m.quote.text for m in members if m.value is None and m.quote]
        reason = f"between places of which {', '.join(missing)} is not known"
        return replace(place, relation="between", reason=reason)
    points = [(m.value.lon, m.value.lat) for m in known if m.value]
    hull = shapely.MultiPoint(points).convex_hull
    middle = hull.centroid
    ring = hull.exterior.coords[:-1] if isinstance(hull, shapely.Polygon) else hull.coords
    shape = tuple((round(x, 5), round(y, 5)) for x, y in ring)
    nearest = min(
        (m.value for m in known if m.value),
        key=lambda p: distance_km(p.lat, p.lon, middle.y, middle.x),
    )
    radius = max(distance_km(middle.y, middle.x, y, x) for x, y in points)
    names = ", ".join(m.value.name for m in known if m.value)
    area = Place(
        f"between:{'+'.join(sorted(m.value.id for m in known if m.value))}",
        f"between {names}",
        "area",
        round(middle.y, 5),
        round(middle.x, 5),
        nearest.country,
        nearest.adm1,
        nearest.adm2,
        source="situate",
    )
    return replace(
        place,
        value=area,
        confidence=round(min(m.confidence for m in known), 3),
        reason=f"middle of {names}",
        relation="between",
        level=2,
        radius_km=round(radius, 1),
        shape=shape,
    )
