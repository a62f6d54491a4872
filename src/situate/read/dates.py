"""Machine-written dates of publication: ISO 8601, RFC 2822, and plain dates in metadata."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from situate.knowledge.calendar import load_calendar
from situate.read.draft import Dated
from situate.read.head import at_day, settled


def moment_of(value: str, found: str) -> Dated | None:
    """The moment or day that `value` is, and nothing but is; None otherwise.

    A clock time without its zone is kept as the day alone, and so is exact midnight, which is how
    programs write a day.
    """
    value = value.strip()
    if value[:1].isalpha() and ":" in value and (dated_ := _rfc_2822(value, found)):
        return dated_
    written = load_calendar().date_at(value, 0)
    if written is None or written.date is None:
        return _rfc_2822(value, found)
    if written.moment is None:
        rest = value[written.end :]
        is_whole = len(rest) < 16 and not any(c.isalpha() for c in rest.strip("Tt"))
        return settled(written, "", found) if is_whole else None
    return _hour(written.moment, found)


def _rfc_2822(value: str, found: str) -> Dated | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        return at_day(moment.date(), found)
    return _hour(moment.astimezone(UTC), found)


def _hour(moment: datetime, found: str) -> Dated:
    is_midnight = moment.hour == moment.minute == moment.second == 0
    return Dated(moment, "day" if is_midnight else "hour", found)
