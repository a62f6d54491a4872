"""The truth of suite control: coded transfers at points, and whose side an actor is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import gold_actor
from situate.evaluate.places import point_in
from situate.evaluate.suite import Row
from situate.model import Actor

if TYPE_CHECKING:
    from situate.knowledge.roster import Roster

EPOCH = date(1970, 1, 1)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Coded:
    """A row as read: `taker` and `loser` are the four sides of the table, None where unknown."""

    where: str
    text: str
    day: int  # since 1970
    point: Point
    location: str
    precision: int
    exact_day: bool
    taker: str | None
    loser: str | None
    is_transfer: bool


@dataclass(frozen=True, slots=True)
class Transfer:
    """A coded taking at an exact point; `changes` if the coded holder was another or none."""

    day: int
    point: Point
    taker: str
    changes: bool


def coded(where: str, row: Row, table: Mapping[str, Any], roster: Roster) -> Coded:
    """A row as read. Raises ValueError or KeyError where a field is missing or malformed."""
    day = datetime.strptime(row["event_date"], "%d %B %Y").date()
    sides = [side_of(row[name].strip(), table, roster, day) for name in ("actor1", "actor2")]
    taker, loser = _taker(row, sides, table)
    return Coded(
        where,
        row["notes"],
        (day - EPOCH).days,
        point_in(row),
        row["location"],
        round(float(row["geo_precision"])),
        round(float(row["time_precision"])) == 1,
        taker,
        loser,
        row["sub_event_type"] != table["clash"],
    )


def side_of(name: str, table: Mapping[str, Any], roster: Roster, day: date) -> str | None:
    """Which of the four sides a coder's actor is on; None if none of them."""
    for side, starts in table["names"].items():
        if name.startswith(tuple(starts)):
            return str(side)
    actor = gold_actor(name, roster, day) if name else None
    return merged_side(actor, table)


def merged_side(actor: Actor | None, table: Mapping[str, Any]) -> str | None:
    """Which of the four sides an actor of the roster is on."""
    if actor is None:
        return None
    return merged_key([*actor.sides, actor.parent, actor.id], table)


def merged_key(keys: Sequence[str | None], table: Mapping[str, Any]) -> str | None:
    """The first of the four sides that one of these roster ids and sides belongs to."""
    for key in keys:
        for side, members in table["sides"].items():
            if key is not None and (key in members or key.removesuffix(":military") in members):
                return str(side)
    return None


def _taker(
    row: Row, sides: Sequence[str | None], table: Mapping[str, Any]
) -> tuple[str | None, str | None]:
    """Taker and loser: the state side if it regains; else actor1, unless that is the state."""
    first, second = sides
    if row["sub_event_type"] == table["government_regains"]:
        return ("government", second if first == "government" else first)
    if row["inter1"] and float(row["inter1"]) == 1:
        return second, first
    return first, second


def transfers_of(rows: Sequence[Coded]) -> list[Transfer]:
    """Takings at exact points on exact days by one known side from another, in order of time."""
    holder: dict[Point, str] = {}
    out = []
    for row in sorted(rows, key=lambda r: (r.day, r.where)):
        good = row.is_transfer and row.precision == 1 and row.exact_day
        if good and row.taker and row.loser and row.taker != row.loser:
            changes = holder.get(row.point) != row.taker
            out.append(Transfer(row.day, row.point, row.taker, changes))
            holder[row.point] = row.taker
    return out
