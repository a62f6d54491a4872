"""Speakers of earlier sentences: "he added", and quotations that are still open."""

from __future__ import annotations

import re
from functools import cache

from situate.annotate import Annotated, Sentence
from situate.extract.speakers_words import speaker_of, subject_of
from situate.extract.stance_clause import place_of
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.knowledge.inflect import verb_forms
from situate.model import Speaker
from situate.records import quote_at

BACK = 6  # sentences a "he added" may look back
WINDOW = 500  # characters before a sentence in which a speaker is sought by word order


def resolved(annotated: Annotated, sentence: Sentence, speaker: Speaker) -> Speaker | None:
    """A pronoun becomes the last speaker named before; "it was said" keeps only its hedge."""
    if speaker.value is None or speaker.value.lower() not in cues.words("speech", "pronouns"):
        return speaker
    earlier = _last_named(annotated, sentence) or _last_by_order(sentence)
    if earlier is None:
        return speaker if speaker.value.lower() != "it" else Speaker(None, None, speaker.hedge)
    return Speaker(earlier.quote, earlier.value, speaker.hedge)


def _last_named(annotated: Annotated, sentence: Sentence) -> Speaker | None:
    """The subject of the last speech verb in the few sentences before, pronouns skipped."""
    for earlier in _before(annotated, sentence):
        for token in reversed(earlier.tokens):
            if token.pos != "VERB" or token.lemma not in cues.words("speech", "verbs"):
                continue
            subject = subject_of(token)
            if subject is not None and subject.lower not in cues.words("speech", "pronouns"):
                return speaker_of(earlier, subject, None)
    return None


def _last_by_order(sentence: Sentence) -> Speaker | None:
    """A speaker in words that were not parsed: "The colonel said ..." opening a sentence.

    Sentences without an event word are never parsed, yet "he added" may look back to one.
    """
    since = max(0, sentence.start - WINDOW)
    found = list(_opening().finditer(sentence.document.text[since : sentence.start]))
    if not found:
        return None
    start, end = found[-1].span(1)
    if found[-1][1].lower() in cues.words("speech", "pronouns"):
        return None
    quote = quote_at(sentence.document, since + start, since + end)
    return Speaker(quote, quote.text)


@cache
def _opening() -> re.Pattern[str]:
    """Start of a sentence, at most six words without punctuation, a verb of saying."""
    irregular = cues.table("irregular")["verbs"]
    forms = {f for v in cues.words("speech", "carries_on") for f in verb_forms(v, irregular)}
    verbs = "|".join(sorted(forms))
    words = r"[^\s,.!?;:]{1,30}(?: [^\s,.!?;:]{1,30}){0,5}?"
    return re.compile(rf"(?:^|[.!?\n]\s+)(?:(?:The|A|An) )?({words}) (?:{verbs})\b")


def _before(annotated: Annotated, sentence: Sentence) -> list[Sentence]:
    at = place_of(annotated, sentence)
    return list(reversed(annotated.sentences[max(0, at - BACK) : at]))


def open_quotation(annotated: Annotated, sentence: Sentence, trigger: Trigger) -> list[Speaker]:
    """A quotation opened in an earlier sentence and not closed yet belongs to its speaker."""
    earlier = _before(annotated, sentence)[:3]
    if not earlier or sentence.block != earlier[0].block:
        return []
    start = min(s.start for s in earlier if s.block == sentence.block)
    before = annotated.document.text[start : sentence.start + max(0, _offset(sentence, trigger))]
    opened = sum(before.count(q) for q in cues.entry("speech", "quotes.open"))
    closed = sum(before.count(q) for q in cues.entry("speech", "quotes.close"))
    plain = sum(before.count(q) for q in cues.entry("speech", "quotes.either"))
    if opened <= closed and plain % 2 == 0:
        return []
    speaker = _last_named(annotated, sentence)
    return [speaker] if speaker is not None else []


def _offset(sentence: Sentence, trigger: Trigger) -> int:
    return sentence.offsets[trigger.head][0] - sentence.start
