"""Small real records for the store's tests."""

from __future__ import annotations

from datetime import UTC, datetime

from situate.model import (
    Actor,
    Document,
    Incident,
    Mention,
    Period,
    Place,
    Situation,
    Sourced,
    SourcedPlace,
    Toll,
)
from situate.records import document_id, mention_id, quote_at

HOMS = Place("gn:169577", "Homs", "settlement", 34.732, 36.713, "SY", "Homs")
ARMY = Actor("saa", "Syrian Arab Army", "state forces", "SY")


def a_document(text: str = "The army besieges Homs. 12 people died.", **fields: object) -> Document:
    return Document(document_id(text), text, **fields)  # type: ignore[arg-type]


def a_mention(document: Document, word: str = "besieges", kind: str = "siege") -> Mention:
    start = document.text.index(word)
    trigger = quote_at(document, start, start + len(word))
    place = quote_at(document, document.text.index("Homs"), document.text.index("Homs") + 4)
    day = Period(datetime(2018, 2, 13, tzinfo=UTC), datetime(2018, 2, 14, tzinfo=UTC), "day")
    return Mention(
        id=mention_id(document.id, trigger, kind),
        document=document.id,
        type=kind,
        trigger=trigger,
        sentence=quote_at(document, 0, document.text.index(".") + 1),
        actors=(Sourced(quote_at(document, 0, 8), ARMY, 0.9, "subject"),),
        places=(SourcedPlace(place, HOMS, 0.9, "only Homs near"),),
        tolls=(Sourced(None, Toll("killed", "people", 12, 12), 0.8, "number"),),
        period=Sourced(None, day, 0.6, "given"),
    )


def an_incident(*mentions: Mention) -> Incident:
    first = mentions[0]
    return Incident(
        id=f"i-{first.id}",
        type=first.type,
        period=first.period,
        place=first.places[0],
        actors=(),
        targets=(),
        tolls=(),
        framings=(),
        mentions=tuple(sorted(m.id for m in mentions)),
        witnesses=(),
        confidence=0.7,
    )


def a_situation(*mentions: Mention) -> Situation:
    return Situation(tuple(an_incident(m) for m in mentions), ())
