"""situate from Python: records out, a table when asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.build import a_document, a_mention, a_situation

import situate
from situate.errors import UsageError
from situate.store import open_store


@pytest.fixture
def theatre_file(tmp_path: Path) -> Path:
    file = tmp_path / "theatre.db"
    paper = a_document(outlet="Plain Post")
    with open_store(file, create=True) as store:
        store.add_readings([(paper, [a_mention(paper)])], "p1", "r1")
        store.replace_concluded(a_situation(a_mention(paper)), store.mark("p1"))
    return file


def test_incidents_are_records_and_a_table(theatre_file: Path) -> None:
    pytest.importorskip("pandas")
    with situate.open(theatre_file) as theatre:
        (incident,) = theatre.incidents(country="SY")
        assert incident.place is not None
        assert theatre.incidents(country="IQ").to_pandas().empty
        assert len(theatre.incidents(since=datetime(2018, 2, 14, tzinfo=UTC))) == 0
        frame = theatre.incidents().to_pandas()
        assert list(frame["outlets"]) == [["Plain Post"]]
        (mention,) = theatre.mentions()
        report = theatre.document(mention.document)
        assert report is not None
        assert report.text[mention.trigger.start : mention.trigger.end] == "besieges"


def test_a_missing_file_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="situate run"):
        situate.open(tmp_path / "none.db")
