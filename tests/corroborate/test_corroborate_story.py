"""One surrender, told many ways, is one incident that keeps every version."""

from __future__ import annotations

from situate.corroborate import corroborate, disagreements
from situate.knowledge.outlets import load_outlets
from situate.model import Actor, Document, Mention, Place
from tests.build import a_report_and_mention, a_toll

VILLAGE = Place("t:kh", "Khirbat Tall", "settlement", 35.47, 36.83, "SY", "Idlib", "Maarrat")
SOUTH = Place("t:s", "southern Idlib", "region", 35.5, 36.7, "SY", "Idlib")
IDLIB = Place("t:i", "Idlib", "adm1", 35.9, 36.6, "SY", "Idlib")
IS = Actor("isis", "Islamic State", "rebel", sides=("isis",))
HTS = Actor("hts", "Hayat Tahrir al-Sham", "rebel", "SY", sides=("islamist",))
FSA = Actor("fsa", "Free Syrian Army alliance", "rebel", "SY", sides=("opposition",))
ROOM = Actor(None, "operations room", "rebel", "SY")
WIRE = (
    "BEIRUT (Reuters) - {lead} Some 250 Islamic State fighters gave themselves up to a Free Syrian "
    "Army alliance in southern Idlib on Tuesday, a rebel commander told the agency by telephone "
    "from the countryside, adding that the men were tired, hungry and out of ammunition after days."
)
REPRINTS = ("Arab News", "Gulf News", "The Daily Star (Lebanon)", "The National", "Al-Monitor")


def the_story() -> tuple[dict[str, Document], list[Mention]]:
    told = [
        a_report_and_mention(
            "surrender",
            text=WIRE.format(lead=f"{outlet}:"),
            trigger="gave themselves up",
            actors=[IS],
            targets=[FSA],
            place=SOUTH,
            tolls=[a_toll("surrendered", 250, who="fighters")],
            published="2018-02-13",
            outlet=outlet,
        )
        for outlet in REPRINTS
    ]
    told.append(
        a_report_and_mention(
            "surrender",
            text="Between 300 and 400 jihadists, 80 of them women and children, surrendered to "
            "Hayat Tahrir al-Sham at Khirbat Tall.",
            trigger="surrendered",
            actors=[IS],
            targets=[HTS],
            place=VILLAGE,
            tolls=[
                a_toll("surrendered", 300, 400, "jihadists", parts=[("women and children", 80, 80)])
            ],
            published="2018-02-13",
            outlet="Difesa e Sicurezza",
        )
    )
    told.append(
        a_report_and_mention(
            "fighters_captured",
            text="The operations room captured 340 Islamic State members in Idlib, 80 of them "
            "women and children.",
            trigger="captured",
            actors=[ROOM],
            targets=[IS],
            place=IDLIB,
            day="2018-02-13",
            tolls=[a_toll("captured", 340, who="members", parts=[("women and children", 80, 80)])],
            published="2018-02-14",
            outlet="Enab Baladi",
        )
    )
    return {d.id: d for d, _ in told}, [m for _, m in told]


def test_many_versions_of_one_surrender_are_one_incident() -> None:
    documents, mentions = the_story()
    (incident,) = corroborate(documents, mentions, load_outlets())
    assert incident.type == "surrender"
    assert {v.value.id for v in incident.targets if v.value.id} == {"hts", "fsa"}
    assert {v.value.id for v in incident.actors if v.value.id} == {"isis"}
    assert [(r.low, r.high) for r in incident.tolls] == [(250, 400)]
    assert len(incident.tolls[0].figures) == len(mentions)
    assert incident.place
    assert incident.place.value == VILLAGE
    assert {"targets", "tolls", "framing"} <= set(incident.contested)
    assert incident.why


def test_five_reprints_are_one_witness() -> None:
    documents, mentions = the_story()
    (incident,) = corroborate(documents, mentions, load_outlets())
    assert len(incident.witnesses) == 3
    assert max(len(w.documents) for w in incident.witnesses) == len(REPRINTS)
    assert "reuters" in {w.root for w in incident.witnesses}


def test_a_disagreement_can_be_read_aloud() -> None:
    documents, mentions = the_story()
    rows = disagreements(corroborate(documents, mentions, load_outlets()))
    tolls = next(row for row in rows if row.field == "tolls")
    assert "300-400 jihadists surrendered (80 women and children)" in {
        v.value for v in tolls.versions
    }


def test_two_clauses_of_one_sentence_are_two_acts() -> None:
    text = "The alliance took Khirbat Tall and moves on southern Idlib."
    document, taking = a_report_and_mention(
        "place_taken",
        text=text,
        trigger="took",
        actors=[FSA],
        place=VILLAGE,
        published="2018-02-13",
    )
    _, advance = a_report_and_mention(
        "advance", text=text, trigger="moves on", actors=[FSA], place=SOUTH, published="2018-02-13"
    )
    found = corroborate({document.id: document}, [taking, advance], load_outlets())
    assert {incident.type for incident in found} == {"place_taken", "advance"}
