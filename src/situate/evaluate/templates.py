"""The template scorer of MUC-4 as the GTT authors wrote it, so that figures compare.

A predicted entity is right if all its strings are among one gold entity's strings; templates are
mapped one to one, only where our type is contained in theirs, by the mapping of the best F1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from scipy.optimize import linear_sum_assignment

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPE = "incident_type"
MAX_MAPPINGS = 10_000

Entity = frozenset[str]


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type and, by role, entities as sets of normalised strings."""

    type: str
    roles: tuple[tuple[Entity, ...], ...]  # in the order of ROLES

    @property
    def size(self) -> int:
        """Entities in all, the type counted as one."""
        return 1 + sum(len(entities) for entities in self.roles)


@dataclass(frozen=True, slots=True)
class Score:
    """Numerators and denominators of precision and recall; they add up."""

    p_num: int = 0
    p_den: int = 0
    r_num: int = 0
    r_den: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.p_num + other.p_num,
            self.p_den + other.p_den,
            self.r_num + other.r_num,
            self.r_den + other.r_den,
        )

    @property
    def f1(self) -> float:
        """0 where nothing is right."""
        p = self.p_num / self.p_den if self.p_den else 0.0
        r = self.r_num / self.r_den if self.r_den else 0.0
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Mapped:
    """The chosen mapping of one document: scores by role, pairs (ours, theirs)."""

    scores: Mapping[str, Score]
    pairs: tuple[tuple[int, int], ...]
    is_approximate: bool


@lru_cache(maxsize=100_000)
def normalised(text: str) -> str:
    """Lower case, no punctuation, no articles, single spaces."""
    bare = re.sub(r"[^\w\s]|_", "", text.lower())
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", bare).split())


def template(kind: str, roles: Mapping[str, Sequence[Sequence[str]]]) -> Template:
    """A template of raw strings; empty strings and empty entities are dropped."""
    return Template(
        kind,
        tuple(
            tuple(
                entity
                for strings in roles.get(role, ())
                if (entity := frozenset(filter(None, map(normalised, strings))))
            )
            for role in ROLES
        ),
    )


def score_document(ours: Sequence[Template], gold: Sequence[Template]) -> Mapped:
    """Scores by role of the mapping with the best micro F1; repeated gold templates count once."""
    theirs = list(dict.fromkeys(gold))
    allowed = [
        [g for g, template in enumerate(theirs) if ours_one.type in template.type]
        for ours_one in ours
    ]
    # Every template of ours may also stay unmapped.
    if prod(len(options) + 1 for options in allowed) <= MAX_MAPPINGS:
        candidates: Iterator[tuple[tuple[int, int], ...]] = _mappings(allowed, 0, frozenset())
        is_approximate = False
    else:
        candidates = iter([_assigned(ours, theirs, allowed)])
        is_approximate = True
    best = max(
        ((sum_of(by_role(pairs, ours, theirs)).f1, pairs) for pairs in candidates),
        key=lambda scored: scored[0],
    )[1]
    return Mapped(by_role(best, ours, theirs), best, is_approximate)


def _mappings(
    allowed: Sequence[Sequence[int]], at: int, used: frozenset[int]
) -> Iterator[tuple[tuple[int, int], ...]]:
    if at == len(allowed):
        yield ()
        return
    for g in allowed[at]:
        if g not in used:
            for rest in _mappings(allowed, at + 1, used | {g}):
                yield ((at, g), *rest)
    yield from _mappings(allowed, at + 1, used)


def _assigned(
    ours: Sequence[Template], theirs: Sequence[Template], allowed: Sequence[Sequence[int]]
) -> tuple[tuple[int, int], ...]:
    gains = np.zeros((len(ours), len(theirs)))
    for o, options in enumerate(allowed):
        for g in options:
            score = sum_of(by_role(((0, 0),), [ours[o]], [theirs[g]]))
            gains[o, g] = score.p_num / score.p_den + score.r_num / score.r_den
    rows, columns = linear_sum_assignment(gains, maximize=True)
    pairs = zip(map(int, rows), map(int, columns), strict=True)
    return tuple((o, g) for o, g in pairs if gains[o, g] > 0)


def by_role(
    pairs: Sequence[tuple[int, int]], ours: Sequence[Template], theirs: Sequence[Template]
) -> dict[str, Score]:
    """Scores of one mapping; what is unmapped counts against precision or recall."""
    scores = {TYPE: Score(len(pairs), len(ours), len(pairs), len(theirs))}
    partner = dict(pairs)
    taken = {g for _, g in pairs}
    for index, role in enumerate(ROLES):
        score = Score()
        for o, template_ in enumerate(ours):
            entities = template_.roles[index]
            gold = theirs[partner[o]].roles[index] if o in partner else ()
            score += _compared(entities, gold)
        missed = sum(len(t.roles[index]) for g, t in enumerate(theirs) if g not in taken)
        scores[role] = score + Score(r_den=missed)
    return scores


def _compared(ours: Sequence[Entity], gold: Sequence[Entity]) -> Score:
    right = sum(any(entity <= other for other in gold) for entity in ours)
    found = sum(any(entity <= other for entity in ours) for other in gold)
    return Score(right, len(ours), found, len(gold))


def sum_of(scores: Mapping[str, Score]) -> Score:
    """All roles together."""
    total = Score()
    for score in scores.values():
        total += score
    return total
