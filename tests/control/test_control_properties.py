"""The eighteen properties of control.md 6, on generated claims over a few places and sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from situate.control import as_of, fold
from situate.control.belief import beliefs_of, side_index
from situate.control.chain import chain_of
from situate.control.effects import evidence_of
from situate.control.reading import reading_of
from situate.control.record import Record, records_of
from situate.control.settings import Row, load_effects
from situate.control.theatre import theatres_of
from situate.control.votes import votes_of
from situate.corroborate import corroborate
from situate.knowledge.outlets import load_outlets
from situate.model import Document, Hold, Incident, Mention, Rival, Sourced
from situate.records import to_json
from situate.sources import Sources
from tests.build import ACTORS, PLACES, a_day, a_mention, a_report, an_actor

OUTLETS = load_outlets()
SIDES = ("reds", "blues", "greens", "greys")
SPOTS = ("Tal Asfar", "Ayn Hajar", "Kafr Ain", "Dayr Qamh")
FIRST = a_day("2020-01-01")
KINDS = (
    "place_taken", "place_partly_taken", "place_entered", "advance", "withdrawal", "clash",
    "attack_repelled", "siege", "holds", "air_strike", "shelling", "presence", "surrender",
    "flight", "force_concentration", "movement", "presence_limited",
)  # fmt: skip
FAST = settings(max_examples=25, deadline=None)
Told = tuple[Document, Mention]


@st.composite
def claims(draw: st.DrawFn, kinds: Sequence[str] = KINDS) -> Told:
    """One report with one claim; two draws may be the same report."""
    kind = draw(st.sampled_from(kinds))
    a, b = draw(st.permutations(SIDES))[:2]
    place = draw(st.sampled_from(SPOTS))
    day = FIRST + timedelta(days=draw(st.integers(0, 40)))
    outlet = draw(st.sampled_from(("Alpha Post", "Beta Post", "Gamma Post", "Delta Post")))
    return told(kind, a, b, place, day.date().isoformat(), outlet)


def told(kind: str, a: str, b: str, place: str, day: str, outlet: str, **more: object) -> Told:
    names = [an_actor(x).name for x in (a, b)]
    text = f"{outlet}, {day}: {kind}. {names[0]} and {names[1]} met at {place} in fact {kind}."
    report = a_report(text, published=day, outlet=outlet)
    roles = {"actors": [a], "targets": [b]}
    return report, a_mention(kind, report=report, place=place, day=day, **roles, **more)  # type: ignore[arg-type]


def concluded(
    told: Sequence[Told],
) -> tuple[dict[str, Document], list[Mention], tuple[Incident, ...]]:
    documents = {d.id: d for d, _ in told}
    mentions = list({m.id: m for _, m in told}.values())
    return documents, mentions, corroborate(documents, mentions, OUTLETS)


def holds(told: Sequence[Told]) -> tuple[Hold, ...]:
    documents, mentions, incidents = concluded(told)
    return fold(documents, mentions, incidents)[0]


def regroup(documents: dict[str, Document], mentions: Sequence[Mention]) -> tuple[Incident, ...]:
    return corroborate(documents, mentions, OUTLETS)


def bare(rows: Sequence[Hold]) -> list[tuple[object, ...]]:
    """Holds without the list of sources."""
    return [(h.place.id, h.state, h.holders, h.period, h.probabilities) for h in rows]


MANY = st.lists(claims(), min_size=1, max_size=8)


@FAST
@given(MANY, st.randoms())
def test_1_any_order_gives_the_same_holds(rows: list[Told], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert [to_json(h) for h in holds(rows)] == [to_json(h) for h in holds(mixed)]


@FAST
@given(MANY, st.data())
def test_2_a_reprint_changes_only_the_list_of_sources(
    rows: list[Told], data: st.DataObject
) -> None:
    document, mention = data.draw(st.sampled_from(rows))
    text = document.text + " "
    copy = replace(a_report(text), published=document.published, outlet=document.outlet)
    again = a_mention(
        mention.type,
        report=copy,
        sentence=document.text,
        place=mention.places[0].value,
        actors=[s.value for s in mention.actors if s.value],
        targets=[s.value for s in mention.targets if s.value],
        day=mention.period.value.start.date().isoformat(),  # type: ignore[union-attr]
    )
    assert bare(holds(rows)) == bare(holds([*rows, (copy, again)]))


@FAST
@given(MANY, st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_3_what_is_told_later_never_changes_what_was_known(
    rows: list[Told], valid: int, known: int, smoothed: bool
) -> None:
    day, by = FIRST + timedelta(days=valid), FIRST + timedelta(days=known)
    then = [row for row in rows if row[0].published and row[0].published <= by]
    seen = [
        as_of(
            *concluded(part), day, known_by=by, smoothed=smoothed, regroup=regroup, outlets=OUTLETS
        )  # type: ignore[arg-type]
        for part in (rows, then)
    ]
    assert seen[0] == seen[1]


@FAST
@given(MANY)
def test_4_swapping_two_sides_swaps_the_output(rows: list[Told]) -> None:
    def swap(told: Told) -> Told:
        other = {"reds": "blues", "blues": "reds"}

        def turned(roles: Sequence[Sourced]) -> tuple[Sourced, ...]:  # type: ignore[type-arg]
            return tuple(
                replace(r, value=ACTORS[other.get(r.value.id, r.value.id)])
                for r in roles  # type: ignore[union-attr]
            )

        document, m = told
        return document, replace(m, actors=turned(m.actors), targets=turned(m.targets))

    def renamed(label: str) -> str:
        for one, other in (("reds", "?"), ("blues", "reds"), ("?", "blues")):
            label = label.replace(one, other)
        head, _, names = label.partition(":")
        return f"{head}:{'+'.join(sorted(names.split('+')))}" if names else head

    ours = [
        (h.place.id, h.period, h.state, {renamed(k): p for k, p in h.probabilities})
        for h in holds(rows)
    ]
    swapped = [
        (h.place.id, h.period, h.state, dict(h.probabilities))
        for h in holds([swap(r) for r in rows])
    ]
    for (place, period, state, one), (place_, period_, state_, other) in zip(
        ours, swapped, strict=True
    ):
        assert (place, period, state) == (place_, period_, state_)
        for label in {*one, *other}:
            assert one.get(label, 0.01) == pytest.approx(other.get(label, 0.01), abs=0.0021)


@FAST
@given(MANY, st.data())
def test_5_a_rejected_mention_leaves_what_would_have_been(
    rows: list[Told], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(rows))
    documents, mentions, _ = concluded(rows)
    kept = [m for m in mentions if m.id != gone[1].id]
    rest = [row for row in rows if row[1].id != gone[1].id]
    after = fold(documents, kept, corroborate(documents, kept, OUTLETS))[0]
    assert after == holds(rest) if rest else after == ()


@FAST
@given(MANY)
def test_6_probabilities_are_a_distribution(rows: list[Told]) -> None:
    for _, belief in beliefs(rows):
        assert (belief >= 0).all()
        assert belief.sum() == pytest.approx(1, abs=1e-9)


def records(rows: Sequence[Told]) -> list:  # type: ignore[type-arg]
    documents, mentions, incidents = concluded(rows)
    reading = reading_of(documents, mentions, incidents, Sources(documents, OUTLETS))
    return list(records_of(theatres_of(sorted(mentions, key=lambda m: m.id), reading)[0]))


def beliefs(rows: Sequence[Told]) -> list[tuple[object, np.ndarray]]:  # type: ignore[type-arg]
    return [
        (record, record.beliefs.at(day, smoothed=smoothed))
        for record in records(rows)
        for day in (*record.beliefs.times, record.theatre.now + 30)
        for smoothed in (True, False)
    ]


@FAST
@given(MANY, st.lists(st.floats(0, 400), min_size=2, max_size=5))
def test_7_without_evidence_belief_never_moves_away_from_rest(
    rows: list[Told], gaps: list[float]
) -> None:
    for record in records(rows):
        if not record.votes:
            continue
        chain, belief = record.chain, record.beliefs.after[-1]
        apart = [kl(chain.step(belief, tau), chain.rest) for tau in np.cumsum([0.0, *gaps])]
        assert all(b <= a + 1e-9 for a, b in pairwise(apart))


def kl(p: np.ndarray, q: np.ndarray) -> float:  # type: ignore[type-arg]
    inside = p > 0
    return float((p[inside] * np.log(p[inside] / q[inside])).sum())


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 5), st.floats(0, 500), st.floats(0, 500))
def test_8_the_chain_is_a_chain(sides: int, one: float, other: float) -> None:
    chain = chain_of(sides)
    product = chain.transition(one) @ chain.transition(other)
    assert product == pytest.approx(chain.transition(one + other), abs=1e-9)
    assert chain.transition(one) == pytest.approx(expm(chain.generator * one), abs=1e-8)
    assert chain.rest @ chain.generator == pytest.approx(np.zeros(chain.size), abs=1e-12)


@FAST
@given(MANY, st.sampled_from(("planned", "hypothetical", "background", "denied")))
def test_9_what_is_only_planned_or_denied_by_nobody_changes_nothing(
    rows: list[Told], stance: str
) -> None:
    extra = told("place_taken", "greys", "reds", "Tal Asfar", "2020-01-20", "Post", stance=stance)
    assert bare(holds(rows)) == bare(holds([*rows, extra]))


@FAST
@given(MANY, claims())
def test_10_a_new_witness_never_lowers_its_own_best_state(rows: list[Told], claim: Told) -> None:
    document, mention = claim
    new = (replace(document, outlet="Wholly New Post"), mention)
    last = max(d.published for d, _ in [*rows, claim] if d.published)
    day = last.timestamp() / 86400
    place = mention.places[0].value
    for before in records(rows):
        if before.place != place or not before.votes:
            continue
        # the same chain and clock: only the vote is new
        reading = reading_of(
            {document.id: new[0]}, [mention], (), Sources({document.id: new[0]}, OUTLETS)
        )
        added = [e for e in evidence_of(mention, reading) if e.place == place]
        for vote in votes_of(
            [replace(e, end=day + 1, start=day) for e in added], before.chain, before.index
        ):
            then = before.beliefs.at(day, smoothed=False)
            after = beliefs_of(
                (*before.votes, vote), before.chain, before.names, before.beliefs.clock
            )
            best = vote.loglik >= vote.loglik.max() - 1e-12
            now = after.at(day, smoothed=False)
            assert now[best].sum() >= then[best].sum() - 1e-6


@FAST
@given(
    st.lists(
        claims(("air_strike", "shelling", "flight", "movement", "presence")), min_size=1, max_size=6
    )
)
def test_11_no_strike_flight_or_presence_switches_a_hold(rows: list[Told]) -> None:
    base = told("holds", "reds", "blues", "Tal Asfar", "2020-01-01", "Base Post")
    for record in records([base, *rows]):
        moments, _ = record.told
        expected = "held:reds" if record.place.name == "Tal Asfar" else None
        assert {m.control for m in moments} == {expected}


@FAST
@given(MANY)
def test_12_a_closed_world_claim_ends_no_spell(rows: list[Told]) -> None:
    closed = told("presence_limited", "reds", "blues", "West", "2020-01-30", "Limit Post")
    before = {r.place.id: spelled(r) for r in records(rows)}
    after = {r.place.id: spelled(r) for r in records([*rows, closed])}
    assert {place: after[place] for place in before} == before


def spelled(record: Record) -> list[str | None]:
    """Spells of control in the explanation, from the first one on."""
    controls = [m.control for m in record.told[0]]
    return [c for c, b in zip(controls, [None, *controls], strict=False) if c != b]


@FAST
@given(MANY)
def test_13_filtered_is_smoothed_at_the_last_evidence(rows: list[Told]) -> None:
    for record in records(rows):
        if record.votes:
            day = record.beliefs.times[-1]
            filtered, smoothed = (record.beliefs.at(day, smoothed=s) for s in (False, True))
            assert filtered == pytest.approx(smoothed, abs=1e-9)


@FAST
@given(MANY, st.data())
def test_14_a_rival_without_chance_changes_nothing(rows: list[Told], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    document, mention = rows[at]
    place = mention.places[0]
    sure = replace(place, rivals=(Rival(PLACES["Kafr Ain"], 0.0),))
    with_rival = [*rows[:at], (document, replace(mention, places=(sure,))), *rows[at + 1 :]]
    assert bare(holds(rows)) == bare(holds(with_rival))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([r for r in load_effects().rows.values() if r.doer is not None]),
    st.integers(1, 30),
    st.floats(0.05, 0.95),
)
def test_15_a_wider_period_never_says_more(row: Row, days: int, honest: float) -> None:
    def spread(width: int) -> float:
        document, mention = told("holds", "reds", "blues", "Tal Asfar", "2020-01-20", "Post")
        reading = reading_of(
            {document.id: document}, [mention], (), Sources({document.id: document}, OUTLETS)
        )
        (item,) = evidence_of(mention, reading)
        end = item.end or 0.0
        item = replace(item, row=row, honest=honest, losers=("blue",), start=end - width)
        (vote,) = votes_of([item], chain_of(2), side_index(("blue", "red")))
        return float(vote.loglik.max() - vote.loglik.min())

    assert spread(days + 1) <= spread(days) + 1e-9


@FAST
@given(MANY)
def test_16_a_fold_of_parts_is_the_fold_of_the_whole(rows: list[Told]) -> None:
    """Claims arriving one by one, each time concluded anew, end where one rebuild ends."""
    for at in range(1, len(rows)):
        holds(rows[:at])
    assert [to_json(h) for h in holds(rows)] == [to_json(h) for h in holds(list(rows))]


@FAST
@given(MANY)
def test_17_every_shown_state_names_its_words_or_says_inferred(rows: list[Told]) -> None:
    known = {m.id for _, m in rows}
    for hold in holds(rows):
        assert set(hold.because) <= known
        assert hold.because or hold.inferred


@FAST
@given(MANY)
def test_18_a_silent_sides_alias_changes_nothing(rows: list[Told]) -> None:
    loud = replace(ACTORS["reds"], name="Red Brigade, also Scarlet Legion")
    swapped = [
        (
            d,
            replace(
                m,
                actors=tuple(
                    replace(s, value=loud) if s.value == ACTORS["reds"] else s for s in m.actors
                ),
            ),
        )
        for d, m in rows
    ]
    assert bare(holds(rows)) == bare(holds(swapped))
