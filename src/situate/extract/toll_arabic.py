"""Figures of people killed and injured in an Arabic sentence, beside the stems that tell so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from situate.extract.arabic_words import Word, bare, load_table
from situate.model import Document, Mode, Sourced, Toll
from situate.records import quote_at

KINDS = ("killed", "injured")
LIMITS = 4  # words before a figure that may limit it


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, from word `first` to `last`; `high` is None where more are meant."""

    low: int
    high: int | None
    first: int
    last: int


def tolls_in(document: Document, words: Sequence[Word]) -> tuple[Sourced[Toll], ...]:
    """The first killed and the first injured figure of a sentence.

    A first count ("in a preliminary toll") and "more than" leave the top open.
    """
    table, out = load_table(), []
    is_open = _says(words, "preliminary")
    mode: Mode = "cumulative" if _says(words, "cumulative") else "new"
    for kind in KINDS:
        found = (_figure(words, i) for i, word in enumerate(words) if _tells(word, kind))
        figure = next((one for one in found if one is not None), None)
        if figure is None:
            continue
        near = {w.text for w in words[figure.first : figure.last + 4]}
        high = None if is_open else figure.high
        best = figure.low if high == figure.low else None
        civil = True if near & table["civil"] else None
        toll = Toll(kind, None, figure.low, high, best=best, civilian=civil, mode=mode)
        quote = quote_at(document, words[figure.first].start, words[figure.last].end)
        out.append(Sourced(quote, toll, 0.5, "figure beside the stem"))
    return tuple(out)


def _tells(word: Word, kind: str) -> bool:
    return any(bare(word.text, stem) for stem in load_table()[kind])


def _says(words: Sequence[Word], key: str) -> bool:
    """Is one of the phrases of the table said in the sentence?"""
    text = f" {' '.join(word.text for word in words)} "
    return any(f" {cue} " in text for cue in load_table()[key])


def _figure(words: Sequence[Word], at: int) -> Figure | None:
    """A number just after or before a stem, a dual or a single person.

    What follows the next stem of harm is that stem's ("47 killed and wounded 202"). Kin told of by
    "and" just after count too: "a woman and her two children".
    """
    after = range(at + 1, min(at + 1 + LIMITS, len(words)))
    after = range(at + 1, next((k for k in after if _is_harm(words[k])), after.stop))
    for k in (*after, *range(at - 1, max(at - 3, -1), -1)):
        number = _number(words[k].text)
        near = k < at + 3 or _is_limited(words, at + 1, k)
        if number is not None and near and not _is_age(words, k):
            low, high = _limited(words, min(k, at), k, number)
            return Figure(low, high, min(k, at), max(k, at))
        if k < at and _is_harm(words[k]):
            break
    for k in (at, *after[:1]):
        people = _people(words[k].text, alone=k == at)
        if people is not None:
            added, last = _kin(words, k)
            return Figure(people + added, people + added, at, last)
    return None


def _is_age(words: Sequence[Word], at: int) -> bool:
    """ "30 years": a person's age counts nobody."""
    return at + 1 < len(words) and words[at + 1].text in load_table()["years"]


def _is_limited(words: Sequence[Word], first: int, at: int) -> bool:
    return any(_says(words[first:at], key) for key in ("more_than", "at_least"))


def _limited(words: Sequence[Word], first: int, at: int, number: int) -> tuple[int, int | None]:
    """Low and high, given the words that lead to the number."""
    led = words[max(0, first - 2) : at]
    if _says(led, "more_than"):
        return number + 1, None
    return (number, None) if _says(led, "at_least") else (number, number)


def _kin(words: Sequence[Word], at: int) -> tuple[int, int]:
    """How many kin are added by "and", and the last word that tells so."""
    added, last = 0, at
    while last + 1 < len(words) and words[last + 1].text.startswith("و"):
        more = words[last + 1].text
        people = _people(more, alone=False)
        number = _number(words[last + 2].text) if last + 2 < len(words) else None
        if more[1:] in load_table()["many_of_theirs"] and number is not None:
            added, last = added + number, last + 2
        elif people is not None:
            added, last = added + people, last + 1
        else:
            break
    return added, last


def _is_harm(word: Word) -> bool:
    table = load_table()
    return any(bare(word.text, stem) for kind in ("killed", "injured") for stem in table[kind])


def _people(word: str, *, alone: bool) -> int | None:
    """One or two people, by the noun itself; a stem of harm may be the noun only by itself."""
    table = load_table()
    noun = word.removeprefix("و").removeprefix("ال")  # "the youth X" is one, too
    if not alone and _is_harm(Word(word, 0, 0)):
        return None
    for number, name in ((2, "two"), (1, "one")):
        if noun in table[name] or noun in table[f"{name}_of_theirs"]:
            return number
    return None


def _number(word: str) -> int | None:
    digits = word.removeprefix("و").removeprefix("ال")
    if digits.isdecimal() and len(digits) <= 4:
        value = int(digits)
        return value if value < 1900 else None
    found = load_table()["numbers"].get(digits)
    return int(found) if found is not None else None
