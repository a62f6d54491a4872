"""What was said, decided and concluded, in SQLite or PostgreSQL through one set of tables."""

from __future__ import annotations

from situate.store.asked import Ask
from situate.store.concluded import Mark, Part
from situate.store.ground import Ground
from situate.store.store import Store, open_store
from situate.store.weighed import Weighed

__all__ = ["Ask", "Ground", "Mark", "Part", "Store", "Weighed", "open_store"]
