"""A person's decision stands on words: it survives a new reading and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.errors import JudgementError
from situate.judgements import WHOLE, active, apply, decide, key, pairs, unbound
from situate.model import Judgement, Mention, Toll
from situate.records import to_plain
from tests.store.build import HOMS, a_document, a_mention

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PAPER = a_document()
SAID = a_mention(PAPER)
REPORTS = {PAPER.id: PAPER}


def judged(*judgements: Judgement, mention: Mention = SAID) -> tuple[Mention, ...]:
    return apply(REPORTS, [mention], judgements)


def on(field: str) -> list[str]:
    return [key(PAPER, SAID.trigger, field)]


def corrected_toll(low: int, minutes: int = 0) -> Judgement:
    toll = to_plain(Toll("killed", "people", low, low))
    when = NOW + timedelta(minutes=minutes)
    return decide("correct", on("tolls"), "Rana", when, field="tolls", value=[toll])


def test_a_correction_replaces_the_value_and_keeps_the_words() -> None:
    (mention,) = judged(corrected_toll(14))
    (toll,) = mention.tolls
    assert toll.value == Toll("killed", "people", 14, 14)
    assert toll.quote == SAID.tolls[0].quote
    assert toll.confidence == 1.0
    assert "Rana" in toll.reason


def test_a_correction_survives_a_new_reading_of_the_same_words() -> None:
    reread = replace(SAID, id="another id", confidence=0.2, rule="a new rule", tolls=())
    (mention,) = judged(corrected_toll(14), mention=reread)
    assert [t.value.low for t in mention.tolls if t.value] == [14]


def test_the_later_of_two_corrections_wins() -> None:
    (mention,) = judged(corrected_toll(15, minutes=5), corrected_toll(14))
    assert mention.tolls[0].value.low == 15  # type: ignore[union-attr]


def test_undo_takes_back_and_can_be_taken_back() -> None:
    made = corrected_toll(14)
    undo = decide("undo", [], "Rana", NOW + timedelta(minutes=1), undoes=made.id)
    redo = decide("undo", [], "Rana", NOW + timedelta(minutes=2), undoes=undo.id)
    assert judged(made, undo) == (SAID,)
    assert judged(made, undo, redo)[0].tolls[0].value.low == 14  # type: ignore[union-attr]


def test_a_rejected_mention_is_gone_and_an_accepted_one_is_sure() -> None:
    assert judged(decide("reject", on(WHOLE), "Rana", NOW, field=WHOLE)) == ()
    (mention,) = judged(decide("accept", on(WHOLE), "Rana", NOW, field=WHOLE))
    assert mention.confidence == 1.0


def test_a_place_is_corrected_with_its_point() -> None:
    there = to_plain(replace(HOMS, id="user:1", name="Tal Homs", lat=34.9))
    fix = decide("correct", on("places"), "Rana", NOW, field="places", value=[there])
    (mention,) = judged(fix)
    assert mention.places[0].value.name == "Tal Homs"  # type: ignore[union-attr]


def test_merge_and_split_bind_to_both_mentions() -> None:
    other = a_document("Homs is besieges no more.")
    theirs = a_mention(other)
    both = {**REPORTS, other.id: other}
    evidence = [key(PAPER, SAID.trigger, WHOLE), key(other, theirs.trigger, WHOLE)]
    merge = decide("merge", evidence, "Rana", NOW)
    split = decide("split", evidence, "Omar", NOW + timedelta(minutes=1))
    ids = tuple(sorted((SAID.id, theirs.id)))
    assert pairs(both, [SAID, theirs], [merge]) == {ids: "merge"}
    assert pairs(both, [SAID, theirs], [split, merge]) == {ids: "split"}


def test_a_judgement_whose_words_are_no_longer_read_is_listed() -> None:
    made = corrected_toll(14)
    assert unbound(REPORTS, [SAID], [made]) == ()
    assert unbound(REPORTS, [], [made]) == (made,)


@pytest.mark.parametrize(
    ("verdict", "on_words", "more"),
    [
        ("merge", ["a"], {}),
        ("merge", ["a", "a"], {}),
        ("accept", ["a", "b"], {}),
        ("undo", [], {}),
        ("accept", ["a"], {"undoes": "x"}),
        ("correct", ["a"], {"field": "tolls"}),
        ("correct", ["a"], {"field": "tolls", "value": "many"}),
        ("correct", ["a"], {"field": "places", "value": [{"name": "Homs"}]}),
        ("correct", ["a"], {"field": "stance", "value": "certain"}),
        ("correct", ["a"], {"field": "period", "value": "yesterday"}),
    ],
)
def test_what_could_never_be_applied_is_refused(
    verdict: str, on_words: list[str], more: dict[str, object]
) -> None:
    with pytest.raises(JudgementError):
        decide(verdict, on_words, "Rana", NOW, **more)  # type: ignore[arg-type]


def test_an_unsigned_judgement_is_refused() -> None:
    with pytest.raises(JudgementError, match="signed"):
        decide("accept", ["a"], " ", NOW)


@given(st.permutations(range(5)))
def test_the_order_of_arrival_does_not_matter(order: list[int]) -> None:
    made = [corrected_toll(n, minutes=n) for n in range(4)]
    made.append(decide("undo", [], "Rana", NOW + timedelta(minutes=9), undoes=made[3].id))
    assert judged(*(made[i] for i in order)) == judged(*made)
    assert [j.id for j in active(made[i] for i in order)] == [j.id for j in made[:3]]
