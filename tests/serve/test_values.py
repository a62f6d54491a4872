# ruff: noqa: E501 - cases are easier to check unbroken
"""Corrections in the words a person types."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.serve.test_review_command import a_mention, db, situate  # noqa: F401

from situate.errors import JudgementError, SituateError, UsageError
from situate.serve.commands.values import value_of
from situate.settings import Settings


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("stance", "denied", "denied"),
        ("type", "air strike", "air_strike"),
        ("type", '"siege"', "siege"),
        ("tolls", '[{"low": 3, "kind": "killed"}]', [{"kind": "killed", "who": None, "low": 3, "high": None}]),
        ("period", "2018-02-14", {"start": "2018-02-14T00:00:00+00:00", "end": "2018-02-15T00:00:00+00:00", "precision": "day"}),
        ("period", "2018-02-01..2018-02-07", {"start": "2018-02-01T00:00:00+00:00", "end": "2018-02-08T00:00:00+00:00", "precision": "week"}),
    ],
)  # fmt: skip
def test_a_value_in_plain_words(field: str, typed: str, value: object) -> None:
    assert value_of(field, typed, Settings()) == value


def test_a_side_is_found_by_name_or_id() -> None:
    for typed in ("isis", "Islamic State", "ISIS"):
        (side,) = value_of("targets", typed, Settings())
        assert side["id"] == "isis"
    both = value_of("actors", "sdf; isis", Settings())
    assert [side["id"] for side in both] == ["sdf", "isis"]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("tolls", "three dead", '"kind": "killed"'),
        ("tolls", "[{", '"kind": "killed"'),
        ("period", "last Tuesday", "2018-02-14"),
        ("period", "2018-02-16..2018-02-14", "lies before"),
        ("actors", "The Zzyzx Front of Nowhere", "situate actors find"),
    ],
)
def test_what_cannot_be_understood_shows_how_it_is_written(
    field: str, typed: str, says: str
) -> None:
    with pytest.raises((JudgementError, UsageError)) as wrong:
        value_of(field, typed, Settings())
    assert says in str(wrong.value)


def test_a_place_is_found_by_name_and_homonyms_are_asked_back(data_dir: Path) -> None:
    here = Settings(data_dir=data_dir)
    (place,) = value_of("places", "Al Bahrah", here)
    assert place["name"] == "Al Bahrah"
    assert value_of("places", place["id"], here) == [place]
    with pytest.raises(SituateError, match=r"name its id: gn:\d+"):
        value_of("places", "Springfield", here)
    with pytest.raises(SituateError, match="situate places find"):
        value_of("places", "Qqqqqzzzzxx", here)


def test_a_correction_in_plain_words_is_filed(db: str) -> None:  # noqa: F811
    mention = a_mention(db)
    words = ("--db", db, "--by", "Rana")
    situate("review", "correct", mention, "2018-02-20", "--field", "period", *words)
    shown, _ = situate("review", "show", mention, "--db", db)
    assert "20 Feb 2018 (" in shown
    assert "decided: period corrected by Rana" in shown
