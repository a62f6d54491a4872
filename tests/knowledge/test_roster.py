"""The roster: names in a text, names of coders, ties by date, and a user's own files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from situate.errors import KnowledgeError
from situate.knowledge.roster import Roster, import_csv, load_roster
from situate.knowledge.roster.states import countries
from situate.model import Document
from situate.records import document_id

CASES = yaml.safe_load((Path(__file__).parent / "roster_names.yaml").read_text("utf-8"))
ROSTER = load_roster()
IN_2018 = date(2018, 2, 14)


def a_report(text: str) -> Document:
    return Document(document_id(text), text)


def as_written(case: dict[str, Any]) -> dict[str, list[str]]:
    return {str(words): ids for words, ids in case["expect"].items()}


@pytest.mark.parametrize("case", CASES["names"], ids=lambda c: c["why"])
def test_names_in_a_text(case: dict[str, Any]) -> None:
    found = ROSTER.names_in(a_report(case["text"]))
    assert {n.quote.text: list(n.refs[:1]) for n in found} == as_written(case)


@pytest.mark.parametrize("case", CASES["patterns"], ids=lambda c: c["why"])
def test_actors_by_nationality_office_and_role(case: dict[str, Any]) -> None:
    found = ROSTER.pattern_names(a_report(case["text"]))
    assert {n.quote.text: list(n.refs) for n in found} == as_written(case)


@pytest.mark.parametrize("case", CASES["lookup"], ids=lambda c: c["name"])
def test_who_a_name_means_on_a_day(case: dict[str, Any]) -> None:
    found = ROSTER.named(case["name"], case.get("day"))
    assert (found.id if found else None) == case["expect"]


def test_an_old_name_matches_with_less_and_says_so() -> None:
    now, then = (ROSTER.lookup("al-Nusra", day)[0] for day in (IN_2018, date(2015, 1, 1)))
    assert now.score < then.score
    assert "anachronism" in now.reason


# --- the shipped rows ---------------------------------------------------------------------------


def test_four_hundred_actors_of_the_world() -> None:
    actors = [e for e in ROSTER.entries.values() if e.kind != "operation"]
    assert len(actors) >= 400
    assert len({code for e in actors for code in e.countries}) >= 60


def test_every_tie_leads_to_a_row() -> None:
    for entry in ROSTER.entries.values():
        ties = [s.value for s in (*entry.parents, *entry.sides, *entry.formerly)]
        for ident in (*ties, *entry.run_by):
            assert ROSTER.entry(ident), f"{entry.id} -> {ident}"


def test_every_row_names_countries_that_exist() -> None:
    for entry in ROSTER.entries.values():
        assert set(entry.countries) <= set(countries()), entry.id


def test_a_weak_name_is_a_name_of_its_row() -> None:
    for entry in ROSTER.entries.values():
        names = {entry.name, *(s.value for s in entry.aliases)}
        assert set(entry.weak) <= names, entry.id


def test_an_operation_has_somebody_who_runs_it() -> None:
    for entry in ROSTER.entries.values():
        assert bool(entry.run_by) == (entry.kind == "operation"), entry.id


# --- ties ---------------------------------------------------------------------------------------


def test_state_forces_of_every_country() -> None:
    for code in countries():
        actor = ROSTER.state_forces(code)
        assert actor.kind == "state forces"
        assert actor.country == code


def test_a_row_and_its_pattern_are_one_actor() -> None:
    assert ROSTER.state_forces("SY", IN_2018) == ROSTER.actor("saa", IN_2018)


@pytest.mark.parametrize(
    ("one", "other", "on", "foes"),
    [
        ("ypg", "isis", IN_2018, True),
        ("sdf", "cjtf-oir", IN_2018, False),
        ("saa", "russian-army", IN_2018, False),
        ("saa", "hts", IN_2018, True),
        ("hts", "ahrar-sham", IN_2018, True),
        ("fmln", "salvadoran-army", date(1989, 11, 11), True),
        ("taliban", "isaf", date(2009, 1, 1), True),
        ("hezbollah", "lebanese-army", IN_2018, False),
        ("sdf", "saa", IN_2018, None),
        ("rsf-sd", "sudan-army", date(2022, 1, 1), False),
        ("rsf-sd", "sudan-army", date(2023, 6, 1), True),
        ("farc", "taliban", IN_2018, None),
        ("sudan-shield", "rsf-sd", date(2024, 6, 1), False),
        ("sudan-shield", "rsf-sd", date(2025, 1, 5), True),
        ("fla-ml", "fama", date(2025, 3, 1), True),
        ("wazalendo", "m23", date(2024, 3, 1), True),
        ("g9-ht", "g-pep", date(2022, 3, 1), True),
        ("bla", "state:PK:military", date(2022, 3, 1), True),
    ],
)
def test_foes_by_date(one: str, other: str, on: date, foes: bool | None) -> None:
    assert ROSTER.are_opposed(one, other, on) is foes
    assert ROSTER.are_opposed(other, one, on) is foes


@given(st.sampled_from(sorted(ROSTER.entries)), st.sampled_from(sorted(ROSTER.entries)))
def test_ties_are_mutual_and_nobody_is_his_own_foe(one: str, other: str) -> None:
    assert ROSTER.are_opposed(one, other, IN_2018) == ROSTER.are_opposed(other, one, IN_2018)
    assert ROSTER.are_family(one, other) == ROSTER.are_family(other, one)
    assert ROSTER.are_family(one, one)
    assert ROSTER.are_opposed(one, one, IN_2018) is False


def test_family_holds_parents_members_and_successors() -> None:
    assert ROSTER.are_family("ypg", "sdf")
    assert ROSTER.are_family("jfs", "hts")
    assert ROSTER.are_family("sultan-murad", "hamza-division")
    assert not ROSTER.are_family("isis", "sdf")


def test_the_side_that_holds_places() -> None:
    assert ROSTER.side("ypg", IN_2018) == "sdf"
    assert ROSTER.side("tiger-forces", IN_2018) == "state:SY"
    assert ROSTER.side("ahrar-sham", IN_2018) == "syrian-opposition"


# --- any text -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["ISIS ", "the army of ", "Turkish", "-backed ", "rebels\n", "داعش", "ـ", "\u200f", "’s ", "🙂",
     "Forces loyal to Assad", "İ", "ß", "\x00", "SDF,", "(HTS)", " \u00a0", "ﷺ"]
)  # fmt: skip


@settings(deadline=None)  # the first text builds the scanner
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200))
def test_offsets_are_exact_in_any_text(text: str) -> None:
    document = a_report(text)
    for find in (ROSTER.names_in, ROSTER.pattern_names, ROSTER.listed_names):
        at = 0
        for name in find(document):
            assert document.text[name.quote.start : name.quote.end] == name.quote.text
            assert name.quote.start >= at
            at = name.quote.end


# --- a user's own files -------------------------------------------------------------------------


def test_own_actors_from_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "id,name,kind,countries,aliases,from\n"
        "mill-guards,Mill Guards,militia,SY|IQ,Guards of the Mill|Millers,2019-03\n",
        encoding="utf-8",
    )
    roster = load_roster((path,))
    found = roster.names_in(a_report("The Guards of the Mill left Homs."))
    assert [n.refs for n in found] == [("mill-guards",)]
    assert roster.lookup("Millers", date(2018, 1, 1))[0].score < 0.6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,name\nx,X\n", ":1: no column 'kind'"),
        ("id,name,kind\nx,X,dragon\n", ":2: kind 'dragon'"),
        ("id,name,kind\nx,X,rebel\ny,,rebel\n", ":3: name must be text"),
        ("id,name,kind,from\nx,X,rebel,soon\n", ":2: no date: 'soon'"),
        ("id,name,kind,from,to\nx,X,rebel,2019,2017\n", ":2: ends (2017) before"),
        ("id,name,kind\nx,X,rebel,more\n", ":2: more cells"),
        ("id,name,kind,colour\nx,X,rebel,red\n", ":2: unknown field 'colour'"),
        ("", ":1: no column"),
    ],
)
def test_a_bad_csv_names_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        import_csv(path)
    assert f"own.csv{says}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("actors:\n- {id: x, name: X, kind: rebel}\n- {id: y}\n", ":3: kind None"),
        ("actors: [\n", ":2:"),
        ("people: []\n", ":1: a roster file"),
        ("actors:\n- {id: x, name: X, kind: rebel, countries: [NO]}\n", ":2: countries"),
    ],
)
def test_a_bad_yaml_names_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_roster((path,))
    assert f"own.yaml{says}" in str(error.value)


def test_a_missing_or_binary_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        import_csv(tmp_path / "none.csv")
    binary = tmp_path / "own.csv"
    binary.write_bytes(b"id,name,kind\n\xff\xfe\x00")
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        import_csv(binary)


def test_a_later_file_wins_by_id(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("actors:\n- {id: sdf, name: My SDF, kind: militia}\n", encoding="utf-8")
    assert isinstance(roster := load_roster((path,)), Roster)
    assert roster.actor("sdf").name == "My SDF"


IDS = st.sampled_from(sorted(ROSTER.entries)) | st.sampled_from(["state:SY", "state:RU", "nobody"])


@settings(deadline=None)
@given(IDS, IDS, st.dates(date(1990, 1, 1), date(2026, 12, 31)) | st.none())
def test_a_remembered_tie_is_that_of_its_day(one: str, other: str, on: date | None) -> None:
    """Answers are kept by the last day anything changed; asked for the day itself they agree."""
    assert ROSTER.actor(one, on) == Roster._actor.__wrapped__(ROSTER, one, on)
    for kept in (Roster._are_opposed, Roster._are_family):
        asked = getattr(ROSTER, kept.__name__.removeprefix("_"))(one, other, on)
        assert asked == kept.__wrapped__(ROSTER, one, other, on)
