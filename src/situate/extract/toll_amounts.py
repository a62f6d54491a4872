"""Numbers in a sentence: "at least two dozen soldiers" -> 24 or more, of whom.

Read by surface order, so that a broken parse or a mended token list does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from situate.annotate import Sentence
from situate.extract.lemmas import pos_of
from situate.knowledge import cues

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
SPAN = re.compile(r"(\d{1,9})[-–—](\d{1,9})")
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
MODIFIER_POS = frozenset({"ADJ", "NOUN", "PROPN"})
LONGEST_NOUN = 12  # tokens from number to the end of its noun group
Bounds = tuple[int | None, int | None, int | None]  # low, high, best


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


def lowered(doc: Doc) -> tuple[str, ...]:
    """Token texts in lower case, the form that all cues have.

    A name in capitals that looks like an auxiliary (IS) keeps them, but in an all-capital line.
    """
    auxiliaries = cues.words("tolls", "be") | cues.words("tolls", "have")
    shouted = not any(token.text.islower() for token in doc)
    return tuple(
        token.text
        if not shouted and token.text.isupper() and token.lower_ in auxiliaries
        else token.lower_
        for token in doc
    )


def amounts(sentence: Sentence) -> tuple[Amount, ...]:
    """Every amount that may count people, in order, never overlapping.

    Dates, ages, labels ("Division 17") and numbers before things or measures are left out; a noun
    may be missing ("killing 12"). "a soldier" counts as one, "the soldier" does not.
    """
    words = lowered(sentence.doc)
    found: list[Amount] = []
    at = 0
    while at < len(words):
        at += _limit_before_number(words, at)
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
    return any(words[token] in cues.words("tolls", key) for key in ("people", "armed", "civilians"))


def _amount_at(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    if words[at] in ("a", "an"):
        return _one(sentence, words, at) or _vague_number(sentence, words, at)
    return _vague_number(sentence, words, at) or _plain_number(sentence, words, at)


def _one(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    """ "a soldier": one person, told by the article."""
    if _vague(words, at) or cues.starts("tolls", "amounts.untold", words, at):
        return None
    if at + 1 < len(words) and words[at + 1] in _scales():
        return None
    noun, last = _noun_group(sentence, words, at + 1)
    if noun is None or not is_person(words, noun) or sentence.doc[noun].tag_ in ("NNS", "NNPS"):
        return None
    return Amount(at, at, at + 1, last, 1, 1, 1, noun)


def _vague_number(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    length, low, high = _vague(words, at) or (0, None, None)
    flags = ("approximate",) if low != high else ()
    if not length and not _number(words, at):
        length = cues.starts("tolls", "amounts.untold", words, at)
        low, high, flags = 1, None, ("number_untold",)
    unknown = cues.starts("tolls", "amounts.unknown", words, at)
    if unknown:
        length, low, high, flags = unknown, None, None, ("number_untold",)
    if not length and cues.starts("tolls", "amounts.none", words, at):
        length = cues.starts("tolls", "amounts.none", words, at)
        low, high, flags = 0, 0, ("none_reported",)
    if not length or _is_label(words, at):
        return None
    if flags == ("number_untold",) and _number_near(words, at + length):
        return None
    low, high, best, first = _modified(words, at, at + length, low, high)
    return _with_noun(sentence, words, first, at, at + length, (low, high, best), flags)


def _plain_number(sentence: Sentence, words: tuple[str, ...], at: int) -> Amount | None:
    parsed = _range(words, at)
    if parsed is None or _is_date(words, at, parsed[2]) or _is_label(words, at):
        return None
    low, high, after = parsed
    lower, upper, best, first = _modified(words, at, after, low, high)
    flags = (
        ("approximate",) if low == high and lower != upper and None not in (lower, upper) else ()
    )
    return _with_noun(sentence, words, first, at, after, (lower, upper, best), flags)


def _with_noun(
    sentence: Sentence,
    words: tuple[str, ...],
    first: int,
    number: int,
    after: int,
    bounds: Bounds,
    flags: tuple[str, ...],
) -> Amount | None:
    bounds, begin = _modified_after(words, after, bounds)
    link = "of them" if cues.starts("tolls", "amounts.of_them", words, begin) else None
    if link:
        begin += cues.starts("tolls", "amounts.of_them", words, begin)
        return Amount(first, number, after, begin - 1, *bounds, None, flags, link)
    share = cues.starts("tolls", "parts.out_of", words, begin)
    of = cues.starts("tolls", "amounts.of", words, begin)
    if share and _range(words, begin + share):
        return Amount(first, number, after, begin - 1, *bounds, None, flags, "out of")
    noun, last = _noun_group(sentence, words, begin + of)
    if noun is None and _unit(words, begin):
        return None
    if noun is not None and not _counts_people(words, begin + of, noun):
        return None
    if noun is None:
        return Amount(first, number, after, begin - 1, *bounds, None, flags)
    bounds, _ = _modified_after(words, last + 1, bounds)
    return Amount(first, number, after, last, *bounds, noun, flags)


def _counts_people(words: tuple[str, ...], begin: int, noun: int) -> bool:
    """A noun for people last in its group decides; else nothing in the group may be a thing."""
    things = cues.words("tolls", "not_people")
    return is_person(words, noun) or (words[noun] not in things and words[begin] not in things)


def _unit(words: tuple[str, ...], at: int) -> bool:
    return at < len(words) and words[at] in cues.words("tolls", "not_people")


# --- the number itself ------------------------------------------------------------------------


def _scales() -> dict[str, int]:
    scales: dict[str, int] = cues.entry("tolls", "amounts.scales")
    return scales


def _vague(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Length, low and high of a vague number word at `at`, or None."""
    length = cues.starts("tolls", "amounts.vague", words, at)
    if not length:
        return None
    low, high = cues.entry("tolls", "amounts.vague")[" ".join(words[at : at + length])]
    return length, low, high


def _number(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Value and the index after a number in digits or words, or None."""
    if at >= len(words):
        return None
    if DIGITS.fullmatch(words[at]):
        return _scaled(words, int(words[at].replace(",", "")), at + 1)
    if words[at] in ("a", "an") and at + 1 < len(words) and words[at + 1] in _scales():
        return _scaled(words, 1, at + 1)
    return _worded(words, at)


def _worded(words: Sequence[str], at: int) -> tuple[int, int] | None:
    units, tens = cues.entry("tolls", "amounts.units"), cues.entry("tolls", "amounts.tens")
    if words[at] in units:
        return _scaled(words, units[words[at]], at + 1)
    if words[at] not in tens:
        head, _, tail = words[at].partition("-")
        joined = head in tens and units.get(tail, 0)
        return _scaled(words, tens[head] + joined, at + 1) if joined else None
    value, after = tens[words[at]], at + 1
    step = 1 if after < len(words) and words[after] in "-–" else 0
    if after + step < len(words) and 0 < units.get(words[after + step], 0) < 10:
        value, after = value + units[words[after + step]], after + step + 1
    return _scaled(words, value, after)


def _scaled(words: Sequence[str], value: int, at: int) -> tuple[int, int]:
    while at < len(words) and words[at] in _scales() and value < 10**9:
        value, at = value * _scales()[words[at]], at + 1
        rest = at + 1 if at < len(words) and words[at] == "and" else at
        tail = _worded(words, rest) if rest < len(words) and value >= 100 else None
        if tail and tail[0] < 100:
            value, at = value + tail[0], tail[1]
    return value, at


def _range(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Low, high and the index after "N", "N to M", "N-M", "between N and M" (from N), or None."""
    joined = SPAN.fullmatch(words[at]) if at < len(words) else None
    if joined:
        low, high = int(joined[1]), int(joined[2])
        return (low, high, at + 1) if low <= high else None
    first = _number(words, at)
    if first is None:
        return None
    value, after = first
    opened = cues.ends("tolls", "amounts.opens_range", words, at) > 0
    changed = words[at - 1 : at] == ("from",) and bool(
        cues.words("tolls", "cumulative.change") & set(words[max(0, at - 5) : at])
    )
    if changed:  # "rose from 12 to 15" is no range
        return value, value, after
    if after < len(words) and words[after] in cues.words("tolls", "amounts.joins"):
        second = _number(words, after + 1)
        if second and second[0] > value and (words[after] != "and" or opened):
            return value, second[0], second[1]
    return value, value, after


def _limit_before_number(words: Sequence[str], at: int) -> int:
    """Length of words that limit a number and start here ("no fewer than" nine), else 0."""
    for rule in ("about", "more_than", "at_least", "up_to", "nearly", "fewer_than"):
        length = cues.starts("tolls", f"amounts.{rule}", words, at)
        if length and _number_near(words, at + length):
            return length
    return 0


def _number_near(words: Sequence[str], at: int) -> bool:
    """Whether a number follows an untold word ("many as 12", "other 12")."""
    return _range(words, at) is not None or _vague(words, at) is not None


# --- what limits it -----------------------------------------------------------------------------


def _modified(
    words: Sequence[str], at: int, after: int, low: int | None, high: int | None
) -> tuple[int | None, int | None, int | None, int]:
    """Low, high, best and first word, given the words before the number."""
    first = at
    if cues.ends("tolls", "amounts.opens_range", words, first):
        first -= cues.ends("tolls", "amounts.opens_range", words, first)
    best = low if low == high else None
    for _ in range(3):
        for rule in ("at_least", "more_than", "up_to", "fewer_than", "nearly", "about", "exact"):
            length = cues.ends("tolls", f"amounts.{rule}", words, first)
            if length:
                first -= length
                low, high, best = _limited(rule, low, high, best)
                break
        else:
            break
    return low, high, best, first


def _limited(rule: str, low: int | None, high: int | None, best: int | None) -> Bounds:
    if rule == "at_least":
        return low, None, None
    if rule == "more_than":
        return (low + 1 if low is not None and low == high else low), None, None
    if rule == "up_to":
        return None, high, None
    if rule == "fewer_than":
        return None, (high - 1 if high and low == high else high), None
    if rule == "nearly" and low is not None and low == high:
        return low * 9 // 10, high, None
    if rule == "about" and low is not None and low == high and high is not None:
        return low * 9 // 10, -(-high * 11 // 10), None
    return low, high, best


def _modified_after(words: Sequence[str], at: int, bounds: Bounds) -> tuple[Bounds, int]:
    """Bounds and the next index, given words such as "or more" that follow."""
    low, high, _ = bounds
    length = cues.starts("tolls", "amounts.after_at_least", words, at)
    if length and low is not None and not _number_near(words, at + length):
        return (low, None, None), at + length
    length = cues.starts("tolls", "amounts.after_about", words, at)
    if length:
        return _limited("about", low, high, None), at + length
    return bounds, at


def _is_date(words: Sequence[str], at: int, after: int) -> bool:
    months = cues.words("tolls", "months")
    before = words[at - 1] if at else ""
    following = words[after] if after < len(words) else ""
    if following in months and after - at == 1:
        return True
    if (before in months or (following in ("-", "/") and before in ("-", "/"))) and at:
        return True
    year = re.fullmatch(r"(?:19|20)\d\d", words[at]) is not None
    return year and (at == 0 or before in cues.words("tolls", "before_year") or before == "/")


def _is_label(words: Sequence[str], at: int) -> bool:
    """ "Division 17", "aged 12", "($300": a number that names or measures."""
    before = words[at - 1] if at else ""
    if before == "-" and at > 1 and not DIGITS.fullmatch(words[at - 2]):
        return words[at - 2].isalpha() and len(words[at - 2]) < 3
    return before in cues.words("tolls", "labels") and not words[at].isalpha()


# --- the noun it counts ---------------------------------------------------------------------------


def _noun_group(sentence: Sentence, words: Sequence[str], at: int) -> tuple[int | None, int]:
    """Head noun and last token of the noun group from `at`, or (None, at - 1)."""
    doc, noun, person, end = sentence.doc, None, None, min(len(words), at + LONGEST_NOUN)
    i = at
    while i < end:
        token = doc[i]
        if words[i] in cues.words("tolls", "calendar") or _range(words, i):
            break
        acronym = words[i].isupper() and words[i].isalpha()
        if token.tag_ in NOUN_TAGS or is_person(words, i) or acronym:
            noun = i
            person = i if is_person(words, i) else person
        elif words[i] in ("-", "'s", "’s", "'", "’", '"', "“", "”") and _glued(sentence, i):
            pass
        elif not _modifies(sentence, words, i, noun):
            break
        i += 1
    harmed = noun is not None and words[noun] in cues.words("tolls", "untold_nouns")
    head = noun if harmed or person is None else person
    if head is None:
        return None, at - 1
    return head, _coordinated(sentence, words, head)


def _modifies(sentence: Sentence, words: Sequence[str], i: int, noun: int | None) -> bool:
    """An adjective or participle that may stand before a noun, with a noun still to come."""
    token = sentence.doc[i]
    if noun is not None and (pos_of(token) == "ADJ" or token.tag_ in ("VBN", "VBG", "VBD")):
        return False  # "12 fighters dead", "3 rebels killed": what follows the noun is a deed
    follows = i + 1 < len(words) and (
        pos_of(sentence.doc[i + 1]) in MODIFIER_POS or is_person(words, i + 1)
    )
    return pos_of(token) in MODIFIER_POS or (
        token.tag_ in ("VBN", "VBG", "VBD", "JJ", "RB") and follows and noun is None
    )


def _glued(sentence: Sentence, i: int) -> bool:
    """Whether token i touches the token before it in the report."""
    return i > 0 and sentence.offsets[i - 1][1] == sentence.offsets[i][0]


def _coordinated(sentence: Sentence, words: Sequence[str], head: int) -> int:
    """Last token of "women and children": a second plural person noun without a number."""
    after = head + 1
    if after + 1 >= len(words) or words[after] not in ("and", "or", "&"):
        return head
    i = after + 1
    while i < min(len(words), after + 4) and pos_of(sentence.doc[i]) in MODIFIER_POS:
        if is_person(words, i) and sentence.doc[i].tag_ in ("NNS", "NNPS"):
            return i
        i += 1
    return head
