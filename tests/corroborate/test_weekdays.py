"""Reports without a date that still name the day of the week."""

from __future__ import annotations

import pytest

from situate.corroborate import corroborate
from situate.corroborate.weekdays import weekday_of
from situate.knowledge.outlets import load_outlets
from tests.build import a_mention, a_report


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A strike hit Ayn Hajar on Thursday.", 3),
        ("A strike hit Ayn Hajar today.", -1),
        ("قصف على زيتونة اليوم الخميس", 3),
        ("قصف على زيتونة أمس الإثنين", 0),
        ("Friday prayers were held; the strike came on Sunday.", 4),
        ("A strike hit the Sun district in the may of years.", -1),
    ],
)
def test_the_first_day_a_report_names(text: str, day: int) -> None:
    report = a_report(text)
    told = a_mention("air_strike", report=report, trigger=text.split()[0])
    assert weekday_of(told, report) == day


@pytest.mark.parametrize(("day", "together"), [("Thursday", True), ("Monday", False)])
def test_an_undated_report_joins_on_its_weekday(day: str, together: bool) -> None:
    """4 May 2017 was a Thursday."""
    dated = a_report("An air strike hit a bakery of Ayn Hajar.", published="2017-05-04")
    undated = a_report(f"Aircraft struck the bakery in Ayn Hajar on {day}, people there said.")
    told = [
        a_mention(
            "air_strike", report=dated, trigger="strike", place="Ayn Hajar", day="2017-05-04"
        ),
        a_mention("air_strike", report=undated, trigger="struck", place="Ayn Hajar"),
    ]
    found = corroborate({r.id: r for r in (dated, undated)}, told, load_outlets())
    assert (len(found) == 1) is together
