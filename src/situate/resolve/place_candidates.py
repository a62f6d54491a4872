"""Which rows of the gazetteer a name may mean, and the loosest key that had to be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import log10
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.cascade import at_levels, peeled
from situate.knowledge.gazetteer.nationality import nationality_of
from situate.knowledge.gazetteer.schema import PRIMARY, SHORT
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import PlaceKind

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts, Gazetteer

LETTERS = 3.0  # cost of a spelling with no letter in common, at level 2
LEAST_ARABIC = 0.7  # likeness of two Arabic spellings with the same consonants to be one name
REMEMBERED = 3_000  # surfaces whose readings a process keeps, some 15 MB
MOST = 40  # candidates of a surface, by prior cost

_LEVEL_COST = (0.0, 0.05, 0.3, 0.8)
_KIND_COST: dict[PlaceKind, float] = {
    "country": -0.6,
    "adm1": 0.2,
    "adm2": 1.2,
    "adm3": 1.2,
    "adm4": 1.2,
    "settlement": 0.0,
    "part": 0.3,
    "site": 0.3,
    "area": 0.3,
    "region": -0.2,
}
OTHER_SIGNS = 0.5  # of an alternate name told from a town's by its signs alone
_FAME, _FAME_LOOSE = -0.30, -0.05
_CAPITAL = -1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a surface: a row, the level of the key that found it, its cost alone."""

    facts: Facts
    level: int
    prior: float
    likeness: float = 1.0  # Levenshtein ratio of the k2 forms, at level 3
    short: bool = False  # one of the two spellings lacks a qualifier the other has
    peeled: bool = False
    is_primary: bool = False
    is_people: bool = False  # the surface is a nationality word


def candidates(surface: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Every reading of a surface at levels 0 to 3, cheapest first; not yet gated.

    Where levels 0 to 2 give nothing, one word that describes is peeled off and they are asked
    again.
    """
    memory = gazetteer.remembered("candidates", REMEMBERED)
    found: tuple[Candidate, ...] | None = memory.get(surface)
    if found is None:
        found = memory[surface] = _candidates(surface, gazetteer)
    return found


def _candidates(surface: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    people = nationality_of(surface)
    if people is not None and not _names_country(surface, gazetteer):
        pid = gazetteer.pid_of(people)
        return () if pid is None else (Candidate(gazetteer.facts(pid), 1, -2.0, is_people=True),)
    found = at_levels(surface, gazetteer)
    if not any(level < 3 for level, _ in found.values()):
        quarter = _of_a_city(surface, gazetteer)
        if quarter:
            return quarter
        for form in peeled(surface):
            inner = at_levels(form, gazetteer)
            if any(level < 3 for level, _ in inner.values()):
                return _ranked(inner, gazetteer, is_peeled=True)
    return _ranked(found, gazetteer, is_peeled=False)


_DASH = re.compile(r"\s+[-–—]\s+")
CITY_KM = 15.0  # of a city: its quarters
CITY_PEOPLE = 10_000


def _of_a_city(surface: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """ "Aleppo - Jobar": the quarter where one is known beside the city, else the city itself.

    A village of the quarter's name elsewhere is never meant. Empty where the first part is no
    city.
    """
    parts = _DASH.split(surface)
    if len(parts) != 2:
        return ()
    cities = [
        c
        for c in _ranked(at_levels(parts[0], gazetteer), gazetteer, is_peeled=False)
        if c.level <= 1 and c.facts.kind == "settlement" and c.facts.pop >= CITY_PEOPLE
    ]
    pieces = [
        c
        for c in _ranked(at_levels(parts[1], gazetteer), gazetteer, is_peeled=False)
        if c.level < 3 and any(_is_beside(c.facts, city.facts) for city in cities)
    ]
    whole = (replace(c, short=True) for c in cities)  # the city for the quarter: half as sure
    return (*(replace(c, prior=c.prior - 3.0) for c in pieces), *whole)


def _is_beside(one: Facts, city: Facts) -> bool:
    return distance_km(one.lat, one.lon, city.lat, city.lon) <= CITY_KM and one.pid != city.pid


def _names_country(surface: str, gazetteer: Gazetteer) -> bool:
    rows = gazetteer.lookup(1, keys.k1(surface))
    return any(gazetteer.facts(pid).kind == "country" for pid, _ in rows)


def _ranked(
    found: dict[int, tuple[int, int]], gazetteer: Gazetteer, *, is_peeled: bool
) -> tuple[Candidate, ...]:
    ranked = [
        _candidate(gazetteer.facts(pid), level, flags, is_peeled=is_peeled)
        for pid, (level, flags) in found.items()
    ]
    ranked = sorted(_by_exact_name(ranked), key=lambda c: (c.prior, c.facts.pid))
    tight = [c for c in ranked if c.level < 3][:MOST]
    return tuple(tight + [c for c in ranked if c.level == 3][: 3 * MOST])


def _by_exact_name(readings: list[Candidate]) -> list[Candidate]:
    """Beside a town of that very name, one in its country so called with other signs costs more."""
    exact = {c.facts.cc for c in readings if c.level == 0 and c.facts.pop >= CITY_PEOPLE}
    if not exact:
        return readings
    return [
        replace(c, prior=c.prior + OTHER_SIGNS)
        if c.level == 1 and not c.is_primary and c.facts.cc in exact
        else c
        for c in readings
    ]


def candidate_of(facts: Facts, level: int, flags: int, *, likeness: float) -> Candidate:
    """A reading found otherwise than by its keys."""
    plain = _candidate(facts, level, flags, is_peeled=False)
    return replace(plain, likeness=likeness, prior=plain.prior + 1.5 * (1 - likeness))


def _candidate(facts: Facts, level: int, flags: int, *, is_peeled: bool) -> Candidate:
    cost = _LEVEL_COST[level]
    cost += _KIND_COST[facts.kind]
    if not flags & PRIMARY:
        cost += 0.1 if facts.cc in words.romanised() else 1.0
    cost += (_FAME if level < 2 else _FAME_LOOSE) * log10(1 + facts.pop)
    cost += _CAPITAL if facts.is_capital else 0.0
    cost += 1.0 if facts.is_gone else 0.0
    short = bool(flags & SHORT)
    return Candidate(
        facts, level, cost + (0.8 if short else 0.0), 1.0, short, is_peeled, bool(flags & PRIMARY)
    )


def weighed(surface: str, candidate: Candidate, gazetteer: Gazetteer) -> Candidate:
    """A candidate of level 3 with the likeness of the two spellings in its cost."""
    likeness = _likeness(surface, candidate.facts, gazetteer)
    return replace(candidate, likeness=likeness, prior=candidate.prior + 1.5 * (1 - likeness))


def _likeness(surface: str, facts: Facts, gazetteer: Gazetteer) -> float:
    """Levenshtein ratio to the nearest name of a row in the script of the surface; .5 if none."""
    from rapidfuzz.distance import Levenshtein

    if keys.is_arabic(surface):
        names = (n for n in gazetteer.names_of(facts.pid) if keys.is_arabic(n))
        word, others = keys.arabic_k2(keys.k1(surface)), {keys.arabic_k2(keys.k1(n)) for n in names}
    else:
        word = keys.latin_k2(keys.k1(surface))
        others = set(gazetteer.latin_k2s(facts.pid))
    return max((Levenshtein.normalized_similarity(word, other) for other in others), default=0.5)


def by_letters(surface: str, candidate: Candidate, gazetteer: Gazetteer) -> Candidate:
    """A candidate of level 2 with what its nearest spelling lacks of the surface in its cost.

    Of two that sound the same the one written nearly the same is meant: "Talila" is Talilah before
    it is Talil.
    """
    from rapidfuzz.distance import Levenshtein

    if candidate.level != 2 or keys.is_arabic(surface):
        return candidate
    word = keys.k1(surface)
    names = (keys.k1(n) for n in gazetteer.names_of(candidate.facts.pid) if keys.is_latin(n))
    likeness = max((Levenshtein.normalized_similarity(word, n) for n in names), default=0.5)
    return replace(candidate, prior=candidate.prior + LETTERS * (1 - likeness))
