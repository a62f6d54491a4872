"""A list of names holds nationality words and places inside other names, as no places."""

from __future__ import annotations

import pytest
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

from situate.annotate import names_in
from situate.knowledge.gazetteer.store import Gazetteer
from situate.knowledge.roster import load_roster
from situate.model import Document
from situate.records import document_id

ROWS = "user:1\tMoscow\t55.75\t37.62\tRU\t\t\tsettlement\t10000000\t\n"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("listed"), ROWS)


def kinds_in(text: str, world: Gazetteer, *, listing: bool) -> dict[str, str]:
    document = Document(document_id(text), text)
    found = names_in(document, load_roster(), world, listing=listing)
    ends = [name.quote.end for name in found]
    assert ends == sorted(ends), "in order, never overlapping"
    return {name.quote.text: name.kind for name in found}


def test_a_nationality_word_is_listed_and_is_no_place(world: Gazetteer) -> None:
    text = "They shot dead a Palestinian in Moscow."
    assert kinds_in(text, world, listing=True)["Palestinian"] == "other"
    assert "Palestinian" not in kinds_in(text, world, listing=False)


def test_a_place_inside_another_name_is_listed_as_no_place(world: Gazetteer) -> None:
    listed = kinds_in("The Moscow Gazette wrote of Syria.", world, listing=True)
    assert listed.get("Moscow") != "place"
    assert listed["Syria"] == "place"
