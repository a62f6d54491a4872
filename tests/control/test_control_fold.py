"""Who holds what: the explanation and the number, on an invented theatre."""

from __future__ import annotations

from dataclasses import replace

import pytest

from situate.control import as_of, fold
from situate.control.chain import chain_of
from situate.control.shown import Support, show
from situate.corroborate import corroborate
from situate.knowledge.outlets import load_outlets
from situate.model import Actor, Document, Hold, Mention, Quote
from tests.build import PLACES, a_day, a_report_and_mention

OUTLETS = load_outlets()
Told = tuple[Document, Mention]


def folded(*told: Told) -> list[Hold]:
    documents, mentions = {d.id: d for d, _ in told}, [m for _, m in told]
    holds, _ = fold(documents, mentions, corroborate(documents, mentions, OUTLETS))
    return list(holds)


def last(holds: list[Hold], place: str) -> Hold:
    return [h for h in holds if h.place.name == place][-1]


def taken(by: str, of: str, day: str, outlet: str, text: str | None = None, **more: object) -> Told:
    return a_report_and_mention(
        "place_taken",
        actors=[by],
        targets=[of],
        place="Tal Asfar",
        day=day,
        published=day,
        outlet=outlet,
        text=text or f"{outlet}: on {day} {by} place_taken Tal Asfar from {of}.",
        trigger="place_taken",
        **more,
    )


def held(by: str, day: str, outlet: str = "Alpha Post") -> Told:
    return a_report_and_mention(
        "holds",
        actors=[by],
        place="Tal Asfar",
        day=day,
        published=day,
        outlet=outlet,
        text=f"{outlet} {day}: Tal Asfar, which {by} holds.",
    )


def test_two_independent_takings_move_a_place_one_does_not() -> None:
    before = [held("blues", "2020-03-01"), held("blues", "2020-03-03", "Beta Post")]
    one = folded(*before, taken("reds", "blues", "2020-03-10", "Gamma Post"))
    two = folded(
        *before,
        taken(
            "reds", "blues", "2020-03-10", "Gamma Post", "Red troops place_taken the town early."
        ),
        taken(
            "reds", "blues", "2020-03-10", "Delta Post", "Witnesses saw place_taken at dawn there."
        ),
    )
    assert last(one, "Tal Asfar").holders == ("blues",)
    assert last(one, "Tal Asfar").rule_says == "held:reds"
    assert last(two, "Tal Asfar").holders == ("reds",)


@pytest.mark.parametrize("type_", ["air_strike", "shelling", "attack"])
def test_a_strike_never_changes_a_holder(type_: str) -> None:
    strikes = [
        a_report_and_mention(
            type_,
            actors=["reds"],
            targets=["blues"],
            place="Tal Asfar",
            day=f"2020-03-{day}",
            published=f"2020-03-{day}",
            outlet=f"Post {day}",
            text=f"{type_} number {day} of reds on blues at Tal Asfar.",
        )
        for day in range(10, 20)
    ]
    hold = last(folded(held("blues", "2020-03-01"), *strikes), "Tal Asfar")
    assert hold.holders == ("blues",)
    assert not any(step.applied and "held" in step.effect for step in hold.trace[1:])


def test_the_besieged_side_still_holds() -> None:
    siege = a_report_and_mention(
        "siege", actors=["reds"], targets=["blues"], place="Tal Asfar", outlet="Alpha Post"
    )
    hold = last(folded(siege), "Tal Asfar")
    assert (hold.state, hold.holders, hold.besieged_by) == ("held", ("blues",), ("reds",))
    assert hold.period is None


def test_a_taking_claimed_by_the_takers_own_outlet_is_a_claim() -> None:
    mine = a_report_and_mention(
        "place_taken",
        actors=["sdf"],
        targets=["isis"],
        place="Tal Asfar",
        day="2020-03-10",
        published="2020-03-10",
        outlet="SDF Press",
    )
    hold = last(folded(mine), "Tal Asfar")
    assert hold.claimed_by == ("sdf",)
    assert any(not s.applied and "own side" in s.reason for s in hold.trace)


def test_what_was_not_yet_known_does_not_count() -> None:
    told = [
        held("blues", "2020-03-01"),
        held("blues", "2020-03-03", "Beta Post"),
        taken("reds", "blues", "2020-03-05", "Gamma Post"),
    ]
    late = a_report_and_mention(
        "holds",
        actors=["reds"],
        place="Tal Asfar",
        day="2020-03-06",
        published="2020-03-20",
        outlet="Late Post",
    )
    documents = {d.id: d for d, _ in [*told, late]}
    mentions = [m for _, m in [*told, late]]
    incidents = corroborate(documents, mentions, OUTLETS)
    day = a_day("2020-03-07")
    (early,) = as_of(documents, mentions, incidents, day, known_by=a_day("2020-03-08"))
    (later,) = as_of(documents, mentions, incidents, day, known_by=a_day("2020-03-21"))
    assert "reds" not in early.holders  # one voice doubts, it does not move
    assert later.holders == ("reds",)
    assert early.place == PLACES["Tal Asfar"]


def test_the_regimes_forces_are_those_of_the_country_the_place_lies_in() -> None:
    far = Actor("far-army", "Far Army", "state forces", "XB", sides=("state:XB",))
    told = taken("Regime forces", "blues", "2020-03-01", "Alpha Post")
    wrong = replace(told[1], actors=(replace(told[1].actors[0], value=far),))
    (hold,) = folded((told[0], wrong))[-1:]
    assert [side for side, _ in hold.probabilities if "XB" in side] == []
    assert any("state:XA" in state for state, _ in hold.probabilities)


def test_a_taking_without_a_taker_has_the_one_foe_of_the_same_report() -> None:
    text = "On 2020-03-01 reds clash blues at Tal Asfar. Tal Asfar was place_taken from blues."
    day = {"place": "Tal Asfar", "day": "2020-03-01", "published": "2020-03-01", "text": text}
    clash = a_report_and_mention(
        "clash", actors=["reds"], targets=["blues"], trigger="clash", **day
    )
    lost = a_report_and_mention("place_taken", targets=["blues"], trigger="place_taken", **day)
    (hold,) = folded(clash, lost)[-1:]
    assert hold.probabilities[0][0] == "held:reds"
    alone = folded(lost)[-1]
    assert "held:reds" not in dict(alone.probabilities)


@pytest.mark.parametrize(("first", "moves"), [(7, True), (15, False)])
def test_a_gain_told_long_ago_needs_a_word_anew(first: int, moves: bool) -> None:
    before = [
        held("blues", "2020-03-01"),
        held("blues", "2020-03-02", "Beta Post"),
        taken("reds", "blues", "2020-03-05", "Gamma Post"),
    ]
    strikes = [
        a_report_and_mention(
            "shelling",
            actors=["blues"],
            targets=["reds"],
            place="Tal Asfar",
            day=f"2020-03-{day:02}",
            published=f"2020-03-{day:02}",
            outlet=f"Post {day}",
            text=f"On day {day} blues shelling reds at Tal Asfar.",
        )
        for day in range(first, first + 4)
    ]
    shown = [(h.state, h.holders) for h in folded(*before, *strikes)]
    assert (("held", ("reds",)) in shown) is moves


def test_allies_who_took_a_place_together_share_it() -> None:
    text = "On 2020-03-01 reds and greens place_taken Tal Asfar from blues."
    together = a_report_and_mention(
        "place_taken",
        actors=["reds", "greens"],
        targets=["blues"],
        place="Tal Asfar",
        day="2020-03-01",
        published="2020-03-01",
        text=text,
        trigger="place_taken",
    )
    hold = folded(together)[-1]
    assert (hold.state, hold.holders) == ("mixed", ("greens", "reds"))
    assert (hold.probability or 0) > 0.5  # either alone is right too
    later = folded(together, taken("reds", "blues", "2020-03-03", "Beta Post"))[-1]
    assert (later.state, later.holders) == ("held", ("reds",))


def test_who_enters_a_place_that_was_left_has_it_whole() -> None:
    text = "On 2020-03-01 blues withdrawal from Tal Asfar, then reds place_entered Tal Asfar."
    day = {"place": "Tal Asfar", "day": "2020-03-01", "published": "2020-03-01", "text": text}
    gone = a_report_and_mention("withdrawal", actors=["blues"], trigger="withdrawal", **day)
    came = a_report_and_mention("place_entered", actors=["reds"], trigger="place_entered", **day)
    assert folded(came)[-1].state == "contested"
    hold = folded(gone, came)[-1]
    assert (hold.state, hold.holders) == ("held", ("reds",))


def test_what_happens_around_a_place_never_hands_it_over() -> None:
    before = [held("blues", "2020-03-01"), taken("greys", "blues", "2020-03-03", "Beta Post")]
    strikes = [
        a_report_and_mention(
            "shelling",
            actors=["greys"],
            targets=["reds"],
            place="Tal Asfar",
            day=f"2020-03-{day:02}",
            published=f"2020-03-{day:02}",
            outlet=f"Post {day}",
            text=f"On day {day} greys shelling reds at Tal Asfar.",
        )
        for day in range(5, 25)
    ]
    shown = [(h.state, h.holders) for h in folded(*before, *strikes)]
    assert ("held", ("reds",)) not in shown


@pytest.mark.parametrize(
    ("spelling", "rows"),
    [("Tal Asfar", 1), ("Tel Asfur", 2)],
    ids=["the same name with a class word", "another spelling"],
)
def test_a_name_with_its_class_word_is_no_other_place(spelling: str, rows: int) -> None:
    text = f"Reds place_taken the town of Tal Asfar from blues. Fighting goes on near {spelling}."
    day = {"day": "2020-03-01", "published": "2020-03-01", "outlet": "Alpha Post", "text": text}
    report, sure = a_report_and_mention(
        "place_taken", actors=["reds"], targets=["blues"], place="Tal Asfar",
        trigger="place_taken", **day,
    )  # fmt: skip
    words = "the town of Tal Asfar"
    start = text.index(words)
    (at,) = sure.places
    exact = replace(at, quote=Quote(report.id, start, start + len(words), words))
    start = text.rindex(spelling)
    loose = replace(
        at, quote=Quote(report.id, start, start + len(spelling), spelling), confidence=0.5
    )
    clash = replace(sure, id="f" * 16, type="holds", targets=(), places=(loose,))
    holds = folded((report, replace(sure, places=(exact,))), (report, clash))
    assert len({h.place.id for h in holds}) == rows


def test_an_unknown_place_leans_to_what_its_last_news_says() -> None:
    def told(type_: str, doer: str, foe: str, day: str) -> Told:
        return a_report_and_mention(
            type_, actors=[doer], targets=[foe], place="Tal Asfar", day=day, published=day,
            outlet="Alpha Post", text=f"{day}: {doer} {type_} {foe} at Tal Asfar.", trigger=type_,
        )  # fmt: skip

    strike = told("air_strike", "blues", "reds", "2020-03-01")
    first = last(folded(strike), "Tal Asfar")
    later = folded(strike, *(told("surrender", "reds", "blues", f"2020-03-1{i}") for i in (0, 1)))
    assert (first.state, first.leaning) == ("unknown", "held:reds")
    assert [h.state for h in later] == ["unknown"]
    assert later[0].leaning == later[0].probabilities[0][0] == "held:blues"


def test_takings_by_two_sides_on_one_day_are_a_contest_while_neither_stands_out() -> None:
    one, other = (
        taken(by, of, "2020-03-10", outlet)
        for by, of, outlet in [("reds", "blues", "Gamma Post"), ("blues", "reds", "Delta Post")]
    )
    both = last(folded(one, other), "Tal Asfar")
    known = [held("blues", "2020-03-01"), held("blues", "2020-03-03", "Beta Post")]
    (now,) = [
        h for h in folded(*known, one, other)
        if h.place.name == "Tal Asfar" and h.period and h.period.end is None
    ]  # fmt: skip
    assert (both.state, both.holders) == ("contested", ("blues", "reds"))
    assert (now.state, now.holders) == ("held", ("blues",))


@pytest.mark.parametrize(
    ("belief", "fresh", "direct", "state"),
    [
        ([0.57, 0.30, 0.00, 0.00, 0.13], False, True, "held"),
        ([0.52, 0.45, 0.00, 0.00, 0.03], False, True, "unknown"),
        ([0.39, 0.24, 0.37, 0.00, 0.00], True, True, "contested"),
        ([0.39, 0.24, 0.37, 0.00, 0.00], False, True, "held"),
        ([0.57, 0.30, 0.00, 0.00, 0.13], False, False, "unknown"),
        ([0.63, 0.30, 0.00, 0.00, 0.07], False, False, "held"),
    ],
    ids=["stands out", "does not", "contest told lately", "long ago", "seen there", "there surely"],
)
def test_what_stands_out_is_shown(
    belief: list[float], fresh: bool, direct: bool, state: str
) -> None:
    chain, sides = chain_of(2), frozenset({0, 1})
    support = Support(direct=sides if direct else frozenset(), named=sides)
    score = [belief[0] + belief[2] / 2, belief[1] + belief[2] / 2]
    now = show(belief, score, chain, support, None, contest_is_fresh=fresh)
    assert now.state == state


def test_how_a_fight_ended_says_more_than_that_it_was_fought() -> None:
    text = "2020-03-10: the reds clash with the blues in Tal Asfar; the attack is repelled."
    day = {"place": "Tal Asfar", "day": "2020-03-10", "published": "2020-03-10", "text": text}
    fought = a_report_and_mention(
        "clash", actors=["reds"], targets=["blues"], trigger="clash", **day
    )
    ended = a_report_and_mention(
        "attack_repelled", actors=["blues"], targets=["reds"], trigger="repelled", **day
    )
    alone, both = (last(folded(*told), "Tal Asfar") for told in ([ended], [fought, ended]))
    assert alone.probabilities == both.probabilities
    beliefs = dict(both.probabilities)
    assert beliefs["held:blues"] > beliefs["held:reds"]
