"""Which mentions are worth comparing: pairs from block keys, never all against all.

A block is (type family, day, cell of about 15 km). Blocks are compared with themselves and with
half of their neighbours, so that no pair comes twice from one scheme. Mentions without a settlement
are blocked by admin area, mentions without a day by the words and figures they share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.table import KINDS, Table
from situate.corroborate.weights import Weights

CELL_LAT, CELL_LON = 0.135, 0.165  # degrees: about 15 km at 35° N, never under 9 km to 60° N
MOST_DAYS = 5  # a wider period is entered at its last days only
CAP = 256  # a block above this is split by who fights whom, then by words
CHUNK = 200_000
Longs = NDArray[np.int64]


@dataclass
class Log:
    """What splitting cost: blocks that were split and the pairs not looked at."""

    split: int = 0
    unseen_pairs: int = 0
    notes: list[str] = field(default_factory=list)


def candidate_pairs(table: Table, weights: Weights, log: Log | None = None) -> Iterator[Longs]:
    """Arrays of shape (n, 2) with left < right; a pair may come in more than one array."""
    log = log if log is not None else Log()
    rows, family, day = _entries(table, weights)
    point = np.flatnonzero(~np.isnan(table.lat[rows]) & (table.coarse[rows] <= 1))
    yield from _near(table, rows[point], family[point], day[point], log)
    yield from _by_area(table, rows, family, day, log)
    yield from _by_content(table, weights, log)
    yield from _by_document(table, log)


def _entries(table: Table, weights: Weights) -> tuple[Longs, Longs, Longs]:
    """Row, family and day of every entry: a mention stands in each family and day it may be of."""
    dated = np.flatnonzero(table.said_day > 0)
    width = np.clip(table.end[dated] - table.start[dated], 1, MOST_DAYS)
    rows = np.repeat(dated, width)
    back = np.arange(len(rows)) - np.repeat(np.cumsum(width) - width, width)
    days = table.end[rows].astype(np.int64) - 1 - back
    masks = weights.family[table.type[rows]]
    kept = [np.flatnonzero(masks & (1 << bit)) for bit in range(len(weights.families))]
    at = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    family = np.repeat(np.arange(len(kept)), [len(k) for k in kept])
    return rows[at].astype(np.int64), family.astype(np.int64), days[at]


def _near(table: Table, rows: Longs, family: Longs, day: Longs, log: Log) -> Iterator[Longs]:
    """Pairs in the same or a neighbouring cell and the same or the next day."""
    y = np.floor((table.lat[rows] + 90) / CELL_LAT).astype(np.int64)
    x = np.floor((table.lon[rows] + 180) / CELL_LON).astype(np.int64)

    def key(dd: int, dy: int, dx: int) -> Longs:
        days: Longs = family * 65536 + (day + dd) % 65536
        cells: Longs = (days * 2048 + y + dy) * 4096 + x + dx
        return cells

    own = key(0, 0, 0)
    yield from _within(own, rows, table, log)
    half = [(0, 0, 1), (0, 1, -1), (0, 1, 0), (0, 1, 1)]
    half += [(1, dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    order = np.argsort(own, kind="stable")
    for step in half:
        yield from _between(key(*step), rows, own[order], rows[order], table, log)


def _by_area(table: Table, rows: Longs, family: Longs, day: Longs, log: Log) -> Iterator[Longs]:
    """Pairs of which one at least names only an area, within one first-level area."""
    area = table.adm1[rows].astype(np.int64)
    key = (family * 65536 + day % 65536) * (2**20) + area
    vague = (table.coarse[rows] >= 2) & (area >= 0)
    exact = (table.coarse[rows] < 2) & (area >= 0)
    yield from _within(key[vague], rows[vague], table, log)
    order = np.argsort(key[exact], kind="stable")
    yield from _between(key[vague], rows[vague], key[exact][order], rows[exact][order], table, log)


def _by_content(table: Table, weights: Weights, log: Log) -> Iterator[Longs]:
    """Pairs that share a figure, a sentence or two telling words, whatever their day and place.

    Only mentions without a day or without a place are entered alone; any other mention may be
    their partner.
    """
    lost = (table.said_day == 0) | (table.coarse == 5)
    if not lost.any():
        return
    everyone = np.arange(len(table), dtype=np.int64)
    keys: list[Longs] = [
        np.where(table.place >= 0, table.place.astype(np.int64) + (1 << 40), -1),
        np.where(table.sentence > 0, table.sentence.astype(np.int64) + (2 << 40), -1),
    ]
    for k in range(KINDS):
        figure = np.nan_to_num(table.low[:, k] * 4099 + table.high[:, k], nan=-1).astype(np.int64)
        keys.append(np.where(figure > 4100 * 3, figure + ((3 + k) << 40), -1))
    for k in range(2):
        word = table.words[:, k].astype(np.int64)
        keys.append(np.where(word > 0, word + (10 << 40), -1))
    for key in keys:
        mine = lost & (key >= 0)
        rest = ~lost & (key >= 0)
        yield from _within(key[mine], everyone[mine], table, log)
        order = np.argsort(key[rest], kind="stable")
        yield from _between(
            key[mine], everyone[mine], key[rest][order], everyone[rest][order], table, log
        )


def _by_document(table: Table, log: Log) -> Iterator[Longs]:
    """Pairs of one document: headline, lead and body tell of one act."""
    rows = np.arange(len(table), dtype=np.int64)
    yield from _within(table.document.astype(np.int64), rows, table, log)


def _within(key: Longs, rows: Longs, table: Table, log: Log) -> Iterator[Longs]:
    """All pairs of entries with equal key; blocks over the cap are split first."""
    if len(rows) < 2:
        return
    key, rows = _split(key, rows, table, log)
    order = np.argsort(key, kind="stable")
    key, rows = key[order], rows[order]
    last = np.searchsorted(key, key, side="right")
    yield from _expand(rows, np.arange(1, len(rows) + 1), last, rows)


def _between(
    key: Longs, rows: Longs, other_key: Longs, other_rows: Longs, table: Table, log: Log
) -> Iterator[Longs]:
    """All pairs of an entry and an entry of another, sorted, list with the same key.

    A meeting over the cap keeps, on either side, the first of each who-fights-whom.
    """
    first = np.searchsorted(other_key, key, side="left")
    last = np.searchsorted(other_key, key, side="right")
    crowded = last - first > CAP
    if crowded.any():
        log.split += int(crowded.sum())
        log.unseen_pairs += int((last - first - CAP)[crowded].sum())
        last = np.minimum(last, first + CAP)
    yield from _expand(rows, first, last, other_rows)


def _split(key: Longs, rows: Longs, table: Table, log: Log) -> tuple[Longs, Longs]:
    """Give crowded blocks finer keys: by the pair of sides, then by the first telling word."""
    finer = [
        (table.doer.max(axis=1) + 1).astype(np.int64) * 1009 + table.loser.max(axis=1) + 1,
        table.type.astype(np.int64) * 100003 + table.place.astype(np.int64),
        table.words[:, 0].astype(np.int64),
        np.arange(len(table), dtype=np.int64) // CAP,
    ]
    for part in finer:
        _, block, size = np.unique(key, return_inverse=True, return_counts=True)
        crowded = size[block] > CAP
        if not crowded.any():
            return key, rows
        before = int((size[size > CAP].astype(np.int64) ** 2).sum() // 2)
        block = block.astype(np.int64)
        mixed = (block * 2654435761 + part[rows] * 40503 + 1) % (2**61 - 1)
        key = np.where(crowded, mixed + 2**61, block)
        _, after = np.unique(key[crowded], return_counts=True)
        log.split += int((size > CAP).sum())
        log.unseen_pairs += before - int((after.astype(np.int64) ** 2).sum() // 2)
    return key, rows


def _expand(rows: Longs, first: Longs, last: Longs, others: Longs) -> Iterator[Longs]:
    """Pairs (rows[i], others[j]) for first[i] <= j < last[i], in chunks, left < right."""
    count = np.maximum(last - first, 0)
    bounds = np.concatenate([[0], np.cumsum(count)])
    at = 0
    while at < len(rows):
        to = int(np.searchsorted(bounds, bounds[at] + CHUNK, side="right")) - 1
        to = max(to, at + 1)
        n = count[at:to]
        left = np.repeat(rows[at:to], n)
        offset = np.arange(len(left)) - np.repeat(np.cumsum(n) - n, n)
        right = others[np.repeat(first[at:to], n) + offset]
        keep = left != right
        pair = np.stack([np.minimum(left, right)[keep], np.maximum(left, right)[keep]], axis=1)
        if len(pair):
            yield pair
        at = to
