"""Theatres of which a few places are at hand and the rest is known by what it lends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from situate.control.evidence import Evidence
from situate.control.ground import Spot
from situate.control.lent import lent_by_area
from situate.control.naming import with_unnamed
from situate.control.nearby import Nearby
from situate.control.settings import load_clock
from situate.control.theatre import Theatre, in_order, last_known
from situate.model import Place


@dataclass(frozen=True)
class Partial:
    """Spots by place id and frame, as they are kept, and the actor shown for each side."""

    spots: Mapping[tuple[str, bool], Spot]
    names: Mapping[str, str]

    def theatres(
        self, evidence: Sequence[Evidence], places: Collection[str]
    ) -> tuple[Theatre, Theatre]:
        """The dated theatre and the relative one: all evidence on some places, and all that weighs
        on the places of an area."""
        return (
            self._theatre([e for e in evidence if e.end is not None], places, dated=True),
            self._theatre([e for e in evidence if e.end is None], places, dated=False),
        )

    def _theatre(
        self, evidence: Sequence[Evidence], at_hand: Collection[str], *, dated: bool
    ) -> Theatre:
        at: dict[str, list[Evidence]] = {}
        over: dict[str, list[Evidence]] = {}
        ordered = sorted(evidence, key=in_order)
        for item in ordered:
            (over if item.area else at).setdefault(item.place.id, []).append(item)
        rest = [s for (key, d), s in self.spots.items() if d == dated and key not in at_hand]
        places = {s.place.id: s.place for s in rest if not s.is_area}
        places.update((key, items[0].place) for key, items in at.items())
        areas = [(s.place, s.lent) for s in rest if s.is_area]
        told = [(i[0].place, lent_by_area(i)) for key, i in over.items() if key in at_hand]
        now = max([*(s.last for s in rest), *map(last_known, evidence)], default=0.0)
        return Theatre(
            tuple(places[key] for key in sorted(places)),
            tuple(tuple(at.get(key, ())) for key in sorted(places)),
            tuple(item for item in ordered if item.area),
            with_unnamed(self.names, evidence),
            float(int(now)) if dated else 0.0,
            dated,
            {s.place.id: s.lent for s in rest if not s.is_area},
            (*areas, *told),
        )

    def with_spellings(self, places: Collection[str]) -> frozenset[str]:
        """Places with the points they may be and all doubtful spellings of these."""
        points = {place.rpartition("@")[2] for place in places}
        known = {place for place, _ in self.spots}
        kin = {place for place in known if place.rpartition("@")[2] in points}
        return frozenset({*places, *kin})

    def due(self, now: float) -> set[str]:
        """Places whose turn to be looked at has come, or had come by news that is gone."""
        return {
            spot.place.id
            for spot in self.spots.values()
            if spot.due is not None
            and spot.looked is not None
            and (spot.due <= now or spot.looked > now)
        }

    def lost(self, theatre: Theatre, places: Collection[str]) -> Iterable[Place]:
        """Those of some places that the theatre no longer speaks of."""
        left = {place.id for place in theatre.places}
        for (key, dated), spot in self.spots.items():
            if dated == theatre.dated and not spot.is_area and key in places and key not in left:
                yield spot.place

    def areas_in(self, theatre: Theatre, ids: Collection[str]) -> list[Place]:
        """Areas of some ids, as they are told of or were."""
        were = {
            key: spot.place
            for (key, dated), spot in self.spots.items()
            if dated == theatre.dated and spot.is_area and key in ids
        }
        are = {area.id: area for area, _ in theatre.named_areas if area.id in ids}
        return [*{**were, **are}.values()]


def near_to(theatre: Theatre, lost: Sequence[Place], places: Collection[str]) -> set[int]:
    """Positions of places to which some of the theatre's places, or lost ones, may lend."""
    rule = load_clock()
    reach = max(rule["sides"]["km"], rule["burst"]["km"], rule["front"]["far_km"])
    nearby = Nearby((*theatre.places, *lost))
    count = len(theatre.places)
    here = [at for at, place in enumerate(theatre.places) if place.id in places]
    found: set[int] = set()
    for at in (*here, *range(count, count + len(lost))):
        found.update(near for near in nearby.around(at, reach).positions.tolist() if near < count)
    return found
