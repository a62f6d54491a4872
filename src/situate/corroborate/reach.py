"""How far a growing happening reaches: its days, points, types, sides and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from situate.corroborate.table import NO_DAY, NOWHERE, Table


@dataclass
class Reach:
    """What must stay narrow while a happening grows."""

    rows: list[int]
    latest: int
    earliest: int
    box: tuple[float, float, float, float]
    types: frozenset[int]
    doers: frozenset[int]
    losers: frozenset[int]
    documents: dict[int, list[int]] = field(default_factory=dict)
    spoken: frozenset[int] = frozenset()  # articles of which a row says where
    told: list[int] | None = None

    def tells(self, row: int, says_little: Sequence[bool], documents: Sequence[int]) -> bool:
        """Does a row count where reports must go together?

        What an article says without a place goes where the rest of it goes: it does not count.
        """
        return not says_little[row] or documents[row] not in self.spoken

    def telling(self, says_little: Sequence[bool], documents: Sequence[int]) -> list[int]:
        """The rows that count."""
        if self.told is None:
            self.told = [row for row in self.rows if self.tells(row, says_little, documents)]
        return self.told


def reach_at(reach: dict[int, Reach], row: int, table: Table) -> Reach:
    """The reach a happening has under its first row; that of the row alone where it is new."""
    if row not in reach:
        exact = table.said_day[row] == 2 and table.end[row] - table.start[row] <= 2
        point = (
            table.coarse[row] == 0 and not np.isnan(table.lat[row]) and table.radius_km[row] <= 5
        )
        lat, lon = float(table.lat[row]), float(table.lon[row])
        speaks = bool(table.body[row] & ~table.short[row]) and table.coarse[row] != NOWHERE
        reach[row] = Reach(
            [row],
            int(table.start[row]) if exact else int(NO_DAY),
            int(table.end[row]) if exact else -int(NO_DAY),
            (lat, lon, lat, lon) if point else (90.0, 180.0, -90.0, -180.0),
            frozenset([int(table.type[row])]),
            frozenset(table.doer[row][table.doer[row] >= 0].tolist()),
            frozenset(table.loser[row][table.loser[row] >= 0].tolist()),
            {int(table.document[row]): [row]},
            frozenset([int(table.document[row])]) if speaks else frozenset(),
        )
    return reach[row]


def box(one: Reach, other: Reach) -> tuple[float, float, float, float]:
    """The box around two: south, west, north, east; turned inside out while it has no point."""
    a, b = one.box, other.box
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def merged(one: Reach, other: Reach) -> Reach:
    """The reach of two happenings as one."""
    documents = dict(one.documents)
    for document, rows in other.documents.items():
        documents[document] = [*documents.get(document, ()), *rows]
    return Reach(
        one.rows + other.rows,
        max(one.latest, other.latest),
        min(one.earliest, other.earliest),
        box(one, other),
        one.types | other.types,
        one.doers | other.doers,
        one.losers | other.losers,
        documents,
        one.spoken | other.spoken,
    )
