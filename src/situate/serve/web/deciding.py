"""What a person's form or a program's message decides, read into the value of a field.

A typed name becomes a place or a side of ours; one that means several is asked back, never
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from starlette.exceptions import HTTPException

from situate.errors import JudgementError, SituateError
from situate.judgements import FIELDS, WHOLE, decide, key
from situate.knowledge.gazetteer.finding import find
from situate.model import Actor, Document, Judgement, Mention, Place, Toll, Verdict
from situate.records import to_plain
from situate.serve.web.archive import now

_IDENT = re.compile(r"\[([a-z]+:[^\]\s]{1,80})\]\s*$")
CANDIDATES = 8
TOLL_KINDS = (
    "killed", "injured", "casualties", "captured", "surrendered", "abducted", "arrested",
    "displaced", "missing", "present",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place or side a typed name may mean; `text` names it so that no other is meant."""

    id: str
    text: str
    note: str


class WhichOne(SituateError):
    """A name means several things: the person must say which."""

    def __init__(self, name: str, typed: str, candidates: list[Candidate]) -> None:
        super().__init__(f"{typed!r} may mean several places")
        self.name, self.typed, self.candidates = name, typed, candidates


def place_candidates(desk: Any, typed: str, mention: Mention | None = None) -> list[Candidate]:
    """Places of a name, likeliest first; those near the mention's own places come first."""
    if len(typed.strip()) < 2:
        return []
    known = next((p.value for p in mention.places if p.value), None) if mention else None
    near = f"{known.lat},{known.lon}" if known else None
    found = find(typed.strip()[:100], desk.gazetteer, near=near)[:CANDIDATES]
    return [_candidate(f.place, f.km) for f in found]


def _candidate(place: Place, km: float | None) -> Candidate:
    where = ", ".join(part for part in (place.adm2, place.adm1, place.country) if part)
    far = f", {km:.0f} km away" if km is not None else ""
    return Candidate(place.id, f"{place.name} [{place.id}]", f"{place.kind}, {where}{far}")


def side_candidates(desk: Any, typed: str) -> list[Candidate]:
    """Sides of a name, likeliest first."""
    matches = desk.roster.lookup(typed.strip()[:100])[:CANDIDATES] if typed.strip() else ()
    return [
        Candidate(m.actor.id or "", f"{m.actor.name} [side:{m.actor.id}]", m.actor.kind)
        for m in matches
        if m.actor.id
    ]


def correction(
    desk: Any, mention: Mention, document: Document, field: str, form: Mapping[str, str]
) -> Any:
    """The right value of a field, as plain data; 422 in a sentence, or WhichOne."""
    if field == "tolls":
        return _tolls(mention, form)
    if field == "places":
        return [to_plain(p) for p in _places(desk, mention, form)]
    if field in ("actors", "targets"):
        return [to_plain(a) for a in _sides(desk, mention, document, field, form)]
    if field == "period":
        return _period(form)
    return form.get("value")


def _places(desk: Any, mention: Mention, form: Mapping[str, str]) -> list[Place]:
    ours = {p.value.name: p.value for p in mention.places if p.value}
    ours |= {f"{p.name} [{p.id}]": p for p in ours.values()}
    found = []
    for name, typed in _typed(form, "place"):
        if typed in ours:
            found.append(ours[typed])
            continue
        given = _IDENT.search(typed)
        place = desk.gazetteer.place(given[1]) if given else None
        if place is None:
            several = place_candidates(desk, typed, mention)
            if not several:
                raise HTTPException(422, f"no place called {typed[:60]!r} is in the gazetteer")
            if len(several) > 1:
                raise WhichOne(name, typed, several)
            place = desk.gazetteer.place(several[0].id)
        found.append(place)
    return found


def _sides(
    desk: Any, mention: Mention, document: Document, field: str, form: Mapping[str, str]
) -> list[Actor]:
    ours = {s.value.name: s.value for s in getattr(mention, field) if s.value}
    on = document.published.date() if document.published else None
    found = []
    for _, typed in _typed(form, field.removesuffix("s")):
        if typed in ours:
            found.append(ours[typed])
            continue
        name = re.sub(r"\s*\[side:[^\]]*\]$", "", typed)
        matches = desk.roster.lookup(name, on)
        # A side nobody has heard of is still a side: it stands under the name that was typed.
        found.append(matches[0].actor if matches else Actor(None, name[:200], "unidentified"))
    return found


def _typed(form: Mapping[str, str], start: str) -> list[tuple[str, str]]:
    """(field name, text) of the filled rows of a list, in the order of their numbers."""
    rows = [(n, v.strip()) for n, v in form.items() if re.fullmatch(rf"{start}-\d{{1,2}}", n)]
    return sorted([r for r in rows if r[1]], key=lambda r: int(r[0].rpartition("-")[2]))


def _period(form: Mapping[str, str]) -> dict[str, Any]:
    """Days, both ends included, as a half-open period; an empty end is open."""
    try:
        first, last = (
            datetime.fromisoformat(form[n]).replace(tzinfo=UTC) if form.get(n) else None
            for n in ("first", "last")
        )
    except ValueError as error:
        raise HTTPException(422, "a day is written 2018-02-14") from error
    if first is None:
        raise HTTPException(422, "a first day is wanted")
    if last is not None and last < first:
        raise HTTPException(422, "the last day lies before the first")
    end = last + timedelta(days=1) if last else None
    days = (end - first).days if end else 999
    widths = (("day", 1), ("week", 7), ("month", 31), ("year", 10**9))
    precision = next(name for name, most in widths if days <= most)
    return {
        "start": first.isoformat(),
        "end": end.isoformat() if end else None,
        "precision": precision,
    }


def _tolls(mention: Mention, form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tolls of a mention with the numbers of a form; an emptied bound is unknown."""
    fixed = []
    told = [t.value for t in mention.tolls if t.value]
    for i, toll in enumerate(told):
        if form.get(f"drop-{i}"):
            continue
        low, high = _bounds(form, i)
        changed = to_plain(toll) | {"low": low, "high": high}
        if (low, high) != (toll.low, toll.high):
            changed |= {"best": None, "parts": _fitting(toll, high)}
        fixed.append(changed)
    new = len(told)
    low, high = _bounds(form, new)
    if low is not None or high is not None:
        kind = form.get(f"kind-{new}", "")
        if kind not in TOLL_KINDS:
            raise HTTPException(422, f"a number is of those {', '.join(TOLL_KINDS)}")
        who = form.get(f"who-{new}", "").strip() or None
        fixed.append(to_plain(Toll(kind, who, low, high)))
    return fixed


def _bounds(form: Mapping[str, str], i: int) -> tuple[int | None, int | None]:
    low, high = (_number(form.get(f"{end}-{i}", "")) for end in ("low", "high"))
    if low is not None and high is not None and low > high:
        raise HTTPException(422, f"at least {low} but at most {high}")
    return low, high


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


def filed(
    desk: Any,
    by: str,
    verdict: str,
    about: tuple[Mention, Document],
    other: tuple[Mention, Document] | None = None,
    field: str | None = None,
    value: Any = None,
    why: str | None = None,
) -> Judgement:
    """A decision, checked and stored. Raises JudgementError where it could never be applied."""
    if verdict not in get_args(Verdict) or verdict == "undo":
        raise JudgementError(f"no verdict {verdict[:20]!r}")
    mention, document = about
    name = field or WHOLE
    if name not in FIELDS:
        raise JudgementError(f"no field {name[:20]!r}", hint=f"one of: {', '.join(FIELDS)}")
    on = [key(document, mention.trigger, WHOLE if other else name)]
    if verdict in ("merge", "split"):
        if other is None:
            raise JudgementError(f"{verdict} names another statement")
        on.append(key(other[1], other[0].trigger, WHOLE))
    if verdict == "correct" and name == "type" and value not in desk.vocabulary.types:
        raise JudgementError(f"no type {str(value)[:30]!r} in the codebook")
    kept: Any = verdict
    made = decide(kept, on, by, now(), field=name, value=value, why=(why or None))
    desk.store.add_judgement(made)
    return made


def told_value(judgement: Judgement) -> str:
    """The value of a correction as a person reads it."""
    import orjson

    from situate.export import page_words as words
    from situate.records import from_plain

    if judgement.value is None:
        return ""
    plain = orjson.loads(judgement.value)
    if judgement.field == "tolls":
        told = [from_plain(row, Toll) for row in plain]
        return "; ".join(f"{words.figure(t)} {t.kind}" for t in told) or "none"
    if judgement.field in ("places", "actors", "targets"):
        return "; ".join(str(row.get("name")) for row in plain) or "none"
    if judgement.field == "period" and isinstance(plain, dict):
        return " to ".join(str(plain[e])[:10] for e in ("start", "end") if plain.get(e))
    return words.kind(str(plain)) if judgement.field == "type" else str(plain)
