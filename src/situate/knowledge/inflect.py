"""English inflection by rule, enough to list every form of a trigger word without a lemmatizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

VOWELS = "aeiou"


def verb_forms(lemma: str, irregular: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Every form of a verb, the lemma included. Both spellings where writers differ (targetted)."""
    listed = irregular.get(lemma)
    past = tuple(listed) if listed else past_forms(lemma)
    return frozenset((lemma, third_person(lemma), *past, *gerunds(lemma)))


def past_tense(lemma: str, irregular: Mapping[str, Sequence[str]]) -> str:
    """The simple past."""
    listed = irregular.get(lemma)
    return listed[0] if listed else past_forms(lemma)[-1]


def noun_forms(lemma: str, irregular: Mapping[str, str]) -> frozenset[str]:
    """Singular and plural of a noun."""
    plural = irregular.get(lemma) or third_person(lemma)
    also = {lemma + "s"} if lemma.endswith("o") else set()
    return frozenset({lemma, plural, *also})


def third_person(lemma: str) -> str:
    """The -s form, which is also the regular plural."""
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    return lemma + "s"


def past_forms(lemma: str) -> tuple[str, ...]:
    """The regular -ed forms."""
    if lemma.endswith("e"):
        return (lemma + "d",)
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return (lemma[:-1] + "ied",)
    return tuple(stem + "ed" for stem in doubled(lemma))


def gerunds(lemma: str) -> tuple[str, ...]:
    """The -ing forms."""
    if lemma.endswith("ie"):
        return (lemma[:-2] + "ying",)
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return (lemma[:-1] + "ing",)
    return tuple(stem + "ing" for stem in doubled(lemma))


def doubled(lemma: str) -> tuple[str, ...]:
    """The stem, and with its last consonant doubled where English may double it."""
    last, vowel, before = lemma[-1:], lemma[-2:-1], lemma[-3:-2]
    may_double = last not in VOWELS + "wxy" and vowel in VOWELS and before not in VOWELS
    return (lemma, lemma + last) if may_double and len(lemma) > 2 else (lemma,)
