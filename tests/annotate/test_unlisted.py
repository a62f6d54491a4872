"""Words of the gazetteer that mean no place in a list of names."""

from __future__ import annotations

import pytest

from situate.annotate.unlisted import without_look_alikes
from situate.model import Document, Name
from situate.records import document_id, quote_at


def kept(text: str, *words: str) -> list[tuple[str, str]]:
    document, names, at = Document(document_id(text), text), [], 0
    for word in words:
        at = text.index(word, at)
        names.append(Name(quote_at(document, at, at + len(word)), "place", "gazetteer"))
        at += len(word)
    return [(n.quote.text, n.kind) for n in without_look_alikes(document, names)]


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("A U.S. strike hit the town.", ["U.S"], [("U.S", "other")]),
        ("They met in the U.S. on Friday.", ["U.S"], [("U.S", "place")]),
        ("They flew to the UK after dark.", ["UK"], [("UK", "place")]),
        ("He left on Nov. 5 for Dec.", ["Nov", "Dec"], [("Dec", "place")]),
        ("In Dec the sea is calm.", ["Dec"], [("Dec", "place")]),
        ("Hajar (عين) is a village.", ["Hajar", "عين"], [("Hajar", "place")]),
        ("قصف على عين", ["عين"], [("عين", "place")]),
        ("I'll go to Hajar.", ["I'll", "Hajar"], [("Hajar", "place")]),
    ],
)
def test_what_stays_a_place(text: str, words: list[str], wanted: list[tuple[str, str]]) -> None:
    assert kept(text, *words) == wanted


def test_a_list_of_adjectives_is_one_in_all_its_parts() -> None:
    text = "The U.S., U.K. and Dutch ships sailed."
    document = Document(document_id(text), text)
    at = text.index("Dutch")
    names = [
        Name(quote_at(document, 4, 7), "place", "gazetteer"),
        Name(quote_at(document, 10, 13), "place", "gazetteer"),
        Name(quote_at(document, at, at + 5), "other", "gazetteer"),
    ]
    assert [n.kind for n in without_look_alikes(document, names)] == ["other"] * 3
