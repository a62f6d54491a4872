"""Whose people a toll counts: the words for their side, and whether they are civilians."""

from __future__ import annotations

from situate.extract.toll_amounts import is_person
from situate.extract.toll_claims import Reading
from situate.extract.toll_parts import words_of
from situate.extract.toll_view import Claim
from situate.knowledge import cues

LONGEST = 6  # tokens of a side's name


def who_in(reading: Reading, claim: Claim) -> str | None:
    """Words for the people: noun head with its modifiers, number and article left out."""
    first = _noun_start(reading, claim)
    if claim.noun is None:
        return _before_deed(reading, claim)
    return words_of(reading, first, max(claim.noun, claim.last))


def _noun_start(reading: Reading, claim: Claim) -> int:
    amount = next((a for a in reading.amounts if a.first == claim.first), None)
    first = amount.after if amount is not None else claim.first
    if claim.rule == "share" and claim.noun is not None and amount is not None:
        first = amount.last + 1
    articles = {"the", "a", "an", "of", "its", "no"}
    limit = claim.noun if claim.noun is not None else claim.last
    numbers = {i for a in reading.amounts for i in range(a.number, a.after) if a is not amount}
    while first < limit and (reading.words[first] in articles or first in numbers):
        first += 1
    return first


def _before_deed(reading: Reading, claim: Claim) -> str | None:
    """ "12 civilian casualties": the modifier tells who."""
    amount = next((a for a in reading.amounts if a.first == claim.first), None)
    if amount is None or amount.noun is None or claim.deed.voice != "noun":
        return None
    first, last = amount.after, claim.deed.first - 1
    while first <= last and reading.words[first] in ("of", "the", "reported", "confirmed"):
        first += 1
    return words_of(reading, first, last) if first <= last else None


def side_of(reading: Reading, claim: Claim) -> str | None:
    """Words for the side: "of the 5th Corps", "Hezbollah fighters"; else the armed noun itself."""
    named = _linked(reading, max(claim.last, claim.noun or claim.last) + 1)
    if claim.noun is None:
        if claim.deed.voice == "noun" and claim.deed.last >= claim.last - 1:
            return named or _linked(reading, claim.deed.last + 1)
        return None
    if reading.words[claim.noun] in cues.words("tolls", "civilians"):
        return None
    armed = reading.words[claim.noun] in cues.words("tolls", "armed")
    if named and (armed or reading.words[claim.noun] in cues.words("tolls", "people")):
        return named
    first = _noun_start(reading, claim)
    if not armed:
        known = is_person(reading.words, claim.noun)
        return None if known else words_of(reading, first, claim.noun)
    if first < claim.noun and _has_name(reading, first, claim.noun):
        return words_of(reading, first, claim.noun - 1)
    return words_of(reading, claim.noun, claim.noun)


def _has_name(reading: Reading, first: int, last: int) -> bool:
    return any(
        reading.sentence.tokens[i].pos in ("PROPN", "NOUN")
        or reading.sentence.tokens[i].text[0].isupper()
        for i in range(first, last)
    )


def _linked(reading: Reading, at: int) -> str | None:
    """The name after "of", "in the ranks of", from token `at`."""
    length = cues.starts("tolls", "side_links", reading.words, at)
    if not length:
        return None
    first = at + length
    if first < len(reading.words) and reading.words[first] in ("the", "a", "an"):
        first += 1
    last = first
    tokens = reading.sentence.tokens
    while last < min(len(reading.words), first + LONGEST) and (
        tokens[last].pos in ("PROPN", "NOUN", "ADJ", "PART", "NUM")
        or (reading.words[last] in ("-", "of", "al") and last > first)
    ):
        if reading.words[last] in cues.words("tolls", "calendar"):
            break
        last += 1
    while last > first and reading.words[last - 1] in ("of", "-"):
        last -= 1
    return words_of(reading, first, last - 1) if last > first else None


def is_civilian(reading: Reading, claim: Claim) -> bool | None:
    """True for civilians, False for armed people, None where the words do not say."""
    first, last = claim.first, max(claim.last, claim.noun or claim.last)
    words = reading.words[first : last + 1]
    if any(w in cues.words("tolls", "civilians") for w in words):
        mixed = any(w in cues.words("tolls", "armed") for w in words)
        return None if mixed else True
    armed = any(w in cues.words("tolls", "armed") for w in words)
    return False if armed or "bomber" in claim.flags else None
