"""Small situations for the pages: a told theatre, and what a hostile or crowded one looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from situate.model import (
    Area,
    Disagreement,
    Document,
    Hold,
    Incident,
    Mention,
    Period,
    Place,
    Range,
    Reject,
    Situation,
    Sourced,
    SourcedPlace,
    Step,
    Version,
    Witness,
)
from tests.build import ACTORS, PLACES, a_day, a_mention, a_report, a_toll

Sample = tuple[Situation, Mapping[str, Document], Mapping[str, Mention]]
REJECTS = (Reject("leaflet.bin", "read", "a binary, no words in it"),)
KHIRBA = Place("t:5", "خِربة النخل", "settlement", 34.9, 40.62, "XA", "East", "Asfar")


def theatre() -> Sample:
    """Five reports, four incidents, six states, one disagreement, one pocket."""
    wire = (
        "Dayr Qamh (Levant Wire) - About 250 Blue Front fighters surrendered to the Red Brigade "
        "at Tal Asfar on Tuesday, a commander said."
    )
    reports = [
        a_report(
            wire,
            published="2018-02-13",
            outlet="Levant Wire",
            title="Fighters lay down arms",
            language="en",
            url="https://example.org/wire/1",
        ),
        a_report(
            "From our agencies. " + wire,
            published="2018-02-13",
            outlet="Morning Ledger",
            title="250 give up",
            language="en",
        ),
        a_report(
            "The Green Army captured 300 to 400 Blue Front men at Tal Asfar, among them 80 women "
            "and children. Ayn Hajar is still besieged by the Red Brigade, whose planes bombed it "
            "again. Fighting went on inside Dayr Qamh.",
            published="2018-02-14",
            outlet="State Desk",
            title="Victory at Tal Asfar",
            language="en",
        ),
        a_report(
            "قصف الطيران بلدة خِربة النخل يوم الأربعاء 🛩 وقتل سبعة مدنيين.",
            published="2018-02-14",
            outlet="شبكة الفرات",
            title="قصف على خِربة النخل",
            language="ar",
        ),
    ]
    first, copy, state, arabic = reports
    said = [
        a_mention(
            "surrender",
            report=report,
            trigger="surrendered",
            place="Tal Asfar",
            actors=["blues"],
            targets=["reds"],
            day="2018-02-13",
            tolls=[a_toll("surrendered", 250, who="fighters", mode="new")],
            framing=[("surrender", None)],
            said_by=["a commander"],
        )
        for report in (first, copy)
    ]
    said += [
        a_mention(
            "surrender",
            report=state,
            trigger="captured",
            sentence=state.text.split(". ")[0] + ".",
            place="Tal Asfar",
            actors=["blues"],
            targets=["greens"],
            day="2018-02-13",
            tolls=[a_toll("surrendered", 300, 400, "men", parts=[("women and children", 80, 80)])],
            framing=[("capture", None)],
        ),
        a_mention(
            "siege",
            report=state,
            trigger="besieged",
            sentence=state.text.split(". ")[1] + ".",
            place="Ayn Hajar",
            actors=["reds"],
            targets=["blues"],
        ),
        a_mention(
            "air_strike",
            report=state,
            trigger="bombed",
            sentence=state.text.split(". ")[1] + ".",
            place="Ayn Hajar",
            actors=["reds"],
            day="2018-02-14",
        ),
        a_mention(
            "clash",
            report=state,
            trigger="Fighting",
            sentence="Fighting went on inside Dayr Qamh.",
            place="Dayr Qamh",
            actors=["reds"],
            targets=["blues"],
            day="2018-02-14",
        ),
        a_mention(
            "air_strike",
            report=arabic,
            trigger="قصف",
            place=KHIRBA,
            targets=["civilians"],
            day="2018-02-14",
            tolls=[a_toll("killed", 7, who="مدنيين", civilian=True)],
        ),
    ]
    incidents = (
        _surrender(reports, said),
        _plain(said[4], reports),
        _plain(said[5], reports),
        replace(
            _plain(said[6], reports),
            place=replace(said[6].places[0], radius_km=12.0, level=2),
        ),
    )
    return (
        Situation(
            incidents,
            _holds(said),
            (
                Area(
                    "pocket",
                    "Asfar pocket",
                    "blues",
                    ("pocket", "two_fires", "cut:north:ground"),
                    ("t:1", "t:2", "t:4"),
                    (said[3].id, said[5].id),
                    "three places without a way out",
                ),
            ),
            (
                Disagreement(
                    incidents[0].id,
                    "targets",
                    (
                        Version("Red Brigade", said[0].id, "w1", said[0].targets[0].quote),
                        Version("Green Army", said[2].id, "w2", said[2].targets[0].quote),
                    ),
                ),
            ),
        ),
        {d.id: d for d in reports},
        {m.id: m for m in said},
    )


def _surrender(reports: list[Document], said: list[Mention]) -> Incident:
    both = (said[0], said[1], said[2])
    tolls = tuple(
        Version(m.tolls[0].value, m.id, w, m.tolls[0].quote, by)
        for m, w, by in zip(
            both, ("w1", "w1", "w2"), ("a commander", "a commander", None), strict=True
        )
        if m.tolls[0].value
    )
    return Incident(
        "surrender",
        "surrender",
        said[0].period,
        said[0].places[0],
        tuple(Version(ACTORS["blues"], m.id, "w", m.actors[0].quote) for m in both),
        (
            Version(ACTORS["reds"], said[0].id, "w1", said[0].targets[0].quote),
            Version(ACTORS["greens"], said[2].id, "w2", said[2].targets[0].quote),
        ),
        (Range("surrendered", "fighters", 250, 400, 300, tolls),),
        tuple(Version(m.framing[0].word, m.id, "w", m.framing[0].quote) for m in both),
        tuple(m.id for m in both),
        (
            Witness(
                "w1",
                "Levant Wire",
                (said[0].id, said[1].id),
                (reports[0].id, reports[1].id),
                "near-copied text",
            ),
            Witness("w2", "State Desk", (said[2].id,), (reports[2].id,), "its own voice", True),
        ),
        0.9,
        ("targets", "tolls"),
        why=("same days (+0.35)", "same place (+0.30)", "tolls overlap (+0.10)"),
    )


def _plain(mention: Mention, reports: list[Document]) -> Incident:
    outlet = next(d.outlet for d in reports if d.id == mention.document)
    return Incident(
        mention.id,
        mention.type,
        mention.period,
        mention.places[0],
        tuple(Version(a.value, mention.id, "w", a.quote) for a in mention.actors if a.value),
        tuple(Version(a.value, mention.id, "w", a.quote) for a in mention.targets if a.value),
        tuple(
            Range(
                t.value.kind,
                t.value.who,
                t.value.low,
                t.value.high,
                t.value.low,
                (Version(t.value, mention.id, "w", t.quote),),
            )
            for t in mention.tolls
            if t.value
        ),
        (),
        (mention.id,),
        (Witness("w", outlet or "unnamed", (mention.id,), (mention.document,), "alone"),),
        0.7,
    )


def _holds(said: list[Mention]) -> tuple[Hold, ...]:
    week = Period(a_day("2018-02-13"), None, "day")
    asfar = (said[0].id, said[2].id)
    return (
        Hold(
            "asfar-before",
            PLACES["Tal Asfar"],
            "held",
            ("blues",),
            Period(a_day("2018-02-01"), a_day("2018-02-13"), "day"),
            0.81,
            asfar,
            a_day("2018-02-13"),
        ),
        Hold(
            "asfar",
            PLACES["Tal Asfar"],
            "unknown",
            (),
            week,
            0.55,
            asfar,
            a_day("2018-02-13"),
            leaning="held:reds",
            inferred=True,
            probabilities=(("held:reds", 0.55), ("held:greens", 0.29), ("held:blues", 0.03)),
            rule_says="held:reds",
            trace=(
                Step(
                    a_day("2018-02-13"), "held:blues ends", True, asfar, "surrender of the holder"
                ),
                Step(None, "held:reds", False, (said[0].id,), "only the taker's side says so"),
            ),
        ),
        Hold(
            "hajar",
            PLACES["Ayn Hajar"],
            "held",
            ("blues",),
            week,
            0.85,
            (said[3].id,),
            a_day("2018-02-14"),
            besieged_by=("reds",),
            encircled=False,
            probabilities=(("held:blues", 0.85), ("contested:blues+reds", 0.08)),
            witnesses=1,
        ),
        Hold(
            "qamh",
            PLACES["Dayr Qamh"],
            "contested",
            ("blues", "reds"),
            week,
            0.67,
            (said[5].id,),
            a_day("2018-02-14"),
        ),
        Hold(
            "ain",
            PLACES["Kafr Ain"],
            "held",
            ("greens",),
            week,
            0.7,
            (said[2].id,),
            a_day("2018-02-14"),
            by_presence=True,
            stale=True,
        ),
        Hold(
            "khirba",
            KHIRBA,
            "mixed",
            ("greens", "reds"),
            week,
            0.62,
            (said[6].id,),
            a_day("2018-02-14"),
        ),
    )


def undated() -> Sample:
    """One report without a date: holds with no period, an incident whose day is unknown."""
    report = a_report("Red Brigade and Blue Front clash at Tal Asfar.", outlet="Harbour Post")
    mention = a_mention(
        "clash", report=report, place="Tal Asfar", actors=["reds"], targets=["blues"]
    )
    hold = Hold(
        "h", PLACES["Tal Asfar"], "contested", ("blues", "reds"), None, 0.6, (mention.id,), None
    )
    return (
        Situation((_plain(mention, [report]),), (hold,)),
        {report.id: report},
        {mention.id: mention},
    )


HOSTILE = '</script><img src=x onerror="window.owned=1">&amp;{{7*7}}\u202e😀 خِربة ' + "long" * 2000


def hostile() -> Sample:
    """Every free string of a report is an attack, a direction override or far too long."""
    place = replace(PLACES["Tal Asfar"], name=HOSTILE, adm1=HOSTILE)
    text = f"{HOSTILE} clash {HOSTILE}"
    report = a_report(
        text, outlet=HOSTILE, title=HOSTILE, url="javascript:window.owned=1", author=HOSTILE
    )
    actor = replace(ACTORS["reds"], id='"><b>', name=HOSTILE)
    mention = a_mention(
        "clash",
        report=report,
        place=place,
        actors=[actor],
        tolls=[a_toll("killed", 3, who=HOSTILE)],
    )
    hold = Hold(
        "h",
        place,
        "held",
        ('"><b>',),
        None,
        0.6,
        (mention.id,),
        None,
        flags=(HOSTILE,),
        trace=(Step(None, HOSTILE, True, (mention.id,), HOSTILE),),
    )
    incident = replace(_plain(mention, [report]), why=(HOSTILE,))
    return Situation((incident,), (hold,)), {report.id: report}, {mention.id: mention}


def crowd(number: int = 2000) -> Sample:
    """Many incidents at many places over two years, each with its own report."""
    reports, said, incidents, holds = [], [], [], []
    for k in range(number):
        day = f"201{7 + k % 2}-{1 + k % 12:02d}-{1 + k % 28:02d}"
        lat, lon = 33 + (k * 37 % 300) / 100, 36 + (k * 61 % 500) / 100
        place = Place(f"c:{k % 400}", f"Village {k % 400}", "settlement", lat, lon, "XA", "East")
        report = a_report(
            f"Report {k}: the Red Brigade and the Blue Front clash at {place.name}.",
            published=day,
            outlet=f"Outlet {k % 7}",
        )
        mention = a_mention(
            "clash", report=report, place=place, actors=["reds"], targets=["blues"], day=day
        )
        reports.append(report)
        said.append(mention)
        incidents.append(_plain(mention, [report]))
        if k < 400:
            state = ("held", "contested", "unknown")[k % 3]
            holders = {"held": ("reds",), "contested": ("blues", "reds"), "unknown": ()}[state]
            period = Period(a_day(day), None, "day")
            holds.append(
                Hold(f"h{k}", place, state, holders, period, 0.7, (mention.id,), a_day(day))  # type: ignore[arg-type]
            )
    return (
        Situation(tuple(incidents), tuple(holds)),
        {d.id: d for d in reports},
        {m.id: m for m in said},
    )


EMPTY: Sample = (Situation((), ()), {}, {})
_ = (Sourced, SourcedPlace)
