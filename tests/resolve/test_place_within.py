"""Sides of countries and unnamed settlements: areas with a radius, never the country's point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

from situate.knowledge.gazetteer.store import Gazetteer
from situate.model import Document, Mention, Name, Relation, SourcedPlace
from situate.records import document_id, mention_id, quote_at
from situate.resolve.place_within import side_before
from situate.resolve.places import fill_places

CASES = yaml.safe_load(
    (Path(__file__).parent / "test_place_within.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("within"), "".join(f"{r}\n" for r in CASES["rows"]))


def filled(case: dict[str, Any], theatre: Gazetteer) -> tuple[SourcedPlace, ...]:
    """The places of one mention whose phrases the case gives, in the order of the text."""
    document = Document(document_id(case["text"]), case["text"])
    places, names = [], []
    for phrase, relation in case["phrases"].items():
        start = document.text.index(phrase)
        quote = quote_at(document, start, start + len(phrase))
        places.append(SourcedPlace(quote, None, 0.0, "in ...", relation=relation))
        for word in case["names"]:
            if word in phrase:
                at = document.text.index(word, start)
                inner = quote_at(document, at, at + len(word))
                names.append(Name(inner, "place", "gazetteer"))
    trigger = quote_at(document, 0, 1)
    whole = quote_at(document, 0, len(document.text))
    mention = Mention(
        mention_id(document.id, trigger, "air_strike"),
        document.id, "air_strike", trigger, whole, places=tuple(places),
    )  # fmt: skip
    (found,) = fill_places(document, [mention], names, theatre)
    return found.places


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: c["why"])
def test_a_described_place_is_an_area_with_its_doubt(
    case: dict[str, Any], theatre: Gazetteer
) -> None:
    place = filled(case, theatre)[0]
    expect = case["expect"]
    if expect is None:
        assert place.value is None, place.reason
        return
    assert place.value is not None, place.reason
    assert place.value.name == expect["name"]
    assert place.value.kind == expect.get("kind", "area")
    assert (place.value.country, place.level) == ("SY", expect["level"])
    south, north = expect["lat"]
    west, east = expect["lon"]
    assert south <= place.value.lat <= north
    assert west <= place.value.lon <= east
    low, high = expect["radius"]
    assert place.radius_km is not None
    assert low <= place.radius_km <= high
    assert place.quote is not None


def test_two_unnamed_towns_are_two(theatre: Gazetteer) -> None:
    case = CASES["cases"][0]
    other = {**case, "text": f"Yesterday, too. {case['text']}"}
    one, two = filled(case, theatre)[0].value, filled(other, theatre)[0].value
    assert one is not None
    assert two is not None
    assert one.id != two.id


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("in eastern Syria", "Syria", "east"),
        ("in the north-east of Syria", "Syria", "north-east"),
        ("in the southern part of Syria", "Syria", "south"),
        ("in central Syria", "Syria", "central"),
        ("in Syria", "Syria", None),
        ("a northern wind over Syria", "Syria", None),
    ],
)
def test_a_side_stands_right_before_the_name(text: str, name: str, side: str | None) -> None:
    found = side_before(text, text.index(name))
    assert (found and found[0]) == side


def test_every_relation_of_the_cases_is_one() -> None:
    known = set(Relation.__args__)  # type: ignore[attr-defined]
    assert {r for case in CASES["cases"] for r in case["phrases"].values()} <= known
