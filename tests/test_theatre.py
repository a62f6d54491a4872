"""The example theatre, end to end: what a newcomer's first command says, and why it is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from situate.export import brief_text
from situate.model import Document, Hold, Incident, Mention, Situation
from situate.pipeline import conclude, read_all
from situate.read import read_paths
from tests.conftest import ROOT

if TYPE_CHECKING:
    from situate.pipeline import Desk

THEATRE = ROOT / "examples" / "euphrates"
GOLDEN = Path(__file__).parent / "golden" / "euphrates.txt"


class Brief:
    """Reports, mentions and situation of the theatre."""

    def __init__(self, desk: Desk) -> None:
        read = [d for d in read_paths([str(THEATRE)], desk.settings) if isinstance(d, Document)]
        self.documents = {d.id: d for d in read}
        said = [m for _, found in read_all(read, desk) if isinstance(found, tuple) for m in found]
        self.mentions: dict[str, Mention] = {m.id: m for m in said}
        self.situation: Situation = conclude(read, said, desk)
        self.text = brief_text.render(
            self.situation, self.documents, self.mentions, [], desk.roster
        )

    def of(self, kind: str) -> list[Incident]:
        return [i for i in self.situation.incidents if i.type == kind]

    def holds(self, place: str) -> list[Hold]:
        return [h for h in self.situation.holds if h.place.name == place]


@pytest.fixture(scope="module")
def brief(real_desk: Desk) -> Brief:
    return Brief(real_desk)


def test_the_brief_reads_as_it_did(brief: Brief) -> None:
    """A change shows as a diff of the page a newcomer sees; write it anew where it is meant."""
    assert brief.text + "\n" == GOLDEN.read_text("utf-8")


def test_the_surrender_is_one_incident_with_every_version(brief: Brief) -> None:
    (surrender,) = brief.of("surrender")
    figures = {
        (f.value.low, f.value.high) for r in surrender.tolls for f in r.figures if f.value.low
    }
    assert {(300, 400), (340, 340)} <= figures
    assert any(low <= 250 <= high for low, high in figures if low and high and high < 300)
    assert any(low <= 400 <= high for low, high in figures if low and high and low > 340)
    parts = {(p.low, p.who) for r in surrender.tolls for f in r.figures for p in f.value.parts}
    assert any(low == 80 for low, _ in parts)
    takers = {version.value.id for version in surrender.targets}
    assert {"hts", "syrian-opposition"} <= takers
    words = {framing.value for framing in surrender.framings}
    assert {"surrender", "capture"} <= words


def test_a_wire_and_its_reprints_are_one_witness(brief: Brief) -> None:
    (surrender,) = brief.of("surrender")
    papers = [
        {brief.documents[d].outlet for d in witness.documents} for witness in surrender.witnesses
    ]
    wire = {"Levant Wire", "The Morning Ledger", "Harbour Post", "Northern Evening News"}
    assert wire in papers
    assert len(papers) == 6


def test_a_siege_leaves_the_besieged_in_the_place(brief: Brief) -> None:
    first, *later = brief.holds("Al Bahrah")
    assert (first.state, first.holders, first.besieged_by) == ("held", ("isis",), ("sdf",))
    assert first.encircled is not True
    assert later
    assert later[-1].state in ("contested", "held")
    assert "sdf" in later[-1].holders


def test_outskirts_taken_are_not_the_town(brief: Brief) -> None:
    assert all(hold.holders != ("sdf",) for hold in brief.holds("Al Buq'an"))


def test_a_strike_changes_no_holder(brief: Brief) -> None:
    assert all(hold.state == "unknown" for hold in brief.holds("Ash Sha'fah"))


def test_a_direction_of_flight_and_a_fight_nearby_give_no_hold(brief: Brief) -> None:
    assert brief.holds("Albu Kamal") == []
    assert all(hold.state == "unknown" for hold in brief.holds("Idlib"))


def test_every_quote_is_exact_and_every_hold_leads_to_words(brief: Brief) -> None:
    from situate.records import quotes_of

    for mention in brief.mentions.values():
        for _, quote in quotes_of(mention):
            text = brief.documents[quote.document].text
            assert text[quote.start : quote.end] == quote.text
    for hold in brief.situation.holds:
        assert hold.because
        assert set(hold.because) <= set(brief.mentions)
