"""Documents -> sentences with a parse, names marked. The one module that loads NLP models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from situate.model import Block, Document, Name, Quote
from situate.records import quote_at

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence.

    `doc` may be built from a *mended* word list, so its token texts can differ from the report's;
    `offsets[i]` gives token i's half-open span in `document.text` (empty for an inserted token).
    `names` are the spans found in this sentence, in order, never overlapping.
    """

    document: Document
    block: Block
    start: int
    end: int
    doc: Doc
    offsets: tuple[tuple[int, int], ...]
    names: tuple[Name, ...] = ()

    def quote(self, first: int, last: int) -> Quote:
        """Words of tokens first to last, both included, exactly as the report has them."""
        spans = [
            self.offsets[i]
            for i in range(first, last + 1)
            if self.offsets[i][0] < self.offsets[i][1]
        ]
        return quote_at(self.document, min(s for s, _ in spans), max(e for _, e in spans))


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with the sentences worth reading, in order, and every name found in it."""

    document: Document
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
