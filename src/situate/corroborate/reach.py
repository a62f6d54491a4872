"""How far a growing happening reaches: its days, points, types, sides and reports."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from situate.corroborate.placing import NOWHERE
from situate.corroborate.table import Table
from situate.corroborate.telling import NO_DAY


@dataclass(frozen=True)
class Said:
    """Of each row: its report and act, whether it leans on one told before, or says no place."""

    document: list[int]
    act: list[int]
    leans: list[bool]
    little: list[bool]

    def is_led(self, row: int, other: int) -> bool:
        """Does a row go where another of its report goes?"""
        if self.act[row] == self.act[other]:
            return self.leans[row]
        return self.little[row] and not self.little[other]


def said_in(table: Table) -> Said:
    """The columns as lists, which are quicker to look into one by one."""
    return Said(
        table.document.tolist(),
        table.act.tolist(),
        table.leans.tolist(),
        (~table.body | (table.coarse == NOWHERE)).tolist(),
    )


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
    standing: frozenset[int] = frozenset()  # reports of which a row leans on no other
    told: list[int] | None = None

    def tells(self, row: int, said: Said) -> bool:
        """Does a row count where reports must go together?

        What an article says without a place, or a report of an act told before, goes where the
        rest of it goes: it does not count.
        """
        document = said.document[row]
        if said.leans[row] and document in self.standing:
            return False
        return not said.little[row] or document not in self.spoken

    def telling(self, said: Said) -> list[int]:
        """The rows that count."""
        if self.told is None:
            self.told = [row for row in self.rows if self.tells(row, said)]
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
        tells_sides = not table.leans[row]
        reach[row] = Reach(
            [row],
            int(table.start[row]) if exact else int(NO_DAY),
            int(table.end[row]) if exact else -int(NO_DAY),
            (lat, lon, lat, lon) if point else (90.0, 180.0, -90.0, -180.0),
            frozenset([int(table.type[row])]),
            frozenset(table.doer[row][(table.doer[row] >= 0) & tells_sides].tolist()),
            frozenset(table.loser[row][(table.loser[row] >= 0) & tells_sides].tolist()),
            {int(table.document[row]): [row]},
            frozenset([int(table.document[row])]) if speaks else frozenset(),
            frozenset() if table.leans[row] else frozenset([int(table.document[row])]),
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
        one.standing | other.standing,
    )
