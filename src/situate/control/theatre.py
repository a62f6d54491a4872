"""All places evidence speaks of, with their neighbours, sides and clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from situate.control.clock import Clock, clock_of
from situate.control.effects import Reading, evidence_of
from situate.control.evidence import Evidence, side_key
from situate.control.nearby import Around, Nearby
from situate.control.settings import load_clock, load_effects
from situate.control.takers import with_takers
from situate.control.votes import time_of
from situate.knowledge.gazetteer.labels import shown_area
from situate.model import Mention, Place
from situate.sources import witnesses

Floats = NDArray[np.float64]
OTHER = "other"
HERE = 10_000  # naming at the place itself, against namings around it
AREA_ROWS = {"pocket_lost", "absent", "absent_closed", "surrender"}


@dataclass(frozen=True)
class Theatre:
    """Evidence by place, in one frame of time: dated, or relative to undated reports."""

    places: tuple[Place, ...]
    evidence: tuple[tuple[Evidence, ...], ...]
    over_areas: tuple[Evidence, ...]
    names: Mapping[str, str]
    now: float
    dated: bool

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self.places)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Position of each place id."""
        return {place.id: i for i, place in enumerate(self.places)}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """For each point the doubtful spellings that may mean it, in the order of places."""
        found: dict[str, tuple[str, ...]] = {}
        for place in self.places:
            if place.id.startswith("name:"):
                point = place.id.rpartition("@")[2]
                found[point] = (*found.get(point, ()), place.id)
        return found

    def around(self, at: int) -> Around:
        """Places that may tell of the sides or the clock of a place, itself included."""
        rule = load_clock()
        reach = max(rule["sides"]["km"], rule["burst"]["km"], rule["front"]["far_km"])
        return self._nearby.around(at, reach)

    def sides(self, at: int, around: Around) -> tuple[str, ...]:
        """Side keys of the chain of a place: those named there, within 25 km or in an area around.

        The 4 most often named, those named at the place itself first, the rest as one; a lone
        side has an unnamed rival.
        """
        rule = load_clock()["sides"]
        counts: Counter[str] = Counter()
        for near in around.within(rule["km"]):
            counts.update(self._named[near])
        counts.update({side: n * HERE for side, n in self._named[at].items()})
        for item in self.over_areas:
            if item.row.name != "absent_closed" and covers(item.place, self.places[at]):
                counts.update(_claimants(item))
        kept = sorted(counts)
        if len(kept) > rule["most"] + 1:
            bar = sorted(counts.values(), reverse=True)[rule["most"]]
            kept = [*sorted(side for side in counts if counts[side] > bar), OTHER]
        return tuple(kept) if len(kept) > 1 else (*kept, OTHER)

    @cached_property
    def _named(self) -> tuple[Counter[str], ...]:
        return tuple(
            Counter(side for item in items for side in _claimants(item)) for items in self.evidence
        )

    def clock(self, around: Around, first: float) -> Clock | None:
        """The clock of a place from its first vote on; None in a relative frame."""
        if not self.dated:
            return None
        rule = load_clock()
        battles = self._days(around.within(rule["burst"]["km"]), armed=True)
        near = self._days(around.within(rule["front"]["near_km"]), armed=False)
        far = self._days(around.within(rule["front"]["far_km"]), armed=False)
        return clock_of(first, max(self.now, first) + 1, battles, near, far)

    def _days(self, places: Iterable[int], *, armed: bool) -> Floats:
        return np.sort(
            np.concatenate([self._event_days[armed][i] for i in places] or [np.zeros(0)])
        )

    @cached_property
    def _event_days(self) -> Mapping[bool, tuple[Floats, ...]]:
        """By place: days of distinct battles, and days on which opposed sides are told of."""
        battles, opposed = [], []
        for items in self.evidence:
            fights = {(item.fact, time_of(item)) for item in items if item.armed}
            battles.append(np.array(sorted(day for _, day in fights)))
            facing = {time_of(item) for item in items if item.armed or (item.doers and item.losers)}
            opposed.append(np.array(sorted(facing)))
        return {True: tuple(battles), False: tuple(opposed)}

    def from_areas(self, at: int) -> tuple[Evidence, ...]:
        """What is said of areas around a place, or of everywhere else, as evidence on it."""
        place = self.places[at]
        known = {side for item in self.evidence[at] for side in (*item.doers, *item.losers)}
        named: dict[str, list[Place]] = {}
        for item in self.over_areas:
            if item.row.name == "absent_closed":
                named.setdefault(item.mention, []).append(item.place)
        out, closed = [], set()
        for item in self.over_areas:
            if not set(item.losers) & known or item.row.name not in AREA_ROWS:
                continue
            if item.row.name == "absent_closed":
                elsewhere = not any(covers(area, place) for area in named[item.mention])
                if elsewhere and item.mention not in closed and _one_country(item.place, place):
                    closed.add(item.mention)
                    out.append(replace(item, place=place))
            elif item.row.name != "surrender" and covers(item.place, place):
                out.append(replace(item, place=place))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Whole:
    """What all mentions together say: the actor shown for each side, and the last day known of."""

    names: Mapping[str, str]
    now: float


def covers(area: Place, place: Place) -> bool:
    """Does a country, governorate, district or region hold a place, by the names of its areas?"""
    if not _one_country(area, place):
        return False
    if area.kind == "country":
        return True
    if area.kind == "adm2":
        return place.adm2 is not None and place.adm2 in (area.adm2, shown_area(area.name))
    return place.adm1 is not None and place.adm1 in (area.adm1, shown_area(area.name))


def _one_country(one: Place, other: Place) -> bool:
    return one.country is None or other.country is None or one.country == other.country


def _claimants(item: Evidence) -> tuple[str, ...]:
    """Sides that may hold ground here: who is struck, and who does more than strike from afar."""
    far = item.row.name == "hint" or item.row.doer is None
    return item.losers if far else (*item.doers, *item.losers)


def theatres_of(
    mentions: Sequence[Mention],
    reading: Reading,
    until: float | None = None,
    whole: Whole | None = None,
) -> tuple[Theatre, Theatre]:
    """The dated theatre and the relative one, from every mention's evidence.

    `until` leaves out evidence whose days end later (filtering). `whole` is what these mentions
    cannot tell where they are only a part of all.
    """
    told = with_takers([e for m in mentions for e in evidence_of(m, reading)])
    evidence = _regrouped(told, mentions, reading)
    dated = [e for e in evidence if e.end is not None and (until is None or e.end <= until)]
    undated = [e for e in evidence if e.end is None]
    names = whole.names if whole else _names(mentions, evidence)
    now = whole.now if whole else _now(dated)
    return (
        _theatre(dated, names, float(int(now)), dated=True),
        _theatre(undated, names, 0.0, dated=False),
    )


def _now(dated: Iterable[Evidence]) -> float:
    """The last day anything is known of: when it was told or when it was."""
    return max((max(e.known or 0.0, time_of(e)) for e in dated), default=0.0)


def whole_of(mentions: Sequence[Mention], reading: Reading) -> Whole:
    """What every place's holds depend on beside the claims around it."""
    evidence = [e for m in mentions for e in evidence_of(m, reading)]
    return Whole(_names(mentions, evidence), _now(e for e in evidence if e.end is not None))


def _theatre(
    evidence: Iterable[Evidence], names: Mapping[str, str], now: float, *, dated: bool
) -> Theatre:
    at: dict[str, list[Evidence]] = {}
    over_areas = []
    for item in sorted(evidence, key=lambda e: (e.place.id, time_of(e), e.mention, e.row.name)):
        if item.area:
            over_areas.append(item)
        else:
            at.setdefault(item.place.id, []).append(item)
    places = tuple(items[0].place for items in at.values())
    return Theatre(places, tuple(map(tuple, at.values())), tuple(over_areas), names, now, dated)


def _regrouped(
    evidence: Sequence[Evidence], mentions: Sequence[Mention], reading: Reading
) -> list[Evidence]:
    """State claims of one fact, from several reports, under the voices they really are."""
    said = {m.id: m for m in mentions}
    claims: dict[tuple[str, str], dict[str, Mention]] = {}
    for item in evidence:
        if item.mention not in reading.voice:
            claims.setdefault((item.place.id, item.fact), {})[item.mention] = said[item.mention]
    voices: dict[tuple[str, str, str], str] = {}
    for (place, fact), told in claims.items():
        ordered = [told[key] for key in sorted(told)]
        if len({m.document for m in ordered}) < 2:
            continue
        for group in witnesses(ordered, reading.sources):
            for i in group.members:
                voices[(place, fact, ordered[i].id)] = group.root.id
    return [
        e if (key := (e.place.id, e.fact, e.mention)) not in voices
        else replace(e, source=voices[key])
        for e in evidence
    ]  # fmt: skip


def _names(mentions: Sequence[Mention], evidence: Sequence[Evidence]) -> dict[str, str]:
    """The actor shown for each side: the one that most often fights on the ground for it."""
    rows = {e.mention: e.row.name for e in evidence}
    ground = load_effects().ground_seen
    counts: dict[str, Counter[str]] = {}
    for mention in mentions:
        if mention.id not in rows:
            continue
        weight = 5 if rows[mention.id] in ground else 1
        for role in (*mention.actors, *mention.targets):
            if role.value is not None and (key := side_key(role.value)):
                name = role.value.id or role.value.name
                counts.setdefault(key, Counter())[name] += weight
    # A state whose own men no report names is shown by its key.
    unnamed = {side: side for e in evidence for side in (*e.doers, *e.losers)}
    chosen = {key: min(c, key=lambda n: (-c[n], n)) for key, c in counts.items()}
    return {OTHER: OTHER, **unnamed, **chosen}
