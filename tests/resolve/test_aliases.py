"""Names a report binds for itself, and place words that point back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from situate.annotate import names_in
from situate.knowledge.roster import load_roster
from situate.model import Document, Mention, Place, Quote, SourcedPlace
from situate.records import document_id, quote_at
from situate.resolve.aliases import aliases_in, is_initials, key_of
from situate.resolve.place_words import fill_place_words
from situate.resolve.scene import scene_of

ROSTER = load_roster()


def a_report(text: str) -> Document:
    return Document(document_id(text), text, published=datetime(2018, 2, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "words", "ident"),
    [
        ("The Syrian Democratic Forces (SDF) left.", "SDF", "sdf"),
        ("Hayat Tahrir al-Sham, former al-Nusra Front, left.", "al-Nusra Front", "hts"),
        ("HTS (formerly known as Jabhat Fatah al-Sham) left.", "Jabhat Fatah al-Sham", "hts"),
        ("Troops of Cizire Storm (Al Jazeera) left.", "Al Jazeera", "cizire-storm"),
        ("The Syrian Army (SAA, seen in the south) left.", "SAA", "saa"),
        (
            "Kosovo Protection Fighters met the Army of Lions of the East; the ALE left.",
            "ALE",
            "asoud-sharqiya",
        ),
    ],
)
def test_a_report_binds_names(text: str, words: str, ident: str) -> None:
    document = a_report(text)
    bound = aliases_in(document, names_in(document, ROSTER, None), ROSTER, date(2018, 2, 14))
    assert bound[key_of(words)] == ident


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian Democratic Forces (who came late) left.",
        "The Syrian Democratic Forces (XQZ) left.",
        "The SDF or Daesh left.",
        "The ALE left; the Army of Lions of the East stayed.",
        "",
    ],
)
def test_brackets_and_choices_that_bind_nothing(text: str) -> None:
    document = a_report(text)
    assert aliases_in(document, names_in(document, ROSTER, None), ROSTER, None) == {}


def test_initials_skip_small_words() -> None:
    assert is_initials("PFLP", "Popular Front for the Liberation of Palestine")
    assert not is_initials("XQZ", "Syrian Democratic Forces")


HAJAR = Place("gn:1", "Ayn Hajar", "settlement", 35.0, 40.0, "SY")
TAL = Place("gn:2", "Tal Asfar", "settlement", 35.1, 40.1, "SY")


def placed(document: Document, words: str, value: Place | None) -> SourcedPlace:
    start = document.text.index(words)
    return SourcedPlace(
        quote_at(document, start, start + len(words)), value, 0.9 if value else 0.0, "given"
    )


def told(document: Document, trigger: str, *places: SourcedPlace) -> Mention:
    start = document.text.index(trigger)
    quote: Quote = quote_at(document, start, start + len(trigger))
    return Mention(trigger, document.id, "clash", quote, quote, places=places)


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("They fled from Tal Asfar to Ayn Hajar. The latter was shelled.", "The latter", HAJAR),
        ("They fled from Tal Asfar to Ayn Hajar. There it was shelled.", "There", TAL),
        ("They fled from Tal Asfar to Ayn Hajar. The town was shelled.", "The town", HAJAR),
        ("They fled from Tal Asfar to Ayn Hajar. The centre was shelled.", "The centre", TAL),
        ("They fled from Tal Asfar to Ayn Hajar. The mill was shelled.", "The mill", None),
        ("They fled from Tal Asfar to Ayn Hajar. The province was shelled.", "The province", None),
    ],
)  # fmt: skip
def test_place_words_point_back(text: str, words: str, place: Place | None) -> None:
    document = a_report(text)
    first = told(
        document, "fled", placed(document, "Tal Asfar", TAL), placed(document, "Ayn Hajar", HAJAR)
    )
    second = told(document, "shelled", placed(document, words, None))
    scene = scene_of(document, (first, second), (), ROSTER, (), {})
    found = fill_place_words(scene, (first, second))[1].places[0]
    assert found.value == place
    assert found.quote == second.places[0].quote
    if words == "The centre":
        assert found.relation == "part"


@pytest.mark.parametrize(
    ("text", "names", "words", "place"),
    [
        ("They met at Tal Asfar village near Ayn Hajar city. The village was shelled.",
         {"Tal Asfar village": TAL, "Ayn Hajar city": HAJAR}, "The village", TAL),
        ("They met at Tal Asfar village near Ayn Hajar. The village was shelled.",
         {"Tal Asfar village": TAL, "Ayn Hajar": HAJAR}, "The village", HAJAR),
        ("They met at Rujm near Ayn Hajar. The area was shelled.",
         {"Rujm": None, "Ayn Hajar": HAJAR}, "The area", None),
        ("They met at farms near Ayn Hajar. The area was shelled.",
         {"farms": None, "Ayn Hajar": HAJAR}, "The area", HAJAR),
    ],
    ids=["called a city, it is no village", "called nothing", "a name nobody knows", "no name"],
)  # fmt: skip
def test_place_words_mean_what_is_called_so(
    text: str, names: dict[str, Place | None], words: str, place: Place | None
) -> None:
    document = a_report(text)
    first = told(document, "met", *(placed(document, name, at) for name, at in names.items()))
    second = told(document, "shelled", placed(document, words, None))
    scene = scene_of(document, (first, second), (), ROSTER, (), {})
    assert fill_place_words(scene, (first, second))[1].places[0].value == place
