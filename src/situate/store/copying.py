"""A whole database into another: SQLite to PostgreSQL, or back."""

from __future__ import annotations

from sqlalchemy import select

from situate.errors import StoreError
from situate.store import tables
from situate.store.store import open_store

ROWS = 1000  # a batch


def copy(source: str, target: str) -> dict[str, int]:
    """Copy every table, said first, in one transaction; rows copied of each.

    Raises StoreError where the target holds something already.
    """
    with open_store(source) as old, open_store(target, create=True) as new:
        if any(new.counts().values()):
            raise StoreError(f"{target}: not empty", hint="name an empty database")
        counts: dict[str, int] = {}
        with old.read() as reader, new.write() as writer:
            for table in (*tables.SAID, *tables.CONCLUDED):
                counts[table.name] = 0
                rows = reader.execute(select(table).order_by(*table.primary_key.columns))
                for batch in rows.mappings().partitions(ROWS):
                    writer.execute(table.insert(), [dict(row) for row in batch])
                    counts[table.name] += len(batch)
        return counts
