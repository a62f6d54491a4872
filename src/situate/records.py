"""Records to and from JSON, and the ids they are filed under.

Every id is a hash of content: the same words read twice get the same id, on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from cattrs.preconf.orjson import OrjsonConverter, make_converter

from situate.model import Document, Mention, Quote

T = TypeVar("T")
CONTEXT = 32  # code points kept on either side of a quote, so that equal quotes stay apart


@cache
def converter() -> OrjsonConverter:
    """The one converter; it knows every record of `situate.model`, generics included."""
    return make_converter()


def to_plain(record: object) -> Any:
    """A record as dicts, lists, strings, numbers and None; field order is that of the class."""
    return converter().unstructure(record)


def to_json(record: object) -> bytes:
    """A record as compact UTF-8 JSON; equal records give equal bytes."""
    return converter().dumps(record)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """The record of class `kind` in `data`. Raises cattrs.ClassValidationError where it is not."""
    return converter().loads(data, kind)


def from_plain(data: object, kind: type[T]) -> T:
    """The record of class `kind` in plain data, as `to_plain` gives it."""
    return converter().structure(data, kind)


def digest(*parts: str, length: int = 16) -> str:
    """Hex digest over parts, kept apart by a separator that text cannot hold."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def document_id(text: str) -> str:
    """sha256 of the text, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def mention_id(document: str, trigger: Quote, kind: str) -> str:
    """Id of the claim of type `kind` that `trigger` makes in `document`."""
    return digest("mention", document, str(trigger.start), str(trigger.end), kind)


def evidence_id(document: Document, quote: Quote, field: str) -> str:
    """What a judgement binds to: the blob, the exact words with their context, and the field."""
    before = document.text[max(0, quote.start - CONTEXT) : quote.start]
    after = document.text[quote.end : quote.end + CONTEXT]
    return digest("evidence", document.blob or document.id, before, quote.text, after, field)


def quote_at(document: Document, start: int, end: int) -> Quote:
    """The words of `document` from start to end, half open. Raises ValueError outside the text."""
    if not 0 <= start <= end <= len(document.text):
        raise ValueError(f"no words at {start}:{end} in a text of {len(document.text)}")
    return Quote(document.id, start, end, document.text[start:end])


QUOTED = ("actors", "targets", "backers", "objects", "places", "tolls", "weapons")


def quotes_of(mention: Mention) -> Iterator[tuple[str, Quote]]:
    """Every (field, quote) a mention rests on, in a fixed order; implied values have none."""
    yield "trigger", mention.trigger
    yield "sentence", mention.sentence
    for name in QUOTED:
        for sourced in getattr(mention, name):
            if sourced.quote is not None:
                yield name, sourced.quote
    if mention.period.quote is not None:
        yield "period", mention.period.quote
    if mention.stance_cue is not None:
        yield "stance", mention.stance_cue
    for speaker in mention.said_by:
        if speaker.quote is not None:
            yield "said_by", speaker.quote
    for framing in mention.framing:
        yield "framing", framing.quote
        if framing.by is not None:
            yield "said_by", framing.by
