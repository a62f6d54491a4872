"""Tolls told in the sentences after an act, against cases an analyst wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.extract.test_grammar import parser, roster, vocabulary

from situate.annotate import annotate, names_in
from situate.extract import extract
from situate.model import Block, Document
from situate.records import document_id

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "toll_after.yaml").read_text("utf-8"))


def paragraphs(text: str) -> tuple[Block, ...]:
    blocks, at = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph", at, at + len(part)))
        at += len(part) + 2
    return tuple(blocks)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["why"])
def test_who_died_is_counted_for_the_act_before(case: dict[str, Any]) -> None:
    text = case["text"]
    document = Document(document_id(text), text, language="en", blocks=paragraphs(text))
    (found,) = annotate([document], parser(), lambda d: names_in(d, roster(), None), vocabulary())
    assert not isinstance(found, tuple), found
    told = {
        m.trigger.text: [
            [t.value.kind, t.value.low, t.value.high, t.value.mode] for t in m.tolls if t.value
        ]
        for m in extract(found, vocabulary())
    }
    told = {word: tolls for word, tolls in told.items() if tolls or word in case["expect"]}
    assert told == case["expect"], case["why"]
