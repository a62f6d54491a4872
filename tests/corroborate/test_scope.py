"""Whether a figure is told of the place of its happening alone."""

from __future__ import annotations

import pytest

from situate.corroborate import corroborate
from situate.corroborate.scope import AREA, PLACES, UNTOLD, doubt_of
from situate.knowledge.outlets import load_outlets
from situate.model import Relation, SourcedPlace
from tests.build import PLACES as KNOWN
from tests.build import a_mention, a_report, a_toll, words_at


def told_of(*places: tuple[str, Relation]) -> str | None:
    text = "Shelling killed four at " + " and ".join(name for name, _ in places) + "."
    report = a_report(text)
    sites = [
        SourcedPlace(words_at(report, name), KNOWN[name], 0.9, "", relation=relation)
        for name, relation in places
    ]
    return doubt_of(a_mention("shelling", report=report, trigger="Shelling", places=sites))


@pytest.mark.parametrize(
    ("places", "doubt"),
    [
        ([("Ayn Hajar", "at")], None),
        ([("Ayn Hajar", "at"), ("East", "in")], None),
        ([("East", "in")], AREA),
        ([("Ayn Hajar", "around")], AREA),
        ([("Ayn Hajar", "at"), ("Dayr Qamh", "at")], PLACES),
        ([], UNTOLD),
    ],
)
def test_whom_a_figure_may_count(places: list[tuple[str, Relation]], doubt: str | None) -> None:
    assert told_of(*places) == doubt


@pytest.mark.parametrize(("places", "doubts"), [(["East"], (AREA,)), (["East", "Ayn Hajar"], ())])
def test_one_figure_of_the_very_place_settles_it(
    places: list[str], doubts: tuple[str, ...]
) -> None:
    reports, told = {}, []
    for number, place in enumerate(places):
        text = (
            f"Shelling by rebels killed four shepherds and their flock at {place}, source {number}."
        )
        report = a_report(text, published="2017-05-01")
        reports[report.id] = report
        told.append(
            a_mention(
                "shelling",
                report=report,
                trigger="Shelling",
                place=place,
                actors=["reds"],
                tolls=[a_toll("killed", 4)],
            )
        )
    (incident,) = corroborate(reports, told, load_outlets())
    assert [r.doubts for r in incident.tolls] == [doubts]
