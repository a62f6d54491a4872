"""Values in the words of a page: days, figures, states and names, the same in map and web app."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from textwrap import shorten
from typing import Protocol

from situate.export.page_names import told_name
from situate.knowledge.outlets import fold
from situate.model import (
    Actor,
    Document,
    Hold,
    Incident,
    Mention,
    Period,
    Range,
    Sourced,
    Toll,
    Witness,
)

Namer = Callable[[str], str]
UNNAMED = "other"  # the side that control keeps for whom no report names

STATES = {
    "held": "held",
    "contested": "contested",
    "mixed": "shared",
    "none": "held by nobody",
    "unknown": "unknown",
}


RELATIONS = {"through": "across"}  # an event does not move through a town
POINTED = ("a ", "an ", "the ", "his ", "her ", "its ", "our ", "their ", "your ", "my ")
FLAGS = {"ended": "said to have left", "detained": "taken prisoner"}


class Names(Protocol):
    """What of the roster a page needs: the name an id stands for as of a day."""

    def entry(self, ident: str, /) -> object | None: ...
    def actor(self, ident: str, day: datetime | None, /) -> Actor: ...


def namer(mentions: Mapping[str, Mention], roster: Names | None = None) -> Namer:
    """id -> name: the roster's, else the one the mentions use for it, else the id itself."""
    said = {UNNAMED: "a side not named"} | {
        role.value.id: role.value.name
        for mention in mentions.values()
        for role in (*mention.actors, *mention.targets, *mention.backers)
        if role.value is not None and role.value.id is not None
    }

    def name(ident: str) -> str:
        if roster is not None and roster.entry(ident):
            return roster.actor(ident, None).name
        return said.get(ident, ident)

    return name


def kind(type_: str) -> str:
    """ "place_taken" -> "place taken"."""
    return type_.replace("_", " ")


def day(moment: datetime | None) -> str:
    """ "14 Feb 2018"; "unknown" for None."""
    return "unknown" if moment is None else f"{moment.day} {moment:%b %Y}"


def last_day(end: datetime) -> datetime:
    """The day of the last instant before a half-open end."""
    return end - timedelta(microseconds=1)


def span(period: Period) -> str:
    """Days of a period, both ends named; an open end says so."""
    start, end = period.start, period.end
    if start is None and end is None:
        return "days unknown"
    if start is None and end is not None:
        return f"until {day(last_day(end))}"
    if end is None:
        return f"since {day(start)}"
    first, last = day(start), day(last_day(end))
    whole_month = start is not None and start.day == 1 == end.day and (end - start).days <= 31
    if period.precision == "month" and whole_month:
        return f"{start:%b %Y}"
    return first if first == last else f"{first} to {last}"


def when(period: Sourced[Period]) -> str:
    """Days of an incident; "day unknown" where no report and no date says."""
    return "day unknown" if period.value is None else span(period.value)


def count(low: int | None, high: int | None, *, exceeds: bool = False) -> str:
    """ "300–400", "at least 300", "up to 400"; "number not told" with neither bound.

    `exceeds`: the lower bound was told as "more than" the number before it, and is said so.
    """
    if low is None and high is None:
        return "number not told"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"more than {low - 1:,}" if exceeds else f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,}\u2013{high:,}"


def figure(toll: Toll) -> str:
    """A toll in full: "300–400 jihadists, of them 80 women and children"."""
    if "none_reported" in toll.flags:
        return f"no {toll.who}" if toll.who else "none"
    if is_untold(toll):
        return f"{toll.who or 'people'}, number not told,"
    parts = ", ".join(f"{count(p.low, p.high)} {p.who or ''}".strip() for p in toll.parts)
    return _whole(toll) + (f", of them {parts}" if parts else "")


def _whole(toll: Toll) -> str:
    """ "12 civilians"; one who is told as "their commander" or "a child" needs no number."""
    who = " ".join((toll.who or "").split())
    if who.casefold().startswith(POINTED):
        return who if toll.low == toll.high == 1 else f"{_number(toll)} of {who}"
    return f"{_number(toll)} {who}".strip()


def _number(toll: Toll) -> str:
    """The figure; an approximate one by its middle, as people say it: "about 250"."""
    if "approximate" not in toll.flags or toll.low is None or toll.high is None:
        return count(toll.low, toll.high, exceeds="exceeds" in toll.flags)
    middle = toll.best if toll.best is not None else (toll.low + toll.high) // 2
    narrow = toll.high - toll.low <= middle // 2
    return f"about {middle:,}" if narrow else f"roughly {count(toll.low, toll.high)}"


def is_untold(toll: Toll) -> bool:
    """Somebody is counted, but no number is given."""
    return "number_untold" in toll.flags or (toll.low is None and toll.high is None)


def toll(range_: Range) -> str:
    """All figures of one kind drawn together: "250–400 surrendered".

    A source that gives no number widens nothing; if none gives one, that is what is said.
    """
    figures = [f.value for f in range_.figures if not is_untold(f.value)]
    if not figures:
        if range_.figures:
            return f"number {range_.kind} not told"
        return f"{count(range_.low, range_.high)} {range_.kind}"
    lows = [f.low for f in figures if f.low is not None]
    highs = [f.high for f in figures if f.high is not None]
    # "150" and "more than 150" are 150 or more; "250 to 400" and "at least 300" stay 250 to 400.
    most = max(highs, default=-1)
    open_end = any(f.high is None and f.low is not None and f.low >= most for f in figures)
    high = None if open_end else max([*highs, *lows])
    low = min(lows, default=None)
    exceeds = all("exceeds" in f.flags for f in figures if f.low == low)
    return f"{count(low, high, exceeds=exceeds)} {range_.kind}"


def doubt(range_: Range) -> str:
    """Why its figures may count more people than the act hit: " · told only of a wider area"."""
    return "".join(f" · {reason}" for reason in range_.doubts)


def flag(text: str, name: Namer) -> str:
    """ "detained:isis:hts" -> "taken prisoner: Islamic State, Hayat Tahrir al-Sham"."""
    word, *about = text.split(":")
    word = FLAGS.get(word, word)
    names = ", ".join(kind(name(part)) for part in about)
    return f"{kind(word)}: {names}" if names else kind(word)


def effect(text: str, name: Namer) -> str:
    """ "clash_near: sdf against isis" with the names of the sides."""
    return kind(re.sub(r"\w[\w:-]*\w", lambda found: name(found[0]), text))


def root(witness: Witness) -> str:
    """Who ultimately speaks, without the kind of speaker that `root` opens with."""
    return witness.root.partition(":")[2] or witness.root


def outlet(document: Document) -> str:
    """Who published it; else its file, title or first words, as short as a name."""
    file = PurePath(document.path or "").name
    return document.outlet or file or shorten(document.title or document.text, 48) or "a report"


def voice(
    witness: Witness, mentions: Mapping[str, Mention], documents: Mapping[str, Document]
) -> str:
    """Who ultimately speaks, as the reports call him: a quoted speaker, an outlet, a report."""
    kind, _, name = witness.root.partition(":")
    papers = [outlet(documents[d]) for d in witness.documents if d in documents]
    if kind == "document" and papers:
        return papers[0]
    said = [
        mentions[m].said_by[-1] for m in witness.mentions if m in mentions and mentions[m].said_by
    ]
    quoted = [
        s.value
        for s in said
        if s.value and (s.party if kind == "party" else fold(s.value) == name or not name)
    ]
    named = [paper for paper in papers if fold(paper) == name]
    return next(iter((*quoted, *named)), root(witness))


def where(incident: Incident) -> str:
    """Place of an incident as a line; "place unknown" with the words where there are any."""
    place = incident.place
    if place is None:
        return "place unknown"
    if place.value is None:
        return f"\u201c{place.quote.text}\u201d, place unknown" if place.quote else "place unknown"
    relation = relation_before(place.relation)
    doubt = " (doubtful)" if place.confidence < 0.6 else ""
    return f"{relation}{place_name(incident)}{doubt}"


def place_name(incident: Incident) -> str | None:
    """What its place is called on a page; None where no place is known."""
    place = incident.place
    if place is None or place.value is None:
        return None
    return told_name(place.value.name, [place.quote.text] if place.quote else ())


def relation_before(relation: str) -> str:
    """What stands before a place's name: "near ", "across "; nothing for "at" and "in"."""
    return "" if relation in ("at", "in") else f"{RELATIONS.get(relation, relation)} "


def state(hold: Hold, name: Namer) -> str:
    """ "held by ISIS", "contested: SDF and ISIS", "unknown, leaning HTS"."""
    holders = " and ".join(name(h) for h in hold.holders) or "no one named"
    if hold.state == "held":
        return f"held by {holders}"
    if hold.state in ("contested", "mixed"):
        return f"{STATES[hold.state]}: {holders}"
    if hold.state == "unknown" and hold.leaning and leans(hold):
        return f"unknown, leaning {_side(hold.leaning, name)}"
    return STATES[hold.state]


def belief(key: str, name: Namer) -> str:
    """ "contested:isis+sdf" -> "contested: ISIS, SDF"."""
    word, _, sides = key.partition(":")
    names = ", ".join(name(side) for side in sides.split("+") if side)
    return f"{STATES.get(word, word)}: {names}" if names else STATES.get(word, word)


def leans(hold: Hold) -> bool:
    """Whether an unknown place leans to a side that has a name."""
    return hold.leaning is not None and set(_sides(hold.leaning)) != {UNNAMED}


def _sides(leaning: str) -> list[str]:
    return leaning.rpartition(":")[2].split("+")


def _side(leaning: str, name: Namer) -> str:
    return " and ".join(name(side) for side in _sides(leaning))
