"""Printed pages: what the paper adds is off, what the report says is whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from situate.read.paper import address_in, heading_in, joined_pages, with_title_whole

FOOT = "Field Office - Situation Report 7 - Page {} of 3"
FIRST = "Situation in the valley\nThe army entered the town of Marj on Friday and killed at least"
SECOND = "nine people in the market of the town, hospital staff told the field office."
THIRD = "Rebels left the town on the same day, residents told the field office by telephone."


def pages(*bodies: str) -> list[str]:
    """Bodies with the same foot, numbered, and a head from the second page on."""
    return [f"{body}\n{FOOT.format(number)}" for number, body in enumerate(bodies, start=1)]


def test_a_sentence_goes_on_over_the_page() -> None:
    """The foot does not stand inside a sentence, nor does a blank line."""
    assert "killed at least\nnine people in the market" in joined_pages(pages(FIRST, SECOND, THIRD))


def test_a_page_that_ends_its_sentence_ends_its_paragraph() -> None:
    """A blank line parts what two pages say."""
    assert "field office.\n\nRebels left" in joined_pages(pages(FIRST, SECOND, THIRD))


def test_feet_numbers_and_what_a_browser_prints_are_left_out() -> None:
    """Running feet, bare page numbers, the address and the time of printing are no words of it."""
    printed = [
        f"11/26/26, 1:26 AM Army enters Marj\n{SECOND}\nhttps://valley.example/marj 1/2",
        f"11/26/26, 1:26 AM Army enters Marj\n{THIRD}\nhttps://valley.example/marj 2/2",
    ]
    assert joined_pages(printed) == f"{SECOND}\n\n{THIRD}"
    assert address_in(printed) == "https://valley.example/marj"
    assert joined_pages([f"{SECOND}\n- 4 -", f"5\n{THIRD}"]) == f"{SECOND}\n\n{THIRD}"


def test_the_head_of_the_first_page_stays() -> None:
    """An office prints its name and the day there, on every page."""
    head = "Field Office, 14 February 2018"
    text = joined_pages([f"{head}\n{SECOND}", f"{head}\n{THIRD}"])
    assert text == f"{head}\n{SECOND}\n\n{THIRD}"


def test_a_sentence_told_on_two_pages_stays() -> None:
    """Only lines without a stop are taken for the paper's."""
    assert joined_pages([SECOND, SECOND]).count("nine people") == 2


def test_the_largest_letters_are_the_title() -> None:
    """Over as many lines as they run; none where all letters are alike."""
    pieces = [("Home", 12.0), ("Army enters", 24.0), ("the town", 24.0), (SECOND, 12.0)]
    assert heading_in(pieces) == "Army enters the town"
    assert heading_in([("Army enters", 12.0), ("On Friday it", 12.0)]) is None
    assert heading_in([]) is None
    assert with_title_whole("Army enters\nthe town\nOn Friday", "Army enters the town") == (
        "Army enters the town\nOn Friday"
    )


@given(st.lists(st.text(max_size=80), max_size=6))
def test_pages_keep_their_words_in_order(bodies: list[str]) -> None:
    """Whatever the pages hold, their text is lines of theirs in their order."""
    lines = [line.strip() for body in bodies for line in body.splitlines() if line.strip()]
    kept = [line.strip() for line in joined_pages(bodies).splitlines() if line.strip()]
    rest = iter(lines)
    assert all(line in rest for line in kept)
