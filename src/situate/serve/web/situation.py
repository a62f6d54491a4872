"""The situation: who holds what and what happened in a window of days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from situate.export import page_words as words
from situate.export.page_holds import AreaRow, HoldRow, area_row, hold_row, told_first
from situate.export.page_map import label, map_data
from situate.export.page_view import IncidentRow, incident_row
from situate.export.tables import (
    HOLDS,
    INCIDENTS,
    hold_cells,
    incident_cells,
)
from situate.model import Hold, Incident, Situation
from situate.serve.web.answer import page
from situate.serve.web.archive import Spot
from situate.serve.web.finding import colours_of, cursor_of, dataset, holds_of, told
from situate.serve.web.sheets import as_csv, as_json
from situate.serve.web.window import ROWS_TAKEN, Window, window_of
from situate.store import Ask

router = APIRouter(include_in_schema=False)


HOLDS_LISTED, HOLDS_DRAWN, POINTS_DRAWN = 100, 5_000, 2_000


@dataclass(frozen=True, slots=True)
class Lists:
    """The rows of a situation page."""

    incidents: tuple[IncidentRow, ...]
    holds: tuple[HoldRow, ...]
    areas: tuple[AreaRow, ...]
    sides: tuple[tuple[str, str, str], ...]


@router.get("/")
def front() -> Response:
    """The front door leads to the situation."""
    return RedirectResponse("/situation", 307)


@router.get("/situation")
def situation(request: Request) -> Response:
    """Who holds what and what happened, in a window of days."""
    desk, window = request.state.desk, _defaulted(request)
    archive, ask = desk.archive, window.ask()
    incidents, more = archive.incidents(ask)
    holds = holds_of(desk, window, HOLDS_LISTED + 1)
    last = incidents[-1] if incidents else None
    return page(
        request,
        "situation_lists.html" if request.query_params.get("part") == "lists" else "situation.html",
        window=window,
        place_name=archive.place_name(window.place) if window.place else None,
        view=_lists(desk, incidents, holds[:HOLDS_LISTED]),
        holds_cut=len(holds) > HOLDS_LISTED,
        count=archive.count(ask),
        total=archive.count(Ask()),
        span=archive.span(),
        spanned=[words.day(datetime.fromisoformat(d)) for d in archive.span() if d],
        types=archive.types(),
        next=cursor_of(last) if last and more else None,
    )


@router.get("/situation.json")
def situation_json(request: Request) -> Response:
    """The same as records."""
    desk, window = request.state.desk, _defaulted(request)
    incidents, more = desk.archive.incidents(window.ask())
    after = cursor_of(incidents[-1]) if incidents and more else None
    holds = holds_of(desk, window, HOLDS_DRAWN)
    return as_json(
        {"incidents": incidents, "holds": holds, "areas": desk.archive.areas(), "next": after}
    )


@router.get("/situation.csv")
def situation_csv(request: Request) -> Response:
    """Incidents of the window, a row each."""
    desk = request.state.desk
    ask = replace(_defaulted(request).ask(), limit=ROWS_TAKEN)
    incidents, _ = desk.archive.incidents(ask)
    data = dataset(desk, incidents)
    rows = ([incident_cells(i, data)[c] for c in INCIDENTS] for i in incidents)
    return as_csv(INCIDENTS, rows, "incidents")


@router.get("/situation/holds.csv")
def holds_csv(request: Request) -> Response:
    """Holds of the window, a row each."""
    holds = holds_of(request.state.desk, _defaulted(request), ROWS_TAKEN)
    return as_csv(HOLDS, ([hold_cells(h)[c] for c in HOLDS] for h in holds), "holds")


@router.get("/situation/map.json")
def situation_map(request: Request) -> Response:
    """What the map and the timeline draw; crowded windows come counted by place."""
    desk, window = request.state.desk, _defaulted(request)
    archive, ask = desk.archive, window.ask()
    holds = holds_of(desk, window, HOLDS_DRAWN, is_drawn=True)
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
        tuple(hold_row(h, mentions, documents, name, colours) for h in told_first(holds)),
        tuple(area_row(a, holds, mentions, documents, name) for a in areas),
        tuple((s, name(s), colours[s]) for s in colours if s in shown),
    )
