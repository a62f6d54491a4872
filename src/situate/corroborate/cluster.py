"""From weighed pairs to happenings: the surest pairs first, none that breaks a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.blocks import Log, candidate_pairs
from situate.corroborate.pairs import Pairs
from situate.corroborate.reach import Reach, Said, box, merged, reach_at, said_in
from situate.corroborate.scoring import scores
from situate.corroborate.table import Table
from situate.corroborate.telling import NO_DAY
from situate.corroborate.weights import Weights

MOST_DAYS_APART = 1  # exact days within one happening
LEAST_FIT = 0.3  # of every two words for one act
LEAST_TIED = 0.4  # of the pairs of two growing happenings that must be good ones
MOST_DEGREES = 0.2  # exact points within one happening: about 20 km
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Clusters:
    """`label[i]` is the lowest row of the happening of row i; `joined` the pairs that did it."""

    label: Longs
    joined: Longs
    log: Log


def good_pairs(
    table: Table,
    weights: Weights,
    touching: NDArray[np.bool_] | None = None,
) -> tuple[Longs, NDArray[np.float32], Log]:
    """Pairs above the threshold, each once, in the order (score falling, left, right).

    With `touching`, only pairs of which one row at least is so marked are weighed.
    """
    log = Log()
    n = len(table)
    keys, points = [], []
    for chunk in candidate_pairs(table, weights, log):
        if touching is not None:
            chunk = chunk[touching[chunk[:, 0]] | touching[chunk[:, 1]]]
        key = np.unique(chunk[:, 0] * n + chunk[:, 1])
        left, right = key // n, key % n
        log.scored += len(key)
        score = scores(Pairs(table, weights, left, right))
        good = score >= weights.threshold
        keys.append(key[good])
        points.append(score[good])
    if not keys:
        return np.zeros((0, 2), np.int64), np.zeros(0, np.float32), log
    key, at = np.unique(np.concatenate(keys), return_index=True)
    score = np.concatenate(points)[at]
    order = np.lexsort((key, -score))
    key, score = key[order], score[order]
    return np.stack([key // n, key % n], axis=1), score, log


def cluster(
    table: Table,
    weights: Weights,
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Happenings among the rows of a table; `must` and `cannot` are what a person decided."""
    pairs, _, log = good_pairs(table, weights)
    label, joined = grown(table, weights, pairs, must, cannot)
    return Clusters(label, joined, log)


def grown(
    table: Table,
    weights: Weights,
    pairs: Longs,
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> tuple[Longs, Longs]:
    """Label of each row and the pairs that joined them, from good pairs, the surest first.

    A pair is refused if it would put two acts of one document, two exact days or two distant
    points into one happening, join what a person split, or join two happenings of which most
    reports do not go together: one vague sentence must not chain two battles. Rows that no chain
    of good or decided pairs ties never meet, so each such component may be grown by itself.
    """
    n = len(table)
    good = set(
        map(tuple, pairs[table.document[pairs[:, 0]] == table.document[pairs[:, 1]]].tolist())
    )
    fit = weights.fit.tolist()
    kept_apart = {tuple(sorted(pair)) for pair in cannot}
    ties = _ties(pairs)
    said = said_in(table)
    loose: dict[tuple[int, int], tuple[int, int]] = {}  # too few ties, at these sizes
    parent = list(range(n))
    reach: dict[int, Reach] = {}
    joined: list[tuple[int, int]] = []

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def are_tied(a: int, b: int, one: Reach, other: Reach) -> bool:
        sizes = (len(one.rows), len(other.rows))
        if loose.get((a, b)) == sizes:
            return False
        few, many, root = (one, other, b) if sizes[0] < sizes[1] else (other, one, a)
        telling = few.telling(said)
        most = len(many.telling(said))
        met = [
            (i, j)
            for i in telling
            for j in ties.get(i, ())
            if find(j) == root and many.tells(j, said)
        ]
        tied = _tied(met, said, len(telling), most)
        if tied >= LEAST_TIED * len(telling) * most:
            return True
        loose[a, b] = sizes
        return False

    def tell_alike(one: Reach, other: Reach) -> bool:
        few, many = sorted((one.documents, other.documents), key=len)
        return all(
            _tell_alike(few[document], many[document], good, said)
            for document in few
            if document in many
        )

    def try_join(i: int, j: int, forced: bool) -> None:
        a, b = sorted((find(i), find(j)))
        if a == b:
            return
        one, other = reach_at(reach, a, table), reach_at(reach, b, table)
        if not forced and (
            not _fits(one, other, fit)
            or not tell_alike(one, other)
            or _apart(one, other, kept_apart)
            or not are_tied(a, b, one, other)
        ):
            return
        parent[b] = a
        reach[a] = merged(one, other)
        reach.pop(b, None)
        joined.append((i, j))

    for i, j in pairs.tolist():
        try_join(i, j, forced=False)
    # Last, so that a person joins happenings whole, as he saw them.
    for i, j in sorted({tuple(sorted(pair)) for pair in must}):
        try_join(i, j, forced=True)
    label = np.fromiter((find(i) for i in range(n)), np.int64, n)
    return label, np.array(joined, np.int64).reshape(-1, 2)


def _ties(pairs: Longs) -> dict[int, list[int]]:
    """Row -> rows it goes together with."""
    ties: dict[int, list[int]] = {}
    for i, j in pairs.tolist():
        ties.setdefault(i, []).append(j)
        ties.setdefault(j, []).append(i)
    return ties


def _tied(
    met: Sequence[tuple[int, int]],
    said: Said,
    few: int,
    many: int,
) -> int:
    """Of the pairs of two happenings, how many go together by the pairs `met`.

    A headline, a sentence without a place, or an act told again, that goes together with the body
    of its own report goes where that goes: it is tied to all, little as it says itself.
    """
    own = [(i, j) for i, j in met if said.document[i] == said.document[j]]
    led = {i for i, j in own if said.is_led(i, j)}
    leading = {j for i, j in own if said.is_led(j, i)}
    rest = sum(i not in led and j not in leading for i, j in met)
    return len(led) * many + len(leading) * few - len(led) * len(leading) + rest


def _tell_alike(
    mine: Sequence[int],
    theirs: Sequence[int],
    good: set[tuple[int, int]],
    said: Said,
) -> bool:
    """Does what one report tells in two happenings go together, pair by pair?

    What leans on an act told before has no say; alone it goes where that act is told.
    """
    both = [(i, j) for i in mine for j in theirs]
    if telling := [(i, j) for i, j in both if not said.leans[i] and not said.leans[j]]:
        return all((min(i, j), max(i, j)) in good for i, j in telling)
    return any(said.act[i] == said.act[j] for i, j in both) or all(
        (min(i, j), max(i, j)) in good for i, j in both
    )


def _fits(one: Reach, other: Reach, fit: list[list[float]]) -> bool:
    """May two growing happenings be one: in days, place, kind and sides?"""
    latest, earliest = max(one.latest, other.latest), min(one.earliest, other.earliest)
    if latest != NO_DAY and latest - earliest + 1 > MOST_DAYS_APART:
        return False
    south, west, north, east = box(one, other)
    if north - south > MOST_DEGREES or east - west > MOST_DEGREES:
        return False
    if any(fit[a][b] < LEAST_FIT for a in one.types for b in other.types):
        return False
    return not _strangers(one, other)


def _strangers(one: Reach, other: Reach) -> bool:
    """Both sides are known of both, and none is the same."""
    told = one.doers and one.losers and other.doers and other.losers
    return bool(told) and not (one.doers | one.losers) & (other.doers | other.losers)


def _apart(one: Reach, other: Reach, kept_apart: set[tuple[int, ...]]) -> bool:
    return bool(kept_apart) and any(
        (min(i, j), max(i, j)) in kept_apart for i in one.rows for j in other.rows
    )
