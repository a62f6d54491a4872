"""MUC-4: several incidents from one long text, with role fillers (evaluation.md 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from situate.evaluate.merging import templates_of
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Row,
    Tally,
    a_document,
    json_rows,
    prf,
    read_documents,
    result,
    share,
    total,
)
from situate.evaluate.templates import (
    ROLES,
    TYPE,
    Mapped,
    Template,
    score_document,
    sum_of,
    template,
)

if TYPE_CHECKING:
    from situate.pipeline import Desk

PARTS = ("p_num", "p_den", "r_num", "r_den")


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Micro F1 over types and fillers, by role, and templates given where there are none."""
    rows = json_rows(path, is_good)
    chosen = rows.limited(limit)
    documents = [a_document(row["doctext"], where) for where, row in chosen]
    reading = read_documents(documents, desk)
    log = Errors()
    units: dict[str, Counter[str]] = {}
    approximate = 0
    for (where, row), document in zip(chosen, documents, strict=True):
        gold = gold_templates(row)
        ours = templates_of(document, reading.mentions[where], desk)
        mapped = score_document([found.template for found in ours], gold)
        approximate += mapped.is_approximate
        tallied = tally(mapped, [found.template for found in ours], gold)
        units.setdefault(row["doctext"], Counter()).update(tallied)
        note(log, where, row, [(f.template, f.rule) for f in ours], gold, mapped)
    log.write(errors)
    return result(
        "muc4",
        len(chosen),
        rows,
        desk,
        list(units.values()),
        measure,
        reading=reading,
        resamples=resamples,
        extras={
            "assignment": "approximate" if approximate else "exhaustive",
            "approximate_documents": approximate,
            "templates": int(total(units.values())["templates"]),
        },
    )


def is_good(row: Row) -> bool:
    """A text with a list of templates, which may be empty."""
    return bool(row["doctext"].strip()) and isinstance(row["templates"], list)


def gold_templates(row: Row) -> list[Template]:
    """The row's distinct templates; a gold string stands first in its [string, offset] pair."""
    return list(
        dict.fromkeys(
            template(
                str(raw["incident_type"]),
                {role: [[s[0] for s in entity] for entity in raw.get(role, ())] for role in ROLES},
            )
            for raw in row["templates"]
        )
    )


def tally(mapped: Mapped, ours: Sequence[Template], gold: Sequence[Template]) -> Counter[str]:
    """What one document adds to the counts."""
    counts: Counter[str] = Counter()
    for role, score in mapped.scores.items():
        for part in PARTS:
            counts[f"{role}:{part}"] += getattr(score, part)
    everything = sum_of(mapped.scores)
    for part in PARTS:
        counts[f"micro:{part}"] += getattr(everything, part)
        if len(gold) > 1:
            counts[f"multi:{part}"] += getattr(everything, part)
    counts["templates"] += len(ours)
    counts["with" if gold else "without"] += 1
    counts["with_found" if gold else "without_false"] += bool(ours)
    return counts


def measure(sums: Tally) -> dict[str, Figure]:
    """The suite's metrics from summed tallies."""

    def scored(name: str, key: str) -> dict[str, Figure]:
        p_num, p_den, r_num, r_den = (sums.get(f"{key}:{part}", 0) for part in PARTS)
        return prf(name, r_num, r_den, p_num, p_den)

    figures = scored("micro", "micro")
    for role in (TYPE, *ROLES):
        figures |= scored(role, role)
    figures["micro_f1_multi"] = scored("x", "multi")["x_f1"]
    figures["document_recall"] = share(sums.get("with_found", 0), sums.get("with", 0))
    figures["false_template_rate"] = share(sums.get("without_false", 0), sums.get("without", 0))
    return figures


def note(
    log: Errors,
    where: str,
    row: Row,
    ours: Sequence[tuple[Template, str | None]],
    gold: Sequence[Template],
    mapped: Mapped,
) -> None:
    """Templates without partner, and in pairs the fillers that differ."""
    partner = dict(mapped.pairs)
    taken = set(partner.values())
    for o, (found, rule) in enumerate(ours):
        if o not in partner:
            log.add(where, "false alarm", row["doctext"][:300], None, plain(found), rule)
        elif found != gold[partner[o]]:
            log.add(where, "wrong", "", plain(gold[partner[o]]), plain(found), rule)
    for g, missed in enumerate(gold):
        if g not in taken:
            log.add(where, "miss", row["doctext"][:300], plain(missed), None)


def plain(found: Template) -> dict[str, object]:
    """A template for the error file."""
    roles = zip(ROLES, found.roles, strict=True)
    return {"type": found.type} | {r: [sorted(e) for e in es] for r, es in roles if es}
