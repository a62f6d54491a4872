"""A small theatre, with everything that breaks exporters: Arabic, formulas, no place, no day."""

from __future__ import annotations

from dataclasses import replace

from situate.export.dataset import Dataset
from situate.knowledge.roster import load_roster
from situate.knowledge.vocabulary import load_vocabulary
from situate.model import (
    Actor,
    Hold,
    Incident,
    Mention,
    Place,
    Range,
    Sourced,
    SourcedPlace,
    Toll,
    Version,
    Witness,
)
from tests.build import a_mention, a_report

ARMY = Actor("state:SY:military", "Military of Syria", "state forces", "SY")
REBELS = Actor("hts", "Hayat Tahrir al-Sham", "rebel", "SY")
CIVILIANS = Actor(None, "civilians", "civilians")
HOMS = Place("gn:169577", "Homs", "settlement", 34.732, 36.713, "SY", "Homs", "Homs", "SY0400")
WEST = Place("t:9", "Point Ouest", "settlement", -12.5, -7.25, "ML", "Kayes")


def an_incident(mention: Mention, **fields: object) -> Incident:
    """An incident of one mention, as corroborate would conclude it."""
    witness = Witness("w1", "an outlet", (mention.id,), (mention.document,), "alone")

    def version(value: object) -> Version:  # type: ignore[type-arg]
        return Version(value, mention.id, "w1", mention.trigger)

    tolls = tuple(
        Range(
            t.value.kind, t.value.who, t.value.low, t.value.high, t.value.best, (version(t.value),)
        )
        for t in mention.tolls
        if t.value
    )
    made = Incident(
        id=f"i{mention.id}",
        type=mention.type,
        period=mention.period,
        place=mention.places[0] if mention.places else None,
        actors=tuple(version(s.value) for s in mention.actors if s.value),
        targets=tuple(version(s.value) for s in mention.targets if s.value),
        tolls=tolls,
        framings=(),
        mentions=(mention.id,),
        witnesses=(witness,),
        confidence=0.7,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def a_theatre() -> Dataset:
    """Four incidents in three reports, one hold."""
    arabic = a_report(
        "قصف الجيش \U0001f4a5 =cmd|'/c calc'!A1 in Homs killed 12 civilians.",
        published="2018-02-14",
        outlet="=Evil Wire",
        title='"Quoted", with commas; and semicolons',
    )
    plain = a_report("Rebels took Homs.", published="2018-02-15", outlet="Plain Post")
    undated = a_report("Somebody fought somewhere.", outlet=None)
    strike = _mention(arabic, "air_strike", "killed", "2018-02-13", HOMS, ARMY, CIVILIANS)
    strike = replace(
        strike,
        tolls=(
            Sourced(
                strike.trigger, Toll("killed", "civilians", 12, 14, 12, civilian=True), 0.9, ""
            ),
        ),
    )
    taking = _mention(plain, "place_taken", "took", "2018-02-15", HOMS, REBELS, ARMY)
    own = _mention(plain, "place_taken", "Rebels", "2018-02-14", WEST, ARMY, REBELS)
    lost = _mention(undated, "clash", "fought", None, None, None, None)
    mentions = {m.id: m for m in (strike, taking, own, lost)}
    hold = Hold(
        "h1", HOMS, "held", ("hts",), taking.period.value, 0.83, (taking.id,), None, witnesses=1
    )
    return Dataset(
        {d.id: d for d in (arabic, plain, undated)},
        mentions,
        tuple(an_incident(m) for m in mentions.values()),
        (hold,),
        (),
        load_vocabulary(),
        load_roster(),
    )


def _mention(  # type: ignore[no-untyped-def]
    report, kind, word, day, place, actor, target
) -> Mention:
    made = a_mention(type=kind, trigger=word, report=report, day=day)
    where = () if place is None else (SourcedPlace(made.trigger, place, 0.9, "given", level=1),)
    return replace(
        made,
        actors=(Sourced(made.trigger, actor, 0.9, "given"),) if actor else (),
        targets=(Sourced(made.trigger, target, 0.9, "given"),) if target else (),
        places=where,
    )
