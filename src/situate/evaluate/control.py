"""Suite control: coded transfers of territory against our fold, day by day (control.md 8.1).

`given_` metrics are with the coded point handed over, which isolates control; `own_` metrics with
our own points, matched within 5 km. The baseline `latest_` lets the latest taking of the same
reader win, smoothed by .2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import partial_ratio

from situate import corroborate
from situate.control.effects import AREAS, is_name, reading_of
from situate.control.fold import Record, records_of, spells
from situate.control.settings import load_effects
from situate.control.theatre import theatres_of
from situate.evaluate.agree import folded, km_between
from situate.evaluate.control_truth import (
    EPOCH,
    Coded,
    Point,
    Transfer,
    coded,
    merged_key,
    transfers_of,
)
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Rows,
    Tally,
    a_document,
    csv_rows,
    mapping,
    median,
    noon,
    read_documents,
    result,
    share,
)
from situate.knowledge.roster import Roster, load_roster
from situate.model import Document, Mention, Place, SourcedPlace
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.pipeline import Desk

SIDES = ("government", "sdf", "is", "opposition")
TAKINGS = ("place_taken", "place_transferred")
CLIP = 0.001
NEAR_KM = 5.0
ALIKE = 80.0  # of 100: two spellings of one place in a note and its coded location
SHOWN_WITHIN, RIGHT_WITHIN = 7, 3  # days: recall, precision
AFTER = 30  # days after a transfer that are also scored apart
BINS = 10
EVEN = 1e-6
FULL_BIN = 200
Floats = NDArray[np.float64]
Counts = dict[str, float]


@dataclass(frozen=True)
class Track:
    """One of our places, day by day: shown holder (position in SIDES, -1 none) and belief."""

    point: Point
    first: int
    shown: NDArray[np.int8]
    belief: Floats  # (days, 4)
    changes: tuple[tuple[int, int, int], ...]  # (day, from, to): the shown holder became `to`
    takings: tuple[tuple[int, int], ...]  # (day, side) claimed by the reader


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Transfers found and invented, holder and its probability by day, calibration, baseline."""
    table = mapping("control")
    rows, notes = notes_of(path, desk, limit)
    documents = [_document(note) for note in notes]
    reading = read_documents(documents, desk)
    said = {n.where: reading.mentions[n.where] for n in notes}
    given = {n.where: tuple(_at_point(said[n.where], n, table)) for n in notes}
    log = Errors()
    units: dict[tuple[int, int], Counts] = defaultdict(lambda: defaultdict(float))
    lags: dict[str, list[float]] = {}
    for prefix, mentions in (("given", given), ("own", said)):
        tracks = _tracks(documents, [m for ms in mentions.values() for m in ms], desk, table)
        lags[prefix] = _score(prefix, notes, tracks, units, log)
    log.write(errors)
    extras = {f"{name}_lag_median_days": median(values) for name, values in lags.items()}
    extras["clip"] = CLIP
    return result(
        "control", len(notes), rows, desk, list(units.values()), measure,
        reading=reading, resamples=resamples, extras=extras,
        notes={"false_events": "null: every note tells of a battle", "log_loss": f"clip {CLIP}"},
    )  # fmt: skip


def notes_of(path: Path, desk: Desk, limit: int | None = None) -> tuple[Rows, list[Coded]]:
    """The rows of a path, and the notes in them as coded."""
    table = mapping("control")
    rows = csv_rows(
        path, lambda row: bool(row["notes"].strip() and coded("", row, table, desk.roster))
    )
    return rows, [coded(where, row, table, desk.roster) for where, row in rows.limited(limit)]


def given_places(path: Path, desk: Desk) -> tuple[list[Coded], list[Track]]:
    """The notes of a path, and our days at their points: the given variant, for tools."""
    _, notes = notes_of(path, desk)
    table, documents = mapping("control"), [_document(note) for note in notes]
    said = read_documents(documents, desk).mentions
    mentions = [m for n in notes for m in _at_point(said[n.where], n, table)]
    return notes, _tracks(documents, mentions, desk, table)


def _document(note: Coded) -> Document:
    day = EPOCH.fromordinal(EPOCH.toordinal() + note.day)
    return a_document(note.text, note.where, published=noon(day))


def _at_point(said: Sequence[Mention], note: Coded, table: Mapping[str, Any]) -> Iterable[Mention]:
    """Mentions with the coded point handed over: those that name it, or all if none does."""
    name = folded(note.location)
    place = Place(
        f"point:{note.point[0]:.4f},{note.point[1]:.4f}", note.location, "settlement", *note.point,
        country="SY",
    )  # fmt: skip
    sure = float(table["precision"].get(note.precision, 0.2))
    is_named = any(_names(p, name, note.point) for m in said for p in m.places)
    for mention in said:
        mine = [p for p in mention.places if _names(p, name, note.point)]
        if is_named and not mine and any(map(_is_elsewhere, mention.places)):
            continue
        # An area or "the village" around the point: the event is at the point.
        told = mine or [p for p in mention.places if _is_elsewhere(p)]
        relation = told[0].relation if told else "at"
        if mention.type in TAKINGS and mention.extent in (None, "whole"):
            # What was taken is the coded point, or a part of it that the note puts in it.
            relation = "part" if mine and all(p.relation == "in" for p in mine) else "at"
        if any(map(_is_a_part, mention.places)) and not any(map(_is_taken_whole, mine)):
            relation = "part"
        quote = told[0].quote if told else None
        at = SourcedPlace(quote, place, sure, "coded point", relation=relation)
        yield replace(mention, places=(at,))


def _is_elsewhere(place: SourcedPlace) -> bool:
    """Does it name a settlement (resolved as one, or, unresolved, by a name of its own)?"""
    if place.value is not None:
        return place.value.kind not in AREAS
    return place.relation != "around" and place.quote is not None and is_name(place.quote.text)


def _is_taken_whole(place: SourcedPlace) -> bool:
    return place.relation == "at" and place.quote is not None and is_name(place.quote.text)


def _is_a_part(place: SourcedPlace) -> bool:
    """Is it some of a place, and without a name: "areas", "new positions", "a checkpoint"?"""
    words = place.quote.text.casefold().split() if place.quote else []
    if place.quote is None or is_name(place.quote.text) or words[:1] == ["the"]:
        return False
    return not load_effects().inside_towns.isdisjoint(words)


def _names(place: SourcedPlace, name: str, point: Point) -> bool:
    """Do a mention's place words, or its point, mean the coded location?"""
    if place.value and km_between((place.value.lat, place.value.lon), point) <= NEAR_KM:
        return True
    words = folded(place.quote.text) if place.quote else ""
    return bool(words) and partial_ratio(words, name) >= ALIKE


# --- our days -------------------------------------------------------------------------------


def _tracks(
    documents: Sequence[Document], mentions: Sequence[Mention], desk: Desk, table: Mapping[str, Any]
) -> list[Track]:
    """Every place of the fold, day by day, each day in the light of what had happened by then."""
    reports = {d.id: d for d in documents}
    incidents = corroborate.corroborate(reports, mentions, desk.outlets, desk.roster)
    reading = reading_of(reports, mentions, incidents, Sources(reports, desk.outlets))
    dated, _ = theatres_of(sorted(mentions, key=lambda m: m.id), reading)
    return [_track(record, table) for record in records_of(dated) if record.votes]


def _track(record: Record, table: Mapping[str, Any]) -> Track:
    side = _merging(record, table)
    first, last = int(record.votes[0].time), int(record.theatre.now)
    days = max(last - first + 1, 1)
    shown = np.full(days, -1, np.int8)
    changes, before = [], -1
    for hold in spells(record):
        assert hold.period is not None
        assert hold.period.start is not None
        start = (hold.period.start.date() - EPOCH).days - first
        holder = _merged_holder(hold.state, hold.holders, table)
        shown[max(start, 0) :] = holder
        if holder >= 0 and holder != before and not hold.by_presence:
            changes.append((first + start, before, holder))
        before = holder if holder >= 0 else before
    takings = [
        (int(v.time), side[i])
        for v in record.votes
        if v.chosen.row.name in ("take", "vacate") and v.chosen.doers
        for i in [record.index.get(v.chosen.doers[0], -1)]
        if i >= 0 and side[i] >= 0
    ]
    return Track(
        (record.place.lat, record.place.lon), first, shown,
        _beliefs(record, side, first, days), tuple(changes), tuple(takings),
    )  # fmt: skip


def _merging(record: Record, table: Mapping[str, Any]) -> list[int]:
    """For each side of the chain its position among the four, -1 if none of them."""
    merged = [merged_key([s, record.theatre.names.get(s)], table) for s in record.sides]
    return [SIDES.index(m) if m else -1 for m in merged]


def _merged_holder(state: str, holders: Sequence[str], table: Mapping[str, Any]) -> int:
    """Position of the one side that all holders shown stand on, -1 if there is none."""
    if state not in ("held", "contested", "mixed"):
        return -1
    merged = {merged_key([h], table) or _by_roster(h, table) for h in holders}
    one = merged.pop() if len(merged) == 1 else None
    return SIDES.index(one) if one else -1


def _by_roster(holder: str, table: Mapping[str, Any]) -> str | None:
    actor = _roster().actor(holder)
    return merged_key([*actor.sides, actor.parent], table)


@cache
def _roster() -> Roster:
    return load_roster()


def _beliefs(record: Record, side: Sequence[int], first: int, days: int) -> Floats:
    """Shown probability of the four sides by day; contested and mixed in halves, the rest (none,
    a side not among the four) spread evenly."""
    chain = record.chain
    share_of = np.zeros((chain.size, len(SIDES)))
    for state in range(chain.sides):
        if side[state] >= 0:
            share_of[state, side[state]] = 1
    for at, pair in enumerate(chain.pairs):
        for one in pair:
            if side[one] >= 0:
                share_of[chain.sides + at, side[one]] += 0.5
                share_of[chain.sides + len(chain.pairs) + at, side[one]] += 0.5
    daily = record.beliefs.on([float(first + day) for day in range(days)], smoothed=False)
    told = record.probabilities(daily) @ share_of
    even: Floats = told + (1 - told.sum(axis=1, keepdims=True)) / len(SIDES)
    return even


# --- scores ---------------------------------------------------------------------------------


def _score(
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
    near = _nearby(tracks, radius)
    last = max((n.day for n in notes), default=0)
    takings = _coded_takings(notes)
    lags = []
    for transfer in transfers:
        if not transfer.changes:
            continue
        counts = units[_block(transfer.point)]
        lag = _shown_lag(transfer, near(transfer.point))
        counts[f"{prefix}:recall:gold"] += 1
        counts[f"{prefix}:recall:right"] += lag is not None
        if lag is not None:
            lags.append(float(lag))
        else:
            log.add(_where(notes, transfer), "miss", _text(notes, transfer), transfer.taker, prefix)
    seen: set[int] = set()
    for point in exact:
        counts = units[_block(point)]
        counts[f"{prefix}:place_weeks"] += (last - min(n.day for n in notes) + 1) / 7
        for track in near(point):
            if id(track) in seen:
                continue
            seen.add(id(track))
            _score_changes(prefix, track, takings, radius, counts, log)
    for point, mine in _by_point(transfers).items():
        closest = next(iter(near(point)), None)
        counts = units[_block(point)]
        for name, value in _score_days(prefix, closest, mine, last).items():
            counts[name] += value
    return lags


def _nearby(tracks: Sequence[Track], radius: float) -> Callable[[Point], list[Track]]:
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


def _block(point: Point) -> tuple[int, int]:
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


def _by_point(transfers: Iterable[Transfer]) -> dict[Point, list[Transfer]]:
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


def measure(sums: Tally) -> dict[str, Figure]:
    """The figures of both variants from the summed counts."""
    figures: dict[str, Figure] = {}
    for prefix in ("given", "own"):
        figures |= {f"{prefix}_{name}": figure for name, figure in _variant(prefix, sums).items()}
    recalls = [figures[f"{p}_transfer_recall"].value for p in ("own", "given")]
    part = recalls[0] / recalls[1] if recalls[0] is not None and recalls[1] else None
    return {**figures, "own_share_of_given_recall": Figure(part)}


def _variant(prefix: str, sums: Tally) -> dict[str, Figure]:
    def of(name: str) -> float:
        return float(sums.get(f"{prefix}:{name}", 0))

    days, fresh = of("days"), of("days_30")
    flips, weeks = of("flip:false"), of("place_weeks")
    losses = {
        name: share(of(name), fresh if name.endswith("_30") else days)
        for kind in ("log_loss", "brier")
        for name in (kind, f"latest_{kind}", f"{kind}_30", f"latest_{kind}_30")
    }
    gain = (of("log_loss") - of("latest_log_loss"), of("brier") - of("latest_brier"))
    gaps = [
        abs(of(f"bin{at}:said") - of(f"bin{at}:right")) / of(f"bin{at}:days")
        for at in range(BINS)
        if of(f"bin{at}:days") > FULL_BIN
    ]
    return {
        "transfer_precision": share(of("change:right"), of("change:called")),
        "transfer_recall": share(of("recall:right"), of("recall:gold")),
        "holder_accuracy_shown": share(of("shown_right"), of("shown")),
        "shown_share": share(of("shown"), days),
        "false_flips_per_1000_place_weeks": Figure(
            1000 * flips / weeks if weeks else None, (flips, weeks)
        ),
        **losses,
        "log_loss_less_latest": Figure(gain[0] / days if days else None),
        "brier_less_latest": Figure(gain[1] / days if days else None),
        "calibration_gap": Figure(max(gaps, default=0.0) if days else None),
    }
