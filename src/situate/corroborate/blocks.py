"""Which mentions are worth comparing: pairs from block keys, never all against all.

A block is (type family, day, cell of about 15 km). Blocks are compared with themselves and with
half of their neighbours, so that no pair comes twice from one scheme. Mentions without a settlement
are blocked by admin area, mentions without a day by the words and figures they share.

Whether two mentions are compared hangs on the two and on how crowded their blocks are, on nothing
else: so a new report can be compared with its blocks alone (`corroborate.increment`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.signs import Signs, mixed
from situate.corroborate.table import KINDS, Table
from situate.corroborate.weights import Weights

CELL_LAT, CELL_LON = 0.135, 0.165  # degrees: about 15 km at 35° N, never under 9 km to 60° N
MOST_DAYS = 5  # a wider period is entered at its last days only
CAP = 256  # a block above this is split by who fights whom, then by words
DEPTHS = 24  # splits after which a block stays as it is: 2**20 mentions alike in every way
CHUNK = 200_000
CELL, AREA, DOCUMENT, CONTENT = range(4)  # schemes
HALF = (
    (0, 0, 1), (0, 1, -1), (0, 1, 0), (0, 1, 1),
    *((1, dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)),
)  # fmt: skip
AROUND = tuple(
    (dd, dy, dx) for dd in (-1, 0, 1) for dy in (-1, 0, 1) for dx in (-1, 0, 1)
)  # days, cells north, cells east
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass
class Log:
    """What was looked at, and what splitting cost."""

    scored: int = 0
    split: int = 0
    unseen_pairs: int = 0


@dataclass(frozen=True)
class Entries:
    """Rows of a table in the blocks of one scheme; a pair needs one that `asks`."""

    key: Longs
    row: Longs
    asks: Bools


@dataclass(frozen=True)
class Points:
    """Rows with a settlement, in each family, day and cell they may be of."""

    row: Longs
    family: Longs
    day: Longs
    y: Longs
    x: Longs

    def key(self, days: int = 0, north: int = 0, east: int = 0) -> Longs:
        """The block so many days and cells away."""
        return mixed(CELL, self.family, self.day + days, self.y + north, self.x + east)


def candidate_pairs(table: Table, weights: Weights, log: Log | None = None) -> Iterator[Longs]:
    """Arrays of shape (n, 2) with left < right; a pair may come in more than one array."""
    log = log if log is not None else Log()
    signs = Signs(table)
    points = _points(table, weights)
    yield from _near(points, signs, log)
    for entries in _others(table, weights):
        yield from _within(entries, _depths(entries, signs, log), signs)


def blocks_of(table: Table, weights: Weights) -> Entries:
    """Every block of every row, each once."""
    points = _points(table, weights)
    every = [Entries(points.key(), points.row, np.ones(len(points.row), bool))]
    every += _others(table, weights)
    return Entries(
        np.concatenate([e.key for e in every]),
        np.concatenate([e.row for e in every]),
        np.concatenate([e.asks for e in every]),
    )


def reach_of(table: Table, weights: Weights) -> Longs:
    """Keys of all blocks in which a row may find a partner: its own and their neighbours."""
    points = _points(table, weights)
    keys = [points.key(*step) for step in AROUND]
    keys += [entries.key for entries in _others(table, weights)]
    return np.unique(np.concatenate(keys))


def depths_of(entries: Entries, table: Table) -> Longs:
    """How often the block of each entry is split; entries must hold their blocks whole."""
    return _depths(entries, Signs(table), Log())


def _dated(table: Table, weights: Weights) -> tuple[Longs, Longs, Longs]:
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


def _points(table: Table, weights: Weights) -> Points:
    rows, family, day = _dated(table, weights)
    kept = np.flatnonzero(~np.isnan(table.lat[rows]) & (table.coarse[rows] <= 1))
    rows = rows[kept]
    y = np.floor((table.lat[rows] + 90) / CELL_LAT).astype(np.int64)
    x = np.floor((table.lon[rows] + 180) / CELL_LON).astype(np.int64)
    return Points(rows, family[kept], day[kept], y, x)


def _others(table: Table, weights: Weights) -> Iterator[Entries]:
    """Blocks by admin area, by document and by content."""
    yield _by_area(table, *_dated(table, weights))
    rows = np.arange(len(table), dtype=np.int64)
    yield Entries(mixed(DOCUMENT, table.document), rows, np.ones(len(rows), bool))
    yield from _by_content(table, rows)


def _by_area(table: Table, rows: Longs, family: Longs, day: Longs) -> Entries:
    """First-level areas; of a pair one at least names only an area."""
    kept = np.flatnonzero(table.adm1[rows] >= 0)
    rows = rows[kept]
    key = mixed(AREA, family[kept], day[kept], table.adm1[rows])
    return Entries(key, rows, table.coarse[rows] >= 2)


def _by_content(table: Table, rows: Longs) -> Iterator[Entries]:
    """A figure, a sentence, two telling words or a place shared, whatever the day.

    Only mentions without a day or without a place ask; any other mention may be their partner.
    """
    lost = (table.said_day == 0) | (table.coarse == 5)
    columns: list[tuple[Longs, Bools]] = [
        (table.place, table.place >= 0),
        (table.sentence.astype(np.int64), table.sentence > 0),
        (table.name_words[:, 0].astype(np.int64), table.unlisted & (table.name_words[:, 0] > 0)),
    ]
    for k in range(KINDS):
        figure = np.nan_to_num(table.low[:, k] * 4099 + table.high[:, k], nan=-1).astype(np.int64)
        columns.append((figure, figure > 4100 * 3))
    for number, (value, told) in enumerate(columns):
        at = rows[told]
        yield Entries(mixed(CONTENT + number, value[at]), at, lost[at])
    words = table.words[:, :2].astype(np.int64).ravel()
    at = np.repeat(rows, 2)[words > 0]
    yield Entries(mixed(CONTENT + len(columns), words[words > 0]), at, lost[at])


def _depths(entries: Entries, signs: Signs, log: Log) -> Longs:
    """How finely each entry's block is split: until the pairs of a part are at most CAP squared."""
    depth = np.zeros(len(entries.key), np.int64)
    todo = np.arange(len(entries.key))
    leaf = entries.key
    for level in range(1, DEPTHS + 1):
        _, part = np.unique(leaf, return_inverse=True)
        pairs = np.bincount(part, entries.asks[todo]) * np.bincount(part)
        crowded = (pairs > CAP * CAP)[part]
        if not crowded.any():
            break
        log.split += int((pairs > CAP * CAP).sum())
        todo = todo[crowded]
        leaf = mixed(entries.key[todo], level, signs.at(level, entries.row[todo]))
        depth[todo] = level
        _, after = np.unique(leaf, return_counts=True)
        whole, after = pairs[pairs > CAP * CAP].sum(), (after.astype(np.float64) ** 2).sum()
        log.unseen_pairs += max(0, int((whole - after) / 2))
    return depth


def _leaves(entries: Entries, depth: Longs, signs: Signs, least: int = 0) -> Longs:
    """Key of each entry at its own depth, or at `least` where that is deeper."""
    key = entries.key.copy()
    deep = np.maximum(depth, least)
    for level in np.unique(deep[deep > 0]):
        at = np.flatnonzero(deep == level)
        key[at] = mixed(entries.key[at], int(level), signs.at(int(level), entries.row[at]))
    return key


def _within(entries: Entries, depth: Longs, signs: Signs) -> Iterator[Longs]:
    """All pairs of entries of one leaf of which one at least asks."""
    if not entries.asks.any():
        return
    key = _leaves(entries, depth, signs)
    order = np.lexsort((~entries.asks, key))
    key, rows, asks = key[order], entries.row[order], entries.asks[order]
    askers = np.flatnonzero(asks)  # they stand before the rest of their leaf
    last = np.searchsorted(key, key[askers], side="right")
    yield from _expand(rows[askers], askers + 1, last, rows)


def _near(points: Points, signs: Signs, log: Log) -> Iterator[Longs]:
    """Pairs in the same or a neighbouring cell and the same or the next day."""
    own = Entries(points.key(), points.row, np.ones(len(points.row), bool))
    depth = _depths(own, signs, log)
    yield from _within(own, depth, signs)
    order = np.argsort(own.key, kind="stable")
    there = Entries(own.key[order], own.row[order], own.asks)
    for step in HALF:
        here = Entries(points.key(*step), points.row, own.asks)
        yield from _between(here, depth, there, depth[order], signs)


def _between(
    here: Entries, depth: Longs, there: Entries, there_depth: Longs, signs: Signs
) -> Iterator[Longs]:
    """All pairs of an entry here and one there with one key; `there` is sorted by key.

    Where either block is split, the two must be alike at the deeper of the two depths.
    """
    levels = np.unique(np.concatenate([depth, there_depth]))
    if len(levels) <= 1 and not levels.any():
        yield from _meet(here.key, here.row, there.key, there.row)
        return
    for level in levels.tolist():
        for one, other in (
            (depth == level, there_depth <= level),
            (depth < level, there_depth == level),
        ):
            if not one.any() or not other.any():
                continue
            a, b = _part(here, one), _part(there, other)
            key = _leaves(b, there_depth[other], signs, level)
            order = np.argsort(key, kind="stable")
            mine = _leaves(a, depth[one], signs, level)
            yield from _meet(mine, a.row, key[order], b.row[order])


def _part(entries: Entries, kept: Bools) -> Entries:
    return Entries(entries.key[kept], entries.row[kept], entries.asks[kept])


def _meet(key: Longs, rows: Longs, other_key: Longs, other_rows: Longs) -> Iterator[Longs]:
    first = np.searchsorted(other_key, key, side="left")
    last = np.searchsorted(other_key, key, side="right")
    yield from _expand(rows, first, last, other_rows)


def _expand(rows: Longs, first: Longs, last: Longs, others: Longs) -> Iterator[Longs]:
    """Pairs (rows[i], others[j]) for first[i] <= j < last[i], in chunks, left < right."""
    count = np.maximum(last - first, 0)
    some = np.flatnonzero(count)
    rows, first, count = rows[some], first[some], count[some]
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
