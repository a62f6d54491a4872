"""Which names of a source are worth keeping, and which level of area they belong to."""

from __future__ import annotations

import re
from functools import cache

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.rows import Label

_VOWEL = re.compile("[aeiouywAEIOUYW]")


_SURE = frozenset(("primary", "short"))  # names a person wrote down as such ("UK", "Ont.")


def is_usable(text: str) -> bool:
    """Whether a name can be met in a report: letters of Latin or Arabic script, no machine alias.

    Vowelless or wholly lower-case Latin aliases ("nahyt mrkz", "derizoru") are transliterations
    made by machines; upper-case codes name airports.
    """
    if not text or len(text) > 80:
        return False
    if text.isascii():
        is_code = len(text) < 5 and text.isupper()
        return not is_code and not text.islower() and _VOWEL.search(text) is not None
    if keys.is_arabic(text):
        return True
    return keys.is_latin(text) and not text.islower()


@cache
def _admin_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    patterns = []
    for level, group in words.admin_words():
        either = "|".join(re.escape(w) for w in sorted(group, key=len, reverse=True))
        patterns.append((level, re.compile(rf"(?:\b(?:{either})\b(?: of)?)", re.IGNORECASE)))
    return tuple(patterns)


@cache
def _admin_tokens() -> frozenset[str]:
    return frozenset(w for _, group in words.admin_words() for word in group for w in word.split())


def bare_name(text: str) -> tuple[str, str | None]:
    """A name without its admin word, and the level of that word ("adm1" .. "adm3") or None."""
    if " " not in text and "-" not in text:
        return text, None
    folded = keys.arabic_k1(text) if keys.is_arabic(text) else text
    if _admin_tokens().isdisjoint(folded.lower().replace("-", " ").split()):
        return text, None
    for level, pattern in reversed(_admin_patterns()):
        if pattern.search(folded):
            bare = re.sub(r"\s+", " ", pattern.sub(" ", folded)).strip(" -,")
            return bare or text, level
    return text, None


_LEVEL_SAID = re.compile(r"\s+(?:governorate|province|district)$", re.IGNORECASE)


def shown_area(name: str | None) -> str:
    """The name of an area where its level is told elsewhere: "Idlib" of "Idlib Governorate"."""
    return _LEVEL_SAID.sub("", name or "")


def kept(labels: list[Label]) -> list[Label]:
    """Labels without repeats and without unusable ones, in order."""
    seen: dict[str, Label] = {}
    for label in labels:
        if label.text not in seen and (label.role in _SURE or is_usable(label.text)):
            seen[label.text] = label
    return list(seen.values())
