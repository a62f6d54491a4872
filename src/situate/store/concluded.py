"""Incidents and holds, written as one; `asked` reads them.

`replace` drops and rewrites everything concluded in the caller's transaction, rows in the order of
their ids: the same mentions give the same bytes. `amend` writes what a batch changed; read in the
order of their keys, the tables then hold the same bytes too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Column, Connection, delete, func, select

from situate.model import Area, Hold, Incident, Situation
from situate.records import to_json
from situate.store import ground as grounds
from situate.store import tables, weighed
from situate.store.asked import areas
from situate.store.ground import Grounds
from situate.store.weighed import Changes


@dataclass(frozen=True, slots=True)
class Mark:
    """What a conclusion rests on: the last reading, the last judgement, the pipeline."""

    readings: int
    judgements: int
    pipeline: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a batch changed: incidents of `stale` mentions fall but for `kept`; of holds and areas
    those that rest on what falls with `ground`."""

    situation: Situation
    stale: frozenset[str]
    kept: frozenset[str]
    weighing: Changes
    ground: Grounds


def mark_now(connection: Connection, pipeline: str) -> Mark:
    """The mark a conclusion made now would carry."""
    readings = connection.execute(select(func.max(tables.reading.c.seq))).scalar() or 0
    judged = connection.execute(select(func.max(tables.judgement.c.seq))).scalar() or 0
    return Mark(readings, judged, pipeline)


def last_mark(connection: Connection) -> Mark | None:
    """The mark of what is concluded; None before the first conclusion."""
    table = tables.conclusion.c
    row = connection.execute(select(table.readings, table.judgements, table.pipeline)).first()
    return Mark(*row) if row else None


def replace(
    connection: Connection,
    situation: Situation,
    mark: Mark,
    weighing: Changes | None = None,
    ground: Grounds | None = None,
) -> None:
    """Everything concluded, anew, with what was weighed for it and what its holds rest on."""
    for table in tables.CONCLUDED:
        connection.execute(delete(table))
    _add_incidents(connection, situation.incidents)
    _add_holds(connection, situation)
    if weighing is not None:
        weighed.file(connection, weighing)
    if ground is not None:
        grounds.file(connection, ground)
    _insert(connection, tables.conclusion, [{"id": 1, **asdict(mark)}])


def amend(connection: Connection, part: Part, last: Mark, mark: Mark) -> bool:
    """What a batch changed; False, and nothing is written, if `last` is not what is concluded.

    The tables then hold what `replace` would have written.
    """
    if last_mark(connection) != last:
        return False
    falls = incidents_with(connection, part.stale) - part.kept
    for some in weighed.parts(sorted(falls), weighed.MOST):
        for table, column in (
            (tables.incident, tables.incident.c.id),
            (tables.incident_mention, tables.incident_mention.c.incident),
            (tables.happening, tables.happening.c.incident),
        ):
            connection.execute(delete(table).where(column.in_(some)))
    _add_incidents(connection, part.situation.incidents)
    weighed.file(connection, part.weighing)
    _drop_holds(connection, part.ground)
    grounds.file(connection, part.ground)
    connection.execute(delete(tables.conclusion))
    _add_holds(connection, part.situation)
    _insert(connection, tables.conclusion, [{"id": 1, **asdict(mark)}])
    return True


def members(connection: Connection, incidents: Collection[str]) -> frozenset[str]:
    """Ids of the mentions of some incidents."""
    pair = tables.incident_mention.c
    return _joined(connection, pair.mention, pair.incident, incidents)


def _drop_holds(connection: Connection, ground: Grounds) -> None:
    """Holds of the places that fall, and areas that rest on mentions that fall."""
    if ground.places is None:
        connection.execute(delete(tables.hold))
        connection.execute(delete(tables.area))
        return
    grounds.drop(connection, tables.hold, tables.hold.c.place, ground.places)
    stale = [a.id for a in areas(connection) if not ground.gone.isdisjoint(a.because)]
    grounds.drop(connection, tables.area, tables.area.c.id, stale)


def is_weighed(connection: Connection) -> bool:
    """Does every incident have its print, and every place with holds its spot, as they have unless
    they were concluded without weighing?"""
    incidents, prints, with_holds, with_spots = (
        connection.execute(select(func.count(column.distinct()))).scalar_one()
        for column in (
            tables.incident.c.id,
            tables.happening.c.incident,
            tables.hold.c.place,
            tables.spot.c.place,
        )
    )
    return bool(incidents == prints and with_holds <= with_spots)


def incidents_with(connection: Connection, mentions: Collection[str]) -> frozenset[str]:
    """Ids of the incidents some mentions belong to."""
    pair = tables.incident_mention.c
    return _joined(connection, pair.incident, pair.mention, mentions)


def _joined(
    connection: Connection, wanted: Column[str], by: Column[str], ids: Collection[str]
) -> frozenset[str]:
    """Values of one column of a table where another is among some ids."""
    return frozenset(
        row[0]
        for some in weighed.parts(sorted(ids), weighed.MOST)
        for row in connection.execute(select(wanted).where(by.in_(some)))
    )


def _add_incidents(connection: Connection, found: Sequence[Incident]) -> None:
    incidents = sorted(found, key=lambda i: i.id)
    _insert(connection, tables.incident, [incident_row(i) for i in incidents])
    pairs = [{"incident": i.id, "mention": m} for i in incidents for m in sorted(i.mentions)]
    _insert(connection, tables.incident_mention, pairs)


def _add_holds(connection: Connection, situation: Situation) -> None:
    holds = sorted(situation.holds, key=lambda h: h.id)
    _insert(connection, tables.hold, [hold_row(h) for h in holds])
    areas = sorted(situation.areas, key=lambda a: a.id)
    _insert(connection, tables.area, [area_row(a) for a in areas])


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def incident_row(incident: Incident) -> dict[str, Any]:
    """An incident as a row; its point is null where its place is not known."""
    period = incident.period.value
    place = incident.place.value if incident.place else None
    return {
        "id": incident.id,
        "type": incident.type,
        "start": period.start.isoformat() if period and period.start else None,
        "end": period.end.isoformat() if period and period.end else None,
        "place": place.id if place else None,
        "place_name": place.name if place else None,
        "country": place.country if place else None,
        "adm1": place.adm1 if place else None,
        "adm2": place.adm2 if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "witnesses": len(incident.witnesses),
        "contested": int(bool(incident.contested)),
        "confidence": incident.confidence,
        "record": to_json(incident).decode(),
    }


def hold_row(hold: Hold) -> dict[str, Any]:
    """A hold as a row."""
    start = hold.period.start if hold.period else None
    end = hold.period.end if hold.period else None
    return {
        "id": hold.id,
        "place": hold.place.id,
        "place_name": hold.place.name,
        "country": hold.place.country,
        "adm1": hold.place.adm1,
        "adm2": hold.place.adm2,
        "latitude": hold.place.lat,
        "longitude": hold.place.lon,
        "state": hold.state,
        "holders": " ".join(hold.holders),
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "probability": hold.probability,
        "known_from": hold.known_from.isoformat() if hold.known_from else None,
        "record": to_json(hold).decode(),
    }


def area_row(area: Area) -> dict[str, Any]:
    """A pocket or front as a row."""
    record = to_json(area).decode()
    return {"id": area.id, "name": area.name, "actor": area.actor, "record": record}
