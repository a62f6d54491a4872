"""What is most worth a person's look: doubt times what rests on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from situate.judgements import WHOLE, active, key
from situate.store import Ask, Store

if TYPE_CHECKING:
    from situate.model import Mention, Sourced

ALL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Look:
    """A mention in the queue; `value` grows with doubt and with what rests on it."""

    mention: str
    document: str
    type: str
    sentence: str
    value: float
    why: str


def worth_a_look(store: Store) -> list[Look]:
    """Asserted mentions nobody has judged, the most valuable look first."""
    documents = store.documents()
    judged = {evidence for j in active(store.judgements()) for evidence in j.on}
    holds = Counter(m for hold in store.holds(Ask(limit=ALL)) for m in hold.because)
    disputed = {m for i in store.incidents(Ask(limit=ALL)) if i.contested for m in i.mentions}
    looks = []
    for mention in store.mentions():
        document = documents[mention.document]
        if mention.stance != "asserted" or key(document, mention.trigger, WHOLE) in judged:
            continue
        doubt = 1 - _surety(mention)
        weight = 1 + 2 * min(holds[mention.id], 3) + 2 * (mention.id in disputed)
        why = _why(mention, holds[mention.id], mention.id in disputed)
        sentence = " ".join(mention.sentence.text.split())[:160]
        looks.append(
            Look(mention.id, document.id, mention.type, sentence, round(doubt * weight, 4), why)
        )
    return sorted(looks, key=lambda look: (-look.value, look.mention))


def _surety(mention: Mention) -> float:
    """How sure the reading is of itself: its least sure filled field, and the mention's own."""
    fields: list[Sourced[Any]] = [*mention.actors, *mention.targets, *mention.places]
    return min([mention.confidence, *(s.confidence for s in fields)])


def _why(mention: Mention, holds: int, is_disputed: bool) -> str:
    parts = [f"{holds} hold{'s' * (holds != 1)} rest on it"] if holds else []
    if is_disputed:
        parts.append("sources differ")
    fields: list[Sourced[Any]] = [*mention.places, *mention.actors]
    weak = [s.reason for s in fields if s.confidence < 0.6]
    return "; ".join(parts + weak[:1]) or f"confidence {mention.confidence:.2f}"
