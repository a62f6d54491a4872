"""Which clause a word stands in, as the parser of the pipeline reads it."""

from __future__ import annotations

import pytest

from situate.evaluate.clauses import LATER, MAIN, SUBORDINATE, parsed, prominence
from tests.extract.build import parser


@pytest.mark.parametrize(
    ("text", "word", "rank"),
    [
        ("Rebels captured the town after jets bombed it.", "captured", MAIN),
        ("Rebels captured the town after jets bombed it.", "bombed", SUBORDINATE),
        ("Officials said rebels attacked the base.", "attacked", MAIN),
        ("Rebels attacked the base and burned it.", "burned", MAIN),
        ("The army, which lost a town, shelled Hajin.", "lost", SUBORDINATE),
        ("The army left. Rebels attacked the base.", "attacked", LATER),
    ],
)
def test_prominence(text: str, word: str, rank: int) -> None:
    (doc,) = parsed([text], parser())
    assert prominence(doc, text.index(word)) == rank
