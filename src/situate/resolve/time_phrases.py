"""Phrases of time in a text; `time_table` has their patterns, `time_meaning` their days."""

from __future__ import annotations

import re
from datetime import datetime

from situate.knowledge.calendar import WrittenDate, load_calendar
from situate.model import Period
from situate.resolve.time_meaning import meaning
from situate.resolve.time_signs import fitting
from situate.resolve.time_table import Phrase, Row, Table, load_table


def phrases_in(text: str) -> list[Phrase]:
    """Phrases of time in `text`, in order, never overlapping; of two that overlap the longer."""
    table = load_table()
    rows, since, has_date = fitting(text)
    found = [
        Phrase(m.start(), m.end(), m[0], row, m.groupdict())
        for row in rows
        for m in row.pattern.finditer(text)
        if _is_sound(m, row, text, table)
    ]
    if has_date:
        found += [_date_phrase(written, table, text) for written in load_calendar().dates_in(text)]
    found += [
        Phrase(m.start(), inner.end, text[m.start() : inner.end], row, {}, inner)
        for row in since
        for m in row.pattern.finditer(text)
        for inner in found
        if inner.start == m.end() and not inner.is_open
    ]
    if len(found) < 2:
        return found
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
