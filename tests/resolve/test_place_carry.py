"""The place of an event that names none: the sentence's only place, or that of the one before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from situate.knowledge.roster import load_roster
from situate.model import Document, Link, Mention, Name, Place, Sourced, SourcedPlace
from situate.records import document_id, mention_id, quote_at
from situate.resolve.place_carry import with_place_before, with_sentence_place
from situate.resolve.scene import Scene, scene_of

HAJIN = Place("user:1", "Hajin", "settlement", 34.7, 40.8, "SY")
SOUSA = Place("user:2", "Sousa", "settlement", 34.6, 40.9, "SY")
SYRIA = Place("user:3", "Syria", "country", 35.0, 38.0, "SY")
PLACES = {"HAJIN": HAJIN, "Hajin": HAJIN, "Sousa": SOUSA, "Syria": SYRIA}


def a_report(text: str) -> tuple[Document, list[Name], dict[tuple[int, int], Sourced[Place]]]:
    document = Document(document_id(text), text)
    quotes = [
        quote_at(document, text.index(w), text.index(w) + len(w)) for w in PLACES if w in text
    ]
    names = [Name(q, "place", "gazetteer") for q in sorted(quotes, key=lambda q: q.start)]
    values = {(q.start, q.end): Sourced(q, PLACES[q.text], 0.9, "named") for q in quotes}
    return document, names, values


def a_mention(document: Document, trigger: str, kind: str = "shelling") -> Mention:
    start = document.text.index(trigger)
    quote = quote_at(document, start, start + len(trigger))
    first = document.text.rfind(". ", 0, start) + 2 if ". " in document.text[:start] else 0
    last = document.text.find(".", start) + 1
    sentence = quote_at(document, first, last)
    return Mention(mention_id(document.id, quote, kind), document.id, kind, quote, sentence)


@pytest.mark.parametrize(
    ("text", "kind", "expect"),
    [
        ("Medics in Hajin counted the dead of the shelling.", "shelling", "Hajin"),
        ("Medics in Hajin and Sousa counted the dead of the shelling.", "shelling", None),
        ("Medics in Syria counted the dead of the shelling.", "shelling", None),
        ("Medics in Hajin spoke of the capture.", "place_taken", None),
        ("The shelling killed two, a minister said on Monday in Hajin.", "shelling", None),
        ("Speaking from Hajin, he said Sousa saw the shelling.", "shelling", "Sousa"),
        ("The Hajin government denied the shelling.", "shelling", None),
        ("The shelling came two days after a raid on Hajin.", "shelling", None),
        ("The shelling came after a raid on Hajin.", "shelling", "Hajin"),
        ("HAJIN (News) - The shelling killed two in Sousa.", "shelling", "Sousa"),
    ],
)
def test_an_event_takes_the_only_place_of_its_sentence(
    text: str, kind: str, expect: str | None
) -> None:
    document, names, values = a_report(text)
    trigger = "capture" if "capture" in text else "shelling"
    found = with_sentence_place(a_mention(document, trigger, kind), names, values, {})
    assert [p.value.name for p in found.places if p.value] == ([expect] if expect else [])
    assert all(p.relation == "near" and p.confidence <= 0.5 for p in found.places)


def test_a_place_inside_an_actors_name_is_not_where_it_was() -> None:
    document, names, values = a_report("The Hajin brigade did the shelling.")
    actor = Sourced(quote_at(document, 0, 17), None, 0.9, "acts")
    mention = replace(a_mention(document, "shelling"), actors=(actor,))
    assert with_sentence_place(mention, names, values, {}).places == ()


def a_scene(document: Document, mentions: tuple[Mention, ...], names: list[Name]) -> Scene:
    return scene_of(document, mentions, tuple(names), load_roster(), (), {})


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("An ambush hit Hajin. The shelling killed two.", "Hajin"),
        ("An ambush hit Hajin. Sousa was calm. The shelling killed two.", None),
        ("An ambush hit Hajin.\n\nThe shelling killed two.", None),
        ("An ambush hit Hajin. The shelling made many flee to Sousa.", "Hajin"),
        ("An ambush hit Hajin. The shelling killed two, he said in Sousa.", "Hajin"),
        ("An ambush hit Hajin. He left. She left. They left. The shelling killed two.", None),
    ],
)
def test_the_place_of_the_sentence_before_is_carried_on(text: str, expect: str | None) -> None:
    document, names, _ = a_report(text)
    first, second = a_mention(document, "ambush", "attack"), a_mention(document, "shelling")
    quote = names[0].quote
    first = replace(first, places=(SourcedPlace(quote, HAJIN, 0.9, "named"),))
    _, found = with_place_before(a_scene(document, (first, second), names), (first, second))
    assert [p.value.name for p in found.places if p.value] == ([expect] if expect else [])
    assert all(p.quote is None and p.confidence <= 0.4 for p in found.places)


def test_the_attack_was_where_the_attack_it_points_back_to_was() -> None:
    text = (
        "An ambush hit Hajin. Sousa was calm. He left. She left. They left. The shelling went on."
    )
    document, names, _ = a_report(text)
    first, second = a_mention(document, "ambush", "attack"), a_mention(document, "shelling")
    first = replace(first, places=(SourcedPlace(names[0].quote, HAJIN, 0.9, "named"),))
    second = replace(second, links=(Link("same", first.id),))
    _, found = with_place_before(a_scene(document, (first, second), names), (first, second))
    assert [p.value.name for p in found.places if p.value] == ["Hajin"]


def test_an_area_holds_an_event_that_names_no_place_and_is_not_near_it() -> None:
    text = "Medics in Ghazal counted the dead of the shelling."
    document = Document(document_id(text), text)
    quote = quote_at(document, 10, 16)
    value = Sourced(quote, Place("user:4", "Ghazal", "adm1", 34.7, 40.8, "SY"), 0.9, "named")
    names = [Name(quote, "place", "gazetteer")]
    found = with_sentence_place(a_mention(document, "shelling"), names, {(10, 16): value}, {})
    assert [(p.relation, p.level) for p in found.places] == [("in", 3)]
