"""A brief as text: what a reader sees, in which order, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from situate.export.brief_text import render
from situate.export.news import news, novelty
from situate.export.page_names import told_name
from situate.export.page_words import figure
from situate.model import Document, Mention, Situation, Toll
from tests.build import a_day, a_mention, a_report
from tests.export.build import an_incident


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


def _brief(*mentions: Mention, reports: Sequence[Document], **how: Any) -> str:
    incidents = tuple(an_incident(m) for m in mentions)
    return render(
        Situation(incidents, ()), {r.id: r for r in reports}, {m.id: m for m in mentions}, [], **how
    )


def _told(text: str, day: str | None, published: str | None) -> tuple[Document, Mention]:
    report = a_report(text, published=published, outlet=f"Post {published}")
    trigger = "attacked"
    return report, a_mention(
        type="attack", trigger=trigger, report=report, day=day, place="Tal Asfar", actors=["reds"]
    )


OLD = _told("Reds attacked Tal Asfar on Monday.", "2018-02-12", "2018-02-13")
NEW = _told("* Reds attacked Tal Asfar again.", "2018-02-14", "2018-02-15")
LOST = _told("Reds attacked Tal Asfar once.", None, "2018-02-15")


def test_what_has_no_day_stands_apart_and_last() -> None:
    """Under its own heading where others have a day; under the usual one where none has."""
    both = _brief(LOST[1], OLD[1], reports=(LOST[0], OLD[0]))
    assert both.index("12 Feb 2018\n") < both.index("WHAT HAPPENED, DAY NOT KNOWN")
    assert both.index("DAY NOT KNOWN") < both.index("day unknown")
    assert "DAY NOT KNOWN" not in _brief(LOST[1], reports=LOST[:1])


def test_why_numbers_each_sentence() -> None:
    """With its offsets in the report; the mark of a list item is no word of it."""
    page = _brief(NEW[1], OLD[1], reports=(NEW[0], OLD[0]), why=True)
    assert '[1]         "Reds attacked Tal Asfar again." (Post 2018-02-15, ' in page
    assert "words  " not in page


def test_news_are_what_reports_since_a_day_tell() -> None:
    """Older incidents are left out; one told anew says what was known before."""
    documents = {r.id: r for r in (OLD[0], NEW[0])}
    said = {m.id: m for m in (OLD[1], NEW[1])}
    since = a_day("2018-02-15")
    situation = Situation((an_incident(OLD[1]), an_incident(NEW[1])), ())
    assert [i.mentions for i in news(situation, documents, said, since).incidents] == [(NEW[1].id,)]
    assert novelty(an_incident(NEW[1]), documents, said, since) == "new"
    again = replace(an_incident(NEW[1]), mentions=(OLD[1].id, NEW[1].id))
    assert novelty(again, documents, said, since) == "known before, 1 of 2 reports is new"
    page = render(Situation((again,), ()), documents, said, [], since=since)
    assert "only what the 1 published since 15 Feb 2018 tells" in page
    assert "known before, 1 of 2 reports is new" in page


@pytest.mark.parametrize(
    ("toll", "says"),
    [
        (Toll("killed", "their commander", 1, 1), "their commander"),
        (Toll("killed", "his fighters", 3, 3), "3 of his fighters"),
        (Toll("killed", "civilians", 12, 12), "12 civilians"),
        (Toll("casualties", None, 0, 0, flags=("none_reported",)), "none"),
    ],
)
def test_figures_read_aloud(toll: Toll, says: str) -> None:
    assert figure(toll) == says


@pytest.mark.parametrize(
    ("name", "said", "shown"),
    [
        ("Ḩamāh", ["the city of Hama"], "Hama"),
        ("Ālbū Kamāl", ["Abu Kamal", "Albukamal", "Abu Kamal"], "Abu Kamal"),
        ("Dar‘ā", ["Daraa", "Idlib"], "Daraa"),
        ("Ḩamāh", ["Homs"], "Ḩamāh"),  # another town's name
        ("Ḩamāh", ["حماة"], "Ḩamāh"),
        ("Saraqib", ["Saraqeb"], "Saraqib"),  # plain already
        ("Ḩamāh", [], "Ḩamāh"),
    ],
)
def test_a_place_is_called_what_reports_call_it(name: str, said: list[str], shown: str) -> None:
    assert told_name(name, said) == shown
