"""The answer for one mention: the reading its words call for, how sure, and its rivals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Document, Place, Quote, Rival, Sourced
from situate.resolve.place_candidates import Candidate
from situate.resolve.place_context import FAMOUS, Context
from situate.resolve.place_cues import Cue, stand_of
from situate.resolve.place_joint import Surface, area_of, is_other
from situate.resolve.place_reason import confidence_of, nil_reason, reason_of

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

RIVALS = 5
TOSS_UP = 0.1  # margin below which an answer without any context is none


def shared(
    document: Document, surface: Surface, cues: Sequence[Cue], later: Cue | None
) -> list[Cue]:
    """Cues of one surface: what any mention says of an area holds for those that say nothing.

    `later` is what "the province" further on says of the name it points back to.
    """
    area = next((c for c in cues if c.level in ("adm1", "adm2", "adm3", "area")), later)
    return [
        c if c.level or area is None or _is_of_town(document, quote, surface.text) else area
        for c, quote in zip(cues, surface.quotes, strict=True)
    ]


def _is_of_town(document: Document, quote: Quote, text: str) -> bool:
    """Whether a mention is of the town all the same: what is near it, or south of it."""
    stand = stand_of(document.text, quote.start, quote.end)
    return stand.relation in ("near", "direction") or _is_doubled(document, quote, text)


def _is_doubled(document: Document, quote: Quote, text: str) -> bool:
    """ "Homs, Homs province": the first is the town."""
    after = document.text[quote.end : quote.end + len(text) + 2]
    return after.casefold() == f", {text}".casefold()


_PROVINCE = re.compile(r"\bth(?:e|is|at) (province|governorate)\b(?! of)", re.IGNORECASE)


def provinces_meant(
    document: Document, surfaces: list[Surface], gazetteer: Gazetteer
) -> dict[int, Cue]:
    """Surfaces that a later "the province" points back to: the last name that can be one."""
    found: dict[int, Cue] = {}
    matches = list(_PROVINCE.finditer(document.text))
    if not matches:
        return found
    named = sorted(
        (quote.end, index)
        for index, surface in enumerate(surfaces)
        if (ranked := surface.ranked()) and _is_province_name(ranked[0][1], gazetteer)
        for quote in surface.quotes
    )
    for match in matches:
        before = [index for end, index in named if end <= match.start()]
        if before and document.text[match.end() : match.end() + 1] != "'":
            found.setdefault(before[-1], Cue("adm1", match[0]))
    return found


def _is_province_name(one: Candidate, gazetteer: Gazetteer) -> bool:
    area = area_of(one, gazetteer)
    return area is not None and gazetteer.facts(area).kind == "adm1"


def answer(
    quote: Quote, surface: Surface, cue: Cue, context: Context, gazetteer: Gazetteer
) -> Sourced[Place]:
    ranked = surface.ranked()
    if not ranked:
        return Sourced(quote, None, 0.0, nil_reason(surface.text, surface.readings, context))
    ranked = _by_cue(_twins(ranked), cue, gazetteer)
    cost, winner = ranked[0]
    others = [(c, r) for c, r in ranked[1:] if is_other(r, winner)]
    margin = min((c for c, _ in others), default=np.inf) - cost
    rivals = tuple(
        Rival(gazetteer.place_of(r.facts.pid), round(-c, 3)) for c, r in ranked[1 : RIVALS + 1]
    )
    if surface.is_alone and margin < TOSS_UP and _is_anywhere(winner, others):
        reason = f"{surface.text!r} names places in several countries, and no word says which"
        return Sourced(quote, None, 0.0, reason, rivals)
    confidence = confidence_of(winner, float(margin))
    reason = reason_of(surface.text, winner, float(margin), cue, context, others, gazetteer)
    return Sourced(quote, gazetteer.place_of(winner.facts.pid), confidence, reason, rivals)


def _is_anywhere(winner: Candidate, others: list[tuple[float, Candidate]]) -> bool:
    """Whether a small place has a namesake of the same rank in another country."""
    return winner.facts.pop < FAMOUS and bool(others) and others[0][1].facts.cc != winner.facts.cc


def _twins(ranked: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Without a cue an area yields to its seat, and a small area to a town of its name."""
    area = ranked[0][1].facts
    if area.kind not in ("adm1", "adm2", "adm3", "adm4"):
        return ranked
    for cost, one in ranked[1:]:
        town = one.facts
        if town.kind != "settlement" or one.level > max(1, ranked[0][1].level):
            continue
        is_seat = area.seat == town.pid or (one.is_primary and area.pid in (town.adm1, town.adm2))
        km = distance_km(area.lat, area.lon, town.lat, town.lon)
        if is_seat or (area.kind != "adm1" and km <= _TWIN_KM):
            lead = (min(cost, ranked[0][0]), one)
            return [lead, *((c, r) for c, r in ranked if r is not one)]
    return ranked


_TWIN_KM = 60.0
_AREA_LEVELS = {"adm1": ("adm1",), "adm2": ("adm2",), "adm3": ("adm3",), "area": ("adm1",)}


def _by_cue(
    ranked: list[tuple[float, Candidate]], cue: Cue, gazetteer: Gazetteer
) -> list[tuple[float, Candidate]]:
    """Put first the reading the words around the name call for: the area or its seat."""
    winner = ranked[0][1].facts
    if cue.level in _AREA_LEVELS:
        wanted = _AREA_LEVELS[cue.level]
        if winner.kind in wanted or winner.kind in ("country", "region"):
            return ranked
        home = winner.adm1 if "adm1" in wanted else winner.adm2
        for _, one in ranked:
            is_home = one.facts.pid == home or (
                one.facts.kind in wanted and _near(one, ranked[0][1])
            )
            if one.facts.kind in wanted and is_home:
                return [(ranked[0][0] - 2.0, one), *((c, r) for c, r in ranked if r is not one)]
        return ranked
    if cue.is_settled and winner.kind in ("adm1", "adm2", "adm3"):
        for _, one in ranked:
            if one.facts.kind in ("settlement", "part") and _near(one, ranked[0][1]):
                return [(ranked[0][0] - 1.0, one), *((c, r) for c, r in ranked if r is not one)]
    return ranked


def _near(one: Candidate, other: Candidate) -> bool:
    a, b = one.facts, other.facts
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= 200.0
