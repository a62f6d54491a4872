"""Which places the words of a mention mean, and which lie only on the way or around."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from situate.control.reading import SAME_POINT, Reading
from situate.control.settings import Effects, Rule
from situate.knowledge.gazetteer.words import is_proper
from situate.knowledge.outlets import fold
from situate.model import Mention, Place, SourcedPlace

LEAST = 0.05  # share below which a rival place is not worth a row
SURE = 0.9  # share of the node that carries the very name told


def passes_by(told: SourcedPlace, mention: Mention, rule: Rule, effects: Effects) -> bool:
    """Is a place only on the way? What a side leaves or is driven from is the place itself.

    Of a taking only where no other place is named: "captured Hajin from the north".
    """
    if told.relation not in effects.passing:
        return False
    if not rule.leaves or told.relation != "from":
        return True
    others = (p for p in mention.places if p.relation not in effects.passing)
    return rule.side == "targets" and any(p.value is not None for p in others)


def inner_place(
    told: SourcedPlace, mention: Mention, rule: Rule, reading: Reading
) -> SourcedPlace | None:
    """The narrower place that a mention puts in this one; None where it names this one itself.

    Of "captured the village in Hama" the parser often hangs "in Hama" on the verb.
    """
    if told.relation != "in" and not (rule.part and _follows_in(told, reading)):
        return None
    narrower = (
        p
        for p in mention.places
        if p is not told and p.relation in ("at", "part") and p.quote and told.quote
        and p.quote.start < told.quote.start
    )  # fmt: skip
    return next(narrower, None)


def _follows_in(told: SourcedPlace, reading: Reading) -> bool:
    """Does "in" stand right before the words of a place?"""
    if told.relation != "at" or told.quote is None:
        return False
    report = reading.documents.get(told.quote.document)
    before = report.text[max(0, told.quote.start - 8) : told.quote.start] if report else ""
    return before.split()[-1:] == ["in"]


def is_inside_town(inner: SourcedPlace, effects: Effects) -> bool:
    """Is a narrower place a part of a town (a hospital, a quarter) and not a place of its own?"""
    words = inner.quote.text.casefold().split() if inner.quote else []
    return inner.relation == "part" or not effects.inside_towns.isdisjoint(words)


def candidates(
    mention: Mention, told: SourcedPlace, reading: Reading
) -> Iterable[tuple[Place, float]]:
    """Each place the words may mean, with its share; the shares of rivals never sum to over 1.

    A doubtful spelling beside a sure one of the same point is a node of its own (`same_as`): the
    full share falls on the node the words name, and the other gets the chance that they are one.
    """
    assert told.value is not None
    share = min(max(told.confidence, 0.0), 1.0)
    point = (mention.document, told.value.id)
    words = fold(told.quote.text) if told.quote else ""
    if told.quote and share < SAME_POINT and _differ(reading.sure.get(point, words), words):
        # "the centre", "the town" stand for the name they go back to.
        named = (
            told
            if is_proper(told.quote.text)
            else next(iter(reading.unsure.get(point, {}).values()), None)
        )
        if named is None:
            yield told.value, share
            return
        yield _node(named), SURE
        yield told.value, SURE * share
        return
    yield told.value, share
    for spelling, unsure in reading.unsure.get(point, {}).items():
        if words and share >= SAME_POINT and _differ(spelling, words):
            yield _node(unsure), share * unsure.confidence
    left = 1 - share
    scores = [max(r.score, 0.0) for r in told.rivals]
    for rival, score in zip(told.rivals, scores, strict=True):
        part = left * score / (sum(scores) + share)
        if part >= LEAST and rival.value.id != told.value.id:
            yield rival.value, part


def _differ(one: str, other: str) -> bool:
    """Are two spellings two names? "Gharanij" and "the town of Gharanij" are one."""
    words = {*one.split()}, {*other.split()}
    return not (words[0] <= words[1] or words[1] <= words[0])


def _node(told: SourcedPlace) -> Place:
    """A place of its own for a spelling that may or may not be the point it was resolved to."""
    assert told.value is not None
    assert told.quote is not None
    words = fold(told.quote.text)
    return replace(told.value, id=f"name:{words}@{told.value.id}", name=told.quote.text)
