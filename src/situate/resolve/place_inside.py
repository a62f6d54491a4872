"""The smaller place in "X in northern Syria", where only the larger was taken for the event's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from situate.model import Document, Name, Place, Sourced, SourcedPlace

_WIDE = ("country", "region", "adm1")
_IN = re.compile(r"^,?\s+in\s+(?:the\s+)?$")
_REACH = 10  # characters between the two names
_SURE = 0.9  # of the smaller place's own confidence

Values = Mapping[tuple[int, int], Sourced[Place]]


def with_inner(
    document: Document, places: Sequence[SourcedPlace], names: Sequence[Name], values: Values
) -> tuple[SourcedPlace, ...]:
    """Places, each wide one led by the name that the text puts in it.

    `names` in the order of the text. Nothing is added where the mention has that name already, or
    where it means nothing or another wide place.
    """
    out: list[SourcedPlace] = []
    for place in places:
        inner = _inner(document, place, names, values)
        if inner is not None and not any(_overlap(inner, other) for other in places):
            out.append(inner)
        out.append(place)
    return tuple(out)


def _inner(
    document: Document, place: SourcedPlace, names: Sequence[Name], values: Values
) -> SourcedPlace | None:
    if place.quote is None or place.value is None or place.relation not in ("at", "in"):
        return None
    # A side of a country has an id of its own and stands for the country.
    if place.value.kind not in _WIDE:
        return None
    at = bisect_left(names, place.quote.start, key=lambda name: name.quote.start) - 1
    if at < 0 or names[at].kind != "place":
        return None
    quote = names[at].quote
    gap = document.text[quote.end : place.quote.start]
    found = values.get((quote.start, quote.end))
    if len(gap) > _REACH or not _IN.match(gap) or found is None or found.value is None:
        return None
    if found.value.kind in _WIDE or found.value.country != place.value.country:
        return None
    return replace(
        place,
        quote=quote,
        value=found.value,
        confidence=round(found.confidence * _SURE, 3),
        reason=f"the text puts it in {place.quote.text}; {found.reason}",
        rivals=found.rivals,
        relation="at",
        level=1,
        radius_km=None,
        shape=(),
    )


def _overlap(one: SourcedPlace, other: SourcedPlace) -> bool:
    a, b = one.quote, other.quote
    return a is not None and b is not None and a.start < b.end and b.start < a.end
