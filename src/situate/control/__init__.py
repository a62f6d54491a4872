"""Incidents and state claims, folded in the order of time into who held what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from situate.control.areas import areas_of
from situate.control.fold import hold_on
from situate.control.ground import Claim, Ground, Kept, Spot, claims_of, spots_of
from situate.control.naming import names_of, namings_of
from situate.control.reading import reading_of
from situate.control.record import records_of
from situate.control.refold import Said, refold
from situate.control.rows import rows_of
from situate.control.theatre import (
    evidence_in,
    theatres_from,
    theatres_of,
)
from situate.knowledge.outlets import Outlets, load_outlets
from situate.model import Area, Document, Hold, Incident, Mention
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.knowledge.gazetteer import Gazetteer
    from situate.knowledge.roster import Roster

__all__ = [
    "Claim", "Ground", "Kept", "Said", "Spot", "areas_of", "as_of", "fold", "refold",
]  # fmt: skip
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
    ground: Ground | None = None,
) -> tuple[tuple[Hold, ...], tuple[Area, ...]]:
    """Every spell of every place a claim speaks of, and what is said of groups' ground.

    Each day is seen in the light of what had happened by then, whenever it was told (filtered in
    valid time). Places of undated reports come once, with a period of None
    ("as of the report"); a place with dated evidence lists its undated mentions as a flag instead.
    Holds are ordered by place and start; any order of mentions gives the same output. What a later
    `refold` starts from is collected in `ground`.
    """
    said = tuple(sorted(mentions, key=lambda m: m.id))
    reading = reading_of(documents, said, incidents, Sources(documents, outlets or load_outlets()))
    evidence = evidence_in(said, reading)
    namings = namings_of(said, evidence)
    dated, undated = theatres_from(evidence, names_of(namings))
    rows = rows_of(dated, undated)
    holds = tuple(hold for place in sorted(rows) for hold in rows[place])
    if ground is not None:
        ground.spots = [*spots_of(dated), *spots_of(undated)]
        ground.claims, ground.namings = claims_of(evidence), namings
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


def _known(document: Document) -> datetime | None:
    return document.published or document.retrieved


def _midnight(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
