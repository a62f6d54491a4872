"""Printed pages -> one text: running heads, feet and page numbers off, broken sentences joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from situate.read.chrome import has_final_stop

EDGE_LINES = 4  # lines at the top and at the foot of a page that may be printed on every page
BODY_WORDS = 8
FULL_LINE = 0.7  # of the page's longest line: the sentence goes on where such a line has no stop
TITLE_WORDS = 30
LARGER = 1.15  # a heading's letters beside those of the body
DIGITS = re.compile(r"\d+")
NUMBER = re.compile(
    r"(?:page\s+)?[-–—|]?\s*\d{1,4}\s*(?:(?:of|/|de|von)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE
)
ADDRESS = re.compile(r"(https?://[^\s]+)\s+(?:page\s+)?\d{1,4}\s*(?:of|/)\s*\d{1,4}", re.IGNORECASE)
PRINTED = re.compile(  # what a browser prints above a page: "11/26/26, 1:26 AM  The page's title"
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},\s\d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.*)?"
)
Piece = tuple[str, float]


def joined_pages(pages: Sequence[str]) -> str:
    """The words of the pages in order. A sentence that a page breaks is joined by a line end, all
    else by a blank line; what is printed on every page, and page numbers, are left out.
    """
    running = _running(pages)
    text = ""
    for number, page in enumerate(pages):
        body = _body(page, running, is_first=number == 0)
        if not body:
            continue
        text += (("\n" if _goes_on(text) else "\n\n") if text else "") + body
    return text


def address_in(pages: Sequence[str]) -> str | None:
    """The web address a browser printed at the edge of the first page, beside the page's number."""
    lines = _lines(pages[0]) if pages else []
    for line in (*lines[:EDGE_LINES], *lines[-EDGE_LINES:]):
        if found := ADDRESS.fullmatch(line):
            return found[1]
    return None


def heading_in(pieces: Sequence[Piece]) -> str | None:
    """The title of a page by its print: the first run of its largest letters.

    `pieces` are words in order with the height of their letters. None where no letters are
    clearly larger than those most words have, or where the run is no title's length.
    """
    sizes: Counter[float] = Counter()
    for words, size in pieces:
        sizes[size] += len(words)
    if not sizes or max(sizes) < LARGER * sizes.most_common(1)[0][0]:
        return None
    largest = max(sizes)
    first = next(i for i, (_, size) in enumerate(pieces) if size == largest)
    run: list[str] = []
    for words, size in islice(pieces, first, None):
        if size != largest:
            break
        run += words.split()
    return " ".join(run) if 2 <= len(run) <= TITLE_WORDS else None


def with_title_whole(text: str, title: str) -> str:
    """The text with the lines of its title made one line, as it is read aloud."""
    broken = re.compile(r"\s+".join(re.escape(word) for word in title.split()))
    return broken.sub(title.replace("\\", r"\\"), text, count=1)


def _lines(page: str) -> list[str]:
    return [line.strip() for line in page.splitlines() if line.strip()]


def _form(line: str) -> str:
    return DIGITS.sub("0", line.casefold())


def _running(pages: Sequence[str]) -> frozenset[str]:
    """Forms of lines, numbers aside, that stand at the same edge of half the pages, and of two."""
    found: set[str] = set()
    for edge in (slice(0, EDGE_LINES), slice(-EDGE_LINES, None)):
        counts = Counter(form for page in pages for form in {_form(x) for x in _lines(page)[edge]})
        found |= {form for form, count in counts.items() if count >= max(2, len(pages) / 2)}
    return frozenset(found)


def _body(page: str, running: frozenset[str], is_first: bool) -> str:
    """The page without the lines at its edges that belong to the paper.

    What stands above the first page is kept: it is where an office puts its name and the day.
    """
    lines = page.strip().splitlines()
    for at in (0, -1):
        known = running if at or not is_first else frozenset()
        for _ in range(EDGE_LINES):
            while lines and not lines[at].strip():
                lines.pop(at)
            if not lines or not _is_paper(lines[at].strip(), known):
                break
            lines.pop(at)
    return "\n".join(lines).strip()


def _is_paper(line: str, running: frozenset[str]) -> bool:
    if NUMBER.fullmatch(line) or ADDRESS.fullmatch(line) or PRINTED.fullmatch(line):
        return True
    is_sentence = has_final_stop(line) and len(line.split()) >= BODY_WORDS
    return _form(line) in running and not is_sentence


def _goes_on(text: str) -> bool:
    """Does the text break off inside a sentence: a full last line without a stop?"""
    lines = text[-20_000:].splitlines()
    widest = max(len(line) for line in lines)
    return not has_final_stop(lines[-1]) and len(lines[-1]) >= FULL_LINE * widest
