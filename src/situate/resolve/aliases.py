"""Names a report gives its own actors: "Full Name (ACR)", "X, former Y", "also known as"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from situate.knowledge.roster import Roster, coders
from situate.model import Document, Name

BRACKET = re.compile(r"\s?[\(\[][\"“'‘]?([^()\[\]\n]{2,60}?)[\"”'’]?[,;)\]]")
ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z0-9-]{0,6}|[A-Z]{2,8}(?:-[A-Z]{1,4})?")
BETWEEN = re.compile(
    r"\s*[,(]?\s*(?:the\s+)?(?:formerly(?:\s+known\s+as)?|former|ex-|previously(?:\s+known\s+as)?|"
    r"also\s+known\s+as|better\s+known\s+as|known\s+as|a\.?k\.?a\.?|rebranded(?:\s+as)?|"
    r"renamed(?:\s+as)?|or|now(?:\s+known\s+as)?)\s*(?:the\s+)?[\"“'‘]?",
    re.IGNORECASE,
)
CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")
SMALL = ("the", "of", "for", "and", "in", "al", "el")
SHORTEST = 3  # letters of an acronym nobody introduced
NEAR = 60  # code points between two names that a cue may tie


@lru_cache(maxsize=4_096)
def key_of(words: str) -> str:
    """Words folded for comparing names within one report, leading article off."""
    folded = coders.folded(words)
    return folded.removeprefix("the ")


def aliases_in(
    document: Document, names: tuple[Name, ...], roster: Roster, on: date | None
) -> dict[str, str]:
    """Folded words -> roster id, for the names this report binds; they hold for all of it.

    "(ACR)" is bound if it is the initials of the name before it or the roster knows it for that
    actor; "(SAA, present in the south)" gives SAA only. An operation keeps its brackets: the words
    in "Cizire Storm (Al Jazeera)" mean the operation. Nothing found is an empty dict.
    """
    text = document.text
    bound: dict[str, str] = {}
    actors = [n for n in names if n.kind in ("actor", "operation") and n.refs]
    for name in actors:
        owner = _best(name, roster, on)
        for words in _in_brackets(name, text):
            if _is_alias(words, name, owner, roster):
                bound.setdefault(key_of(words), owner)
    for first, second in pairwise(actors):
        if _tied(first, second, text):
            bound.setdefault(key_of(second.quote.text), _best(first, roster, on))
    for acronym, owner in _by_initials(document.text, actors, roster, on):
        bound.setdefault(acronym, owner)
    return bound


def _by_initials(
    text: str, actors: Sequence[Name], roster: Roster, on: date | None
) -> Iterator[tuple[str, str]]:
    """Acronyms nobody introduced that are the initials of one actor's name: "the PRB said".

    The roster must not know the acronym, and the name must have stood before it.
    """
    told: dict[str, dict[str, int]] = {}
    for name in actors:
        letters = initials(name.quote.text)
        if len(letters) >= SHORTEST:
            told.setdefault(letters, {}).setdefault(_best(name, roster, on), name.quote.start)
    for match in CAPITALS.finditer(text):
        owners = told.get(match.group().casefold(), {})
        if len(owners) == 1 and not roster.keys_of(match.group()):
            ((owner, start),) = owners.items()
            if start < match.start():
                yield key_of(match.group()), owner


def initials(words: str) -> str:
    """First letters of a name's words, small words left out, folded: "prb"; "" for one word."""
    short = [w for w in coders.folded(words).split() if w not in SMALL]
    return "".join(w[0] for w in short) if len(short) > 1 else ""


def _best(name: Name, roster: Roster, on: date | None) -> str:
    for ref in name.refs:
        entry = roster.entry(ref)
        if entry and entry.exists(on):
            return entry.id
    return name.refs[0]


def _in_brackets(name: Name, text: str) -> Iterator[str]:
    match = BRACKET.match(text, name.quote.end)
    if match:
        yield match.group(1).strip()


def _is_alias(words: str, name: Name, owner: str, roster: Roster) -> bool:
    entry = roster.entry(owner)
    if entry and entry.kind == "operation":
        return len(words.split()) <= 4
    known = roster.keys_of(words)
    if known:
        return owner in known or any(roster.are_family(owner, key) for key in known)
    return bool(ACRONYM.fullmatch(words)) and is_initials(words, name.quote.text)


def is_initials(acronym: str, words: str) -> bool:
    """Are an acronym's letters the first letters of a name's words, small words left out or not?"""
    letters = [c for c in acronym.casefold() if c.isalpha()]
    parts = coders.folded(words).split()
    short = [w for w in parts if w not in SMALL]
    return any(_opens(letters, form) for form in (parts, short))


def _opens(letters: list[str], parts: list[str]) -> bool:
    at = 0
    for part in parts:
        if at < len(letters) and part.startswith(letters[at]):
            at += 1
    return at == len(letters) and len(parts) <= len(letters) + 3


def _tied(first: Name, second: Name, text: str) -> bool:
    """Does a cue such as "formerly" stand between two names, and nothing but brackets else?"""
    if not 0 <= second.quote.start - first.quote.end <= NEAR:
        return False
    between = text[first.quote.end : second.quote.start]
    between = re.sub(r"\([^()]*\)", "", between)
    cue = BETWEEN.fullmatch(between)
    # "X or Y" alone is a choice, not a name, unless brackets or commas set it apart.
    return bool(cue) and (between.strip().lower() != "or")
