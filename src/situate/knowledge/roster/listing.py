"""Spans that name somebody but act in no event by themselves: for lists of names, not for parsing.

Pronouns, kin and helpers, public bodies, outlets that are quoted, and persons with their titles.
Two names a report gives one person or thing share a ref "local:...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from situate.knowledge.outlets import load_outlets
from situate.knowledge.roster.scan import Scanner
from situate.knowledge.roster.tables import table
from situate.knowledge.roster.units import CAPITAL, bodies
from situate.model import Document, Name, NameKind
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.knowledge.roster.book import Roster

POINT = r"\d{1,3}°[\d.′'″\" ]*[NS],? \d{1,3}°[\d.′'″\" ]*[EW]"
Span = tuple[int, int, NameKind, str, tuple[str, ...]]


def listed_names(document: Document, roster: Roster) -> tuple[Name, ...]:
    """Names beyond those of `names_in` and `pattern_names`, in order, never overlapping."""
    text = document.text
    spans = [
        *_one_thing(text),
        *_outlets_in(text),
        *((m.start(), m.end(), "actor", "pattern", ()) for m in bodies().finditer(text)),
        *((m.start(), m.end(), "actor", "generic", ()) for m in _people().finditer(text)),
        *((m.start(), m.end(), "actor", "pronoun", ()) for m in _pronouns().finditer(text)),
    ]
    return tuple(
        Name(quote_at(document, start, end), kind, by, refs)
        for start, end, kind, by, refs in _apart(spans)
    )


def _apart(spans: list[Span]) -> Iterator[Span]:
    at = 0
    # A pair says most, so it wins over what lies inside it.
    for span in sorted(spans, key=lambda s: (s[0], not s[4], -s[1])):
        if span[0] >= at:
            yield span
            at = span[1]


def _any(name: str) -> str:
    listed: Any = table("actor_patterns.yaml")[name]
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


@cache
def _pronouns() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('listed_pronouns')})\b", re.IGNORECASE)


@cache
def _people() -> re.Pattern[str]:
    """ "our partners", "the victims", "this group"."""
    listed = rf"(?:{_any('listed_openers')})(?: [a-z]+)?(?: {CAPITAL})? (?:{_any('listed_heads')})"
    pointed = rf"(?:{_any('pointers')})(?: [a-z]+)? (?:{_any('pointed_heads')})"
    return re.compile(rf"\b(?:{listed}|{pointed})\b", re.IGNORECASE)


# --- outlets ----------------------------------------------------------------------------------


@cache
def _outlets() -> Scanner:
    return Scanner(
        (name, outlet.id, False)
        for outlet in load_outlets().by_id.values()
        for name in (outlet.name, *outlet.aliases)
    )


def _outlets_in(text: str) -> Iterator[Span]:
    """Outlets that speak, are told, or stand beside "agency": "Al Jazeera" may be a region."""
    for match in _state_outlets().finditer(text):
        yield match.start(), match.end(), "outlet", "pattern", ()
    for hit in _outlets().scan(text):
        before = text[max(0, hit.start - 24) : hit.start]
        after = text[hit.end : hit.end + 24]
        if _speaks_before().search(before) or _speaks_after().match(after):
            yield hit.start, hit.end, "outlet", "outlets", hit.keys[:1]


@cache
def _state_outlets() -> re.Pattern[str]:
    return re.compile(rf"\b(?:[A-Z]\w+ )?(?:{_any('state_outlets')})\b", re.IGNORECASE)


@cache
def _speaks_before() -> re.Pattern[str]:
    cues = rf"{_any('outlet_before')}|{_any('outlet_nouns')}"
    return re.compile(rf"\b(?:{cues})\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def _speaks_after() -> re.Pattern[str]:
    says = rf"(?:has |have |had |also )?(?:{_any('speech')})"
    return re.compile(rf"(?:'s|’s)?\s+(?:{_any('outlet_nouns')}|{says})\b", re.IGNORECASE)


# --- one person or thing under two names ------------------------------------------------------


@cache
def _pairs() -> tuple[re.Pattern[str], ...]:
    word = rf"(?:(?:[A-Z]\.){{2,3}}|{CAPITAL}|\d+(?:st|nd|rd|th))"
    name = (
        rf"(?:(?:{_any('ranks')})\.? ){{0,3}}{CAPITAL}(?: [A-Z]\.)?"
        rf"(?: (?:al-|de |van |bin )?{CAPITAL}){{1,3}}"
    )
    rest = rf"(?:(?: (?:of|for|to|the|in|and|from)){{0,3}} {word}){{0,9}}"
    title = (
        rf"(?:(?:the|his|her|its|The|His|Her|Its) )?(?:former |deputy |acting )?(?:{word} ){{0,5}}?"
        rf"(?:{_any('titles')}){rest}"
    )
    thing = rf"(?:[Tt]he )?{CAPITAL}(?: (?:of the |of )?{CAPITAL}){{0,5}}"
    code = r"[A-Z][A-Za-z]{0,7}(?:[ -]\d{1,4})?|[A-Z]{2,8}"
    also = rf"(?: ?\([^()]{{0,60}}\))?,? (?:{_any('also_known')})"
    return (
        re.compile(rf"(?P<a>{title}), (?P<b>{name})"),
        re.compile(rf"(?P<a>{name}), (?P<b>{title})"),
        re.compile(rf"(?P<a>{title}) is (?P<b>{name})"),
        re.compile(rf"(?P<a>{title}), [A-Z][\w-]+ [a-z]+ (?P<b>{name})"),
        re.compile(rf"(?P<a>{thing}) ?(?:’s|'s)? \((?P<b>{code})\)"),
        re.compile(rf"(?P<a>{thing}){also} (?P<b>{thing})"),
        re.compile(rf"(?P<a>{POINT}) / (?P<b>{POINT})"),
        re.compile(r"(?P<a>\d[\d.,]*\s?km) \((?P<b>\d[\d.,]*\s?mi(?:les)?)\)"),
    )


def _one_thing(text: str) -> Iterator[Span]:
    """Both names of a pair, under one ref; a pair that crosses one found before is left out."""
    taken: set[int] = set()
    for pattern in _pairs():
        for match in pattern.finditer(text):
            if not taken.isdisjoint(range(*match.span())):
                continue
            taken.update(range(*match.span()))
            ref = (f"local:{match.group('b').casefold()}",)
            yield match.start("a"), match.end("a"), "person", "pattern", ref
            yield match.start("b"), match.end("b"), "person", "pattern", ref
