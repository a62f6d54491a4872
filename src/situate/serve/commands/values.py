"""The right value of a field as it is typed at the command line: plain words, or JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from situate.errors import JudgementError, UsageError

if TYPE_CHECKING:
    from situate.model import Place
    from situate.settings import Settings

EXAMPLES = {
    "tolls": '\'[{"kind": "killed", "low": 3, "high": 3}]\'',
    "period": "2018-02-14, or 2018-02-14..2018-02-16 with both ends",
    "places": "'Al Bahrah', or gn:174010; several are parted by a semicolon",
    "actors": "'Syrian Democratic Forces', or sdf; several are parted by a semicolon",
    "targets": "'Islamic State', or isis; several are parted by a semicolon",
}
WIDTHS = (("day", 1), ("week", 7), ("month", 31), ("year", 10**9))
CANDIDATES = 8
AREAS = {"adm1": "province", "adm2": "district", "adm3": "sub-district"}


def value_of(field: str, text: str, settings: Settings) -> Any:
    """The value as plain data. Raises JudgementError or UsageError, saying what to type instead."""
    import orjson

    plain = text.strip()
    if not plain.startswith(("[", "{", '"')):
        return _from_words(field, plain, settings)
    try:
        value = orjson.loads(plain)
    except orjson.JSONDecodeError as error:
        raise JudgementError(f"not JSON: {plain[:60]} ({error})", hint=_hint(field)) from error
    return _whole_tolls(value) if field == "tolls" and isinstance(value, list) else value


def _hint(field: str) -> str:
    return f"write {EXAMPLES[field]}" if field in EXAMPLES else "write the word itself"


def _whole_tolls(rows: list[Any]) -> list[Any]:
    """Tolls may be typed in part; what is left out is unknown."""
    from situate.model import Toll

    blank = {"kind": "killed", "who": None, "low": None, "high": None}
    known = set(Toll.__dataclass_fields__)
    return [
        blank | {k: v for k, v in row.items() if k in known} if isinstance(row, dict) else row
        for row in rows
    ]


def _from_words(field: str, text: str, settings: Settings) -> Any:
    from situate.records import to_plain

    names = [name.strip() for name in text.split(";") if name.strip()]
    if field == "period":
        return _period(text)
    if field == "places":
        return [to_plain(_place(name, settings)) for name in names]
    if field in ("actors", "targets"):
        return [to_plain(_side(name)) for name in names]
    if field == "tolls":
        raise JudgementError(f"not JSON: {text[:60]}", hint=_hint(field))
    return "_".join(text.split()) if field == "type" else text


def _period(text: str) -> dict[str, Any]:
    """Days, both ends included, as a half-open period."""
    first, _, last = text.partition("..")
    try:
        start, end = (
            datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first, last or first)
        )
    except ValueError as error:
        raise JudgementError(f"no day: {text[:60]!r}", hint=_hint("period")) from error
    if end < start:
        raise JudgementError(f"{last} lies before {first}", hint=_hint("period"))
    days = (end - start).days + 1
    precision = next(name for name, most in WIDTHS if days <= most)
    until = end + timedelta(days=1)
    return {"start": start.isoformat(), "end": until.isoformat(), "precision": precision}


def _place(name: str, settings: Settings) -> Any:
    from situate.knowledge.gazetteer import open_gazetteer
    from situate.knowledge.gazetteer.finding import find

    gazetteer = open_gazetteer(settings.data_dir)
    if place := gazetteer.place(name):
        return place
    found = [f.place for f in find(name, gazetteer)][:CANDIDATES]
    same = [p for p in found if p.name.casefold() == name.casefold()] or found
    if not same:
        raise UsageError(
            f"no place called {name!r} is in the gazetteer", hint=f"situate places find {name!r}"
        )
    if len(same) > 1:
        told = ", ".join(f"{p.id} ({_told(p)})" for p in same)
        raise UsageError(f"{name!r} may mean several places", hint=f"name its id: {told}")
    return same[0]


def _told(place: Place) -> str:
    """ "Homs, settlement in Homs": a town and its province may share a name."""
    return f"{place.name}, {AREAS.get(place.kind, place.kind)} in {place.adm1 or place.country}"


def _side(name: str) -> Any:
    from situate.knowledge.roster import load_roster

    roster = load_roster()
    if roster.entry(name):
        return roster.actor(name, None)
    matches = [m.actor for m in roster.lookup(name)]
    if not matches:
        raise UsageError(
            f"no side called {name!r} is on the roster", hint="situate actors find NAME"
        )
    if len({m.id for m in matches}) > 1:
        told = ", ".join(f"{m.id} ({m.name})" for m in matches[:CANDIDATES])
        raise UsageError(f"{name!r} may mean several sides", hint=f"name its id: {told}")
    return matches[0]
