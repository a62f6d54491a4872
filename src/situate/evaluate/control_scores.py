"""Transfers and days of the coders against ours, counted by blocks of half a degree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from situate.evaluate.agree import km_between
from situate.evaluate.control_days import SIDES, Floats, Track
from situate.evaluate.control_given import NEAR_KM
from situate.evaluate.control_truth import Coded, Point, Transfer, transfers_of
from situate.evaluate.suite import Errors

CLIP = 0.001
SHOWN_WITHIN, RIGHT_WITHIN = 7, 3  # days: recall, precision
AFTER = 30  # days after a transfer that are also scored apart
BINS = 10
EVEN = 1e-6
Counts = dict[str, float]


def score(
    prefix: str,
    notes: Sequence[Coded],
    tracks: Sequence[Track],
    units: dict[tuple[int, int], Counts],
    log: Errors,
) -> list[float]:
    """Add one variant's counts to the half-degree blocks; days from transfer to its showing."""
    transfers = transfers_of(notes)
    exact = sorted({n.point for n in notes if n.precision == 1})
    radius = NEAR_KM if prefix == "own" else 0.05
    near = nearby(tracks, radius)
    last = max((n.day for n in notes), default=0)
    takings = _coded_takings(notes)
    lags = []
    for transfer in transfers:
        if not transfer.changes:
            continue
        counts = units[block_of(transfer.point)]
        lag = _shown_lag(transfer, near(transfer.point))
        counts[f"{prefix}:recall:gold"] += 1
        counts[f"{prefix}:recall:right"] += lag is not None
        if lag is not None:
            lags.append(float(lag))
        else:
            log.add(_where(notes, transfer), "miss", _text(notes, transfer), transfer.taker, prefix)
    seen: set[int] = set()
    for point in exact:
        counts = units[block_of(point)]
        counts[f"{prefix}:place_weeks"] += (last - min(n.day for n in notes) + 1) / 7
        for track in near(point):
            if id(track) in seen:
                continue
            seen.add(id(track))
            _score_changes(prefix, track, takings, radius, counts, log)
    for point, mine in by_point(transfers).items():
        closest = next(iter(near(point)), None)
        counts = units[block_of(point)]
        for name, value in _score_days(prefix, closest, mine, last).items():
            counts[name] += value
    return lags


def nearby(tracks: Sequence[Track], radius: float) -> Callable[[Point], list[Track]]:
    """Tracks within the radius of a point, nearest first."""
    cells: dict[tuple[int, int], list[Track]] = defaultdict(list)
    for track in tracks:
        cells[(int(track.point[0] * 10), int(track.point[1] * 10))].append(track)

    def near(point: Point) -> list[Track]:
        y, x = int(point[0] * 10), int(point[1] * 10)
        found = [
            (km, track.point, track)
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for track in cells.get((y + dy, x + dx), ())
            if (km := km_between(point, track.point)) <= radius
        ]
        return [track for _, _, track in sorted(found, key=lambda row: row[:2])]

    return near


def block_of(point: Point) -> tuple[int, int]:
    return (int(np.floor(point[0] * 2)), int(np.floor(point[1] * 2)))


def _coded_takings(notes: Sequence[Coded]) -> dict[tuple[int, int], list[tuple[int, Point, str]]]:
    """Coded takings of any precision, by tenth of a degree."""
    out: dict[tuple[int, int], list[tuple[int, Point, str]]] = defaultdict(list)
    for note in notes:
        if note.is_transfer and note.taker:
            key = (int(note.point[0] * 10), int(note.point[1] * 10))
            out[key].append((note.day, note.point, note.taker))
    return out


def _shown_lag(transfer: Transfer, tracks: Sequence[Track]) -> int | None:
    """Days until the taker is shown as holder, at most 7; None if it is not."""
    side = SIDES.index(transfer.taker)
    lags = [
        lag
        for track in tracks
        for lag in range(SHOWN_WITHIN + 1)
        if 0 <= transfer.day + lag - track.first < len(track.shown)
        and track.shown[transfer.day + lag - track.first] == side
    ]
    return min(lags, default=None)


def _score_changes(
    prefix: str,
    track: Track,
    takings: Mapping[tuple[int, int], Sequence[tuple[int, Point, str]]],
    radius: float,
    counts: Counts,
    log: Errors,
) -> None:
    y, x = int(track.point[0] * 10), int(track.point[1] * 10)
    around = [
        (day, taker)
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
        for day, point, taker in takings.get((y + dy, x + dx), ())
        if km_between(point, track.point) <= radius
    ]
    for day, before, holder in track.changes:
        right = any(abs(d - day) <= RIGHT_WITHIN and t == SIDES[holder] for d, t in around)
        counts[f"{prefix}:change:called"] += 1
        counts[f"{prefix}:change:right"] += right
        flip = before >= 0 and not any(abs(d - day) <= RIGHT_WITHIN for d, _ in around)
        counts[f"{prefix}:flip:false"] += flip
        if not right:
            log.add(f"{track.point} {day}", "false alarm", "", around, (before, holder, prefix))


def by_point(transfers: Iterable[Transfer]) -> dict[Point, list[Transfer]]:
    out: dict[Point, list[Transfer]] = defaultdict(list)
    for transfer in transfers:
        out[transfer.point].append(transfer)
    return out


def _score_days(prefix: str, track: Track | None, mine: Sequence[Transfer], last: int) -> Counts:
    """Every day after the first coded transfer at a point: holder shown, belief, baseline."""
    counts: Counts = defaultdict(float)
    first = mine[0].day
    days = np.arange(first, last + 1)
    truth = np.zeros(len(days), int)
    since = np.zeros(len(days), int)
    for transfer in mine:
        truth[transfer.day - first :] = SIDES.index(transfer.taker)
        since[transfer.day - first :] = np.arange(len(days) - (transfer.day - first))
    belief, shown, latest = _on(track, days)
    for name, p in (("", belief), ("latest_", latest)):
        loss = -np.log(np.maximum(p[np.arange(len(days)), truth], CLIP))
        square = ((p - np.eye(len(SIDES))[truth]) ** 2).sum(axis=1)
        fresh = since <= AFTER
        counts[f"{prefix}:{name}log_loss"] += float(loss.sum())
        counts[f"{prefix}:{name}brier"] += float(square.sum())
        counts[f"{prefix}:{name}log_loss_30"] += float(loss[fresh].sum())
        counts[f"{prefix}:{name}brier_30"] += float(square[fresh].sum())
    counts[f"{prefix}:days"] += len(days)
    counts[f"{prefix}:days_30"] += int((since <= AFTER).sum())
    counts[f"{prefix}:shown"] += int((shown >= 0).sum())
    counts[f"{prefix}:shown_right"] += int((shown == truth).sum())
    best = belief.argmax(axis=1)
    bins = np.minimum((belief.max(axis=1) * BINS).astype(int), BINS - 1)
    # Even odds are no forecast: where nothing was ever read there is no best guess to be right.
    told = belief.max(axis=1) > 1 / len(SIDES) + EVEN
    for at in range(BINS):
        inside = (bins == at) & told
        counts[f"{prefix}:bin{at}:days"] += int(inside.sum())
        counts[f"{prefix}:bin{at}:said"] += float(belief.max(axis=1)[inside].sum())
        counts[f"{prefix}:bin{at}:right"] += int((best == truth)[inside].sum())
    return counts


def _on(track: Track | None, days: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int8], Floats]:
    """Belief, shown holder and baseline on days; even odds and nothing shown without a track."""
    belief = np.full((len(days), len(SIDES)), 1 / len(SIDES))
    latest = belief.copy()
    shown = np.full(len(days), -1, np.int8)
    if track is None:
        return belief, shown, latest
    at = days - track.first
    inside = (at >= 0) & (at < len(track.shown))
    belief[inside] = track.belief[at[inside]]
    shown[inside] = track.shown[at[inside]]
    for day, side in track.takings:
        smooth = np.full(len(SIDES), 0.2 / len(SIDES))
        smooth[side] += 0.8
        latest[days >= day] = smooth
    return belief, shown, latest


def _where(notes: Sequence[Coded], transfer: Transfer) -> str:
    return next((n.where for n in notes if n.point == transfer.point and n.day == transfer.day), "")


def _text(notes: Sequence[Coded], transfer: Transfer) -> str:
    return next(
        (
            n.text
            for n in notes
            if n.point == transfer.point and n.day == transfer.day and n.is_transfer
        ),
        "",
    )
