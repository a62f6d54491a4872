"""One annotated report: every claim with offsets, the attachments, and 13 traps (evaluation.md 2).

A folder holds one `*.txt` and one `*.json`; the annotation's spans are offsets into the text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from situate.errors import UsageError
from situate.evaluate import traps
from situate.evaluate.annotation import Record, facts, records_of
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Rows,
    Tally,
    asserted,
    combined_sha256,
    mapping,
    read_documents,
    read_inputs,
    result,
    share,
    total,
)
from situate.model import Document, Mention, Quote, Reject, Sourced, Toll
from situate.read import read_paths
from situate.settings import Settings

if TYPE_CHECKING:
    from situate.pipeline import Desk

FIELDS = ("type", "actor", "place_or_target")
COUNTS = ("attachments", "traps_passed", "quotes_exact")
COUNTED = ("type", "actor", "target", "place", "quote", "toll")


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Recall and precision of whole records, accuracy of fields, attachments and traps."""
    from situate import pipeline

    document, annotation, rows = read_seed(path, desk.settings)
    reading = read_documents([document], desk)
    found = reading.mentions[document.path or document.id]
    every = records_of(annotation, mapping("seed"), desk)
    records = [record for record in every if record.is_mention][:limit]
    outside = [m for m in asserted(found) if not _inside(m, every)]
    pairs = paired(records, outside)
    situation = pipeline.conclude([document], found, desk)
    checks = traps.checks(traps.Scene(document, annotation, every, found, situation, desk))
    log = Errors()
    _note(log, records, outside, pairs)
    for name, is_passed in checks.items():
        if not is_passed:
            log.add(name, "trap", "", "passed", "failed")
    log.write(errors)
    attached = traps.attachments(traps.Scene(document, annotation, every, found, situation, desk))
    quotes = list(_quotes(found))
    units = [
        *_tallies(records, pairs),
        *_precision(records, outside, pairs),
        *_facts(records, pairs),
    ]
    units.append({"passed": sum(checks.values()), "traps": len(checks)})
    units.append({"attached": sum(attached.values()), "attachments": len(attached)})
    units.append(
        {"exact": sum(_is_exact(quote, document) for quote in quotes), "quotes": len(quotes)}
    )
    scored = result(
        "seed",
        len(records),
        rows,
        desk,
        units,
        measure,
        reading=reading,
        resamples=resamples,
        extras={
            "traps": checks,
            "attachments": attached,
            "place_level_wrong": int(total(units)["level_wrong"]),
            "mentions": len(found),
            "opinions_asserted": _opinions(every, found),
            "incidents": len(situation.incidents),
            "holds": len(situation.holds),
        },
        notes={"false_event_rate": "one report, no negative texts"},
    )
    # One report has one set of traps: nothing to resample.
    sampled = {name: span for name, span in scored.intervals.items() if name not in COUNTS}
    return replace(scored, intervals=sampled)


def read_seed(path: Path, settings: Settings) -> tuple[Document, dict[str, Any], Rows]:
    """Report and annotation of a folder (or of the folder of one of the two files).

    The report goes through the ordinary reader. Raises UsageError where either file is missing or
    unreadable or the annotation has no records.
    """
    folder = path if path.is_dir() else path.parent
    texts = read_inputs(folder, "*.txt", "*.txt.gz")
    notes = read_inputs(folder, "*.json", "*.json.gz")
    try:
        annotation = json.loads(notes[0].text)
    except ValueError as wrong:
        raise UsageError(f"{notes[0].path} is no JSON: {wrong}") from wrong
    records = annotation.get("records") if isinstance(annotation, dict) else None
    if not isinstance(records, list) or not records:
        raise UsageError(f"{notes[0].path} is no annotation with records")
    document = next(read_paths([texts[0].path], settings))
    if isinstance(document, Reject):
        raise UsageError(f"{texts[0].path} cannot be read: {document.reason}")
    return document, annotation, Rows([], 0, combined_sha256(texts + notes))


# --- pairing --------------------------------------------------------------------------------


def paired(records: Sequence[Record], found: Sequence[Mention]) -> dict[str, Mention]:
    """Record id -> its mention: one to one, the most agreeing fields in all.

    A mention may pair only where its trigger overlaps the record's evidence.
    """
    if not records or not found:
        return {}
    gains = np.array([[_gain(record, mention) for mention in found] for record in records])
    rows, columns = linear_sum_assignment(gains, maximize=True)
    both = zip(map(int, rows), map(int, columns), strict=True)
    return {records[r].id: found[c] for r, c in both if gains[r][c] > 0}


def _gain(record: Record, mention: Mention) -> float:
    if not record.covers(mention.trigger):
        return 0.0
    agree = record.agreement(mention)
    # A whole record outweighs scattered fields; a bare overlap still pairs where nothing else does.
    return sum(agree[f] is True for f in FIELDS) + record.is_right(mention) + 0.01


def _inside(mention: Mention, every: Sequence[Record]) -> bool:
    return any(record.is_attachment and record.covers(mention.trigger) for record in every)


def _tallies(records: Sequence[Record], pairs: dict[str, Mention]) -> list[Tally]:
    units: list[Tally] = []
    for record in records:
        mention = pairs.get(record.id)
        counts: Counter[str] = Counter({"records": 1})
        if mention is not None:
            agree = record.agreement(mention)
            counts["found"] += record.is_right(mention)
            counts["paired"] += 1
            for field in COUNTED:
                # Fields other than the type are judged where the type is right.
                if agree[field] is not None and (field == "type" or agree["type"]):
                    counts[f"{field}:all"] += 1
                    counts[f"{field}:right"] += bool(agree[field])
            counts["level_wrong"] += record.is_level_wrong(mention)
        units.append(counts)
    return units


def _precision(
    records: Sequence[Record], found: Sequence[Mention], pairs: dict[str, Mention]
) -> list[Tally]:
    right = {pairs[r.id].id for r in records if r.id in pairs and r.is_right(pairs[r.id])}
    return [{"mentions": 1, "good": mention.id in right} for mention in found]


def _facts(records: Sequence[Record], pairs: dict[str, Mention]) -> list[Tally]:
    right = {r.id for r in records if r.id in pairs and r.is_right(pairs[r.id])}
    return [{"facts": 1, "known": bool(right & group)} for group in facts(records)]


def measure(sums: Tally) -> dict[str, Figure]:
    """The suite's metrics from summed tallies."""
    figures = {
        "record_recall": share(sums.get("found", 0), sums.get("records", 0)),
        "record_precision": share(sums.get("good", 0), sums.get("mentions", 0)),
        "fact_recall": share(sums.get("known", 0), sums.get("facts", 0)),
    }
    for field in COUNTED:
        all_of = sums.get("paired" if field == "type" else f"{field}:all", 0)
        figures[f"{field}_accuracy"] = share(sums.get(f"{field}:right", 0), all_of)
    figures["attachments"] = Figure(
        sums.get("attached", 0), (sums.get("attached", 0), sums.get("attachments", 0))
    )
    figures["traps_passed"] = Figure(
        sums.get("passed", 0), (sums.get("passed", 0), sums.get("traps", 0))
    )
    figures["quotes_exact"] = share(sums.get("exact", 0), sums.get("quotes", 0))
    figures["false_event_rate"] = Figure(None)
    return figures


# --- quotes and errors ----------------------------------------------------------------------


def _quotes(found: Sequence[Mention]) -> list[Quote]:
    quotes: list[Quote | None] = []
    for m in found:
        quotes += [m.trigger, m.sentence, m.stance_cue, m.period.quote]
        sourced: tuple[Sourced[Any], ...] = (
            *m.actors, *m.targets, *m.backers, *m.objects, *m.places, *m.tolls, *m.weapons
        )  # fmt: skip
        quotes += [value.quote for value in sourced]
        quotes += [speaker.quote for speaker in m.said_by]
        quotes += [framing.quote for framing in m.framing]
    return [quote for quote in quotes if quote is not None]


def _is_exact(quote: Quote, document: Document) -> bool:
    return quote.document == document.id and document.text[quote.start : quote.end] == quote.text


def _opinions(every: Sequence[Record], found: Sequence[Mention]) -> int:
    return sum(r.is_opinion and any(r.covers(m.trigger) for m in asserted(found)) for r in every)


def _brief(mention: Mention) -> dict[str, object]:
    def told(values: Sequence[Sourced[Any]]) -> list[list[object]]:
        return [
            [v.quote.text if v.quote else None, v.value if isinstance(v.value, Toll) else _name(v)]
            for v in values
        ]

    return {
        "type": mention.type,
        "trigger": mention.trigger.text,
        "actors": told(mention.actors),
        "targets": told(mention.targets),
        "places": told(mention.places),
        "tolls": told(mention.tolls),
    }


def _name(sourced: Sourced[Any]) -> object:
    return getattr(sourced.value, "id", None) or getattr(sourced.value, "name", None)


def _note(
    log: Errors,
    records: Sequence[Record],
    found: Sequence[Mention],
    pairs: dict[str, Mention],
) -> None:
    right = set()
    for record in records:
        mention = pairs.get(record.id)
        if mention is not None and record.is_right(mention):
            right.add(mention.id)
            continue
        got = None if mention is None else {**_brief(mention), "agree": record.agreement(mention)}
        log.add(
            record.id,
            "miss" if mention is None else "wrong",
            record.evidence_text,
            record.expected(),
            got,
            mention.rule if mention else None,
        )
    for mention in found:
        if mention.id not in right:
            log.add("-", "false alarm", mention.sentence.text, None, _brief(mention), mention.rule)
