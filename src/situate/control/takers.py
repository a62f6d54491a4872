"""What one report's claims of a place say together: a taker unsaid, an entry after a flight."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from situate.control.evidence import Evidence
from situate.control.settings import load_effects

TAKEN = {"take", "part", "edge"}
FOUGHT = {"contest", "clash_near", "advance", "approach", "repelled", "take", "part", "edge"}
GAINED = {"advance", "approach"}
LEFT = {"leave", "vacate"}


def with_takers(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence in its order; a taking without taker has the one side that can be meant.

    Of the same report and place: who fought the loser, or, if no loser is told, who advanced. Where
    two sides can be meant, or none, nothing is filled. Who enters a place that another side left
    has it whole: "entered the village after the militants withdrew".
    """
    told: dict[tuple[str, str], list[Evidence]] = {}
    left: dict[tuple[str, str], set[str]] = {}
    for item in evidence:
        key = (item.document, item.place.id)
        if item.row.name in FOUGHT:
            told.setdefault(key, []).append(item)
        elif item.row.name in LEFT:
            left.setdefault(key, set()).update(item.losers)
    return [
        _entered(
            _filled(item, told.get((item.document, item.place.id), ())),
            left.get((item.document, item.place.id), set()),
        )
        for item in evidence
    ]


def _entered(item: Evidence, gone: Collection[str]) -> Evidence:
    """An entry into a place its holder left is its taking without resistance."""
    is_entry = item.type == "place_entered" and item.row.name == "edge" and item.doers
    if not is_entry or not gone or not {*gone}.isdisjoint(item.doers):
        return item
    losers = tuple(sorted({*item.losers, *gone}))
    return replace(item, row=load_effects().rows["vacate"], losers=losers, narrow=1)


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
