"""Which rows of the table of times may fit a text, told by plain search before any pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from situate.knowledge.calendar import load_calendar
from situate.resolve.time_table import ARABIC, Row, load_table

_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(r"\d[./-]\d")  # in every date without the name of a month


class Fitting(NamedTuple):
    """Rows that may fit a text, and whether a written date may stand in it."""

    rows: tuple[Row, ...]
    since: tuple[Row, ...]
    has_date: bool


def fitting(text: str) -> Fitting:
    """The rows whose signs a text holds; the others cannot fit it."""
    return _with(_signs_in(text))


@lru_cache(maxsize=4_096)
def _with(signs: frozenset[str]) -> Fitting:
    table = load_table()
    rows, since = (
        tuple(row for row in group if _may_fit(row, signs)) for group in (table.rows, table.since)
    )
    has_date = "{digit}" in signs and not signs.isdisjoint(("{month}", "{numeric}"))
    return Fitting(rows, since, has_date)


def _may_fit(row: Row, signs: frozenset[str]) -> bool:
    is_hinted = not row.hints or not signs.isdisjoint(row.hints)
    return is_hinted and all(f"{{{need}}}" in signs for need in row.needs)


def _signs_in(text: str) -> frozenset[str]:
    """Hints as they stand, and in braces the kinds of words that rows need."""
    folded, is_ascii = text.casefold(), text.isascii()
    found = set(filter(folded.__contains__, _hints(is_ascii)))
    if any(map(folded.__contains__, _units())):
        found.add("{unit}")
    for sign, words in _names(is_ascii):
        if any(map(text.__contains__, words)):
            found.add(sign)
    if _DIGIT.search(text):
        found.add("{digit}")
        if _NUMERIC.search(text):
            found.add("{numeric}")
    if not is_ascii and ARABIC.search(text):
        found.add("{arabic}")
    return frozenset(found)


@cache
def _hints(only_ascii: bool) -> tuple[str, ...]:
    table = load_table()
    hints = {hint for row in (*table.rows, *table.since) for hint in row.hints}
    return tuple(sorted(h for h in hints if h.isascii() or not only_ascii))


@cache
def _names(only_ascii: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    calendar = load_calendar()
    days = (name for name in calendar.weekdays if len(name) > 4)
    groups = {"{month}": _shortest(calendar.months), "{day}": _shortest(days)}
    return tuple(
        (sign, tuple(w for w in words if w.isascii() or not only_ascii))
        for sign, words in groups.items()
    )


@cache
def _units() -> tuple[str, ...]:
    raw = load_table().raw
    return _shortest(str(unit).casefold() for unit in (*raw["units"], *raw["one_units"]))


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that hold another of them: "day" stands for "days"."""
    known = set(words)
    return tuple(sorted(w for w in known if not any(o != w and o in w for o in known)))
