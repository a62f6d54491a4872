"""What a document is about, and which readings that lets in: anchors, countries, gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.keys import is_arabic, k1, k3
from situate.knowledge.gazetteer.sphere import distance_km
from situate.resolve.place_candidates import LEAST_ARABIC, Candidate, weighed
from situate.resolve.place_near import slips

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts, Gazetteer

REACH_KM = 150.0  # round an anchor
FAMOUS = 100_000  # people
BESIDE_KM = 60.0  # of an anchor: a nearer spelling there keeps skeletons shut
SEAT_KM = 60.0  # from a unit's middle to its seat
_POINTS = ("settlement", "part", "site")
BOTH_KM = 30.0  # of two anchors, for skeletons of two consonants
SHARE, LEAST = 0.3, 2  # of the settled names, to be a country of the document


@dataclass(frozen=True, slots=True)
class Context:
    """Settled readings and the countries a document is about."""

    anchors: tuple[Facts, ...] = ()
    countries: frozenset[str] = frozenset()
    units: frozenset[int] = field(default_factory=frozenset)
    points: tuple[Facts, ...] = ()  # anchors that are neither countries nor regions
    is_told: bool = False  # a country or unit is named, not only towns that may lie anywhere

    def holds(self, facts: Facts, but: int | None = None) -> bool:
        """Whether a row lies inside the context; `but` is an anchor that does not count."""
        points = self.points
        if but is not None and any(a.pid == but for a in points):
            points = tuple(a for a in points if a.pid != but)
        if not points and not self.units:
            return facts.cc in self.countries
        if facts.adm1 in self.units or facts.adm2 in self.units:
            return True
        return any(_is_near(facts, a, REACH_KM) for a in points)

    def beside(self, readings: Sequence[Candidate]) -> Context:
        """The context that other names make: one reading of a name does not let in another.

        A town and the unit it is the seat of are one place and stay.
        """
        own = {c.facts.pid for c in readings}
        mine = [a for a in self.anchors if a.pid in own]
        if not mine:
            return self
        units = [c.facts for c in readings if c.facts.kind in ("adm1", "adm2", "adm3")]
        out = {a.pid for a in mine if not any(_is_near(a, unit, SEAT_KM) for unit in units)}
        if not out:
            return self
        points = tuple(a for a in self.points if a.pid not in out)
        return replace(
            self, anchors=tuple(a for a in self.anchors if a.pid not in out), points=points
        )

    def hinted(self, countries: Sequence[str]) -> Context:
        """The context where the report's places show no country: that of its armed groups."""
        return self if self.countries else replace(self, countries=frozenset(countries))

    def anchors_near(self, facts: Facts, km: float) -> int:
        """How many anchors lie within `km` of a row."""
        return sum(a.pid != facts.pid and _is_near(facts, a, km) for a in self.points)


def _is_near(one: Facts, other: Facts, km: float) -> bool:
    # Most pairs are told apart by latitude alone; the rest pay for the sphere.
    if abs(one.lat - other.lat) * _KM_PER_DEGREE > km:
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= km


_KM_PER_DEGREE = 111.0


def context_of(winners: Iterable[Candidate], countries: Sequence[str]) -> Context:
    """The context that settled readings establish; `countries` are given from outside."""
    settled = [w for w in winners if not w.peeled]
    named = {w.facts.cc for w in settled if w.facts.kind == "country"}
    votes = Counter(w.facts.cc for w in settled if w.facts.cc)
    total = sum(votes.values())
    often = {cc for cc, n in votes.items() if n >= LEAST and n >= SHARE * total}
    anchors = tuple(w.facts for w in settled)
    return Context(
        anchors,
        frozenset(named | often | set(countries)),
        frozenset(a.pid for a in anchors if a.kind in ("adm1", "adm2")),
        tuple(a for a in anchors if a.kind not in ("country", "region")),
        any(a.kind in ("country", "adm1", "adm2") for a in anchors),
    )


def admitted(
    surface: str,
    readings: Sequence[Candidate],
    context: Context,
    gazetteer: Gazetteer,
    *,
    is_alone: bool,
    container: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """Readings that pass the gate, cheapest first.

    A settlement outside the countries of the document with under 100,000 people needs the context
    or an explicit container. Skeletons (level 3) open only where nothing nearer in spelling lies in
    the context, and only there; never beside a famous namesake. `is_alone`: nothing else is named,
    so there is no context to be outside of.
    """
    if context.is_told:
        context = context.beside(readings)
    tight = [c for c in readings if c.level < 3 and (is_alone or _passes(c, context, container))]
    famous = [c for c in readings if c.level <= 1 and c.facts.pop >= FAMOUS]
    equal = [c for c in tight if c.level <= 1]
    # With nothing to hold a looser spelling against, an equal one is meant.
    if any(_is_expected(c, context) for c in famous) or (is_alone and equal):
        return equal
    if famous or is_alone or any(_is_beside(c, context, container) for c in tight):
        return tight
    letters = len(k3(k1(surface)))
    loose = [c for c in readings if c.level == 3 and _opens(c, letters, context, container)]
    # A slip of the pen is the last resort: an equal spelling in the context needs none.
    if not loose and not any(c.level <= 1 and _is_in(c, context, container) for c in tight):
        return tight + slips(surface, [a for a in context.anchors if a.kind in _POINTS], gazetteer)
    alike = (weighed(surface, c, gazetteer) for c in loose)
    # An Arabic name has its vowels: two that differ by more than one of four letters are two names.
    least = LEAST_ARABIC if is_arabic(surface) else 0.0
    return tight + sorted(
        (c for c in alike if c.likeness >= least), key=lambda c: (c.prior, c.facts.pid)
    )


def _is_expected(one: Candidate, context: Context) -> bool:
    """A great city by its own name; by another of its names only in a country of the report."""
    return one.is_primary or not context.countries or one.facts.cc in context.countries


def _is_beside(one: Candidate, context: Context, container: frozenset[int]) -> bool:
    """Whether a reading is where the report is: near an anchor, where there are some."""
    facts = one.facts
    if not _is_in(one, context, container):
        return False
    points = [a for a in context.anchors if a.kind in _POINTS and a.pid != facts.pid]
    if len(points) < LEAST or facts.kind not in _POINTS or container:
        return True
    return context.anchors_near(facts, BESIDE_KM) > 0


def _is_in(one: Candidate, context: Context, container: frozenset[int]) -> bool:
    facts = one.facts
    if facts.kind in ("country", "region"):
        return True
    if container & {facts.adm1, facts.adm2, facts.country}:
        return True
    return context.holds(facts, but=facts.pid)


def _passes(one: Candidate, context: Context, container: frozenset[int]) -> bool:
    facts = one.facts
    if one.peeled and facts.kind not in ("country", "region", "adm1"):
        return facts.kind in ("adm2", "adm3") or context.anchors_near(facts, REACH_KM) > 0
    if facts.kind in ("country", "region", "adm1") or facts.pop >= FAMOUS or facts.is_capital:
        return one.level <= 1 or _is_in(one, context, container) or facts.cc in context.countries
    return facts.cc in context.countries or _is_in(one, context, container)


def _opens(one: Candidate, letters: int, context: Context, container: frozenset[int]) -> bool:
    """Whether a skeleton of so many letters lets a reading in."""
    if letters < 2 or not _is_in(one, context, container):
        return False
    if context.is_told and context.countries and one.facts.cc not in context.countries:
        return False
    return letters >= 3 or context.anchors_near(one.facts, BOTH_KM) >= 2
