"""Which words fill a role, and which mentions are one incident, on invented wires."""

from __future__ import annotations

import pytest

from situate.evaluate.fillers import Words, bare, filled, head_word, is_told, label_for
from situate.evaluate.merging import Group, joined
from situate.evaluate.suite import a_document, mapping
from situate.evaluate.templates import ROLES
from situate.knowledge.vocabulary import load_vocabulary
from situate.model import Mention
from tests.evaluate.conftest import PEOPLE, REDS, Said

WORDS = Words(load_vocabulary().lexicon, mapping("muc4"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the peasant teodoro quispe", "teodoro quispe"),
        ("former mayor elvira santoro", "elvira santoro"),
        ("msgr. bartolome ferrante", "bartolome ferrante"),
        ("elvira santoro of the civic union", "elvira santoro"),
        ("elvira santoro", "elvira santoro"),
        ("when elvira santoro", "elvira santoro"),
        ("several businessmen", None),
        ("two soldiers", None),
        ("him", None),
        ("the hospital", None),
        ("leader of the civic union", None),
        ("", None),
    ],
)
def test_only_a_name_names_a_victim(words: str, name: str | None) -> None:
    assert WORDS.person_name(words) == name


def test_a_thing_is_civil_unless_it_is_military() -> None:
    assert WORDS.is_civil_thing("the power substation")
    assert WORDS.is_civil_thing("two buses of the line")
    assert not WORDS.is_civil_thing("the checkpoint")
    assert not WORDS.is_civil_thing("a military truck")
    assert not WORDS.is_civil_thing("the mayor")


def test_a_weapon_is_named_without_what_points_at_it() -> None:
    assert WORDS.without_pointers("this second bomb") == "bomb"
    assert WORDS.without_pointers("two bombs") == "two bombs"


def test_heads_and_articles() -> None:
    assert head_word("the offices of the union") == "offices"
    assert head_word("") == ""
    assert bare('the "red farm"') == '"red farm'


TEXT = "gunmen of the red brigade set a bus on fire. they shot mayor elvira santoro with a rifle."
DOCUMENT = a_document(TEXT, "x")


def mention(said: Said) -> Mention:
    return said.mention(DOCUMENT)


def test_burning_is_arson_and_other_destruction_is_nothing() -> None:
    assert label_for(mention(Said("property_destruction", "set a bus on fire")), WORDS) == "arson"
    assert label_for(mention(Said("property_destruction", "shot")), WORDS) is None
    assert label_for(mention(Said("clash", "shot")), WORDS) is None


def test_people_and_organisation_are_two_roles() -> None:
    from situate.evaluate.agree import folded
    from situate.model import Name, Quote

    at = TEXT.index("red brigade")
    names = [Name(Quote(DOCUMENT.id, at, at + 11, "red brigade"), "actor", "roster", ("reds",))]
    shot = mention(
        Said(
            "attack_on_civilians",
            "shot",
            [("gunmen of the red brigade", REDS), ("they", REDS)],
            [("mayor elvira santoro", PEOPLE)],
        )
    )
    roles = dict(zip(ROLES, filled("attack", [shot], names, WORDS).roles, strict=True))
    assert roles["PerpInd"] == (frozenset({folded("gunmen of red brigade")}),)
    assert roles["PerpOrg"] == (frozenset({"red brigade"}),)
    assert roles["Victim"] == (frozenset({"elvira santoro"}),)


def test_a_bare_word_tells_no_incident() -> None:
    assert not is_told(mention(Said("attack_on_civilians", "shot")))
    assert is_told(mention(Said("attack_on_civilians", "shot", [("gunmen", None)])))


def group(label: str, trigger: str, victims: set[str], things: set[str]) -> Group:
    return Group(
        label,
        [mention(Said("attack", trigger))],
        {frozenset({v}) for v in victims},
        {frozenset({t}) for t in things},
    )


def test_one_kind_is_one_incident_unless_rivals_are_named() -> None:
    told_twice = [group("attack", "shot", {"elvira"}, set()), group("attack", "set", set(), set())]
    assert len(joined(told_twice)) == 1
    rivals = [group("attack", "shot", {"elvira"}, set()), group("attack", "set", {"teo"}, set())]
    assert len(joined(rivals)) == 2
    kinds = [group("attack", "shot", set(), set()), group("arson", "set", set(), set())]
    assert len(joined(kinds)) == 2
    assert joined([]) == []
