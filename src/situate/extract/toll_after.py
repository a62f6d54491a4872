"""Tolls of a sentence that tells no act: "One person died." counts for the act told before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from situate.annotate import Annotated, Sentence
from situate.extract.tolls import loose
from situate.extract.trigger import Trigger
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Mention, Sourced, Toll

Told = tuple[Mention, Trigger]
HARM = ("killed", "injured", "casualties")
VIOLENT = ("ground", "remote", "civilian")
NEAR = 40  # code points between the sentences, so that none unread stands between
BACK = 2  # sentences without an act that may follow one another
LONGEST_TOTAL = 5  # tokens of "2 fatalities in all."
LESS_SURE = 0.8


def with_tolls_after(
    annotated: Annotated, found: Sequence[Told], vocabulary: Vocabulary
) -> list[Told]:
    """The mentions, with what the sentences right after them count; order and number stay.

    A sentence is read so only if it has no trigger, is no guess and names no place of its own. A
    bare total that ends a paragraph ("2 fatalities.") sums what it has told: mode cumulative.
    """
    told = list(found)
    at: dict[int, list[int]] = {}
    for index, (_, trigger) in enumerate(told):
        at.setdefault(id(trigger.sentence), []).append(index)
    for place, sentence in enumerate(annotated.sentences):
        own = at.get(id(sentence), [])
        if own:
            for index in own:
                told[index] = _as_total(told, index, sentence)
            continue
        host = _host(annotated.sentences, place, at, told, vocabulary)
        if host is not None and not _is_guess(sentence):
            told[host] = _given(told, host, sentence)
    return told


def _host(
    sentences: Sequence[Sentence],
    place: int,
    at: dict[int, list[int]],
    told: Sequence[Told],
    vocabulary: Vocabulary,
) -> int | None:
    """The last act of the sentence before, in one paragraph; it must be violent and asserted."""
    for earlier in range(place - 1, max(-1, place - 1 - BACK), -1):
        before, after = sentences[earlier], sentences[earlier + 1]
        if before.block is not after.block or after.start - before.end > NEAR:
            return None
        acts = at.get(id(before))
        if acts:
            fit = [i for i in acts if _is_act(told[i][0], vocabulary)]
            return fit[-1] if fit and not _elsewhere(sentences[place], before) else None
    return None


def _is_act(mention: Mention, vocabulary: Vocabulary) -> bool:
    return mention.stance == "asserted" and vocabulary.family(mention.type) in VIOLENT


def _elsewhere(sentence: Sentence, before: Sentence) -> bool:
    """Does it name a place that the act's sentence does not?"""
    text = before.document.text[before.start : before.end]
    return any(n.kind == "place" and n.quote.text not in text for n in sentence.names)


def _is_guess(sentence: Sentence) -> bool:
    """ "may have died", "if", a question."""
    tokens = sentence.tokens
    return any(token.tag == "MD" or token.lower in ("if", "?", "unless") for token in tokens)


def _given(told: Sequence[Told], host: int, sentence: Sentence) -> Told:
    mention, trigger = told[host]
    more = [
        _less_sure(toll)
        for toll in loose(sentence, ())
        if toll.value and toll.value.kind in HARM and "history" not in toll.value.flags
    ]
    if _is_bare_total(sentence) and _has_killed(told, sentence):
        more = [_cumulative(toll) for toll in more]
    return replace(mention, tolls=(*mention.tolls, *more)), trigger


def _less_sure(toll: Sourced[Toll]) -> Sourced[Toll]:
    confidence = round(toll.confidence * LESS_SURE, 3)
    return replace(toll, confidence=confidence, reason=f"{toll.reason}, told after the act")


def _as_total(told: Sequence[Told], index: int, sentence: Sentence) -> Told:
    mention, trigger = told[index]
    if not mention.tolls or not _is_bare_total(sentence) or not _has_killed(told, sentence):
        return told[index]
    return replace(mention, tolls=tuple(map(_cumulative, mention.tolls))), trigger


def _cumulative(toll: Sourced[Toll]) -> Sourced[Toll]:
    if toll.value is None or toll.value.kind != "killed":
        return toll
    value = replace(toll.value, mode="cumulative")
    return replace(toll, value=value, reason=f"{toll.reason}; a total of those told before")


def _is_bare_total(sentence: Sentence) -> bool:
    """ "2 fatalities.": a number and its noun, no verb."""
    tokens = sentence.tokens
    return len(tokens) <= LONGEST_TOTAL and not any(
        token.pos in ("VERB", "AUX") and token.dep != "amod" for token in tokens
    )


def _has_killed(told: Sequence[Told], sentence: Sentence) -> bool:
    """Are people killed counted earlier in the paragraph?"""
    return any(
        toll.value is not None
        and toll.value.kind == "killed"
        and "number_untold" not in toll.value.flags
        and toll.value.high != 0
        for mention, trigger in told
        if trigger.sentence.block is sentence.block and trigger.sentence.start < sentence.start
        for toll in mention.tolls
    )
