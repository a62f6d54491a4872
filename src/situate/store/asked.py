"""What is concluded, asked with filters and a cursor."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, func, or_, select

from situate.model import Area, Hold, Incident
from situate.records import from_json
from situate.store import tables
from situate.store.weighed import MOST, parts

PAGE = 100


@dataclass(frozen=True, slots=True)
class Ask:
    """Filters of a list; None means any. Periods are half open; `after` is a cursor."""

    type: str | None = None
    place: str | None = None
    adm1: str | None = None
    adm2: str | None = None
    country: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_contested: bool | None = None
    after: tuple[str, str] | None = None  # (start or "", id) of the last row seen
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Voice:
    """A witness: who ultimately speaks, in which mentions."""

    root: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """The part of an incident that control asks for."""

    id: str
    mentions: tuple[str, ...]
    witnesses: tuple[Voice, ...]


def incidents(connection: Connection, ask: Ask) -> list[Incident]:
    """Incidents that meet the filters, by (start, id); undated ones come last."""
    table = tables.incident.c
    query = _filtered(select(table.record), table, ask)
    if ask.is_contested is not None:
        query = query.where(table.contested == int(ask.is_contested))
    if ask.type is not None:
        query = query.where(table.type == ask.type)
    return [from_json(row.record, Incident) for row in connection.execute(query)]


def voices(connection: Connection, ids: Collection[str]) -> list[Voices]:
    """Who speaks in some incidents; the other fields are left unread."""
    table = tables.incident.c
    query = select(table.id, table.record)
    rows = (
        row
        for some in parts(sorted(ids), MOST)
        for row in connection.execute(query.where(table.id.in_(some)))
    )
    records = ((row.id, orjson.loads(row.record)) for row in rows)
    return [
        Voices(
            ident,
            tuple(record["mentions"]),
            tuple(Voice(w["root"], tuple(w["mentions"])) for w in record["witnesses"]),
        )
        for ident, record in records
    ]


def incident_of(connection: Connection, ident: str) -> Incident | None:
    """The incident of that id, or the one that now holds the mention of that id."""
    table, pair = tables.incident.c, tables.incident_mention.c
    row = connection.execute(select(table.record).where(table.id == ident)).first()
    if row is None:
        query = (
            select(table.record)
            .join_from(tables.incident, tables.incident_mention, pair.incident == table.id)
            .where(pair.mention == ident)
        )
        row = connection.execute(query).first()
    return from_json(row.record, Incident) if row else None


def holds(connection: Connection, ask: Ask) -> list[Hold]:
    """Spells that meet the filters and touch [since, until), by (start, id)."""
    table = tables.hold.c
    query = _filtered(select(table.record), table, ask)
    return [from_json(row.record, Hold) for row in connection.execute(query)]


def areas(connection: Connection) -> list[Area]:
    """All pockets and fronts."""
    query = select(tables.area.c.record).order_by(tables.area.c.id)
    return [from_json(row.record, Area) for row in connection.execute(query)]


def _filtered(query: Select[Any], table: Any, ask: Ask) -> Select[Any]:
    for name in ("place", "country"):
        if (wanted := getattr(ask, name)) is not None:
            query = query.where(table[name] == wanted)
    for name in ("adm1", "adm2"):
        if (wanted := getattr(ask, name)) is not None:
            same = func.lower(table[name]) == wanted.lower()
            query = query.where(or_(table[name] == wanted, same))
    if ask.since is not None:
        query = query.where(or_(table.end.is_(None), table.end > ask.since.isoformat()))
    if ask.until is not None:
        query = query.where(or_(table.start.is_(None), table.start < ask.until.isoformat()))
    if ask.after is not None:
        start, ident = ask.after
        later = and_(table.start == start, table.id > ident)
        if start:
            query = query.where(or_(table.start > start, later, table.start.is_(None)))
        else:
            query = query.where(and_(table.start.is_(None), table.id > ident))
    return query.order_by(table.start.asc().nulls_last(), table.id).limit(ask.limit)
