"""Text folded character by character, with a way back to the offsets of the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from situate.knowledge.gazetteer import keys


class _Base(dict):  # type: ignore[type-arg]
    """Code point -> its base letter, a space, or None (deleted); filled as letters are met."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        value: int | None
        if char in keys.APOSTROPHES or unicodedata.category(char) in ("Mn", "Cf"):
            value = None
        else:
            base = unicodedata.normalize("NFKD", keys.fold(char) or " ")[0]
            value = ord(base) if base.isalnum() and base.isascii() else 32
        self[code] = value
        return value


_BASE = _Base()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text of one line of letters, and where characters were deleted from the original."""

    text: str
    deleted: tuple[int, ...]  # offsets in the original, rising

    def original(self, at: int) -> int:
        """Offset in the original of folded offset `at`."""
        if not self.deleted:
            return at
        low, high = at, at + len(self.deleted)
        while low < high:
            middle = (low + high) // 2
            if middle - bisect_right(self.deleted, middle) < at:
                low = middle + 1
            else:
                high = middle
        return low


def folded(text: str) -> Folded:
    """Fold character by character: letters to base letters, other signs to spaces."""
    text = POSSESSIVE.sub("  ", text)  # "Syria's" ends where Syria does
    deleted = tuple(m.start() for m in _DELETED.finditer(text))
    return Folded(text.translate(_BASE), deleted)


POSSESSIVE = re.compile("['’ʼ]s(?![\\w])")


_DELETED = re.compile(
    "["
    + re.escape(keys.APOSTROPHES)
    + "\u00ad\u200b-\u200f\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670"
    + "\u06d6-\u06ed\ufeff]"
)
