"""What a document is about, and which readings that lets in: anchors, countries, gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.sphere import distance_km
from situate.resolve.place_candidates import Candidate, weighed
from situate.resolve.place_near import slips

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts, Gazetteer

REACH_KM = 150.0  # round an anchor
FAMOUS = 100_000  # people
BESIDE_KM = 60.0  # of an anchor: a nearer spelling there keeps skeletons shut
_POINTS = ("settlement", "part", "site")
BOTH_KM = 30.0  # of two anchors, for skeletons of two consonants
SHARE, LEAST = 0.3, 2  # of the settled names, to be a country of the document


@dataclass(frozen=True, slots=True)
class Context:
    """Settled readings and the countries a document is about."""

    anchors: tuple[Facts, ...] = ()
    countries: frozenset[str] = frozenset()
    units: frozenset[int] = field(default_factory=frozenset)

    def holds(self, facts: Facts, but: int | None = None) -> bool:
        """Whether a row lies inside the context; `but` is an anchor that does not count."""
        points = [a for a in self.anchors if a.pid != but and a.kind not in ("country", "region")]
        if not points and not self.units:
            return facts.cc in self.countries
        if facts.adm1 in self.units or facts.adm2 in self.units:
            return True
        return any(distance_km(facts.lat, facts.lon, a.lat, a.lon) <= REACH_KM for a in points)

    def anchors_near(self, facts: Facts, km: float) -> int:
        """How many anchors lie within `km` of a row."""
        return sum(
            distance_km(facts.lat, facts.lon, a.lat, a.lon) <= km
            for a in self.anchors
            if a.kind not in ("country", "region") and a.pid != facts.pid
        )


def context_of(winners: Iterable[Candidate], countries: Sequence[str]) -> Context:
    """The context that settled readings establish; `countries` are given from outside."""
    settled = [w for w in winners if not w.peeled]
    named = {w.facts.cc for w in settled if w.facts.kind == "country"}
    votes = Counter(w.facts.cc for w in settled if w.facts.cc)
    total = sum(votes.values())
    often = {cc for cc, n in votes.items() if n >= LEAST and n >= SHARE * total}
    return Context(
        tuple(w.facts for w in settled),
        frozenset(named | often | set(countries)),
        frozenset(w.facts.pid for w in settled if w.facts.kind in ("adm1", "adm2")),
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
    tight = [c for c in readings if c.level < 3 and (is_alone or _passes(c, context, container))]
    famous = any(c.level <= 1 and c.facts.pop >= FAMOUS for c in readings)
    if famous:
        return [c for c in tight if c.level <= 1]
    if is_alone or any(_is_beside(c, context, container) for c in tight):
        return tight
    loose = [c for c in readings if c.level == 3 and _opens(c, surface, context, container)]
    if not loose:
        return tight + slips(surface, [a for a in context.anchors if a.kind in _POINTS], gazetteer)
    return tight + sorted(
        (weighed(surface, c, gazetteer) for c in loose), key=lambda c: (c.prior, c.facts.pid)
    )


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


def _opens(one: Candidate, surface: str, context: Context, container: frozenset[int]) -> bool:
    from situate.knowledge.gazetteer import keys

    if not _is_in(one, context, container):
        return False
    length = len(keys.k3(keys.k1(surface)))
    return length >= 3 or (length == 2 and context.anchors_near(one.facts, BOTH_KM) >= 2)
