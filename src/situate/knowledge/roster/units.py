"""Armed bodies the roster does not list, by the shape of their names: "3rd Red Valley Brigade"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from situate.knowledge.roster.tables import table

CAPITAL = r"[A-Z][\w'’-]*"
LINK = r"(?:al-|el-|an-|as-|ash-|ad-|ar-|bin |ibn |of |of the |for |for the |and )"
ORDINAL = r"\d{1,3}(?:st|nd|rd|th|d)?"


@cache
def _armed() -> re.Pattern[str]:
    heads = _words("armed_body_words")
    return re.compile(
        rf"\b(?:(?:{ORDINAL} )?{CAPITAL}(?: (?:{LINK})?{CAPITAL}){{0,4}}? (?:{heads})"
        rf"|{ORDINAL} (?:{CAPITAL} ){{0,3}}(?:{heads}|Wing|Fleet|Command|Battery|Group|Company)"
        rf"|(?:Liwa|Jaysh|Jaish|Katibat|Faylaq|Harakat|Kata'?ib|Saraya) (?:{LINK})?{CAPITAL}"
        rf"(?: (?:{LINK})?{CAPITAL})?)\b"
    )


@cache
def bodies() -> re.Pattern[str]:
    """Public bodies by their last word: "Reed County Council", "Ministry of Fisheries"."""
    heads = _words("body_words")
    return re.compile(
        rf"\b(?:{ORDINAL} )?(?:{CAPITAL}(?: (?:{LINK})?{CAPITAL}){{0,5}}? )?(?:{heads})"
        rf"(?: (?:of|for)(?: the)? {CAPITAL}(?: (?:and )?{CAPITAL}){{0,2}})?\b"
    )


def _words(name: str) -> str:
    listed: Any = table("actor_patterns.yaml")[name]
    return "|".join(map(re.escape, listed))


def unit_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans that have the shape of an armed body's name, from the left."""
    for match in _armed().finditer(text):
        start = match.start()
        if match.group().startswith("The "):
            start += 4
        if " " in text[start : match.end()]:
            yield start, match.end()
