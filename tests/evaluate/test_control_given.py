"""How suite control hands the coded point over to the mentions of a note; notes are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from situate.evaluate.control_given import at_point
from situate.evaluate.control_truth import Coded
from situate.model import Mention, Place, Quote, SourcedPlace

TABLE = {"precision": {1: 0.9}}
POINT = (35.0, 40.0)
TEXT = "Reds took Tal Asfar in Sham province. Reds hold it. Greens took the hill of Kafr Zan."


def note(location: str) -> Coded:
    return Coded("n", TEXT, 17000, POINT, location, 1, True, "sdf", "is", True)


def told(words: str, relation: str, place: Place | None) -> SourcedPlace:
    start = TEXT.index(words)
    quote = Quote("n", start, start + len(words), words)
    return SourcedPlace(quote, place, 0.9 if place else 0.0, "test", relation=relation)  # type: ignore[arg-type]


def mention(*places: SourcedPlace) -> Mention:
    whole = Quote("n", 0, len(TEXT), TEXT)
    trigger = Quote("n", 5, 9, "took")
    return Mention(
        id="m", document="n", type="place_taken", trigger=trigger, sentence=whole,
        block="paragraph", extent="whole", places=places,
    )  # fmt: skip


UNLISTED = Place("unlisted:tal asfar@gn:1", "Tal Asfar", "area", 36.0, 41.0)
TOWN = Place("gn:2", "Tal Asfar", "settlement", *POINT)
CITY = Place("gn:3", "Kafr Zan", "settlement", 33.0, 38.0)


@pytest.mark.parametrize(
    ("location", "places", "relation"),
    [
        ("Tal Asfar", [("Tal Asfar", "in", UNLISTED)], "at"),
        ("Tal Asfar", [("the hill", "at", None), ("Tal Asfar", "in", TOWN)], "part"),
        ("Kafr Zan - Tal Asfar", [("Tal Asfar", "at", None), ("Kafr Zan", "in", CITY)], "at"),
    ],
    ids=["a name put in its area", "some of the place named", "a quarter of a city"],
)
def test_what_was_taken_is_the_coded_point_or_a_part_of_it(
    location: str, places: list[tuple[str, str, Place | None]], relation: str
) -> None:
    said = [mention(*(told(*place) for place in places))]
    (handed,) = at_point(said, note(location), TABLE)
    (place,) = handed.places
    assert place.value is not None
    assert (place.value.lat, place.value.lon) == POINT
    assert place.relation == relation


def test_a_pronoun_goes_with_the_name_it_stands_for_another_name_does_not() -> None:
    far = replace(TOWN, lat=34.0)
    named = mention(told("Tal Asfar", "at", far))
    pronoun = replace(mention(told("it", "at", far)), id="m2")
    other = replace(mention(told("Kafr Zan", "at", CITY)), id="m3")
    handed = at_point([named, pronoun, other], note("Tal Asfar"), TABLE)
    assert [m.id for m in handed] == ["m", "m2"]
