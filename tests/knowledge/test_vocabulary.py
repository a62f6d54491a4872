"""The codebook is complete and its lexicon holds together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.errors import KnowledgeError
from situate.knowledge.inflect import noun_forms, verb_forms
from situate.knowledge.trigger_rows import an_entry
from situate.knowledge.vocabulary import event_types, load_vocabulary

FAMILIES = {"ground", "territory", "state", "remote", "civilian", "order", "politics", "context"}
EFFECTS = {"take", "contest", "vacate", "besiege", "relieve", "affirm", "present", "absent"} | {
    "cut",
    "press",
    "approach",
    "hint",
    "none",
}
PLOVER = {
    None,
    "ASSAULT",
    "MOBILIZE",
    "RETREAT",
    "COERCE",
    "SANCTION",
    "PROTEST",
    "AGREE",
    "ACCUSE",
}


def test_the_codebook_has_55_types_of_known_family_effect_and_category() -> None:
    types = load_vocabulary().types.values()
    assert len(types) == 55
    assert {kind.family for kind in types} == FAMILIES
    assert {kind.effect for kind in types} <= EFFECTS
    assert {kind.plover for kind in types} <= PLOVER


def test_no_strike_changes_a_holder() -> None:
    remote = [kind for kind in load_vocabulary().types.values() if kind.family == "remote"]
    assert not {kind.effect for kind in remote} & {"take", "contest", "vacate"}


def test_every_type_but_none_can_be_triggered() -> None:
    lexicon = load_vocabulary().lexicon
    entries = [e for found in (*lexicon.verbs.values(), *lexicon.nouns.values()) for e in found]
    entries += [phrase.entry for found in lexicon.phrases.values() for phrase in found]
    given_types = {rule.type for entry in entries for rule in entry.rules}
    made_elsewhere = {"place_partly_taken"}
    assert set(load_vocabulary().types) - given_types <= made_elsewhere


def test_the_gate_lets_every_trigger_through() -> None:
    lexicon = load_vocabulary().lexicon
    assert set(lexicon.verbs) | set(lexicon.nouns) <= lexicon.gate
    for found in lexicon.phrases.values():
        for phrase in found:
            assert any(words and words <= lexicon.gate for words in phrase.words)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("flee", {"flee", "flees", "fleeing", "fleed"}),
        ("occupy", {"occupy", "occupies", "occupied", "occupying"}),
        ("bomb", {"bomb", "bombs", "bombed", "bombing"}),
        ("die", {"die", "dies", "died", "dying"}),
    ],
)
def test_regular_verbs_inflect(lemma: str, forms: set[str]) -> None:
    assert forms <= verb_forms(lemma, {})


def test_irregular_forms_come_from_the_table() -> None:
    lexicon = load_vocabulary().lexicon
    for form in ("retook", "fled", "withdrawn", "overran", "besieging", "targetted"):
        assert form in lexicon.verbs, form
    assert "gunmen" in lexicon.classes


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_any_word_inflects(word: str) -> None:
    assert word in verb_forms(word, {})
    assert word in noun_forms(word, {})


def test_a_bad_table_names_the_row() -> None:
    types = load_vocabulary().types
    with pytest.raises(KnowledgeError, match=r"t\.yaml: hop: no event type 'hopping'"):
        an_entry({"id": "hop", "rules": [{"type": "hopping"}]}, types, "t.yaml", {})
    with pytest.raises(KnowledgeError, match=r"events\.yaml"):
        event_types({"types": {"clash": {"colour": "red"}}})
