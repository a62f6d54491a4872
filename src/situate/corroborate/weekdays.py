"""The day of the week an undated report names: "on Monday" is true of one day in seven."""

from __future__ import annotations

from functools import lru_cache

from situate.knowledge.calendar import load_calendar
from situate.model import Document, Mention

LEAD = 1500  # code points of a report in which it says when
UNTOLD = -1


def weekday_of(mention: Mention, document: Document | None) -> int:
    """0 (Monday) to 6 (Sunday) as an undated mention tells it, else as its report first does; -1.

    Most reports that name no date still name the day: "today, Thursday".
    """
    quote = mention.period.quote
    told = _first(quote.text) if quote is not None else UNTOLD
    if told == UNTOLD and document is not None:
        told = _first(document.text[:LEAD])
    return told


@lru_cache(maxsize=4096)
def _first(text: str) -> int:
    return next((day for _, day in load_calendar().weekdays_in(text)), UNTOLD)
