"""A digest of the tables that ship, so that every run can say what it knew."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def knowledge_digest() -> str:
    """Hex digest over the names and bytes of all files in `knowledge/data`."""
    found = hashlib.sha256()
    for name, table in sorted(_tables(files("situate.knowledge") / "data", "")):
        found.update(name.encode())
        found.update(table.read_bytes())
    return found.hexdigest()[:16]


def _tables(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for item in folder.iterdir():
        name = f"{prefix}/{item.name}"
        found += _tables(item, name) if item.is_dir() else [(name, item)]
    return found
