"""A new report weighed against its own blocks only, with the result of weighing everything.

What was weighed before is kept in an `Index`: a row of features for each mention, the blocks it
stands in, and the good pairs. Three facts make the short way equal to the long one:

    a pair      is weighed or not, and how, by its two rows and by how often their blocks are split
    a split     changes only in blocks that gained or lost a row; rows whose depth changed are
                weighed anew
    happenings  grow within a chain of good pairs; a chain no changed row belongs to stays as it is
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from situate.corroborate import blocks as _blocks
from situate.corroborate.blocks import Entries, Log, Longs, blocks_of, depths_of, reach_of
from situate.corroborate.cluster import good_pairs, grown
from situate.corroborate.table import Table, packed, table_of, unpacked
from situate.corroborate.weights import Weights
from situate.judgements import WHOLE, key
from situate.model import Document, Mention

Edge = tuple[str, str, float]
Load = Callable[[Collection[str]], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mention as it is kept for comparison: its row, its blocks, the evidence it stands on."""

    mention: str
    row: bytes
    evidence: str
    blocks: tuple[int, ...]


class Reads(Protocol):
    """What was weighed before; ids are those of mentions, an edge names the lesser id first."""

    def rows(self, ids: Collection[str]) -> dict[str, bytes]:
        """Rows of those of the mentions that are kept."""

    def members(self, blocks: Collection[int]) -> list[tuple[int, str]]:
        """(block, mention) for every mention of some blocks."""

    def edges(self, ids: Collection[str]) -> list[Edge]:
        """Good pairs of which one mention at least is among those given."""

    def bound(self, evidence: Collection[str]) -> list[tuple[str, str]]:
        """(evidence, mention) for every mention that stands on some evidence."""

    def prints(self, incidents: Collection[str]) -> dict[str, str]:
        """Fingerprint under which each of some incidents was concluded, of those that stand."""


class Index(Reads, Protocol):
    """The same, to be changed."""

    def file(self, weighed: Iterable[Weighed]) -> None:
        """Keep mentions."""

    def forget(self, ids: Collection[str]) -> None:
        """Drop mentions, with their blocks and edges."""

    def tie(self, edges: Iterable[Edge]) -> None:
        """Keep good pairs."""

    def untie(self, ids: Collection[str]) -> None:
        """Drop every edge of some mentions."""

    def seal(self, prints: Mapping[str, str]) -> None:
        """Keep fingerprints of incidents concluded anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a batch of reports changed: `touched` rows were weighed, `seeds` may group anew."""

    touched: frozenset[str]
    seeds: frozenset[str]
    log: Log


def weighed_of(
    told: Sequence[Mention], documents: Mapping[str, Document], table: Table, weights: Weights
) -> list[Weighed]:
    """Mentions, in the order of the table's rows, as they are kept."""
    entries = blocks_of(table, weights)
    blocks: list[set[int]] = [set() for _ in told]
    for row, block in zip(entries.row.tolist(), entries.key.tolist(), strict=True):
        blocks[row].add(block)
    return [
        Weighed(
            m.id,
            row,
            key(documents[m.document], m.trigger, WHOLE) if m.document in documents else "",
            tuple(sorted(mine)),
        )
        for m, row, mine in zip(told, packed(table), blocks, strict=True)
    ]


def change(
    index: Index,
    told: Sequence[Mention],
    gone: Collection[str],
    documents: Mapping[str, Document],
    weights: Weights,
) -> Change:
    """Weigh new mentions against their blocks, and forget those that are gone.

    `told` are happenings in the order of their ids, `documents` theirs; a mention told before is
    replaced.
    """
    new = {m.id for m in told}
    old = index.rows({*new, *gone})
    fresh = weighed_of(told, documents, table_of(told, documents, weights), weights)
    lost = blocks_of(unpacked(list(old.values())), weights).key.tolist() if old else []
    blocks = {*lost, *(block for kept in fresh for block in kept.blocks)}
    before = _depths(index, blocks, weights)
    freed = _ends(index.edges(old.keys())) if old else set()
    index.forget(old.keys())
    index.file(fresh)
    after = _depths(index, blocks, weights)
    moved = {
        entry[1]
        for entry in before.keys() | after.keys()
        if before.get(entry, 0) != after.get(entry, 0)
    }
    moved -= {*new, *old}
    freed |= _ends(index.edges(moved)) if moved else set()
    index.untie(moved)
    touched = new | moved
    log = _weigh(index, touched, weights) if touched else Log()
    return Change(frozenset(touched), frozenset((touched | freed) - (set(gone) - new)), log)


def chain_of(
    index: Index, seeds: Collection[str], ties: Mapping[str, Collection[str]]
) -> tuple[list[str], list[Edge]]:
    """Every mention that a chain of good pairs, or of merges by a person, ties to the seeds.

    With the good pairs among them; both sorted.
    """
    found, frontier = set(seeds), set(seeds)
    edges: set[Edge] = set()
    while frontier:
        fresh = index.edges(frontier)
        edges.update(fresh)
        frontier = _ends(fresh) | {other for m in frontier for other in ties.get(m, ())}
        frontier -= found
        found |= frontier
    return sorted(found), sorted(edges)


def grown_again(
    index: Index,
    ids: Sequence[str],
    edges: Sequence[Edge],
    weights: Weights,
    decided: Mapping[tuple[str, str], str],
) -> tuple[Table, list[str], Longs, Longs]:
    """Table of a chain, the mentions of its rows, their labels, and the pairs that joined them."""
    rows = index.rows(ids)
    known = [m for m in ids if m in rows]
    at = {m: i for i, m in enumerate(known)}
    table = unpacked([rows[m] for m in known])
    pairs = np.array([(at[a], at[b]) for a, b, _ in edges], np.int64).reshape(-1, 2)
    score = np.array([points for *_, points in edges], np.float32)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -score))
    must, cannot = ruled(decided, at)
    return table, known, *grown(table, weights, pairs[order], must, cannot)


def ruled(
    decided: Mapping[tuple[str, str], str], at: Mapping[str, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of rows a person merged, and pairs a person split; others are left out."""
    pairs = [
        ((at[a], at[b]), verdict)
        for (a, b), verdict in sorted(decided.items())
        if a in at and b in at
    ]
    merged = [pair for pair, verdict in pairs if verdict == "merge"]
    return merged, [pair for pair, verdict in pairs if verdict == "split"]


def _weigh(index: Index, touched: Collection[str], weights: Weights) -> Log:
    """Weigh the touched against all they may meet, and tie the good pairs."""
    own = index.rows(touched)
    reach = reach_of(unpacked([own[m] for m in sorted(own)]), weights)
    ids = sorted({m for _, m in index.members(reach.tolist())} | set(own))
    rows = index.rows(ids)
    table = unpacked([rows[m] for m in ids])
    at = {m: i for i, m in enumerate(ids)}
    mask = np.zeros(len(ids), bool)
    mask[[at[m] for m in touched]] = True
    pairs, score, log = good_pairs(table, weights, mask)
    index.tie(
        (ids[i], ids[j], points)
        for (i, j), points in zip(pairs.tolist(), score.tolist(), strict=True)
    )
    return log


def _depths(index: Index, blocks: Collection[int], weights: Weights) -> dict[tuple[int, str], int]:
    """How often the entries of crowded blocks are split; those not listed stand in whole blocks."""
    size: dict[int, list[str]] = {}
    for block, mention in index.members(blocks):
        size.setdefault(block, []).append(mention)
    crowded = {block for block, mentions in size.items() if len(mentions) > _blocks.CAP}
    if not crowded:
        return {}
    ids = sorted({m for block in crowded for m in size[block]})
    rows = index.rows(ids)
    table = unpacked([rows[m] for m in ids])
    every = blocks_of(table, weights)
    kept = np.isin(every.key, np.array(sorted(crowded), np.int64))
    entries = Entries(every.key[kept], every.row[kept], every.asks[kept])
    depth = depths_of(entries, table)
    return {
        (block, ids[row]): deep
        for block, row, deep in zip(
            entries.key.tolist(), entries.row.tolist(), depth.tolist(), strict=True
        )
        if deep
    }


def _ends(edges: Iterable[Edge]) -> set[str]:
    return {m for a, b, _ in edges for m in (a, b)}
