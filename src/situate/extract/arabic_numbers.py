"""How many an Arabic sentence says: digits, number words to 99, dozens, one and two by the noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from situate.extract.arabic_words import Word, load_table

YEARS = 1900  # a number from here on is a year
LED = 2  # words before a number that may limit it


@dataclass(frozen=True, slots=True)
class Number:
    """At least `low`, at most `high` (None: open), told by the words `first` to `last`."""

    low: int
    high: int | None
    first: int
    last: int


def number_at(words: Sequence[Word], at: int) -> Number | None:
    """The number that begins at a word: "5", "خمسة عشر", "خمسة وعشرين", "عشرات"; None if none.

    Thousands are no toll of one act: None.
    """
    table = load_table()
    word = words[at].text
    if word in table["weekdays"]:
        return None
    if any(form in table["dozens"] for form in forms(word)):
        return Number(20, 99, at, at)
    value = _simple(word)
    after = words[at + 1].text if at + 1 < len(words) else ""
    if value is None or after in table["thousands"] or _is_grouped(words, at):
        return None
    if value < 10 and after in table["ten"] and not _digits(word):
        return Number(value + 10, value + 10, at, at + 1)
    if value < 10 and after.startswith("و") and (tens := table["tens"].get(after[1:])):
        return Number(value + tens, value + tens, at, at + 1)
    return Number(value, value, at, at)


def people_in(word: str) -> int | None:
    """One or two people by the noun itself, theirs included ("her son"); None for any other."""
    table = load_table()
    for noun in forms(word):
        for number, name in ((2, "two"), (1, "one")):
            if noun in table[name] or noun in table[f"{name}_of_theirs"]:
                return number
    return None


def forms(word: str) -> tuple[str, ...]:
    """A word as it is, without "and", and without the article."""
    bare = word.removeprefix("و")
    return word, bare, bare.removeprefix("ال")


def says(words: Sequence[Word], key: str) -> bool:
    """Is one of the phrases of the table said in these words?"""
    text = f" {' '.join(word.text for word in words)} "
    return any(f" {cue} " in text for cue in load_table()[key])


def limited(words: Sequence[Word], first: int, number: Number) -> Number:
    """The number with an open top where the words from `first` on lead to it with "more than"."""
    led = words[max(0, first - LED) : number.first]
    if says(led, "more_than"):
        return Number(number.low + 1, None, number.first, number.last)
    if says(led, "at_least"):
        return Number(number.low, None, number.first, number.last)
    return number


def _is_grouped(words: Sequence[Word], at: int) -> bool:
    """Is it a piece of "2,484"?"""
    return any(
        i >= 0
        and i + 1 < len(words)
        and words[i].text.isdecimal()
        and words[i + 1].text.isdecimal()
        and words[i + 1].start - words[i].end == 1
        for i in (at - 1, at)
    )


def _simple(word: str) -> int | None:
    if digits := _digits(word):
        value = int(digits)
        return value if len(digits) <= 4 and value < YEARS else None
    table = load_table()
    for form in forms(word):
        found = table["numbers"].get(form) or table["tens"].get(form)
        if found is not None:
            return int(found)
    return None


def _digits(word: str) -> str:
    """The digits of a word with or without "and" and the article; "" if it is none."""
    return next((form for form in forms(word) if form.isdecimal()), "")
