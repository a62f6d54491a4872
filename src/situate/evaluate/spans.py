"""Whether words of ours and words of the gold mean the same participant, by span and by head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from situate.evaluate.agree import folded, overlaps

# A noun group ends where a preposition, a relative or a comma begins.
GROUP_ENDS = re.compile(
    r",|\(| (?:of|in|at|on|from|for|with|by|near|to|who|which|that|and|or|accused|suspected)\b"
)
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Span:
    """Words at a place in a text; start and end are None where they do not occur."""

    text: str
    start: int | None = None
    end: int | None = None

    @property
    def at(self) -> tuple[int, int] | None:
        """Start and end, if known."""
        return None if self.start is None or self.end is None else (self.start, self.end)


def find_span(words: str, text: str) -> Span:
    """Where `words` stand in `text`: verbatim, else their longest run of words, else nowhere."""
    tokens = WORD.findall(words)
    at = text.find(words.strip())
    if at >= 0 and words.strip():
        return Span(words, at, at + len(words.strip()))
    for size in range(len(tokens), 0, -1):
        for first in range(len(tokens) - size + 1):
            run = r"\W+".join(re.escape(token) for token in tokens[first : first + size])
            found = re.search(rf"\b{run}\b", text)
            if found:
                return Span(words, found.start(), found.end())
    return Span(words)


def head_of(words: str) -> str:
    """Last token of the first noun group, lower case, singular; "" of no words."""
    group = GROUP_ENDS.split(words.strip(), maxsplit=1)[0]
    tokens = WORD.findall(group) or WORD.findall(words)
    return singular(tokens[-1].lower()) if tokens else ""


def singular(word: str) -> str:
    """Without its plural ending; good enough to compare two spellings of one head."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return {"men": "man", "policemen": "policeman", "gunmen": "gunman"}.get(word, word)


def same_participant(gold: Span, ours: Span) -> bool:
    """Spans overlap, and the heads agree or one contains the other."""
    if gold.at is None or ours.at is None or not overlaps(gold.at, ours.at):
        return False
    a, b = folded(gold.text), folded(ours.text)
    return head_of(gold.text) == head_of(ours.text) or a in b or b in a


def found_in(gold: Span, ours: Sequence[Span], is_adjective: bool) -> bool:
    """Is the gold slot among ours? A nationality alone matches any that contains the word."""
    if any(same_participant(gold, span) for span in ours):
        return True
    word = folded(gold.text)
    return is_adjective and any(word in folded(span.text).split() for span in ours)
