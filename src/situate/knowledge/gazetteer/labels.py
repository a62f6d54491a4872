"""Which names of a source are worth keeping, and which level of area they belong to."""

from __future__ import annotations

import re
from functools import cache

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.rows import Label

_VOWEL = re.compile("[aeiouyw]")
_CODE = re.compile("^[A-Z]{2,4}$")  # airport codes among alternate names


def is_usable(text: str) -> bool:
    """Whether a name can be met in a report: letters of Latin or Arabic script, no machine alias.

    Vowelless or wholly lower-case Latin aliases ("nahyt mrkz", "derizoru") are transliterations
    made by machines; upper-case codes name airports.
    """
    if not text or len(text) > 80 or text.isdigit():
        return False
    if keys.is_arabic(text):
        return True
    if not keys.is_latin(text) or text == text.lower():
        return False
    return not _CODE.match(text) and bool(_VOWEL.search(text.casefold()) or not text.isascii())


@cache
def _admin_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    patterns = []
    for level, group in words.admin_words():
        either = "|".join(re.escape(w) for w in sorted(group, key=len, reverse=True))
        patterns.append((level, re.compile(rf"(?:\b(?:{either})\b(?: of)?)", re.IGNORECASE)))
    return tuple(patterns)


@cache
def _admin_word() -> re.Pattern[str]:
    every = sorted((w for _, g in words.admin_words() for w in g), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, every))})\b", re.IGNORECASE)


def bare_name(text: str) -> tuple[str, str | None]:
    """A name without its admin word, and the level of that word ("adm1" .. "adm3") or None."""
    folded = keys.arabic_k1(text) if keys.is_arabic(text) else text
    if not _admin_word().search(folded):
        return text, None
    for level, pattern in reversed(_admin_patterns()):
        if pattern.search(folded):
            bare = re.sub(r"\s+", " ", pattern.sub(" ", folded)).strip(" -,")
            return bare or text, level
    return text, None


def kept(labels: list[Label]) -> list[Label]:
    """Labels without repeats and without unusable ones, in order."""
    seen: dict[str, Label] = {}
    for label in labels:
        text = label.text.strip()
        if text not in seen and (label.role == "primary" or is_usable(text)):
            seen[text] = label._replace(text=text)
    return list(seen.values())
