"""When each mention happened: phrases of time near its event word, else tense, else the one before.

A date of publication is never the date of an event by itself; it is what relative phrases are seen
from. Without it they stay relative: their words are kept and the value is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache

from situate.model import Document, Mention, Period, Sourced
from situate.records import quote_at
from situate.resolve.time_phrases import (
    Phrase,
    is_dated,
    load_table,
    meaning,
    period_of,
    phrases_in,
)

__all__ = ["fill_periods", "period_of"]

WORD = re.compile(r"[\w'’]+")
CLOSERS = re.compile(r"[,;:—–()،؛]|\s-\s")
NO_DATE = "report carries no date"
RELATIVE = "report carries no date; phrase is relative"
A_DAY = timedelta(days=1)
NEAR = 400  # characters on either side of the event word in which phrases are looked for


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence; `opener` is the word that makes it background, None if main."""

    start: int
    end: int
    opener: str | None


@dataclass(frozen=True, slots=True)
class Timed:
    """The phrases and clauses of one sentence, offsets counted from its start."""

    text: str
    phrases: tuple[Phrase, ...]
    clauses: tuple[Clause, ...]
    said: frozenset[int]  # starts of phrases that date a saying


def fill_periods(document: Document, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions, in the same order, each with its period.

    A phrase of the mention's own clause wins, a written date before a relative phrase, the nearest
    to the event word first; then the other main clauses of the sentence; then the tense, seen from
    the day of publication; for simple past the time of the mention before. The date of a background
    clause ("after ...", "who ...") goes to events of that clause only.
    """
    given = tuple(mentions)
    sentences: dict[tuple[int, int], Timed] = {}
    periods: dict[int, Sourced[Period]] = {}
    subheads = [block.start for block in document.blocks if block.kind == "subhead"]
    before: Sourced[Period] | None = None
    told: Mention | None = None
    for index in sorted(range(len(given)), key=lambda i: (given[i].trigger.start, given[i].id)):
        mention = given[index]
        key = (mention.sentence.start, mention.sentence.end)
        if key not in sentences:
            sentences[key] = timed(document.text[key[0] : key[1]])
        if _section(subheads, mention) != _section(subheads, told):
            before = None
        period = _period(document, mention, sentences[key], before)
        periods[index] = period
        if _may_pass_on(mention, period):
            before, told = period, mention
    return tuple(replace(mention, period=periods[i]) for i, mention in enumerate(given))


def _section(subheads: Sequence[int], mention: Mention | None) -> int:
    """Number of the section a mention stands in: a new sub-head, a new story."""
    return bisect_right(subheads, mention.trigger.start) if mention else 0


def timed(text: str) -> Timed:
    """Phrases, clauses and sayings of a sentence."""
    phrases = tuple(phrases_in(text))
    return Timed(text, phrases, tuple(_clauses(text, phrases)), frozenset(_said(text, phrases)))


def _period(
    document: Document, mention: Mention, sentence: Timed, before: Sourced[Period] | None
) -> Sourced[Period]:
    ahead = mention.stance in ("planned", "hypothetical")
    at = mention.trigger.start - mention.sentence.start
    found = _phrase_for(sentence, at, mention.trigger.end - mention.sentence.start)
    if found is not None:
        phrase, share, where = found
        return _told(document, mention.sentence.start, phrase, share, where, ahead)
    if document.published is None:
        return _passed_on(before) or Sourced(None, None, 0.0, NO_DATE)
    return _by_tense(document.published, mention, sentence, at, before, ahead)


def _told(
    document: Document, offset: int, phrase: Phrase, share: float, where: str, ahead: bool
) -> Sourced[Period]:
    quote = quote_at(document, offset + phrase.start, offset + phrase.end)
    period = meaning(phrase, document.published, ahead=ahead)
    confidence = round(phrase.row.confidence * share, 2)
    if period is None:
        reason = RELATIVE if document.published is None else "phrase names no day we can place"
        return Sourced(quote, None, confidence, reason)
    seen = ""
    if document.published and not (is_dated(phrase) and _has_year(phrase)):
        seen = f", seen from publication on {document.published.date().isoformat()}"
    return Sourced(quote, period, confidence, f"phrase of time in {where}{seen}")


def _has_year(phrase: Phrase) -> bool:
    inner = phrase.inner or phrase
    return bool(inner.slots.get("year") or inner.slots.get("year2"))


# --- which phrase


def _phrase_for(sentence: Timed, at: int, end: int) -> tuple[Phrase, float, str] | None:
    """The phrase that dates the event word at `at`, its share of confidence, where it stands."""
    own = _clause_at(sentence, at)
    best: tuple[tuple[object, ...], Phrase, float, str] | None = None
    for phrase in sentence.phrases:
        if phrase.start < end and at < phrase.end and not phrase.is_open:
            continue
        clause = _clause_at(sentence, phrase.start)
        distance = at - phrase.end if phrase.end <= at else phrase.start - end
        is_said = phrase.start in sentence.said
        if abs(distance) > NEAR or (clause.opener and clause != own):
            continue
        if phrase.is_open and not (clause == own and distance <= 30):
            continue
        if own.opener and clause != own:
            continue
        where, share = ("its clause", 1.0) if clause == own else ("its sentence", 0.8)
        if is_said:
            where, share = "the saying", 0.6
        rank = (is_said, clause != own, phrase.is_open, not is_dated(phrase), abs(distance))
        if best is None or rank < best[0]:
            best = (rank, phrase, share, where)
    return best[1:] if best else None


def _clause_at(sentence: Timed, at: int) -> Clause:
    """The innermost clause an offset lies in."""
    inside = [c for c in sentence.clauses if c.start <= at < c.end]
    return inside[-1] if inside else Clause(0, len(sentence.text), None)


def _clauses(text: str, phrases: Iterable[Phrase]) -> Iterable[Clause]:
    """Main and background clauses, cut at openers and at the marks that close them.

    A background clause runs from its opener to the next mark; what follows is the main clause
    again, under its old start, so that the two halves of a split main clause are one.
    """
    openers, mains = _openers()
    # "since Monday", "before 3 May" open no clause: a phrase of time stands there.
    timed_from = {p.start for p in phrases} | {p.start - 1 for p in phrases}
    marks = [m.start() for m in CLOSERS.finditer(text)] + [len(text)]
    clauses: list[Clause] = []
    pieces: list[tuple[int, int, str | None]] = []
    at = 0
    for word in WORD.finditer(text):
        folded = word[0].casefold()
        if word.start() < at:
            continue
        after_mark = text[max(0, word.start() - 4) : word.start()].rstrip()[-1:] in (
            ",",
            ";",
            "،",
            "—",
            "–",
        )
        if folded in openers and word.start() not in timed_from and (word.end() not in timed_from):
            end = next(m for m in marks if m >= word.end())
            if word.start() > at:
                pieces.append((at, word.start(), None))
            pieces.append((word.start(), end, folded))
            at = end
        elif (folded in mains and after_mark) or (
            text[max(0, word.start() - 4) : word.start()].rstrip()[-1:] == ";"
        ):
            if word.start() > at:
                pieces.append((at, word.start(), None))
            pieces.append((word.start(), word.start(), "+"))
            at = word.start()
    if at < len(text):
        pieces.append((at, len(text), None))
    yield from _gathered(pieces, clauses)


def _gathered(pieces: list[tuple[int, int, str | None]], clauses: list[Clause]) -> Iterable[Clause]:
    """Main pieces between two "+" marks are one clause; background pieces lie inside it."""
    background: list[Clause] = []
    start = last = 0
    for first, end, opener in pieces:
        if opener == "+":
            if last > start:
                clauses.append(Clause(start, last, None))
            start = first
        elif opener:
            background.append(Clause(first, end, opener))
        last = max(last, end)
    clauses.append(Clause(start, max(last, start), None))
    return [*clauses, *background]


@cache
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    raw = load_table().raw
    return frozenset(raw["clause_openers"]), frozenset(raw["main_openers"])


def _said(text: str, phrases: Iterable[Phrase]) -> Iterable[int]:
    """Starts of the phrases that stand right after a word of saying, with no mark between."""
    raw = load_table().raw
    saying, within = frozenset(raw["saying"]), int(raw["said_within"])
    for phrase in phrases:
        piece = text[max(0, phrase.start - 80) : phrase.start]
        piece = re.split(r"[,;:—–\"“”]", piece)[-1]
        words = [w.casefold() for w in WORD.findall(piece)][-within - 1 :]
        if any(word in saying for word in words):
            yield phrase.start


# --- no phrase


def _by_tense(
    published: datetime,
    mention: Mention,
    sentence: Timed,
    at: int,
    before: Sourced[Period] | None,
    ahead: bool,
) -> Sourced[Period]:
    tense = _tense(sentence.text[max(0, at - 60) : at])
    if tense == "past_perfect" and _is_reported(sentence.text[:at], mention):
        tense = "past"  # "said that they had fled" tells "they fled"
    if ahead or tense == "future":
        return Sourced(None, None, 0.0, "planned; no day said")
    if tense == "past_perfect" or mention.stance == "background":
        return Sourced(None, None, 0.0, "told as background; no day said")
    if _clause_at(sentence, at).opener in load_table().raw["earlier_openers"]:
        return Sourced(None, None, 0.0, "before what the main clause tells; no day said")
    if tense == "past" and mention.block != "title" and (passed := _passed_on(before)):
        return passed
    kind = "headline" if mention.block == "title" and tense == "past" else tense
    default = load_table().raw["defaults"][kind]
    day = datetime.combine(published.date(), time(), UTC)
    period = Period(day - timedelta(days=int(default["days"])), day + timedelta(days=1), "day")
    reason = f"no phrase; {kind.replace('_', ' ')} seen from publication on {published.date()}"
    return Sourced(None, period, float(default["confidence"]), reason)


def _tense(lead: str) -> str:
    """Tense by the auxiliary that stands shortly before the event word."""
    raw = load_table().raw["auxiliaries"]
    lead = re.split(r"[,;:.]\s", lead)[-1]
    words = [word.casefold() for word in WORD.findall(lead)][-int(raw["within"]) :]
    for word in reversed(words):
        for tense in ("past_perfect", "perfect", "future", "present"):
            if word in raw[tense] or any(e[0] in "'’" and word.endswith(e) for e in raw[tense]):
                return tense
    return "past"


def _is_reported(before: str, mention: Mention) -> bool:
    """Does somebody say it? Reported speech shifts its past one step back."""
    saying = frozenset(load_table().raw["saying"])
    return mention.stance == "denied" or any(w.casefold() in saying for w in WORD.findall(before))


def _passed_on(before: Sourced[Period] | None) -> Sourced[Period] | None:
    if before is None or before.value is None:
        return None
    return Sourced(before.quote, before.value, 0.4, "no phrase; time of the mention before")


def _may_pass_on(mention: Mention, period: Sourced[Period]) -> bool:
    """May a later mention in simple past take this time? Only a told one, of the story itself."""
    value = period.value
    return (
        value is not None
        and period.quote is not None
        and value.start is not None
        and value.end is not None
        and value.end - value.start <= A_DAY
        and mention.stance in ("asserted", "denied", "possible")
        and mention.block != "title"
    )
