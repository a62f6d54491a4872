"""A value on a page, with the way to its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from situate.model import (
    Mention,
    Quote,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value on a page and where its words are: a mention and, unless implied, a span in it."""

    text: str
    mention: str
    start: int | None = None
    end: int | None = None
    said_by: str | None = None
    known: bool = True  # False: the mention is not on this page, so there is nothing to link to


def claim(
    text: str,
    mention: str,
    quote: Quote | None,
    mentions: Mapping[str, Mention],
    said_by: str | None = None,
) -> Claim:
    """A claim that links to its words, where the mention is at hand."""
    start, end = (None, None) if quote is None else (quote.start, quote.end)
    return Claim(text, mention, start, end, said_by, mention in mentions)
