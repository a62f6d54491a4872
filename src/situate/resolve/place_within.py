"""Places that words describe and do not name: a side of a country, an unnamed town in an area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.sphere import distance_km
from situate.knowledge.gazetteer.words import table
from situate.model import Document, Place, SourcedPlace
from situate.resolve.place_cues import directions

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Box, Gazetteer

_THIRD = 1 / 3  # of a country's height or width is its north or east
_AREAS = ("country", "region", "area", "adm1", "adm2", "adm3")
_WIDE = ("country", "region")
ROUND_KM = 25.0  # of a town: its countryside


# --- a side of an area ------------------------------------------------------------------------


@cache
def _side() -> re.Pattern[str]:
    words = sorted([*directions(), *_central()], key=len, reverse=True)
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?<!\w)({either})(?:\s+part)?(?:\s+of)?\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def _central() -> frozenset[str]:
    return frozenset(table("place_cues.yaml")["central"])


def side_before(text: str, start: int) -> tuple[str, str] | None:
    """(side, words) of "eastern" before a name, side a compass word or "central"; else None."""
    before = text[max(0, start - 40) : start]
    match = _side().search(before) if before[-1:].isspace() else None
    if match is None:
        return None
    word = match[1].lower()
    return directions().get(word, "central"), match[1]


def on_its_side(
    document: Document, place: SourcedPlace, start: int, gazetteer: Gazetteer
) -> SourcedPlace:
    """A place whose name has a side before it, narrowed to that third of the area.

    Of a country or region the third becomes a region of its own, with outline and radius; a unit
    stays itself and gets the outline. Unchanged without a side, or where no box is known.
    """
    value = place.value
    side = side_before(document.text, start)
    if value is None or side is None or value.kind not in (*_WIDE, "adm1"):
        return place
    box = box_of(value, gazetteer)
    if box is None:
        return place
    part = _third(box, side[0])
    narrowed = replace(
        place, level=3, radius_km=half_diagonal(part), shape=_ring(part), relation="in"
    )
    if value.kind not in _WIDE:
        return narrowed
    lat, lon = _inside(part, value, gazetteer)
    named = Place(
        f"{side[0]}:{value.id}",
        f"{side[1].lower()} {value.name}",
        "region",
        round(lat, 4),
        round(lon, 4),
        value.country,
        source="situate",
    )
    return replace(narrowed, value=named, reason=f"{place.reason}; the {side[0]} third of its box")


def box_of(value: Place, gazetteer: Gazetteer) -> Box | None:
    """Bounds of a country (by its settlements), unit or region; None where none is known."""
    if value.kind == "country" and value.country:
        return gazetteer.box_of_country(value.country)
    pid = gazetteer.pid_of(value.id)
    return None if pid is None else gazetteer.box(pid) or gazetteer.box_of_region(pid)


def _third(box: Box, side: str) -> Box:
    west, south, east, north = box
    high, wide = (north - south) * _THIRD, (east - west) * _THIRD
    if side == "central":
        return box._replace(
            west=west + wide, south=south + high, east=east - wide, north=north - high
        )
    return box._replace(
        west=east - wide if "east" in side else west,
        east=west + wide if "west" in side else east,
        south=north - high if "north" in side else south,
        north=south + high if "south" in side else north,
    )


def _ring(box: Box) -> tuple[tuple[float, float], ...]:
    corners = (
        (box.west, box.south), (box.east, box.south), (box.east, box.north), (box.west, box.north)
    )  # fmt: skip
    return tuple((round(lon, 3), round(lat, 3)) for lon, lat in corners)


def half_diagonal(box: Box) -> float:
    """Kilometres from the middle of a box to its corner."""
    return round(distance_km(box.south, box.west, box.north, box.east) / 2, 1)


def _inside(box: Box, value: Place, gazetteer: Gazetteer) -> tuple[float, float]:
    """The settlement of the country nearest the middle of a box: never over a border or a sea."""
    lat, lon = (box.south + box.north) / 2, (box.west + box.east) / 2
    near = gazetteer.nearest_of_country(value.country, lat, lon) if value.country else None
    return near or (lat, lon)


# --- unnamed settlements ----------------------------------------------------------------------


@cache
def _unnamed() -> re.Pattern[str]:
    cues = table("place_cues.yaml")
    some = "|".join(map(re.escape, cues["indefinite"]))
    kinds = "|".join(map(re.escape, cues["unnamed_kinds"]))
    return re.compile(rf"^(?:{some})\s+(?:[\w'’-]+\s+){{0,3}}(?:{kinds})$", re.IGNORECASE)


_INSIDE = re.compile(r"^,?\s+(?:in|inside|within|of|across)\s+(?:the\s+)?$", re.IGNORECASE)


def with_unnamed(
    document: Document, places: Sequence[SourcedPlace], gazetteer: Gazetteer
) -> tuple[SourcedPlace, ...]:
    """Places with each "a town" put somewhere in the area named right after it.

    Its point is the area's, its radius that of the area: the settlement itself stays unknown, and
    one unnamed town is never the same as that of another report. "The town" points back and is
    left alone.
    """
    return tuple(_put(document, place, places, gazetteer) for place in places)


def _put(
    document: Document,
    place: SourcedPlace,
    places: Sequence[SourcedPlace],
    gazetteer: Gazetteer,
) -> SourcedPlace:
    quote = place.quote
    if quote is None or place.value is not None or not _unnamed().match(quote.text):
        return place
    area = next((p for p in places if _holds(document, place, p)), None)
    if area is None or area.value is None or area.quote is None:
        return place
    value = area.value
    is_town = value.kind not in _AREAS
    box = None if is_town else box_of(value, gazetteer)
    radius = area.radius_km or (None if box is None else half_diagonal(box))
    if is_town:
        radius = max(radius or 0.0, ROUND_KM)
    unnamed = Place(
        f"unnamed:{document.id[:12]}:{quote.start}",
        f"{quote.text} in {area.quote.text}",
        "region" if value.kind in _WIDE else "area",
        value.lat,
        value.lon,
        value.country,
        value.name if value.kind == "adm1" else value.adm1,
        source="situate",
    )
    return replace(
        place,
        value=unnamed,
        confidence=round(area.confidence * 0.9, 3),
        reason=f"an unnamed place somewhere in {value.name}: no point is known",
        relation="in",
        level=2 if is_town else 3,
        radius_km=radius,
        shape=() if is_town else area.shape,
    )


def _holds(document: Document, place: SourcedPlace, area: SourcedPlace) -> bool:
    """Whether an area is named right after a place: "a town in eastern Syria"."""
    if area.value is None or area.quote is None or place.quote is None:
        return False
    is_wide = area.value.kind in _AREAS or area.relation in ("around", "direction")
    if not is_wide or area.quote.start < place.quote.end:
        return False
    between = document.text[place.quote.end : area.quote.start]
    return len(between) < 24 and bool(_INSIDE.match(between))
