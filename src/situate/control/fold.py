"""Evidence of a place -> its spells: who held it, from when to when."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count, pairwise, takewhile

import numpy as np

from situate.control.hold import hold_of
from situate.control.naming import OTHER
from situate.control.record import Record
from situate.control.settings import load_clock
from situate.control.shown import Shown, scores_of, show
from situate.control.votes import Vote
from situate.model import Hold

QUIET = (1, 2, 4, 8, 15, 22, 31, 45, 60, 90, 120, 181, 270, 365)  # days after a vote looked at


def spells(record: Record, *, smoothed: bool = False) -> tuple[Hold, ...]:
    """Maximal spells of one shown state, from the first vote to now; one, undated, if relative.

    Filtered by default: each day in the light of what had happened by then, whenever it was told.
    Smoothed, a single taking would also doubt the single earlier report that another side held.
    """
    if not record.theatre.dated:
        return (hold_on(record, 0.0, smoothed=False, start=None, end=None),)
    runs: list[tuple[float, float, Shown]] = []
    days = _days(record)
    for day, now in zip(days, _all_shown(record, days, smoothed=smoothed), strict=True):
        if runs and (runs[-1][2].state, runs[-1][2].sides) == (now.state, now.sides):
            runs[-1] = (runs[-1][0], day, now)  # what it leans to is what it came to
        else:
            runs.append((day, day, now))
    starts = [start for start, _, _ in runs]
    return tuple(
        hold_of(record, last, now, start, starts[i + 1] if i + 1 < len(runs) else None, smoothed)
        for i, (start, last, now) in enumerate(runs)
    )


def hold_on(
    record: Record,
    day: float,
    *,
    smoothed: bool,
    start: float | None = None,
    end: float | None = None,
) -> Hold:
    """The state on one day, in the light of what came before it; later days too if smoothed."""
    before = [d for d in _days(record) if d < day] if record.theatre.dated else []
    now = _all_shown(record, [*before, day], smoothed=smoothed)[-1]
    return hold_of(record, day, now, start, end, smoothed)


def _days(record: Record) -> list[float]:
    """Days on which what is shown may change: every vote, and ever rarer ones in the quiet.

    The day of the last news is not among them: a place is looked at when its own turn comes, so
    that news from elsewhere leaves it as it is.
    """
    times = record.beliefs.times
    if not times:
        return [record.theatre.now]
    out: set[float] = set(times)
    for start, end in pairwise((*times, math.nextafter(record.theatre.now, math.inf))):
        out.update(takewhile(lambda day, end=end: day < end, looks(start)))  # type: ignore[misc]
    return sorted(out)


def looks(vote: float) -> Iterator[float]:
    """Days, without end, on which a place is looked at after a vote, if no other comes between."""
    yield from (vote + quiet for quiet in QUIET)
    for year in count(2):
        yield vote + year * QUIET[-1]


def _all_shown(record: Record, days: Sequence[float], *, smoothed: bool) -> list[Shown]:
    """What is shown on each of some days, in order, each in the light of those before."""
    # Rounded before any threshold, so that a rebuild matches byte for byte.
    beliefs = np.round(record.beliefs.on(days, smoothed=smoothed), 3)
    scores = scores_of(beliefs, record.chain)
    times = [vote.time for vote in record.votes]
    contests = contested_days(record.votes)
    rivals = rival_days(record.votes, record.index)
    named = named_days(record.votes, record.index)
    span, week = load_clock()["show"]["fresh_days"], load_clock()["update"]["facts_days"]
    nobody = {at for at, side in enumerate(record.sides) if side == OTHER}
    out: list[Shown] = []
    holder, since = None, 0.0
    for day, b, score in zip(days, beliefs.tolist(), scores.tolist(), strict=True):
        known = len(times) if smoothed else bisect_right(times, day)
        at = bisect_right(contests, day)
        fresh_contest = at > 0 and day - contests[at - 1] <= span
        previous = out[-1] if out else None
        support = record.supports[known]
        now = show(
            b, score, record.chain, support, previous,
            contest_is_fresh=fresh_contest, nobody=nobody,
            rivals={pair for told, pair in rivals if told <= day <= told + span},
        )  # fmt: skip
        if now.state == "held" and now.sides[0] != holder:
            (side,) = now.sides
            # A gain told more than a week ago is no news: what moved the belief since is noise.
            news, words = max(since, day - week), named.get(side, ())
            told = bisect_right(words, day) - bisect_right(words, news)
            if holder is None or told or smoothed:
                holder, since = side, day
            else:
                now = Shown("unknown", (), side, by_presence=True)
        out.append(now)
    return out


def named_days(votes: Sequence[Vote], index: Mapping[str, int]) -> dict[int, list[float]]:
    """For each side the days, in order, on which a report says it takes or holds the place."""
    days: dict[int, list[float]] = {}
    for vote in votes:
        if vote.chosen.row.direct:
            top = vote.loglik.max() - 1e-9
            for name in {*vote.chosen.doers, *vote.chosen.losers} & index.keys():
                if vote.loglik[index[name]] >= top:
                    days.setdefault(index[name], []).append(vote.time)
    return days


def takers_by_day(votes: Sequence[Vote]) -> dict[float, set[tuple[str, ...]]]:
    """Those who are told to have taken the place, together or alone, by day."""
    takers: dict[float, set[tuple[str, ...]]] = {}
    for vote in votes:
        if vote.chosen.row.starts == "held":
            takers.setdefault(vote.time, set()).add(vote.chosen.doers)
    return takers


def rival_days(
    votes: Sequence[Vote], index: Mapping[str, int]
) -> list[tuple[float, tuple[int, int]]]:
    """Pairs of sides that reports say have each taken the place on one day, with the day."""
    alone = {
        day: {index[doers[0]] for doers in told if len(doers) == 1 and doers[0] in index}
        for day, told in takers_by_day(votes).items()
    }
    return [(day, pair) for day, on in alone.items() for pair in combinations(sorted(on), 2)]


def contested_days(votes: Sequence[Vote]) -> list[float]:
    """Days, in order, on which a contest is told, or takings by two sides."""
    days = {day for day, sides in takers_by_day(votes).items() if len(sides) > 1}
    return sorted({*days, *(v.time for v in votes if v.chosen.row.starts == "contested")})
