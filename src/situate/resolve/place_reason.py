"""How sure an answer is, and the short English that says why it was given."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.sphere import distance_km
from situate.knowledge.gazetteer.words import romanised, table

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer
    from situate.resolve.place_candidates import Candidate
    from situate.resolve.place_context import Context
    from situate.resolve.place_cues import Cue

_SPELT = ("same spelling as", "same letters as", "same sounds as", "same consonants as")


def confidence_of(winner: Candidate, margin: float) -> float:
    """Share of answers with this margin that were right in development; less for loose keys."""
    scale = table("place_confidence.yaml")
    steps = scale["level_1"] if winner.level == 1 else scale
    value = float(steps["no_rival"]) if isinf(margin) else _at_margin(steps["margins"], margin)
    if winner.level == 2:
        value *= float(scale["level_2"])
    if winner.level == 3:
        value = min(value, float(scale["level_3_most"]))
    if winner.peeled and winner.facts.cc not in romanised():
        value = min(value, float(scale["peeled_most"]))
    if winner.short:
        value *= 0.5
    return round(value, 3)


def _at_margin(steps: Sequence[dict[str, float]], margin: float) -> float:
    found = next((step for step in steps if margin < step["below"]), steps[-1])
    return float(found["right"])


def reason_of(
    text: str,
    winner: Candidate,
    margin: float,
    cue: Cue,
    context: Context,
    others: Sequence[tuple[float, Candidate]],
    gazetteer: Gazetteer,
) -> str:
    """Spelling, company, cue and margin of an answer in one line."""
    place = gazetteer.place_of(winner.facts.pid)
    parts = [f"{_SPELT[winner.level]} {place.name} (level {winner.level})"]
    if winner.is_people:
        return f"nationality word of {place.name}: a modifier, no place of an event"
    if winner.peeled:
        parts[0] = f"part of the name is {place.name} (level {winner.level})"
    near = _company(winner, context, gazetteer)
    if near:
        parts.append(near)
    if cue.level:
        parts.append(f'"{cue.words}" says {"settlement" if cue.level == "settled" else cue.level}')
    if winner.level == 3:
        parts.append("no nearer spelling in the context")
    if winner.short:
        parts.append("a qualifier is missing on one side")
    if isinf(margin):
        parts.append("no rival")
    else:
        rival = gazetteer.place_of(others[0][1].facts.pid) if others else None
        told = f" over {rival.name}, {rival.adm1 or rival.country}" if rival else ""
        parts.append(f"{'ambiguous, ' if margin < 0.4 else ''}margin {margin:.2f}{told}")
    return "; ".join(parts)


def _company(winner: Candidate, context: Context, gazetteer: Gazetteer) -> str:
    facts = winner.facts
    best: tuple[float, int] | None = None
    for anchor in context.anchors:
        if anchor.pid == facts.pid or anchor.kind not in ("settlement", "part", "site"):
            continue
        km = distance_km(facts.lat, facts.lon, anchor.lat, anchor.lon)
        if best is None or km < best[0]:
            best = (km, anchor.pid)
    if best is not None and best[0] <= 150:
        return f"{best[0]:.0f} km from {gazetteer.place_of(best[1]).name}"
    return f"in {facts.cc}, a country of the report" if facts.cc in context.countries else ""


def nil_reason(text: str, readings: Sequence[Candidate], context: Context) -> str:
    """Why a name means no place we know."""
    if not readings:
        return f"no place of the gazetteer is spelt like {text!r}"
    best = readings[0].facts
    where = ", ".join(sorted(context.countries)) or "no country"
    return (
        f"{len(readings)} places spelt like {text!r}, none in the context of the report ({where});"
        f" the likeliest lies in {best.cc or 'no country'}"
    )
