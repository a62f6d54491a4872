"""Days counted from another event: "three days earlier", "the day before", "two days later".

They are counted from the day of the event told before, never from the day of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from situate.model import Period
from situate.resolve.time_table import alternatives, load_table

A_DAY = timedelta(days=1)
DAYS = {"hour": 0, "day": 1, "week": 7}
FAR = frozenset(("month", "year", "decade"))


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted phrase at start:end of its sentence; `days` is negative for earlier."""

    start: int
    end: int
    days: int | None  # None: how many is not said, or too vague for a day


def counted_in(text: str) -> Counted | None:
    """The first phrase of the sentence that counts from another event, or None."""
    match = _pattern().search(text)
    if match is None:
        return None
    unit = load_table().units.get((match["unit"] or "day").casefold(), "day")
    count = _count(match["n"])
    earlier = match["way"] is None or match["way"].casefold() not in _words("later")
    if match["next"]:
        earlier, count = match["next"].casefold() in _words("earlier_days"), 1
    return Counted(match.start(), match.end(), _days(count, unit, earlier=earlier))


def lag_in(text: str, opener: str) -> Counted | None:
    """The span right before a clause that `opener` begins: "two days" of "two days after ...".

    `text` ends where the clause begins; `days` takes the main clause's day to that of the clause.
    """
    match = _lag().search(text) if opener in _words("lagging") else None
    if match is None:
        return None
    unit = load_table().units.get(match["unit"].casefold(), "day")
    count = _count(match["n"]) if match["n"] else 0 if unit == "hour" else None
    earlier = opener not in _words("lagging_later")
    return Counted(match.start(), match.end(), _days(count, unit, earlier=earlier))


def lags_between(text: str, start: int, end: int) -> bool:
    """Whether a clause that a span counts from ("two days after") opens in text[start:end]."""
    openers = _lagging().finditer(text, start, end)
    return any(lag_in(text[: found.start()], found[0]) for found in openers)


def shifted(period: Period, days: int) -> Period | None:
    """The day so many days from a period of one day; None for a vaguer one."""
    if period.start is None or period.end is None or period.end - period.start > A_DAY:
        return None
    start = period.start.replace(hour=0)
    return Period(start + days * A_DAY, start + (days + 1) * A_DAY, "day")


def _days(count: int | None, unit: str, *, earlier: bool) -> int | None:
    """So many units as days, negative for earlier; None where they make no certain day."""
    if count is None or unit not in DAYS:
        return None
    return -DAYS[unit] * count if earlier else DAYS[unit] * count


def _count(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if words.isdecimal() else load_table().numbers.get(words.casefold())


def _words(name: str) -> frozenset[str]:
    return frozenset(load_table().raw["counted"][name])


@cache
def _pattern() -> re.Pattern[str]:
    raw = load_table().raw
    numbers = alternatives(raw["numbers"]) + r"|\d{1,3}"
    units, told = alternatives(raw["units"]), raw["counted"]
    ways = alternatives(dict.fromkeys((*told["earlier"], *told["later"])))
    days = alternatives(dict.fromkeys((*told["earlier_days"], *told["later_days"])))
    return re.compile(
        rf"(?<!\w)(?:(?:(?P<n>{numbers})\s)?(?P<unit>{units})\s(?P<way>{ways})(?!\s(?:today|this)\b)"
        rf"|(?P<next>{days}))(?!\w)",
        re.IGNORECASE,
    )


@cache
def _lag() -> re.Pattern[str]:
    raw = load_table().raw
    numbers, units = alternatives(raw["numbers"]) + r"|\d{1,3}", alternatives(raw["units"])
    return re.compile(rf"(?<!\w)(?:(?P<n>{numbers})\s)?(?P<unit>{units})\s*$", re.IGNORECASE)


@cache
def _lagging() -> re.Pattern[str]:
    openers = alternatives(dict.fromkeys(load_table().raw["counted"]["lagging"]))
    return re.compile(rf"\b(?:{openers})\b")
