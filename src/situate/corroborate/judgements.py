"""A person's decisions, applied to what was read before anything is concluded.

A judgement binds to the hash of the trigger's words in their context (`records.evidence_id` with
the field "mention"), so it survives re-extraction under other ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from situate.errors import JudgementError
from situate.model import Actor, Document, Judgement, Mention, Period, Place, Sourced, SourcedPlace
from situate.records import evidence_id, from_plain

FIELD = "mention"
PLAIN = {"type", "stance", "phase", "extent"}
SAID_SO = "corrected by a person"


def evidence(mention: Mention, document: Document) -> str:
    """What a judgement on a mention binds to."""
    return evidence_id(document, mention.trigger, FIELD)


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Judgements not undone, oldest first; of two on one thing the newer stands last."""
    ordered = sorted(judgements, key=lambda j: (j.when, j.id))
    undone: set[str] = set()
    for judgement in reversed(ordered):
        if judgement.id not in undone and judgement.verdict == "undo" and judgement.undoes:
            undone.add(judgement.undoes)
    return tuple(j for j in ordered if j.id not in undone and j.verdict != "undo")


def judged(
    mentions: Iterable[Mention], documents: Mapping[str, Document], judgements: Iterable[Judgement]
) -> tuple[Mention, ...]:
    """Mentions with rejected ones left out, corrected fields corrected, accepted ones sure.

    Order is kept. Raises JudgementError, naming the judgement, where its value does not fit.
    """
    decided: dict[str, list[Judgement]] = {}
    for judgement in in_force(judgements):
        if judgement.verdict in ("accept", "reject", "correct"):
            decided.setdefault(judgement.on[0], []).append(judgement)
    if not decided:
        return tuple(mentions)
    return tuple(
        kept
        for m in mentions
        if (kept := _decide(m, documents.get(m.document), decided)) is not None
    )


def ties(
    mentions: Sequence[Mention], documents: Mapping[str, Document], judgements: Iterable[Judgement]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of positions a person merged, and pairs a person split; the later decision stands."""
    bound: dict[str, list[int]] = {}
    verdicts = [
        j for j in in_force(judgements) if j.verdict in ("merge", "split") and len(j.on) == 2
    ]
    if verdicts:
        for i, mention in enumerate(mentions):
            if document := documents.get(mention.document):
                bound.setdefault(evidence(mention, document), []).append(i)
    last = {
        (i, j): judgement.verdict
        for judgement in verdicts
        for i in bound.get(judgement.on[0], ())
        for j in bound.get(judgement.on[1], ())
    }
    return (
        [pair for pair, verdict in last.items() if verdict == "merge"],
        [pair for pair, verdict in last.items() if verdict == "split"],
    )


def _decide(
    mention: Mention, document: Document | None, decided: Mapping[str, Sequence[Judgement]]
) -> Mention | None:
    if document is None:
        return mention
    kept: Mention | None = mention
    keys = {evidence(mention, document), *_field_keys(mention, document, decided)}
    rulings = sorted(
        (j for key in keys for j in decided.get(key, ())), key=lambda j: (j.when, j.id)
    )
    for judgement in rulings:
        if judgement.verdict == "reject" and judgement.field in (None, "", FIELD):
            kept = None
        elif judgement.verdict == "accept":
            kept = replace(kept or mention, confidence=1.0)
        elif kept is not None and judgement.field:
            value = orjson.loads(judgement.value) if judgement.value else None
            kept = corrected(kept, judgement.field, value, judgement.id)
    return kept


def _field_keys(
    mention: Mention, document: Document, decided: Mapping[str, Sequence[Judgement]]
) -> set[str]:
    fields = {j.field for rulings in decided.values() for j in rulings if j.field}
    return {evidence_id(document, mention.trigger, field) for field in sorted(fields)}


def corrected(mention: Mention, field: str, value: Any, judgement: str) -> Mention:
    """A mention with one field as a person has it; a null value empties the field."""
    try:
        if field in PLAIN:
            return replace(mention, **{field: value})
        if field == "period":
            period = from_plain(value, Period) if value is not None else None
            return replace(
                mention,
                period=replace(mention.period, value=period, confidence=1.0, reason=SAID_SO),
            )
        if field in ("actors", "targets"):
            return replace(mention, **{field: _actors(getattr(mention, field), value)})
        if field == "places":
            return replace(mention, places=_places(mention.places, value))
    except Exception as error:
        raise JudgementError(f"judgement {judgement}: {field} cannot be {value!r}") from error
    raise JudgementError(f"judgement {judgement}: no field {field!r} of a mention can be corrected")


def _many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _actors(told: Sequence[Sourced[Actor]], value: Any) -> tuple[Sourced[Actor], ...]:
    quotes = [t.quote for t in told]
    return tuple(
        Sourced(quotes[i] if i < len(quotes) else None, from_plain(row, Actor), 1.0, SAID_SO)
        for i, row in enumerate(_many(value))
    )


def _places(told: Sequence[SourcedPlace], value: Any) -> tuple[SourcedPlace, ...]:
    blank = SourcedPlace(None, None, 1.0, SAID_SO)
    return tuple(
        replace(
            told[i] if i < len(told) else blank,
            value=from_plain(row, Place),
            confidence=1.0,
            reason=SAID_SO,
            rivals=(),
        )
        for i, row in enumerate(_many(value))
    )
