"""Places of a list of names: coordinates, and towns and sites by their noun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.annotate.listed import coordinates, listed_places, place_nouns
from situate.model import Document
from situate.records import document_id


def spans(text: str) -> list[str]:
    return [text[start:end] for start, end in place_nouns(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They left the besieged town at dawn.", ["the besieged town"]),
        ("Shells fell on the hospital and an old mosque.", ["the hospital", "an old mosque"]),
        ("Jets struck bridges over the canal.", ["bridges"]),
        ("He works at Ayn Hajar Teaching Hospital.", ["Ayn Hajar Teaching Hospital"]),
        ("He was born here; his brother lived there.", ["here", "there"]),
        ("There are many of them, and there is no water.", []),
        ("On the ground and in this line, land is dear.", []),
        ("The liberation of towns is near.", []),
        ("Its siege of the towns went on.", ["the towns"]),
        ("A bomb hit a hospital and market.", ["a hospital", "market"]),
        (
            "Planes left Iraqi airspace for rebel-held terrain.",
            ["Iraqi airspace", "rebel-held terrain"],
        ),
        ("They hold the east; the east bank fell.", ["the east"]),
        ("Books lay on the front line.", ["the front line"]),
        ("They took dozens of villages.", ["dozens of villages"]),
        ("The town hall voted; the hospital staff fled.", []),
        ("Ships crossed the Gulf.", ["the Gulf"]),
    ],
)
def test_a_noun_of_place_brings_its_determiner(text: str, wanted: list[str]) -> None:
    assert spans(text) == wanted


def test_two_writings_of_one_point_agree() -> None:
    text = "33°47′N 44°30′E; 33.783°N 44.500°E; 33.783; 44.500"
    assert {ref for _, _, ref in coordinates(text)} == {"geo:33.78,44.50"}
    assert len(list(coordinates(text))) == 3


def test_south_and_west_are_below_zero() -> None:
    assert [ref for _, _, ref in coordinates("12°30′S 60°15′W")] == ["geo:-12.50,-60.25"]


def test_a_score_or_a_price_is_no_point() -> None:
    assert not list(coordinates("It rose 3.5, 4 percent; version 10.2, 11.4; 1.25; 999.111"))


@given(st.text(alphabet="the town °′.,;0123456789NSEWA \n", max_size=300))
def test_any_text_gives_exact_spans(text: str) -> None:
    document = Document(id=document_id(text), text=text, language="en")
    for name in listed_places(document):
        assert text[name.quote.start : name.quote.end] == name.quote.text
