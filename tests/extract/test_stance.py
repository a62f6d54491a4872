"""Stance and phase against the cases an analyst wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.build import annotated, trigger

from situate.extract.stance import is_attempt, stance_of
from situate.extract.trigger import Trigger

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "stance.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['text'][:50]} [{c['trigger']}]")
def test_coder_and_code_take_the_same_stance(case: dict[str, Any]) -> None:
    event = trigger(annotated(case["text"]), case["trigger"], case.get("type", "attack"))
    stance, quote, phase = stance_of(event.sentence, event)
    assert stance == case["stance"], (quote, case["why"])
    if "phase" in case:
        assert phase == case["phase"], case["why"]
    if stance != "asserted":
        assert quote is not None, "what is not plainly asserted shows its words"


def test_an_attempt_is_told_apart_from_the_act() -> None:
    tried = trigger(annotated("Rebels tried to capture the hill."), "capture", "place_taken")
    done = trigger(annotated("Rebels captured the hill."), "captured", "place_taken")
    assert is_attempt(tried.sentence, tried)
    assert not is_attempt(done.sentence, done)


SALAD = (
    "if not no rebels will attack denied that the court "
    "in 2014 had captured to failed may , . ( "
    "anniversary of neither nor IS 😀 قتل "
)
WORDS = st.sampled_from(SALAD.split())


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30))
def test_any_word_salad_gets_a_stance_with_exact_words(words: list[str]) -> None:
    text = " ".join(words)
    for sentence in annotated(text).sentences:
        for i in range(len(sentence.tokens)):
            _, quote, _ = stance_of(sentence, Trigger(sentence, i, (i,), "attack", "test"))
            assert quote is None or text[quote.start : quote.end] == quote.text
