"""Databases of a job array brought together: what was said in each, once.

Nothing is changed, only appended; what is concluded follows with the next `situate rebuild`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, select

from situate.errors import UsageError
from situate.store import said, tables
from situate.store.store import Store, open_store
from situate.store.weighed import parts

ROWS = 500  # readings a batch


def merge(target: Store, sources: Iterable[str]) -> dict[str, int]:
    """Append what was said in other databases to `target`; rows added of each table.

    A document read by one pipeline in two databases is taken once. Raises UsageError where a
    source is the target, StoreError as `open_store` does; each source is one transaction.
    """
    before = target.counts()
    for source in sources:
        if source == target.where:
            raise UsageError(f"{source}: a database is not merged into itself")
        with (
            open_store(source, read_only="://" not in source) as other,
            other.read() as reader,
            target.write() as writer,
        ):
            _append(reader, writer)
    after = target.counts()
    return {table.name: after[table.name] - before[table.name] for table in tables.SAID}


def _append(reader: Connection, writer: Connection) -> None:
    runs = {row.id for row in writer.execute(select(tables.run.c.id))}
    _add(writer, tables.run, _rows(reader, tables.run))
    mark = tables.reading
    for batch in parts(_rows(reader, mark, mark.c.seq), ROWS):
        fresh = [
            row for row in batch if not said.has_reading(writer, row["document"], row["pipeline"])
        ]
        for table in (tables.document, tables.mention, tables.quote):
            for row in fresh:
                _add(writer, table, _of(reader, table, row))
        _add(writer, mark, fresh)
    _add(writer, tables.judgement, _rows(reader, tables.judgement, tables.judgement.c.seq))
    rejects = _rows(reader, tables.reject, tables.reject.c.seq)
    _add(writer, tables.reject, (row for row in rejects if row["run"] not in runs))


def _of(reader: Connection, table: Table, reading: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows of one reading: its document, its mentions, their words."""
    if table is tables.document:
        query = select(table).where(table.c.id == reading["document"])
    else:
        query = select(table).where(
            table.c.document == reading["document"], table.c.pipeline == reading["pipeline"]
        )
    return (dict(row) for row in reader.execute(query).mappings())


def _rows(reader: Connection, table: Table, order: Any = None) -> Iterator[dict[str, Any]]:
    """Rows without the number a database gave them."""
    query = select(table).order_by(table.c.id if order is None else order)
    for row in reader.execute(query).mappings():
        yield {name: value for name, value in row.items() if name != "seq"}


def _add(writer: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for some in parts(rows, ROWS):
        said.add(writer, table, some)
