"""A spell of one shown state as a Hold: its number, its flags and the words it rests on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from situate.control.evidence import Evidence
from situate.control.naming import OTHER
from situate.control.record import Record
from situate.control.settings import load_clock
from situate.control.shown import Shown, entropy_bits
from situate.control.theatre import Theatre
from situate.control.timeline import EPOCH, Moment, fresh, moment_at
from situate.model import Hold, Period
from situate.records import digest

Floats = NDArray[np.float64]


def hold_of(
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
        probability=_sure(state, holders, labels, shown),
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


def _sure(state: str, holders: Sequence[str], labels: Sequence[str], shown: Floats) -> float | None:
    """Probability of what is shown; None for unknown. Who shares a place is right with either."""
    said = {state, *(f"held:{side}" for side in holders)} if state.startswith("mixed") else {state}
    known = [float(shown[labels.index(label)]) for label in said if label in labels]
    return round(min(1.0, sum(known)), 3) if state in labels else None


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
