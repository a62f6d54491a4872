"""What was said, decided and concluded, in SQLite or PostgreSQL through one set of tables."""

from __future__ import annotations

from situate.store.concluded import Ask, Mark
from situate.store.store import Store, open_store

__all__ = ["Ask", "Mark", "Store", "open_store"]
