"""The smaller of two places, where only the larger was taken for the event's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

from situate.knowledge.gazetteer.scan import names_in
from situate.knowledge.gazetteer.store import Gazetteer
from situate.model import Document, Mention, SourcedPlace
from situate.records import document_id, mention_id, quote_at
from situate.resolve.places import fill_places

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "test_place_inside.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("inside"), "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_smaller_place_leads(case: dict[str, Any], theatre: Gazetteer) -> None:
    text = case["text"]
    document = Document(document_id(text), text)
    start = text.index(case["wide"])
    place = SourcedPlace(
        quote_at(document, start, start + len(case["wide"])), None, 0.5, "in", relation="in"
    )
    trigger = quote_at(document, text.index("killed"), text.index("killed") + 6)
    mention = Mention(
        mention_id(document.id, trigger, "attack"),
        document.id,
        "attack",
        trigger,
        quote_at(document, 0, len(text)),
        places=(place,),
    )
    (filled,) = fill_places(document, (mention,), names_in(document, theatre), theatre)
    assert [p.quote.text for p in filled.places if p.quote and p.value] == case["expect"]
