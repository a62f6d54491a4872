"""What a place or an area tells those around it: sides named there, days of battle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from situate.control.evidence import Evidence
from situate.control.votes import time_of


@dataclass(frozen=True, slots=True)
class Lent:
    """What a place tells those around it: how often each side is named there, the days of its
    battles, and the days on which opposed sides are told of; `sides` are all that are told of."""

    sides: tuple[str, ...]
    named: tuple[tuple[str, int], ...]
    battles: tuple[float, ...]
    opposed: tuple[float, ...]


def lent_by(items: Sequence[Evidence]) -> Lent:
    """What the evidence of one place tells those around it."""
    named = Counter(side for item in items for side in _claimants(item))
    fights = {(item.fact, time_of(item)) for item in items if item.armed}
    facing = {time_of(item) for item in items if item.armed or (item.doers and item.losers)}
    return Lent(
        tuple(sorted({side for item in items for side in (*item.doers, *item.losers)})),
        tuple(sorted(named.items())),
        tuple(sorted(day for _, day in fights)),
        tuple(sorted(facing)),
    )


def lent_by_area(items: Sequence[Evidence]) -> Lent:
    """What is named in an area; only said to be elsewhere, a side is not named in it."""
    return lent_by([item for item in items if item.row.name != "absent_closed"])


def _claimants(item: Evidence) -> tuple[str, ...]:
    """Sides that may hold ground here: who is struck, and who does more than strike from afar."""
    far = item.row.name == "hint" or item.row.doer is None
    return item.losers if far else (*item.doers, *item.losers)
