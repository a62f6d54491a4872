"""When each mention happened: phrases of time near its event word, else tense, else the one before.

A date of publication is never the date of an event by itself; it is what relative phrases are seen
from. Without it they stay relative: their words are kept and the value is None.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from situate.model import Document, Mention, Period, Quote, Sourced
from situate.records import quote_at
from situate.resolve.time_clauses import Timed, clause_at, timed
from situate.resolve.time_counted import Counted, counted_in, lag_in, shifted
from situate.resolve.time_meaning import is_dated, meaning
from situate.resolve.time_phrases import period_of
from situate.resolve.time_table import Phrase, load_table
from situate.resolve.time_untold import by_tense, may_pass_on, passed_on, pointed_to

__all__ = ["fill_periods", "period_of"]

NO_DATE = "report carries no date"
RELATIVE = "report carries no date; phrase is relative"
A_DAY = timedelta(days=1)
ASIDE = timedelta(days=2)  # so much older than the story is a day told in passing
NEAR = 400  # characters on either side of the event word in which phrases are looked for


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
    by_id: dict[str, Sourced[Period]] = {}
    subheads = [block.start for block in document.blocks if block.kind == "subhead"]
    paragraphs = [block.start for block in document.blocks]
    story: Sourced[Period] | None = None
    before: Sourced[Period] | None = None
    told: Mention | None = None
    history: tuple[Mention, Sourced[Period]] | None = None
    for index in sorted(range(len(given)), key=lambda i: (given[i].trigger.start, given[i].id)):
        mention = given[index]
        key = (mention.sentence.start, mention.sentence.end)
        if key not in sentences:
            sentences[key] = timed(document.text[key[0] : key[1]])
        if _section(subheads, mention) != _section(subheads, told):
            story = before = history = None
        if told and _section(paragraphs, mention) != _section(paragraphs, told):
            before = _story_again(story, before)
        earlier = _goes_on(history, mention) if history else None
        same = pointed_to(mention, by_id) if mention.links else None
        period = _period(document, mention, sentences[key], earlier or before, same)
        periods[index] = by_id[mention.id] = period
        history = (mention, period) if _is_history(mention, period, earlier) else history
        if may_pass_on(mention, period):
            before, told, story = period, mention, story or period
    return tuple(replace(mention, period=periods[i]) for i, mention in enumerate(given))


def _story_again(
    story: Sourced[Period] | None, before: Sourced[Period] | None
) -> Sourced[Period] | None:
    """The day a new paragraph goes on with: an older day told in passing ends with its paragraph.

    The story's day is the first that a report tells of; an account in order of time moves on from
    it, so a later day stays.
    """
    first = story.value.start if story and story.value else None
    last = before.value.start if before and before.value else None
    is_aside = first is not None and last is not None and first - last >= ASIDE
    return story if is_aside else before


def _is_history(mention: Mention, period: Sourced[Period], earlier: Sourced[Period] | None) -> bool:
    """Is it dated by a written year, or in the course of such an event? "In February 1982 ..."."""
    if period.value is None or period.quote is None or mention.block == "title":
        return False
    if earlier is not None and period.quote == earlier.quote:
        return True
    is_fronted = 0 <= period.quote.start - mention.sentence.start <= FRONTED
    return is_fronted and WRITTEN in period.reason and "seen from" not in period.reason


def _goes_on(history: tuple[Mention, Sourced[Period]], mention: Mention) -> Sourced[Period] | None:
    """The old date, where the mention stands in its sentence or the one right after."""
    told, period = history
    gap = mention.sentence.start - told.sentence.end
    return period if gap <= NEXT and mention.stance in ("asserted", "background") else None


FRONTED = 12  # characters before a date that opens its sentence
NEXT = 3  # characters between two sentences of one paragraph
WRITTEN = "phrase of time in its clause"


def _section(starts: Sequence[int], mention: Mention | None) -> int:
    """Number of the section, or paragraph, a mention stands in: a new sub-head, a new story."""
    return bisect_right(starts, mention.trigger.start) if mention else 0


def _period(
    document: Document,
    mention: Mention,
    sentence: Timed,
    before: Sourced[Period] | None,
    same: Sourced[Period] | None = None,
) -> Sourced[Period]:
    ahead = mention.stance in ("planned", "hypothetical")
    at = mention.trigger.start - mention.sentence.start
    found = _phrase_for(sentence, at, mention.trigger.end - mention.sentence.start)
    if found is None or found[2] != "its clause":
        counted = _lagged(document, mention, sentence, at, before) or _counted(
            document, mention, sentence, at, before
        )
        if counted is not None:
            return counted
    if found is not None:
        phrase, share, where = found
        return _told(document, mention.sentence.start, phrase, share, where, ahead)
    if same is not None and not ahead:
        return same
    if document.published is None:
        return passed_on(before) or Sourced(None, None, 0.0, NO_DATE)
    return by_tense(document.published, mention, sentence, at, before, ahead)


def _counted(
    document: Document,
    mention: Mention,
    sentence: Timed,
    at: int,
    before: Sourced[Period] | None,
) -> Sourced[Period] | None:
    """ "Three days earlier gunmen raided": so many days from the event told before, or None."""
    counted = counted_in(sentence.text)
    if counted is None or clause_at(sentence, counted.start) != clause_at(sentence, at):
        return None
    offset = mention.sentence.start
    quote = quote_at(document, offset + counted.start, offset + counted.end)
    return _shifted(quote, before.value if before else None, counted, "the event told before")


def _lagged(
    document: Document,
    mention: Mention,
    sentence: Timed,
    at: int,
    before: Sourced[Period] | None,
) -> Sourced[Period] | None:
    """ "Sunday's blast came two days after bombs killed six": so far from the main clause, or None.

    The main clause has the day of its own phrase, else that of the event told before.
    """
    own = clause_at(sentence, at)
    lag = lag_in(sentence.text[: own.start], own.opener) if own.opener else None
    if lag is None:
        return None
    offset = mention.sentence.start
    main = _phrase_for(sentence, lag.start, lag.end)
    day = (
        meaning(main[0], document.published, ahead=False)
        if main
        else before.value
        if before
        else None
    )
    quote = quote_at(document, offset + lag.start, offset + own.start + len(own.opener or ""))
    return _shifted(quote, day, lag, "the main clause")


def _shifted(quote: Quote, day: Period | None, counted: Counted, whose: str) -> Sourced[Period]:
    """The day so many days from a known one, or why there is none."""
    period = shifted(day, counted.days) if day and counted.days is not None else None
    if period is None:
        return Sourced(quote, None, 0.0, "counted from an event whose day is not known")
    return Sourced(quote, period, 0.6, f"counted from the day of {whose}")


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
    own = clause_at(sentence, at)
    best: tuple[tuple[object, ...], Phrase, float, str] | None = None
    for phrase in sentence.phrases:
        if phrase.start < end and at < phrase.end and not phrase.is_open:
            continue
        clause = clause_at(sentence, phrase.start)
        distance = at - phrase.end if phrase.end <= at else phrase.start - end
        is_said = phrase.start in sentence.said
        if abs(distance) > NEAR or (clause.opener and clause != own):
            continue
        if phrase.is_open and not (clause == own and distance <= 30):
            continue
        if own.opener and clause != own and not (_same_time(own.opener) and not is_said):
            continue
        where, share = ("its clause", 1.0) if clause == own else ("its sentence", 0.8)
        if is_said:
            where, share = "the saying", 0.6
        rank = (is_said, clause != own, phrase.is_open, not is_dated(phrase), abs(distance))
        if best is None or rank < best[0]:
            best = (rank, phrase, share, where)
    return best[1:] if best else None


def _same_time(opener: str) -> bool:
    """ "killed on Monday when their post was attacked": the main clause dates both."""
    return opener in load_table().raw["same_time_openers"]


# --- no phrase
