"""Review: a queue of doubtful readings, and decisions as forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from situate.export import page_words as words
from situate.export.page_evidence import evidence
from situate.judgements import WHOLE, decide, key
from situate.model import Incident, Mention, Stance, Toll, Verdict
from situate.records import to_plain
from situate.serve.index import Look
from situate.serve.web.answer import link, page
from situate.serve.web.archive import now
from situate.serve.web.conclude import conclude
from situate.serve.web.finding import found_mention, report_of, told
from situate.serve.web.sheets import as_csv, as_json
from situate.store import Ask

router = APIRouter(include_in_schema=False)
AT_ONCE = 3_000  # mentions up to which a decision is concluded while the reviewer waits
QUEUE, QUEUED, NEAR = 10, 1_000, 20
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


def _review_page(request: Request, ident: str | None, looks: list[Look]) -> Response:
    if ident is None:
        return page(request, "review.html", look=None, remaining=0, queue=[], choices=[])
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
        look=evidence(mention, document),
        report=report_of(document),
        remaining=counted_queue(desk)[1],
        why=looks[at].why if at is not None else None,
        previous=looks[at - 1].mention if at else None,
        following=following,
        queue=[look for look in looks[: QUEUE + 1] if look.mention != ident][:QUEUE],
        tolls=[t.value for t in mention.tolls if t.value],
        incident=incident,
        others=_others(desk, incident, mention) if incident else [],
        near=_near(desk, incident) if incident else [],
        choices=_choices(desk),
        judgements=desk.archive.judgements_on([mention], {document.id: document}),
    )


def _choices(desk: Any) -> list[tuple[str, Iterable[str]]]:
    return [("type", sorted(desk.vocabulary.types)), ("stance", get_args(Stance))]


def _others(desk: Any, incident: Incident, mention: Mention) -> list[tuple[str, str]]:
    """The other mentions of an incident, for a split."""
    mentions, documents = told(desk, [m for m in incident.mentions if m != mention.id])
    return [
        (m.id, f"{words.outlet(documents[m.document])}: {m.sentence.text[:80]}")
        for m in mentions.values()
    ]


def _near(desk: Any, incident: Incident) -> list[tuple[str, str]]:
    """Incidents of about the same days, for a merge: (mention id, line)."""
    period = incident.period.value
    since = period.start if period else None
    until = period.end if period else None
    found, _ = desk.archive.incidents(Ask(since=since, until=until, limit=NEAR))
    return [
        (i.mentions[0], f"{words.kind(i.type)}, {words.where(i)}, {words.when(i.period)}"[:120])
        for i in found
        if i.id != incident.id
    ]


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
    desk = request.state.desk
    mention, document = found_mention(request, ident)
    verdict: Any = form.get("verdict", "")
    if verdict not in get_args(Verdict) or verdict == "undo":
        raise HTTPException(422, f"no verdict {verdict[:20]!r}")
    field, value = WHOLE, None
    on = [key(document, mention.trigger, WHOLE)]
    if verdict in ("merge", "split"):
        other, paper = found_mention(
            request, form.get("other-merge" if verdict == "merge" else "other", "")
        )
        on.append(key(paper, other.trigger, WHOLE))
    elif verdict == "correct":
        field = form.get("field", "")
        value = _tolls(mention, form) if field == "tolls" else form.get("value")
        on = [key(document, mention.trigger, field)]
    made = decide(verdict, on, by, now(), field=field, value=value, why=form.get("why") or None)
    desk.store.add_judgement(made)
    _conclude_if_small(desk)
    following = form.get("next") or ""
    gone = verdict == "reject" and following == ident
    return RedirectResponse(link("review", following) if following and not gone else "/review", 303)


def _tolls(mention: Mention, form: dict[str, str]) -> list[dict[str, Any]]:
    """The tolls of a mention with the numbers of a form; an emptied bound is unknown."""
    fixed = []
    told_tolls = [t.value for t in mention.tolls if t.value]
    for i, toll in enumerate(told_tolls):
        low, high = (_number(form.get(f"{end}-{i}", "")) for end in ("low", "high"))
        if low is not None and high is not None and low > high:
            raise HTTPException(422, f"at least {low} but at most {high}")
        changed = to_plain(toll) | {"low": low, "high": high}
        if (low, high) != (toll.low, toll.high):
            changed |= {"best": None, "parts": _fitting(toll, high)}
        fixed.append(changed)
    return fixed


def _fitting(toll: Toll, high: int | None) -> list[Any]:
    """Parts that still fit into a corrected whole."""
    return [
        to_plain(p) for p in toll.parts if high is None or (p.low is not None and p.low <= high)
    ]


def _number(text: str) -> int | None:
    plain = text.strip().replace(",", "")
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 9:
        raise HTTPException(422, f"not a number of people: {plain[:20]!r}")
    return int(plain)


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
