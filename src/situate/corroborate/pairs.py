"""Two rows of a table side by side, for many pairs at once: what features are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.table import Table
from situate.corroborate.weights import Weights

Floats = NDArray[np.float32]
Shared = tuple[NDArray[np.int64], NDArray[np.int64]]
N = TypeVar("N", bound=np.generic)
EARTH_KM = 6371.0
THURSDAY = 3  # 1 January 1970


@dataclass(frozen=True)
class Pairs:
    """Rows `left` and `right` of a table, equally long."""

    table: Table
    weights: Weights
    left: NDArray[np.int64]
    right: NDArray[np.int64]

    @cached_property
    def shared_names(self) -> Shared:
        """`shared_hashes` of the names of settlements."""
        return shared_hashes(self, self.table.name_words)

    @cached_property
    def shared_words(self) -> Shared:
        """`shared_hashes` of the telling words of the sentences."""
        return shared_hashes(self, self.table.words)

    def both(self, column: NDArray[N]) -> tuple[NDArray[N], NDArray[N]]:
        """A column at the left and at the right of every pair."""
        return column[self.left], column[self.right]


def as_floats(values: NDArray[Any]) -> Floats:
    """Booleans or numbers as 32-bit floats."""
    return np.asarray(values, np.float32)


def days_between(p: Pairs) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Days between the two periods (0 or less: they meet), the wider width, and both dated."""
    t = p.table
    gap = (
        np.maximum(t.start[p.left], t.start[p.right])
        - np.minimum(t.end[p.left], t.end[p.right])
        + 1
    )
    width = np.maximum(t.end[p.left] - t.start[p.left], t.end[p.right] - t.start[p.right])
    dated = (t.said_day[p.left] > 0) & (t.said_day[p.right] > 0)
    return gap, width, dated


def weekdays_between(p: Pairs) -> tuple[NDArray[np.int32], Floats]:
    """Days from one report's weekday to the other's days, round the week; and how telling it is.

    Only where one report at least is undated: 1 for a day, less for a wider period, 0 if unknown.
    """
    t = p.table
    undated = t.said_day == 0
    first = np.where(undated, t.weekday, (t.start + THURSDAY) % 7)
    width = np.where(undated, 1, t.end - t.start)
    known = (~undated | (t.weekday >= 0)) & (width < 7)
    ahead = (first[p.right] - first[p.left]) % 7
    back = (first[p.left] - first[p.right]) % 7
    meet = (ahead < width[p.left]) | (back < width[p.right])
    apart = np.minimum(ahead - width[p.left], back - width[p.right]) + 1
    widest = np.maximum(width[p.left], width[p.right])
    asked = (undated[p.left] | undated[p.right]) & known[p.left] & known[p.right]
    gap = np.where(meet, 0, apart).astype(np.int32)
    return gap, as_floats(asked * np.clip((7 - widest) / 6, 0, 1))


def share_an_unknown_day(p: Pairs) -> NDArray[np.bool_]:
    """In one report without a date, two acts whose days its words do not give."""
    one, other = p.both(p.table.said_day)
    same: NDArray[np.bool_] = in_one_document(p) & (one == 0) & (other == 0)
    return same


def km_between(p: Pairs) -> tuple[Floats, NDArray[np.int32]]:
    """Great-circle distance (nan without two points) and the coarser of the two levels.

    Rounded to metres: the last bits of a sine may differ with its place in an array.
    """
    lat = np.radians(p.table.lat.astype(np.float64))
    lon = np.radians(p.table.lon.astype(np.float64))
    a, b = lat[p.left], lat[p.right]
    h = (
        np.sin((b - a) / 2) ** 2
        + np.cos(a) * np.cos(b) * np.sin((lon[p.right] - lon[p.left]) / 2) ** 2
    )
    coarse = np.maximum(p.table.coarse[p.left], p.table.coarse[p.right])
    return as_floats(np.round(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))), 3)), coarse


def meet(p: Pairs, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Do the names of one column at the left and of another at the right share any?"""
    a, b = one[p.left], other[p.right]
    same: NDArray[np.bool_] = ((a[:, :, None] == b[:, None, :]) & (a[:, :, None] >= 0)).any(
        axis=(1, 2)
    )
    return same


def are_mutual(p: Pairs) -> NDArray[np.bool_]:
    """Both words are of fights where either side may be named first."""
    one, other = p.both(p.table.type)
    mutual = p.weights.mutual
    both: NDArray[np.bool_] = mutual[one] & mutual[other]
    return both


def doers_meet(p: Pairs) -> NDArray[np.bool_]:
    """The same side acts, or one acts that is acted upon in a fight of both."""
    t = p.table
    return meet(p, t.doer, t.doer) | (are_mutual(p) & meet(p, t.doer, t.loser))


def losers_meet(p: Pairs) -> NDArray[np.bool_]:
    """The same side is acted upon, or one that acts in a fight of both."""
    t = p.table
    return meet(p, t.loser, t.loser) | (are_mutual(p) & meet(p, t.loser, t.doer))


def both_told(p: Pairs, column: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Is a column told at both ends of a pair?"""
    told: NDArray[np.bool_] = (column[p.left].max(axis=1) >= 0) & (column[p.right].max(axis=1) >= 0)
    return told


def shared_hashes(p: Pairs, sets: NDArray[np.uint32]) -> Shared:
    """How many hashes two rows share, and the size of the smaller set."""
    a, b = sets[p.left], sets[p.right]
    shared = ((a[:, :, None] == b[:, None, :]) & (a[:, :, None] > 0)).sum(axis=(1, 2))
    return shared, np.minimum((a > 0).sum(axis=1), (b > 0).sum(axis=1))


def in_one_document(p: Pairs) -> NDArray[np.bool_]:
    """Two mentions of one report."""
    one, other = p.both(p.table.document)
    same: NDArray[np.bool_] = one == other
    return same


def in_one_article(p: Pairs) -> NDArray[np.bool_]:
    """Two mentions of one report that is longer than a post, which tells one thing."""
    longer: NDArray[np.bool_] = in_one_document(p) & ~p.table.short[p.left]
    return longer


def of_one_act(p: Pairs) -> NDArray[np.bool_]:
    """The report itself ties both to the first mention of one act."""
    one, other = p.both(p.table.act)
    same: NDArray[np.bool_] = one == other
    return same


def in_one_sentence(p: Pairs) -> NDArray[np.bool_]:
    """Two clauses of one sentence of one document."""
    one, other = p.both(p.table.sentence)
    same: NDArray[np.bool_] = in_one_document(p) & (one == other) & (one > 0)
    return same
