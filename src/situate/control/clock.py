"""How fast time runs at a place: faster in a burst of fighting, slow far from any front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from situate.control.settings import load_clock

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clock:
    """Running total of clock days at one place from `first` on; `tau` is the clock between days."""

    first: float
    total: Floats

    def tau(self, start: float, end: float) -> float:
        """Clock days from start to end; beyond the days known the last rate goes on."""
        return max(0.0, self._at(end) - self._at(start))

    def taus(self, starts: Floats, ends: Floats) -> Floats:
        """`tau` of each start and end."""
        gaps: Floats = np.maximum(0.0, self._each(ends) - self._each(starts))
        return gaps

    def _each(self, days: Floats) -> Floats:
        at, last = days - self.first, len(self.total) - 1
        low = np.clip(at.astype(int), 0, max(last - 1, 0))
        rate = self.total[-1] - self.total[-2] if last else 1.0
        inner = self.total[low] + (at - low) * (
            self.total[np.minimum(low + 1, last)] - self.total[low]
        )
        after: Floats = np.where(at >= last, self.total[-1] + (at - last) * rate, inner)
        return np.where(at <= 0, at, after)

    def _at(self, day: float) -> float:
        at = day - self.first
        last = len(self.total) - 1
        if at <= 0:
            return at
        if at >= last:
            rate = self.total[-1] - self.total[-2] if last else 1.0
            return float(self.total[-1] + (at - last) * rate)
        low = int(at)
        return float(self.total[low] + (at - low) * (self.total[low + 1] - self.total[low]))


def clock_of(first: float, last: float, battles: Floats, near: Floats, far: Floats) -> Clock:
    """The clock of a place over [first, last].

    `battles` are days of distinct battle incidents within 5 km, `near` and `far` days of claims by
    opposed sides within 25 and 50 km; all sorted. A day counts what lies in the days before it.
    """
    front, burst = load_clock()["front"], load_clock()["burst"]
    days = np.arange(first, last + 1.0)
    recent = _count(near, days, front["days"]) > 0
    around = _count(far, days, front["days"]) > 0
    pace = np.where(recent, front["near"], np.where(around, front["far"], front["else"]))
    heat = 1 + burst["most"] * (1 - np.exp(-_count(battles, days, burst["days"]) / burst["scale"]))
    return Clock(first, np.concatenate([[0.0], np.cumsum(pace * heat)]))


def _count(events: Floats, days: Floats, span: float) -> Floats:
    inside: Floats = (
        np.searchsorted(events, days, side="right")
        - np.searchsorted(events, days - span, side="left")
    ).astype(float)
    return inside
