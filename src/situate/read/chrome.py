"""Is a line of the page rather than of the report? Word lists are in knowledge/data/chrome.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from situate.errors import KnowledgeError
from situate.knowledge import plain

SHORT_WORDS = 12
NOTE_WORDS = 80
EDGE = " \t\u00a0\u200e\u200f|»«<>→←↑^*·•-–—_=#[]"
NAME_AFTER_BY = re.compile(r"(?:[A-Z][\w.'’-]*|al-\w+|van|de|and|staff|,|&)(?:\s+|$)")
FINAL = frozenset(".!?…:;؟۔。,،")
CLOSING = "\"'”’»)]}›"


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of chrome.yaml, folded."""

    lines: frozenset[str]
    begins: tuple[str, ...]
    notes: tuple[str, ...]
    bylines: tuple[str, ...]
    published: tuple[str, ...]
    periods: tuple[str, ...]
    updated: tuple[str, ...]
    caption_begins: tuple[str, ...]
    caption_ends: tuple[str, ...]


@cache
def load_cues() -> Cues:
    """The lists that ship. Raises KnowledgeError where one is missing."""
    path = files("situate.knowledge") / "data" / "chrome.yaml"
    table = plain.load(path.read_text(encoding="utf-8"))
    try:
        captions = table["captions"]
        longest_first = [
            tuple(sorted((str(word).casefold() for word in words), key=lambda w: (-len(w), w)))
            for words in (
                table["begins"], table["notes"], table["bylines"], table["published"],
                table["periods"], table["updated"], captions["begins"], captions["ends"],
            )
        ]  # fmt: skip
        return Cues(frozenset(str(line).casefold() for line in table["lines"]), *longest_first)
    except (KeyError, TypeError) as wrong:
        raise KnowledgeError(f"{path}: {wrong!r}") from wrong


def is_chrome(line: str) -> bool:
    """Navigation, sharing, cookies, or a note about the text itself."""
    cues, words = load_cues(), line.count(" ") + 1
    folded = line.casefold().strip(EDGE)
    if not any(c.isalnum() for c in folded):
        return True
    if folded.startswith(cues.notes):
        return words <= NOTE_WORDS
    if words > SHORT_WORDS:
        return False
    if folded in cues.lines or folded.rstrip(".:!") in cues.lines:
        return True
    return folded.startswith(cues.begins) and (words <= 6 or not has_final_stop(line))


def is_byline(line: str) -> bool:
    """Names who wrote the text: "By Jane Roe", "(Reporting by ...)"."""
    folded = line.casefold().lstrip(EDGE)
    if line.count(" ") >= 40 or not folded.startswith(load_cues().bylines):
        return False
    if folded.startswith("by "):
        rest = line.lstrip(EDGE)[3:].lstrip()
        return line.count(" ") < SHORT_WORDS and NAME_AFTER_BY.match(rest) is not None
    return True


def is_caption(line: str) -> bool:
    """Says what a picture shows, by its credit."""
    folded = line.casefold().strip()
    cues = load_cues()
    return line.count(" ") < 80 and (
        folded.startswith(cues.caption_begins) or folded.rstrip(".").endswith(cues.caption_ends)
    )


def has_final_stop(line: str) -> bool:
    """Does it end as a sentence does, closing marks aside?"""
    return line.rstrip().rstrip(CLOSING)[-1:] in FINAL
