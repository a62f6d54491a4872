"""The pages, each also as .json and .csv; handlers ask the archive and fill a template."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from situate import __version__
from situate.export import page_words as words
from situate.export.brief_page import environment
from situate.export.dataset import Dataset
from situate.export.page_evidence import Evidence, evidence, excerpt, quotes
from situate.export.page_map import label, map_data
from situate.export.page_symbols import OTHER, PALETTE, side_colours
from situate.export.page_view import (
    COLUMNS,
    AreaRow,
    HoldRow,
    IncidentRow,
    Report,
    area_row,
    hold_row,
    incident_row,
)
from situate.export.tables import (
    HOLDS,
    INCIDENTS,
    MENTIONS,
    hold_cells,
    incident_cells,
    mention_cells,
)
from situate.model import Document, Hold, Incident, Mention, Situation
from situate.serve.web import quality as scores
from situate.serve.web.archive import Spot
from situate.serve.web.search import FACETS
from situate.serve.web.sheets import as_csv, as_json
from situate.serve.web.window import Window, cursor, cursor_text, day, window_of

router = APIRouter(include_in_schema=False)
HOLDS_LISTED, HOLDS_DRAWN, POINTS_DRAWN, ROWS_TAKEN = 300, 5_000, 2_000, 100_000


@dataclass(frozen=True, slots=True)
class Lists:
    """The rows of a situation page."""

    incidents: tuple[IncidentRow, ...]
    holds: tuple[HoldRow, ...]
    areas: tuple[AreaRow, ...]
    sides: tuple[tuple[str, str, str], ...]


def link(kind: str, ident: str) -> str:
    """The page of a thing."""
    return f"/{kind}/{quote(ident, safe='')}"


def page(request: Request, template: str, status: int = 200, **fill: Any) -> HTMLResponse:
    """A filled template; `?part=1` gives its main part alone, for the drawer."""
    desk = request.app.state.desk
    person = getattr(request.state, "person", None)
    session = getattr(request.state, "session", None)
    text = (
        environment(link)
        .get_template(template)
        .render(
            base="part.html" if request.query_params.get("part") == "1" else "base.html",
            here=request.url.path,
            direction=request.query_params.get("dir", "ltr"),
            person=person,
            signs_in=desk.people is not None,
            token=desk.sessions.token(session) if session else "",
            behind=desk.archive.is_behind() if person else 0,
            columns=COLUMNS,
            version=__version__,
            **fill,
        )
    )
    return HTMLResponse(text.encode("utf-8", "replace"), status)


def error_page(request: Request, status: int, message: str) -> Response:
    """An error as JSON for programs, as a page for people."""
    path = request.url.path
    wants_page = "text/html" in request.headers.get("accept", "")
    if path.startswith("/api/") or path.endswith((".json", ".csv")) or not wants_page:
        answer = as_json({"detail": message})
        answer.status_code = status
        return answer
    titles = {403: "Not allowed", 404: "Not found", 422: "That cannot be asked", 503: "Busy"}
    try:
        return page(
            request, "error.html", status, title=titles.get(status, "Error"), message=message
        )
    except Exception:  # the store itself may be what is broken
        return HTMLResponse(f"<!doctype html><title>Error</title><p>{html.escape(message)}", status)


@router.get("/")
def front() -> Response:
    """The front door leads to the situation."""
    return RedirectResponse("/situation", 307)


# --- situation ------------------------------------------------------------------------------


@router.get("/situation")
def situation(request: Request) -> Response:
    """Who holds what and what happened, in a window of days."""
    desk, window = request.app.state.desk, _defaulted(request)
    archive, ask = desk.archive, window.ask()
    incidents, more = archive.incidents(ask)
    holds = holds_of(desk, window, HOLDS_LISTED + 1)
    last = incidents[-1] if incidents else None
    return page(
        request,
        "situation_lists.html" if request.query_params.get("part") == "lists" else "situation.html",
        window=window,
        view=_lists(desk, incidents, holds[:HOLDS_LISTED]),
        holds_cut=len(holds) > HOLDS_LISTED,
        count=archive.count(ask),
        total=archive.store.counts()["incident"],
        span=archive.span(),
        types=archive.types(),
        next=cursor_of(last) if last and more else None,
    )


@router.get("/situation.json")
def situation_json(request: Request) -> Response:
    """The same as records."""
    desk, window = request.app.state.desk, _defaulted(request)
    incidents, more = desk.archive.incidents(window.ask())
    after = cursor_of(incidents[-1]) if incidents and more else None
    holds = holds_of(desk, window, HOLDS_DRAWN)
    return as_json(
        {"incidents": incidents, "holds": holds, "areas": desk.archive.areas(), "next": after}
    )


@router.get("/situation.csv")
def situation_csv(request: Request) -> Response:
    """Incidents of the window, a row each."""
    desk = request.app.state.desk
    ask = replace(_defaulted(request).ask(), limit=ROWS_TAKEN)
    incidents, _ = desk.archive.incidents(ask)
    data = dataset(desk, incidents)
    rows = ([incident_cells(i, data)[c] for c in INCIDENTS] for i in incidents)
    return as_csv(INCIDENTS, rows, "incidents")


@router.get("/situation/holds.csv")
def holds_csv(request: Request) -> Response:
    """Holds of the window, a row each."""
    holds = holds_of(request.app.state.desk, _defaulted(request), ROWS_TAKEN)
    return as_csv(HOLDS, ([hold_cells(h)[c] for c in HOLDS] for h in holds), "holds")


@router.get("/situation/map.json")
def situation_map(request: Request) -> Response:
    """What the map and the timeline draw; crowded windows come counted by place."""
    desk, window = request.app.state.desk, _defaulted(request)
    archive, ask = desk.archive, window.ask()
    holds = holds_of(desk, window, HOLDS_DRAWN)
    name = words.namer({}, desk.roster)
    colours = colours_of(desk, holds)
    number = archive.count(ask)
    incidents: list[Incident] = []
    if number <= POINTS_DRAWN:
        incidents, _ = archive.incidents(replace(ask, limit=POINTS_DRAWN, after=None))
    drawn = map_data(
        Situation(tuple(incidents), tuple(holds), tuple(archive.areas())), name, colours
    )
    if number > POINTS_DRAWN:
        drawn["incidents"]["features"] = [_spot(s) for s in archive.spots(ask, 5_000)]
    return as_json({**drawn, "days": archive.days(ask), "number": number})


def _spot(spot: Spot) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(spot.lon, 5), round(spot.lat, 5)]},
        "properties": {
            "ids": f"place:{spot.place}",
            "name": label(spot.name),
            "count": spot.number,
            "area": False,
            "near": False,
        },
    }


def _defaulted(request: Request) -> Window:
    """The window asked for; known_by alone asks about the same day."""
    window = window_of(request.query_params)
    if window.known_by and not window.as_of:
        window = replace(window, as_of=window.known_by)
    return window


def holds_of(desk: Any, window: Window, limit: int) -> list[Hold]:
    """Holds of a window: the last conclusion, or folded anew where `known_by` asks for it."""
    as_of, known_by = day(window.as_of, "as_of"), day(window.known_by, "known_by")
    ask = replace(window.ask(), limit=limit)
    if as_of is not None and known_by is not None:
        found = desk.archive.holds_as_known(as_of, known_by, window.place)
        return [h for h in found if window.adm1 in (None, h.place.adm1)][:limit]
    held: list[Hold] = desk.archive.holds(ask, as_of)
    return held


def colours_of(desk: Any, holds: Iterable[Hold]) -> dict[str, str]:
    """Colours of sides: those of the whole store, so that they stay while the days move."""
    known = desk.archive.sides()
    extra = [h for h in holds if set((*h.holders, *h.besieged_by)) - set(known)]
    order = {**dict.fromkeys(known), **dict.fromkeys(side_colours(extra, ()))}
    return side_colours_in(list(order))


def side_colours_in(sides: list[str]) -> dict[str, str]:
    """Colours in a given order of sides."""
    return {s: PALETTE[i] if i < len(PALETTE) else OTHER for i, s in enumerate(sides)}


def _lists(desk: Any, incidents: list[Incident], holds: list[Hold]) -> Lists:
    areas = desk.archive.areas()
    wanted = [m for i in incidents for m in i.mentions]
    wanted += [
        m for h in holds for m in (*h.because[:3], *(x for s in h.trace for x in s.mentions[:2]))
    ]
    wanted += [m for a in areas for m in a.because[:4]]
    mentions, documents = told(desk, wanted)
    name = words.namer(mentions, desk.roster)
    colours = colours_of(desk, holds)
    shown = dict.fromkeys(s for h in holds for s in (*h.holders, *h.besieged_by))
    return Lists(
        tuple(incident_row(i, documents, mentions) for i in incidents),
        tuple(hold_row(h, mentions, documents, name, colours) for h in holds),
        tuple(area_row(a, holds, mentions, documents, name) for a in areas),
        tuple((s, name(s), colours[s]) for s in colours if s in shown),
    )


def told(desk: Any, ids: Iterable[str]) -> tuple[dict[str, Mention], dict[str, Document]]:
    """Mentions by id and the documents they stand in."""
    mentions = desk.archive.mentions(ids)
    return mentions, desk.archive.documents(m.document for m in mentions.values())


def cursor_of(incident: Incident) -> str:
    """The cursor after an incident."""
    period = incident.period.value
    start = period.start.isoformat() if period and period.start else None
    return cursor_text(start, incident.id)


def dataset(
    desk: Any, incidents: list[Incident], mentions: Mapping[str, Mention] | None = None
) -> Dataset:
    """What the table rows of exports ask for."""
    if mentions is None:
        mentions, documents = told(desk, [m for i in incidents for m in i.mentions])
    else:
        documents = desk.archive.documents(m.document for m in mentions.values())
    return Dataset(documents, mentions, incidents, (), (), desk.vocabulary, desk.roster)


# --- incident, hold, area, mention ----------------------------------------------------------


def found_incident(desk: Any, ident: str) -> Incident:
    """The incident of an id, or the one that now holds its words; 404 where neither is there."""
    incident: Incident | None = desk.archive.incident(ident)
    if incident is None:
        raise HTTPException(404, f"no incident {ident[:60]}")
    return incident


@router.get("/incident/{ident}.json")
def incident_json(request: Request, ident: str) -> Response:
    """An incident with its mentions, as records."""
    desk = request.app.state.desk
    incident = found_incident(desk, ident)
    mentions, _ = told(desk, incident.mentions)
    return as_json(
        {
            **asdict_top(incident),
            "said": list(mentions.values()),
            "citation": cited(request, incident),
        }
    )


@router.get("/incident/{ident}.csv")
def incident_csv(request: Request, ident: str) -> Response:
    """The statements an incident was concluded from, a row each."""
    desk = request.app.state.desk
    incident = found_incident(desk, ident)
    data = dataset(desk, [incident])
    rows = (mention_cells(m, incident.id, data) for m in data.mentions.values())
    return as_csv(MENTIONS, ([row[c] for c in MENTIONS] for row in rows), f"incident-{incident.id}")


@router.get("/incident/{ident}")
def incident_page(request: Request, ident: str) -> Response:
    """An incident with every source's version; an old id leads to where its words are now."""
    desk = request.app.state.desk
    incident = found_incident(desk, ident)
    if incident.id != ident:
        return RedirectResponse(f"{link('incident', incident.id)}?moved=1", 307)
    mentions, documents = told(desk, incident.mentions)
    return page(
        request,
        "incident.html",
        incident=incident,
        row=incident_row(incident, documents, mentions),
        evidence=reported(mentions.values(), documents),
        judgements=desk.archive.judgements_on(mentions.values(), documents),
        citation=cited(request, incident),
        moved=request.query_params.get("moved") == "1",
    )


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


@router.get("/hold/{ident}.json")
def hold_json(request: Request, ident: str) -> Response:
    """A spell as a record."""
    return as_json(_found_hold(request, ident))


@router.get("/hold/{ident}.csv")
def hold_csv(request: Request, ident: str) -> Response:
    """A spell as a row."""
    cells = hold_cells(_found_hold(request, ident))
    return as_csv(HOLDS, [[cells[c] for c in HOLDS]], f"hold-{ident}")


@router.get("/hold/{ident}")
def hold_page(request: Request, ident: str) -> Response:
    """A spell with its reasons."""
    desk = request.app.state.desk
    hold = _found_hold(request, ident)
    wanted = [*hold.because, *(m for step in hold.trace for m in step.mentions)]
    mentions, documents = told(desk, wanted)
    name = words.namer(mentions, desk.roster)
    row = hold_row(hold, mentions, documents, name, colours_of(desk, [hold]))
    ours = [mentions[m] for m in hold.because if m in mentions]
    return page(request, "hold.html", row=row, evidence=reported(ours, documents))


def _found_hold(request: Request, ident: str) -> Hold:
    hold: Hold | None = request.app.state.desk.archive.hold(ident)
    if hold is None:
        raise HTTPException(404, f"no hold {ident[:60]}: it may have been concluded anew")
    return hold


@router.get("/area/{ident}")
def area_page(request: Request, ident: str) -> Response:
    """A pocket or front with its words."""
    desk = request.app.state.desk
    area = next((a for a in desk.archive.areas() if a.id == ident), None)
    if area is None:
        raise HTTPException(404, f"no area {ident[:60]}: it may have been concluded anew")
    mentions, documents = told(desk, area.because)
    name = words.namer(mentions, desk.roster)
    row = area_row(area, (), mentions, documents, name)
    return page(request, "area.html", row=row, evidence=reported(mentions.values(), documents))


def found_mention(request: Request, ident: str) -> tuple[Mention, Document]:
    """A mention with its document; 404 where it is not there or was rejected."""
    mentions, documents = told(request.app.state.desk, [ident])
    if ident not in mentions:
        raise HTTPException(404, f"no statement {ident[:60]}: it may have been rejected")
    return mentions[ident], documents[mentions[ident].document]


@router.get("/mention/{ident}.json")
def mention_json(request: Request, ident: str) -> Response:
    """A mention as a record."""
    return as_json(found_mention(request, ident)[0])


@router.get("/mention/{ident}")
def mention_page(request: Request, ident: str) -> Response:
    """A mention's words in their sentence."""
    mention, document = found_mention(request, ident)
    incident = request.app.state.desk.archive.incident(ident)
    return page(
        request,
        "mention.html",
        e=evidence(mention, document),
        report=report_of(document),
        incident=incident.id if incident else None,
    )


# --- documents ------------------------------------------------------------------------------

DOCUMENTS = ("id", "title", "outlet", "published", "language", "url", "path")


def _document_rows(documents: Iterable[Document]) -> Iterable[list[object]]:
    for d in documents:
        published = d.published.isoformat() if d.published else None
        yield [d.id, d.title, d.outlet, published, d.language, d.url, d.path]


@router.get("/documents")
def documents_page(request: Request) -> Response:
    """The reports there are."""
    after = request.query_params.get("after")
    found = request.app.state.desk.archive.list_documents(after, 101)
    return page(
        request,
        "documents.html",
        documents=found[:100],
        next=found[99].id if len(found) > 100 else None,
    )


@router.get("/documents.json")
def documents_json(request: Request) -> Response:
    """The reports there are, without their texts."""
    found = request.app.state.desk.archive.list_documents(request.query_params.get("after"), 1000)
    rows = [dict(zip(DOCUMENTS, row, strict=True)) for row in _document_rows(found)]
    return as_json({"items": rows, "next": found[-1].id if len(found) == 1000 else None})


@router.get("/documents.csv")
def documents_csv(request: Request) -> Response:
    """The reports there are, a row each."""
    found = request.app.state.desk.archive.list_documents(None, ROWS_TAKEN)
    return as_csv(DOCUMENTS, _document_rows(found), "reports")


def found_document(request: Request, ident: str) -> Document:
    """A document; 404 where it is not there."""
    documents = request.app.state.desk.archive.documents([ident])
    if ident not in documents:
        raise HTTPException(404, f"no report {ident[:60]}")
    found: Document = documents[ident]
    return found


@router.get("/document/{ident}.json")
def document_json(request: Request, ident: str) -> Response:
    """A document with its mentions."""
    document = found_document(request, ident)
    mentions = request.app.state.desk.archive.mentions_in(ident)
    return as_json({**asdict_top(document), "mentions": list(mentions.values())})


@router.get("/document/{ident}.csv")
def document_csv(request: Request, ident: str) -> Response:
    """The statements of a document, a row each."""
    desk = request.app.state.desk
    found_document(request, ident)
    data = dataset(desk, [], desk.archive.mentions_in(ident))
    rows = (mention_cells(m, None, data) for m in data.mentions.values())
    return as_csv(MENTIONS, ([row[c] for c in MENTIONS] for row in rows), f"report-{ident[:12]}")


@router.get("/document/{ident}")
def document_page(request: Request, ident: str) -> Response:
    """The text of a report with every word that carries a value marked."""
    document = found_document(request, ident)
    mentions = request.app.state.desk.archive.mentions_in(ident)
    ordered = sorted(mentions.values(), key=lambda m: (m.trigger.start, m.id))
    marks = [(m.id, q) for m in ordered for _, q in quotes(m)]
    starts: dict[int, list[str]] = {}
    for mention in ordered:
        starts.setdefault(mention.trigger.start, []).append(mention.id)
    return page(
        request,
        "document.html",
        document=document,
        report=report_of(document),
        mentions=ordered,
        text=excerpt(document, 0, len(document.text), marks),
        starts=starts,
        types={m.id: words.kind(m.type) for m in ordered},
    )


# --- search and quality ---------------------------------------------------------------------


@router.get("/search")
def search_page(request: Request) -> Response:
    """Statements by their words, narrowed down by facets."""
    desk, window, offset = request.app.state.desk, *_search_window(request)
    found = desk.search.find(window, offset)
    mentions, documents = told(desk, [r.mention for r in found.rows])
    shown = [mentions[r.mention] for r in found.rows if r.mention in mentions]
    more = offset + len(found.rows) < found.total
    return page(
        request,
        "search.html",
        window=asdict(window) | {"query": window.query},
        facets=FACETS,
        found=found,
        evidence=[
            (evidence(m, documents[m.document]), report_of(documents[m.document])) for m in shown
        ],
        next=cursor_text(None, str(offset + window.limit)) if more else None,
    )


def _search_window(request: Request) -> tuple[Window, int]:
    window = window_of(request.query_params)
    after = cursor(window.after)
    offset = int(after[1]) if after and after[1].isdigit() and len(after[1]) < 10 else 0
    return window, offset


@router.get("/search.json")
def search_json(request: Request) -> Response:
    """Hits as records."""
    window, offset = _search_window(request)
    found = request.app.state.desk.search.find(window, offset)
    more = offset + len(found.rows) < found.total
    after = cursor_text(None, str(offset + window.limit)) if more else None
    return as_json(
        {"items": found.rows, "total": found.total, "facets": dict(found.facets), "next": after}
    )


@router.get("/search.csv")
def search_csv(request: Request) -> Response:
    """Hits, a row each."""
    window, _ = _search_window(request)
    found = request.app.state.desk.search.find(replace(window, limit=ROWS_TAKEN))
    columns = ("mention", "document", "type", "day", "outlet", "stance", "place", "actor")
    rows = ([getattr(r, c).strip("|").replace("|", "; ") for c in columns] for r in found.rows)
    return as_csv(columns, rows, "search")


@router.get("/quality")
def quality_page(request: Request) -> Response:
    """What is known of how well it reads."""
    return page(request, "quality.html", q=scores.quality(request.app.state.desk.archive))


@router.get("/quality.json")
def quality_json(request: Request) -> Response:
    """The same as a record."""
    return as_json(scores.quality(request.app.state.desk.archive))


@router.get("/quality.csv")
def quality_csv(request: Request) -> Response:
    """Scores, a row each."""
    columns = ("field", "looked_at", "right", "low", "high")
    found = scores.quality(request.app.state.desk.archive)
    return as_csv(columns, ([getattr(s, c) for c in columns] for s in found.scores), "quality")
