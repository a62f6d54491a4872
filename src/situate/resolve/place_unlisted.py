"""Places the gazetteer does not list, put in the area or town the text names with them.

"Kalogi, South Kordofan": no gazetteer need know the village for the event to have a name and a
region. The answer is an area of that name with the region's point and its radius (ACLED's and
UCDP's precision "region"), never a village at a guessed point. A quarter or building of a town is a
part of the town, with the town's point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.keys import casefold
from situate.model import Document, Place, Quote, Sourced, SourcedPlace
from situate.resolve.place_beside import puts_in, stands_in
from situate.resolve.place_town import (
    LEAST_PEOPLE,
    OWNER,
    district_word,
    is_building,
    is_quarter,
    town_of,
)
from situate.resolve.place_within import box_of, half_diagonal, on_its_side

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

AREAS = ("adm1", "adm2", "adm3", "area")
SURE = 0.5  # of an area below this nothing is said to lie in it
TOWN_KM = 5.0  # doubt of a point somewhere in a town

Span = tuple[int, int]
Values = Mapping[Span, Sourced[Place]]
Areas = dict[Span, SourcedPlace]


def areas_beside(
    document: Document, spans: Sequence[Quote], values: Values, gazetteer: Gazetteer
) -> Areas:
    """Name without a place -> the area or town the text puts it in, with its radius.

    "X, Y", "X in Y province", "X in northern Y", "X in Sudan's Y state"; "the X quarter" and "X
    hospital" lie in the town named with them or last before them.
    """
    ordered = sorted({(q.start, q.end) for q in spans} & values.keys())
    towns = [
        (*span, values[span])
        for span in ordered
        if (place := values[span].value) is not None
        and place.kind == "settlement"
        and (place.population or 0) >= LEAST_PEOPLE
    ]
    found: Areas = {}
    for number, name in reversed(list(enumerate(ordered))):
        if values[name].value is not None:
            continue
        area = _area(document, ordered[number:], values, gazetteer)
        area = area or _led(document, ordered[max(0, number - 1) : number + 1], values, gazetteer)
        area = area or _listed(document, ordered[number : number + 2], found)
        area = area or _town(document, name, towns)
        if area is not None:
            found[name] = area
    return found


def _led(
    document: Document, names: Sequence[Span], values: Values, gazetteer: Gazetteer
) -> SourcedPlace | None:
    """The area named right before with what the name is: "the Aleppo province village of X"."""
    if len(names) < 2 or not puts_in(document.text[names[0][1] : names[1][0]]):
        return None
    told = values[names[0]]
    if told.value is None or told.value.kind not in AREAS or told.confidence < SURE:
        return None
    box = box_of(told.value, gazetteer)
    radius = half_diagonal(box) if box is not None else None
    return SourcedPlace(told.quote, told.value, told.confidence, told.reason, radius_km=radius)


def _listed(document: Document, names: Sequence[Span], found: Areas) -> SourcedPlace | None:
    """The area of the next name in a list: "X and Y in Z province"."""
    if len(names) < 2 or document.text[names[0][1] : names[1][0]] not in (" and ", ", "):
        return None
    area = found.get(names[1])
    return area if area is not None and area.value and area.value.kind != "settlement" else None


def _area(
    document: Document, ordered: Sequence[Span], values: Values, gazetteer: Gazetteer
) -> SourcedPlace | None:
    """The area named right after the first of the names, if the words put it there."""
    if len(ordered) < 2 or not stands_in(document.text[ordered[0][1] : ordered[1][0]]):
        return None
    at = 1
    # "in Sudan's Gezira state": the smaller of the two.
    if len(ordered) > 2 and OWNER.match(document.text[ordered[1][1] : ordered[2][0]]):
        at = 2
    told = values[ordered[at]]
    if told.value is None or told.confidence < SURE:
        return None
    area = SourcedPlace(told.quote, told.value, told.confidence, told.reason)
    if told.value.kind in AREAS:
        box = box_of(told.value, gazetteer)
        return replace(area, radius_km=half_diagonal(box) if box is not None else None)
    narrowed = on_its_side(document, area, ordered[at][0], gazetteer)
    return narrowed if narrowed is not area and narrowed.radius_km else None


def _town(
    document: Document, name: Span, towns: Sequence[tuple[int, int, Sourced[Place]]]
) -> SourcedPlace | None:
    """The town a quarter or building lies in, or None."""
    text = document.text
    is_piece = is_quarter(text, *name) or is_building(text, *name)
    if not is_piece and not district_word(text, name[1]):
        return None
    found = town_of(text, *name, towns)
    if found is None or (not is_piece and not found[1]):
        return None
    town = found[0]
    return SourcedPlace(town.quote, town.value, town.confidence, town.reason, radius_km=TOWN_KM)


def put_in_area(place: SourcedPlace, name: Quote, area: SourcedPlace) -> SourcedPlace:
    """An unlisted name as an area of its own within the one named beside it, or part of a town.

    The same name in the same area is the same place in every report; its point and radius are
    the area's, its level 3 (region) in a province, 2 in a district, 1 in a town.
    """
    value = area.value
    assert value is not None
    is_town = value.kind == "settlement"
    named = Place(
        f"unlisted:{casefold(name.text)}@{value.id}",
        name.text,
        "part" if is_town else "area",
        value.lat,
        value.lon,
        value.country,
        value.name if value.kind == "adm1" else value.adm1,
        value.name if value.kind == "adm2" else value.adm2,
        source="situate",
    )
    return replace(
        place,
        value=named,
        confidence=round(area.confidence * 0.9, 3),
        reason=f"{place.reason}; the text puts it in {value.name}: no point is known",
        relation="in" if place.relation == "at" and not is_town else place.relation,
        level=1 if is_town else 2 if value.kind in ("adm2", "adm3", "area") else 3,
        radius_km=area.radius_km,
    )
