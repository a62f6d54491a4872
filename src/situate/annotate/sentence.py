"""A document's sentences worth reading, each parsed, with the names found in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from situate.annotate.token import Token
from situate.model import Block, Document, Name, Quote
from situate.records import quote_at


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence.

    `tokens` may come from a *mended* word list, so their texts can differ from the report's;
    `offsets[i]` gives token i's half-open span in `document.text` (empty for an inserted token).
    `names` are the spans found in this sentence, in order, never overlapping; `words` are the
    tokens' texts in lower case.
    """

    document: Document
    block: Block
    start: int
    end: int
    tokens: tuple[Token, ...]
    offsets: tuple[tuple[int, int], ...]
    names: tuple[Name, ...] = ()
    words: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple(token.lower for token in self.tokens))

    def quote(self, first: int, last: int) -> Quote:
        """Words of tokens first to last, both included, exactly as the report has them."""
        offsets = self.offsets
        while first < last and offsets[first][0] == offsets[first][1]:
            first += 1
        while last > first and offsets[last][0] == offsets[last][1]:
            last -= 1
        if offsets[first][0] == offsets[last][1]:
            raise ValueError(f"no word of the report at token {first}")
        return quote_at(self.document, offsets[first][0], offsets[last][1])


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with the sentences worth reading, in order, and every name found in it."""

    document: Document
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
