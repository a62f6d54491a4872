"""Generic expressions for actors: pronouns, "the enemy", "the rebels", and what their words say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from situate.knowledge.roster import phrases
from situate.knowledge.roster.phrases import Reading
from situate.resolve.scene import cues


@dataclass(frozen=True, slots=True)
class Word:
    """A generic expression: its class, and what its noun says of kind and country."""

    # "noun", "plural", "singular", "person", "relative", "of_two", "group", "enemy", "both"
    kind: str
    head: str
    reading: Reading | None = None

    @property
    def is_pronoun(self) -> bool:
        return self.kind in ("plural", "singular", "person", "relative")


@lru_cache(maxsize=4_096)
def word_of(text: str) -> Word | None:
    """The class of a generic expression; None if it is no such expression."""
    words = text.casefold().split()
    if len(words) > 2 and words[1] == "of" and words[2] in POSSESSIVE:
        words = words[2:]  # "eleven of our fighters" are ours
    plain = " ".join(
        w for w in words if w not in ("the", "a", "an", "both", "two") or len(words) == 1
    )
    if any(phrase in " ".join(words) for phrase in cues()["both_words"]):
        return Word("both", plain)
    if words and words[0] in POSSESSIVE and words[-1] in cues()["ally_words"]:
        return Word("allies", plain)
    for kind, listed in cues()["pronouns"].items():
        if kind == "speaker" and text.isupper():
            continue  # "US" is no pronoun
        # "their forces", "his men": the possessor is meant.
        if " ".join(words) in listed or (words and words[0] in listed and words[0] in POSSESSIVE):
            return Word(kind, words[0])
    bare = [w.removesuffix("'s").removesuffix("’s") for w in plain.split()]
    if set(bare) & set(cues()["enemy_words"]):
        return Word("enemy", plain)
    reading = phrases.read_phrase(text)
    if reading is not None:
        return Word("noun", reading.head, reading)
    if bare and bare[-1] in cues()["group_words"]:
        return Word("group", bare[-1])
    return None


POSSESSIVE = frozenset(("their", "its", "his", "her", "our"))


def may_stand_for(reading: Reading) -> bool:
    """Civilians, crowds and "unidentified gunmen" stand for nobody else."""
    armed = ("military", "rebel", "militia", "police", "government", "coalition", "unidentified")
    return reading.role in armed and not reading.is_unidentified


def is_partisan(reading: Reading) -> bool:
    """ "terrorists", "a terrorist group": a word for all foes, never the id of one of them."""
    return bool({reading.head, *reading.modifiers} & phrases.words("partisan"))


CONTINUING = frozenset(("plural", "singular"))


def is_definite(text: str) -> bool:
    return text.casefold().split()[0] in cues()["places"]["definite"]


def is_new(text: str, reading: Reading) -> bool:
    """ "gunmen", "a suicide bomber", "armed men": told of for the first time, not "the gunmen"."""
    return reading.role in NEWCOMERS and not is_definite(text)


NEWCOMERS = frozenset(("unidentified", "criminal"))
