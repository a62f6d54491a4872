"""Text folded for matching names, with the way back to the report's own offsets."""

from __future__ import annotations

import unicodedata

HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014_\u00a0\n\t")
APOSTROPHES = frozenset("'`\u00b4\u2018\u2019\u02bc\u02bb\u02be\u02bf\u2032\u02b9")
ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"}
SPECIAL = {"ß": "s", "æ": "a", "ø": "o", "œ": "o", "đ": "d", "ł": "l", "ı": "i", "ə": "a"}


class _Folding(dict[int, str | None]):
    """One character to one character, or to nothing (marks, tatweel, zero width)."""

    def __missing__(self, code: int) -> str | None:
        folded = _folded(chr(code))
        self[code] = folded
        return folded


def _folded(char: str) -> str | None:
    if char in HYPHENS:
        return " "
    if char in APOSTROPHES:
        return "'"
    if char in ARABIC:
        return ARABIC[char]
    if char == "ـ" or unicodedata.category(char) in ("Mn", "Cf"):
        return None
    lowered = char.lower()[:1]
    base = unicodedata.normalize("NFKD", lowered)[:1]
    return SPECIAL.get(lowered, base if base.isalnum() else lowered)


_TABLE = _Folding()


def fold(text: str) -> tuple[str, list[int] | None]:
    """Lower case without accents, hyphens as spaces, Arabic letters normalised.

    The list gives the offset in `text` of each folded character, and is None where nothing was
    left out, so that offsets agree as they stand.
    """
    folded = text.translate(_TABLE)
    if len(folded) == len(text):
        return folded, None
    return folded, [i for i, char in enumerate(text) if _TABLE[ord(char)] is not None]
