"""The name inside a phrase that no finder knew: its capitalised words, if it names anything."""

from __future__ import annotations

import re
from functools import cache

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.nationality import nationality_of
from situate.knowledge.gazetteer.words import table
from situate.model import Document, Quote

_CAPITAL_RUN = re.compile(
    r"(?<!\w)(?:(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[- ‐])?[‘’'ʿʻ]?[^\W\d_a-z][\w‘’'ʿʻ`]*"
    r"(?:[ -](?:(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[- ‐])?[^\W\d_a-z][\w‘’'ʿʻ`]*)*"
)


def name_within(document: Document, quote: Quote) -> Quote | None:
    """The capitalised words of a phrase no finder knew a name in; None if it only describes.

    "the city", "two hills" and "the area" name nothing, whatever the gazetteer has under such
    keys. A text without capitals and a script without them keep the whole phrase.
    """
    if not keys.is_latin(quote.text) or not any(c.isupper() for c in document.text):
        return quote
    for run in _CAPITAL_RUN.finditer(quote.text):
        start, end = run.span()
        if _is_person(quote.text, start, end):
            continue
        while (first := re.match(r"(\w+) ?", quote.text[start:end])) and _describes(first[1]):
            start += first.end()
        if start < end and quote.text[start].isalpha():
            at = quote.start + start
            return Quote(quote.document, at, quote.start + end, quote.text[start:end])
    return None


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether capital words are a person's: a given name first, or a title before them."""
    lists = table("place_words.yaml")
    first, *rest = re.split(r"[ -]", text[start:end])
    before = text[:start].split()
    is_titled = bool(before) and before[-1].casefold().rstrip(".") in lists["titles"]
    return is_titled or (bool(rest) and first.casefold() in lists["given"])


def _describes(word: str) -> bool:
    """Is it a determiner, a direction, a noun of places or a nationality: no name alone?"""
    return nationality_of(word) is not None or word.casefold() in _describing()


@cache
def _describing() -> frozenset[str]:
    lists = table("place_words.yaml")
    words = {str(w) for group in ("generic", "modifiers", "common") for w in lists[group]}
    cues = table("place_cues.yaml")
    words |= {str(w) for group in ("site_after", "buildings") for w in cues[group]}
    return frozenset(words - set(_KUNYA))


_KUNYA = ("al", "el", "abu", "umm", "bin", "ibn", "tel", "tal", "tall", "jabal")
