"""The words of a document by place, so that what stands round a sentence is a slice of a list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a text in lower case, with the places where they start and end; all in order."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def between(self, start: int, end: int) -> frozenset[str]:
        """The words of a stretch of the text, half open; of a word cut by an edge the part inside.

        Costs as much as the stretch is long, however long the text is.
        """
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        if first > last:  # the stretch lies inside one word
            return frozenset(map(str.lower, WORD.findall(self.text, start, end)))
        found = self.words[first:last]
        if first and self.ends[first - 1] > start:
            found += map(str.lower, WORD.findall(self.text, start, self.ends[first - 1]))
        if last < len(self.starts) and self.starts[last] < end:
            found += map(str.lower, WORD.findall(self.text, self.starts[last], end))
        return frozenset(found)


def wording_of(text: str) -> Wording:
    """The words of a text. Linear in its length."""
    matches = list(WORD.finditer(text))
    return Wording(
        text,
        [match.group().lower() for match in matches],
        [match.start() for match in matches],
        [match.end() for match in matches],
    )
