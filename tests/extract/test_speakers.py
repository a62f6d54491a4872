"""Attribution against the cases an analyst wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.extract.build import annotated, trigger

from situate.extract.speakers import hedge_weight, speakers_of
from situate.model import Speaker

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "speakers.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['text'][:50]} [{c['trigger']}]")
def test_coder_and_code_hear_the_same_voices(case: dict[str, Any]) -> None:
    found = annotated(case["text"])
    event = trigger(found, case["trigger"])
    speakers = speakers_of(found, event.sentence, event)
    assert [[s.value, s.hedge] for s in speakers] == case["expect"], case["why"]
    for speaker in speakers:
        quote = speaker.quote
        assert quote is None or case["text"][quote.start : quote.end] == quote.text


def test_a_quotation_left_open_goes_on_speaking() -> None:
    text = "The colonel said: “We lost the hill. Rebels attacked the base at dawn.”"
    found = annotated(text)
    event = trigger(found, "attacked")
    assert [s.value for s in speakers_of(found, event.sentence, event)] == ["colonel"]


def test_the_weakest_hedge_sets_the_weight() -> None:
    assert hedge_weight(()) == 1.0
    assert hedge_weight((Speaker(None, None, "reportedly"), Speaker(None, None, "claim"))) == 0.6


def test_he_added_finds_a_speaker_whose_sentence_was_not_parsed() -> None:
    text = "The colonel told reporters the town was calm. He added that rebels attacked the base."
    found = annotated(text)
    only = replace(found, sentences=found.sentences[1:])
    event = trigger(only, "attacked")
    assert [s.value for s in speakers_of(only, event.sentence, event)] == ["colonel"]
