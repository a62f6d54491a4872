"""What a URL asks for: days, filters and the place in a list, read once and written back."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from situate.errors import UsageError
from situate.store import Ask

PAGE, MOST = 50, 1000
ROWS_TAKEN = 100_000  # rows of a CSV file


@dataclass(frozen=True, slots=True)
class Window:
    """The state of a view. Days are ISO dates, both ends included; None means not asked."""

    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    known_by: str | None = None
    type: str | None = None
    place: str | None = None
    adm1: str | None = None
    country: str | None = None
    contested: str | None = None  # "1": only where sources differ
    q: str | None = None
    actor: str | None = None
    outlet: str | None = None
    stance: str | None = None
    after: str | None = None
    limit: int = PAGE

    def ask(self) -> Ask:
        """Filters of the store; `until` becomes the half-open end."""
        until = day(self.until, "until")
        return Ask(
            type=self.type,
            place=self.place,
            adm1=self.adm1,
            country=self.country,
            since=day(self.since, "since"),
            until=until + timedelta(days=1) if until else None,
            is_contested=True if self.contested == "1" else None,
            after=cursor(self.after),
            limit=self.limit,
        )

    def query(self, **changes: str | int | None) -> str:
        """The window as "?..." with changes; the order is fixed and defaults are left out."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [
            (f.name, value)
            for f in fields(changed)
            if (value := getattr(changed, f.name)) not in (None, "", f.default)
        ]
        return f"?{urlencode(pairs)}" if pairs else ""


def window_of(query: QueryParams) -> Window:
    """The window a query string asks for; raises UsageError, naming the field, where it cannot."""
    known = {f.name for f in fields(Window)} - {"limit"}
    values = {name: query[name].strip()[:200] or None for name in known if name in query}
    try:
        limit = min(MOST, max(1, int(query.get("limit", PAGE))))
    except ValueError as error:
        raise UsageError("limit is not a number") from error
    window = Window(**values, limit=limit)
    for name in ("since", "until", "as_of", "known_by"):
        day(getattr(window, name), name)
    cursor(window.after)
    return window


def day(text: str | None, name: str) -> datetime | None:
    """The start, in UTC, of an ISO date; raises UsageError for anything else."""
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
        if not 1 < found.year < 9998:
            raise ValueError
    except ValueError as error:
        raise UsageError(f"{name} is not a date", hint="write it as 2018-02-14") from error
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def cursor(text: str | None) -> tuple[str, str] | None:
    """(start or "", id) of the last row seen."""
    if not text:
        return None
    try:
        plain = base64.urlsafe_b64decode(text.encode() + b"==").decode()
        start, _, ident = plain.partition("\x1f")
        if not ident:
            raise ValueError
    except (ValueError, binascii.Error) as error:
        raise UsageError("after is not a cursor", hint="take it from the page before") from error
    return start, ident


def cursor_text(start: str | None, ident: str) -> str:
    """What `cursor` reads."""
    raw = base64.urlsafe_b64encode(f"{start or ''}\x1f{ident}".encode()).decode()
    return raw.rstrip("=")
