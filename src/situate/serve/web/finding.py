"""What several views need of the archive: things by id, their words, their colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

from situate import __version__
from situate.export import page_words as words
from situate.export.dataset import Dataset
from situate.export.page_evidence import Evidence, evidence
from situate.export.page_symbols import OTHER, PALETTE, side_colours
from situate.export.page_view import Report
from situate.model import Document, Hold, Incident, Mention
from situate.serve.web.answer import link
from situate.serve.web.window import Window, cursor_text, day


def told(desk: Any, ids: Iterable[str]) -> tuple[dict[str, Mention], dict[str, Document]]:
    """Mentions by id and the documents they stand in."""
    mentions = desk.archive.mentions(ids)
    return mentions, desk.archive.documents(m.document for m in mentions.values())


def cursor_of(incident: Incident) -> str:
    """The cursor after an incident."""
    period = incident.period.value
    start = period.start.isoformat() if period and period.start else None
    return cursor_text(start, incident.id)


def cursor_of_report(document: Document) -> str:
    """The cursor after a report."""
    day = document.published.isoformat() if document.published else None
    return cursor_text(day, document.id)


def dataset(
    desk: Any, incidents: list[Incident], mentions: Mapping[str, Mention] | None = None
) -> Dataset:
    """What the table rows of exports ask for."""
    if mentions is None:
        mentions, documents = told(desk, [m for i in incidents for m in i.mentions])
    else:
        documents = desk.archive.documents(m.document for m in mentions.values())
    return Dataset(documents, mentions, incidents, (), (), desk.vocabulary, desk.roster)


def holds_of(desk: Any, window: Window, limit: int, *, is_drawn: bool = False) -> list[Hold]:
    """Holds of a window: the last conclusion, or folded anew where `known_by` asks for it.

    `is_drawn` leaves out what a map does not draw, and no day: its sliders choose among them.
    """
    as_of, known_by = day(window.as_of, "as_of"), day(window.known_by, "known_by")
    ask = replace(window.ask(), limit=limit)
    if is_drawn:
        ask = replace(ask, since=None, until=None)
    if as_of is not None and known_by is not None:
        found = desk.archive.holds_as_known(as_of, known_by, window.place)
        return [h for h in found if window.adm1 in (None, h.place.adm1)][:limit]
    of = desk.archive.drawn_holds if is_drawn else desk.archive.holds
    held: list[Hold] = of(ask, as_of)
    return held


def colours_of(desk: Any, holds: Iterable[Hold]) -> dict[str, str]:
    """Colours of sides: those of the whole store, so that they stay while the days move."""
    known = desk.archive.sides()
    extra = [h for h in holds if {*h.holders, *h.besieged_by} - set(known)]
    order = {**dict.fromkeys(known), **dict.fromkeys(side_colours(extra))}
    return side_colours_in(list(order))


def side_colours_in(sides: list[str]) -> dict[str, str]:
    """Colours in a given order of sides."""
    return {s: PALETTE[i] if i < len(PALETTE) else OTHER for i, s in enumerate(sides)}


def found_incident(desk: Any, ident: str) -> Incident:
    """The incident of an id, or the one that now holds its words; 404 where neither is there."""
    incident: Incident | None = desk.archive.incident(ident)
    if incident is None:
        raise HTTPException(404, f"no incident {ident[:60]}")
    return incident


def found_mention(request: Request, ident: str) -> tuple[Mention, Document]:
    """A mention with its document; 404 where it is not there or was rejected."""
    mentions, documents = told(request.state.desk, [ident])
    if ident not in mentions:
        raise HTTPException(404, f"no statement {ident[:60]}: it may have been rejected")
    return mentions[ident], documents[mentions[ident].document]


def found_document(request: Request, ident: str) -> Document:
    """A document; 404 where it is not there."""
    documents = request.state.desk.archive.documents([ident])
    if ident not in documents:
        raise HTTPException(404, f"no report {ident[:60]}")
    found: Document = documents[ident]
    return found


def asdict_top(record: Any) -> dict[str, Any]:
    """The fields of a record, the values as they are."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def cited(request: Request, incident: Incident) -> str:
    """A line to cite: what, where, when, on whose word, with which program, at which address."""
    reports = len({d for w in incident.witnesses for d in w.documents})
    return (
        f"{words.kind(incident.type).capitalize()}, {words.where(incident)}, "
        f"{words.when(incident.period)}. Concluded by situate {__version__} from {reports} "
        f"report{'s' * (reports != 1)} of {len(incident.witnesses)} independent "
        f"witness{'es' * (len(incident.witnesses) != 1)}. Incident {incident.id}, "
        f"{request.url.scheme}://{request.url.netloc}{link('incident', incident.id)}."
    )


def reported(
    mentions: Iterable[Mention], documents: Mapping[str, Document]
) -> list[tuple[Evidence, Report]]:
    """Mentions with their evidence and the line that names their source, by date of report."""

    def order(m: Mention) -> tuple[Any, ...]:
        published = documents[m.document].published
        return (
            published is None,
            published.timestamp() if published else 0,
            m.document,
            m.trigger.start,
        )

    return [
        (evidence(m, documents[m.document]), report_of(documents[m.document]))
        for m in sorted(mentions, key=order)
    ]


def report_of(document: Document) -> Report:
    """The source line of a document."""
    date = words.day(document.published) if document.published else "no date"
    return Report(document, words.outlet(document), date, ())
