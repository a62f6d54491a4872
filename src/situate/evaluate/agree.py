"""When a value of ours is the gold's: same actor, same point."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Literal

from situate.model import Actor, Place

if TYPE_CHECKING:
    from situate.knowledge.roster import Roster

Level = Literal["exact", "family", "kind"]

EARTH_KM = 6371.0088
YEARS = re.compile(r"\(\d{4}-\d{0,4}\)")
PREFIX = re.compile(r"^[A-Z][A-Z-]{1,7}: ")


def km_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in km of two (lat, lon)."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def km_to(place: Place, point: tuple[float, float]) -> float:
    """Great-circle distance in km of a place to (lat, lon)."""
    return km_between((place.lat, place.lon), point)


def bare_name(name: str) -> str:
    """A coder's name without code prefix ("QSD: ") and bracketed years ("(2000-)")."""
    return " ".join(PREFIX.sub("", YEARS.sub("", name)).split())


def gold_actor(name: str, roster: Roster, on: date | None) -> Actor | None:
    """The roster's actor for a coder's name as of a day: as written, then its bare form."""
    for form in dict.fromkeys((name, bare_name(name))):
        found = _lookup(roster, form, on)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=20_000)
def _lookup(roster: Roster, name: str, on: date | None) -> Actor | None:
    return roster.named(name, on)


def agreement(gold: Actor, ours: Actor, roster: Roster, on: date | None = None) -> Level | None:
    """ "exact": same id; "family": kin or allies in the roster; "kind": same kind and country."""
    if gold.id is not None and gold.id == ours.id:
        return "exact"
    if gold.id is not None and ours.id is not None and roster.are_family(gold.id, ours.id, on):
        return "family"
    if gold.country and gold.kind == ours.kind and gold.country == ours.country:
        return "kind"
    return None


@lru_cache(maxsize=1)
def nationalities() -> frozenset[str]:
    """Adjectives and nouns of peoples, folded."""
    from situate.knowledge.roster.states import countries

    return frozenset(folded(word) for country in countries().values() for word in country.people)


def folded(text: str) -> str:
    """Lower case, letters and digits only, single spaces."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.casefold()).split())


def overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Do two half-open spans share a character?"""
    return a[0] < b[1] and b[0] < a[1]


def overlaps_any(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    """Does a span share a character with any of the others?"""
    return any(overlaps(span, other) for other in spans)
