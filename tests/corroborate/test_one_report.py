"""What one report tells twice, and what it tells of two acts."""

from __future__ import annotations

import pytest

from situate.corroborate import corroborate
from situate.knowledge.outlets import load_outlets
from tests.build import a_mention, a_report

HEADLINE = "Shelling hits Ayn Hajar"
BODY = "Shelling hit the market of Ayn Hajar and burned ten shops."


@pytest.mark.parametrize("published", ["2017-05-01", None])
def test_a_headline_is_told_again_in_the_body(published: str | None) -> None:
    """A report without a date of its own is as old in its headline as in its body."""
    report = a_report(f"{HEADLINE}\n\n{BODY}", published=published)
    told = [
        a_mention("shelling", report=report, sentence=HEADLINE, trigger="Shelling", block="title"),
        a_mention("shelling", report=report, sentence=BODY, trigger="Shelling", place="Ayn Hajar"),
    ]
    (incident,) = corroborate({report.id: report}, told, load_outlets())
    assert len(incident.mentions) == 2
