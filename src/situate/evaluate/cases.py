"""Suite cases: our own YAML cases, read by the ordinary pipeline.

A file named pairs*, holds* or attributions* is a list of cases: `pairs` (reports `a` and `b`, are
they the `same`), `holds` (`reports`, `place`, `as_of` and what is shown: `state`, `holders` and the
other fields its file explains), `attributions` (`reports`, `witnesses`, `roots`). Every case says
`why`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from situate import control, corroborate
from situate.errors import UsageError
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Rows,
    Tally,
    a_document,
    combined_sha256,
    noon,
    prf,
    read_documents,
    read_inputs,
    result,
    share,
)
from situate.knowledge import plain
from situate.model import Document, Hold, Incident, Mention

if TYPE_CHECKING:
    from situate.pipeline import Desk

NO_EVIDENCE = "no evidence"
HALF = 0.5
KINDS = ("pairs", "holds", "attributions")
SENTENCE = re.compile(r"^[a-z]|(?<= - )[a-z]")
Case = Mapping[str, Any]


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Pairwise F1 of same and different, holds shown, witnesses and roots; one unit a case."""
    cases = list(cases_in(path))[:limit]
    documents = {
        (i, j): _document(report, f"{where}#{j}")
        for i, (_, where, case) in enumerate(cases)
        for j, report in enumerate(_reports(case))
    }
    reading = read_documents(list(documents.values()), desk)
    log = Errors()
    units = []
    for i, (kind, where, case) in enumerate(cases):
        mine = [documents[(i, j)] for j in range(len(_reports(case)))]
        said = [m for d in mine for m in reading.mentions[d.path or ""]]
        counts = SCORERS[kind](case, mine, said, desk)
        phenomenon = where.split(".yaml")[0]
        counts[f"cases:{phenomenon}"] += 1
        counts[f"right:{phenomenon}"] += not counts["wrong"]
        units.append(counts)
        if counts["wrong"]:
            text = " || ".join(d.text for d in mine)
            got = [(m.type, [p.value.name if p.value else None for p in m.places]) for m in said]
            log.add(where, "wrong", text, dict(case) | {"reports": None}, got)
    log.write(errors)
    inputs = Rows([], 0, combined_sha256(read_inputs(path, "*.yaml")))
    return result(
        "cases", len(cases), inputs, desk, units, measure, reading=reading, resamples=resamples
    )


def cases_in(path: Path) -> Iterable[tuple[str, str, Case]]:
    """(kind, file and number, case) of every case. Raises UsageError where there is none."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    found = False
    for file in files:
        kind = next((k for k in KINDS if file.name.startswith(k)), None)
        if kind is None:
            continue
        data = plain.load(file.read_text("utf-8")) or ()
        for at, told in enumerate(data["cases"] if isinstance(data, dict) else data):
            for row, case in enumerate(_told(told)):
                found = True
                yield kind, f"{file.name}#{at}.{row}", case
    if not found:
        raise UsageError(f"{path}: no file pairs*.yaml, holds*.yaml or attributions*.yaml")


def _told(case: Case) -> list[Case]:
    """A case once for each of its rows; as it is where it has none."""
    if "with" not in case:
        return [case]
    rest = {name: value for name, value in case.items() if name != "with"}
    return [_filled(rest, row) for row in case["with"]]


def _filled(value: Any, row: Mapping[str, Any]) -> Any:
    """Texts with the values of a row in their {slots}; a sentence keeps its capital letter."""
    if isinstance(value, str):
        text = value.format_map(row) if "{" in value else value
        return SENTENCE.sub(lambda start: start[0].upper(), text)
    if isinstance(value, dict):
        return {name: _filled(inner, row) for name, inner in value.items()}
    return [_filled(inner, row) for inner in value] if isinstance(value, list) else value


def _reports(case: Case) -> list[Case]:
    return list(case["reports"]) if "reports" in case else [case["a"], case["b"]]


def _document(report: Case, where: str) -> Document:
    day = report.get("published")
    day = date.fromisoformat(day) if isinstance(day, str) else day
    published = noon(day) if isinstance(day, date) else None
    document = a_document(report["text"], where, published=published)
    return replace(document, outlet=report.get("outlet"))


def _incidents(
    documents: Sequence[Document], said: Sequence[Mention], desk: Desk
) -> tuple[Incident, ...]:
    reports = {d.id: d for d in documents}
    return corroborate.corroborate(reports, said, desk.outlets, desk.roster)


def _pair(
    case: Case, documents: Sequence[Document], said: Sequence[Mention], desk: Desk
) -> Counter[str]:
    both = {d.id for d in documents}
    document = {m.id: m.document for m in said}
    joined = any(
        {document[m] for m in incident.mentions} == both
        for incident in _incidents(documents, said, desk)
    )
    wanted = bool(case["same"])
    return Counter(
        {
            "pair:gold": wanted,
            "pair:called": joined,
            "pair:right": wanted and joined,
            "pair:agree": wanted == joined,
            "pair:all": 1,
            "wrong": wanted != joined,
        }
    )


def _hold(
    case: Case, documents: Sequence[Document], said: Sequence[Mention], desk: Desk
) -> Counter[str]:
    reports = {d.id: d for d in documents}
    kept = [m for m in said if m.trigger.text not in case.get("rejected", ())]
    known_by = noon(case["known_by"]) if "known_by" in case else None
    holds = control.as_of(
        reports,
        kept,
        _incidents(documents, kept, desk),
        noon(case["as_of"]),
        known_by=known_by,
        regroup=lambda some, told: corroborate.corroborate(some, told, desk.outlets, desk.roster),
        outlets=desk.outlets,
    )
    quoted = {
        p.value.id
        for m in said
        for p in m.places
        if p.value and p.quote and str(case["place"]).casefold() in p.quote.text.casefold()
    }
    mine = [h for h in holds if h.place.id in quoted]
    right = _is_empty(case, mine) if not mine else any(_agrees(case, hold) for hold in mine)
    if "area" in case:
        flags = {flag for area in control.fold(reports, kept, ())[1] for flag in area.flags}
        right &= set(case["area"]) <= {part for f in flags for part in (f, f.partition(":")[0])}
    return Counter({"hold:all": 1, "hold:right": right, "wrong": not right})


def _is_empty(case: Case, mine: Sequence[Hold]) -> bool:
    """Is no row at all what the case wants? Only "no evidence", or a case that names no state."""
    return not mine and case.get("state", NO_EVIDENCE) == NO_EVIDENCE


def _agrees(case: Case, hold: Hold) -> bool:
    """Does a row of the fold say all that the case names?"""
    never = {state for state, p in hold.probabilities if p >= HALF} & set(case.get("never", ()))
    said: dict[str, object] = {
        "state": hold.state,
        "holders": sorted(hold.holders),
        "besieged_by": sorted(hold.besieged_by),
        "claimed_by": sorted(hold.claimed_by),
        "presence": sorted(hold.presence),
        "pressure": sorted(hold.pressure),
        "encircled": hold.encircled,
        "inferred": hold.inferred,
        "by_presence": hold.by_presence,
        "stale": hold.stale,
        "leaning": hold.leaning,
        "disagrees": hold.rule_says is not None,
    }
    wanted = {key: case[key] for key in said if key in case}
    return not never and all(
        (sorted(value) if isinstance(value, list) else value) == said[key]
        for key, value in wanted.items()
    )


def _attribution(
    case: Case, documents: Sequence[Document], said: Sequence[Mention], desk: Desk
) -> Counter[str]:
    found = _incidents(documents, said, desk)
    largest = max(found, key=lambda i: (len(i.mentions), i.id), default=None)
    witnesses = largest.witnesses if largest else ()
    roots = sorted({w.root for w in witnesses})
    right = len(witnesses) == case["witnesses"]
    named = roots == sorted(case["roots"])
    return Counter(
        {
            "witness:all": 1,
            "witness:right": right,
            "root:right": named,
            "wrong": not (right and named),
        }
    )


SCORERS = {"pairs": _pair, "holds": _hold, "attributions": _attribution}


def measure(sums: Tally) -> dict[str, Figure]:
    """Pair, hold and witness figures from the summed counts."""

    def of(name: str) -> float:
        return float(sums.get(name, 0))

    gold, called, right = of("pair:gold"), of("pair:called"), of("pair:right")
    return {
        **prf("pair", right, gold, right, called),
        "pair_accuracy": share(of("pair:agree"), of("pair:all")),
        "hold_accuracy": share(of("hold:right"), of("hold:all")),
        "witness_accuracy": share(of("witness:right"), of("witness:all")),
        "root_accuracy": share(of("root:right"), of("witness:all")),
        **{
            f"right_{name}": share(of(f"right:{name}"), of(f"cases:{name}"))
            for name in sorted(key.split(":")[1] for key in sums if key.startswith("cases:"))
        },
    }
