"""CASE 2021 task 2: one ACLED-style label for a short snippet (evaluation.md 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from situate.evaluate.clauses import SUBORDINATE, parsed, prominence
from situate.evaluate.labels import label_of
from situate.evaluate.suite import (
    Errors,
    Figure,
    LabelScore,
    Result,
    Row,
    Tally,
    a_document,
    count_rows,
    is_false_event,
    json_rows,
    macro_f1,
    mapping,
    result,
    share,
    weighted_f1,
)
from situate.model import Mention

if TYPE_CHECKING:
    from situate.pipeline import Desk

# Stances that may name the snippet, tried in this order.
TIERS = (
    frozenset({"asserted"}),
    frozenset({"denied", "planned", "possible", "hypothetical"}),
    frozenset({"background"}),
)


class Ranked(NamedTuple):
    """A mention with its label and its order: clause, type, place in the text."""

    key: tuple[int, int, int]
    label: str
    mention: Mention


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Weighted and macro F1 over 25, 28 and 30 labels; false events on the four plain negatives."""
    table = mapping("case2021")
    rows = json_rows(path, lambda row: is_good(row, schemes(table)["30"]))
    chosen = rows.limited(limit)
    docs = parsed((row["text"] for _, row in chosen), desk.parser)
    confusions: Counter[tuple[str, str]] = Counter()
    abstained = 0

    def count(given: tuple[str, Row], found: Sequence[Mention], log: Errors) -> Counter[str]:
        nonlocal abstained
        (where, row), doc = given, next(docs)
        ranked = ranking(found, table, lambda mention: prominence(doc, mention.trigger.start))
        best = ranked[0] if ranked else None
        abstained += best is None
        if (best.label if best else None) != row["label"]:
            confusions[row["label"], best.label if best else "none"] += 1
            note(log, where, row, best, found)
        return tally(row, ranked, found, table, desk)

    counted = count_rows(
        chosen,
        lambda given: a_document(given[1]["text"], given[0]),
        lambda given: given[1]["text"],
        count,
        desk,
        errors,
    )
    by_25 = scores(counted.sums, "25", schemes(table)["25"])
    return result(
        "case2021",
        len(chosen),
        rows,
        desk,
        list(counted.units.values()),
        measure(table),
        reading=counted.reading,
        resamples=resamples,
        by=scores(counted.sums, "30", schemes(table)["30"]),
        abstained=abstained,
        extras={
            "confusions": [[gold, got, n] for (gold, got), n in confusions.most_common(20)],
            "by_25": {name: score.plain() for name, score in by_25.items()},
        },
    )


def schemes(table: Mapping[str, Any]) -> dict[str, list[str]]:
    """The label lists of the three figures."""
    acled = list(table["acled_labels"])
    with_28 = acled + list(table["extra_28"])
    return {"25": acled, "28": with_28, "30": with_28 + list(table["extra_30"])}


def is_good(row: Row, labels: Sequence[str]) -> bool:
    """A snippet with a label of the list."""
    return bool(row["text"].strip()) and row["label"] in labels


def ranking(
    found: Sequence[Mention], table: Mapping[str, Any], clause: Any, roster: Any = None
) -> list[Ranked]:
    """Mentions that may name the snippet, best first: of one tier of stance only.

    `clause` gives a mention's prominence, 0 highest.
    """
    order = {kind: i for i, kinds in enumerate(table["priority"]) for kind in kinds}
    for tier in TIERS:
        ranked = []
        for mention in found:
            label = label_of(mention, table["rows"], roster) if mention.stance in tier else None
            if label:
                at = clause(mention)
                if mention.type in table["told_by_others"]:
                    at = max(at, SUBORDINATE)
                key = (at, order.get(mention.type, len(order)), mention.trigger.start)
                ranked.append(Ranked(key, label, mention))
        if ranked:
            return sorted(ranked, key=lambda r: (r.key, r.mention.id))
    return []


def tally(
    row: Row,
    ranked: Sequence[Ranked],
    found: Sequence[Mention],
    table: Mapping[str, Any],
    desk: Desk,
) -> Counter[str]:
    """What one snippet adds to the counts."""
    counts: Counter[str] = Counter()
    gold = row["label"]
    for scheme, labels in schemes(table).items():
        if gold not in labels:
            continue
        # A label the scheme does not know gives way to the best-ranked one it does.
        guess = next((r.label for r in ranked if r.label in labels), None)
        counts[f"{scheme}:rows"] += 1
        counts[f"{scheme}:gold:{gold}"] += 1
        if guess:
            counts[f"{scheme}:predicted:{guess}"] += 1
        if guess == gold:
            counts[f"{scheme}:right:{gold}"] += 1
    for name, group in (("negatives", "negatives"), ("attrib", "negatives_attrib")):
        if gold in table[group]:
            false = sum(is_false_event(mention, desk) for mention in found)
            counts[f"{name}:units"] += 1
            counts[f"{name}:false"] += bool(false)
            counts[f"{name}:events"] += false
            counts[f"{name}:words"] += len(row["text"].split())
    return counts


def scores(sums: Tally, scheme: str, labels: Sequence[str]) -> dict[str, LabelScore]:
    """By label, as one scheme counts."""
    return {
        label: LabelScore(
            sums.get(f"{scheme}:right:{label}", 0),
            sums.get(f"{scheme}:predicted:{label}", 0),
            sums.get(f"{scheme}:gold:{label}", 0),
        )
        for label in labels
    }


def measure(table: Mapping[str, Any]) -> Any:
    """The suite's metrics from summed tallies."""
    lists = schemes(table)

    def metrics(sums: Tally) -> dict[str, Figure]:
        found: dict[str, Figure] = {}
        for scheme, labels in lists.items():
            by = scores(sums, scheme, labels)
            right, rows = sum(s.right for s in by.values()), sums.get(f"{scheme}:rows", 0)
            found[f"weighted_f1_{scheme}"] = Figure(weighted_f1(by.values()), (right, rows))
            found[f"macro_f1_{scheme}"] = Figure(macro_f1(by.values()), (right, rows))
            found[f"accuracy_{scheme}"] = share(right, rows)
        found["false_event_rate"] = _false(sums, "negatives")
        found["false_event_rate_attrib"] = _false(sums, "attrib")
        found["false_events_per_1000_words"] = per_1000(sums)
        return found

    return metrics


def _false(sums: Tally, name: str) -> Figure:
    return share(sums.get(f"{name}:false", 0), sums.get(f"{name}:units", 0))


def per_1000(sums: Tally) -> Figure:
    """False events of the negatives per thousand of their words."""
    return share(1000 * sums.get("negatives:events", 0), sums.get("negatives:words", 0))


def note(log: Errors, where: str, row: Row, best: Ranked | None, found: Sequence[Mention]) -> None:
    """A wrong label, with every mention of the snippet and the rule that gave it."""
    log.add(
        where,
        "wrong" if best else "miss",
        row["text"],
        row["label"],
        best.label if best else None,
        best.mention.rule if best else None,
        trigger=best.mention.trigger.text if best else None,
        mentions=[[m.type, m.trigger.text, m.stance, m.rule] for m in found],
    )
