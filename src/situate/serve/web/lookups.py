"""Search and quality."""

from __future__ import annotations

from dataclasses import asdict, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from situate.export.page_evidence import evidence
from situate.serve.web import quality as scores
from situate.serve.web.answer import page
from situate.serve.web.finding import report_of, told
from situate.serve.web.search import FACETS
from situate.serve.web.sheets import as_csv, as_json
from situate.serve.web.window import ROWS_TAKEN, Window, cursor, cursor_text, window_of

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search_page(request: Request) -> Response:
    """Statements by their words, narrowed down by facets."""
    desk, window, offset = request.state.desk, *_search_window(request)
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
    found = request.state.desk.search.find(window, offset)
    more = offset + len(found.rows) < found.total
    after = cursor_text(None, str(offset + window.limit)) if more else None
    return as_json(
        {"items": found.rows, "total": found.total, "facets": dict(found.facets), "next": after}
    )


@router.get("/search.csv")
def search_csv(request: Request) -> Response:
    """Hits, a row each."""
    window, _ = _search_window(request)
    found = request.state.desk.search.find(replace(window, limit=ROWS_TAKEN))
    columns = ("mention", "document", "type", "day", "outlet", "stance", "place", "actor")
    rows = ([getattr(r, c).strip("|").replace("|", "; ") for c in columns] for r in found.rows)
    return as_csv(columns, rows, "search")


@router.get("/quality")
def quality_page(request: Request) -> Response:
    """What is known of how well it reads."""
    return page(request, "quality.html", q=scores.quality(request.state.desk.archive))


@router.get("/quality.json")
def quality_json(request: Request) -> Response:
    """The same as a record."""
    return as_json(scores.quality(request.state.desk.archive))


@router.get("/quality.csv")
def quality_csv(request: Request) -> Response:
    """Scores, a row each."""
    columns = ("field", "looked_at", "right", "corrected", "rejected", "low", "high")
    found = scores.quality(request.state.desk.archive)
    return as_csv(columns, ([getattr(s, c) for c in columns] for s in found.scores), "quality")
