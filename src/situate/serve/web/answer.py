"""A filled page, or an error told to people as a page and to programs as JSON."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from situate import __version__
from situate.export.brief_page import environment
from situate.export.page_view import COLUMNS
from situate.read.language import name_of
from situate.serve.web.sheets import as_json


def link(kind: str, ident: str) -> str:
    """The page of a thing."""
    return f"/{kind}/{quote(ident, safe='')}"


DATED_BY = {
    "json-ld": "what the page says of itself", "meta": "what the page says of itself",
    "htmldate": "dates in the page", "given": "the person who read it in",
}  # fmt: skip


def _language(code: str | None) -> str:
    return name_of(code) if code else "unknown"


def _dated_by(found: str | None) -> str:
    """Where the day of publication was found; "nowhere" for an undated report."""
    return DATED_BY.get(found or "", found or "nowhere")


def page(request: Request, template: str, status: int = 200, **fill: Any) -> HTMLResponse:
    """A filled template; `?part=1` gives its main part alone, for the drawer."""
    from situate.serve.web.deciding import told_value

    desk = getattr(request.state, "desk", request.app.state.desk)
    person = getattr(request.state, "person", None)
    session = getattr(request.state, "session", None)
    text = (
        environment(link)
        .get_template(template)
        .render(
            base="part.html" if request.query_params.get("part") == "1" else "base.html",
            here=request.url.path,
            direction=(session or {}).get("dir", "ltr"),
            person=person,
            signs_in=desk.people is not None,
            token=desk.sessions.token(session) if session else "",
            behind=desk.archive.is_behind() if person else 0,
            columns=COLUMNS,
            version=__version__,
            told_value=told_value,
            language=_language,
            dated_by=_dated_by,
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
