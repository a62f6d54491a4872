"""The day of an event that no phrase dates: by its tense, or that of an event told before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from situate.model import Mention, Period, Sourced
from situate.resolve.time_clauses import WORD, Clause, Timed, clause_at
from situate.resolve.time_table import load_table

A_DAY = timedelta(days=1)


def by_tense(
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
    own = clause_at(sentence, at)
    is_one = _is_same_act(sentence, own, at)
    if is_one and (passed := passed_on(before)):
        return passed
    if own.opener in load_table().raw["earlier_openers"]:
        return Sourced(None, None, 0.0, "before what the main clause tells; no day said")
    if tense == "past" and mention.block != "title" and (passed := passed_on(before)):
        return passed
    kind = "headline" if mention.block == "title" and tense == "past" else tense
    default = load_table().raw["defaults"][kind]
    day = datetime.combine(published.date(), time(), UTC)
    period = Period(day - timedelta(days=int(default["days"])), day + timedelta(days=1), "day")
    reason = f"no phrase; {kind.replace('_', ' ')} seen from publication on {published.date()}"
    return Sourced(None, period, float(default["confidence"]), reason)


def _is_same_act(sentence: Timed, own: Clause, at: int) -> bool:
    """ "doubled back after hitting the convoy": an act of the story by who goes on in it."""
    word = WORD.match(sentence.text, at)
    led = sentence.text[own.start : at].split()
    return own.opener == "after" and len(led) == 1 and bool(word) and word[0].endswith("ing")  # type: ignore[index]


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


def passed_on(before: Sourced[Period] | None) -> Sourced[Period] | None:
    if before is None or before.value is None:
        return None
    return Sourced(before.quote, before.value, 0.4, "no phrase; time of the mention before")


def pointed_to(mention: Mention, periods: Mapping[str, Sourced[Period]]) -> Sourced[Period] | None:
    """The time told of the event that "the attack" points back to, or None; by mention id."""
    for link in mention.links:
        told = periods.get(link.mention) if link.kind == "same" else None
        if told is not None and told.value is not None and told.quote is not None:
            return Sourced(told.quote, told.value, 0.5, "no phrase; time of the event it points to")
    return None


def may_pass_on(mention: Mention, period: Sourced[Period]) -> bool:
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
