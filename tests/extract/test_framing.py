"""Rival words for one act, and nouns that mean an act told before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.extract.build import annotated, trigger

from situate.extract.framing import framings_of, is_framed, refers_back

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "framing.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_coder_and_code_read_the_same_framings(case: dict[str, Any]) -> None:
    found = annotated(case["text"])
    event = trigger(found, case["trigger"], case["type"])
    framings = framings_of(found, event.sentence, event)
    shown = [[f.word, f.by.text if f.by else None] for f in framings]
    assert shown == case["expect"], case["why"]


@pytest.mark.parametrize(
    ("text", "word", "framed"),
    [
        ("The surrender, described by activists as capture, ended the siege.", "capture", True),
        ("The surrender, described by activists as capture, ended the siege.", "surrender", False),
        ("Rebels took the town in what they called a liberation.", "liberation", True),
        ("The ministry called the attack a massacre.", "massacre", True),
        ("The ministry called the attack a massacre.", "attack", False),
        ("Rebels called for an attack on the base.", "attack", False),
        ("The army reported the capture of the hill.", "capture", False),
    ],
)
def test_a_word_for_another_act_makes_no_event(text: str, word: str, framed: bool) -> None:
    event = trigger(annotated(text), word)
    assert is_framed(event.sentence, event) is framed


@pytest.mark.parametrize(
    ("later", "word", "back"),
    [
        ("The capitulation took place in the area of Tal Asfar.", "capitulation", True),
        ("This surrender ended the battle.", "surrender", True),
        ("The incident took place in the area of Tal Asfar.", "incident", True),
        ("A surrender took place in the area of Tal Asfar.", "surrender", False),
        ("The surrender of Qasr Hamda followed.", "surrender", False),
        ("The attack took place in the area of Tal Asfar.", "attack", False),
    ],
)
def test_a_definite_noun_means_the_act_before(later: str, word: str, back: bool) -> None:
    found = annotated(f"Some 90 fighters surrendered to the rebels. {later}")
    earlier = trigger(found, "surrendered", "surrender")
    event = trigger(found, word, "surrender")
    assert refers_back(found, event.sentence, event, earlier) is back
