"""Each suite on a tiny invented file with a known answer."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from situate.evaluate import (
    SUITES,
    acled,
    case2021,
    load_suite,
    muc4,
    plover,
    re3d,
    ucdp_ged,
    ucdp_ged_rows,
)
from tests.evaluate.conftest import ARMY, BLUES, PEOPLE, REDS, FakeDesk, Said

Reads = Callable[..., None]

TOOK = "The army took Tal Asfar from the Red Brigade, killing 3 fighters."
CLASHED = "The army and the Red Brigade clashed in Ayn Hajar. No fatalities were reported."
FLOOD = "Floods fought their way into Tal Asfar and killed the harvest."


def jsonl(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def csv_file(path: Path, *rows: dict[str, Any]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


# --- case2021 -------------------------------------------------------------------------------


def test_case2021_labels_ranks_and_counts_false_events(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    file = jsonl(
        tmp_path / "dev.jsonl",
        {"id": "1", "text": TOOK, "label": "GOV_REGAINS_TERIT"},
        {"id": "2", "text": CLASHED, "label": "ARMED_CLASH"},
        {"id": "3", "text": FLOOD, "label": "NATURAL_DISASTER"},
        {"id": "4", "text": "Nothing is told.", "label": "DIPLO"},
        {"id": "5", "text": "A row", "label": "NO_SUCH_LABEL"},
    )
    reads(
        {
            TOOK: [Said("casualties", "killing"), Said("place_taken", "took", [("army", ARMY)])],
            CLASHED: [Said("clash", "clashed", stance="planned")],
            FLOOD: [Said("attack", "fought"), Said("natural_disaster", "Floods")],
        }
    )
    found = case2021.run(file, desk, resamples=20, errors=tmp_path / "errors.jsonl")
    assert (found.rows, found.skipped, found.abstained) == (4, 1, 1)
    # A planned clash names the snippet only because nothing is asserted.
    assert found.metrics["accuracy_25"] == 1
    assert found.metrics["accuracy_30"] == 0.5
    assert found.metrics["false_event_rate"] == 0.5
    assert found.by["NATURAL_DISASTER"]["r"] == 0, "an attack outranks the flood"
    lines = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text().splitlines()]
    assert [(line["expected"], line["got"]) for line in lines] == [
        ("NATURAL_DISASTER", "ATTACK"),
        ("DIPLO", None),
    ]
    assert lines[0]["rule"] == "test attack"


def test_case2021_a_label_outside_the_25_gives_way_to_the_next_best(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    file = jsonl(tmp_path / "dev.jsonl", {"id": "1", "text": FLOOD, "label": "ATTACK"})
    reads({FLOOD: [Said("natural_disaster", "Floods"), Said("attack", "fought")]})
    assert case2021.run(file, desk, resamples=0).metrics["accuracy_25"] == 1


# --- plover ---------------------------------------------------------------------------------

WHO = "Iraqi troops and rebels of the Red Brigade fought in Tal Asfar."
SAID = "The minister condemned the Red Brigade for killing villagers."


def plover_row(event: str, text: str, source: list[str], target: list[str]) -> dict[str, Any]:
    slots = {"source": source, "target": target}
    return {"id": event, "event": event, "text": text, "eventLoc": {"name": "tal asfar"}} | {
        role: [{"actorText": words} for words in words_of] for role, words_of in slots.items()
    }


def test_plover_folds_old_names_and_matches_spans(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    file = jsonl(
        tmp_path / "dev.jsonl",
        plover_row("FIGHT", WHO, ["Iraqi"], ["Red Brigade rebels"]),
        plover_row("DISAPPROVE", SAID, ["minister"], ["Red Brigade"]),
        {"id": "doc", "event": "DOCUMENT", "text": "notes", "source": []},
    )
    reads(
        {
            WHO: [
                Said(
                    "clash",
                    "fought",
                    [("Iraqi troops", ARMY)],
                    [("rebels of the Red Brigade", REDS)],
                    ["Tal Asfar"],
                )
            ],
            SAID: [Said("attack_on_civilians", "killing", [("Red Brigade", REDS)])],
        }
    )
    found = plover.run(file, desk, resamples=20)
    assert (found.rows, found.skipped) == (2, 1)
    assert found.metrics["type_recall_material"] == 1
    assert found.metrics["source_f1"] == 1
    assert found.metrics["target_f1"] == 1
    assert found.metrics["triple_recall"] == 0.5
    assert found.metrics["place_recall"] == 0.5
    assert found.metrics["false_event_rate"] == 1


def test_plover_two_sources_without_target_may_stand_in_either_role(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    file = jsonl(
        tmp_path / "dev.jsonl", plover_row("FIGHT", WHO, ["Iraqi troops", "Red Brigade"], [])
    )
    reads({WHO: [Said("clash", "fought", [("Iraqi troops", ARMY)], [("Red Brigade", REDS)])]})
    found = plover.run(file, desk, resamples=0)
    assert found.counts["source_r"] == (2, 2)
    assert found.metrics["source_p"] == 1
    assert found.metrics["target_f1"] is None


# --- re3d -----------------------------------------------------------------------------------


def re3d_folder(path: Path, text: str) -> Path:
    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    def entity(words: str, kind: str, confidence: float) -> dict[str, Any]:
        begin, end = at(words)
        return {"documentId": "d", "begin": begin, "end": end, "type": kind} | {
            "confidence": confidence
        }

    (a, b), (c, d) = at("The army"), at("the Red Brigade")
    jsonl(path / "x.documents.jsonl", {"_id": "d", "text": text})
    jsonl(
        path / "x.entities.jsonl",
        entity("The army", "Organisation", 1),
        entity("the Red Brigade", "Organisation", 1),
        entity("3 fighters", "Organisation", 0),
        entity("Tal Asfar", "Location", 1),
        {"documentId": "nobody", "begin": 0, "end": 1, "type": "Location"},
    )
    pair = {"documentId": "d", "sourceBegin": a, "sourceEnd": b, "targetBegin": c, "targetEnd": d}
    jsonl(
        path / "x.relations.jsonl",
        {**pair, "type": "FightingAgainst"},
        {**pair, "type": "FightingAgainst", "confidence": 0.5},
        {**pair, "type": "IsSynonymOf"},
    )
    return path


def test_re3d_spans_pairs_and_aliases(tmp_path: Path, desk: FakeDesk, reads: Reads) -> None:
    folder = re3d_folder(tmp_path, TOOK)
    reads(
        {
            TOOK: [
                Said("attack", "took", [("Red Brigade", REDS)], [("army", ARMY)], stance="possible")
            ]
        },
        names={
            TOOK: [
                ("army", "actor", ("a",)),
                ("Red Brigade", "actor", ("a", "b")),
                ("Asfar", "place", ()),
            ]
        },
    )
    found = re3d.run(folder, desk, resamples=20, errors=tmp_path / "errors.jsonl")
    assert found.skipped == 1
    assert found.metrics["actor_f1_exact_checked"] == 1
    assert found.metrics["actor_r_exact"] == pytest.approx(2 / 3, abs=1e-3)
    assert found.metrics["place_f1_overlap"] == 1
    assert found.metrics["place_f1_exact"] == 0
    assert found.counts["fighting_r"] == (1, 1), "a repeated pair counts once, in either order"
    assert found.metrics["alias_recall"] == 1
    assert found.metrics["false_event_rate"] is None


# --- muc4 -----------------------------------------------------------------------------------

NEWS = "guerrillas kidnapped mayor elvira santoro of tal asfar. the army fought rebels."
QUIET = "the minister spoke of peace."


def test_muc4_gives_templates_for_crimes_and_none_for_warfare(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    gold = {
        "incident_type": "kidnapping",
        "PerpInd": [[["guerrillas", 0]]],
        "PerpOrg": [],
        "Target": [],
        "Victim": [[["mayor elvira santoro", 21], ["elvira santoro", 27]]],
        "Weapon": [],
    }
    file = jsonl(
        tmp_path / "dev.jsonl",
        {"docid": "1", "doctext": NEWS, "templates": [gold, gold]},
        {"docid": "2", "doctext": QUIET, "templates": []},
        {"docid": "3", "doctext": NEWS + " "},
    )
    reads(
        {
            NEWS: [
                Said(
                    "abduction",
                    "kidnapped",
                    [("guerrillas", None)],
                    [("mayor elvira santoro", PEOPLE)],
                ),
                Said("clash", "fought", [("army", ARMY)]),
            ],
            QUIET: [Said("attack_on_civilians", "spoke", targets=[("peace", PEOPLE)])],
        }
    )
    found = muc4.run(file, desk, resamples=20)
    assert (found.rows, found.skipped) == (2, 1)
    assert found.metrics["incident_type_r"] == 1
    assert found.metrics["PerpInd_f1"] == 1
    assert found.metrics["Victim_f1"] == 1
    assert found.metrics["false_template_rate"] == 1
    assert found.counts["document_recall"] == (1, 1)


# --- acled ----------------------------------------------------------------------------------


def acled_row(notes: str, **more: Any) -> dict[str, Any]:
    row = {
        "event_date": "3 March 2017",
        "sub_event_type": "Armed clash",
        "actor1": "Army",
        "actor2": "Red Brigade",
        "location": "Tal Asfar",
        "latitude": "35.0",
        "longitude": "38.0",
        "geo_precision": "1.0",
        "fatalities": "0.0",
        "notes": notes,
    }
    return row | more


def test_acled_transfer_taker_actors_places_and_deaths(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    taken = acled_row(TOOK, sub_event_type="Government regains territory", fatalities="3.0")
    file = csv_file(
        tmp_path / "notes.csv",
        taken,
        acled_row(CLASHED, actor2="Unidentified Armed Group"),
        acled_row("No day.", event_date="sometime"),
        acled_row("No point.", latitude="north"),
    )
    reads(
        {
            TOOK: [
                Said("clash", "killing", [("army", ARMY)]),
                Said(
                    "place_taken",
                    "took",
                    [("army", ARMY)],
                    [("Red Brigade", BLUES)],
                    ["Tal Asfar"],
                    [("3 fighters", 3, 3)],
                ),
            ],
            CLASHED: [Said("clash", "clashed", [("army", ARMY)], places=["Ayn Hajar"])],
        }
    )
    found = acled.run(file, desk, resamples=20)
    assert (found.rows, found.skipped) == (2, 2)
    assert found.metrics["transfer_f1"] == 1
    assert found.metrics["taker_accuracy"] == 1
    assert found.metrics["false_transfer_rate"] == 0
    # Blue Front belongs to the Red Brigade; the unidentified slot is left out.
    assert found.counts["actor_recall_family"] == (3, 3)
    assert found.counts["actor_recall_exact"] == (2, 3)
    assert found.metrics["place_hit_5km"] == 0.5
    assert found.counts["place_hit_25km"] == (1, 2), "27 km away is no hit"
    assert found.metrics["deaths_exact"] == 1
    assert found.counts["deaths_false"] == (0, 1)
    assert found.extras["units"] == 1


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ([Said("place_taken", "took", [("Red Brigade", REDS)], places=["Tal Asfar"])],
         "Non-state actor overtakes territory"),
        ([Said("place_taken", "took", [], [("army", ARMY)], places=["Tal Asfar"])],
         "Non-state actor overtakes territory"),
        ([Said("place_taken", "took", [("army", ARMY)], places=["fighters"])], "Armed clash"),
        ([Said("place_taken", "took", [("army", ARMY)], [("Red Brigade", REDS)], ["Tal Asfar"]),
          Said("place_taken", "killing", [("Red Brigade", REDS)], [("army", ARMY)], ["Tal Asfar"])],
         "Armed clash"),
        ([Said("place_taken", "took", [("army", ARMY)], places=["Tal Asfar"], stance="planned")],
         "Armed clash"),
        ([Said("place_taken", "took", [("army", ARMY)], places=["Tal Asfar"], stance="denied")],
         None),
        ([Said("holds", "took", [("army", ARMY)], places=["Tal Asfar"])], None),
        ([], None),
    ],
    ids=[
        "rebels", "loser tells", "unnamed place", "lost again", "planned", "denied", "state claim",
        "nothing",
    ],
)  # fmt: skip
def test_acled_which_side_of_a_transfer(
    said: list[Said], label: str | None, desk: FakeDesk
) -> None:
    from situate.evaluate.suite import a_document, mapping

    document = a_document(TOOK, "x")
    table = mapping("acled")
    guess, _ = acled.subevent([one.mention(document) for one in said], table, desk)
    assert guess == label


# --- ucdp_ged -------------------------------------------------------------------------------

TWO = "Army kills 4 in Tal Asfar;Shelling on Deep South"


def ged_row(headline: str, **more: Any) -> dict[str, Any]:
    row = {
        "source_headline": headline,
        "source_date": "2016-02-02;2016-02-01",
        "latitude": "35.0",
        "longitude": "38.0",
        "where_prec": "1.0",
        "side_a": "Government of Syria",
        "side_b": "Blue Front, Nobody Known",
        "type_of_violence": "1.0",
        "low": "3",
        "best": "4",
        "high": "5",
    }
    return row | more


def test_ucdp_headlines_feed_rows(tmp_path: Path, desk: FakeDesk, reads: Reads) -> None:
    totals = "40 were killed yesterday in the country"
    file = csv_file(
        tmp_path / "ged.csv",
        ged_row(TWO),
        ged_row(totals, side_b="Civilians"),
        ged_row(totals, latitude="36.9"),
        ged_row("No range", low=""),
    )
    reads(
        {
            TWO: [
                Said(
                    "attack",
                    "kills",
                    [("Army", ARMY)],
                    [("Tal", REDS)],
                    ["Tal Asfar", "Deep South"],
                    [("4", 4, 4)],
                )
            ],
            totals: [Said("casualties", "killed", killed=[("40", 40, 40)])],
        }
    )
    found = ucdp_ged.run(file, desk, resamples=20)
    assert (found.rows, found.skipped, found.extras["headlines"]) == (3, 1, 2)
    assert found.counts["place_hit_10km"] == (1, 3)
    assert found.counts["far_place_rate"] == (1, 2)
    assert found.counts["side_recall"] == (2, 5)
    assert found.metrics["side_precision"] == 1
    assert found.counts["deaths_coverage"] == (1, 1), "a day's total counts no event"
    assert found.metrics["deaths_in_range"] == 1
    assert found.metrics["violence_type_accuracy"] == 1


def test_ucdp_sides_are_primary_parties_named_for_one_event() -> None:
    from situate.evaluate.ucdp_ged_sides import named_in
    from situate.model import Actor, Mention, Quote, Sourced

    quote = Quote("d", 0, 4, "Army")
    told = Sourced(quote, Actor("army-1", "Army", "state forces", "SY"), 0.9, "named")
    implied = Sourced(None, Actor("reds-1", "Reds", "rebel"), 0.5, "the foe there")
    mention = Mention("m", "d", "clash", quote, quote, actors=(told,), targets=(implied,))
    assert [actor.id for actor in named_in([mention])] == ["army-1"]


def test_ucdp_blocks_are_the_joined_headlines(desk: FakeDesk) -> None:
    from datetime import date

    headline = ucdp_ged_rows.Headline("x", TWO, date(2016, 2, 1))
    document = ucdp_ged_rows.document_of(headline)
    parts = [document.text[block.start : block.end] for block in document.blocks]
    assert parts == TWO.split(";")
    assert ucdp_ged_rows.earliest("2016-02-02;2016-02-01") == date(2016, 2, 1)
    assert ucdp_ged_rows.earliest("2016-99-99") is None


# --- all ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["case2021", "plover", "re3d", "muc4", "acled", "ucdp_ged", "seed"]
)
def test_a_wrong_file_is_a_usage_error(name: str, tmp_path: Path, desk: FakeDesk) -> None:
    from situate.errors import UsageError

    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError):
        load_suite(name).run(tmp_path / "wrong.csv", desk)  # type: ignore[arg-type]


def test_an_unknown_suite_names_the_known_ones() -> None:
    from situate.errors import UsageError

    with pytest.raises(UsageError, match="case2021"):
        load_suite("case2022")
    assert all(module.startswith("situate.evaluate.") for module in SUITES.values())


def test_a_result_is_plain_json_without_gold_text(
    tmp_path: Path, desk: FakeDesk, reads: Reads
) -> None:
    from situate.records import to_json

    file = jsonl(tmp_path / "d.jsonl", {"id": "1", "text": TOOK, "label": "ARMED_CLASH"})
    reads({TOOK: []})
    plain = json.loads(to_json(case2021.run(file, desk, resamples=0)))
    assert {"suite", "sha256", "metrics", "counts", "intervals", "by"} <= set(plain)
    assert "Tal Asfar" not in json.dumps(plain)
