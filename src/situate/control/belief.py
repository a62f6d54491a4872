"""The number: a distribution over the states of a place, filtered or smoothed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from situate.control.chain import Chain
from situate.control.clock import Clock
from situate.control.settings import load_clock
from situate.control.votes import Vote

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Beliefs:
    """Belief after the votes of each time, and what later votes say of it.

    `said[i]` is the log likelihood of the votes of `times[i]`, `after[i]` the filtered belief with
    them, `later[i]` the likelihood, from all votes after it, of each state at `times[i]`.
    """

    chain: Chain
    names: tuple[str, ...]  # the side shown for each index
    times: tuple[float, ...]
    said: Floats
    after: Floats
    clock: Clock | None

    @cached_property
    def later(self) -> Floats:
        rows = np.ones((len(self.times), self.chain.size))
        for i in range(len(self.times) - 2, -1, -1):
            ahead = rows[i + 1] * np.exp(self.said[i + 1])
            tau = self._tau(self.times[i], self.times[i + 1])
            rows[i] = _scaled(self.chain.back(ahead, tau))
        return rows

    def at(self, day: float, *, smoothed: bool = True) -> Floats:
        """Belief on a day: nothing before the first vote but pi, drifting after the last one.

        Smoothed uses votes of later days too; filtered only those up to the day.
        """
        i = bisect_right(self.times, day) - 1
        belief: Floats = self.chain.rest
        if i >= 0:
            belief = self.chain.step(self.after[i], self._tau(self.times[i], day))
        if smoothed and i + 1 < len(self.times):
            ahead = self.later[i + 1] * np.exp(self.said[i + 1])
            belief = belief * self.chain.back(ahead, self._tau(day, self.times[i + 1]))
        seen: Floats = belief / belief.sum()
        return seen

    def on(self, days: Sequence[float], *, smoothed: bool) -> Floats:
        """One row of `at` for each of some days, in order; filtered rows are found together."""
        if smoothed:
            return np.stack([self.at(day, smoothed=True) for day in days])
        rows = np.tile(self.chain.rest, (len(days), 1))
        at = np.searchsorted(np.array(self.times), np.array(days), side="right") - 1
        known = np.flatnonzero(at >= 0)
        if len(known):
            at = at[known]
            seen = np.array(days)[known]
            taus = (
                self.clock.taus(np.array(self.times)[at], seen)
                if self.clock
                else np.zeros(len(known))
            )
            rows[known] = self.chain.step(self.after[at], taus)
        return rows

    def _tau(self, start: float, end: float) -> float:
        return self.clock.tau(start, end) if self.clock else 0.0


def beliefs_of(
    votes: Sequence[Vote], chain: Chain, names: Sequence[str], clock: Clock | None
) -> Beliefs:
    """Filter forward over the votes (control.md 3.3)."""
    by_time: dict[float, list[Floats]] = {}
    for vote in votes:
        by_time.setdefault(vote.time, []).append(vote.loglik)
    times = tuple(sorted(by_time))
    said = np.array([_sum(by_time[t]) for t in times]).reshape(len(times), chain.size)
    after = np.zeros((len(times), chain.size))
    belief = chain.rest
    for i, t in enumerate(times):
        if i:
            belief = chain.step(belief, clock.tau(times[i - 1], t) if clock else 0.0)
        belief = after[i] = _updated(belief, said[i])
    return Beliefs(chain, tuple(names), times, said, after, clock)


def _sum(parts: Sequence[Floats]) -> Floats:
    """Sum in a fixed order of values, so that the order of reports never shows."""
    if len(parts) == 1:
        return parts[0]
    total: Floats = np.sort(np.stack(parts), axis=0).sum(axis=0)
    return total


def _updated(belief: Floats, loglik: Floats) -> Floats:
    floor = load_clock()["update"]["floor"]
    log = np.log(np.maximum(belief, floor)) + loglik
    raw = np.exp(log - log.max())
    raw = np.maximum(raw / raw.sum(), floor)
    updated: Floats = raw / raw.sum()
    return updated


def _scaled(likelihood: Floats) -> Floats:
    scaled: Floats = likelihood / max(float(likelihood.max()), 1e-300)
    return np.maximum(scaled, 1e-12)


def state_names(chain: Chain, names: Sequence[str]) -> tuple[str, ...]:
    """ "held:a", "contested:a+b", "mixed:a+b", "none", in the order of the chain."""
    pairs = ["+".join(sorted((names[a], names[b]))) for a, b in chain.pairs]
    held = [f"held:{name}" for name in names]
    return (*held, *(f"contested:{p}" for p in pairs), *(f"mixed:{p}" for p in pairs), "none")


def side_index(sides: Sequence[str]) -> Mapping[str, int]:
    """Position of each side key in the chain."""
    return {side: i for i, side in enumerate(sides)}
