"""A name no gazetteer has, beside its province: an area of its own, never a guessed point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

from situate.knowledge.gazetteer.store import Gazetteer
from situate.model import Document, Mention, Name, SourcedPlace
from situate.records import document_id, mention_id, quote_at
from situate.resolve.places import fill_places

CASES = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    rows = "".join(f"{r}\n" for r in CASES["rows"])
    return a_gazetteer(tmp_path_factory.mktemp("unlisted"), rows)


def filled(case: dict[str, Any], theatre: Gazetteer) -> SourcedPlace:
    document = Document(document_id(case["text"]), case["text"])

    def quoted(words: str) -> Any:
        start = document.text.index(words)
        return quote_at(document, start, start + len(words))

    told = SourcedPlace(quoted(case["place"]), None, 0.0, "in ...")
    trigger, whole = quote_at(document, 0, 1), quote_at(document, 0, len(document.text))
    mention = Mention(
        mention_id(document.id, trigger, "air_strike"), document.id, "air_strike", trigger, whole,
        places=(told,),
    )  # fmt: skip
    names = [Name(quoted(words), "place", "gazetteer") for words in case["names"]]
    (found,) = fill_places(document, [mention], names, theatre)
    return found.places[0]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: c["why"])
def test_an_unlisted_name_lies_in_the_area_beside_it(
    case: dict[str, Any], theatre: Gazetteer
) -> None:
    place, expect = filled(case, theatre), case["expect"]
    if expect is None:
        assert place.value is None, place.reason
        return
    assert place.value is not None, place.reason
    got = {"name": place.value.name, "kind": place.value.kind, "adm1": place.value.adm1}
    assert {**got, "level": place.level} == expect, place.reason


def test_the_same_name_in_the_same_province_is_one_place(theatre: Gazetteer) -> None:
    first, second = (filled(case, theatre).value for case in CASES["cases"][:2])
    assert first is not None
    assert second is not None
    assert first.id == second.id
