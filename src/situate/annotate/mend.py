"""Word lists a small parser reads better, each token keeping its place in the report.

Every mend is a fault seen in the parser and a change of words that removes it (extraction.md 7).
The report is never changed: a token knows its offsets, an inserted one has an empty span.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

STRAIGHT = str.maketrans({
    "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ", "\u200f": " ",
    "\u200e": " ", "\u200b": " ", "\ufeff": " ",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A token as the parser will see it, and where it stands in the report (half open)."""

    text: str
    start: int
    end: int
    space: bool


Words = list[Word]
Mend = Callable[[Words], Words]


def straighten(text: str) -> str:
    """Curly quotes, dashes and odd spaces replaced one for one, so that offsets stay."""
    return text.translate(STRAIGHT)


def mended(words: Words) -> Words:
    """The words after every mend, in order."""
    for mend in MENDS:
        words = mend(words)
    return words


def between_numbers(words: Words) -> Words:
    """ "Between 300 and 400 jihadists surrendered": a preposition hides the subject."""
    found = list(words)
    for i in range(len(found) - 3):
        low, middle, high = found[i + 1 : i + 4]
        if (
            found[i].text.lower() == "between"
            and middle.text == "and"
            and low.text[:1].isdigit()
            and high.text[:1].isdigit()
        ):
            found[i] = replace(found[i], text="Some" if i == 0 else "some")
            found[i + 2] = replace(middle, text="to")
    return found


def islamic_state(words: Words) -> Words:
    """ "IS repelled the attack": the acronym is read as an auxiliary."""
    if not any(word.text.islower() for word in words):
        return words
    return [replace(word, text="ISIS") if word.text == "IS" else word for word in words]


def by_phrase(words: Words) -> Words:
    """ "defined, by media near the rebels, as": commas cut the agent off the participle."""
    for i in range(2, len(words)):
        if (
            words[i].text.lower() == "by"
            and words[i - 1].text == ","
            and words[i - 2].text.endswith(("ed", "en"))
        ):
            close = next(
                (j for j in range(i, min(i + 12, len(words))) if words[j].text == ","), None
            )
            gone = {i - 1, close}
            return [word for j, word in enumerate(words) if j not in gone]
    return words


def again(words: Words) -> Words:
    """ "re-captured" comes in three tokens and is read as two words; one word is a verb."""
    found: Words = []
    for word in words:
        tight = len(found) > 1 and found[-1].text == "-" and not found[-1].space
        if tight and found[-2].text.lower() == "re" and not found[-2].space:
            prefix = found[-2]
            found[-2:] = [Word(prefix.text + word.text, prefix.start, word.end, word.space)]
        else:
            found.append(word)
    return found


MENDS: tuple[Mend, ...] = (between_numbers, islamic_state, by_phrase, again)
