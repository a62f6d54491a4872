"""What was weighed, as `corroborate` asks for it: rows, blocks, good pairs, prints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol, TypeVar

import numpy as np
from sqlalchemy import Connection, Table, delete, or_, select, tuple_

from situate.store import tables

T = TypeVar("T")
MOST = 400  # values a question: SQLite allows 999
ROWS = 5000  # rows an insert
Edge = tuple[str, str, float]


class Kept(Protocol):
    """A mention as `corroborate` weighs it."""

    @property
    def mention(self) -> str: ...
    @property
    def row(self) -> bytes: ...
    @property
    def evidence(self) -> str: ...
    @property
    def blocks(self) -> tuple[int, ...]: ...


class Changes(Protocol):
    """What `corroborate.Draft` holds back: what falls, and what is new."""

    gone: set[str]
    untied: set[str]
    filed: dict[str, Any]
    sealed: dict[str, str]

    @property
    def tied(self) -> Sequence[Edge]: ...


class Weighed:
    """The tables of one connection, as `corroborate.Draft` reads them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def rows(self, ids: Collection[str]) -> dict[str, bytes]:
        """Rows of those of the mentions that are kept."""
        kept = tables.weighed.c
        found = self._in(select(kept.mention, kept.row), kept.mention, ids)
        return {mention: bytes(row) for mention, row in found}

    def members(self, blocks: Collection[int]) -> list[tuple[int, str]]:
        """(block, mention) for every mention of some blocks."""
        kept = tables.block.c
        found = self._in(select(kept.block, kept.mention), kept.block, blocks)
        return [(int(block), mention) for block, mention in found]

    def edges(self, ids: Collection[str]) -> list[Edge]:
        """Good pairs of which one mention at least is among those given."""
        kept = tables.edge.c
        query = select(kept.left, kept.right, kept.score)
        found = {(a, b, float(score)) for a, b, score in self._in(query, kept.left, ids)}
        return [*found, *(
            (a, b, float(score))
            for a, b, score in self._in(query, kept.right, ids)
            if (a, b, float(score)) not in found
        )]  # fmt: skip

    def bound(self, evidence: Collection[str]) -> list[tuple[str, str]]:
        """(evidence, mention) for every mention that stands on some evidence."""
        kept = tables.weighed.c
        found = self._in(select(kept.evidence, kept.mention), kept.evidence, evidence)
        return [(e, m) for e, m in found]

    def prints(self, incidents: Collection[str]) -> dict[str, str]:
        """Fingerprint under which each of some incidents was concluded."""
        kept = tables.happening.c
        return dict(self._in(select(kept.incident, kept.print), kept.incident, incidents))

    def _in(self, query: Any, column: Any, values: Collection[Any]) -> Iterator[Any]:
        for part in parts(sorted(values), MOST):
            for row in self.connection.execute(query.where(column.in_(part))):
                yield tuple(row)


def parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def file(connection: Connection, changes: Changes) -> None:
    """Make a draft's changes: what falls first, then what is new, in the order of keys."""
    _drop(connection, changes.gone)
    for part in parts(sorted(changes.untied), MOST):
        kept = tables.edge.c
        where = or_(kept.left.in_(part), kept.right.in_(part))
        connection.execute(delete(tables.edge).where(where))
    weighed: list[Kept] = [changes.filed[m] for m in sorted(changes.filed)]
    _insert(connection, tables.weighed, (
        {
            "mention": w.mention, "evidence": w.evidence, "row": w.row,
            "blocks": np.array(w.blocks, "<i8").tobytes(),
        }
        for w in weighed
    ))  # fmt: skip
    blocks = sorted((b, w.mention) for w in weighed for b in w.blocks)
    _insert(connection, tables.block, ({"block": b, "mention": m} for b, m in blocks))
    edges = ({"left": a, "right": b, "score": score} for a, b, score in changes.tied)
    _insert(connection, tables.edge, edges)
    seal(connection, changes.sealed)


def seal(connection: Connection, prints: Mapping[str, str]) -> None:
    """Keep fingerprints of incidents concluded anew."""
    rows = ({"incident": i, "print": prints[i]} for i in sorted(prints))
    _insert(connection, tables.happening, rows)


def _drop(connection: Connection, mentions: Collection[str]) -> None:
    kept, block = tables.weighed.c, tables.block.c
    for part in parts(sorted(mentions), MOST):
        found = connection.execute(select(kept.mention, kept.blocks).where(kept.mention.in_(part)))
        pairs = [(int(b), m) for m, data in found for b in np.frombuffer(bytes(data), "<i8")]
        for some in parts(pairs, MOST):
            connection.execute(
                delete(tables.block).where(tuple_(block.block, block.mention).in_(some))
            )
        connection.execute(delete(tables.weighed).where(kept.mention.in_(part)))


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for part in parts(rows, ROWS):
        connection.execute(table.insert(), part)
