"""Pairing, agreement and traps of the annotated report, on an invented one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from situate.errors import UsageError
from situate.evaluate import seed, traps
from situate.evaluate.annotation import Point, Record, facts
from situate.evaluate.suite import a_document
from situate.model import Count, Hold, Place, Situation, Sourced, Toll
from situate.settings import Settings
from tests.evaluate.conftest import ARMY, REDS, FakeDesk, Said, a_place

TEXT = "Home | News\nThe army besieged Tal Asfar, and the army besieged Ayn Hajar."
DOCUMENT = a_document(TEXT, "report.txt")


def a_record(name: str, evidence: str, place: str | None = None, **more: Any) -> Record:
    at = TEXT.index(evidence)
    points = (Point(None, f"x:{place}", None, a_place(place) and (35.0, 38.0)),) if place else ()
    record = Record(
        id=name, kind="siege_ongoing", types=("siege",), evidence=(at, at + len(evidence)),
        evidence_text=evidence, is_attachment=False, is_opinion=False, actor=ARMY,
        actor_span=None, target=None, target_span=None, recipient=None, places=points,
        quantity=None, restates=None, canonical={},
    )  # fmt: skip
    return replace(record, **more)


def siege(place: str, trigger: str = "besieged Tal") -> Said:
    return Said("siege", trigger, [("army", ARMY)], places=[place])


def test_the_assignment_serves_all_records_not_the_first() -> None:
    """One mention could serve both records; the other fits only the first."""
    whole = a_record("A", "The army besieged Tal Asfar")
    placed = a_record("B", "besieged Tal Asfar", "Tal Asfar")
    good = siege("Tal Asfar").mention(DOCUMENT)
    poor = Said("siege", "army besieged", [("army", ARMY)]).mention(DOCUMENT)
    pairs = seed.paired([whole, placed], [good, poor])
    assert pairs == {"A": poor, "B": good}


def test_a_mention_pairs_only_where_its_trigger_overlaps() -> None:
    record = a_record("A", "The army besieged Tal Asfar", "Tal Asfar")
    elsewhere = siege("Tal Asfar", "besieged Ayn").mention(DOCUMENT)
    assert seed.paired([record], [elsewhere]) == {}
    assert seed.paired([record], []) == {}
    assert seed.paired([], [elsewhere]) == {}


def test_a_record_needs_its_place_only_if_it_has_one() -> None:
    bare = Said("siege", "besieged Tal", [("army", ARMY)]).mention(DOCUMENT)
    assert a_record("A", "besieged Tal Asfar").is_right(bare)
    assert not a_record("A", "besieged Tal Asfar", "Tal Asfar").is_right(bare)
    reds = Said("siege", "besieged Tal", [("army", REDS)]).mention(DOCUMENT)
    assert not a_record("A", "besieged Tal Asfar").is_right(reds)


def test_a_place_agrees_by_id_seat_or_distance_and_a_vague_one_by_its_words() -> None:
    near = Place("x:other", "Near", "settlement", 35.0, 38.04)
    ours = siege("Tal Asfar").mention(DOCUMENT).places[0]
    assert Point(None, "x:other", None, (35.0, 38.04)).agrees(ours), "3.6 km"
    assert not Point(None, "x:far", None, (35.0, 38.3)).agrees(ours)
    assert Point(None, "x:region", "x:Tal Asfar").agrees(ours)
    assert not Point(None, "x:region", None).agrees(Sourced(None, None, 0, "unknown"))
    assert near.kind == "settlement"
    start = TEXT.index("Tal")
    assert Point((start, start + 3)).agrees(ours)
    assert not Point((0, 4)).agrees(ours)


WITH_PART = Toll("surrendered", None, 30, 40, parts=(Count(None, 8, 8),))


@pytest.mark.parametrize(
    ("scope", "tolls", "is_right"),
    [
        (
            "families INCLUDED",
            [WITH_PART],
            True,
        ),
        ("families INCLUDED", [Toll("surrendered", None, 30, 40)], False),
        ("families INCLUDED", [Toll("surrendered", None, 40, 40)], False),
        (
            "families ADDITIONAL",
            [
                WITH_PART,
                Toll("surrendered", "families", None, None),
            ],
            True,
        ),
        (
            "families ADDITIONAL",
            [WITH_PART],
            False,
        ),
    ],
)
def test_tolls_added_and_included(scope: str, tolls: list[Toll], is_right: bool) -> None:
    quantity = {"low": 30, "high": 40, "scope": scope, "sub": {"value": 8}}
    record = a_record("A", "besieged Tal Asfar", quantity=quantity)
    mention = replace(
        siege("Tal Asfar").mention(DOCUMENT),
        tolls=tuple(Sourced(None, toll, 0.9, "test") for toll in tolls),
    )
    assert record.agreement(mention)["toll"] is is_right


def test_restated_records_are_one_fact() -> None:
    records = [
        a_record("A", "besieged Tal Asfar"),
        a_record("B", "besieged Tal Asfar", restates="A"),
        a_record("C", "besieged Ayn Hajar", restates="nobody"),
    ]
    assert sorted(map(sorted, facts(records))) == [["A", "B"], ["C"]]


def scene(
    desk: FakeDesk, holds: tuple[Hold, ...] = (), mentions: tuple[Any, ...] = ()
) -> traps.Scene:
    annotation = {"boilerplate": [{"start": 0, "end": 11}], "records": []}
    situation = Situation((), holds)
    return traps.Scene(DOCUMENT, annotation, [], mentions, situation, desk)  # type: ignore[arg-type]


def test_a_quote_in_the_page_chrome_is_caught(desk: FakeDesk) -> None:
    outside = siege("Tal Asfar").mention(DOCUMENT)
    inside = Said("siege", "News").mention(DOCUMENT)
    assert traps.chrome_says_nothing(scene(desk, mentions=(outside,)))
    assert not traps.chrome_says_nothing(scene(desk, mentions=(outside, inside)))


def test_a_hold_resting_on_a_closed_world_claim_is_caught(desk: FakeDesk) -> None:
    claim = Said("presence_limited", "News").mention(DOCUMENT)
    other = siege("Tal Asfar").mention(DOCUMENT)
    alone = Hold("h", a_place("Tal Asfar"), "none", (), None, None, (claim.id,), None)
    both = replace(alone, because=(claim.id, other.id))
    assert not traps.closed_world_ends_nothing(scene(desk, (alone,), (claim, other)))
    assert traps.closed_world_ends_nothing(scene(desk, (both,), (claim, other)))


def test_the_report_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT)
    (tmp_path / "annotation.json").write_text(json.dumps({"records": [{"id": "A"}]}))
    document, annotation, rows = seed.read_seed(tmp_path, Settings())
    assert document.text == TEXT
    assert document.published is None
    assert annotation["records"] == [{"id": "A"}]
    assert len(rows.sha256) == 64
    assert seed.read_seed(tmp_path / "report.txt", Settings())[0] == document


@pytest.mark.parametrize("annotation", ["", "[]", "{}", '{"records": []}', '{"records": 3}'])
def test_an_annotation_without_records_is_a_usage_error(tmp_path: Path, annotation: str) -> None:
    (tmp_path / "report.txt").write_text(TEXT)
    (tmp_path / "annotation.json").write_text(annotation)
    with pytest.raises(UsageError):
        seed.read_seed(tmp_path, Settings())
