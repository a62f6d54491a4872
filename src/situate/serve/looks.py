"""What is most worth a person's look: doubt times what rests on it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from situate.serve.index import Index, Look

if TYPE_CHECKING:
    from situate.store import Store

__all__ = ["Look", "worth_a_look"]
ALL = 2**31 - 1


def worth_a_look(store: Store) -> list[Look]:
    """Asserted mentions nobody has judged, the most valuable look first."""
    with closing(Index(store)) as index:
        index.refresh(wait=True)
        return index.looks(ALL)[0]
