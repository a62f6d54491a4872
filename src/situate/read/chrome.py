"""Is a line of the page rather than of the report? Word lists are in knowledge/data/chrome.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from situate.errors import KnowledgeError
from situate.knowledge import plain

SHORT_WORDS = 12
NOTE_WORDS = 80
INLINE_WORDS = 30
EDGE = " \t\u00a0\u200e\u200f|»«<>→←↑^*·•-–—_=#[]"
NAME_AFTER_BY = re.compile(r"(?:[A-Z][\w.'’-]*|al-\w+|van|de|and|staff|,|&)(?:\s+|$)")
STOP = re.compile(r"[.!?؟]['\"’”»)\]]*\s+(?=\S)")
INVITED = re.compile(STOP.pattern + r"|\s+(?=[\"“«])")  # scraped text loses its stops
FINAL = frozenset(".!?…:;؟۔。,،")
CLOSING = "\"'”’»)]}›"


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of chrome.yaml, folded."""

    lines: frozenset[str]
    replies: re.Pattern[str]
    related: frozenset[str]
    name_links: frozenset[str]
    offices: frozenset[str]
    labels: Mapping[str, tuple[str, ...]]
    inline: tuple[str, ...]
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
            _longest_first(words)
            for words in (
                table["inline"], table["begins"], table["notes"], table["bylines"],
                table["published"], table["periods"], table["updated"],
                captions["begins"], captions["ends"],
            )
        ]  # fmt: skip
        related, links = _folded(table["related"]), _folded(table["name_links"])
        offices, lines = _folded(table["offices"]), _folded(table["lines"]) | related
        labels = {field: _longest_first(words) for field, words in table["labels"].items()}
        replies = re.compile("|".join(table["replies"]))
        return Cues(lines, replies, related, links, offices, labels, *longest_first)
    except (KeyError, TypeError, re.error) as wrong:
        raise KnowledgeError(f"{path}: {wrong!r}") from wrong


def _folded(words: Iterable[object]) -> frozenset[str]:
    return frozenset(str(word).casefold() for word in words)


def _longest_first(words: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(_folded(words), key=lambda word: (-len(word), word)))


def is_chrome(line: str) -> bool:
    """Navigation, sharing, cookies, or a note about the text itself."""
    cues, words = load_cues(), line.count(" ") + 1
    folded = line.casefold().strip(EDGE)
    if not any(c.isalnum() for c in folded):
        return True
    if folded.startswith(cues.notes):
        return words <= NOTE_WORDS
    if is_invitation(folded) and not sentence_after(line):
        return True
    if words > SHORT_WORDS:
        return False
    if folded in cues.lines or folded.rstrip(".:!") in cues.lines:
        return True
    return folded.startswith(cues.begins) and (words <= 6 or not has_final_stop(line))


def is_related(line: str) -> bool:
    """Does it stand above the headlines of other reports?"""
    return line.casefold().strip(EDGE).rstrip(".:!") in load_cues().related


def invitation_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first stretch of text[start:end], half open, that leads away: "Read more: ..."; a heading
    such as "Related News" with the headlines that run on after it, up to a stop."""
    words = text[start:end]
    found = _invitations().search(words)
    heading = _headings().search(words)
    if heading and (found is None or heading.start() < found.start(1)):
        begin, most = heading.start(), NOTE_WORDS
    elif found:
        begin, most = found.start(1), INLINE_WORDS
    else:
        return None
    stop = INVITED.search(words, begin)
    invited = words[begin : stop.end() if stop else None].rstrip()
    return (start + begin, start + begin + len(invited)) if invited.count(" ") < most else None


@cache
def _headings() -> re.Pattern[str]:
    """Headings of two words and more in their capitals: scraped pages have them inside a line."""
    names = (name.title() for name in load_cues().related if name.startswith("related "))
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names)))})\b(?=:?\s+[A-Z])")


@cache
def _invitations() -> re.Pattern[str]:
    cues = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in load_cues().inline)
    return re.compile(rf"(?:{STOP.pattern}|\A|\n)({cues})", re.IGNORECASE)


def is_invitation(words: str) -> bool:
    """Do these words, a link or a line of their own, lead away from the report?"""
    return words.count(" ") < INLINE_WORDS and words.casefold().startswith(load_cues().inline)


def sentence_after(line: str) -> bool:
    """Does another sentence follow its first one?"""
    return STOP.search(line) is not None


def is_name(line: str) -> bool:
    """Could it be the name of an outlet or an office: capitals, or a word such as "office"?"""
    cues, words = load_cues(), line.split()
    if not cues.offices.isdisjoint(word.casefold() for word in words):
        return True
    return not any(word[0].islower() and word not in cues.name_links for word in words)


def replies_at(text: str) -> int:
    """Where a saved post ends and what its readers say begins; the end of the text if nowhere."""
    found = load_cues().replies.search(text)
    return found.start() if found else len(text)


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
