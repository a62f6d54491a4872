"""People killed, as one text tells them in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from situate.model import Mention, Toll


@dataclass(frozen=True, slots=True)
class Deaths:
    """The sum over a text's tolls of people killed; a None bound is open."""

    low: int
    high: int | None
    point: float

    def meets(self, low: float, high: float) -> bool:
        """Do the ranges share a number?"""
        return self.low <= high and (self.high is None or low <= self.high)


def deaths_of(mentions: Iterable[Mention]) -> Deaths | None:
    """Asserted new tolls of people killed, each toll phrase once; None where none is told.

    A toll shared between mentions of one sentence has one quote, so it counts once. Cumulative
    totals belong to no single event and are left out, and so is "civilians were killed", which
    tells no number.
    """
    tolls: dict[tuple[int, int], Toll] = {}
    for mention in mentions:
        if mention.stance != "asserted":
            continue
        for sourced in mention.tolls:
            toll = sourced.value
            if toll is None or toll.kind != "killed" or toll.mode != "new":
                continue
            if sourced.quote and "number_untold" not in toll.flags:
                tolls.setdefault((sourced.quote.start, sourced.quote.end), toll)
    if not tolls:
        return None
    lows = [toll.low or 0 for toll in tolls.values()]
    highs = [toll.high for toll in tolls.values()]
    points = [point_of(toll) or 0 for toll in tolls.values()]
    high = None if None in highs else sum(h for h in highs if h is not None)
    return Deaths(sum(lows), high, sum(points))


def point_of(toll: Toll) -> float | None:
    """`best`, else the middle, else the known bound; None where both are open."""
    if toll.best is not None:
        return toll.best
    known = [bound for bound in (toll.low, toll.high) if bound is not None]
    return sum(known) / len(known) if known else None
