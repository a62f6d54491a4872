"""The holds of both frames, joined by place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from situate.control.fold import spells
from situate.control.record import records_of
from situate.control.theatre import Theatre
from situate.model import Hold


def rows_of(
    dated: Theatre, undated: Theatre, only: Collection[str] | None = None
) -> dict[str, tuple[Hold, ...]]:
    """Holds by place id: dated spells with the count of undated claims, or the undated state."""
    rows: dict[str, tuple[Hold, ...]] = {}
    for theatre in (dated, undated):
        for record in records_of(theatre):
            place = record.place.id
            if only is not None and place not in only:
                continue
            if place in rows:
                count = len(record.evidence)
                rows[place] = tuple(_with_undated(hold, count) for hold in rows[place])
            else:
                rows[place] = spells(record)
    return rows


def _with_undated(hold: Hold, count: int) -> Hold:
    return replace(hold, flags=(*hold.flags, f"undated evidence:{count}"))
