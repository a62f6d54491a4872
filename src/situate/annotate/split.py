"""Cutting text into sentences by rule, in linear time, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from situate.model import Block, Document

MAX_CHARS = 1200  # a longer stretch is a list or a table: it is cut, never parsed whole
STOP = re.compile(r"[.!?…؟۔]+[\"'”’»)\]]*(?=\s|$)|\n\s*\n|\n(?=[-•*–])")
SOFT = re.compile(r"[;\n|•·]|, ")
LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)\.$")
NEXT = re.compile(r"\s*([\"'“‘«(\[]*)(\S)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence before it is parsed: half-open span of the document, and its block."""

    block: Block
    start: int
    end: int


def stretches(document: Document, abbreviations: frozenset[str]) -> Iterator[Stretch]:
    """Sentences of every block but page chrome, in order, blank edges trimmed."""
    blocks = document.blocks or (Block("paragraph", 0, len(document.text)),)
    for block in blocks:
        if block.kind == "chrome":
            continue
        for start, end in sentences(document.text, block.start, block.end, abbreviations):
            for first, last in capped(document.text, start, end):
                first, last = trimmed(document.text, first, last)
                if first < last:
                    yield Stretch(block, first, last)


def sentences(
    text: str, start: int, end: int, abbreviations: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Spans between full stops; a stop after an abbreviation or before a small letter is none."""
    caseless = not any(map(str.isupper, text[start : min(end, start + 2000)]))
    since = start
    for stop in STOP.finditer(text, start, end):
        if stop.group().isspace() or is_stop(text, stop, end, abbreviations, caseless=caseless):
            yield since, stop.end()
            since = stop.end()
    yield since, end


def is_stop(
    text: str, stop: re.Match[str], end: int, abbreviations: frozenset[str], *, caseless: bool
) -> bool:
    """Whether punctuation ends a sentence here."""
    if "\n" in stop.group():
        return True
    after = NEXT.match(text, stop.end(), min(end, stop.end() + 40))
    if after and after.group(2).islower() and not caseless:
        return False
    if stop.group().startswith(".") and not stop.group().startswith(".."):
        word = LAST_WORD.search(text, max(0, stop.start() - 20), stop.start() + 1)
        if word and (word.group(1).lower() in abbreviations or len(word.group(1)) == 1):
            return False
    return True


def capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most MAX_CHARS, cut at the last semicolon, line end or comma, else anywhere."""
    while end - start > MAX_CHARS:
        cuts = [m.end() for m in SOFT.finditer(text, start + MAX_CHARS // 2, start + MAX_CHARS)]
        space = text.rfind(" ", start + 1, start + MAX_CHARS)
        cut = cuts[-1] if cuts else space if space > start else start + MAX_CHARS
        yield start, cut
        start = cut
    yield start, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
