from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.evaluate.figures import (
    Figure,
    LabelScore,
    f1,
    intervals,
    macro_f1,
    median,
    prf,
    ratio,
    share,
    total,
    weighted_f1,
)


def test_a_ratio_over_nothing_is_unknown() -> None:
    assert ratio(0, 0) is None
    assert share(1, 4) == Figure(0.25, (1, 4))
    assert f1(0, 0, 0) is None
    assert median([]) is None


def test_weighted_f1_weighs_by_gold_and_macro_does_not() -> None:
    common, rare = LabelScore(3, 3, 3), LabelScore(0, 0, 1)
    assert weighted_f1([common, rare]) == pytest.approx(0.75)
    assert macro_f1([common, rare]) == pytest.approx(0.5)


def test_a_label_without_gold_counts_in_no_mean() -> None:
    scores = [LabelScore(1, 1, 1), LabelScore(0, 5, 0)]
    assert weighted_f1(scores) == 1
    assert macro_f1(scores) == 1
    assert macro_f1([LabelScore(0, 5, 0)]) is None


def test_f1_of_no_prediction_is_zero_but_of_no_gold_unknown() -> None:
    assert prf("x", 0, 3, 0, 0)["x_f1"].value == 0
    assert prf("x", 0, 3, 0, 0)["x_p"].value is None
    assert prf("x", 0, 0, 0, 2)["x_f1"].value is None


def _rate(sums: object) -> dict[str, Figure]:
    return {"rate": share(sums.get("right", 0), sums.get("all", 0))}  # type: ignore[attr-defined]


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_intervals_are_reproducible_and_inside_what_is_possible(rights: list[bool]) -> None:
    units = [Counter({"right": int(right), "all": 1}) for right in rights]
    first = intervals(units, _rate, 100)
    assert first == intervals(units, _rate, 100)
    low, high = first["rate"] or (-1, -1)
    assert 0 <= low <= high <= 1
    if all(rights):
        assert (low, high) == (1, 1)


def test_an_interval_resamples_units_not_rows() -> None:
    one_unit = [Counter({"right": 5, "all": 10})]
    assert intervals(one_unit, _rate, 50) == {"rate": (0.5, 0.5)}
    assert intervals([], _rate, 50) == {}


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)), max_size=8))
def test_totals_do_not_depend_on_order(units: list[dict[str, float]]) -> None:
    assert total(units) == total(reversed(units))
