"""What each place's holds rest on, kept so that a new report touches its own ground only.

A place's holds follow from its own evidence, from the sides and the pace of fighting around it (its
context) and from how long it has been quiet. A spot keeps the two last, and what the place lends to
the context of others; so what a report does not touch needs not be read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Protocol

import numpy as np

from situate.control.evidence import Evidence
from situate.control.fold import looks
from situate.control.lent import Lent, lent_by, lent_by_area
from situate.control.record import Record, records_of
from situate.control.theatre import AREA_ROWS, Theatre, last_known
from situate.model import Place
from situate.records import digest

Naming = tuple[str, str, str]  # mention, side, actor


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, or an area, in one frame: what it lends to others, and on what its holds rest.

    `last` is the last day told or known of here. Where the place has holds of its own, `first` is
    the day of its first vote, `looked` the last day it was looked at, `due` the next, and `context`
    a digest of all that others lend to it; without holds `first` is None.
    """

    place: Place
    dated: bool
    is_area: bool
    lent: Lent
    last: float
    first: float | None = None
    looked: float | None = None
    due: float | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """That a mention says something of a place; `weighs` if of an area and about its places."""

    place: str
    mention: str
    weighs: bool


@dataclass
class Ground:
    """What a fold leaves behind for the next: rows to be kept."""

    spots: list[Spot] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    namings: dict[Naming, int] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()  # mentions whose claims and namings fall first
    places: frozenset[str] | None = None  # places whose spots and holds fall first; None: all


class Kept(Protocol):
    """The ground as it is kept."""

    def spots(self) -> Sequence[Spot]:
        """Every spot."""
        ...

    def claims(
        self, places: Collection[str] | None = None, mentions: Collection[str] | None = None
    ) -> Sequence[Claim]:
        """Claims on some places, or by some mentions; with neither, those that weigh on areas."""
        ...

    def namings(self, mentions: Collection[str] | None = None) -> Mapping[Naming, int]:
        """Namings by some mentions; None: of all, summed, under the mention ""."""
        ...


def claims_of(evidence: Iterable[Evidence]) -> list[Claim]:
    """Each mention with each place it says something of, once."""
    weighs: dict[tuple[str, str], bool] = {}
    for item in evidence:
        key = item.place.id, item.mention
        weighs[key] = weighs.get(key, False) or (item.area and item.row.name in AREA_ROWS)
    return [Claim(*key, weighs[key]) for key in sorted(weighs)]


def spots_of(theatre: Theatre, only: Collection[str] | None = None) -> list[Spot]:
    """Spots of a theatre's places and areas, or of those whose evidence is at hand."""
    rows = {record.place.id: record for record in records_of(theatre)}
    out = [
        spot_of(place, items, theatre.dated, rows.get(place.id))
        for place, items in zip(theatre.places, theatre.evidence, strict=True)
        if items and (only is None or place.id in only)
    ]
    areas: dict[str, list[Evidence]] = {}
    for item in theatre.over_areas:
        if only is None or item.place.id in only:
            areas.setdefault(item.place.id, []).append(item)
    return out + [area_of(items, theatre.dated) for items in areas.values()]


def spot_of(place: Place, items: Sequence[Evidence], dated: bool, record: Record | None) -> Spot:
    """The spot of a place from its evidence and, if it has holds, its record."""
    last = max(map(last_known, items)) if dated else 0.0
    if record is None:
        return Spot(place, dated, False, lent_by(items), last)
    first = record.votes[0].time if record.votes else 0.0
    looked, due = _looked(record) if dated and record.votes else (None, None)
    context = context_of(record, first, looked)
    return Spot(place, dated, False, lent_by(items), last, first, looked, due, context)


def area_of(items: Sequence[Evidence], dated: bool) -> Spot:
    """The spot of an area: it lends the sides named in it."""
    last = max(map(last_known, items)) if dated else 0.0
    return Spot(items[0].place, dated, True, lent_by_area(items), last)


def _looked(record: Record) -> tuple[float, float]:
    """The last day a place is looked at, and the next one."""
    vote, now = record.beliefs.times[-1], record.theatre.now
    past = list(takewhile(lambda day: day <= now, looks(vote)))
    every = looks(vote)
    return max([vote, *past]), next(day for day in every if day > now)


def context_of(record: Record, first: float, looked: float | None) -> str:
    """Digest of all that a place's holds take from elsewhere: sides, areas, pace, spellings."""
    parts = [*record.sides, *(record.theatre.spellings.get(record.place.id, ()))]
    for item in record.theatre.from_areas(record.at):
        told = item.mention, item.row.name, item.fact, item.source
        parts.extend([*told, str(item.rho), str(item.start), str(item.end)])
    clock = record.theatre.clock(record.around, first)
    if clock is not None and looked is not None:
        until = int(np.ceil(looked - first)) + 1
        parts.append(clock.total[:until].tobytes().hex())
    return digest("context", *parts)
