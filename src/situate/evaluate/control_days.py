"""Our fold as the suite compares it: each place day by day, on the four sides of the coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from situate import corroborate
from situate.control.fold import spells
from situate.control.reading import reading_of
from situate.control.record import Record, records_of
from situate.control.theatre import theatres_of
from situate.evaluate.control_truth import EPOCH, Point, merged_key
from situate.knowledge.roster import Roster, load_roster
from situate.model import Document, Mention
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.pipeline import Desk

SIDES = ("government", "sdf", "is", "opposition")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Track:
    """One of our places, day by day: shown holder (position in SIDES, -1 none) and belief."""

    point: Point
    first: int
    shown: NDArray[np.int8]
    belief: Floats  # (days, 4)
    changes: tuple[tuple[int, int, int], ...]  # (day, from, to): the shown holder became `to`
    takings: tuple[tuple[int, int], ...]  # (day, side) claimed by the reader


def tracks_of(
    documents: Sequence[Document], mentions: Sequence[Mention], desk: Desk, table: Mapping[str, Any]
) -> list[Track]:
    """Every place of the fold, day by day, each day in the light of what had happened by then."""
    reports = {d.id: d for d in documents}
    incidents = corroborate.corroborate(reports, mentions, desk.outlets, desk.roster)
    reading = reading_of(reports, mentions, incidents, Sources(reports, desk.outlets))
    dated, _ = theatres_of(sorted(mentions, key=lambda m: m.id), reading)
    return [_track(record, table) for record in records_of(dated) if record.votes]


def _track(record: Record, table: Mapping[str, Any]) -> Track:
    side = _merging(record, table)
    first, last = int(record.votes[0].time), int(record.theatre.now)
    days = max(last - first + 1, 1)
    shown = np.full(days, -1, np.int8)
    changes, before = [], -1
    for hold in spells(record):
        assert hold.period is not None
        assert hold.period.start is not None
        start = (hold.period.start.date() - EPOCH).days - first
        holder = _merged_holder(hold.state, hold.holders, table)
        shown[max(start, 0) :] = holder
        if holder >= 0 and holder != before and not hold.by_presence:
            changes.append((first + start, before, holder))
        before = holder if holder >= 0 else before
    takings = [
        (int(v.time), side[i])
        for v in record.votes
        if v.chosen.row.name in ("take", "vacate") and v.chosen.doers
        for i in [record.index.get(v.chosen.doers[0], -1)]
        if i >= 0 and side[i] >= 0
    ]
    return Track(
        (record.place.lat, record.place.lon), first, shown,
        _beliefs(record, side, first, days), tuple(changes), tuple(takings),
    )  # fmt: skip


def _merging(record: Record, table: Mapping[str, Any]) -> list[int]:
    """For each side of the chain its position among the four, -1 if none of them."""
    merged = [merged_key([s, record.theatre.names.get(s)], table) for s in record.sides]
    return [SIDES.index(m) if m else -1 for m in merged]


def _merged_holder(state: str, holders: Sequence[str], table: Mapping[str, Any]) -> int:
    """Position of the one side that all holders shown stand on, -1 if there is none."""
    if state not in ("held", "contested", "mixed"):
        return -1
    merged = {merged_key([h], table) or _by_roster(h, table) for h in holders}
    one = merged.pop() if len(merged) == 1 else None
    return SIDES.index(one) if one else -1


def _by_roster(holder: str, table: Mapping[str, Any]) -> str | None:
    actor = _roster().actor(holder)
    return merged_key([*actor.sides, actor.parent], table)


@cache
def _roster() -> Roster:
    return load_roster()


def _beliefs(record: Record, side: Sequence[int], first: int, days: int) -> Floats:
    """Shown probability of the four sides by day; contested and mixed in halves, the rest (none,
    a side not among the four) spread evenly."""
    chain = record.chain
    share_of = np.zeros((chain.size, len(SIDES)))
    for state in range(chain.sides):
        if side[state] >= 0:
            share_of[state, side[state]] = 1
    for at, pair in enumerate(chain.pairs):
        for one in pair:
            if side[one] >= 0:
                share_of[chain.sides + at, side[one]] += 0.5
                share_of[chain.sides + len(chain.pairs) + at, side[one]] += 0.5
    daily = record.beliefs.on([float(first + day) for day in range(days)], smoothed=False)
    told = record.probabilities(daily) @ share_of
    even: Floats = told + (1 - told.sum(axis=1, keepdims=True)) / len(SIDES)
    return even
