"""Words round a sentence: a slice of the document's words is what the stretch itself holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from situate.extract.wording import WORD, wording_of


@given(st.text(alphabet="aB'- .\u0130_9", max_size=40), st.integers(0, 45), st.integers(0, 45))
def test_a_stretch_has_the_words_that_reading_it_alone_gives(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    alone = {word.lower() for word in WORD.findall(text, start, end)}
    assert wording_of(text).between(start, end) == alone


def test_words_cut_by_an_edge_count_with_the_part_inside() -> None:
    assert wording_of("Rebels shelled the ex-mayor's house").between(3, 24) == {
        "els", "shelled", "the", "ex-ma",
    }  # fmt: skip
