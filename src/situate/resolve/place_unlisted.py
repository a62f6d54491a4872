"""Places the gazetteer does not list, put in the area the text names right beside them.

"Kalogi, South Kordofan": no gazetteer need know the village for the event to have a name and a
region. The answer is an area of that name with the region's point and its radius (ACLED's and
UCDP's precision "region"), never a village at a guessed point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.keys import casefold
from situate.model import Document, Place, Quote, Sourced, SourcedPlace
from situate.resolve.place_beside import stands_in
from situate.resolve.place_within import box_of, half_diagonal

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

AREAS = ("adm1", "adm2", "adm3", "area")
SURE = 0.5  # of an area below this nothing is said to lie in it

Values = Mapping[tuple[int, int], Sourced[Place]]


def areas_beside(
    document: Document, spans: Sequence[Quote], values: Values
) -> dict[tuple[int, int], Sourced[Place]]:
    """Name without a place -> the area the text puts it in: "X, Y", "X in Y province"."""
    ordered = sorted({(q.start, q.end) for q in spans})
    found: dict[tuple[int, int], Sourced[Place]] = {}
    for name, area in pairwise(ordered):
        here, there = values.get(name), values.get(area)
        if here is None or here.value is not None or there is None or there.value is None:
            continue
        is_area = there.value.kind in AREAS and there.confidence >= SURE
        if is_area and stands_in(document.text[name[1] : area[0]]):
            found[name] = there
    return found


def put_in_area(
    place: SourcedPlace, name: Quote, area: Sourced[Place], gazetteer: Gazetteer
) -> SourcedPlace:
    """An unlisted name as an area of its own within the one named beside it.

    The same name in the same area is the same place in every report; its point and radius are
    the area's, its level 3 (region) in a province and 2 in a district.
    """
    value = area.value
    assert value is not None
    box = box_of(value, gazetteer)
    named = Place(
        f"unlisted:{casefold(name.text)}@{value.id}",
        name.text,
        "area",
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
        relation="in" if place.relation == "at" else place.relation,
        level=3 if value.kind == "adm1" else 2,
        radius_km=half_diagonal(box) if box is not None else None,
    )
