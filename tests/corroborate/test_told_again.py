"""Inside one report: an act told again follows the first telling, and vetoes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from situate.corroborate.cluster import grown
from situate.corroborate.one_report import (
    refers_back,
    same_word,
    told_twice_in_body,
)
from situate.corroborate.pairs import Pairs
from situate.corroborate.telling import is_another
from situate.corroborate.weights import load_weights
from tests.build import a_mention, a_report
from tests.corroborate.test_cluster import rows


def pair(**columns: object) -> Pairs:
    return Pairs(rows(2, document=1, **columns), load_weights(), np.array([0]), np.array([1]))


def labels(ties: list[tuple[int, int]], **columns: object) -> list[int]:
    n = len(columns["act"])  # type: ignore[arg-type]
    label, _ = grown(rows(n, **columns), load_weights(), np.array(ties, np.int64))
    return label.tolist()


def test_what_leans_on_an_act_follows_it_though_it_fits_no_other_sentence() -> None:
    """Row 2 is "the attack" of row 0; the headline, row 1, shares nothing with row 2."""
    ties = [(0, 2), (0, 1)]
    told = {"document": 1, "act": [1, 2, 1]}
    assert labels(ties, leans=[False, False, True], **told) == [0, 0, 0]
    assert labels(ties, leans=[False, False, False], **told) == [0, 1, 0]


def test_what_leans_alone_joins_no_other_act_of_its_report() -> None:
    """Row 2 leans on row 0, which may have been struck out; it is good with 1, not with 3."""
    ties = [(1, 3), (1, 2)]
    told = {"document": 1, "act": [1, 2, 1, 4], "leans": [False, False, True, False]}
    assert labels(ties, **told) == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("feature", "columns", "expect", "why"),
    [
        (refers_back, {"act": 7}, 1, "both are tied to one first telling"),
        (refers_back, {"act": [7, 8]}, 0, "two acts"),
        (same_word, {"word": 5}, 1, "executed, executed"),
        (same_word, {"word": 0}, 0, "no word known"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_columns_of_one_report(feature, columns, expect, why) -> None:  # type: ignore[no-untyped-def]
    assert feature(pair(**columns)) == [expect], why


def test_two_sentences_of_the_body_hardly_speak_against_words_for_one_act() -> None:
    assert 0 < told_twice_in_body(pair(sentence=[3, 4]))[0] < 0.5


@pytest.mark.parametrize(
    ("sentence", "trigger", "flags", "expect"),
    [
        ("Another seven people were killed in Duma.", "killed", (), True),
        ("Ten people were killed and another 17 injured in Duma.", "injured", (), False),
        ("Elsewhere shells hit a school.", "hit", (), True),
        ("The attack also wounded 19 people.", "attack", ("refers_back",), False),
        ("A second blast hit the square.", "blast", ("one_more",), True),
        ("A blast hit Syria's second city.", "blast", (), False),
    ],
)
def test_words_that_say_it_is_one_more(
    sentence: str, trigger: str, flags: tuple[str, ...], expect: bool
) -> None:
    report = a_report(sentence)
    said = a_mention("bombing", report=report, sentence=sentence, trigger=trigger, flags=flags)
    assert is_another(said, load_weights()) is expect
