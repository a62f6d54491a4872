"""Pages of an incident, a hold, an area and a statement, each with its words."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from situate.export import page_words as words
from situate.export.page_evidence import evidence
from situate.export.page_holds import area_row, hold_row
from situate.export.page_view import incident_row
from situate.export.tables import (
    HOLDS,
    MENTIONS,
    hold_cells,
    mention_cells,
)
from situate.model import Hold
from situate.serve.web.answer import link, page
from situate.serve.web.finding import (
    asdict_top,
    cited,
    colours_of,
    dataset,
    found_incident,
    found_mention,
    report_of,
    reported,
    told,
)
from situate.serve.web.sheets import as_csv, as_json

router = APIRouter(include_in_schema=False)


@router.get("/incident/{ident}.json")
def incident_json(request: Request, ident: str) -> Response:
    """An incident with its mentions, as records."""
    desk = request.state.desk
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
    desk = request.state.desk
    incident = found_incident(desk, ident)
    data = dataset(desk, [incident])
    rows = (mention_cells(m, incident.id, data) for m in data.mentions.values())
    return as_csv(MENTIONS, ([row[c] for c in MENTIONS] for row in rows), f"incident-{incident.id}")


@router.get("/incident/{ident}")
def incident_page(request: Request, ident: str) -> Response:
    """An incident with every source's version; an old id leads to where its words are now."""
    desk = request.state.desk
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
    desk = request.state.desk
    hold = _found_hold(request, ident)
    wanted = [*hold.because, *(m for step in hold.trace for m in step.mentions)]
    mentions, documents = told(desk, wanted)
    name = words.namer(mentions, desk.roster)
    row = hold_row(hold, mentions, documents, name, colours_of(desk, [hold]))
    ours = [mentions[m] for m in hold.because if m in mentions]
    return page(request, "hold.html", row=row, evidence=reported(ours, documents))


def _found_hold(request: Request, ident: str) -> Hold:
    hold: Hold | None = request.state.desk.archive.hold(ident)
    if hold is None:
        raise HTTPException(404, f"no hold {ident[:60]}: it may have been concluded anew")
    return hold


@router.get("/area/{ident}")
def area_page(request: Request, ident: str) -> Response:
    """A pocket or front with its words."""
    desk = request.state.desk
    area = next((a for a in desk.archive.areas() if a.id == ident), None)
    if area is None:
        raise HTTPException(404, f"no area {ident[:60]}: it may have been concluded anew")
    mentions, documents = told(desk, area.because)
    name = words.namer(mentions, desk.roster)
    row = area_row(area, (), mentions, documents, name)
    return page(request, "area.html", row=row, evidence=reported(mentions.values(), documents))


@router.get("/mention/{ident}.json")
def mention_json(request: Request, ident: str) -> Response:
    """A mention as a record."""
    return as_json(found_mention(request, ident)[0])


@router.get("/mention/{ident}")
def mention_page(request: Request, ident: str) -> Response:
    """A mention's words in their sentence."""
    mention, document = found_mention(request, ident)
    incident = request.state.desk.archive.incident(ident)
    return page(
        request,
        "mention.html",
        e=evidence(mention, document),
        report=report_of(document),
        incident=incident.id if incident else None,
    )
