"""States of a place and how they change by themselves: a reversible continuous-time chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from situate.control.settings import Row, load_clock

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """K sides: K held, K(K-1)/2 contested, as many mixed, one none, in that order.

    `generator` rows sum to 0; `rest` is its stationary distribution (pi). A lone side has no pairs.
    """

    sides: int

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        return tuple(combinations(range(self.sides), 2))

    @property
    def size(self) -> int:
        return self.sides + 2 * len(self.pairs) + 1

    @cached_property
    def rest(self) -> Floats:
        rates, k = load_clock()["rates"], self.sides
        pair = rates["held_contested"] / (max(k - 1, 1) * rates["contested_held"])
        mixed = rates["held_mixed"] / (max(k - 1, 1) * rates["mixed_held"])
        none = k * rates["held_none"] / rates["none_held"]
        odds = np.array([1.0] * k + [pair] * len(self.pairs) + [mixed] * len(self.pairs) + [none])
        weights: Floats = odds / odds.sum()
        return weights

    @cached_property
    def generator(self) -> Floats:
        rates, k, n = load_clock()["rates"], self.sides, len(self.pairs)
        q = np.zeros((self.size, self.size))
        for at, (a, b) in enumerate(self.pairs):
            for side, other in ((a, b), (b, a)):
                q[side, other] = rates["held_held"] / (k - 1)
                q[side, k + at] = rates["held_contested"] / (k - 1)
                q[k + at, side] = rates["contested_held"]
                q[side, k + n + at] = rates["held_mixed"] / (k - 1)
                q[k + n + at, side] = rates["mixed_held"]
        q[:k, -1] = rates["held_none"]
        q[-1, :k] = rates["none_held"] / k
        q[np.diag_indices(self.size)] = -q.sum(axis=1)
        return q

    @cached_property
    def _spectrum(self) -> tuple[Floats, Floats, Floats]:
        root = np.sqrt(self.rest)
        symmetric = root[:, None] * self.generator / root[None, :]
        values, vectors = np.linalg.eigh((symmetric + symmetric.T) / 2)
        return np.minimum(values, 0), vectors, root

    def step(self, belief: Floats, tau: float | Floats) -> Floats:
        """Belief after tau days of the clock; an array of taus gives one row each, and may come
        with a row of belief each."""
        values, vectors, root = self._spectrum
        parts = (belief / root) @ vectors
        scaled = np.exp(np.multiply.outer(tau, values)) * parts
        after: Floats = np.maximum((scaled @ vectors.T) * root, 0)
        after /= after.sum(axis=-1, keepdims=True)
        return after

    def back(self, likelihood: Floats, tau: float) -> Floats:
        """P(tau) applied to a likelihood column: what a later report says of an earlier day."""
        values, vectors, root = self._spectrum
        parts = (likelihood * root) @ vectors
        return np.maximum(((np.exp(values * tau) * parts) @ vectors.T) / root, 0)

    def transition(self, tau: float) -> Floats:
        """P(tau): entry (s, s') is the chance of s' after tau days in s."""
        values, vectors, root = self._spectrum
        p: Floats = (vectors * np.exp(values * tau)) @ vectors.T
        return p * root[None, :] / root[:, None]

    def likelihood(self, row: Row, doers: Sequence[int], losers: Sequence[int]) -> Floats:
        """The row spread over the states; where a role is untold, any other side may be it.

        All ones for a row without likelihood, or when neither role is told.
        """
        out = np.ones(self.size)
        if row.doer is None or not (doers or losers):
            return out
        k, n = self.sides, len(self.pairs)
        out[:] = row.rest
        a = set(doers) or set(range(k)) - set(losers)
        # "Split between a and b": told as two doers, they are the two of the pair.
        shared = set(doers) if len(doers) > 1 and row.pair > row.doer else set()
        b = set(losers) or shared or set(range(k)) - set(doers)
        for side in range(k):
            out[side] = row.doer if side in a else row.loser if side in b else row.rest
        for at, (one, other) in enumerate(self.pairs):
            if (one in a and other in b) or (one in b and other in a):
                out[k + at] = row.pair
        out[k + n : k + 2 * n] = row.rest
        out[-1] = row.rest if row.none is None else row.none
        return out


@cache
def chain_of(sides: int) -> Chain:
    """The chain of so many sides, built once."""
    return Chain(sides)
