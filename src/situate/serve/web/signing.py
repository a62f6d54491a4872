"""Signing in and out, where people sign in at all."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from situate.serve.web.answer import page
from situate.serve.web.review import Text, checked

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """The sign-in form; nothing to do where nobody signs in."""
    if request.state.desk.people is None:
        return RedirectResponse("/situation", 303)
    return page(request, "sign_in.html", failed=False)


@router.post("/sign-in")
def sign_in(request: Request, name: Text, password: Text, token: Text) -> Response:
    """Check name and password; the session gets a new id, so an old cookie gains nothing."""
    checked(request, token)
    desk = request.state.desk
    person = desk.people.sign_in(name, password) if desk.people else None
    if person is None:
        return page(request, "sign_in.html", 401, failed=True)
    fresh = desk.sessions.read(None)
    request.state.session.clear()
    request.state.session.update(fresh | {"name": person.name})
    return RedirectResponse("/situation", 303)


@router.post("/sign-out")
def sign_out(request: Request, token: Text) -> Response:
    """Forget who this is."""
    checked(request, token)
    fresh = request.state.desk.sessions.read(None)
    request.state.session.clear()
    request.state.session.update(fresh)
    return RedirectResponse("/sign-in", 303)
