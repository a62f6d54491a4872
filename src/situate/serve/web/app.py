"""The app: one store, its pages, its API, and what guards them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from situate import __version__
from situate.errors import JudgementError, SituateError, StoreBusy, UsageError
from situate.export.brief_page import SERVE
from situate.records import digest
from situate.serve.web import guard
from situate.serve.web.archive import Archive
from situate.serve.web.guard import Guard, Sessions
from situate.serve.web.people import People, Person, Role
from situate.serve.web.publishing import Published
from situate.serve.web.search import Search
from situate.settings import Profile, Settings
from situate.store import Ask, Store, open_store

VISITOR = Person("visitor", "viewer")
OPEN = ("/static/", "/sign-in")  # what those who have not signed in may see


@dataclass
class Desk:
    """What a request is answered from; opened once with the app."""

    store: Store
    settings: Settings
    people: People | None
    me: Person
    sessions: Sessions
    profile: Profile = field(default_factory=Profile)
    is_open: bool = False  # may those who have not signed in look, under the profile?
    proxy_user: str | None = None  # header of a proxy that signs people in
    archive: Archive = field(init=False)
    search: Search = field(init=False)

    def __post_init__(self) -> None:
        self.archive = Archive(self.store)
        self.search = Search(self.archive)
        self._seen: dict[str, Desk] = {}

    def warm(self) -> None:
        """Count and index before somebody asks."""
        with suppress(SituateError):
            self.archive.count(Ask())
            self.search.index.refresh()

    @cached_property
    def roster(self) -> Any:
        """Names of sides; loaded when first asked for."""
        from situate.knowledge.roster import load_roster

        return load_roster()

    @cached_property
    def gazetteer(self) -> Any:
        """Places by name; opened when first asked for."""
        from situate.knowledge.gazetteer import open_gazetteer

        return open_gazetteer(self.settings.data_dir)

    @cached_property
    def vocabulary(self) -> Any:
        """The codebook of event types."""
        from situate.knowledge.vocabulary import load_vocabulary

        return load_vocabulary()

    @cached_property
    def published(self) -> Published:
        """What readers outside may see."""
        from situate.serve.web.conclude import desk_without_parser

        return Published(self.archive, self.profile, lambda: desk_without_parser(self.settings))

    def seen_by(self, person: Person | None) -> Desk:
        """The desk as a person sees it: viewers get the profile, if it holds back anything."""
        if not self.profile.holds_back() or (person is not None and person.may("reviewer")):
            return self
        archive = self.published.newest()
        seen = self._seen.get(archive.store.where)
        if seen is None:
            seen = copy(self)
            seen.archive, seen.store, seen.search = archive, archive.store, Search(archive)
            self._seen = {archive.store.where: seen}
        return seen

    def asker(self, request: Request, session: dict[str, str]) -> Person | None:
        """Who asks: by token, else by the proxy's word, else by session."""
        header = request.headers.get("authorization", "")
        if header and self.people is not None:
            return self.people.bearer(header)
        if self.proxy_user and self.people is not None:
            name = request.headers.get(self.proxy_user)
            return self.people.person(name) or (VISITOR if self.is_open else None)
        return self.person(session)

    def person(self, session: dict[str, str]) -> Person | None:
        """Who a session belongs to: without a people file always the person at this machine.

        Where the desk is open, who has not signed in is a visitor and only looks.
        """
        if self.people is None:
            return VISITOR if self.is_open else self.me
        return self.people.person(session.get("name")) or (VISITOR if self.is_open else None)


def create_app(
    store_path: str | Path,
    settings: Settings,
    *,
    people: People | None = None,
    me: str = "local",
    profile: Profile | None = None,
    is_open: bool = False,
    proxy_user: str | None = None,
    hosts: frozenset[str] = guard.LOOPBACK,
    secret: str | None = None,
) -> FastAPI:
    """The web app of one store.

    Without `people` everyone who reaches it is `me`, an admin: bind it to loopback only. `hosts`
    are the names it answers to. Viewers see the store under `profile`; with `is_open` so does
    everyone who has not signed in. `proxy_user` is the header in which a proxy on this machine
    names whom it has signed in. Raises what `open_store` raises.
    """
    from situate.serve.web import api, lookups, reports, review, signing, situation, things

    desk = Desk(
        open_store(store_path), settings, people, Person(me, "admin"), Sessions(secret),
        profile or Profile(), is_open, proxy_user,
    )  # fmt: skip
    app = FastAPI(
        title="situate",
        version=__version__,
        description="Incidents and holds from reports of armed conflict, with the words for each.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    threading.Thread(target=desk.warm, daemon=True).start()
    app.mount("/static", Static(directory=str(SERVE / "static")), name="static")
    for module in (situation, things, reports, lookups, review, signing, api):
        app.include_router(module.router)
    app.middleware("http")(_session(desk))
    app.add_middleware(Guard, hosts=hosts)
    _errors(app)
    return app


class Static(StaticFiles):
    """Files of the app; modules are scripts whatever the machine's own table of types says."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """A file, to be asked for again only when it has changed."""
        response = await super().get_response(path, scope)
        if path.endswith((".mjs", ".js")):
            response.headers["content-type"] = "text/javascript; charset=utf-8"
        response.headers.setdefault("cache-control", "no-cache")
        return response


def _session(desk: Desk) -> Callable[..., Any]:
    """Reads the session, asks for sign-in where one is needed, answers 304 to what is unchanged."""

    async def with_session(request: Request, call_next: Callable[..., Any]) -> Response:
        cookie = request.cookies.get(guard.COOKIE)
        session = desk.sessions.read(cookie)
        before = dict(session)
        if (direction := request.query_params.get("dir")) in ("ltr", "rtl"):
            session["dir"] = direction  # a way of reading, not a state of the view: it stays
        person = desk.asker(request, session)
        request.state.session, request.state.person = session, person
        request.state.desk = desk.seen_by(person)
        path = request.url.path
        if person is None and not path.startswith(OPEN):
            wants_page = "text/html" in request.headers.get("accept", "")
            if wants_page and request.method in guard.SAFE:
                return RedirectResponse("/sign-in", 303)
            return Response('{"detail":"sign in first"}', 401, media_type="application/json")
        response: Response
        etag = None if path.startswith("/static/") else _etag(request.state.desk, request)
        if etag and request.headers.get("if-none-match") == etag:
            response = Response(status_code=304)
        else:
            response = await call_next(request)
        if etag and response.status_code in (200, 304):
            response.headers["etag"] = etag
            response.headers["cache-control"] = "private, no-cache"
            response.headers["vary"] = "cookie"
        is_new = session != before or desk.sessions.read(cookie) != session
        if is_new and not path.startswith(("/static/", "/api/")):
            response.set_cookie(
                guard.COOKIE,
                desk.sessions.write(session),
                max_age=guard.DAY,
                httponly=True,
                samesite="lax",
            )
        return response

    return with_session


def _etag(desk: Desk, request: Request) -> str | None:
    """Changes with the store, the address, the person and the version; None for changes."""
    if request.method not in ("GET", "HEAD") or request.url.path == "/api/progress":
        return None
    session, person = request.state.session, request.state.person
    who = (
        f"{session['id']} {session.get('dir')} {person}"
        if not request.url.path.startswith("/api/")
        else str(person)
    )
    try:
        stamp = desk.archive.stamp()
    except SituateError:
        return None
    return f'W/"{digest(stamp, str(request.url), who, __version__)}"'


def needs(request: Request, role: Role) -> Person:
    """The person of a request; 403 where the role is too low."""
    person: Person | None = request.state.person
    if person is None or not person.may(role):
        raise HTTPException(403, f"this takes the role {role}")
    return person


def _errors(app: FastAPI) -> None:
    """Errors as a sentence: JSON for programs, a page for people."""
    from situate.serve.web.answer import error_page

    def status_of(error: SituateError) -> int:
        if isinstance(error, (UsageError, JudgementError)):
            return 422
        return 503 if isinstance(error, StoreBusy) else 500

    @app.exception_handler(SituateError)
    def of_ours(request: Request, error: SituateError) -> Response:
        return error_page(request, status_of(error), str(error))

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> Response:
        # Without words of ours it is the framework's phrase, which the title says already.
        is_ours = error.detail != HTTPStatus(error.status_code).phrase
        told = str(error.detail) if is_ours else f"there is nothing at {request.url.path[:200]}"
        return error_page(request, error.status_code, told)

    @app.exception_handler(RequestValidationError)
    def of_input(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first.get("loc", ())[1:])
        return error_page(request, 422, f"{where}: {first.get('msg', 'not valid')}")
