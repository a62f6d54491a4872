"""All places evidence speaks of, with their neighbours, sides and clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from situate.control.clock import Clock, clock_of
from situate.control.effects import evidence_of
from situate.control.evidence import Evidence
from situate.control.lent import Lent, lent_by, lent_by_area
from situate.control.naming import OTHER, names_of, namings_of, with_unnamed
from situate.control.nearby import Around, Nearby
from situate.control.reading import Reading
from situate.control.settings import load_clock
from situate.control.takers import with_takers
from situate.control.votes import time_of
from situate.knowledge.gazetteer.labels import shown_area
from situate.model import Mention, Place
from situate.sources import witnesses

Floats = NDArray[np.float64]
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
    lent: Mapping[str, Lent] = field(default_factory=dict)  # of places whose evidence is not here
    areas: tuple[tuple[Place, Lent], ...] | None = None  # None: as told in `over_areas`

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
            counts.update(dict(self._lent[near].named))
        counts.update({side: n * HERE for side, n in self._lent[at].named})
        for area, lent in self.named_areas:
            if covers(area, self.places[at]):
                counts.update(dict(lent.named))
        kept = sorted(counts)
        if len(kept) > rule["most"] + 1:
            bar = sorted(counts.values(), reverse=True)[rule["most"]]
            kept = [*sorted(side for side in counts if counts[side] > bar), OTHER]
        return tuple(kept) if len(kept) > 1 else (*kept, OTHER)

    @cached_property
    def _lent(self) -> tuple[Lent, ...]:
        return tuple(
            self.lent.get(place.id) or lent_by(items)
            for place, items in zip(self.places, self.evidence, strict=True)
        )

    @cached_property
    def named_areas(self) -> tuple[tuple[Place, Lent], ...]:
        """Areas with what is named in them."""
        if self.areas is not None:
            return self.areas
        told: dict[str, list[Evidence]] = {}
        for item in self.over_areas:
            told.setdefault(item.place.id, []).append(item)
        return tuple((items[0].place, lent_by_area(items)) for items in told.values())

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
        return {
            True: tuple(np.array(lent.battles) for lent in self._lent),
            False: tuple(np.array(lent.opposed) for lent in self._lent),
        }

    @cached_property
    def _over_places(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.over_areas if item.row.name in AREA_ROWS)

    def from_areas(self, at: int) -> tuple[Evidence, ...]:
        """What is said of areas around a place, or of everywhere else, as evidence on it."""
        place = self.places[at]
        known = set(self._lent[at].sides)
        named: dict[str, list[Place]] = {}
        for item in self._over_places:
            if item.row.name == "absent_closed":
                named.setdefault(item.mention, []).append(item.place)
        out, closed = [], set()
        for item in self._over_places:
            if known.isdisjoint(item.losers):
                continue
            if item.row.name == "absent_closed":
                elsewhere = not any(covers(area, place) for area in named[item.mention])
                if elsewhere and item.mention not in closed and _one_country(item.place, place):
                    closed.add(item.mention)
                    out.append(replace(item, place=place))
            elif item.row.name != "surrender" and covers(item.place, place):
                out.append(replace(item, place=place))
        return tuple(out)


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


def theatres_of(
    mentions: Sequence[Mention], reading: Reading, until: float | None = None
) -> tuple[Theatre, Theatre]:
    """The dated theatre and the relative one, from every mention's evidence.

    `until` leaves out evidence whose days end later (filtering).
    """
    evidence = evidence_in(mentions, reading)
    names = names_of(namings_of(mentions, evidence))
    return theatres_from(evidence, names, until)


def theatres_from(
    evidence: Sequence[Evidence], names: Mapping[str, str], until: float | None = None
) -> tuple[Theatre, Theatre]:
    """The same from evidence, with the actor shown for each side."""
    dated = [e for e in evidence if e.end is not None and (until is None or e.end <= until)]
    undated = [e for e in evidence if e.end is None]
    shown = with_unnamed(names, evidence)
    now = max(map(last_known, dated), default=0.0)
    return (
        _theatre(dated, shown, float(int(now)), dated=True),
        _theatre(undated, shown, 0.0, dated=False),
    )


def evidence_in(mentions: Sequence[Mention], reading: Reading) -> list[Evidence]:
    """All evidence of some whole reports, under the voices it really has."""
    told = with_takers([e for m in mentions for e in evidence_of(m, reading)])
    return _regrouped(told, mentions, reading)


def last_known(item: Evidence) -> float:
    """The day of a claim: when it was told or when it was, whichever is later."""
    return max(item.known or 0.0, time_of(item))


def in_order(item: Evidence) -> tuple[str, float, str, str]:
    """The order of evidence in a theatre: by place, then time."""
    return item.place.id, time_of(item), item.mention, item.row.name


def _theatre(
    evidence: Iterable[Evidence], names: Mapping[str, str], now: float, *, dated: bool
) -> Theatre:
    at: dict[str, list[Evidence]] = {}
    over_areas = []
    for item in sorted(evidence, key=in_order):
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
