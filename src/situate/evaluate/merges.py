"""False merges: names that a careless matcher gives to a famous or nearer-spelt place elsewhere.

PATH is a YAML list of cases (text, name, and near: [lat, lon, km] or nil: true, kind, not_in). A
case is right, said to be ambiguous, or confidently wrong; the last is what the suite is about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import yaml

from situate.errors import UsageError
from situate.evaluate.inputs import Rows, combined_sha256, read_inputs
from situate.evaluate.suite import Errors, Figure, Result, Tally, a_document, result, share
from situate.knowledge import plain
from situate.knowledge.gazetteer.scan import names_in
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Document, Place, Quote, Sourced
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.pipeline import Desk

DOUBT = 0.6  # an answer of this confidence or less has its doubt stated


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Share of cases right, right or ambiguous, and confidently wrong.

    Raises UsageError where the path holds no case.
    """
    inputs = read_inputs(path, "*.yaml", "*.yml")
    cases = [case for one in inputs for case in _cases(one.text, one.path)][:limit]
    log = Errors()
    begun = perf_counter()
    units: list[Tally] = []
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for number, case in enumerate(cases):
        outcome, told = judge(case, desk)
        units.append({"cases": 1, outcome: 1})
        by[str(case.get("group", ""))][outcome] += 1
        if outcome != "right":
            log.add(
                str(number),
                outcome,
                case["text"],
                {k: v for k, v in case.items() if k != "text"},
                told,
            )
    log.write(errors)
    return result(
        "merges",
        len(cases),
        Rows(sha256=combined_sha256(inputs)),
        desk,
        units,
        measure,
        resamples=resamples,
        extras={
            "groups": {name: dict(sorted(counts.items())) for name, counts in sorted(by.items())},
            "seconds": round(perf_counter() - begun, 2),
        },
    )


def _cases(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        found = plain.load(text)
    except yaml.YAMLError as wrong:
        raise UsageError(f"{path}: {wrong}") from wrong
    if not isinstance(found, list):
        raise UsageError(f"{path} is no list of cases")
    good = [c for c in found if isinstance(c, dict) and str(c.get("name", "")) and c.get("text")]
    if not good:
        raise UsageError(f"no case with text and name in {path}")
    return good


def judge(case: dict[str, Any], desk: Desk) -> tuple[str, str]:
    """ "right", "ambiguous" or "wrong" for a case, and what was answered and why."""
    from situate.resolve.places import place_values

    document = a_document(case["text"], "")
    start = case["text"].index(case["name"])
    wanted = quote_at(document, start, start + len(case["name"]))
    quotes = [wanted, *_others(document, wanted, desk)]
    value = place_values(document, quotes, desk.gazetteer)[(wanted.start, wanted.end)]
    told = f"{value.value.id} {value.value.name} {value.value.country}" if value.value else "nil"
    return _outcome(case, value), f"{told}: {value.confidence} {value.reason}"


def _others(document: Document, wanted: Quote, desk: Desk) -> list[Quote]:
    found = (n.quote for n in names_in(document, desk.gazetteer))
    return [q for q in found if not (q.start < wanted.end and wanted.start < q.end)]


def _outcome(case: dict[str, Any], value: Sourced[Place]) -> str:
    place = value.value
    if place is None:
        return "right" if case.get("nil") else "ambiguous"
    if _is_right(case, place):
        return "right"
    is_doubted = value.confidence <= DOUBT or "ambiguous" in value.reason
    return "ambiguous" if is_doubted else "wrong"


def _is_right(case: dict[str, Any], place: Place) -> bool:
    if case.get("nil") or place.country in case.get("not_in", ()):
        return False
    if "kind" in case and place.kind != case["kind"]:
        return False
    lat, lon, km = case["near"]
    return bool(distance_km(lat, lon, place.lat, place.lon) <= km)


def measure(sums: Tally) -> dict[str, Figure]:
    """Metrics over summed tallies."""
    cases = sums["cases"]
    right, doubt = sums.get("right", 0.0), sums.get("ambiguous", 0.0)
    return {
        "right": share(right, cases),
        "right_or_ambiguous": share(right + doubt, cases),
        "confidently_wrong": share(sums.get("wrong", 0.0), cases),
    }
