"""Ever finer keys by which a crowded block is split, the same on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.table import Table

Longs = NDArray[np.int64]


class Signs:
    """Ever finer keys by which a crowded block is split: sides, kind and place, words, the row."""

    def __init__(self, table: Table) -> None:
        doer, loser = table.doer.max(axis=1), table.loser.max(axis=1)
        sides = mixed(1, np.minimum(doer, loser), np.maximum(doer, loser))
        kinds = mixed(2, sides, table.type, table.place)
        self._known = (sides, kinds, mixed(3, kinds, table.words[:, 0]))
        self._id = table.id

    def at(self, depth: int, rows: Longs) -> Longs:
        """Signs at a depth from 1 on; equal signs are equal at every lesser depth."""
        if depth <= len(self._known):
            return self._known[depth - 1][rows]
        share = self._id[rows] & ((1 << (depth - len(self._known))) - 1)
        return mixed(4, self._known[-1][rows], share)


def mixed(*parts: NDArray[Any] | int) -> Longs:
    """One 64-bit hash of integer columns, the same on every machine."""
    out: Any = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        for part in parts:
            word = np.asarray(part, np.int64).astype(np.uint64)
            out = (out ^ word) * np.uint64(0xBF58476D1CE4E5B9)
            out = (out ^ (out >> np.uint64(29))) * np.uint64(0x94D049BB133111EB)
            out = out ^ (out >> np.uint64(32))
    return np.asarray(out).astype(np.int64)
