"""What a person decided, bound to words and applied to what was read.

A judgement names evidence, not rows: the report, the exact trigger words with their context, and
the field (`records.evidence_id`). So it survives a new reader, a new rule and a new schema; one
whose words are no longer read as an event is listed as unbound, never dropped.

    verdict   on                       value
    accept    one field                none: the value as read is right (confidence 1)
    correct   one field                JSON of the right value(s), see `FIELDS`
    reject    one field, or "mention"  none: the value, or the whole mention, is wrong
    merge     two mentions             none: they tell of one incident
    split     two mentions             none: they do not
    undo      nothing                  `undoes` names the judgement taken back
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

import orjson

from situate.errors import JudgementError
from situate.model import (
    Actor,
    Document,
    Judgement,
    Mention,
    Period,
    Place,
    Quote,
    Sourced,
    SourcedPlace,
    Stance,
    Toll,
    Verdict,
)
from situate.records import digest, evidence_id, from_plain

WHOLE = "mention"
LISTS: dict[str, type] = {"actors": Actor, "targets": Actor, "places": Place, "tolls": Toll}
FIELDS = (WHOLE, "type", "stance", "period", *LISTS)


def key(document: Document, trigger: Quote, field: str) -> str:
    """What a judgement on `field` of the mention with that trigger binds to."""
    if field not in FIELDS:
        raise JudgementError(f"no field {field!r} to judge", hint=f"one of: {', '.join(FIELDS)}")
    return evidence_id(document, trigger, field)


def decide(
    verdict: Verdict,
    on: Sequence[str],
    by: str,
    when: datetime,
    *,
    field: str | None = None,
    value: object = None,
    why: str | None = None,
    undoes: str | None = None,
) -> Judgement:
    """A judgement, checked. Raises JudgementError where it could never be applied."""
    if not by.strip():
        raise JudgementError("a judgement is signed", hint="name yourself with --by")
    wanted = {"merge": 2, "split": 2, "undo": 0}.get(verdict, 1)
    if len(set(on)) != wanted:
        raise JudgementError(f"{verdict} is about {wanted} pieces of evidence, not {len(set(on))}")
    if (verdict == "undo") != (undoes is not None):
        raise JudgementError("undo, and only undo, names the judgement it takes back")
    text = None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    if verdict == "correct":
        if field is None or text is None:
            raise JudgementError("a correction names a field and its right value")
        _parsed(field, text)
    ident = digest(
        "judgement", verdict, *sorted(on), text or "", by, when.isoformat(), undoes or ""
    )
    return Judgement(ident, tuple(sorted(on)), field, verdict, text, by, when, why, undoes)


def active(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those not taken back, in the order they were made; an undo can itself be undone."""
    made = sorted(judgements, key=lambda j: (j.when, j.id))
    undone: set[str] = set()
    for judgement in reversed(made):
        if judgement.undoes is not None and judgement.id not in undone:
            undone.add(judgement.undoes)
    return tuple(j for j in made if j.id not in undone and j.verdict != "undo")


def apply(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    judgements: Iterable[Judgement],
) -> tuple[Mention, ...]:
    """Mentions with accepted and corrected fields, without the rejected ones; order is kept.

    Of two judgements on one field the later wins. Mentions nobody judged are the same objects.
    """
    decided = {
        j.on[0]: j for j in active(judgements) if j.verdict in ("accept", "correct", "reject")
    }
    if not decided:
        return tuple(mentions)
    judged = (_judged(m, documents[m.document], decided) for m in mentions)
    return tuple(mention for mention in judged if mention is not None)


def pairs(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    judgements: Iterable[Judgement],
) -> dict[tuple[str, str], str]:
    """Mention id pairs (sorted) a person merged or split -> "merge" or "split"; the later wins."""
    made = tuple(judgements)
    wanted = evidence_of_pairs(made)
    if not wanted:
        return {}
    bound: dict[str, str] = {}
    for mention in mentions:
        evidence = key(documents[mention.document], mention.trigger, WHOLE)
        if evidence in wanted:
            bound[evidence] = mention.id
    return pairs_of(bound, made)


def evidence_of_pairs(judgements: Iterable[Judgement]) -> frozenset[str]:
    """The evidence of every merge and split ever made, those taken back included."""
    return frozenset(e for j in judgements if j.verdict in ("merge", "split") for e in j.on)


def pairs_of(
    bound: Mapping[str, str], judgements: Iterable[Judgement]
) -> dict[tuple[str, str], str]:
    """As `pairs`, given the mention that stands on each piece of evidence."""
    return {
        tuple(sorted((bound[j.on[0]], bound[j.on[1]]))): j.verdict  # type: ignore[misc]
        for j in active(judgements)
        if j.verdict in ("merge", "split") and j.on[0] in bound and j.on[1] in bound
    }


def pairs_changed_only(judgements: Sequence[Judgement], fresh: Sequence[Judgement]) -> bool:
    """Do the fresh ones, of all, merge, split, or take such a decision back, and nothing else?"""
    made = {j.id: j for j in judgements}

    def verdict(judgement: Judgement | None) -> str:
        while judgement is not None and judgement.undoes:
            judgement = made.get(judgement.undoes)
        return judgement.verdict if judgement else "undo"

    return all(verdict(j) in ("merge", "split") for j in fresh)


def unbound(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    judgements: Iterable[Judgement],
) -> tuple[Judgement, ...]:
    """Judgements whose words no mention stands on any more: to be looked at again."""
    known = {key(documents[m.document], m.trigger, field) for m in mentions for field in FIELDS}
    return tuple(j for j in active(judgements) if not set(j.on) <= known)


def _judged(
    mention: Mention, document: Document, decided: Mapping[str, Judgement]
) -> Mention | None:
    for field in FIELDS:
        judgement = decided.get(key(document, mention.trigger, field))
        if judgement is None:
            continue
        if field == WHOLE and judgement.verdict == "reject":
            return None
        mention = _changed(mention, field, judgement)
    return mention


def _changed(mention: Mention, field: str, judgement: Judgement) -> Mention:
    says = f"{judgement.verdict}ed by {judgement.by}"
    if field == WHOLE:
        return replace(mention, confidence=1.0, flags=_flagged(mention, says))
    if judgement.verdict == "accept":
        return replace(_accepted(mention, field, says), flags=_flagged(mention, f"{field} {says}"))
    value = None if judgement.value is None else _parsed(field, judgement.value)
    return replace(
        _corrected(mention, field, value, says), flags=_flagged(mention, f"{field} {says}")
    )


def _flagged(mention: Mention, flag: str) -> tuple[str, ...]:
    return (*mention.flags, flag)


def _accepted(mention: Mention, field: str, says: str) -> Mention:
    if field in LISTS:
        sure = tuple(replace(s, confidence=1.0, reason=says) for s in getattr(mention, field))
        return _with(mention, field, sure)
    if field == "period":
        return replace(mention, period=replace(mention.period, confidence=1.0, reason=says))
    return mention


def _corrected(mention: Mention, field: str, value: Any, says: str) -> Mention:
    """The field with the person's value; quotes stay with the values they stood for, in order."""
    if field in LISTS:
        kind: type[Sourced[Any]] = SourcedPlace if field == "places" else Sourced
        quotes = [sourced.quote for sourced in getattr(mention, field)]
        fixed = tuple(
            kind(quotes[i] if i < len(quotes) else None, v, 1.0, says)
            for i, v in enumerate(value or ())
        )
        return _with(mention, field, fixed)
    if field == "period":
        fresh: Sourced[Period] = Sourced(mention.period.quote, value, 1.0, says)
        return replace(mention, period=fresh)
    return mention if value is None else _with(mention, field, value)


def _with(mention: Mention, field: str, value: Any) -> Mention:
    changed: dict[str, Any] = {field: value}
    return replace(mention, **changed)


def _parsed(field: str, text: str) -> Any:
    """The value of a correction. Raises JudgementError where it is not of the field's kind."""
    try:
        plain = orjson.loads(text)
        if field in LISTS:
            return tuple(from_plain(item, LISTS[field]) for item in plain)
        if field == "period":
            return from_plain(plain, Period)
        if field == "stance" and plain not in get_args(Stance):
            raise ValueError(f"one of {', '.join(get_args(Stance))}")
        if not isinstance(plain, str):
            raise TypeError("a word is wanted")
        return plain
    except JudgementError:
        raise
    except Exception as error:
        raise JudgementError(f"not a value for {field}: {text[:80]} ({error})") from error
