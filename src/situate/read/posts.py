"""When a post or page was published, by its address or its own line of time.

Addresses: an X (Twitter) status id holds its millisecond (snowflake, since November 2010); news
sites write /2023/01/22/ into theirs. Lines: "6:38 PM · Jul 5, 2022", "November 30, 2024 · Shared
with Public". Numbers of Facebook posts hold no date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from situate.knowledge.calendar import WrittenDate, latest, load_calendar

__all__ = ["day_called_today", "moment_of_address", "moment_of_post"]

SNOWFLAKE_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
FIRST_SNOWFLAKE = 10**15
STATUS = re.compile(r"/status(?:es)?/(\d{15,20})")
PATH_DAY = re.compile(r"/(20[0-3]\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/\-_.]|$)")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
STAMP = re.compile(
    rf"\d{{1,2}}:\d{{2}} ?[AP]M ?· ?{MONTH} (\d{{1,2}}), (20\d\d)"
    rf"|{MONTH} (\d{{1,2}}), (20\d\d) ?(?:at \d{{1,2}}:\d{{2}} ?[AP]M ?)?·"
)
HEAD = 3000  # code points of a post searched for its stamp
# A page that shows a post of that day: "- Name (@handle) August 19, 2022".
SHOWN = re.compile(r"\(@\w{1,30}\) $")
TODAY = re.compile(r"(?:اليوم|\btoday,?)\s{0,2}$", re.IGNORECASE)
YESTERDAY = re.compile(r"(?:أمس|امس|\byesterday,?)\s{0,2}$", re.IGNORECASE)
BEFORE = 24  # code points before a date in which it may be called today
INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def moment_of_address(url: str | None) -> datetime | None:
    """The moment an address holds, in UTC; midnight where it holds only a day; None if none."""
    if not url:
        return None
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.endswith(("twitter.com", "x.com")) and (found := STATUS.search(parts.path)):
        number = int(found.group(1))
        if number >= FIRST_SNOWFLAKE:
            return SNOWFLAKE_EPOCH + timedelta(milliseconds=number >> 22)
    if found := PATH_DAY.search(unquote(parts.path)):
        return _day(*map(int, found.groups()))
    return None


def moment_of_post(text: str) -> datetime | None:
    """The day of the first time stamp a platform wrote into a post; None if there is none."""
    found = STAMP.search(text[:HEAD])
    if not found:
        return None
    month, day, year = found.groups()[:3] if found.group(1) else found.groups()[3:]
    return _day(int(year), MONTHS.index(month.lower()[:3]) + 1, int(day))


def day_called_today(text: str, until: datetime | None) -> datetime | None:
    """The day a report calls today, or whose post it shows, midnight UTC; None if it names none.

    "اليوم السبت 11 كانون الأول" without a year is the last such Saturday up to `until`, the moment
    of retrieval; without it a year must be written. The day after what it calls yesterday counts.
    """
    plain = text[:HEAD].translate(INDIC)
    for written in load_calendar().dates_in(plain):
        day = _called(written, plain[max(0, written.start - BEFORE) : written.start], until)
        if day:
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return None


def _called(written: WrittenDate, before: str, until: datetime | None) -> date | None:
    day = latest(written, until.date()) if until else written.date
    if day is None:
        return None
    if YESTERDAY.search(before):
        return day + timedelta(days=1)
    return day if TODAY.search(before) or SHOWN.search(before) else None


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
