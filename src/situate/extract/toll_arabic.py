"""Figures of people killed and injured in an Arabic sentence, beside the stems that tell so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from situate.extract.arabic_numbers import Number, forms, limited, number_at, people_in, says
from situate.extract.arabic_words import Word, bare, load_table
from situate.model import Document, Mode, Sourced, Toll
from situate.records import quote_at

KINDS = ("killed", "injured")
LIMITS = 4  # words after a stem in which its figure stands
NAME = 6  # words of a name between a person and the kin told with it
RECALL = 8  # words after "a day after" that tell of the earlier act
NEAR = 4  # words after a figure that say whom it counts


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, from word `first` to `last`; `high` is None where more are meant.

    `named` tells that it is someone known ("the citizen X"): who is named is not counted.
    """

    low: int
    high: int | None
    first: int
    last: int
    named: bool = False


def tolls_in(document: Document, words: Sequence[Word]) -> tuple[Sourced[Toll], ...]:
    """The first killed and the first injured figure of a sentence.

    A first count ("in a preliminary toll") and "more than" leave the top open; one figure after
    two stems ("killed and injured 6") counts both as casualties. What a sentence recalls of an
    earlier act ("a day after") is not counted. Of persons named there may be more.
    """
    if says(words[:RECALL], "recalls"):
        return ()
    told, out = _stems(words), []
    for kind in KINDS:
        if (
            found := _first(words, [i for i, kinds in told.items() if kinds == {kind}])
        ) is not None:
            out.append(_toll(document, words, kind, found))
    if not out:
        both = _first(words, [i for i, kinds in told.items() if len(kinds) > 1])
        out = [_toll(document, words, "casualties", both)] if both is not None else []
    return tuple(out)


def _stems(words: Sequence[Word]) -> dict[int, set[str]]:
    """Words that tell of harm, with its kind; of two joined by "and" the second tells both."""
    told = {i: kinds for i in range(len(words)) if (kinds := _harm(words, i))}
    for i in list(told):
        if i + 1 in told and told[i] != told[i + 1] and _share_a_figure(words, i):
            told[i] = told[i + 1] = told[i] | told[i + 1]
    return {i: kinds for i, kinds in told.items() if not _is_recalled(words, i)}


def _share_a_figure(words: Sequence[Word], at: int) -> bool:
    """ "killed and injured 6", "6 killed and injured", but "6 killed and injured 3" has two.

    Nor is it shared where who was killed stands before ("a woman was killed and injured a girl").
    """
    apart = words[at + 1].start - words[at].end > 1 or words[at].text.endswith("وا")
    if apart or not words[at + 1].text.startswith("و"):
        return False
    if _number_before(words, at) is None:
        before = range(max(0, at - 3), at + 1)
        return not any(people_in(words[i].text) or number_at(words, i) for i in before)
    after = range(at + 2, min(at + 2 + LIMITS, len(words)))
    return people_in(words[at + 1].text) is None and not _number_after(words, at + 1, after)


def _harm(words: Sequence[Word], at: int) -> set[str]:
    kinds = {kind for kind in KINDS if _tells(words[at], kind)}
    return kinds or ({"killed"} if _loses_life(words, at) else set())


def _tells(word: Word, kind: str) -> bool:
    return any(bare(word.text, stem) for stem in load_table()[kind])


def _loses_life(words: Sequence[Word], at: int) -> bool:
    """ "lost their lives", with who lost it between the two words; "it took the lives of"."""
    table = load_table()
    if not any(bare(words[at].text, stem) for stem in (*table["loses"], *table["takes"])):
        return False
    takes = any(bare(words[at].text, stem) for stem in table["takes"])
    lives = table["lives_of"] if takes else table["lives"]
    return any(word.text in lives for word in words[at + 1 : at + 2 + (0 if takes else NAME)])


def _is_recalled(words: Sequence[Word], at: int) -> bool:
    """Is a stem part of what is said to have come before: "a day after an attack that killed"?"""
    return says(words[max(0, at - RECALL) : at], "recalled")


def _first(words: Sequence[Word], stems: Sequence[int]) -> Figure | None:
    figures = (_figure(words, at) for at in stems)
    return next((figure for figure in figures if figure is not None), None)


def _toll(document: Document, words: Sequence[Word], kind: str, figure: Figure) -> Sourced[Toll]:
    high = None if says(words, "preliminary") else figure.high
    mode: Mode = "cumulative" if says(words, "cumulative") else "new"
    best = figure.low if high == figure.low else None
    near = {w.text for w in words[figure.first : figure.last + NEAR]}
    civil = _is_civilian(near)
    flags = ("named",) if figure.named else ()
    toll = Toll(kind, None, figure.low, high, best=best, civilian=civil, mode=mode, flags=flags)
    quote = quote_at(document, words[figure.first].start, words[figure.last].end)
    return Sourced(quote, toll, 0.5, "figure beside the stem")


def _is_civilian(near: set[str]) -> bool | None:
    """True for civilians, False for armed people, None where both or neither are named."""
    table = load_table()
    civil, armed = bool(near & table["civil"]), bool(near & table["armed"])
    return None if civil == armed else civil


def _figure(words: Sequence[Word], at: int) -> Figure | None:
    """A number just after or before a stem, a dual or a single person.

    What stands before the next stem of harm is that stem's ("47 killed and 202 wounded"). Kin and
    others told of by "and" count too: "a woman and her two children".
    """
    after = range(at + 1, min(at + 1 + LIMITS, len(words)))
    after = range(at + 1, next((k for k in after if _ends_count(words[k])), after.stop))
    number = _number_after(words, at, after) or _number_before(words, at)
    if number is not None:
        last = max(at, number.last)
        ended = number.first < at or any(map(_ends_count, words[last + 1 : last + 2]))
        added, end = (0, last) if ended else _others(words, last + 1)
        high = None if number.high is None else number.high + added
        return Figure(number.low + added, high, min(at, number.first), end if added else last)
    for k in (at, *after[:1]):
        people = people_in(words[k].text) if k == at or not _is_harm(words[k]) else None
        if people is not None:
            added, last = _others(words, k)
            named = forms(words[k].text)[1].startswith("ال")
            return Figure(people + added, None if named else people + added, at, last, named)
    return None


def _number_after(words: Sequence[Word], at: int, after: Sequence[int]) -> Number | None:
    for k in after:
        number = number_at(words, k)
        near = k < at + 3 or _is_limited(words, at + 1, k)
        if number and near and not _is_joined(words, k) and not _is_of_another(words, at, number):
            return limited(words, at + 3, number) if k > at + 1 else number
    return None


def _number_before(words: Sequence[Word], at: int) -> Number | None:
    if not any(form in load_table()["counted"] for form in forms(words[at].text)):
        return None
    for k in range(at - 1, max(at - 3, -1), -1):
        number = number_at(words, k)
        if number is not None and number.last < at and not _is_age(words, number):
            return limited(words, k, number)
        if _is_harm(words[k]):
            return None
    return None


def _is_joined(words: Sequence[Word], at: int) -> bool:
    """ "a civilian and four": more of them, after those told first."""
    text = words[at].text
    return words[at - 1].text == "و" or (
        text.startswith("و") and text not in load_table()["numbers"]
    )


def _is_of_another(words: Sequence[Word], at: int, number: Number) -> bool:
    """ "and 10 injured": the figure of the stem behind it; "30 years": a person's age."""
    after = number.last + 1
    if after >= len(words):
        return False
    kinds = _harm(words, after)
    owned = bool(kinds) and not kinds & _harm(words, at) and not words[after].text.startswith("و")
    return owned or _is_age(words, number)


def _is_age(words: Sequence[Word], number: Number) -> bool:
    after = words[number.last + 1 : number.last + 2]
    return bool(after) and after[0].text in load_table()["years"]


def _is_limited(words: Sequence[Word], first: int, at: int) -> bool:
    return any(says(words[first:at], key) for key in ("more_than", "at_least"))


def _others(words: Sequence[Word], at: int) -> tuple[int, int]:
    """How many are added by "and" after a person or a noun counted, and the last word that says so.

    Kin may stand behind a name: "the citizen X and his son".
    """
    added, last = 0, at
    while (more := _joined(words, last)) is not None:
        added, last = added + more[0], more[1]
    return added, last


def _joined(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    table = load_table()
    for k in range(at + 1, min(at + 1 + NAME, len(words))):
        word = words[k].text
        if _ends_count(words[k]):
            return None
        if not word.startswith("و"):
            continue
        number = number_at(words, k + 1) if k + 1 < len(words) else None
        if word[1:] in table["many_of_theirs"] and number is not None:
            return number.low, number.last
        kin = any(word[1:] in table[f"{name}_of_theirs"] for name in ("one", "two"))
        people = people_in(word[1:]) if kin or k == at + 1 else None
        if people is not None:
            return people, k
        counted = number_at(words, k if word != "و" else k + 1) if k < at + 3 else None
        if counted is not None and _counts_people(words, counted):
            return counted.low, counted.last
    return None


def _counts_people(words: Sequence[Word], number: Number) -> bool:
    after = words[number.last + 1].text if number.last + 1 < len(words) else ""
    return after in load_table()["persons"]


def _ends_count(word: Word) -> bool:
    """Is what follows of the next stem, or a part of the figure told before?"""
    return _is_harm(word) or word.text in load_table()["parts"]


def _is_harm(word: Word) -> bool:
    return any(_tells(word, kind) for kind in KINDS)
