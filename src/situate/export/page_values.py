"""The values of a mention as rows a reader checks: field, words, what we read them as, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from situate.export import page_words as words
from situate.export.page_reasons import country_name
from situate.model import Mention, Quote


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value: `quote` None if implied; `value` None if the words are not understood."""

    field: str
    quote: Quote | None
    value: str | None
    percent: int | None
    reason: str
    rivals: tuple[str, ...] = ()


def values(mention: Mention) -> Iterator[ValueRow]:
    """Every value of a mention, in a fixed order."""
    for field, roles in (
        ("actor", mention.actors),
        ("target", mention.targets),
        ("backer", mention.backers),
    ):
        for role in roles:
            rivals = tuple(r.value.name for r in role.rivals[:3])
            yield _row(field, role.quote, role.value.name if role.value else None, role, rivals)
    for place in mention.places:
        relation = words.relation_before(place.relation)
        inside = ""
        if place.value is not None:
            state = country_name(place.value.country) if place.value.country else None
            parts = dict.fromkeys(p for p in (place.value.adm1, state) if p)
            inside = f" ({', '.join(parts)})" if parts else ""
        named = None if place.value is None else f"{relation}{place.value.name}{inside}"
        rivals = tuple(
            f"{r.value.name}{f', {r.value.adm1}' if r.value.adm1 else ''}" for r in place.rivals[:3]
        )
        yield _row("place", place.quote, named, place, rivals)
    period = mention.period
    yield _row("days", period.quote, words.span(period.value) if period.value else None, period)
    for toll in mention.tolls:
        told = f"{words.figure(toll.value)} {toll.value.kind}" if toll.value else None
        yield _row("toll", toll.quote, told, toll)
    for field, things in (("weapon", mention.weapons), ("object", mention.objects)):
        for thing in things:
            yield _row(field, thing.quote, thing.value, thing)
    for speaker in mention.said_by:
        note = "; a party to it" if speaker.party else ""
        reason = f"hedged: {speaker.hedge}{note}" if speaker.hedge else note.strip("; ")
        yield ValueRow("said by", speaker.quote, speaker.value, None, reason)


def _row(
    field: str,
    quote: Quote | None,
    value: str | None,
    role: object,
    rivals: tuple[str, ...] = (),
) -> ValueRow:
    confidence = getattr(role, "confidence", None)
    percent = None if confidence is None else round(100 * confidence)
    return ValueRow(field, quote, value, percent, getattr(role, "reason", ""), rivals)
