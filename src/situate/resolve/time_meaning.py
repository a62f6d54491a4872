"""The days a phrase of time means, seen from the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from situate.knowledge.calendar import load_calendar
from situate.model import Period, Precision
from situate.resolve.time_table import Phrase, load_table

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EVENING = timedelta(hours=18)
NIGHT = timedelta(hours=12)
UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def meaning(phrase: Phrase, published: datetime | None, *, ahead: bool = False) -> Period | None:
    """The period of a phrase already found; `ahead` where the report speaks of the future."""
    if published is not None:
        if published.tzinfo is None:
            raise ValueError("published carries no time zone")
        published = published.astimezone(UTC)
    if phrase.row.gives == "since":
        inner = meaning(phrase.inner, published) if phrase.inner else None
        return Period(inner.start, None, inner.precision) if inner else None
    try:
        return GIVES[phrase.row.gives](phrase, published, ahead)
    except (ValueError, OverflowError):  # "31 June", a year past 9999
        return None


def is_dated(phrase: Phrase) -> bool:
    """Does it name a calendar date, month or year, not a distance from the day of publication?"""
    inner = phrase.inner if phrase.row.gives == "since" else phrase
    return inner is not None and inner.row.gives in ("date", "range", "third", "month", "year")


# --- what each kind of row gives


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _span(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    if published is None or phrase.row.span is None:
        return None
    zero = _midnight(published.date())
    first, last = phrase.row.span
    return Period(zero + first * HOUR, zero + last * HOUR, phrase.row.precision)


def _window(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    count = _number(phrase)
    if published is None or count is None:
        return None
    zero = _midnight(published.date())
    end = zero + DAY if published == zero else published
    start = (zero if published == zero else published) - count * HOUR
    return Period(start, end, "hour")


def _ago(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    count, unit = _number(phrase), _unit(phrase)
    if published is None or count is None:
        return None
    day = published.date()
    if unit == "hour":
        return Period(_midnight(day) - DAY, _midnight(day) + DAY, "day")
    if unit == "day":
        return _days(day - count * DAY, 1, "day")
    if unit in UNIT_DAYS:
        return _days(day - (UNIT_DAYS[unit] * count + 3) * DAY, 7, "week")
    if unit == "month":
        return _month(*_months_before(day, count))
    years = count * (10 if unit == "decade" else 1)
    return _year(day.year - years)


def _past(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    count, unit = _number(phrase), _unit(phrase)
    if published is None or count is None:
        return None
    day = published.date()
    if unit in ("month", "year", "decade"):
        months = count * {"month": 1, "year": 12, "decade": 120}[unit]
        year, month = _months_before(day, months)
        first = date(year, month, min(day.day, 28))
    else:
        first = day - count * UNIT_DAYS.get(unit, 1) * DAY
    width = (day - first).days
    precision: Precision = (
        "day" if width <= 3 else "week" if width <= 31 else "month" if width < 366 else "year"
    )
    return Period(_midnight(first), _midnight(day) + DAY, precision)


def _weekday(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    if published is None:
        return None
    day, wanted = published.date(), _weekday_number(phrase.slots["day"] or "")
    back = (day.weekday() - wanted) % 7
    if phrase.slots.get("next") or (ahead and back):
        day += ((wanted - day.weekday() - 1) % 7 + 1) * DAY
    elif phrase.slots.get("last") and back == 0:
        day -= 7 * DAY
    else:
        day -= back * DAY
    if phrase.slots.get("night"):
        return Period(_midnight(day) + EVENING, _midnight(day) + EVENING + NIGHT, "hour")
    return _days(day, 1, "day")


def _weekend(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    if published is None:
        return None
    day = published.date()
    return _days(day - ((day.weekday() - 5) % 7) * DAY, 2, "day")


def _unit_of(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    if published is None:
        return None
    slots = phrase.slots
    step = 1 if slots.get("next") else -1 if slots.get("last") else phrase.row.step
    unit = phrase.row.unit or load_table().units[(slots["one_unit"] or "").casefold()]
    day = published.date()
    if unit == "week":
        monday = day - day.weekday() * DAY + 7 * step * DAY
        return _to_date(_days(monday, 7, "week"), day, step)
    if unit == "month":
        return _to_date(_month(*_months_before(day, -step)), day, step)
    return _to_date(_year(day.year + step), day, step)


def _to_date(period: Period, day: date, step: int) -> Period:
    """This week, month, year end with the day of publication."""
    return Period(period.start, _midnight(day) + DAY, period.precision) if step == 0 else period


def _date(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    month, day = int(phrase.slots["month"] or 0), phrase.slots["d"]
    year = _year_of(phrase.slots["year"], month, int(day or 1), published, ahead)
    if year is None:
        return None
    return _days(date(year, month, int(day)), 1, "day") if day else _month(year, month)


def _range(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    slots = phrase.slots
    last_month = _month_number(slots.get("month2") or slots.get("month") or "")
    first_month = _month_number(slots.get("month") or slots.get("month2") or "")
    first_day, last_day = int(slots["d"] or 0), int(slots["d2"] or 0)
    last_year = _year_of(
        slots.get("year2") or slots.get("year"), last_month, last_day, published, ahead
    )
    if last_year is None:
        return None
    given = slots.get("year")
    year = int(given) if given else last_year - (first_month > last_month)
    start, end = date(year, first_month, first_day), date(last_year, last_month, last_day)
    return Period(_midnight(start), _midnight(end) + DAY, "day") if start <= end else None


def _third(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    slots = phrase.slots
    part = load_table().parts[(slots["part"] or "").casefold()]
    if not slots.get("month"):
        first = _midnight(date(int(slots["year"] or 0), 4 * part + 1, 1))
        year, month = _months_before(first.date(), -4)
        return Period(first, _midnight(date(year, month, 1)), "month")
    month = _month_number(slots["month"] or "")
    year_ = _year_of(slots.get("year"), month, 10 * part + 1, published, ahead)
    if year_ is None:
        return None
    whole = _month(year_, month)
    start = _midnight(date(year_, month, 10 * part + 1))
    return Period(start, whole.end if part == 2 else start + 10 * DAY, "week")


def _month_of(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    month = _month_number(phrase.slots["month"] or "")
    year = _year_of(phrase.slots.get("year"), month, 1, published, ahead)
    return _month(year, month) if year else None


def _year_only(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    return _year(int(phrase.slots["year"] or 0))


def _open(phrase: Phrase, published: datetime | None, ahead: bool) -> Period | None:
    return Period(None, None, phrase.row.precision) if published else None


def _days(first: date, count: int, precision: Precision) -> Period:
    return Period(_midnight(first), _midnight(first) + count * DAY, precision)


def _month(year: int, month: int) -> Period:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Period(_midnight(date(year, month, 1)), _midnight(after), "month")


def _year(year: int) -> Period:
    return Period(_midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1)), "year")


def _months_before(day: date, count: int) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 - count
    return months // 12, months % 12 + 1


def _year_of(
    written: str | None, month: int, day: int, published: datetime | None, ahead: bool
) -> int | None:
    """The year written, else the nearest that puts the day before publication (after, if ahead)."""
    if written:
        return int(written)
    if published is None:
        return None
    here = (month, day) <= (published.month, published.day)
    if ahead:
        return published.year + (1 if (month, day) < (published.month, published.day) else 0)
    return published.year if here else published.year - 1


def _number(phrase: Phrase) -> int | None:
    word = (phrase.slots.get("n") or "").casefold()
    return int(word) if word.isdecimal() else load_table().numbers.get(word)


def _unit(phrase: Phrase) -> str:
    return load_table().units[(phrase.slots.get("unit") or "").casefold()]


@cache
def _folded(kind: str) -> dict[str, int]:
    calendar = load_calendar()
    names = calendar.months if kind == "month" else calendar.weekdays
    return {name.casefold(): number for name, number in names.items()}


def _month_number(name: str) -> int:
    return _folded("month")[name.casefold()]


def _weekday_number(name: str) -> int:
    return _folded("day")[name.casefold()]


GIVES: dict[str, Callable[[Phrase, datetime | None, bool], Period | None]] = {
    "span": _span,
    "window": _window,
    "ago": _ago,
    "past": _past,
    "weekday": _weekday,
    "weekend": _weekend,
    "unit": _unit_of,
    "unit_ar": _unit_of,
    "date": _date,
    "range": _range,
    "third": _third,
    "month": _month_of,
    "year": _year_only,
    "open": _open,
}
