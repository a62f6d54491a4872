"""Descriptions beside a name share its ref; what only looks like one does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.annotate.apposed import with_apposed
from situate.model import Document, Name, NameKind
from situate.records import document_id, quote_at


def described(text: str, words: str, kind: NameKind, *refs: str) -> dict[str, tuple[str, ...]]:
    document = Document(document_id(text), text)
    at = text.index(words)
    name = Name(quote_at(document, at, at + len(words)), kind, "test", refs)
    kept, more = with_apposed(document, [name])
    return {n.quote.text: n.refs for n in (*kept, *more)}


@pytest.mark.parametrize(
    ("text", "words", "kind", "description"),
    [
        ("They left Ayn Hajar, the group's self-proclaimed capital, at dawn.", "Ayn Hajar", "place",
         "self-proclaimed capital"),
        ("They left Ayn Hajar (a rebel stronghold).", "Ayn Hajar", "place", "rebel stronghold"),
        ("The front and its armed wing, the Hajar Brigades, met.", "Hajar Brigades", "actor",
         "armed wing"),
        ("Red Front, the party's northern offshoot, met.", "Red Front", "actor",
         "northern offshoot"),
    ],
)  # fmt: skip
def test_a_description_means_the_name(
    text: str, words: str, kind: NameKind, description: str
) -> None:
    found = described(text, words, kind, "x")
    assert found == {words: ("x",), description: ("x",)}


@pytest.mark.parametrize(
    "text",
    [
        "They left Ayn Hajar, the governor said.",
        "They left Ayn Hajar, its mayor and three others.",
        "They left Ayn Hajar and the capital.",
    ],
)
def test_what_follows_a_name_may_be_something_else(text: str) -> None:
    assert described(text, "Ayn Hajar", "place") == {"Ayn Hajar": ()}


def test_a_place_without_id_shares_a_local_one() -> None:
    found = described("They left Ayn Hajar, the rebel capital, at dawn.", "Ayn Hajar", "place")
    assert found["Ayn Hajar"] == found["rebel capital"] == ("local:ayn hajar",)


def test_a_ship_and_its_class_are_one() -> None:
    found = described("He sailed on the assault ship HMS Hajar.", "He", "other")
    assert found["assault ship"] == found["HMS Hajar"] == ("local:hms hajar",)


@given(st.text(alphabet="the X, 's ship capital HMS-’", max_size=80))
def test_quotes_are_exact_in_any_text(text: str) -> None:
    document = Document(document_id(text), text)
    names = [Name(quote_at(document, 0, len(text)), "place", "test")] if text else []
    for name in with_apposed(document, names)[1]:
        assert text[name.quote.start : name.quote.end] == name.quote.text
