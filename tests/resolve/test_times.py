"""When a mention happened, as a coder would date it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from situate.model import Block, Document, Link, Mention, Period
from situate.records import document_id, mention_id, quote_at
from situate.resolve.time_phrases import phrases_in
from situate.resolve.times import fill_periods, period_of

CASES = yaml.safe_load((Path(__file__).parent / "test_times.yaml").read_text(encoding="utf-8"))
PHRASES, SENTENCES = CASES["phrases"], CASES["sentences"]
DAY = datetime(2018, 2, 14, tzinfo=UTC)  # a Wednesday


def plain(period: Period | None) -> list[str | None] | None:
    """A period as the cases write it: "2018-02-13" or "2018-02-13T18", half open, precision."""
    if period is None:
        return None
    return [_plain(period.start), _plain(period.end), period.precision]


def _plain(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H").removesuffix("T00")


def a_document(text: str, published: datetime | None) -> Document:
    return Document(document_id(text), text, published=published)


def mentions_in(document: Document, case: dict[str, Any]) -> list[Mention]:
    """A mention for each trigger of the case, its sentence ending at a full stop and a space."""
    found = []
    triggers = case["trigger"] if isinstance(case["trigger"], list) else [case["trigger"]]
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s|$)", document.text)] or [len(document.text)]
    at = 0
    for word in triggers:
        at = document.text.index(word, at)
        start = max((e for e in ends if e <= at), default=0)
        start += len(document.text[start:]) - len(document.text[start:].lstrip())
        trigger = quote_at(document, at, at + len(word))
        sentence = quote_at(document, start, min(e for e in [*ends, len(document.text)] if e > at))
        found.append(
            Mention(
                mention_id(document.id, trigger, "clash"), document.id, "clash", trigger, sentence,
                block=case.get("block", "paragraph"), stance=case.get("stance", "asserted"),
            )
        )  # fmt: skip
        at += len(word)
    return found


@pytest.mark.parametrize("case", PHRASES, ids=[c["phrase"] for c in PHRASES])
def test_phrase(case: dict[str, Any]) -> None:
    """A phrase seen from Wednesday 14 February 2018 means these days."""
    assert plain(period_of(case["phrase"], DAY)) == case["expect"]


@pytest.mark.parametrize("case", SENTENCES, ids=[c["why"] for c in SENTENCES])
def test_mention(case: dict[str, Any]) -> None:
    """The last trigger of the sentence gets the period a coder would give it."""
    published = None if case.get("undated") else DAY
    document = a_document(case["text"], published)
    period = fill_periods(document, mentions_in(document, case))[-1].period
    assert plain(period.value) == case["expect"]
    assert (period.quote.text if period.quote else None) == case.get("quote")
    if "reason" in case:
        assert period.reason == case["reason"]


def test_a_day_told_in_passing_ends_with_its_paragraph() -> None:
    """An older date of one paragraph does not date the next, which goes on with the story."""
    lead = "Rebels raided the post on Monday."
    aside = "The army blamed them for blasts that hit the depot on 3 February, when shells fell."
    text = "\n".join((lead, aside, "Guards returned fire."))
    starts = [0, len(lead) + 1, len(lead) + len(aside) + 2]
    document = replace(
        a_document(text, DAY),
        blocks=tuple(
            Block("paragraph", a, b - 1) for a, b in itertools.pairwise([*starts, len(text) + 1])
        ),
    )
    case = {"trigger": ["raided", "fell", "fire"]}
    days = [plain(m.period.value) for m in fill_periods(document, mentions_in(document, case))]
    assert days[1] == ["2018-02-03", "2018-02-04", "day"]
    assert days[2] == days[0] == ["2018-02-12", "2018-02-13", "day"]


@given(st.text(max_size=200))
def test_phrases_lie_in_their_text(text: str) -> None:
    """Whatever the text, phrases are in order, apart, and exact."""
    at = 0
    for phrase in phrases_in(text):
        assert at <= phrase.start < phrase.end
        assert text[phrase.start : phrase.end] == phrase.text
        at = phrase.end


@given(
    st.sampled_from([c["phrase"] for c in PHRASES]),
    st.datetimes(
        min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)
    ),
)
def test_periods_are_never_empty(phrase: str, published: datetime) -> None:
    """From any day, a period that has both ends starts before it ends and is aware."""
    period = period_of(phrase, published)
    if period is not None and period.start is not None and period.end is not None:
        assert period.start < period.end
        assert period.start.tzinfo is UTC


def test_relative_phrase_without_publication_has_no_period() -> None:
    """Nothing to count from, so no days; a full date needs nothing to count from."""
    assert period_of("yesterday", None) is None
    assert plain(period_of("3 May 2017", None)) == ["2017-05-03", "2017-05-04", "day"]


def test_publication_without_zone_is_refused() -> None:
    """A naive moment could be any of 27 days' hours."""
    with pytest.raises(ValueError, match="time zone"):
        period_of("yesterday", datetime(2018, 2, 14))


def test_hostile_sentence_takes_linear_time() -> None:
    """A megabyte of near-dates ends, and finds what is there."""
    text = "between 3 and 5 and 5 and 5 " * 2_000 + "on 3 May 2017"
    assert phrases_in(text)[-1].text == "3 May 2017"


def test_order_of_mentions_is_kept() -> None:
    """Mentions come back as they were given, whatever their order in the text."""
    case = {"text": "Rebels attacked on Monday. They fled.", "trigger": ["attacked", "fled"]}
    document = a_document(case["text"], DAY)
    given_ = mentions_in(document, case)
    forward = fill_periods(document, given_)
    backward = fill_periods(document, given_[::-1])
    assert forward == backward[::-1]


def test_the_attack_has_the_day_of_the_attack_it_points_back_to() -> None:
    text = "Rebels attacked the depot on Monday. Guns fired on Tuesday. The attack killed two."
    document = a_document(text, DAY)
    case = {"trigger": ["attacked", "fired", "attack"]}
    first, second, third = mentions_in(document, case)
    third = replace(third, links=(Link("same", first.id),))
    *_, found = fill_periods(document, [first, second, third])
    assert plain(found.period.value) == ["2018-02-12", "2018-02-13", "day"]
    assert "points to" in found.period.reason
