"""Who took a place where the taking does not say: the one foe it was fought with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from situate.control.evidence import Evidence
from situate.control.settings import load_effects

TAKEN = {"take", "part", "edge"}
FOUGHT = {"contest", "clash_near", "advance", "approach", "repelled", "take", "part", "edge"}
GAINED = {"advance", "approach"}


def with_takers(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence in its order; a taking without taker has the one side that can be meant.

    Of the same report and place: who fought the loser, or, if no loser is told, who advanced. Where
    two sides can be meant, or none, nothing is filled.
    """
    told: dict[tuple[str, str], list[Evidence]] = {}
    for item in evidence:
        if item.row.name in FOUGHT:
            told.setdefault((item.document, item.place.id), []).append(item)
    return [_filled(item, told.get((item.document, item.place.id), ())) for item in evidence]


def _filled(item: Evidence, told: Iterable[Evidence]) -> Evidence:
    if item.row.name not in TAKEN or item.doers:
        return item
    takers = {side for other in told for side in _foes(item, other)} - {*item.losers}
    if len(takers) != 1:
        return item
    return replace(item, doers=tuple(takers), honest=item.honest * load_effects().taker_told)


def _foes(item: Evidence, other: Evidence) -> Iterable[str]:
    """Sides another claim sets against the loser; without a loser, those that gain ground in it."""
    sides = {*other.doers, *other.losers}
    if not sides.isdisjoint(item.losers):
        yield from sides
    elif other.row.name in GAINED:
        yield from other.doers
