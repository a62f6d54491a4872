"""`ftm`: FollowTheMoney entities, for Aleph; loses roles, tolls, ranges, stance and holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from situate.export.dataset import Dataset, Wish, Written, first_day, in_order, last_day, parties
from situate.model import Actor, Document, Incident, Place
from situate.records import digest

PUBLIC = ("state forces", "police", "government", "external forces", "coalition")


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """entities.ftm.json, one entity a line; each id once, in order of first use."""
    path = folder / "entities.ftm.json"
    seen: set[str] = set()
    with path.open("wb") as handle:
        for incident in in_order(data.incidents):
            for entity in _entities(incident, data):
                if entity["id"] not in seen:
                    seen.add(entity["id"])
                    handle.write(orjson.dumps(entity) + b"\n")
    return [
        Written(
            path,
            "ftm",
            len(seen),
            notes={"roles, tolls, ranges and stance lost": len(data.incidents)},
        )
    ]


def _entities(incident: Incident, data: Dataset) -> Iterator[dict[str, Any]]:
    mentions = [data.mentions[m] for m in incident.mentions if m in data.mentions]
    reports = {m.document: data.documents[m.document] for m in mentions}
    involved = [*parties(incident.actors), *parties(incident.targets)]
    place = incident.place.value if incident.place else None
    yield from (_article(report) for _, report in sorted(reports.items()))
    yield from (_actor(actor) for actor in involved)
    if place:
        yield _address(place)
    first, last = first_day(incident.period.value), last_day(incident.period.value)
    name = incident.type.replace("_", " ") + (f" at {place.name}" if place else "")
    yield _entity(
        f"situate-{incident.id}",
        "Event",
        name=[name],
        summary=[m.sentence.text for m in mentions[:1]],
        startDate=[first.isoformat()] if first else [],
        endDate=[last.isoformat()] if last else [],
        country=[place.country.lower()] if place and place.country else [],
        location=[place.name] if place else [],
        address=[place.name] if place else [],
        addressEntity=[_place_id(place)] if place else [],
        involved=[_actor_id(actor) for actor in involved],
        proof=[_report_id(ident) for ident in sorted(reports)],
        sourceUrl=sorted({r.url for r in reports.values() if r.url}),
        recordId=[incident.id],
    )


def _entity(ident: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    kept = {name: values for name, values in properties.items() if values}
    return {"id": ident, "schema": schema, "properties": kept}


def _report_id(document: str) -> str:
    return f"situate-doc-{document[:24]}"


def _actor_id(actor: Actor) -> str:
    return "situate-actor-" + digest("actor", actor.id or actor.name)


def _place_id(place: Place) -> str:
    return "situate-place-" + digest("place", place.id)


def _article(report: Document) -> dict[str, Any]:
    return _entity(
        _report_id(report.id),
        "Article",
        fileName=[report.path or f"{report.id[:16]}.txt"],
        title=[report.title] if report.title else [],
        publisher=[report.outlet] if report.outlet else [],
        publishedAt=[report.published.date().isoformat()] if report.published else [],
        sourceUrl=[report.url] if report.url else [],
        contentHash=[report.id[:40]],
    )


def _actor(actor: Actor) -> dict[str, Any]:
    schema = "PublicBody" if actor.kind in PUBLIC else "Organization"
    country = [actor.country.lower()] if actor.country else []
    return _entity(_actor_id(actor), schema, name=[actor.name], country=country)


def _address(place: Place) -> dict[str, Any]:
    return _entity(
        _place_id(place),
        "Address",
        full=[", ".join(p for p in (place.name, place.adm2, place.adm1) if p)],
        country=[place.country.lower()] if place.country else [],
        latitude=[f"{place.lat:.5f}"],
        longitude=[f"{place.lon:.5f}"],
    )
