"""Who the words of a role mean: cases a coder can extend, in cases_actors.yaml."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from situate.annotate import names_in
from situate.knowledge.roster import Roster, load_roster
from situate.model import Actor, Document, Mention, Quote, Sourced
from situate.records import document_id, mention_id, quote_at
from situate.resolve import resolve

CASES = yaml.safe_load((Path(__file__).parent / "cases_actors.yaml").read_text("utf-8"))["cases"]


@pytest.fixture(scope="session")
def roster() -> Roster:
    return load_roster()


def a_report(text: str, published: Any) -> Document:
    day = (
        datetime(published.year, published.month, published.day, tzinfo=UTC) if published else None
    )
    return Document(document_id(text), text, published=day)


def quoted(document: Document, words: str, after: int = 0) -> Quote:
    start = document.text.index(words, after)
    return quote_at(document, start, start + len(words))


def a_mention(document: Document, row: dict[str, Any], after: int = 0) -> Mention:
    """The mention of a case; its words are looked for from `after`, roles anywhere near."""
    trigger = quoted(document, row["trigger"], after)

    def roles(name: str) -> tuple[Sourced[Actor], ...]:
        return tuple(
            Sourced(_nearest(document, words, trigger), None, 0.0, "words only")
            for words in row.get(name, [])
        )

    return Mention(
        mention_id(document.id, trigger, row["type"]),
        document.id,
        row["type"],
        trigger,
        trigger,
        actors=roles("actors"),
        targets=roles("targets"),
    )


def _nearest(document: Document, words: str, trigger: Quote) -> Quote:
    starts = [i for i in range(len(document.text)) if document.text.startswith(words, i)]
    start = min(starts, key=lambda i: abs(i - trigger.start))
    return quote_at(document, start, start + len(words))


def mentions_of(document: Document, case: dict[str, Any]) -> tuple[Mention, ...]:
    before = [a_mention(document, row) for row in case.get("before", [])]
    after = max((m.trigger.end for m in before), default=0)
    return (*before, a_mention(document, case["mention"], after))


def coded(role: Sourced[Actor]) -> str | None:
    if role.value is None:
        return None
    return role.value.id or f"({role.value.kind})"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_words_mean_the_actor_a_coder_would_write(case: dict[str, Any], roster: Roster) -> None:
    document = a_report(case["text"], case["published"])
    mentions = mentions_of(document, case)
    found = resolve(document, mentions, names_in(document, roster, None), roster, None)[-1]
    expect = case["expect"]
    for role in ("actors", "targets"):
        ours = [coded(r) for r in getattr(found, role)]
        if role in expect:
            assert ours == expect[role], getattr(found, role)
        for wrong in expect.get(f"{role}_not", []):
            assert wrong not in ours
    reasons = " ".join(r.reason for r in (*found.actors, *found.targets))
    for key in ("reason", "reason_targets"):
        assert expect.get(key, "") in reasons


def test_quotes_and_order_are_kept(roster: Roster) -> None:
    for case in CASES:
        document = a_report(case["text"], case["published"])
        before = mentions_of(document, case)
        after = resolve(document, before, names_in(document, roster, None), roster, None)
        assert [m.id for m in after] == [m.id for m in before]
        for old, new in zip(before, after, strict=True):
            # Victims pass from actors to targets; nobody is lost or new.
            quotes = {r.quote for r in (*new.actors, *new.targets)} - {None}
            assert {r.quote for r in (*old.actors, *old.targets)} == quotes
            for role in (*new.actors, *new.targets):
                assert role.reason
                if role.quote is not None:
                    assert document.text[role.quote.start : role.quote.end] == role.quote.text


def test_an_empty_report_gives_nothing(roster: Roster) -> None:
    document = a_report("", None)
    assert resolve(document, (), (), roster, None) == ()


def test_nothing_is_dropped_when_no_name_is_known(roster: Roster) -> None:
    document = a_report("Qwrt zxcv took it.", None)
    mention = a_mention(
        document, {"type": "place_taken", "trigger": "took", "actors": ["Qwrt zxcv"]}
    )
    found = resolve(document, (mention,), (), roster, None)
    assert found[0].actors[0].value is None
    assert found[0].actors[0].reason


def test_resolving_twice_changes_nothing(roster: Roster) -> None:
    case = CASES[0]
    document = a_report(case["text"], case["published"])
    names = names_in(document, roster, None)
    once = resolve(document, mentions_of(document, case), names, roster, None)
    assert resolve(document, once, names, roster, None) == once


def test_a_value_that_is_there_is_left_alone(roster: Roster) -> None:
    document = a_report("HTS took Kafr Rana.", None)
    mention = a_mention(document, {"type": "place_taken", "trigger": "took", "actors": ["HTS"]})
    given = replace(mention.actors[0], value=Actor("user:x", "X", "rebel"), reason="a person")
    found = resolve(document, (replace(mention, actors=(given,)),), (), roster, None)
    assert found[0].actors == (given,)
