"""The one deletion: a report that must go for a legal or safety need."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, func, select

from situate.errors import UsageError
from situate.model import Reject
from situate.store import said, tables
from situate.store.store import Store
from situate.store.triggers import protect, unprotect

TABLES = ("document", "reading", "mention", "quote")


def purge(store: Store, document: str, reason: str) -> int:
    """Remove a document, and its mentions; a tombstone with id, day and reason stays.

    Returns how many mentions went. Raises UsageError for an id that is not there. What was
    concluded from it goes with the next `rebuild`.
    """
    if document not in store.documents([document]):
        raise UsageError(
            f"{store.where}: no document {document}",
            hint="the address of its page in `situate serve` ends in its id",
        )
    with store.write() as connection:
        for name in TABLES:
            unprotect(connection, name)
        said_of = tables.mention.c.document == document
        count = connection.execute(select(func.count()).where(said_of)).scalar_one()
        connection.execute(delete(tables.quote).where(tables.quote.c.document == document))
        connection.execute(delete(tables.mention).where(said_of))
        connection.execute(delete(tables.reading).where(tables.reading.c.document == document))
        connection.execute(delete(tables.document).where(tables.document.c.id == document))
        connection.execute(delete(tables.conclusion))  # so that the next run concludes whole
        for name in TABLES:
            protect(connection, name)
        day = datetime.now(UTC).date()
        tombstone = Reject(document, "purge", f"removed on {day}: {reason}")
        said.add_rejects(connection, [tombstone], "purge")
    return count
