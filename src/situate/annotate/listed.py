"""Places a list of names wants beside proper names: coordinates, and towns and sites by their noun.

Neither ever locates an event: what "the town" is, resolution says from its company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from situate.knowledge import cues
from situate.knowledge.vocabulary import load_vocabulary
from situate.model import Document, Name, Quote

DEGREES = re.compile(
    r"(?<![\w.])(\d{1,3})°(?:(\d{1,2})[′'](?:(\d{1,2})[″\"])?)?\s?([NS])[,;]?\s"
    r"(\d{1,3})°(?:(\d{1,2})[′'](?:(\d{1,2})[″\"])?)?\s?([EW])(?!\w)"
)
DECIMALS = re.compile(
    r"(?<![\w.])(-?\d{1,2}\.\d{2,8})°?\s?([NS])?[,;]\s?(-?\d{1,3}\.\d{2,8})°?\s?([EW])?(?![\w.])"
    r"|(?<![\w.])(\d{1,2}\.\d{2,8})°\s?([NS])[,;]?\s(\d{1,3}\.\d{2,8})°\s?([EW])(?!\w)"
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[^\w\s]")
REACH = 4  # words between a determiner and its noun


def listed_places(document: Document) -> Iterator[Name]:
    """Coordinates (refs: "geo:LAT,LON", two decimals) and nouns of places with their determiner."""
    for start, end, ref in coordinates(document.text):
        yield a_place(document, start, end, (ref,))
    for start, end in place_nouns(document.text):
        yield a_place(document, start, end, ())


def a_place(document: Document, start: int, end: int, refs: tuple[str, ...]) -> Name:
    """A listed place at a span of the document."""
    quote = Quote(document.id, start, end, document.text[start:end])
    return Name(quote, "place", "pattern" if refs else "generic", refs)


def coordinates(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and "geo:" reference of each pair of latitude and longitude, in order by form."""
    for match in DEGREES.finditer(text):
        n, ew = match.group(4), match.group(8)
        lat, lon = degrees(*match.group(1, 2, 3)), degrees(*match.group(5, 6, 7))
        yield *match.span(), reference(-lat if n == "S" else lat, -lon if ew == "W" else lon)
    for match in DECIMALS.finditer(text):
        a, n, b, ew = match.group(1, 2, 3, 4) if match.group(1) else match.group(5, 6, 7, 8)
        lat, lon = float(a), float(b)
        if abs(lat) <= 90 and abs(lon) <= 180:
            yield *match.span(), reference(-lat if n == "S" else lat, -lon if ew == "W" else lon)


def degrees(whole: str, minutes: str | None, seconds: str | None) -> float:
    """Degrees, minutes and seconds as decimal degrees."""
    return float(whole) + float(minutes or 0) / 60 + float(seconds or 0) / 3600


def reference(lat: float, lon: float) -> str:
    """About a kilometre: two writings of one point agree."""
    return f"geo:{lat:.2f},{lon:.2f}"


def place_nouns(text: str) -> Iterator[tuple[int, int]]:
    """Spans such as "the besieged town": determiner to noun, within a few words of lower case."""
    heads, openers = place_heads(), cues.words("listed", "openers")
    between, closers = cues.words("listed", "no_adjectives"), cues.words("listed", "closers")
    pronouns, being = cues.words("listed", "pronouns"), cues.words("listed", "being")
    tokens = list(WORD.finditer(text))
    for at, token in enumerate(tokens):
        if token.group() in pronouns:
            following = tokens[at + 1].group() if at + 1 < len(tokens) else ""
            if following.lower() not in being:  # "there are" is no place
                yield token.span()
            continue
        if token.group() not in heads:
            first = at
            while first and token.group().lower() in heads and is_name_word(tokens, first - 1):
                first -= 1
            if first < at and at - first < REACH:
                yield tokens[first].start(), token.end()  # "Al Assad University Hospital"
            continue
        for before in range(at - 1, max(-1, at - 2 - REACH), -1):
            word = tokens[before].group()
            if word.lower() in openers:
                yield tokens[before].start(), token.end()
                break
            if not word[0].isalpha() or word in between:
                if word in closers and token.group().endswith("s"):
                    yield tokens[before + 1].start(), token.end()  # "in populated areas"
                break


def is_name_word(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a word belongs to the name after it: capitals, one space apart."""
    word, following = tokens[at], tokens[at + 1]
    has_capital = word.group()[:1].isupper() and following.group()[:1].isupper()
    return has_capital and following.start() - word.end() == 1 and len(word.group()) > 1


@cache
def place_heads() -> frozenset[str]:
    """Nouns of settlements, sites and buildings, in lower case, singular and plural."""
    classes = load_vocabulary().lexicon.classes
    wanted = {"settlement", "site", "building", "place"}
    found = {word for word, kinds in classes.items() if not wanted.isdisjoint(kinds)}
    return frozenset(found) - cues.words("listed", "no_places")
