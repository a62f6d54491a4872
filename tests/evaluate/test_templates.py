"""The MUC-4 template scorer on hand-made documents with known answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.evaluate.templates import (
    ROLES,
    Score,
    Template,
    normalised,
    score_document,
    sum_of,
    template,
)


def bombing(victim: str | None = None, kind: str = "bombing") -> Template:
    return template(kind, {"Victim": [[victim]] if victim else []})


def test_strings_lose_case_punctuation_and_articles() -> None:
    assert normalised('The  "Red-Brigade", an army') == "redbrigade army"
    assert template("attack", {"Victim": [["the"], []]}).roles == ((), (), (), (), ())


def test_an_entity_is_right_if_all_its_strings_are_in_one_gold_entity() -> None:
    gold = [template("attack", {"Victim": [["mayor", "juan doe"], ["guard"]]})]
    one = score_document([template("attack", {"Victim": [["the mayor"]]})], gold)
    assert one.scores["Victim"] == Score(1, 1, 1, 2)
    split = score_document([template("attack", {"Victim": [["mayor", "guard"]]})], gold)
    assert split.scores["Victim"] == Score(0, 1, 0, 2), "an alias of another entity hurts"


def test_types_map_only_where_ours_is_contained_in_theirs() -> None:
    both = [bombing("mayor", "bombing / attack")]
    assert score_document([bombing("mayor", "attack")], both).pairs == ((0, 0),)
    assert score_document([bombing("mayor", "arson")], both).pairs == ()


def test_unmapped_templates_count_against_precision_and_recall() -> None:
    ours = [bombing("mayor"), bombing("guard", "arson")]
    gold = [bombing("mayor"), bombing("nun", "kidnapping")]
    assert sum_of(score_document(ours, gold).scores) == Score(2, 4, 2, 4)


def test_the_best_mapping_is_taken_whatever_the_order() -> None:
    ours, gold = [bombing("mayor"), bombing("guard")], [bombing("guard"), bombing("mayor")]
    mapped = score_document(ours, gold)
    assert set(mapped.pairs) == {(0, 1), (1, 0)}
    assert sum_of(mapped.scores).f1 == 1


def test_repeated_gold_templates_count_once_and_nothing_scores_nothing() -> None:
    assert sum_of(score_document([], [bombing("x"), bombing("x")]).scores) == Score(0, 0, 0, 2)
    assert sum_of(score_document([], []).scores) == Score()


def test_many_templates_fall_back_to_an_assignment_and_say_so() -> None:
    many = [bombing(f"victim {n}") for n in range(9)]
    mapped = score_document(many, list(reversed(many)))
    assert mapped.is_approximate
    assert sum_of(mapped.scores).f1 == 1
    assert not score_document(many[:3], many).is_approximate


TEMPLATES = st.lists(
    st.builds(
        lambda kind, victims: template(kind, {"Victim": [[v] for v in victims]}),
        st.sampled_from(["attack", "bombing"]),
        st.lists(st.sampled_from("abc"), max_size=3, unique=True),
    ),
    max_size=4,
)


@given(TEMPLATES, TEMPLATES)
def test_nothing_is_counted_twice(ours: list[Template], gold: list[Template]) -> None:
    scored = sum_of(score_document(ours, gold).scores)
    assert scored.p_den == sum(t.size for t in ours)
    assert scored.r_den == sum(t.size for t in dict.fromkeys(gold))
    assert 0 <= scored.p_num <= scored.p_den
    assert 0 <= scored.r_num <= scored.r_den


@given(TEMPLATES)
def test_the_gold_itself_scores_one(gold: list[Template]) -> None:
    distinct = list(dict.fromkeys(gold))
    expected = 1.0 if distinct else 0.0
    assert sum_of(score_document(distinct, gold).scores).f1 == pytest.approx(expected)
    assert len(ROLES) == 5
