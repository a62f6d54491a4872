"""Incidents without their records, in memory: counted, grouped and paged without reading records.

Filled again whenever something was concluded anew; a record is read only to be shown.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from situate.store import Ask, Store, tables

COLUMNS = (
    "id", "type", "start", "end", "place", "country", "adm1", "adm2", "contested", "place_name",
    "latitude", "longitude",
)  # fmt: skip
TABLE = f"""
create table incident ({", ".join(f'"{c}"' for c in COLUMNS)});
"""
INDICES = """
create index by_day on incident (start, id);
create index by_place on incident (place);
"""


class Summary:
    """Questions to all incidents of a store; safe from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.executescript(TABLE)
        self._mark: Any = ()

    def _ask(self, query: str, values: list[Any]) -> list[Any]:
        with self._lock:
            self._refresh()
            return self._base.execute(query, values).fetchall()

    def _refresh(self) -> None:
        with self.store.read() as connection:
            found = connection.execute(select(tables.conclusion)).first()
            mark = tuple(found) if found else None
            if mark == self._mark:
                return
            columns = [tables.incident.c[name] for name in COLUMNS]
            self._base.executescript(f"drop table incident; {TABLE}")
            marks = ", ".join("?" * len(COLUMNS))
            rows = (tuple(row) for row in connection.execute(select(*columns)))
            self._base.executemany(f"insert into incident values ({marks})", rows)
            self._base.executescript(INDICES)
        self._mark = mark

    def page(self, ask: Ask) -> list[str]:
        """Ids by (start, id), undated ones last, from the cursor on."""
        where, values = _where(ask)
        order = "order by start nulls last, id limit ?"
        rows = self._ask(f"select id from incident {where} {order}", [*values, ask.limit])
        return [row[0] for row in rows]

    def count(self, ask: Ask) -> int:
        """How many; the cursor does not count."""
        where, values = _where(replace(ask, after=None))
        return int(self._ask(f"select count(*) from incident {where}", values)[0][0])

    def days(self, ask: Ask) -> list[tuple[str, int]]:
        """(ISO date, incidents that start on it), in order, whatever days are asked for."""
        where, values = _where(replace(ask, after=None, since=None, until=None))
        dated = f"{where} {'and' if where else 'where'} start is not null"
        query = f"select substr(start, 1, 10) as day, count(*) from incident {dated}"
        return self._ask(f"{query} group by day order by day", values)

    def places(self, ask: Ask, limit: int) -> list[tuple[str, str, float, float, int]]:
        """(place id, name, latitude, longitude, incidents there), the busiest first."""
        where, values = _where(replace(ask, after=None))
        placed = f"{where} {'and' if where else 'where'} place is not null"
        query = "select place, min(place_name), min(latitude), min(longitude), count(*) as n"
        query += f" from incident {placed} group by place order by n desc, place limit ?"
        return self._ask(query, [*values, limit])

    def types(self) -> list[tuple[str, int]]:
        """(type, incidents of it)."""
        return self._ask("select type, count(*) from incident group by type order by type", [])

    def span(self) -> tuple[str | None, str | None]:
        """First and last start."""
        first, last = self._ask("select min(start), max(start) from incident", [])[0]
        return first, last


def _where(ask: Ask) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for name in ("type", "place", "adm1", "adm2", "country"):
        if (wanted := getattr(ask, name)) is not None:
            parts.append(f'"{name}" = ?')
            values.append(wanted)
    if ask.since is not None:
        parts.append('("end" is null or "end" > ?)')
        values.append(ask.since.isoformat())
    if ask.until is not None:
        parts.append("(start is null or start < ?)")
        values.append(ask.until.isoformat())
    if ask.is_contested is not None:
        parts.append("contested = ?")
        values.append(int(ask.is_contested))
    if ask.after is not None:
        start, ident = ask.after
        if start:
            parts.append("((start, id) > (?, ?) or start is null)")
            values += [start, ident]
        else:
            parts.append("(start is null and id > ?)")
            values.append(ident)
    return (f"where {' and '.join(parts)}" if parts else ""), values
