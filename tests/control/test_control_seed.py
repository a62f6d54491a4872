"""The seed report, read perfectly, folded alone: every row of control.md 7.

The mentions are built from the annotation beside the repository; nothing of it is copied here.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from situate.control import fold
from situate.control.belief import state_names
from situate.control.reading import reading_of
from situate.control.record import records_of
from situate.control.theatre import theatres_of
from situate.corroborate import corroborate
from situate.knowledge.outlets import load_outlets
from situate.model import (
    Actor,
    Area,
    Count,
    Document,
    Framing,
    Hold,
    Incident,
    Link,
    Mention,
    Place,
    Quote,
    Sourced,
    SourcedPlace,
    Toll,
)
from situate.records import document_id, mention_id
from situate.sources import Sources

pytestmark = pytest.mark.gold
SDF = Actor("sdf", "Syrian Democratic Forces", "rebel", "SY", sides=("sdf",))
IS = Actor("isis", "Islamic State", "rebel", "SY", sides=("isis",))
HTS = Actor("hts", "Hayat Tahrir al-Sham", "rebel", "SY", sides=("hts",))
SAA = Actor("saa", "Syrian Arab Army", "state forces", "SY", "state:SY", ("state:SY",))
AIR = Actor("us-led-coalition", "Coalition", "coalition", sides=("us-led-coalition",))
# record -> type, actors, targets, block, more
READ: dict[str, tuple[str, list[Actor], list[Actor], str, dict[str, Any]]] = {
    "H1": ("advance", [SDF], [IS], "title", {}),
    "H2": ("presence_ended", [IS], [], "title", {}),
    "S1": ("place_taken", [SDF], [IS], "standfirst", {"extent": "whole"}),
    "S2": ("advance", [SDF], [IS], "standfirst", {}),
    "S3": ("two_front_pressure", [IS], [], "standfirst", {}),
    "E1": ("operation_start", [SDF], [IS], "paragraph", {}),
    "E2": ("place_partly_taken", [SDF], [IS], "paragraph", {"extent": "edge"}),
    "E3": ("advance", [SDF], [IS], "paragraph", {}),
    "E4": ("siege", [SDF], [IS], "paragraph", {"phase": "ongoing"}),
    "E5": ("flight", [IS], [], "paragraph", {}),
    "E6": ("air_strike", [AIR], [IS], "paragraph", {}),
    "E8": ("two_front_pressure", [IS], [], "paragraph", {}),
    "E9": ("force_concentration", [IS], [], "paragraph", {}),
    "E10": ("supply_cut", [], [IS], "paragraph", {}),
    "E11": ("clash", [SDF], [IS], "paragraph", {"cause": "E10"}),
    "E12": ("air_strike", [AIR], [IS], "paragraph", {"cause": "E10"}),
    "E13": ("pocket_lost", [IS], [], "subhead", {}),
    "E14a": ("surrender", [IS], [HTS], "subhead", {}),
    "E14b": ("surrender", [IS], [HTS], "paragraph", {}),
    "E15": ("pocket_lost", [IS], [], "paragraph", {}),
    "E17": ("presence", [SAA], [], "paragraph", {}),
    "E18": ("holds", [HTS], [], "paragraph", {}),
    "E22": ("presence_limited", [IS], [], "paragraph", {}),
}
# record -> [(gn id, words, relation, confidence)]
WHERE: dict[str, list[tuple[str, str, str, float]]] = {
    "H1": [("174506", "Hajin", "towards", 0.9)],
    "H2": [("169387", "Idlib", "in", 0.9)],
    "S1": [("173945", "al-Bakaan", "at", 0.6)],
    "S2": [("174506", "Hajin", "towards", 0.9)],
    "E1": [("174506", "Hajin", "at", 0.9)],
    "E2": [("173945", "al-Bakaan", "at", 0.6)],
    "E3": [("173945", "the centre", "part", 0.6)],
    "E4": [("174010", "Bahrah", "at", 0.9)],
    "E5": [
        ("174010", "Bahrah", "from", 0.9),
        ("174448", "Abu Kamal", "towards", 0.9),
        ("172834", "Sha", "towards", 0.9),
    ],
    "E6": [("172834", "This last place", "at", 0.9)],
    "E9": [
        ("384703", "Abu Hasan", "between", 0.9),
        ("173945", "Al Buq", "between", 0.9),
        ("168535", "Al Kashmah", "between", 0.9),
    ],
    "E13": [("169387", "Idlib", "in", 0.9)],
    "E14b": [("167891", "Khuwayn Al-Kabir", "around", 0.9)],
    "E15": [("169387", "the area", "in", 0.9)],
    "E17": [("169387", "in the south", "in", 0.9)],
    "E18": [("169387", "the territory", "in", 0.9)],
    "E22": [("170792", "Deir Ezzor", "in", 0.9), ("169575", "a part of Homs", "in", 0.9)],
}
COMPASS = {"E11": "north", "E12": "south"}
ADM1 = {"169387": "Idlib", "167891": "Idlib", "169575": "Homs"}


def places_of(shared: Path) -> Mapping[str, Place]:
    """Gold points, looked up in the gazetteer beside the repository."""
    wanted = {gn for rows in WHERE.values() for gn, *_ in rows}
    with gzip.open(shared / "gazetteer" / "wof_sy.tsv.gz", "rt", encoding="utf-8") as file:
        rows = {r["gn_id"]: r for r in csv.DictReader(file, delimiter="\t") if r["gn_id"] in wanted}
    return {
        gn: Place(
            f"gn:{gn}",
            row["names_eng"] or row["name"],
            "adm1" if row["placetype"] == "region" else "settlement",
            float(row["lat"]),
            float(row["lon"]),
            "SY",
            ADM1.get(gn, "Deir ez-Zor"),
        )
        for gn, row in rows.items()
    }


@pytest.fixture(scope="module")
def read(shared: Path) -> tuple[Document, list[Mention]]:
    text = (shared / "seed" / "report.txt").read_text("utf-8")
    records = json.loads((shared / "seed" / "annotation.json").read_text("utf-8"))["records"]
    document = Document(document_id(text), text, outlet="Difesa e Sicurezza")
    places = places_of(shared)
    spans = {r["id"]: r["evidence"] for r in records}
    return document, [a_read_mention(key, spans[key], document, places) for key in READ]


def a_read_mention(
    key: str, span: Mapping[str, Any], document: Document, places: Mapping[str, Place]
) -> Mention:
    kind, actors, targets, block, more = READ[key]
    evidence = Quote(document.id, span["start"], span["end"], span["text"])
    told = [
        SourcedPlace(
            quote_of(document, evidence, words), places[gn], sure, "read", relation=relation
        )  # type: ignore[arg-type]
        for gn, words, relation, sure in WHERE.get(key, [])
    ]
    if key in COMPASS:
        told.append(SourcedPlace(None, None, 0.5, "a side", direction=COMPASS[key]))
    links = (
        [Link("cause", mention_id(document.id, evidence, READ["E10"][0]))]
        if "cause" in more
        else []
    )
    if "cause" in more:
        links = [Link("cause", cause_id(document, more["cause"]))]
    return Mention(
        mention_id(document.id, evidence, kind),
        document.id,
        kind,
        evidence,
        evidence,
        block,  # type: ignore[arg-type]
        tuple(Sourced(evidence, a, 1.0, "read") for a in actors),
        tuple(Sourced(evidence, a, 1.0, "read") for a in targets),
        places=tuple(told),
        tolls=tuple(Sourced(evidence, t, 0.9, "read") for t in tolls_of(key)),
        framing=framing_of(key, document, evidence),
        links=tuple(links),
        extent=more.get("extent"),
        phase=more.get("phase"),
        confidence=0.9,
        rule=f"{kind}:{key}",
    )


def cause_id(document: Document, key: str) -> str:
    start = document.text.index("the Islamic State in the area cannot")
    words = document.text[start : document.text.index(". Neither")]
    return mention_id(
        document.id, Quote(document.id, start, start + len(words), words), READ[key][0]
    )


def quote_of(document: Document, evidence: Quote, words: str) -> Quote:
    at = document.text.find(words, evidence.start)
    at = at if at >= 0 else document.text.find(words)
    return Quote(document.id, at, at + len(words), words)


def tolls_of(key: str) -> list[Toll]:
    if key == "E14a":
        return [
            Toll("surrendered", "militants", 300, 400),
            Toll("surrendered", "families", None, None),
        ]
    if key == "E14b":
        return [
            Toll("surrendered", "jihadists", 300, 400, parts=(Count("women and children", 80, 80),))
        ]
    return []


def framing_of(key: str, document: Document, evidence: Quote) -> tuple[Framing, ...]:
    if key != "E14b":
        return ()
    words = "social media near the rebels"
    return (
        Framing("surrender", evidence),
        Framing("capture", evidence, quote_of(document, evidence, words)),
    )


@pytest.fixture(scope="module")
def situation(
    read: tuple[Document, list[Mention]],
) -> tuple[tuple[Incident, ...], dict[str, Hold], tuple[Area, ...]]:
    document, mentions = read
    documents = {document.id: document}
    incidents = corroborate(documents, mentions, load_outlets())
    holds, areas = fold(documents, mentions, incidents)
    assert len({h.place.id for h in holds}) == len(holds)
    return incidents, {h.place.id: h for h in holds}, areas


BAKAAN = "name:al bakaan@gn:173945"


@pytest.mark.parametrize(
    ("place", "state", "holders", "belief"),
    [
        ("gn:174010", "held", ("isis",), {"held:isis": 0.85, "contested:isis+sdf": 0.08}),
        (BAKAAN, "contested", ("isis", "sdf"), {"contested:isis+sdf": 0.67, "held:isis": 0.21}),
        (
            "gn:173945",
            "contested",
            ("isis", "sdf"),
            {"contested:isis+sdf": 0.63, "held:isis": 0.25},
        ),
        ("gn:384703", "held", ("isis",), {"held:isis": 0.72, "contested:isis+sdf": 0.17}),
        ("gn:168535", "held", ("isis",), {"held:isis": 0.72, "contested:isis+sdf": 0.17}),
        ("gn:174506", "held", ("isis",), {"held:isis": 0.66, "contested:isis+sdf": 0.15}),
        ("gn:172834", "unknown", (), {"held:isis": 0.56, "held:sdf": 0.26}),
        ("gn:167891", "unknown", (), {"held:hts": 0.55, "held:state:SY": 0.29, "held:isis": 0.03}),
    ],
)
def test_the_seed_fold(
    situation: Any,
    read: tuple[Document, list[Mention]],
    place: str,
    state: str,
    holders: tuple[str, ...],
    belief: dict[str, float],
) -> None:
    hold = situation[1][place]
    assert (hold.state, hold.holders, hold.period) == (state, holders, None)
    raw = raw_beliefs(read)[place]
    for label, expected in belief.items():
        assert raw[label.replace("state:SY", "saa")] == pytest.approx(expected, abs=0.05)


def raw_beliefs(read: tuple[Document, list[Mention]]) -> dict[str, dict[str, float]]:
    """Beliefs before the doubt in the reader is mixed in, as the page gives them."""
    document, mentions = read
    documents = {document.id: document}
    incidents = corroborate(documents, mentions, load_outlets())
    reading = reading_of(documents, mentions, incidents, Sources(documents, load_outlets()))
    _, undated = theatres_of(sorted(mentions, key=lambda m: m.id), reading)
    return {
        r.place.id: dict(
            zip(state_names(r.chain, r.names), r.beliefs.at(0.0).tolist(), strict=True)
        )
        for r in records_of(undated)
    }


def test_bahrah_is_besieged_and_not_encircled(situation: Any) -> None:
    hold = situation[1]["gn:174010"]
    assert (hold.besieged_by, hold.encircled, hold.by_presence) == (("sdf",), False, False)


def test_presence_alone_is_said_to_be_presence(situation: Any) -> None:
    for place in ("gn:384703", "gn:168535", "gn:174506"):
        assert situation[1][place].by_presence
    assert situation[1]["gn:174506"].pressure == ("sdf",)


def test_the_standfirst_is_overruled_by_the_narrower_body(situation: Any) -> None:
    trace = situation[1][BAKAAN].trace
    (step,) = [s for s in trace if s.effect.startswith("take:")]
    assert not step.applied
    assert "the body wins" in step.reason


def test_two_spellings_are_two_nodes(situation: Any) -> None:
    assert situation[1][BAKAAN].same_as == (("gn:173945", 0.6),)
    assert situation[1]["gn:173945"].same_as == ((BAKAAN, 0.6),)


def test_a_strike_leaves_the_holder_unknown(situation: Any) -> None:
    hold = situation[1]["gn:172834"]
    assert (hold.leaning, hold.presence) == ("held:isis", ("isis",))
    assert "gn:174448" not in situation[1]


def test_the_village_of_the_surrender_has_no_holder(situation: Any) -> None:
    hold = situation[1]["gn:167891"]
    assert (hold.leaning, hold.inferred) == ("held:hts", True)
    assert {"detained:isis:hts", "ended:isis"} <= set(hold.flags)


def test_the_pockets(situation: Any) -> None:
    areas = {(a.actor, "pocket_lost" in a.flags): a for a in situation[2]}
    assert "gn:169387" in areas[("isis", True)].places
    east = areas[("isis", False)]
    assert {"pocket", "two_fires", "cut:north:ground", "cut:south:fire"} <= set(east.flags)
    assert "encircled:not asserted" in east.flags


def test_no_hold_ends_elsewhere(situation: Any) -> None:
    closed = [
        step
        for hold in situation[1].values()
        for step in hold.trace
        if step.effect.startswith("absent_closed")
    ]
    assert all(
        hold.place.id == "gn:167891"
        for hold in situation[1].values()
        if any(step in closed for step in hold.trace)
    )


def test_one_surrender_two_framings(situation: Any) -> None:
    (incident,) = [i for i in situation[0] if i.type == "surrender"]
    assert {v.value for v in incident.framings} >= {"surrender", "capture"}
    assert "framing" in incident.contested
    assert len(incident.tolls[0].figures) == 3
