"""The number: a distribution over the states of a place, filtered or smoothed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    later: Floats
    clock: Clock | None

    def at(self, day: float, *, smoothed: bool = True) -> Floats:
        """Belief on a day: nothing before the first vote but pi, drifting after the last one.

        Smoothed uses votes of later days too; filtered only those up to the day.
        """
        i = int(np.searchsorted(np.array(self.times), day, side="right")) - 1
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
        for i in range(len(self.times)):
            mine = np.flatnonzero(at == i).tolist()
            if mine:
                taus = np.array([self._tau(self.times[i], days[k]) for k in mine])
                rows[mine] = self.chain.step(self.after[i], taus)
        return rows

    def _tau(self, start: float, end: float) -> float:
        return self.clock.tau(start, end) if self.clock else 0.0


def beliefs_of(
    votes: Sequence[Vote], chain: Chain, names: Sequence[str], clock: Clock | None
) -> Beliefs:
    """Filter forward over the votes, then carry what they say backward (control.md 3.3)."""
    times = tuple(sorted({vote.time for vote in votes}))
    said = [_sum([v.loglik for v in votes if v.time == t]) for t in times] if times else []
    after = np.zeros((len(times), chain.size))
    belief = chain.rest
    for i, t in enumerate(times):
        if i:
            belief = chain.step(belief, clock.tau(times[i - 1], t) if clock else 0.0)
        belief = _updated(belief, said[i])
        after[i] = belief
    later = np.ones((len(times), chain.size))
    for i in range(len(times) - 2, -1, -1):
        ahead = later[i + 1] * np.exp(said[i + 1])
        later[i] = _scaled(chain.back(ahead, clock.tau(times[i], times[i + 1]) if clock else 0.0))
    return Beliefs(
        chain,
        tuple(names),
        times,
        np.array(said).reshape(len(times), chain.size),
        after,
        later,
        clock,
    )


def _sum(parts: Sequence[Floats]) -> Floats:
    """Sum in a fixed order of values, so that the order of reports never shows."""
    total: Floats = np.sort(np.stack(parts), axis=0).sum(axis=0)
    return total


def _updated(belief: Floats, loglik: Floats) -> Floats:
    log = np.log(np.maximum(belief, load_clock()["update"]["floor"])) + loglik
    raw = np.exp(log - log.max())
    raw = np.maximum(raw / raw.sum(), load_clock()["update"]["floor"])
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
