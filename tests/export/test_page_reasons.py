# ruff: noqa: E501 - cases are easier to check unbroken
"""Reasons are read by people: no names of our code, no codes of countries, no ids."""

from __future__ import annotations

import pytest

from situate.export.page_reasons import told
from situate.export.page_words import effect, figure, flag, toll
from situate.model import Range, Toll, Version


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("\u201cstrike\u201d = \u201craid\u201d: same_days +2.0", "\u201cstrike\u201d = \u201craid\u201d: same days +2.0"),
        ("\u201ca_b +1\u201d: tolls_meet -0.2", "\u201ca_b +1\u201d: tolls meet -0.2"),
        ("same spelling as Saada (level 0); in YE, a country of the report", "same spelling as Saada; in Yemen, a country of the report"),
        ("margin 0.13 over Saada Governorate, YE", "margin 0.13 over Saada Governorate, Yemen"),
        ("both rest on outlet:red sea wire", "both rest on red sea wire"),
        ("both rest on document:0123456789ab", "both rest on one report"),
        ("two men said it, US and UN alike", "two men said it, United States and UN alike"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reason_in_plain_words(reason: str, says: str) -> None:
    assert told(reason) == says


def test_who_two_reports_rest_on_is_named_by_the_reports_own_words() -> None:
    assert (
        told("both rest on state:YE", "Saudi-led coalition") == "both rest on Saudi-led coalition"
    )
    assert told("published by Gulf Daily", "Gulf Daily") == "published by Gulf Daily"


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ([(150, 150), (151, None)], "at least 150 killed"),
        ([(250, 400), (300, None)], "250\u2013400 killed"),
        ([(151, None)], "at least 151 killed"),
        ([(None, 9), (3, 3)], "3\u20139 killed"),
    ],
)
def test_an_open_figure_leaves_the_top_open(
    bounds: list[tuple[int | None, int | None]], says: str
) -> None:
    figures = tuple(Version(Toll("killed", "men", *b), "m", "w", None) for b in bounds)
    assert toll(Range("killed", "men", None, None, None, figures)) == says


def test_more_than_is_told_in_its_own_words() -> None:
    more = Toll("killed", "men", 151, None, flags=("exceeds",))
    least = Toll("killed", "men", 151, None)
    figures = (Version(more, "m", "w", None),)
    assert figure(more) == "more than 150 men"
    assert figure(least) == "at least 151 men"
    assert toll(Range("killed", "men", None, None, None, figures)) == "more than 150 killed"


def test_sides_with_marks_in_their_ids_are_named() -> None:
    names = {"giants-ye": "Giants Brigades", "state:sy": "a state force", "houthis": "Ansar Allah"}
    told = effect("clash_near: giants-ye, state:sy against houthis", lambda i: names.get(i, i))
    assert told == "clash near: Giants Brigades, a state force against Ansar Allah"


def test_a_side_that_left_is_said_to_have_left() -> None:
    assert flag("ended:giants-ye", {"giants-ye": "Giants Brigades"}.get) == (  # type: ignore[arg-type]
        "said to have left: Giants Brigades"
    )
