"""Clauses of a sentence, the phrases of time in it, and those that date a saying."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from situate.resolve.time_phrases import phrases_in
from situate.resolve.time_table import Phrase, load_table

WORD = re.compile(r"[\w'’]+")
MARKS = frozenset(",;،—–")  # after which "and" may open a main clause
CLOSERS = re.compile(r"[,;:—–()،؛]|\s-\s")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence; `opener` is the word that makes it background, None if main."""

    start: int
    end: int
    opener: str | None


@dataclass(frozen=True, slots=True)
class Timed:
    """The phrases and clauses of one sentence, offsets counted from its start."""

    text: str
    phrases: tuple[Phrase, ...]
    clauses: tuple[Clause, ...]
    said: frozenset[int]  # starts of phrases that date a saying


def timed(text: str) -> Timed:
    """Phrases, clauses and sayings of a sentence."""
    phrases = tuple(p for p in phrases_in(text) if not _ranks(text, p))
    return Timed(text, phrases, tuple(_clauses(text, phrases)), frozenset(_said(text, phrases)))


def clause_at(sentence: Timed, at: int) -> Clause:
    """The innermost clause an offset lies in."""
    inside = [c for c in sentence.clauses if c.start <= at < c.end]
    return inside[-1] if inside else Clause(0, len(sentence.text), None)


def _clauses(text: str, phrases: Iterable[Phrase]) -> Iterable[Clause]:
    """Main and background clauses, cut at openers and at the marks that close them.

    A background clause runs from its opener to the next mark; what follows is the main clause
    again, under its old start, so that the two halves of a split main clause are one.
    """
    openers, mains = _openers()
    # "since Monday", "before 3 May" open no clause: a phrase of time stands there.
    timed_from = {p.start for p in phrases} | {p.start - 1 for p in phrases}
    marks = [m.start() for m in CLOSERS.finditer(text)] + [len(text)]
    clauses: list[Clause] = []
    pieces: list[tuple[int, int, str | None]] = []
    at = 0
    has_stops = ";" in text
    for word in WORD.finditer(text):
        if word.start() < at:
            continue
        folded = word[0].casefold()
        is_opener = folded in openers and not _opens_nothing(text, word.start(), folded)
        if is_opener and word.start() not in timed_from and (word.end() not in timed_from):
            end = next(m for m in marks if m >= word.end())
            if word.start() > at:
                pieces.append((at, word.start(), None))
            pieces.append((word.start(), end, folded))
            at = end
        elif (folded in mains or has_stops) and (
            (mark := text[max(0, word.start() - 4) : word.start()].rstrip()[-1:]) == ";"
            or (folded in mains and mark in MARKS)
        ):
            if word.start() > at:
                pieces.append((at, word.start(), None))
            pieces.append((word.start(), word.start(), "+"))
            at = word.start()
    if at < len(text):
        pieces.append((at, len(text), None))
    yield from _gathered(pieces, clauses)


def _gathered(pieces: list[tuple[int, int, str | None]], clauses: list[Clause]) -> Iterable[Clause]:
    """Main pieces between two "+" marks are one clause; background pieces lie inside it."""
    background: list[Clause] = []
    start = last = 0
    for first, end, opener in pieces:
        if opener == "+":
            if last > start:
                clauses.append(Clause(start, last, None))
            start = first
        elif opener:
            background.append(Clause(first, end, opener))
        last = max(last, end)
    clauses.append(Clause(start, max(last, start), None))
    return [*clauses, *background]


def _opens_nothing(text: str, start: int, folded: str) -> bool:
    """ "killed as a result of", "such as": the word is part of a phrase and opens no clause."""
    phrases = load_table().raw["no_openers"]
    after = text[start : start + 24].casefold()
    before = text[max(0, start - 12) : start + len(folded)].casefold()
    return any(after.startswith(p) or before.endswith(" " + p) for p in phrases)


@cache
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    raw = load_table().raw
    return frozenset(raw["clause_openers"]), frozenset(raw["main_openers"])


def _ranks(text: str, phrase: Phrase) -> bool:
    """ "the deadliest in months", "the first since March": a span that ranks dates nothing."""
    if phrase.row.gives not in ("since", "past", "window", "span", "unit"):
        return False
    if text[phrase.end : phrase.end + 6].strip(" ,").startswith("when"):
        return False  # "the worst since July, when the town fell": it dates the fall
    before = text[max(0, phrase.start - 70) : phrase.start].casefold()
    return bool(_RANKED.match(phrase.text)) and bool(_ranking().search(before))


_RANKED = re.compile(r"(?:in|since|over|for|within|during)\s", re.IGNORECASE)


@cache
def _ranking() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_table().raw["ranking"]))
    return re.compile(rf"(?<!\w)(?:{words}|the\s\w+est)\s[^.,;:]*$")


def _said(text: str, phrases: Iterable[Phrase]) -> Iterable[int]:
    """Starts of the phrases that stand right after a word of saying, with no mark between."""
    raw = load_table().raw
    saying, within = frozenset(raw["saying"]), int(raw["said_within"])
    for phrase in phrases:
        piece = text[max(0, phrase.start - 80) : phrase.start]
        piece = re.split(r"[,;:—–\"“”]", piece)[-1]
        words = [w.casefold() for w in WORD.findall(piece)][-within - 1 :]
        if any(word in saying for word in words):
            yield phrase.start
