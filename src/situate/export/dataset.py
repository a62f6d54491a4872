"""What every exporter is given and gives back, and the few answers they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from situate.export.page_names import told_name, words_for
from situate.export.page_words import outlet
from situate.knowledge.gazetteer.labels import shown_area
from situate.knowledge.roster import Roster
from situate.knowledge.vocabulary import Vocabulary
from situate.model import (
    Actor,
    Area,
    Document,
    Hold,
    Incident,
    Mention,
    Period,
    Place,
    Quote,
    Version,
)
from situate.records import quotes_of

CONTEXT = 32  # code points before and after a quote
LONG = 300  # a longer quote is cut unless --long-quotes: quotes belong to their outlets


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything there is to export, by id where it is asked by id."""

    documents: Mapping[str, Document]
    mentions: Mapping[str, Mention]
    incidents: Sequence[Incident]
    holds: Sequence[Hold]
    areas: Sequence[Area]
    vocabulary: Vocabulary
    roster: Roster
    accuracy: Mapping[str, Any] | None = None  # as every export states it; None: nobody measured


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is wanted."""

    bom: bool = False  # for Excel
    guard: bool = True  # a text cell that looks like a formula gets a leading '
    fatalities_zero: bool = False  # 0 where the number is not known, for loaders that demand one
    inter_numeric: bool = False
    hxl: bool = False
    long_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written; `left_out` counts rows the format cannot hold, by reason."""

    path: Path
    format: str
    rows: int
    fields: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)


def in_order(incidents: Sequence[Incident]) -> list[Incident]:
    """By (start, id); undated ones last."""
    return sorted(incidents, key=lambda i: (first_day(i.period.value) or date.max, i.id))


def first_day(period: Period | None) -> date | None:
    """Day of the first instant."""
    return period.start.date() if period and period.start else None


def last_day(period: Period | None) -> date | None:
    """Day of the last instant: the inclusive end that ACLED, UCDP and HAPI want."""
    if period is None or period.end is None:
        return None
    return (period.end - timedelta(microseconds=1)).date()


def days_wide(period: Period | None) -> int | None:
    """How many days a period touches; None where an end is open."""
    first, last = first_day(period), last_day(period)
    return None if first is None or last is None else (last - first).days + 1


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def parties(versions: Sequence[Version[Actor]]) -> list[Actor]:
    """Each different actor once, those with most witnesses first."""
    witnesses: dict[Actor, set[str]] = {}
    for version in versions:
        witnesses.setdefault(version.value, set()).add(version.witness)
    best: dict[str, Actor] = {}
    for actor in sorted(witnesses, key=lambda a: (-len(witnesses[a]), a.name, a.id or "")):
        best.setdefault(actor.id or actor.name, actor)
    return list(best.values())


def outlets(incident: Incident, data: Dataset) -> list[str]:
    """Names of all outlets that tell of it, in order."""
    reports = {data.mentions[m].document for m in incident.mentions if m in data.mentions}
    return sorted({outlet(data.documents[d]) for d in reports})


def location(incident: Incident, data: Dataset) -> str | None:
    """What its place is called, in plain letters where a report writes it so: "Hama"."""
    place = incident.place.value if incident.place else None
    if place is None:
        return None
    ours = (data.mentions[m] for m in incident.mentions if m in data.mentions)
    return told_name(place.name, words_for(place, ours))


def evidence(incident: Incident, data: Dataset) -> Iterator[tuple[Mention, str, Quote]]:
    """(mention, field, quote) for every word an incident rests on, in a fixed order."""
    for ident in incident.mentions:
        if ident not in data.mentions:
            continue
        mention = data.mentions[ident]
        for name, quote in quotes_of(mention):
            yield mention, name, quote


def shown(text: str, wish: Wish) -> str:
    """A quote as it may be published."""
    return text if wish.long_quotes or len(text) <= LONG else text[: LONG - 4] + " ..."


def country_of(incident: Incident) -> str | None:
    """ISO 3166-1 alpha-2 of where it happened."""
    place = incident.place.value if incident.place else None
    return place.country if place else None


def levels(place: Place | None) -> tuple[str | None, str | None]:
    """(admin 1, admin 2) a place lies in, by name; a province or district lies in itself."""
    if place is None:
        return None, None
    own = shown_area(place.name)
    one = place.adm1 or (own if place.kind == "adm1" else None)
    return one, place.adm2 or (own if place.kind == "adm2" else None)


def last_known(incident: Incident, data: Dataset) -> int | None:
    """Unix seconds of the newest report that tells of it; None where none carries a date."""
    reports = (
        data.documents[data.mentions[m].document] for m in incident.mentions if m in data.mentions
    )
    days = [d.published for d in reports if d.published]
    return int(max(days).timestamp()) if days else None
