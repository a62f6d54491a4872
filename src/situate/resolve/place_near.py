"""Places beside the settled names whose spelling is one slip away: the last resort before nil."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.schema import PRIMARY

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts, Gazetteer
    from situate.resolve.place_candidates import Candidate

REACH_KM = 40.0  # round an anchor
LIKENESS = 0.75  # Levenshtein similarity of second keys
SHORTEST = 4  # letters of a second key: below, one slip is another name
MOST_ANCHORS = 6


def slips(surface: str, anchors: Sequence[Facts], gazetteer: Gazetteer) -> list[Candidate]:
    """Readings near `anchors` that are nearly spelt like `surface`, best first, at level 3.

    Only in countries whose names reach us romanised, and only with equal qualifiers.
    """
    from situate.resolve.place_candidates import candidate_of

    second = keys.latin_k2(keys.k1(surface)) if keys.is_latin(surface) else ""
    if len(second) < SHORTEST:
        return []
    mine = _qualifiers(surface)
    found: dict[int, float] = {}
    for anchor in [a for a in anchors if a.cc in words.romanised()][:MOST_ANCHORS]:
        for pid, other, likeness in _alike(second, anchor, gazetteer):
            if likeness > found.get(pid, 0.0) and _qualifiers(other) == mine:
                found[pid] = likeness
    readings = [
        candidate_of(gazetteer.facts(pid), 3, PRIMARY, likeness=likeness)
        for pid, likeness in found.items()
    ]
    return sorted(readings, key=lambda c: (c.prior, c.facts.pid))


def _alike(second: str, anchor: Facts, gazetteer: Gazetteer) -> list[tuple[int, str, float]]:
    """Rows round an anchor with a second key nearly like `second`: row, its key, likeness."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    memory = gazetteer.remembered("slips", 2_000)
    found: list[tuple[int, str, float]] | None = memory.get((second, anchor.pid))
    if found is None:
        near, pids = gazetteer.spelt_near(anchor.lat, anchor.lon, REACH_KM)
        alike = process.extract(
            second,
            near,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=LIKENESS,
            limit=None,
        )
        found = [(pids[index], other, likeness) for other, likeness, index in alike]
        memory[second, anchor.pid] = found
    return found


def _qualifiers(text: str) -> frozenset[str]:
    known = _qualifier_keys()
    return frozenset(known[t] for t in keys.latin_k2(keys.k1(text)).split(" ") if t in known)


@cache
def _qualifier_keys() -> dict[str, str]:
    return {keys.latin_k2(w): g for w, g in words.qualifiers().items() if keys.is_latin(w)}
