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


def test_what_an_article_says_without_a_place_does_not_part_two_incidents() -> None:
    """Six sentences of one article go where its placed sentence goes, which another confirms."""
    follow = [f"The shelling by rebels burned shops of the market in row {n}." for n in range(6)]
    padding = "Nothing else was told of the day by the desk of the paper. " * 20
    report = a_report(" ".join([BODY, *follow, padding]), published="2017-05-01")
    words = "Artillery rounds fell beside houses, schools, bakeries and wells near Ayn Hajar. "
    other = a_report(words + padding, published="2017-05-01")
    lead = a_mention(
        "shelling",
        report=report,
        sentence=BODY,
        trigger="Shelling",
        place="Ayn Hajar",
        actors=["rebels"],
    )
    rest = [
        a_mention("shelling", report=report, sentence=line, trigger="shelling", actors=["rebels"])
        for line in follow
    ]
    confirms = a_mention(
        "attack", report=other, sentence=words.strip(), trigger="fell", place="Ayn Hajar"
    )
    reports = {r.id: r for r in (report, other)}
    found = corroborate(reports, [lead, *rest, confirms], load_outlets())
    assert any({lead.id, confirms.id} <= set(i.mentions) for i in found)


def test_what_came_of_an_act_does_not_name_it() -> None:
    """A count of the hurt told after a shelling is a figure of it, no rival word for it."""
    hurt = "The shelling left people hurt in Ayn Hajar."
    report = a_report(f"{BODY} {hurt}", published="2017-05-01")
    told = [
        a_mention("shelling", report=report, sentence=BODY, trigger="Shelling", place="Ayn Hajar"),
        a_mention("casualties", report=report, sentence=hurt, trigger="hurt", place="Ayn Hajar"),
    ]
    found = corroborate({report.id: report}, told, load_outlets())
    joined = [incident for incident in found if len(incident.mentions) == 2]
    assert [{f.value for f in incident.framings} for incident in joined] == [{"shelling"}]
