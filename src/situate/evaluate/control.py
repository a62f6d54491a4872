"""Suite control: coded transfers of territory against our fold, day by day (control.md 8.1).

`given_` metrics are with the coded point handed over, which isolates control; `own_` metrics with
our own points, matched within 5 km. The baseline `latest_` lets the latest taking of the same
reader win, smoothed by .2.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from situate.evaluate.control_days import Track, tracks_of
from situate.evaluate.control_given import at_point
from situate.evaluate.control_scores import BINS, CLIP, Counts, score
from situate.evaluate.control_truth import EPOCH, Coded, coded
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
from situate.model import Document

if TYPE_CHECKING:
    from situate.pipeline import Desk

FULL_BIN = 200


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
    given = {n.where: tuple(at_point(said[n.where], n, table)) for n in notes}
    log = Errors()
    units: dict[tuple[int, int], Counts] = defaultdict(lambda: defaultdict(float))
    lags: dict[str, list[float]] = {}
    for prefix, mentions in (("given", given), ("own", said)):
        tracks = tracks_of(documents, [m for ms in mentions.values() for m in ms], desk, table)
        lags[prefix] = score(prefix, notes, tracks, units, log)
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
    mentions = [m for n in notes for m in at_point(said[n.where], n, table)]
    return notes, tracks_of(documents, mentions, desk, table)


def _document(note: Coded) -> Document:
    day = EPOCH.fromordinal(EPOCH.toordinal() + note.day)
    return a_document(note.text, note.where, published=noon(day))


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
