"""Incidents and state claims, folded in the order of time into who held what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from situate.control.areas import areas_of
from situate.control.effects import reading_of
from situate.control.fold import hold_on, records_of, spells
from situate.control.theatre import theatres_of
from situate.knowledge.outlets import Outlets, load_outlets
from situate.model import Area, Document, Hold, Incident, Mention
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.knowledge.gazetteer import Gazetteer
    from situate.knowledge.roster import Roster

__all__ = ["as_of", "fold"]
DAY = 86400.0
Regroup = Callable[[Mapping[str, Document], Sequence[Mention]], tuple[Incident, ...]]


def fold(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    incidents: Iterable[Incident],
    roster: Roster | None = None,
    gazetteer: Gazetteer | None = None,
    *,
    outlets: Outlets | None = None,
) -> tuple[tuple[Hold, ...], tuple[Area, ...]]:
    """Every spell of every place a claim speaks of, and what is said of groups' ground.

    Each day is seen in the light of what had happened by then, whenever it was told (filtered in
    valid time). Places of undated reports come once, with a period of None
    ("as of the report"); a place with dated evidence lists its undated mentions as a flag instead.
    Holds are ordered by place and start; any order of mentions gives the same output.
    """
    said = tuple(sorted(mentions, key=lambda m: m.id))
    reading = reading_of(documents, said, incidents, Sources(documents, outlets or load_outlets()))
    dated, undated = theatres_of(said, reading)
    rows = {record.place.id: spells(record) for record in records_of(dated)}
    relative = {record.place.id: record for record in records_of(undated)}
    for place, record in relative.items():
        rows[place] = (
            tuple(_with_undated(hold, len(record.evidence)) for hold in rows[place])
            if place in rows
            else spells(record)
        )
    holds = tuple(hold for place in sorted(rows) for hold in rows[place])
    return holds, areas_of(said, documents)


def as_of(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    incidents: Iterable[Incident],
    day: datetime,
    *,
    known_by: datetime | None = None,
    place: str | None = None,
    smoothed: bool = True,
    regroup: Regroup | None = None,
    outlets: Outlets | None = None,
) -> tuple[Hold, ...]:
    """Who held what on a day, in the light of what was known by the end of another day.

    Only reports out by `known_by` count, in whatever they join or teach: pass `regroup`
    (corroborate, bound to outlets and roster) so that incidents are formed from those alone.
    Filtered (`smoothed=False`) uses nothing that happened after the day. `place` is a place id;
    only places with dated evidence have a row. Days are read in UTC.
    """
    said = sorted(mentions, key=lambda m: m.id)
    if known_by is not None:
        end = _midnight(known_by) + timedelta(days=1)
        documents = {key: d for key, d in documents.items() if (known := _known(d)) and known < end}
        said = [m for m in said if m.document in documents]
        told = {m.id for m in said}
        incidents = (
            regroup(documents, said) if regroup else [i for i in incidents if told & {*i.mentions}]
        )
    reading = reading_of(documents, said, incidents, Sources(documents, outlets or load_outlets()))
    last = _midnight(day).timestamp() / DAY
    dated, _ = theatres_of(said, reading, None if smoothed else last + 1)
    return tuple(
        hold_on(record, last, smoothed=smoothed)
        for record in sorted(records_of(dated), key=lambda r: r.place.id)
        if place in (None, record.place.id) and record.votes and record.votes[0].time <= last
    )


def _with_undated(hold: Hold, count: int) -> Hold:
    return replace(hold, flags=(*hold.flags, f"undated evidence:{count}"))


def _known(document: Document) -> datetime | None:
    return document.published or document.retrieved


def _midnight(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
