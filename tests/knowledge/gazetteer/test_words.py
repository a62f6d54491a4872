"""What counts as the name of a place, and what only describes one."""

import pytest

from situate.knowledge.gazetteer.words import is_proper


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("al-Mayadin", "an article in lower case belongs to the name"),
        ("the village of al-Mayadin", "a name inside a description is a name"),
        ("Hajin", "a capital"),
        ("البقعان", "a script without capitals cannot show it otherwise"),
    ],
)
def test_a_name(words: str, why: str) -> None:
    assert is_proper(words), why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("the town", "describes"),
        ("The Town", "the capitals of a headline make no name"),
        ("Several villages", "nor do those of a sentence's first word"),
        ("this last place", "points back"),
    ],
)
def test_no_name(words: str, why: str) -> None:
    assert not is_proper(words), why
