"""Small real records: `a_mention(type="surrender", place="Tal Asfar", actors=["isis"])`.

Every quote a builder makes is exact: words not found in the report given are written into one.
Actors and places are invented or looked up in the two small tables below; pass your own records
for anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from situate.model import (
    Actor,
    Count,
    Document,
    Framing,
    Link,
    Mention,
    Period,
    Place,
    Quote,
    Sourced,
    SourcedPlace,
    Speaker,
    Toll,
)
from situate.records import document_id, mention_id

ACTORS = {
    "reds": Actor("reds", "Red Brigade", "rebel", "XA", sides=("red",)),
    "blues": Actor("blues", "Blue Front", "rebel", "XA", sides=("blue",)),
    "greens": Actor("greens", "Green Army", "state forces", "XA", sides=("green",)),
    "greys": Actor("greys", "Grey Guard", "militia", "XA", sides=("grey",)),
    "wing": Actor("wing", "Coalition Wing", "coalition", None, sides=("red",)),
    "civilians": Actor("civilians", "civilians", "civilians"),
}
PLACES = {
    "Tal Asfar": Place("t:1", "Tal Asfar", "settlement", 35.00, 40.00, "XA", "East", "Asfar"),
    "Ayn Hajar": Place("t:2", "Ayn Hajar", "settlement", 35.02, 40.30, "XA", "East", "Asfar"),
    "Kafr Ain": Place("t:3", "Kafr Ain", "settlement", 36.20, 37.10, "XA", "West", "Ain"),
    "Dayr Qamh": Place("t:4", "Dayr Qamh", "settlement", 35.10, 40.05, "XA", "East", "Asfar"),
    "East": Place("t:E", "East", "adm1", 35.2, 40.2, "XA", "East"),
    "West": Place("t:W", "West", "adm1", 36.1, 37.2, "XA", "West"),
    "Aland": Place("t:X", "Aland", "country", 35.5, 38.5, "XA"),
}


def a_day(text: str) -> datetime:
    """The start, in UTC, of a day written "2018-02-13"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_report(
    text: str = "", *, published: str | None = None, outlet: str | None = None, **more: Any
) -> Document:
    """A report of these words."""
    return Document(
        document_id(text),
        text,
        published=a_day(published) if published else None,
        outlet=outlet,
        **more,
    )


def an_actor(actor: str | Actor) -> Actor:
    """An actor by the name of the table above, else a rebel group of that id."""
    if isinstance(actor, Actor):
        return actor
    return ACTORS.get(actor) or Actor(actor, actor, "rebel", "XA", sides=(actor,))


def a_place(place: str | Place) -> Place:
    """A place of the table above. KeyError for one that is not in it."""
    return place if isinstance(place, Place) else PLACES[place]


def words_at(report: Document, words: str, after: int = 0) -> Quote:
    """The first such words of a report from `after` on. ValueError if they are not there."""
    start = report.text.index(words, after)
    return Quote(report.id, start, start + len(words), words)


def a_toll(
    kind: str, low: int | None, high: int | None = None, who: str | None = None, **more: Any
) -> Toll:
    """A toll; one number is exact."""
    parts = tuple(Count(*part) for part in more.pop("parts", ()))
    return Toll(kind, who, low, low if high is None else high, parts=parts, **more)


def a_report_and_mention(
    type: str = "clash",  # noqa: A002
    *,
    text: str | None = None,
    **more: Any,
) -> tuple[Document, Mention]:
    """A report and the one mention it makes; see `a_mention` for what may be said of it."""
    report_more = {k: more.pop(k) for k in ("published", "outlet", "url") if k in more}
    actors = [an_actor(a) for a in more.get("actors", ())]
    targets = [an_actor(a) for a in more.get("targets", ())]
    place = a_place(more["place"]) if more.get("place") else None
    if text is None:
        said = [" and ".join(a.name for a in actors), type, " and ".join(a.name for a in targets)]
        said += ["at", place.name] if place else []
        text = " ".join(w for w in said if w) + "."
    report = a_report(text, **report_more)
    return report, a_mention(type, report=report, **more)


def a_mention(
    type: str = "clash",  # noqa: A002
    *,
    report: Document | None = None,
    trigger: str | None = None,
    sentence: str | None = None,
    place: str | Place | None = None,
    places: Sequence[SourcedPlace] = (),
    relation: str = "at",
    actors: Sequence[str | Actor] = (),
    targets: Sequence[str | Actor] = (),
    day: str | None = None,
    days: int = 1,
    tolls: Sequence[Toll] = (),
    said_by: Sequence[str | Speaker] = (),
    framing: Sequence[tuple[str, str | None]] = (),
    links: Sequence[Link] = (),
    **more: Any,
) -> Mention:
    """A mention with exact quotes. `day` dates it; `framing` rows are (word, by whom)."""
    if report is None:
        said = {"actors": actors, "targets": targets, "place": place}
        report, _ = a_report_and_mention(type, **said)
    whole = sentence or report.text
    start = report.text.index(whole)
    in_sentence = Quote(report.id, start, start + len(whole), whole)
    word = trigger or (type if type in whole else whole.split()[0])
    mark = words_at(report, word, start)

    def quoted(words: str) -> Quote | None:
        at = report.text.find(words)
        return Quote(report.id, at, at + len(words), words) if at >= 0 else None

    def sourced(actor: str | Actor) -> Sourced[Actor]:
        known = an_actor(actor)
        return Sourced(quoted(known.name), known, 0.9, "given")

    told = tuple(places)
    if place:
        where = a_place(place)
        told = (SourcedPlace(quoted(where.name), where, 0.9, "given", relation=relation), *told)  # type: ignore[arg-type]
    period: Sourced[Period] = Sourced(None, None, 0.0, "no phrase of time")
    if day:
        period = Sourced(
            None, Period(a_day(day), a_day(day) + timedelta(days=days), "day"), 0.9, "given"
        )
    return Mention(
        id=mention_id(report.id, mark, type),
        document=report.id,
        type=type,
        trigger=mark,
        sentence=in_sentence,
        actors=tuple(sourced(a) for a in actors),
        targets=tuple(sourced(a) for a in targets),
        places=told,
        period=period,
        tolls=tuple(Sourced(mark, toll, 0.9, "given") for toll in tolls),
        said_by=tuple(s if isinstance(s, Speaker) else Speaker(None, s) for s in said_by),
        framing=tuple(Framing(w, mark, quoted(by) if by else None) for w, by in framing),
        links=tuple(links),
        confidence=more.pop("confidence", 0.9),
        **more,
    )
