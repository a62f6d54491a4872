"""Spells of places as last concluded, read from the store for pages and maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, func, or_, select

from situate.model import Hold, Period, Place
from situate.store import Ask, Store, tables

HEAVY = ("trace", "because", "probabilities", "same_as")


def records(store: Store, ask: Ask, as_of: datetime | None) -> list[str]:
    """Spells that stood on the day `as_of`, else those that touch the days asked for, as JSON.

    By name of place and start. The type and the cursor of `ask` do not count.
    """
    t = tables.hold.c
    query = select(t.record).where(*_where(ask)).order_by(t.place_name, t.start, t.id)
    if as_of is not None:
        moment = (as_of + timedelta(days=1) - timedelta(microseconds=1)).isoformat()
        query = query.where(
            or_(t.start.is_(None), t.start <= moment), or_(t.end.is_(None), t.end > moment)
        )
    elif ask.since is not None or ask.until is not None:
        query = query.where(*_touching(ask))
    with store.read() as connection:
        return [row.record for row in connection.execute(query.limit(ask.limit))]


def _touching(ask: Ask) -> list[ColumnElement[bool]]:
    t = tables.hold.c
    touching: list[ColumnElement[bool]] = []
    if ask.since is not None:
        touching.append(or_(t.end.is_(None), t.end > ask.since.isoformat()))
    if ask.until is not None:
        touching.append(or_(t.start.is_(None), t.start < ask.until.isoformat()))
    return touching


def _where(ask: Ask) -> Sequence[ColumnElement[bool]]:
    table = tables.hold.c
    return [
        table[name] == wanted
        for name in ("place", "adm1", "adm2", "country")
        if (wanted := getattr(ask, name)) is not None
    ]


def drawn(record: str) -> Hold:
    """A hold as a map draws it, built by hand: a crowded map has thousands."""
    plain = orjson.loads(record) | dict.fromkeys(HEAVY, ())
    period = plain["period"]
    if period is not None:
        start, end = (period[e] and datetime.fromisoformat(period[e]) for e in ("start", "end"))
        plain["period"] = Period(start, end, period["precision"])
    plain["place"] = Place(**plain["place"])
    for name in ("holders", "besieged_by", "claimed_by", "presence", "pressure", "flags"):
        plain[name] = tuple(plain[name])
    return Hold(**plain)


def sides(store: Store) -> list[str]:
    """Sides that hold or contest places, the most frequent first, ties by id."""
    holders = tables.hold.c.holders
    seen: Counter[str] = Counter()
    with store.read() as connection:
        for row in connection.execute(select(holders, func.count()).group_by(holders)):
            seen.update({side: int(row[1]) for side in str(row[0]).split()})
    return sorted(seen, key=lambda side: (-seen[side], side))


def span(store: Store) -> tuple[str | None, str | None]:
    """First and last start of a spell, as ISO text; None without any."""
    start = tables.hold.c.start
    with store.read() as connection:
        low, high = connection.execute(select(func.min(start), func.max(start))).one()
    return low, high
