"""Incidents and state claims, folded in the order of time into who held what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from situate.control.areas import areas_of
from situate.control.effects import reading_of
from situate.control.fold import Record, hold_on, records_of, spells
from situate.control.theatre import Theatre, Whole, theatres_of, whole_of
from situate.knowledge.outlets import Outlets, load_outlets
from situate.model import Area, Document, Hold, Incident, Mention
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.knowledge.gazetteer import Gazetteer
    from situate.knowledge.roster import Roster

__all__ = ["REACH_KM", "Whole", "as_of", "fold", "fold_places", "whole"]
REACH_KM = 50.0  # no claim farther off touches a place: sides reach 25 km, the clock 50
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
    rows = _rows(dated, undated)
    holds = tuple(hold for place in sorted(rows) for hold in rows[place])
    return holds, areas_of(said, documents)


def fold_places(
    places: Collection[str],
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    incidents: Iterable[Incident],
    shared: Whole,
    *,
    outlets: Outlets | None = None,
) -> dict[str, tuple[Hold, ...]]:
    """The holds of some places, as `fold` gives them, from the claims around them alone.

    `mentions` need be only those that speak of a place within `REACH_KM` of one of these or of an
    area that may cover it, whole incidents each; `shared` comes from `whole`. A place with no
    claim of its own has no entry.
    """
    said = tuple(sorted(mentions, key=lambda m: m.id))
    reading = reading_of(documents, said, incidents, Sources(documents, outlets or load_outlets()))
    return _rows(*theatres_of(said, reading, whole=shared), frozenset(places))


def whole(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    incidents: Iterable[Incident] = (),
    *,
    outlets: Outlets | None = None,
) -> Whole:
    """What the holds of every place share: the actor shown for each side and the last day told."""
    said = tuple(sorted(mentions, key=lambda m: m.id))
    sources = Sources(documents, outlets or load_outlets())
    return whole_of(said, reading_of(documents, said, incidents, sources))


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


def _rows(
    dated: Theatre, undated: Theatre, only: frozenset[str] | None = None
) -> dict[str, tuple[Hold, ...]]:
    """Holds by place id: dated spells with the count of undated claims, or the undated state."""

    def records(theatre: Theatre) -> dict[str, Record]:
        told = records_of(theatre)
        return {r.place.id: r for r in told if only is None or r.place.id in only}

    rows = {place: spells(record) for place, record in records(dated).items()}
    for place, record in records(undated).items():
        rows[place] = (
            tuple(_with_undated(hold, len(record.evidence)) for hold in rows[place])
            if place in rows
            else spells(record)
        )
    return rows


def _with_undated(hold: Hold, count: int) -> Hold:
    return replace(hold, flags=(*hold.flags, f"undated evidence:{count}"))


def _known(document: Document) -> datetime | None:
    return document.published or document.retrieved


def _midnight(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
