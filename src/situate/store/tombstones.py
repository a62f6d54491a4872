"""What was removed: the ids of purged reports, the day and the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from situate.store.store import Store

_DAY = re.compile(r"removed on (\d{4}-\d{2}-\d{2}): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A report that is no longer there."""

    document: str
    day: str  # ISO date
    reason: str


def tombstones(store: Store) -> tuple[Tombstone, ...]:
    """Every purged report, in the order of their going."""
    rows = ((r.where, _DAY.match(r.reason)) for r in store.rejects("purge"))
    return tuple(Tombstone(where, m[1], m[2]) for where, m in rows if m)
