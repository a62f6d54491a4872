"""Phrases of time in a text; `time_table` has their patterns, `time_meaning` their days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from situate.knowledge.calendar import WrittenDate, load_calendar
from situate.model import Period
from situate.resolve.time_meaning import meaning
from situate.resolve.time_table import ARABIC, Phrase, Row, Table, load_table


def phrases_in(text: str) -> list[Phrase]:
    """Phrases of time in `text`, in order, never overlapping; of two that overlap the longer."""
    table = load_table()
    folded = text.casefold()
    holds = _holds(text, folded)
    found = [
        Phrase(m.start(), m.end(), m[0], row, m.groupdict())
        for row in table.rows
        if row.needs <= holds and _is_hinted(row, folded)
        for m in row.pattern.finditer(text)
        if _is_sound(m, row, text, table)
    ]
    if "digit" in holds:
        found += [_date_phrase(written, table, text) for written in load_calendar().dates_in(text)]
    found += [
        Phrase(m.start(), inner.end, text[m.start() : inner.end], row, {}, inner)
        for row in table.since
        if _is_hinted(row, folded)
        for m in row.pattern.finditer(text)
        for inner in found
        if inner.start == m.end() and not inner.is_open
    ]
    kept: list[Phrase] = []
    taken = bytearray(len(text))
    for phrase in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if not any(taken[phrase.start : phrase.end]):
            taken[phrase.start : phrase.end] = b"\x01" * (phrase.end - phrase.start)
            kept.append(phrase)
    return sorted(kept, key=lambda p: p.start)


def period_of(phrase: str, published: datetime | None) -> Period | None:
    """Days meant by a phrase such as "last Tuesday", seen from the day of publication.

    Half-open and in UTC, as wide as the phrase is vague; None if it names no date, or if it is
    relative and `published` is None. A bare weekday looks back: news reports what has happened.
    Raises ValueError if published carries no time zone.
    """
    found = phrases_in(phrase)
    return meaning(max(found, key=lambda p: p.end - p.start), published) if found else None


# --- which rows may fit


def _holds(text: str, folded: str) -> frozenset[str]:
    found = {name for name, words in _signs().items() if any(map(text.__contains__, words))}
    if any(map(folded.__contains__, _units())):
        found.add("unit")
    found.update(name for name, pattern in _PATTERNS.items() if pattern.search(text))
    return frozenset(found)


_PATTERNS = {"digit": re.compile(r"\d"), "arabic": ARABIC}


@cache
def _signs() -> dict[str, tuple[str, ...]]:
    calendar = load_calendar()
    days = tuple(name for name in calendar.weekdays if len(name) > 4)
    return {"month": _shortest(calendar.months), "day": _shortest(days)}


@cache
def _units() -> tuple[str, ...]:
    raw = load_table().raw
    return _shortest(str(unit).casefold() for unit in (*raw["units"], *raw["one_units"]))


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that hold another of them: "day" stands for "days"."""
    known = set(words)
    return tuple(sorted(w for w in known if not any(o != w and o in w for o in known)))


def _is_hinted(row: Row, folded: str) -> bool:
    return not row.hints or any(map(folded.__contains__, row.hints))


def _is_sound(match: re.Match[str], row: Row, text: str, table: Table) -> bool:
    """Months and weekdays are capitalised; a bare month has a word of time before it."""
    for name in ("month", "month2", "day"):
        if (word := match.groupdict().get(name)) and word[0].islower():
            return False
    if row.needs_cue and not (match["year"] or match["last"]):
        before = text[max(0, match.start() - 20) : match.start()].split()
        return bool(before) and before[-1].casefold().strip("(“\"'") in table.month_cues
    return bool(match[0].strip())


def _date_phrase(written: WrittenDate, table: Table, text: str) -> Phrase:
    slots = {
        "year": str(written.year) if written.year else None,
        "month": str(written.month),
        "d": str(written.day) if written.day else None,
    }
    return Phrase(written.start, written.end, text[written.start : written.end], table.date, slots)
