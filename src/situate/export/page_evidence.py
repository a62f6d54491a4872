"""The words a mention rests on, cut into pieces that a page can mark.

Offsets are code points here and pieces carry their own text, so a browser, which counts UTF-16,
never has to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from situate.model import Document, Mention, Quote
from situate.records import quotes_of

CONTEXT = 90  # code points shown on either side of words that stand outside the sentence
SHOWN_AS = {
    "actors": "actor", "targets": "target", "backers": "backer", "objects": "object",
    "places": "place", "tolls": "toll", "weapons": "weapon", "said_by": "said by",
    "framing": "wording",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one set of fields; `fields` is empty for words that carry no value."""

    text: str
    start: int
    end: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of one document in order; clipped says whether the text goes on at that side."""

    pieces: tuple[Piece, ...]
    clipped_before: bool
    clipped_after: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mention as a reader checks it: its sentence, then words it draws from elsewhere."""

    mention: Mention
    document: Document
    excerpts: tuple[Excerpt, ...]


def evidence(mention: Mention, document: Document) -> Evidence:
    """The sentence with every value's words marked; words outside it follow as own excerpts."""
    marks = list(quotes(mention))
    low, high = mention.sentence.start, mention.sentence.end
    inside = [(f, q) for f, q in marks if low <= q.start and q.end <= high]
    first = excerpt(document, low, high, inside)
    others = [(f, q) for f, q in marks if not (low <= q.start and q.end <= high)]
    rest = tuple(excerpt(document, start, end, others) for start, end in _windows(others, document))
    return Evidence(mention, document, (first, *rest))


def quotes(mention: Mention) -> Iterator[tuple[str, Quote]]:
    """Every (field, quote) of a mention but its sentence, fields as readers call them."""
    for name, quote in quotes_of(mention):
        if name != "sentence":
            yield SHOWN_AS.get(name, name), quote


def _windows(marks: list[tuple[str, Quote]], document: Document) -> list[tuple[int, int]]:
    """Stretches of text around quotes, merged where they touch."""
    windows: list[tuple[int, int]] = []
    for _, quote in sorted(marks, key=lambda mark: mark[1].start):
        low = _word_edge(document.text, max(0, quote.start - CONTEXT), +1, quote.start)
        high = _word_edge(
            document.text, min(len(document.text), quote.end + CONTEXT), -1, quote.end
        )
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _word_edge(text: str, at: int, step: int, limit: int) -> int:
    """The nearest blank from `at` towards `limit`, so that no word is cut in half."""
    if at in (0, len(text)):
        return at
    while at != limit and not text[at - (step < 0)].isspace():
        at += step
    return at


def excerpt(document: Document, low: int, high: int, marks: Iterable[tuple[str, Quote]]) -> Excerpt:
    """The words from low to high, half open, cut wherever a mark begins or ends.

    Time grows with the text and the marks, not with their product.
    """
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for field, quote in marks:
        start, end = max(low, quote.start), min(high, quote.end)
        if start < end:
            begins.setdefault(start, []).append(field)
            ends.setdefault(end, []).append(field)
    open_fields: dict[str, int] = {}
    pieces = []
    for start, end in pairwise(sorted({low, high, *begins, *ends})):
        for field in ends.get(start, ()):
            open_fields[field] -= 1
        for field in begins.get(start, ()):
            open_fields[field] = open_fields.get(field, 0) + 1
        fields = tuple(field for field, n in open_fields.items() if n)
        pieces.append(Piece(document.text[start:end], start, end, fields))
        if not fields:
            open_fields.clear()
    before = bool(document.text[:low].strip()) if low < 4096 else True
    after = bool(document.text[high : high + 4096].strip())
    return Excerpt(tuple(pieces), before, after)
