"""Dates as reports write them: names of months and weekdays, and the patterns over them.

Finds what is written; whether it is a day of publication or of an event is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

from situate.errors import KnowledgeError
from situate.knowledge import plain

YEARS = range(1900, 2101)
SHORT = 4  # letters up to which the name of a weekday is cut short: "Thur"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found at start:end of a text, half open.

    `year` and `day` are None where not written. `other` is the same date with day and month
    swapped where the numbers allow both readings; `day_first` says that the mark between the
    numbers speaks for the first reading. `moment` is set where a clock time with its zone stands
    in the date itself.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    other: date | None = None
    day_first: bool = True
    moment: datetime | None = None

    @property
    def date(self) -> date | None:
        """The calendar day, None unless year, month and day are all known."""
        return (
            None if self.year is None or self.day is None else date(self.year, self.month, self.day)
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """Month and weekday numbers by written name, and one pattern for every way to write a date."""

    months: dict[str, int]
    weekdays: dict[str, int]
    day_first: tuple[str, ...]
    pattern: re.Pattern[str]
    weekday: re.Pattern[str]

    def dates_in(self, text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDate]:
        """Dates written in text[start:end], in order; impossible ones ("31 February") left out."""
        for match in self.pattern.finditer(text, start, len(text) if end is None else end):
            if found := _written(match, self):
                yield found

    def weekdays_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where each day of the week is named in full, and which: 0 is Monday."""
        for match in self.weekday.finditer(text):
            yield match.start(), self.weekdays[match[0]]

    def date_at(self, text: str, start: int) -> WrittenDate | None:
        """The date that begins exactly at start, or None."""
        match = self.pattern.match(text, start)
        return _written(match, self) if match else None


def latest(written: WrittenDate, until: date) -> date | None:
    """The day meant where no year is written: the last one up to `until` on that weekday.

    The same day and month fall on one weekday again after 5, 6 or 11 years. None without a weekday,
    without a day, or where none of the last 11 years fits.
    """
    if written.date or written.weekday is None or written.day is None:
        return written.date
    for year in range(until.year, until.year - 12, -1):
        if _is_possible(year, written.month, written.day):
            day = date(year, written.month, written.day)
            if day <= until and day.weekday() == written.weekday:
                return day
    return None


@cache
def load_calendar() -> Calendar:
    """The calendar that ships. Raises KnowledgeError where a table is malformed."""
    path = files("situate.knowledge") / "data" / "months.yaml"
    table = plain.load(path.read_text(encoding="utf-8"))
    try:
        months = {name: int(number) for number, names in table["months"].items() for name in names}
        days = {name: int(number) for number, names in table["weekdays"].items() for name in names}
        day_first = tuple(table["day_first"])
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise KnowledgeError(f"{path}: {wrong!r}") from wrong
    months |= {name.upper(): number for name, number in months.items()}
    days |= {name.upper(): number for name, number in days.items()}
    full = {name: day for name, day in days.items() if len(name) > SHORT}
    weekday = re.compile(rf"(?<!\w)(?:{any_of(full)})(?!\w)")
    pattern = re.compile(_pattern(months, days), re.VERBOSE)
    return Calendar(months, days, day_first, pattern, weekday)


def any_of(names: dict[str, int]) -> str:
    """A pattern for any of the names, longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))


def _pattern(months: dict[str, int], weekdays: dict[str, int]) -> str:
    month, weekday = any_of(months), any_of(weekdays)
    month, weekday = month.replace("#", r"\#"), weekday.replace("#", r"\#")
    two = rf"(?:\s?/\s?(?:{month}))?"  # "7 آب/ أغسطس 2022": the month under both its names
    clock = (
        r"[T\ ](?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d{1,9})?)?"
        r"\ ?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
    )
    return rf"""(?<![\w/.:-])(?:
        (?P<iso>(?P<iy>\d{{4}})-(?P<im>\d{{1,2}})-(?P<id>\d{{1,2}})(?:{clock})?(?![\d-]))
      | (?P<ymd>(?P<sy>\d{{4}})/(?P<sm>\d{{1,2}})/(?P<sd>\d{{1,2}})(?![\d/]))
      | (?P<num>(?P<na>\d{{1,2}})(?P<sep>[./-])(?P<nb>\d{{1,2}})(?P=sep)
          (?P<ny>\d{{4}})(?!\d|[/-]\d))
      | (?:(?P<wd1>{weekday})\b[.,،]?\s{{1,3}})?(?:
          (?P<dmy>(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s{{1,3}}of)?[\s-]{{1,3}}
          (?P<dm>{month})\b{two}(?:\.?[,،]?(?:\s{{1,3}}|-)(?:من\s)?(?P<dy>(?:19|20)\d{{2}})(?:\b|(?=م\b)))?)
        | (?P<mdy>(?P<mm>{month})\b\.?[\s-]{{1,3}}(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![:.]?\d)
          (?:(?:[,،]?\s{{1,3}}|,)(?P<my>(?:19|20)\d{{2}})\b)?)
        | (?P<glued>(?P<gm>{month})\b\.?\s{{1,3}}(?P<gd>\d{{2}})(?P<gy>(?:19|20)\d{{2}})\b))
      | (?P<mon>(?P<om>{month})\b\.?[,،]?\s{{1,3}}(?P<oy>(?:19|20)\d{{2}})\b)
    )"""


def _written(match: re.Match[str], calendar: Calendar) -> WrittenDate | None:
    get = match.groupdict()
    weekday = calendar.weekdays[get["wd1"]] if get["wd1"] else None
    other = moment = None
    day_first = get["sep"] is None or get["sep"] in calendar.day_first
    year, month, day = _numbers(get, calendar)
    if get["num"] and day is not None and month is not None and day <= 12 and day != month:
        year, month, day, other = _either_order(get)
    if get["hour"] and get["zone"]:
        moment = _moment(get)
        if moment is None:
            return None
    if month is None or not _is_possible(year, month, day):
        return None
    return WrittenDate(
        match.start(), match.end(), year, month, day, weekday, other, day_first, moment
    )


def _numbers(
    get: dict[str, str | None], calendar: Calendar
) -> tuple[int | None, int | None, int | None]:
    def number(name: str) -> int | None:
        return int(value) if (value := get[name]) else None

    if get["iso"]:
        return number("iy"), number("im"), number("id")
    if get["ymd"]:
        return number("sy"), number("sm"), number("sd")
    if get["num"]:
        first, second = int(get["na"] or 0), int(get["nb"] or 0)
        day, month = (first, second) if second <= 12 else (second, first)
        return number("ny"), month, day
    if get["dmy"]:
        return number("dy"), calendar.months[get["dm"] or ""], number("dd")
    if get["mdy"]:
        return number("my"), calendar.months[get["mm"] or ""], number("md")
    if get["glued"]:  # "Apr 232017": scrapers drop the comma
        return number("gy"), calendar.months[get["gm"] or ""], number("gd")
    return number("oy"), calendar.months[get["om"] or ""], None


def _either_order(get: dict[str, str | None]) -> tuple[int, int, int, date | None]:
    """Day first, with the month-first reading beside it."""
    year, first, second = int(get["ny"] or 0), int(get["na"] or 0), int(get["nb"] or 0)
    other = date(year, first, second) if year in YEARS and first in range(1, 13) else None
    return year, second, first, other


def _moment(get: dict[str, str | None]) -> datetime | None:
    zone = get["zone"]
    offset = timedelta(0)
    if zone != "Z" and zone is not None:
        sign = -1 if zone[0] == "-" else 1
        offset = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    try:
        local = datetime(
            int(get["iy"] or 0), int(get["im"] or 0), int(get["id"] or 0),
            int(get["hour"] or 0), int(get["minute"] or 0), tzinfo=timezone(offset),
        )  # fmt: skip
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_possible(year: int | None, month: int, day: int | None) -> bool:
    if year is not None and year not in YEARS:
        return False
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return False
    return True
