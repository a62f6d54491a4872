"""Evidence of a place -> its spells: who held it, from when to when, and because of which words."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count, pairwise, takewhile
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from situate.control.belief import Beliefs, beliefs_of, state_names
from situate.control.chain import Chain, chain_of
from situate.control.evidence import Evidence
from situate.control.nearby import Around
from situate.control.settings import load_clock
from situate.control.shown import Shown, Support, entropy_bits, scores_of, show, supports_of
from situate.control.theatre import OTHER, Theatre
from situate.control.timeline import EPOCH, Moment, fresh, moment_at, timeline
from situate.control.votes import Vote, time_of, votes_of
from situate.model import Hold, Period, Place, Step
from situate.records import digest

Floats = NDArray[np.float64]
QUIET = (1, 2, 4, 8, 15, 22, 31, 45, 60, 90, 120, 181, 270, 365)  # days after a vote looked at


@dataclass(frozen=True)
class Record:
    """Everything about one place of a theatre, worked out once."""

    theatre: Theatre
    at: int

    @property
    def place(self) -> Place:
        return self.theatre.places[self.at]

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        return (*self.theatre.evidence[self.at], *self.theatre.from_areas(self.at))

    @cached_property
    def around(self) -> Around:
        return self.theatre.around(self.at)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        return self.theatre.sides(self.at, self.around)

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each side key; sides beyond the most frequent share the last one."""
        known = {side: i for i, side in enumerate(self.sides)}
        if OTHER in known:
            told = {s for e in self.evidence for s in (*e.doers, *e.losers)}
            if len(self.sides) > load_clock()["sides"]["most"]:
                known |= dict.fromkeys(told - known.keys(), known[OTHER])
        return known

    @cached_property
    def chain(self) -> Chain:
        return chain_of(len(self.sides))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.theatre.names.get(side, side) for side in self.sides)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The states of the chain, with the actors shown for its sides."""
        return state_names(self.chain, self.names)

    @cached_property
    def by_time(self) -> tuple[tuple[float, ...], tuple[Evidence, ...]]:
        """Evidence in the order of time, with its times."""
        told = sorted(self.evidence, key=time_of)
        return tuple(map(time_of, told)), tuple(told)

    @cached_property
    def votes(self) -> tuple[Vote, ...]:
        return votes_of(self.evidence, self.chain, self.index)

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """What kind of evidence speaks for each side after the first 0, 1, 2 ... votes."""
        return supports_of(self.votes, self.index)

    @cached_property
    def beliefs(self) -> Beliefs:
        first = self.votes[0].time if self.votes else 0.0
        return beliefs_of(
            self.votes, self.chain, self.names, self.theatre.clock(self.around, first)
        )

    def probabilities(self, belief: Floats) -> Floats:
        """The probabilities shown for a belief; rows for days give rows for days.

        The filter is too modest, so its odds are raised to a power; and the reader is a witness
        too, so a part of the prior is mixed in, more while all rests on one trigger pattern
        (control.md 3.5). Monotone: which state leads never changes.
        """
        patterns = {vote.chosen.pattern for vote in self.votes}
        kappa = load_clock()["one_pattern" if len(patterns) < 2 else "many_patterns"]
        sharp = belief ** load_clock()["sharpen"]
        sharp /= sharp.sum(axis=-1, keepdims=True)
        mixed: Floats = (1 - kappa) * sharp + kappa * self.chain.rest
        return mixed

    @cached_property
    def told(self) -> tuple[tuple[Moment, ...], tuple[tuple[float, Step], ...]]:
        names = {**dict.fromkeys(self.index, OTHER), **self.theatre.names}
        return timeline(self.evidence, self.votes, names, dated=self.theatre.dated)


def records_of(theatre: Theatre) -> Iterable[Record]:
    """Places that some claim about who holds them speaks of; others have no row.

    Nor has a place that reports only might mean, where a likelier one bears the name.
    """
    for at in range(len(theatre.places)):
        told = theatre.evidence[at]
        if any(e.row.doer is not None and e.rho > 0 and not e.rival for e in told):
            yield Record(theatre, at)


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
        _hold(record, last, now, start, starts[i + 1] if i + 1 < len(runs) else None, smoothed)
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
    return _hold(record, day, now, start, end, smoothed)


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
    named = named_days(record.votes, record.index)
    span = load_clock()["show"]["fresh_days"]
    out: list[Shown] = []
    holder, since = None, 0.0
    for day, b, score in zip(days, beliefs.tolist(), scores.tolist(), strict=True):
        known = len(times) if smoothed else bisect_right(times, day)
        at = bisect_right(contests, day)
        fresh_contest = at > 0 and day - contests[at - 1] <= span
        previous = out[-1] if out else None
        support = record.supports[known]
        now = show(b, score, record.chain, support, previous, contest_is_fresh=fresh_contest)
        now = with_named_holder(now, record)
        if now.state == "held" and now.sides[0] != holder:
            (side,) = now.sides
            told = bisect_right(named.get(side, ()), day) - bisect_right(named.get(side, ()), since)
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


def with_named_holder(shown: Shown, record: Record) -> Shown:
    """Unknown where all that is told is who does not hold the place: a strike, by those it hits."""
    if shown.state == "held" and all(record.sides[side] == OTHER for side in shown.sides):
        return Shown("unknown", (), shown.sides[0], inferred=True)
    return shown


def contested_days(votes: Sequence[Vote]) -> list[float]:
    """Days, in order, on which a contest is told, or takings by two sides."""
    takers: dict[float, set[tuple[str, ...]]] = {}
    for vote in votes:
        if vote.chosen.row.starts == "held":
            takers.setdefault(vote.time, set()).add(vote.chosen.doers)
    days = {day for day, sides in takers.items() if len(sides) > 1}
    return sorted({*days, *(v.time for v in votes if v.chosen.row.starts == "contested")})


def _hold(
    record: Record, day: float, now: Shown, start: float | None, end: float | None, smoothed: bool
) -> Hold:
    belief = np.round(record.beliefs.at(day, smoothed=smoothed), 3)
    labels = record.labels
    moments, steps = record.told
    moment = moment_at(moments, day)
    seen = bisect_right(steps, day, key=itemgetter(0))
    holders = tuple(sorted(record.names[i] for i in now.sides))
    used = _used(record, day, start)
    shown = np.round(record.probabilities(belief), 3)
    state = _label(now.state, holders)
    direct = [v.time for v in record.votes if v.chosen.row.direct and v.time <= day]
    quiet = [v.time for v in record.votes if v.time <= day]
    known = [e.known for e in used if e.known is not None]
    rule = moment.control if moment else None
    leaning = labels[now.leaning] if now.leaning is not None else None
    return Hold(
        id=digest("hold", record.place.id, state, str(start)),
        place=record.place,
        state=now.state,
        holders=holders,
        period=_period(start, end) if record.theatre.dated else None,
        probability=float(round(shown[labels.index(state)], 3)) if state in labels else None,
        because=tuple(sorted({e.mention for e in used})),
        known_from=_when(min(known)) if known else None,
        besieged_by=fresh(moment.besieged, day) if moment else (),
        encircled=False if moment and moment.besieged and moment.open_side else None,
        probabilities=_listed(labels, shown),
        leaning=leaning,
        inferred=now.inferred,
        by_presence=now.by_presence,
        claimed_by=tuple(moment.claimed) if moment else (),
        presence=fresh(moment.presence, day) if moment else (),
        pressure=fresh(moment.pressure, day) if moment else (),
        flags=_flags(moment, record, belief, day),
        last_direct_evidence=_when(max(direct)) if direct and record.theatre.dated else None,
        stale=_is_stale(record, day, quiet),
        witnesses=len({e.source for e in used}),
        rule_says=rule
        if rule not in (None, leaning if now.state == "unknown" else state)
        else None,
        same_as=_same_as(record),
        trace=tuple(step for _, step in steps[:seen]),
    )


def _label(state: str, holders: Sequence[str]) -> str:
    return state if state in ("none", "unknown") else f"{state}:{'+'.join(holders)}"


def _used(record: Record, day: float, start: float | None) -> tuple[Evidence, ...]:
    """Evidence of the spell: what fell in it, else the latest before it."""
    times, told = record.by_time
    end = bisect_right(times, day) or len(times)
    first = 0 if start is None else bisect_left(times, start, hi=end)
    return told[first:end] or told[bisect_left(times, times[end - 1]) : end]


def _listed(labels: Sequence[str], shown: Floats) -> tuple[tuple[str, float], ...]:
    least = load_clock()["show"]["least"]
    rows = [(label, float(p)) for label, p in zip(labels, shown, strict=True) if p >= least]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def _flags(moment: Moment | None, record: Record, belief: Floats, day: float) -> tuple[str, ...]:
    if moment is None:
        return ()
    labels = record.labels
    held = [f"detained:{name}" for name in moment.detained]
    ended = [f"ended:{name}" for name in moment.ended]
    best = f"raw:{labels[int(np.argmax(belief))]}={belief.max():.3f}"
    return (*held, *ended, best)


def _same_as(record: Record) -> tuple[tuple[str, float], ...]:
    """The point a doubtful spelling may be, and the spellings a point may have."""
    own = record.place.id
    if own.startswith("name:"):
        point = own.rpartition("@")[2]
        return ((point, _point_share(record.theatre, own, point)),)
    return tuple(
        (name, _point_share(record.theatre, name, own))
        for name in record.theatre.spellings.get(own, ())
    )


def _point_share(theatre: Theatre, name: str, point: str) -> float:
    """Chance that a doubtful spelling is its point, from the mentions that speak of both."""
    rows = theatre.at
    if name not in rows or point not in rows:
        return 0.0
    own = {e.mention: e.share for e in theatre.evidence[rows[name]]}
    both = [e for e in theatre.evidence[rows[point]] if e.mention in own]
    ratios = [min(e.share / own[e.mention], own[e.mention] / e.share) for e in both]
    return round(max(ratios, default=0.0), 2)


def _is_stale(record: Record, day: float, quiet: Sequence[float]) -> bool:
    if not record.theatre.dated or not quiet:
        return False
    rule = load_clock()["stale"]
    then, now = record.beliefs.at(max(quiet)), record.beliefs.at(day, smoothed=False)
    front = len(record.sides) > 1 and OTHER not in record.sides
    limit = rule["front_days"] if front else rule["quiet_days"]
    return bool(entropy_bits(now) - entropy_bits(then) > rule["bits"] or day - max(quiet) > limit)


def _period(start: float | None, end: float | None) -> Period:
    return Period(
        _when(start) if start is not None else None, _when(end) if end is not None else None, "day"
    )


def _when(day: float) -> datetime:
    return EPOCH + timedelta(days=day)
