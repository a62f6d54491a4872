"""Which event words mean an act told before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.extract.test_grammar import read

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "reference.yaml").read_text("utf-8"))
FLAGS = {"refers_back", "one_more", "of_many"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_word_means_an_act_told_before(case: dict[str, Any]) -> None:
    (said,) = [m for m in read(case["text"]) if m.trigger.text == case["word"]]
    assert set(said.flags) & FLAGS == set(case["flags"]), case["why"]
