"""Each event type in the words of the codebook, and near misses that must not fire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.extract.build import vocabulary
from tests.extract.test_grammar import read, shown

FOLDER = Path(__file__).parent / "cases" / "types"
CASES = [
    case
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
ENOUGH = 4  # sentences a type must have


def listed(value: str | list[str] | None) -> set[str]:
    return {value} if isinstance(value, str) else set(value or ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_sentence_has_the_type_a_coder_gives_it(case: dict[str, Any]) -> None:
    found = read(case["text"])
    asserted = {mention.type for mention in found if mention.stance == "asserted"}
    why = f"{case['why']}: {[shown(m) for m in found]}"
    assert listed(case.get("is")) <= asserted, why
    assert not listed(case.get("not")) & asserted, why


def test_every_type_of_the_codebook_has_its_sentences() -> None:
    told = [name for case in CASES for name in listed(case.get("is"))]
    assert {name for name in vocabulary().types if told.count(name) < ENOUGH} == set()


def test_every_case_names_types_of_the_codebook() -> None:
    named = {n for case in CASES for key in ("is", "not") for n in listed(case.get(key))}
    assert named <= set(vocabulary().types)
