"""The API: records as they are stored, filters as in the pages, lists page by cursor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response, StreamingResponse

from situate.judgements import decide
from situate.model import Document, Incident, Judgement, Mention
from situate.records import to_json
from situate.serve.web import quality as scores
from situate.serve.web.answer import page
from situate.serve.web.api_shapes import (
    CSRF,
    ERRORS,
    WRITES,
    AreaPage,
    Cursor,
    Day,
    Decision,
    DocumentPage,
    HoldPage,
    Ident,
    IncidentPage,
    JudgementPage,
    Limit,
    SearchPage,
    Undone,
    Word,
)
from situate.serve.web.archive import Archive, now
from situate.serve.web.deciding import filed
from situate.serve.web.finding import (
    cursor_of,
    cursor_of_report,
    found_document,
    found_incident,
    found_mention,
    holds_of,
)
from situate.serve.web.review import checked
from situate.serve.web.sheets import as_json
from situate.serve.web.window import PAGE, Window, cursor, cursor_text, window_of

router = APIRouter(prefix="/api")
LOOK_AGAIN = 2.0  # seconds between looks at a store that is being written
F = TypeVar("F", bound=Callable[..., Any])


def _get(path: str, model: type) -> Callable[[F], F]:
    answers = {**ERRORS, 200: {"model": model}, 304: {"description": "Not changed (ETag)"}}
    return router.get(path, responses=answers, response_class=Response)


@_get("/incidents", IncidentPage)
def incidents(
    request: Request,
    since: Day = None,
    until: Day = None,
    type: Word = None,  # noqa: A002
    place: Word = None,
    adm1: Word = None,
    country: Word = None,
    contested: Annotated[str | None, Query(pattern="^1$", description="1: sources differ")] = None,
    after: Cursor = None,
    limit: Limit = PAGE,
) -> Response:
    """What happened, each incident with every source's version."""
    window = Window(
        since, until, type=type, place=place, adm1=adm1, country=country,
        contested=contested, after=after, limit=limit,
    )  # fmt: skip
    found, more = request.state.desk.archive.incidents(window.ask())
    return as_json({"items": found, "next": cursor_of(found[-1]) if found and more else None})


@_get("/incidents/{ident}", Incident)
def incident(request: Request, ident: Ident) -> Response:
    """One incident; the id of a merged or split one gives the incident that has its words now."""
    return as_json(found_incident(request.state.desk, ident))


@_get("/holds", HoldPage)
def holds(
    request: Request,
    as_of: Day = None,
    known_by: Day = None,
    place: Word = None,
    adm1: Word = None,
    country: Word = None,
    limit: Limit = 1000,
) -> Response:
    """Who held what: every spell, or one day, or one day as known by another."""
    window = Window(
        as_of=as_of or known_by, known_by=known_by, place=place, adm1=adm1, country=country,
        limit=limit,
    )  # fmt: skip
    return as_json({"items": holds_of(request.state.desk, window, limit)})


@_get("/areas", AreaPage)
def areas(request: Request) -> Response:
    """Pockets and fronts."""
    return as_json({"items": request.state.desk.archive.areas()})


@_get("/documents", DocumentPage)
def documents(request: Request, after: Word = None, limit: Limit = PAGE) -> Response:
    """Reports as read."""
    found = request.state.desk.archive.list_documents(cursor(after), limit + 1)
    more = cursor_of_report(found[limit - 1]) if len(found) > limit else None
    return as_json({"items": found[:limit], "next": more})


@_get("/documents/{ident}", Document)
def document(request: Request, ident: Ident) -> Response:
    """One report, with the text that every offset counts in."""
    return as_json(found_document(request, ident))


@_get("/mentions/{ident}", Mention)
def mention(request: Request, ident: Ident) -> Response:
    """One statement of one report, with the words for every value."""
    return as_json(found_mention(request, ident)[0])


@_get("/judgements", JudgementPage)
def judgements(request: Request) -> Response:
    """What persons decided, those taken back included."""
    return as_json({"items": request.state.desk.store.judgements()})


@router.post("/judgements", status_code=201, responses=WRITES, response_class=Response)
def decide_one(request: Request, decision: Decision, x_csrf_token: CSRF = None) -> Response:
    """File a decision on a statement; it is signed with the name of who asks."""
    by = _writer(request, x_csrf_token)
    desk = request.state.desk
    about = found_mention(request, decision.mention)
    other = found_mention(request, decision.other) if decision.other else None
    made = filed(
        desk, by, decision.verdict, about, other, decision.field, decision.value, decision.why
    )
    return _created(made)


@router.post("/judgements/{ident}/undo", status_code=201, responses=WRITES, response_class=Response)
def undo_one(
    request: Request, ident: Ident, undone: Undone | None = None, x_csrf_token: CSRF = None
) -> Response:
    """Take a decision back; this is a decision too, and can itself be taken back."""
    by = _writer(request, x_csrf_token)
    store = request.state.desk.store
    if ident not in {j.id for j in store.judgements()}:
        raise HTTPException(404, f"no decision {ident[:60]}")
    made = decide("undo", [], by, now(), undoes=ident, why=undone.why if undone else None)
    store.add_judgement(made)
    return _created(made)


def _writer(request: Request, token: str | None) -> str:
    """Who signs. A browser sends its cookie unasked, so with a session the token must come too."""
    from situate.serve.web.app import needs

    person = needs(request, "reviewer")
    if not request.headers.get("authorization"):
        checked(request, token or "")
    return person.name


def _created(made: Judgement) -> Response:
    answer = as_json(made)
    answer.status_code = 201
    return answer


@_get("/search", SearchPage)
def search(
    request: Request,
    q: Word = None,
    since: Day = None,
    until: Day = None,
    type: Word = None,  # noqa: A002
    place: Word = None,
    actor: Word = None,
    outlet: Word = None,
    stance: Word = None,
    after: Cursor = None,
    limit: Limit = PAGE,
) -> Response:
    """Statements by their words, in any spelling of Arabic; facets as names."""
    window = window_of(request.query_params)
    seen = cursor(after)
    offset = int(seen[1]) if seen and seen[1].isdecimal() and len(seen[1]) < 10 else 0
    found = request.state.desk.search.find(window, offset)
    following = offset + limit
    after = cursor_text(None, str(following)) if following < found.total else None
    return as_json(
        {"items": found.rows, "total": found.total, "facets": dict(found.facets), "next": after}
    )


@_get("/quality", scores.Quality)
def quality(request: Request) -> Response:
    """What persons let stand, and what was set aside."""
    return as_json(scores.quality(request.state.desk.archive))


@router.get("/progress", include_in_schema=False)
def progress(request: Request) -> StreamingResponse:
    """Counts of the store as server-sent events, one now and one whenever they change."""
    archive = request.state.desk.archive
    return StreamingResponse(_counts(request, archive), media_type="text/event-stream")


async def _counts(request: Request, archive: Archive) -> AsyncIterator[bytes]:
    seen = ""
    while not await request.is_disconnected():
        stamp = await run_in_threadpool(archive.stamp)
        if stamp != seen:
            counts = await run_in_threadpool(archive.store.counts)
            yield b"event: counts\ndata: " + to_json({"stamp": stamp, **counts}) + b"\n\n"
        seen = stamp
        await asyncio.sleep(LOOK_AGAIN)


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """The API on one page, written from its own description."""
    return page(request, "api.html", paths=request.app.openapi()["paths"])


@router.get("/{rest:path}", include_in_schema=False)
def nothing(rest: str) -> Response:
    """Anything else under /api is told as JSON."""
    raise HTTPException(404, f"no such address: /api/{rest[:60]}")
