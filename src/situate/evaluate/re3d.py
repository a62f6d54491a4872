"""re3d: naming actors and places in whole documents, and who fights whom (evaluation.md 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import overlaps, overlaps_any
from situate.evaluate.re3d_gold import Annotated, Pair, Span, pairs_of, read_folder, spans_of
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Tally,
    fights,
    prf,
    read_documents,
    result,
    share,
    total,
)
from situate.model import Mention, Name

if TYPE_CHECKING:
    from situate.pipeline import Desk

TASKS = (("actor", "Organisation"), ("place", "Location"))
ARTICLES = ("the ", "a ", "an ")
PRONOUNS = frozenset(
    {"he", "she", "it", "they", "them", "him", "her", "we", "us", "who", "which", "that", "those"}
)


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Span F1 of actors and places, pairs that fight, aliases that share an id."""
    from situate.pipeline import names

    annotated, rows = read_folder(path)
    annotated = annotated[:limit]
    reading = read_documents([a.document for a in annotated], desk)
    log = Errors()
    units: list[Counter[str]] = []
    by_source: dict[str, list[Counter[str]]] = {}
    for gold in annotated:
        found = names(gold.document, desk)
        said = reading.mentions[gold.document.path or ""]
        counts = tally(gold, found, said, desk)
        units.append(counts)
        by_source.setdefault(gold.source, []).append(counts)
        note(log, gold, found, said, desk)
    log.write(errors)
    return result(
        "re3d",
        len(annotated),
        rows,
        desk,
        units,
        measure,
        reading=reading,
        resamples=resamples,
        notes={"false_event_rate": "unlabelled is not false: no negative texts; see toponyms"},
        extras={
            "by_source": {
                source: {
                    name: figure.value
                    for name, figure in measure(total(tallies)).items()
                    if name.endswith("f1_overlap_checked") or name == "fighting_f1"
                }
                for source, tallies in sorted(by_source.items())
            }
        },
    )


# --- names ----------------------------------------------------------------------------------


def tally(
    gold: Annotated, found: Sequence[Name], said: Sequence[Mention], desk: Desk
) -> Counter[str]:
    """What one document adds to the counts."""
    counts: Counter[str] = Counter()
    for task, kind in TASKS:
        ours = [(n.quote.start, n.quote.end) for n in found if n.kind in _kinds(task)]
        for suffix, spans in (("", spans_of(gold, kind)), ("_checked", spans_of(gold, kind, True))):
            counts.update(_span_counts(f"{task}{suffix}", spans, ours, gold.document.text))
    counts.update(_fighting(gold, said, desk))
    counts.update(_aliases(gold, found, said))
    return counts


def _kinds(task: str) -> tuple[str, ...]:
    return ("actor", "outlet") if task == "actor" else ("place",)


def trimmed(span: Span, text: str) -> Span:
    """Without a leading article."""
    words = text[span[0] : span[1]].lower()
    for article in ARTICLES:
        if words.startswith(article):
            return span[0] + len(article), span[1]
    return span


def _span_counts(
    name: str, gold: Sequence[Span], ours: Sequence[Span], text: str
) -> dict[str, int]:
    exact = {trimmed(span, text) for span in gold}
    exact_ours = {trimmed(span, text) for span in ours}
    return {
        f"{name}:gold": len(gold),
        f"{name}:ours": len(ours),
        f"{name}:gold_exact": sum(trimmed(span, text) in exact_ours for span in gold),
        f"{name}:ours_exact": sum(trimmed(span, text) in exact for span in ours),
        f"{name}:gold_overlap": sum(overlaps_any(span, ours) for span in gold),
        f"{name}:ours_overlap": sum(overlaps_any(span, gold) for span in ours),
    }


# --- pairs ----------------------------------------------------------------------------------


def our_pairs(said: Sequence[Mention], desk: Desk) -> list[Pair]:
    """Actor by target of every mention of fighting or harm that is not denied."""
    found = {
        ((a.quote.start, a.quote.end), (t.quote.start, t.quote.end))
        for mention in said
        if mention.stance != "denied" and fights(mention, desk)
        for a in mention.actors
        for t in mention.targets
        if a.quote and t.quote
    }
    return sorted({(min(pair), max(pair)) for pair in found})


def agree(a: Pair, b: Pair) -> bool:
    """Do both ends overlap, in either order?"""
    return (overlaps(a[0], b[0]) and overlaps(a[1], b[1])) or (
        overlaps(a[0], b[1]) and overlaps(a[1], b[0])
    )


def _fighting(gold: Annotated, said: Sequence[Mention], desk: Desk) -> dict[str, int]:
    wanted, ours = pairs_of(gold, "FightingAgainst"), our_pairs(said, desk)
    named = [pair for pair in wanted if _is_named(pair, gold)]
    return {
        "fighting:gold": len(wanted),
        "fighting:ours": len(ours),
        "fighting:found": sum(any(agree(pair, other) for other in ours) for pair in wanted),
        "fighting:good": sum(any(agree(pair, other) for other in wanted) for pair in ours),
        "named:gold": len(named),
        "named:found": sum(any(agree(pair, other) for other in ours) for pair in named),
    }


def _is_named(pair: Pair, gold: Annotated) -> bool:
    organisations = set(spans_of(gold, "Organisation"))
    words = [gold.document.text[start:end].lower() for start, end in pair]
    return all(end in organisations for end in pair) and not PRONOUNS.intersection(words)


def _aliases(gold: Annotated, found: Sequence[Name], said: Sequence[Mention]) -> dict[str, int]:
    pairs = pairs_of(gold, "IsSynonymOf")
    ids = _ids(found, said)
    return {
        "aliases": len(pairs),
        "aliases_found": sum(bool(_ids_at(a, ids) & _ids_at(b, ids)) for a, b in pairs),
    }


def _ids(found: Sequence[Name], said: Sequence[Mention]) -> list[tuple[Span, frozenset[str]]]:
    """What each of our spans was resolved to: by the finder, or as a role of a mention."""
    told = [((n.quote.start, n.quote.end), frozenset(n.refs)) for n in found if n.refs]
    for mention in said:
        roles: tuple[Any, ...] = (*mention.actors, *mention.targets, *mention.places)
        for role in roles:
            if role.quote and role.value and role.value.id:
                told.append(((role.quote.start, role.quote.end), frozenset({role.value.id})))
    return told


def _ids_at(span: Span, ids: Sequence[tuple[Span, frozenset[str]]]) -> frozenset[str]:
    return frozenset().union(*(refs for at, refs in ids if overlaps(span, at)))


# --- figures and errors ---------------------------------------------------------------------


def measure(sums: Tally) -> dict[str, Figure]:
    """The suite's metrics from summed tallies."""

    def get(key: str) -> float:
        return sums.get(key, 0)

    figures: dict[str, Figure] = {}
    for task, _ in TASKS:
        for suffix in ("", "_checked"):
            for how in ("exact", "overlap"):
                name = f"{task}{suffix}"
                scored = prf(
                    "x",
                    get(f"{name}:gold_{how}"),
                    get(f"{name}:gold"),
                    get(f"{name}:ours_{how}"),
                    get(f"{name}:ours"),
                )
                for key, figure in scored.items():
                    figures[f"{task}_{key[2:]}_{how}{suffix}"] = figure
    figures |= prf(
        "fighting",
        get("fighting:found"),
        get("fighting:gold"),
        get("fighting:good"),
        get("fighting:ours"),
    )
    figures["fighting_recall_named"] = share(get("named:found"), get("named:gold"))
    figures["alias_recall"] = share(get("aliases_found"), get("aliases"))
    figures["false_event_rate"] = Figure(None)
    return figures


def note(
    log: Errors, gold: Annotated, found: Sequence[Name], said: Sequence[Mention], desk: Desk
) -> None:
    """Checked spans nobody of ours touches, spans of ours that touch no gold, missed pairs."""
    text, key = gold.document.text, str(gold.document.path)
    for task, kind in TASKS:
        ours = [n for n in found if n.kind in _kinds(task)]
        at = [(n.quote.start, n.quote.end) for n in ours]
        wanted, every = spans_of(gold, kind, True), spans_of(gold, kind)
        for start, end in wanted:
            if not overlaps_any((start, end), at):
                log.add(key, "miss", around(text, start, end), f"{task} {text[start:end]}", None)
        for name in ours:
            if not overlaps_any((name.quote.start, name.quote.end), every):
                log.add(
                    key, "false alarm", around(text, name.quote.start, name.quote.end), None,
                    f"{task} {name.quote.text}", name.found_by,
                )  # fmt: skip
    pairs = our_pairs(said, desk)
    for a, b in pairs_of(gold, "FightingAgainst"):
        if not any(agree((a, b), other) for other in pairs):
            words = [text[a[0] : a[1]], text[b[0] : b[1]]]
            log.add(key, "miss", around(text, a[0], b[1]), ["fights", *words], None)
    ids = _ids(found, said)
    for a, b in pairs_of(gold, "IsSynonymOf"):
        if not _ids_at(a, ids) & _ids_at(b, ids):
            words = [text[a[0] : a[1]], text[b[0] : b[1]]]
            got = [sorted(_ids_at(a, ids)), sorted(_ids_at(b, ids))]
            log.add(key, "miss", around(text, a[0], b[1]), ["alias", *words], got)


def around(text: str, start: int, end: int, context: int = 90) -> str:
    """The words of a span with what stands around them."""
    return text[max(0, start - context) : end + context]
