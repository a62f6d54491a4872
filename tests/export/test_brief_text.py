"""The head of a brief: days of publication are days, not the ends of a half-open period."""

from __future__ import annotations

import pytest

from situate.export.brief_text import render
from situate.model import Situation
from tests.build import a_report


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (["2016-06-27"], "1 report · published 27 Jun 2016"),
        (["2016-06-27", "2016-06-29"], "2 reports · published 27 Jun 2016 to 29 Jun 2016"),
    ],
)
def test_days_of_publication_at_midnight(days: list[str], says: str) -> None:
    reports = [a_report(f"Report of {day}.", published=day) for day in days]
    page = render(Situation((), ()), {r.id: r for r in reports}, {}, [])
    assert page.splitlines()[0] == says
