"""What reports count, added up within a report and set side by side between reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from situate.corroborate.ranges import extremes, figures_of, told_figures
from situate.corroborate.weights import load_weights
from situate.model import Mention, Sourced, Toll
from situate.records import quote_at
from tests.build import a_report_and_mention


def counted(text: str, *figures: tuple[str, int, str | None]) -> Mention:
    """A mention that counts people with the words given: words, how many, who."""
    document, mention = a_report_and_mention("air_strike", text=text, trigger="strike")
    tolls = []
    for words, number, who in figures:
        at = text.index(words)
        quote = quote_at(document, at, at + len(words))
        tolls.append(Sourced(quote, Toll("killed", who, number, number, best=number), 0.9, ""))
    return replace(mention, tolls=tuple(tolls))


@pytest.mark.parametrize(
    ("text", "figures", "sums"),
    [
        (
            "The strike killed three men and four women.",
            [("three men", 3, "men"), ("four women", 4, "women")],
            [7],
        ),
        (
            "The strike killed a man, named as Abu Sami, and two of his children.",
            [("a man", 1, "man"), ("two of his children", 2, "his children")],
            [3],
        ),
        (
            "The strike killed nine people, three children were among the dead.",
            [("nine people", 9, "people"), ("three children", 3, "children")],
            [9, 3],
        ),
        (
            "The strike killed nine people and, doctors said, nine people died later.",
            [("nine people", 9, "people"), ("nine people", 9, "people")],
            [9, 9],
        ),
    ],
)
def test_a_list_is_added_up_and_nothing_else(
    text: str, figures: list[tuple[str, int, str]], sums: list[int]
) -> None:
    told = figures_of(counted(text, *figures), load_weights())
    assert [t.low for t in told] == sums


def test_somebody_and_a_name_move_no_extreme() -> None:
    some = Toll("killed", None, 1, None, flags=("number_untold",))
    named = Toll("killed", None, 1, None, flags=("named",))
    five = Toll("killed", None, 5, 5, best=5)
    assert extremes(told_figures([some, five, named])) == (5, 5)
    assert extremes(told_figures([some, named])) == (1, None)
    assert extremes([]) == (None, None)


def test_an_open_figure_opens_the_top() -> None:
    assert extremes([Toll("killed", None, 5, 5), Toll("killed", None, 6, None)]) == (5, None)
