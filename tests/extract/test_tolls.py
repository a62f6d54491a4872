"""Tolls against the cases an analyst wrote, and what must hold of any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.build import annotated, trigger

from situate.extract.tolls import assign, counts, loose
from situate.extract.trigger import Trigger
from situate.model import Toll

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "tolls.yaml").read_text())


def given_tolls(case: dict[str, Any]) -> list[Toll]:
    found = annotated(case["text"])
    wanted = trigger(found, case["trigger"], case.get("type", "attack"))
    named = [trigger(found, word) for word in case.get("triggers", [])]
    triggers = [t for t in named if t.sentence is wanted.sentence] or [wanted]
    index = next(i for i, t in enumerate(triggers) if t.head == wanted.head)
    return [t.value for t in assign(wanted.sentence, triggers)[index] if t.value]


def plain(toll: Toll, keys: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {key: getattr(toll, key) for key in keys}
    if "parts" in shown:
        shown["parts"] = [[p.who, p.low, p.high] for p in toll.parts]
    if "flags" in shown:
        shown["flags"] = list(toll.flags)
    return shown


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_coder_and_code_count_the_same(case: dict[str, Any]) -> None:
    tolls = given_tolls(case)
    shown = [plain(t, list(e)) for t, e in zip(tolls, case["expect"], strict=False)]
    assert len(tolls) == len(case["expect"]), (tolls, case["why"])
    assert shown == case["expect"], case["why"]


def test_a_sentence_without_event_leaves_its_toll_loose() -> None:
    (sentence,) = annotated("No fatalities were reported.").sentences
    (toll,) = loose(sentence, ())
    assert toll.value is not None
    assert (toll.value.kind, toll.value.high) == ("killed", 0)


def test_two_triggers_never_count_the_same_people_unless_shared() -> None:
    text = "Rebels shelled the town, killing 3 guards, and soldiers raided a farm, wounding 2 boys."
    found = annotated(text)
    triggers = [trigger(found, word) for word in ("shelled", "raided")]
    given = assign(triggers[0].sentence, triggers)
    quotes = [t.quote for tolls in given for t in tolls]
    assert len(quotes) == len(set(quotes)) == 2


SALAD = (
    "killed 12 people and wounded at least 3 , ( ) ; including "
    "children of them the dead - – IS between 300 400 soldiers dozens "
    "no casualties toll rose to from 1,200 million 😀 \u200f قتل "
)
WORDS = st.sampled_from(SALAD.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_any_word_salad_keeps_quotes_exact(words: list[str]) -> None:
    text = " ".join(words)
    for sentence in annotated(text).sentences:
        triggers = [
            Trigger(sentence, i, (i,), "attack", "test") for i in range(0, len(sentence.tokens), 5)
        ]
        owned = assign(sentence, triggers)
        for counted in counts(sentence):
            quote, toll = counted.toll.quote, counted.toll.value
            assert quote is not None
            assert toll is not None
            assert text[quote.start : quote.end] == quote.text
            assert toll.low is None or toll.high is None or toll.low <= toll.high
        assert len(owned) == len(triggers)
