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
PEOPLE = re.compile(r"[A-Z][a-z]+(?:ese|ian|ish|i)")
HELD = re.compile(r"-(?:held|controlled|occupied|run|ruled)$")
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
    """Spans such as "the besieged town": determiner to noun, within a few words of lower case.

    A bare noun joined to one ("a hospital and market"), a noun after a people's adjective
    ("Iraqi territory"), a compass word by itself ("in the east"), and "here", "there".
    """
    tokens = list(WORD.finditer(text))
    joined = -1
    for at, token in enumerate(tokens):
        first = _pronoun_at(tokens, at)
        if first is None:
            first = _noun_from(tokens, at) if _is_head(tokens, at) else _named_from(tokens, at)
        if first is None and joined >= 0 and _is_head(tokens, at) and _joins(tokens, joined, at):
            first = at
        if first is not None:
            joined = at
            yield tokens[first].start(), token.end()


def _pronoun_at(tokens: list[re.Match[str]], at: int) -> int | None:
    """ "here", "there" unless "there are", and "the east" with no noun after it."""
    following = tokens[at + 1].group() if at + 1 < len(tokens) else ""
    word = tokens[at].group()
    if word in cues.words("listed", "pronouns"):
        return None if following.lower() in cues.words("listed", "being") else at
    if word.lower() in cues.words("listed", "compass") and at and tokens[at - 1].group() == "the":
        open_end = not following[:1].isalpha() or following in cues.words("listed", "small_words")
        return at - 1 if open_end else None
    return None


def _is_head(tokens: list[re.Match[str]], at: int) -> bool:
    word = tokens[at].group()
    front = word in ("line", "lines") and at > 0 and tokens[at - 1].group() == "front"
    known = word in place_heads() or front
    following = tokens[at + 1].group() if at + 1 < len(tokens) else ""
    # "three town halls", "the hospital lab": a noun before a noun only describes it.
    return known and following not in cues.words("listed", "headed_by")


def _noun_from(tokens: list[re.Match[str]], at: int) -> int | None:
    """The first token of the noun group that ends at `at`, or None where nothing opens it."""
    openers, between = cues.words("listed", "openers"), cues.words("listed", "no_adjectives")
    closers, partitives = cues.words("listed", "closers"), cues.words("listed", "partitives")
    if at and (PEOPLE.fullmatch(tokens[at - 1].group()) or HELD.search(tokens[at - 1].group())):
        return at - 1  # "Iraqi territory", "rebel-held terrain"
    for before in range(at - 1, max(-1, at - 2 - REACH), -1):
        word = tokens[before].group()
        if word.lower() in openers:
            return before
        if word == "of" and before and tokens[before - 1].group() in partitives:
            return before - 1  # "dozens of villages", "miles of territory"
        if not word[0].isalpha() or word in between:
            # "in populated areas"
            return before + 1 if word in closers and tokens[at].group().endswith("s") else None
    return None


def _named_from(tokens: list[re.Match[str]], at: int) -> int | None:
    """The first word of a name that a noun of place ends: "Al Assad University Hospital"."""
    first = at
    if tokens[at].group().lower() not in place_heads() or not tokens[at].group()[:1].isupper():
        return None
    while first and is_name_word(tokens, first - 1):
        first -= 1
    if first == at and at and tokens[at - 1].group() in ("the", "The"):
        return at - 1  # "the Gulf"
    return first if first < at and at - first < REACH else None


def _joins(tokens: list[re.Match[str]], left: int, at: int) -> bool:
    """Whether only a comma, "and" or "or", and a word before it, stand between two nouns."""
    between = [token.group() for token in tokens[left + 1 : at]]
    return bool(between) and len(between) <= 2 and between[0] in (",", "and", "or")


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
    return frozenset(found) - cues.words("listed", "no_places") | cues.words("listed", "more_nouns")
