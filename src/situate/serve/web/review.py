"""Review: a queue of doubtful readings, and decisions as forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from math import inf
from textwrap import shorten
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from situate.errors import UsageError
from situate.export import page_words as words
from situate.export.page_evidence import evidence
from situate.export.page_view import IncidentRow, incident_row
from situate.judgements import decide
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Incident, Mention, Stance
from situate.serve.index import Look
from situate.serve.web.answer import link, page
from situate.serve.web.archive import now
from situate.serve.web.conclude import conclude
from situate.serve.web.deciding import (
    TOLL_KINDS,
    WhichOne,
    correction,
    filed,
    place_candidates,
    side_candidates,
)
from situate.serve.web.finding import found_mention, report_of, told
from situate.serve.web.sheets import as_csv, as_json
from situate.store import Ask

router = APIRouter(include_in_schema=False)
AT_ONCE = 3_000  # mentions up to which a decision is concluded while the reviewer waits
QUEUE, QUEUED, NEAR, LOOKED = 10, 1_000, 20, 500
A_DAY = timedelta(days=1)
CUT = " \u2026"
Text = Annotated[str, Form(max_length=1000)]


# --- looking --------------------------------------------------------------------------------


@router.get("/review")
def review_first(request: Request) -> Response:
    """The reading most worth a look."""
    looks = queue(request.state.desk)
    if not looks:
        return _review_page(request, None, looks)
    return _review_page(request, looks[0].mention, looks)


@router.get("/review.json")
def review_json(request: Request) -> Response:
    """The queue as records."""
    return as_json({"items": queue(request.state.desk)})


@router.get("/review.csv")
def review_csv(request: Request) -> Response:
    """The queue, a row each."""
    columns = ("mention", "document", "type", "sentence", "value", "why")
    looks = queue(request.state.desk)
    return as_csv(columns, ([getattr(look, c) for c in columns] for look in looks), "review")


@router.get("/review/{ident}")
def review_one(request: Request, ident: str) -> Response:
    """One reading, whether in the queue or not."""
    return _review_page(request, ident, queue(request.state.desk))


_QUEUES: dict[int, tuple[str, tuple[list[Look], int]]] = {}


def queue(desk: Any) -> list[Look]:
    """The first of the queue of a store."""
    return counted_queue(desk)[0]


def counted_queue(desk: Any) -> tuple[list[Look], int]:
    """The first of the queue and how many there are, asked again when the store has changed."""
    if desk.archive.is_public:
        return [], 0  # readers outside do not see what is doubtful
    stamp = desk.archive.stamp()
    kept = _QUEUES.get(id(desk))
    if kept is None or kept[0] != stamp:
        pending = desk.search.index.refresh()
        kept = (stamp if not pending else "", desk.search.index.looks(QUEUED))
        _QUEUES[id(desk)] = kept
    return kept[1]


def _review_page(
    request: Request,
    ident: str | None,
    looks: list[Look],
    which: WhichOne | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """One reading with its forms; `which` asks which of several places a typed name means."""
    if ident is None:
        return page(request, "review.html", look=None, remaining=0, queue=[])
    desk = request.state.desk
    mention, document = found_mention(request, ident)
    at = next((i for i, look in enumerate(looks) if look.mention == ident), None)
    following = (
        looks[0 if at is None else at + 1].mention if looks[0 if at is None else at + 1 :] else None
    )
    incident = desk.archive.incident(ident)
    return page(
        request,
        "review.html",
        422 if which else 200,
        look=evidence(mention, document),
        report=report_of(document),
        remaining=counted_queue(desk)[1],
        why=looks[at].why if at is not None else None,
        previous=looks[at - 1].mention if at else None,
        following=following,
        queue=[look for look in looks[: QUEUE + 1] if look.mention != ident][:QUEUE],
        tolls=[t.value for t in mention.tolls if t.value],
        period=_days(mention),
        incident=incident,
        rivals=_rivals(desk, incident) if incident and incident.contested else None,
        others=_others(desk, incident, mention) if incident else [],
        near=_near(desk, incident) if incident else [],
        types=sorted(desk.vocabulary.types),
        stances=get_args(Stance),
        toll_kinds=TOLL_KINDS,
        sides=_side_names(desk),
        which=which,
        typed=typed or {},
        judgements=desk.archive.judgements_on([mention], {document.id: document}),
    )


def _days(mention: Mention) -> tuple[str, str]:
    """First and last day of a mention as a form has them; empty where not known."""
    period = mention.period.value
    first = period.start.date().isoformat() if period and period.start else ""
    last = words.last_day(period.end).date().isoformat() if period and period.end else ""
    return first, last


def _rivals(desk: Any, incident: Incident) -> IncidentRow:
    """What each source says, where they differ."""
    mentions, documents = told(desk, incident.mentions)
    return incident_row(incident, documents, mentions)


def _side_names(desk: Any) -> list[str]:
    """Names of the sides of this store, to be chosen from without script."""
    name = words.namer({}, desk.roster)
    return [name(side) for side in desk.archive.sides()[:200]]


@router.get("/review/find/places.json")
def find_places(request: Request, q: str = "", mention: str = "") -> Response:
    """Places of a name, for the fields of a correction."""
    reviewer(request)
    about = found_mention(request, mention[:200])[0] if mention else None
    return as_json({"items": place_candidates(request.state.desk, q[:100], about)})


@router.get("/review/find/sides.json")
def find_sides(request: Request, q: str = "") -> Response:
    """Sides of a name, for the fields of a correction."""
    reviewer(request)
    return as_json({"items": side_candidates(request.state.desk, q[:100])})


def _others(desk: Any, incident: Incident, mention: Mention) -> list[tuple[str, str]]:
    """The other mentions of an incident, for a split."""
    mentions, documents = told(desk, [m for m in incident.mentions if m != mention.id])
    return [
        (m.id, f"{words.outlet(documents[m.document])}: {_short(m)}") for m in mentions.values()
    ]


def _short(mention: Mention) -> str:
    return shorten(mention.sentence.text, 80, placeholder=CUT)


def _near(desk: Any, incident: Incident) -> list[tuple[str, str]]:
    """Incidents it may be one with, the likeliest first, for a merge: (mention id, line).

    Those of about its days, by how far they are in place and day; a place not known comes last.
    """
    period = incident.period.value
    since, until = (period.start, period.end) if period else (None, None)
    ask = Ask(
        since=since - A_DAY if since else None, until=until + A_DAY if until else None, limit=LOOKED
    )
    found, _ = desk.archive.incidents(ask)
    others = sorted((i for i in found if i.id != incident.id), key=lambda i: _apart(incident, i))
    return [
        (i.mentions[0], f"{words.kind(i.type)}, {words.where(i)}, {words.when(i.period)}")
        for i in others[:NEAR]
    ]


def _apart(one: Incident, other: Incident) -> tuple[float, float, bool, str]:
    """How unlikely two incidents are one: km, days, another type."""
    here, there = (i.place.value if i.place else None for i in (one, other))
    km = distance_km(here.lat, here.lon, there.lat, there.lon) if here and there else inf
    first, second = (i.period.value.start if i.period.value else None for i in (one, other))
    days = abs((first - second).total_seconds()) / 86_400 if first and second else inf
    return round(km, -1), days, one.type != other.type, other.id


# --- deciding -------------------------------------------------------------------------------


def checked(request: Request, token: str) -> None:
    """403 unless the form came from a page of this session."""
    if not request.state.desk.sessions.is_token(request.state.session, token):
        raise HTTPException(403, "the form is old: go back, load the page again and repeat")


def reviewer(request: Request) -> str:
    """The name that signs; 403 for those who may only look."""
    from situate.serve.web.app import needs

    return needs(request, "reviewer").name


@router.post("/review/{ident}")
async def review_decide(request: Request, ident: str) -> Response:
    """File a decision on a reading, then go on to the next."""
    form = {name: str(value)[:1000] for name, value in (await request.form()).items()}
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(_decide, request, ident, form)


def _decide(request: Request, ident: str, form: dict[str, str]) -> Response:
    by = reviewer(request)
    checked(request, form.get("token", ""))
    desk, verdict = request.state.desk, form.get("verdict", "")
    about = found_mention(request, ident)
    field, value, other = form.get("field") or None, None, None
    if verdict in ("merge", "split"):
        named = form.get("other-merge" if verdict == "merge" else "other", "")
        if not named:
            raise UsageError(f"{verdict} with which? Choose one of the list")
        other, field = found_mention(request, named), None
    elif verdict == "correct":
        try:
            value = correction(desk, *about, field or "", form)
        except WhichOne as several:
            return _review_page(request, ident, queue(desk), which=several, typed=form)
    filed(desk, by, verdict, about, other, field, value, form.get("why"))
    _conclude_if_small(desk)
    following = form.get("next") or ""
    gone = verdict == "reject" and field is None and following == ident
    return RedirectResponse(link("review", following) if following and not gone else "/review", 303)


@router.post("/undo/{ident}")
def undo(request: Request, ident: str, token: Text, next: Text = "") -> Response:  # noqa: A002
    """Take a decision back."""
    by = reviewer(request)
    checked(request, token)
    desk = request.state.desk
    if ident not in {j.id for j in desk.store.judgements()}:
        raise HTTPException(404, f"no decision {ident[:60]}")
    desk.store.add_judgement(decide("undo", [], by, now(), undoes=ident))
    _conclude_if_small(desk)
    return RedirectResponse(link("review", next) if next else "/review", 303)


@router.post("/conclude")
def conclude_now(request: Request, token: Text, back: Text = "/situation") -> Response:
    """Incidents and holds anew, with every decision."""
    reviewer(request)
    checked(request, token)
    desk = request.state.desk
    conclude(desk.store, desk.settings)
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(back if is_ours else "/situation", 303)


def _conclude_if_small(desk: Any) -> None:
    """At once where that is quick; else the pages say that decisions wait to be concluded."""
    if desk.store.counts()["mention"] <= AT_ONCE:
        conclude(desk.store, desk.settings)
