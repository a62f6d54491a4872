"""What holds rest on, as `control` keeps it: spots, claims on places, namings of sides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Table, delete, func, select

from situate.records import to_json
from situate.store import tables
from situate.store.weighed import MOST, ROWS, parts

Naming = tuple[str, str, str]  # mention, side, actor
Claim = tuple[str, str, bool]  # place, mention, whether it weighs on the places of an area


class Grounds(Protocol):
    """What a fold leaves: what falls first, and what is new. `places` None: all falls."""

    spots: list[Any]
    claims: list[Any]
    namings: dict[Naming, int]
    gone: frozenset[str]
    places: frozenset[str] | None


class Ground:
    """The tables of one connection, as `control.refold` asks for them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def records(self) -> list[str]:
        """The record of every spot, in the order of places."""
        kept = tables.spot.c
        query = select(kept.record).order_by(kept.place, kept.dated, kept.area)
        return [row.record for row in self.connection.execute(query)]

    def claims(
        self, places: Collection[str] | None = None, mentions: Collection[str] | None = None
    ) -> list[Claim]:
        """Claims on some places, or by some mentions; with neither, those that weigh on areas."""
        kept = tables.claim.c
        query = select(kept.place, kept.mention, kept.weighs)
        if places is None and mentions is None:
            rows: Iterable[Any] = self.connection.execute(query.where(kept.weighs == 1))
        else:
            column = kept.mention if places is None else kept.place
            wanted = sorted(places if places is not None else mentions or ())
            rows = (
                row
                for some in parts(wanted, MOST)
                for row in self.connection.execute(query.where(column.in_(some)))
            )
        return [(place, mention, bool(weighs)) for place, mention, weighs in rows]

    def namings(self, mentions: Collection[str] | None = None) -> dict[Naming, int]:
        """Namings by some mentions; None: of all, summed, under the mention ""."""
        kept = tables.naming.c
        if mentions is None:
            sums = select(kept.side, kept.name, func.sum(kept.weight).label("sum"))
            rows = self.connection.execute(sums.group_by(kept.side, kept.name))
            return {("", row.side, row.name): int(row.sum) for row in rows}
        query = select(kept.mention, kept.side, kept.name, kept.weight)
        return {
            (row.mention, row.side, row.name): row.weight
            for some in parts(sorted(mentions), MOST)
            for row in self.connection.execute(query.where(kept.mention.in_(some)))
        }


def file(connection: Connection, ground: Grounds) -> None:
    """Let fall what falls, then keep what is new, in the order of keys."""
    if ground.places is None:
        for table in tables.GROUND:
            connection.execute(delete(table))
    else:
        drop(connection, tables.spot, tables.spot.c.place, ground.places)
        drop(connection, tables.claim, tables.claim.c.mention, ground.gone)
        drop(connection, tables.naming, tables.naming.c.mention, ground.gone)
    spots = sorted(ground.spots, key=lambda s: (s.place.id, s.dated, s.is_area))
    _insert(connection, tables.spot, [_spot_row(spot) for spot in spots])
    claims = sorted((c.place, c.mention, int(c.weighs)) for c in ground.claims)
    _insert(connection, tables.claim, [
        {"place": place, "mention": mention, "weighs": weighs} for place, mention, weighs in claims
    ])  # fmt: skip
    _insert(connection, tables.naming, _naming_rows(ground.namings))


def drop(connection: Connection, table: Table, column: Any, values: Collection[str]) -> None:
    """Delete the rows whose column has one of the values."""
    for some in parts(sorted(values), MOST):
        connection.execute(delete(table).where(column.in_(some)))


def _spot_row(spot: Any) -> dict[str, Any]:
    # A province may be a place of its own, held and lost, and an area that lends to its places.
    return {
        "place": spot.place.id,
        "dated": int(spot.dated),
        "area": int(spot.is_area),
        "record": to_json(spot).decode(),
    }


def _naming_rows(namings: Mapping[Naming, int]) -> list[dict[str, Any]]:
    return [
        {"mention": mention, "side": side, "name": name, "weight": namings[mention, side, name]}
        for mention, side, name in sorted(namings)
    ]


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    for part in parts(rows, ROWS):
        connection.execute(table.insert(), part)
