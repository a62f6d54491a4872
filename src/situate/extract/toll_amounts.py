"""Numbers in a sentence: "at least two dozen soldiers" -> 24 or more, of whom.

Read by surface order, so that a broken parse or a mended token list does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.toll_numbers import (
    LIMITS,
    Bounds,
    is_date,
    is_label,
    limit_before_number,
    limits_after,
    limits_before,
    may_count,
    number_at,
    number_near,
    range_at,
    scales,
    share_at,
    vague_at,
)
from situate.knowledge import cues

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
MODIFIER_POS = frozenset({"ADJ", "NOUN", "PROPN"})
LONGEST_NOUN = 12  # tokens from number to the end of its noun group


@dataclass(frozen=True, slots=True)
class Amount:
    """How many of whom. Token indices, both ends included.

    `first` is the first word of the amount, modifiers included, `number` the first and `after` the
    token after the last word of the number itself; `noun` is the head noun or None ("killing 12");
    `last` the last word of the noun group. `link` is "of them" or "out of" when the words make the
    amount a share of another one.
    """

    first: int
    number: int
    after: int
    last: int
    low: int | None
    high: int | None
    best: int | None
    noun: int | None
    flags: tuple[str, ...] = ()
    link: str | None = None

    def covers(self, token: int) -> bool:
        """Whether the amount's words include `token`."""
        return self.first <= token <= self.last


def lowered(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Token texts in lower case, the form that all cues have.

    A name in capitals that looks like an auxiliary (IS) keeps them, but in an all-capital line.
    """
    if not any(token.text.islower() for token in tokens):
        return tuple(token.lower for token in tokens)
    auxiliaries = cues.words("tolls", "be") | cues.words("tolls", "have")
    return tuple(
        token.text if token.lower in auxiliaries and token.text.isupper() else token.lower
        for token in tokens
    )


def amounts(sentence: Sentence, words: tuple[str, ...]) -> tuple[Amount, ...]:
    """Every amount that may count people, in order, never overlapping; `words` are `lowered`.

    Dates, ages, labels ("Division 17") and numbers before things or measures are left out; a noun
    may be missing ("killing 12"). "a soldier" counts as one, "the soldier" does not.
    """
    found: list[Amount] = []
    at = 0
    while at < len(words):
        if not may_open(words[at]):
            at += 1
            continue
        at += limit_before_number(words, at)
        amount = _amount_at(sentence, words, at)
        if amount is None:
            at += 1
            continue
        if not found or amount.first > found[-1].last:
            found.append(amount)
        at = max(amount.after, amount.last + 1 if amount.noun is not None else amount.after)
    return tuple(found)


def is_person(words: Sequence[str], token: int) -> bool:
    """Whether the word at `token` is a known noun for people, armed or not."""
    return words[token] in _persons()


@cache
def _persons() -> frozenset[str]:
    kinds = ("people", "armed", "civilians")
    return frozenset().union(*(cues.words("tolls", kind) for kind in kinds))


def may_open(word: str) -> bool:
    """Whether an amount can begin with a word: a cheap gate before the tables are tried."""
    return may_count(word) or word in _openers()


@cache
def _openers() -> frozenset[str]:
    told = ("amounts.vague", "amounts.untold", "amounts.unknown", "amounts.none")
    return cues.openers("tolls", *told, *(f"amounts.{rule}" for rule in LIMITS))


def _amount_at(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    if words[at] in ("a", "an"):
        one = _one(sentence, words, at)
        if one is not None:
            return one
    if share_at(words, at):
        return _plain_number(sentence, words, at)
    return _vague_number(sentence, words, at) or _plain_number(sentence, words, at)


def _one(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    """ "a soldier": one person, told by the article."""
    if vague_at(words, at) or cues.starts("tolls", "amounts.untold", words, at):
        return None
    if at + 1 < len(words) and words[at + 1] in scales():
        return None
    noun, last = _noun_group(sentence, words, at + 1)
    if noun is None or not is_person(words, noun) or sentence.tokens[noun].tag in ("NNS", "NNPS"):
        return None
    if _describes(sentence, words, noun, last):
        return None
    return Amount(at, at, at + 1, last, 1, 1, 1, noun)


def _describes(sentence: Sentence, words: tuple[str, ...], noun: int, last: int) -> bool:
    """ "an Iraqi armed group": the person word only describes a body of people after it."""
    head = sentence.tokens[noun].head
    return last < head.i <= last + 3 and words[head.i] in cues.words("tolls", "forces")


def _vague_number(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    length, low, high = vague_at(words, at) or (0, None, None)
    if length and range_at(words, at + length):
        length = 0  # "another 27 people": the number counts, the word before it only points
    flags: tuple[str, ...] = ("approximate",) if low != high else ()
    if not length and not number_at(words, at):
        length = cues.starts("tolls", "amounts.untold", words, at)
        low, high, flags = 1, None, ("number_untold",)
    unknown = cues.starts("tolls", "amounts.unknown", words, at)
    if unknown:
        length, low, high, flags = unknown, None, None, ("number_untold",)
    if not length and cues.starts("tolls", "amounts.none", words, at):
        length = cues.starts("tolls", "amounts.none", words, at)
        low, high, flags = 0, 0, ("none_reported",)
    if not length or is_label(words, at):
        return None
    if flags == ("number_untold",) and number_near(words, at + length):
        return None
    number = low
    low, high, best, first = limits_before(words, at, at + length, low, high)
    flags += _exceeding(number, low, high)
    return _with_noun(sentence, words, first, at, at + length, (low, high, best), flags)


def _plain_number(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    parsed = range_at(words, at)
    if parsed is None or is_date(words, at, parsed[2]) or is_label(words, at):
        return None
    low, high, after = parsed
    lower, upper, best, first = limits_before(words, at, after, low, high)
    flags: tuple[str, ...] = (
        ("approximate",) if low == high and lower != upper and None not in (lower, upper) else ()
    )
    flags += _exceeding(low, lower, upper)
    return _with_noun(sentence, words, first, at, after, (lower, upper, best), flags)


def _exceeding(number: int | None, low: int | None, high: int | None) -> tuple[str, ...]:
    """ "more than 40": the lower bound is 41, and is to be told in the words that were used."""
    told = number is not None and low == number + 1 and high is None
    return ("exceeds",) if told else ()


def _with_noun(
    sentence: Sentence,
    words: tuple[str, ...],
    first: int,
    number: int,
    after: int,
    bounds: Bounds,
    flags: tuple[str, ...],
) -> Amount | None:
    bounds, begin = limits_after(words, after, bounds)
    link = "of them" if cues.starts("tolls", "amounts.of_them", words, begin) else None
    if link:
        begin += cues.starts("tolls", "amounts.of_them", words, begin)
        return Amount(first, number, after, begin - 1, *bounds, None, flags, link)
    share = cues.starts("tolls", "parts.out_of", words, begin)
    of = cues.starts("tolls", "amounts.of", words, begin)
    if share and range_at(words, begin + share):
        return Amount(first, number, after, begin - 1, *bounds, None, flags, "out of")
    noun, last = _noun_group(sentence, words, begin + of)
    if noun is None and _unit(words, begin):
        return None
    if noun is not None and not _counts_people(words, begin + of, noun):
        return None
    if noun is None:
        return Amount(first, number, after, begin - 1, *bounds, None, flags)
    bounds, _ = limits_after(words, last + 1, bounds)
    return Amount(first, number, after, last, *bounds, noun, flags)


def _counts_people(words: tuple[str, ...], begin: int, noun: int) -> bool:
    """A noun for people last in its group decides; else nothing in the group may be a thing."""
    things = cues.words("tolls", "not_people")
    return is_person(words, noun) or (words[noun] not in things and words[begin] not in things)


def _unit(words: tuple[str, ...], at: int) -> bool:
    return at < len(words) and words[at] in cues.words("tolls", "not_people")


# --- the noun it counts ---------------------------------------------------------------------------


def _noun_group(sentence: Sentence, words: Sequence[str], at: int) -> tuple[int | None, int]:
    """Head noun and last token of the noun group from `at`, or (None, at - 1)."""
    tokens, noun, person, end = sentence.tokens, None, None, min(len(words), at + LONGEST_NOUN)
    i = at
    while i < end:
        token = tokens[i]
        if words[i] in cues.words("tolls", "calendar") or range_at(words, i):
            break
        acronym = words[i].isupper() and words[i].isalpha()
        if token.tag in NOUN_TAGS or is_person(words, i) or acronym:
            noun = i
            person = i if is_person(words, i) else person
        elif words[i] in ("-", "'s", "’s", "'", "’", '"', "“", "”") and _glued(sentence, i):
            pass
        elif not _is_hyphened(sentence, words, i) and not _modifies(sentence, words, i, noun):
            break
        i += 1
    harmed = noun is not None and words[noun] in cues.words("tolls", "untold_nouns")
    head = noun if harmed or person is None else person
    if head is None:
        return None, at - 1
    return head, _coordinated(sentence, words, head)


def _modifies(sentence: Sentence, words: Sequence[str], i: int, noun: int | None) -> bool:
    """An adjective or participle that may stand before a noun, with a noun still to come."""
    token = sentence.tokens[i]
    if noun is not None and (token.pos == "ADJ" or token.tag in ("VBN", "VBG", "VBD")):
        return False  # "12 fighters dead", "3 rebels killed": what follows the noun is a deed
    follows = i + 1 < len(words) and (
        sentence.tokens[i + 1].pos in MODIFIER_POS or is_person(words, i + 1)
    )
    return token.pos in MODIFIER_POS or (
        token.tag in ("VBN", "VBG", "VBD", "JJ", "RB") and follows and noun is None
    )


def _is_hyphened(sentence: Sentence, words: Sequence[str], i: int) -> bool:
    """Whether a word opens a compound: "off" of "12 off-duty guards"."""
    inside = i + 2 < len(words) and words[i + 1] == "-"
    return inside and _glued(sentence, i + 1) and _glued(sentence, i + 2)


def _glued(sentence: Sentence, i: int) -> bool:
    """Whether token i touches the token before it in the report."""
    return i > 0 and sentence.offsets[i - 1][1] == sentence.offsets[i][0]


def _coordinated(sentence: Sentence, words: Sequence[str], head: int) -> int:
    """Last token of "women and children": a second plural person noun without a number."""
    after = head + 1
    if after + 1 >= len(words) or words[after] not in ("and", "or", "&"):
        return head
    i = after + 1
    while i < min(len(words), after + 4) and sentence.tokens[i].pos in MODIFIER_POS:
        if is_person(words, i) and sentence.tokens[i].tag in ("NNS", "NNPS"):
            return i
        i += 1
    return head
