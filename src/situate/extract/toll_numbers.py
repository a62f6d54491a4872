"""Numbers as words give them: digits, number words, ranges, and what limits them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from situate.knowledge import cues

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}")
SPAN = re.compile(r"(\d{1,9})[-–—](\d{1,9})")
LIMITS = ("about", "more_than", "at_least", "up_to", "nearly", "fewer_than")
ARTICLES = ("a", "an", "one")  # "a dozen", "one third"
Bounds = tuple[int | None, int | None, int | None]  # low, high, best


def scales() -> dict[str, int]:
    scales: dict[str, int] = cues.entry("tolls", "amounts.scales")
    return scales


@cache
def number_words() -> frozenset[str]:
    """Words that a number in words can begin with."""
    listed = (*cues.entry("tolls", "amounts.units"), *cues.entry("tolls", "amounts.tens"))
    return cues.openers("tolls", "amounts.shares", "amounts.fractions").union(ARTICLES, listed)


def may_count(word: str) -> bool:
    """Whether a number can begin with a word: a cheap gate before the tables are tried."""
    if word in number_words() or word[:1].isdigit():
        return True
    return "-" in word and word.partition("-")[0] in cues.entry("tolls", "amounts.tens")


def vague_at(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Length, low and high of a vague number word at `at`, or None."""
    length = cues.starts("tolls", "amounts.vague", words, at)
    if not length:
        return None
    low, high = cues.entry("tolls", "amounts.vague")[" ".join(words[at : at + length])]
    return length, low, high


def number_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Value and the index after a number in digits or words, or None."""
    if at >= len(words) or not may_count(words[at]):
        return None
    part = _fraction(words, at) or _decimal(words, at)
    if part:
        return part
    if DIGITS.fullmatch(words[at]):
        return _scaled(words, int(words[at].replace(",", "")), at + 1)
    if words[at] in ("a", "an") and at + 1 < len(words) and words[at + 1] in scales():
        return _scaled(words, 1, at + 1)
    return _worded(words, at)


def _fraction(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """ "half a million", "a quarter of a million", "two thirds of the 300"."""
    start = at + 1 if words[at] in ("a", "one") else at
    length = cues.starts("tolls", "amounts.fractions", words, start)
    if not length:
        return None
    above, below = cues.entry("tolls", "amounts.fractions")[" ".join(words[start : start + length])]
    rest = start + length
    of = cues.starts("tolls", "amounts.of_a_number", words, rest)
    if not of and tuple(words[rest : rest + 1]) != ("a",):
        return None
    whole = number_at(words, rest + of)
    return (whole[0] * above // below, whole[1]) if whole and whole[0] >= below else None


def _decimal(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """ "1.5 million"; "1.5" before anything else measures and does not count."""
    if not DECIMAL.fullmatch(words[at]) or at + 1 >= len(words):
        return None
    scale = scales().get(words[at + 1], 0)
    return (round(float(words[at]) * scale), at + 2) if scale >= 100 else None


def share_at(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Low, high and the index after "most of the 300", or None."""
    length = cues.starts("tolls", "amounts.shares", words, at)
    of = length and cues.starts("tolls", "amounts.of_a_number", words, at + length)
    whole = number_at(words, at + length + of) if of else None
    if whole is None:
        return None
    above, below = cues.entry("tolls", "amounts.shares")[" ".join(words[at : at + length])]
    return whole[0] * above // below + 1, whole[0], whole[1]


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
    scale = scales().get(words[at + 3], 0) if at + 3 < len(words) else 0
    if scale and tuple(words[at : at + 3]) == ("and", "a", "half"):
        return value * scale + scale // 2, at + 4
    while at < len(words) and words[at] in scales() and value < 10**9:
        value, at = value * scales()[words[at]], at + 1
        rest = at + 1 if at < len(words) and words[at] == "and" else at
        tail = _worded(words, rest) if rest < len(words) and value >= 100 else None
        if tail and tail[0] < 100:
            value, at = value + tail[0], tail[1]
    return value, at


def range_at(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Low, high and the index after "N", "N to M", "N-M", "between N and M" (from N), or None."""
    if at >= len(words) or not may_count(words[at]):
        return None
    joined = SPAN.fullmatch(words[at])
    if joined:
        low, high = int(joined[1]), int(joined[2])
        return (low, high, at + 1) if low <= high else None
    share = share_at(words, at)
    if share:
        return share
    first = number_at(words, at)
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
        second = number_at(words, after + 1)
        if second and second[0] > value and (words[after] != "and" or opened):
            return value, second[0], second[1]
    return value, value, after


def number_near(words: Sequence[str], at: int) -> bool:
    """Whether a number follows an untold word ("many as 12", "other 12")."""
    return range_at(words, at) is not None or vague_at(words, at) is not None


def limit_before_number(words: Sequence[str], at: int) -> int:
    """Length of words that limit a number and start here ("no fewer than" nine), else 0."""
    for rule in LIMITS:
        length = cues.starts("tolls", f"amounts.{rule}", words, at)
        if length and number_near(words, at + length):
            return length
    return 0


def limits_before(
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
                low, high, best = limited(rule, low, high, best)
                break
        else:
            break
    return low, high, best, first


def limited(rule: str, low: int | None, high: int | None, best: int | None) -> Bounds:
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


def limits_after(words: Sequence[str], at: int, bounds: Bounds) -> tuple[Bounds, int]:
    """Bounds and the next index, given words such as "or more" that follow."""
    low, high, _ = bounds
    length = cues.starts("tolls", "amounts.after_at_least", words, at)
    if length and low is not None and not number_near(words, at + length):
        return (low, None, None), at + length
    length = cues.starts("tolls", "amounts.after_about", words, at)
    if length:
        return limited("about", low, high, None), at + length
    return bounds, at


def is_date(words: Sequence[str], at: int, after: int) -> bool:
    months = cues.words("tolls", "months")
    before = words[at - 1] if at else ""
    following = words[after] if after < len(words) else ""
    if following in months and after - at == 1:
        return True
    if (before in months or (following in ("-", "/") and before in ("-", "/"))) and at:
        return True
    year = re.fullmatch(r"(?:19|20)\d\d", words[at]) is not None
    return year and (at == 0 or before in cues.words("tolls", "before_year") or before == "/")


def is_label(words: Sequence[str], at: int) -> bool:
    """ "Division 17", "aged 12", "($300": a number that names or measures."""
    before = words[at - 1] if at else ""
    if before == "-" and at > 1 and not DIGITS.fullmatch(words[at - 2]):
        return words[at - 2].isalpha() and len(words[at - 2]) < 3
    return before in cues.words("tolls", "labels") and not words[at].isalpha()
