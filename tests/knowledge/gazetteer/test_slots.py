"""Names in slots that only places fill, as cases an analyst can extend."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from situate.evaluate.suite import a_document
from situate.knowledge.gazetteer.scan import names_in
from situate.knowledge.gazetteer.store import Gazetteer
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

CASES = yaml.safe_load(Path(__file__).with_name("slots.yaml").read_text(encoding="utf-8"))
ROWS = (
    "user:1\tal-Buq‘an\t34.5\t40.9\tSY\t\t\tsettlement\t\t\n"
    "user:2\tSyria\t35\t38\tSY\t\t\tcountry\t\t\n"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("slots"), ROWS)


@pytest.mark.parametrize("case", CASES, ids=[case["why"][:50] for case in CASES])
def test_a_slot_names_a_place(case: dict[str, object], small: Gazetteer) -> None:
    text = str(case["text"])
    found = names_in(a_document(text, "slots"), small)
    assert [name.quote.text for name in found] == case["expect"]
