"""What one mention tells, where aside, as a row of the table holds it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from situate.corroborate.sketch import WORD, hash_of
from situate.corroborate.weights import Weights
from situate.model import Actor, Document, Mention, Sourced, SourcedPlace

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_DAY = np.int32(-(2**30))
NEWS_LAG = 3  # days before publication that news without a day may be of
POST = 900  # code points of the longest post


@lru_cache(maxsize=1 << 20)
def code_of(kind: str, name: str | None) -> int:
    """A 63-bit hash of a name, the same on every machine; -1 for no name."""
    if not name:
        return -1
    words = f"{kind}\x1f{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big") >> 1


def day_of(when: datetime) -> int:
    """Days since 1970 of an aware datetime."""
    return (when - EPOCH) // timedelta(days=1)


def is_short(document: Document | None) -> bool:
    return document is not None and len(document.text) <= POST


def is_another(mention: Mention, weights: Weights) -> bool:
    """Do its words say that it is one more: "another blast", "Elsewhere", "Another man was shot"?

    "The attack also wounded" and "ten died and another five were hurt" are no other act.
    """
    if "refers_back" in mention.flags:
        return False
    before = mention.sentence.text[: mention.trigger.start - mention.sentence.start]
    words = WORD.findall(before.casefold())
    return (
        "one_more" in mention.flags
        or not weights.another.isdisjoint(words)
        or not weights.one_more.isdisjoint(words[:1])
    )


def own_word(mention: Mention) -> int:
    """The narrator's own word for the act, as extract has its base form."""
    own = next((f.word for f in mention.framing if f.by is None), None)
    return hash_of(own) if own else 0


def says_day(mention: Mention) -> bool:
    quote, here = mention.period.quote, mention.sentence
    return quote is not None and here.start <= quote.start < here.end


def first_told(mention: Mention) -> str:
    """The mention by which its report first tells the act: resolve ties the others to it."""
    return next((link.mention for link in mention.links if link.kind == "same"), mention.id)


def leans_on(mention: Mention, place: SourcedPlace | None) -> bool:
    return first_told(mention) != mention.id and (place is None or place.quote is None)


def side_of(actor: Sourced[Actor]) -> str:
    """The side an actor stands on as of the report, else its parent, id or words; "" if unknown."""
    known = actor.value
    if known is None or known.kind == "unidentified":
        return ""
    if known.sides:
        return known.sides[0]
    if known.kind == "civilians" and not known.parent and not known.id:
        return "words:civilians"  # "ten civilians", "residents", "five people"
    return known.parent or known.id or f"words:{known.name.casefold()}"


def days_of(mention: Mention, document: Document | None) -> tuple[int, int, int]:
    period = mention.period.value
    if period and (period.start or period.end):
        start = day_of(period.start) if period.start else None
        end = -day_of(EPOCH + (EPOCH - period.end)) if period.end else None
        start = start if start is not None else (end or 0) - 30
        return (start, max(start + 1, end if end is not None else start + 30), 2)
    if document is not None and document.published is not None:
        day = day_of(document.published)
        return (day - NEWS_LAG, day + 1, 1)
    return (int(NO_DAY), int(NO_DAY), 0)
