"""Places beside the settled names whose spelling is one slip away: the last resort before nil."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.cascade import peeled
from situate.knowledge.gazetteer.schema import PRIMARY

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts, Gazetteer
    from situate.resolve.place_candidates import Candidate

REACH_KM = 40.0  # round an anchor
LIKENESS = 0.75  # Levenshtein similarity of second keys
IN_UNIT = 0.8  # the same within a whole province
SHORTEST_IN_UNIT = 5  # letters of a second key there
SHORTEST = 4  # letters of a second key: below, one slip is another name
MOST_ANCHORS = 6


def slips(surface: str, anchors: Sequence[Facts], gazetteer: Gazetteer) -> list[Candidate]:
    """Readings near `anchors` that are nearly spelt like `surface`, best first, at level 3.

    Only in countries whose names reach us romanised, and only with equal qualifiers.
    """
    second = keys.latin_k2(keys.k1(surface)) if keys.is_latin(surface) else ""
    if len(second) < SHORTEST:
        return []
    mine = _qualifiers(surface)
    found: dict[int, float] = {}
    for anchor in [a for a in anchors if a.cc in words.romanised()][:MOST_ANCHORS]:
        for pid, other, likeness in _alike(second, anchor, gazetteer):
            if likeness > found.get(pid, 0.0) and _qualifiers(other) == mine:
                found[pid] = likeness
    return _readings(found, gazetteer)


def slips_within(surface: str, units: Iterable[int], gazetteer: Gazetteer) -> list[Candidate]:
    """Readings in the units a text puts a name in that are nearly spelt like it, best first.

    Nearer in spelling than beside a town, for a unit is large: of names with one generic word the
    others must be alike by themselves ("Tall Foo" is not "Tall Far"). A word that says what it is
    ("Foo hill", "Foo camp") is left out.
    """
    forms = (surface, *peeled(surface)[:1])
    return next((found for form in forms if (found := _within(form, units, gazetteer))), [])


def _within(form: str, units: Iterable[int], gazetteer: Gazetteer) -> list[Candidate]:
    second = keys.latin_k2(keys.k1(form)) if keys.is_latin(form) else ""
    if len(second) < SHORTEST_IN_UNIT:
        return []
    mine = _qualifiers(form)
    found: dict[int, float] = {}
    for unit in units:
        if gazetteer.facts(unit).cc in words.romanised():
            for pid, other, likeness in _spelt_like(second, gazetteer.spelt_in(unit), IN_UNIT):
                if _rest_alike(second, other) and _qualifiers(other) == mine:
                    found[pid] = max(likeness, found.get(pid, 0.0))
    return _readings(found, gazetteer)


def _rest_alike(one: str, other: str) -> bool:
    """Whether two keys are alike without a generic first word they share."""
    from rapidfuzz.distance import Levenshtein

    first, _, rest = one.partition(" ")
    same, _, others = other.partition(" ")
    if first != same or first not in _generic_keys():
        return True
    return bool(Levenshtein.normalized_similarity(rest, others) >= LIKENESS)


def _readings(found: dict[int, float], gazetteer: Gazetteer) -> list[Candidate]:
    from situate.resolve.place_candidates import candidate_of

    readings = [
        candidate_of(gazetteer.facts(pid), 3, PRIMARY, likeness=likeness)
        for pid, likeness in found.items()
    ]
    return sorted(readings, key=lambda c: (c.prior, c.facts.pid))


Spelt = tuple[list[str], list[int]]


def _alike(second: str, anchor: Facts, gazetteer: Gazetteer) -> list[tuple[int, str, float]]:
    """Rows round an anchor with a second key nearly like `second`: row, its key, likeness."""
    memory = gazetteer.remembered("slips", 2_000)
    found: list[tuple[int, str, float]] | None = memory.get((second, anchor.pid))
    if found is None:
        near = gazetteer.spelt_near(anchor.lat, anchor.lon, REACH_KM)
        found = memory[second, anchor.pid] = _spelt_like(second, near, LIKENESS)
    return found


def _spelt_like(second: str, spelt: Spelt, least: float) -> list[tuple[int, str, float]]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    known, pids = spelt
    alike = process.extract(
        second,
        known,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=least,
        limit=None,
    )
    return [(pids[index], other, likeness) for other, likeness, index in alike]


def _qualifiers(text: str) -> frozenset[str]:
    known = _qualifier_keys()
    return frozenset(known[t] for t in keys.latin_k2(keys.k1(text)).split(" ") if t in known)


@cache
def _generic_keys() -> frozenset[str]:
    """Second keys of words with which many names begin: "Tall", "Jabal", "Abu"."""
    firsts = {*words.generic_words().values(), *words.never_alone()}
    return frozenset(keys.latin_k2(f"{word} x").split(" ")[0] for word in firsts if word.isascii())


@cache
def _qualifier_keys() -> dict[str, str]:
    return {keys.latin_k2(w): g for w, g in words.qualifiers().items() if keys.is_latin(w)}
