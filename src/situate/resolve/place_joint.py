"""All names of a document settled jointly, by the company they keep.

Candidates at four levels of spelling, a gate that the document's own names open, a cost with the
names nearby.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Document, Quote
from situate.resolve.place_beside import (
    containers,
    in_a_town,
    in_company,
    join_brackets,
    nation_before,
    not_abroad,
    towns_of,
    worldly,
)
from situate.resolve.place_candidates import Candidate, by_letters, candidates, weighed
from situate.resolve.place_context import FAMOUS, Context, admitted, context_of
from situate.resolve.place_cues import Cue, cue_of
from situate.resolve.place_near import slips_within
from situate.resolve.place_score import CONTAINER, Table, closeness
from situate.resolve.place_town import is_town

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Box, Facts, Gazetteer

APART_KM = 5.0  # a rival nearer than this is the same answer
AMBIGUOUS = 0.4
OTHER_NAME = 1.5  # cost of another name where a place of that name lies in the same unit
BORDER_KM = 30.0  # beyond a unit's bounds, for borders are drawn by many hands
_FIRST_PASS = 15  # readings of a surface that keep company in the first pass
_ROUNDS = 3  # of company with the winners so far
_WIDEST = 900  # readings of all surfaces together in one table


@dataclass(slots=True)
class Surface:
    """One spelling of a document with all its mentions, and what it came to mean."""

    text: str
    quotes: list[Quote]
    readings: tuple[Candidate, ...] = ()
    inside: frozenset[int] = frozenset()  # areas the text says it lies in
    is_alone: bool = False  # nothing in the report says in which country it may lie
    admitted: list[Candidate] | None = None
    costs: list[float] | None = None
    cues: tuple[Cue, ...] | None = None  # once asked for, of each quote
    nation: int | None = None  # country that the words before it put it in: "Syrian town of"
    towns: tuple[Facts, ...] = ()  # of a quarter: towns it may lie in, the first told

    def ranked(self) -> list[tuple[float, Candidate]]:
        """Readings with their costs, cheapest first."""
        pairs = zip(self.costs or [], self.admitted or [], strict=True)
        return sorted(pairs, key=lambda pair: (pair[0], pair[1].facts.pid))

    def cues_in(self, document: Document) -> tuple[Cue, ...]:
        """What the words around each of its mentions say."""
        if self.cues is None:
            self.cues = tuple(cue_of(document.text, q.start, q.end) for q in self.quotes)
        return self.cues


def surfaces_of(quotes: Sequence[Quote], gazetteer: Gazetteer) -> list[Surface]:
    """One surface a spelling, in the order of the text, with its readings."""
    by_text: dict[str, Surface] = {}
    for quote in sorted(set(quotes), key=lambda q: (q.start, q.end)):
        name = re.sub(r"['’]s$", "", quote.text.strip())
        key = keys.casefold(name)
        surface = by_text.get(key)
        if surface is None:
            surface = by_text[key] = Surface(name, [], candidates(name, gazetteer))
        surface.quotes.append(quote)
    return list(by_text.values())


def settle(
    document: Document,
    surfaces: list[Surface],
    gazetteer: Gazetteer,
    countries: tuple[str, ...],
    hints: tuple[str, ...] = (),
) -> Context:
    """Admit and score readings, twice where the first answers tell more of the context.

    `countries` are known; `hints` count only where the places themselves show no country.
    """
    weights = closeness([[(q.start, q.end) for q in s.quotes] for s in surfaces])
    pairs = containers(document, surfaces)
    for surface in surfaces:
        surface.nation = _nation(document, surface, gazetteer)
    first = [[c for c in s.readings if c.level < 3] for s in surfaces]
    winners = _winners(first, weights)
    context = context_of((w for w in winners if w is not None and w.level <= 1), countries).hinted(
        hints
    )
    for _ in range(2):
        _admit(document, surfaces, winners, pairs, context, gazetteer)
        _score(surfaces, weights)
        settled = [_settled(surface) for surface in surfaces]
        again = context_of((w for w in settled if w is not None), countries).hinted(hints)
        if again == context or all(w is not None for w in settled):
            break
        winners = [w or old for w, old in zip(settled, winners, strict=True)]
        context = again
    return context


def _nation(document: Document, surface: Surface, gazetteer: Gazetteer) -> int | None:
    told = (nation_before(document.text, quote.start) for quote in surface.quotes)
    ident = next((one for one in told if one is not None), None)
    return None if ident is None else gazetteer.pid_of(ident)


def _settled(surface: Surface) -> Candidate | None:
    """The winner of a surface, if its spelling is near enough and no rival comes close."""
    ranked = surface.ranked()
    if not ranked or ranked[0][1].level == 3:
        return None
    cost, winner = ranked[0]
    rival = min((c for c, r in ranked[1:] if is_other(r, winner)), default=np.inf)
    return winner if rival - cost >= AMBIGUOUS or winner.level <= 1 else None


def is_other(one: Candidate, winner: Candidate) -> bool:
    """Whether a reading is another place than the winner, not the same one a little apart."""
    a, b = one.facts, winner.facts
    return distance_km(a.lat, a.lon, b.lat, b.lon) > APART_KM


def _admit(
    document: Document,
    surfaces: list[Surface],
    winners: Sequence[Candidate | None],
    pairs: dict[int, set[int]],
    context: Context,
    gazetteer: Gazetteer,
) -> None:
    towns = _towns(surfaces, winners, gazetteer)
    for index, surface in enumerate(surfaces):
        others = (w for i, w in enumerate(winners) if i != index)
        surface.is_alone = not context.countries and all(w is None or w.peeled for w in others)
        outer = (winners[o] for o in sorted(pairs.get(index, ())))
        surface.inside = frozenset(
            area for w in outer if w is not None and (area := area_of(w, gazetteer)) is not None
        )
        if not surface.inside and surface.nation is not None:
            surface.inside = frozenset((surface.nation,))
        surface.admitted = admitted(
            surface.text,
            surface.readings,
            context,
            gazetteer,
            is_alone=surface.is_alone,
            container=surface.inside,
        )
        kept = worldly(_contained(surface, gazetteer), surface, document, context)
        surface.towns = towns_of(document, surface, towns, gazetteer)
        kept = in_a_town(kept, surface, document, context)
        kept = not_abroad(kept, surface, document, context)
        surface.admitted = in_company(kept, surface, document, context)
    join_brackets(document, surfaces)


def _towns(
    surfaces: list[Surface], winners: Sequence[Candidate | None], gazetteer: Gazetteer
) -> list[tuple[int, int, Facts]]:
    """Names that are towns large enough to have quarters, in the order of the text."""
    found = []
    for surface, winner in zip(surfaces, winners, strict=True):
        if winner is None or winner.level > 1:
            continue
        seat = winner.facts.seat if winner.facts.kind == "adm1" else None
        town = winner.facts if seat is None else gazetteer.facts(seat)
        if is_town(town):
            found += [(quote.start, quote.end, town) for quote in surface.quotes]
    return sorted(found, key=lambda town: town[:2])


def _cut(readings: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    most = max(4, min(_FIRST_PASS, _WIDEST // max(1, len(readings))))
    return [list(group[:most]) for group in readings]


def _winners(
    readings: Sequence[Sequence[Candidate]], weights: np.ndarray
) -> list[Candidate | None]:
    table = Table(_cut(readings))
    if not table.flat:
        return [None] * len(readings)
    cost = table.prior + table.company(weights) - table.shares()
    chosen: list[Candidate | None] = [None] * len(readings)
    for index in table.best(cost):
        chosen[table.of[index]] = table.flat[index]
    return chosen


def _score(surfaces: list[Surface], weights: np.ndarray) -> None:
    table = Table(_cut([s.admitted or [] for s in surfaces]))
    for surface, size in zip(surfaces, table.sizes, strict=True):
        surface.admitted = (surface.admitted or [])[:size]
        surface.costs = []
    if not table.flat:
        return
    bonus = [_bonus(c, surfaces[i]) for c, i in zip(table.flat, table.of, strict=True)]
    base = table.prior - table.shares() - np.array(bonus)
    cost = base + table.company(weights)
    held: list[int] = []
    for _ in range(_ROUNDS):
        winners = table.best(cost)
        if winners == held:
            break
        cost, held = base + table.company(weights, winners), winners
    for value, index in zip(cost.tolist(), table.of, strict=True):
        surfaces[index].costs.append(value)  # type: ignore[union-attr]


def _lies_in(one: Candidate, areas: frozenset[int]) -> bool:
    facts = one.facts
    return bool(areas & {facts.adm1, facts.adm2, facts.country}) and facts.pid not in areas


def _bonus(one: Candidate, surface: Surface) -> float:
    return CONTAINER if surface.inside and _lies_in(one, surface.inside) else 0.0


def area_of(one: Candidate, gazetteer: Gazetteer) -> int | None:
    """The area a name stands for as a container: itself, or the province it is the seat of."""
    facts = one.facts
    if facts.kind in ("country", "adm1", "adm2"):
        return facts.pid
    is_seat = facts.adm1 is not None and gazetteer.facts(facts.adm1).seat == facts.pid
    return facts.adm1 if is_seat else None


def _contained(surface: Surface, gazetteer: Gazetteer) -> list[Candidate]:
    """Beside a unit it lies in ("X, Y"), a name means a place in that unit.

    Spellings of any level count there; where none does, only an equal spelling may lie elsewhere:
    across the border, for borders are drawn by many hands, or a great city.
    """
    admitted = list(surface.admitted or [])
    if not surface.inside:
        return admitted
    inside = [c for c in admitted if _lies_in(c, surface.inside)]
    if inside:
        return [by_letters(surface.text, c, gazetteer) for c in _by_own_name(inside)]
    units = frozenset(a for a in surface.inside if gazetteer.facts(a).kind != "country")
    if not units:
        return admitted
    near = [c for c in surface.readings if c.level == 2 and _lies_in(c, units)]
    if near:
        return near
    loose = [c for c in surface.readings if c.level == 3 and _lies_in(c, units)]
    if loose:
        return [weighed(surface.text, c, gazetteer) for c in loose]
    countries = {gazetteer.facts(a).cc for a in units}
    equal = [c for c in admitted if c.level <= 1 and c.facts.cc in countries]
    beside = [c for c in equal if _is_large(c) or _is_over_the_border(c, units, gazetteer)]
    return beside or slips_within(surface.text, sorted(units), gazetteer)


def _by_own_name(inside: list[Candidate]) -> list[Candidate]:
    """Beside a place of that very name in the unit, one so called on the side costs more.

    One that has it as another name, or that lacks a qualifier of its own ("Foo Fawqani").
    """
    own = {c.facts.pid for c in inside if c.is_primary and not c.short}
    if not any(c.facts.pid in own and c.level <= 2 for c in inside):
        return inside
    return [c if c.facts.pid in own else replace(c, prior=c.prior + OTHER_NAME) for c in inside]


def _is_large(one: Candidate) -> bool:
    """Whether a reading is no place of a unit but its like: "in Aleppo, Idlib and Hama"."""
    return one.facts.pop >= FAMOUS or one.facts.kind in ("adm1", "adm2", "region", "country")


def _is_over_the_border(one: Candidate, units: frozenset[int], gazetteer: Gazetteer) -> bool:
    """Whether a reading lies within a day's walk of a unit's bounds, or those are not known."""
    boxes = [gazetteer.box(unit) for unit in units]
    return any(box is None or _km_from(box, one.facts) <= BORDER_KM for box in boxes)


def _km_from(box: Box, facts: Facts) -> float:
    """Kilometres from a point to the nearest of a box; 0 inside it."""
    lat = min(max(facts.lat, box.south), box.north)
    lon = min(max(facts.lon, box.west), box.east)
    return distance_km(facts.lat, facts.lon, lat, lon)
