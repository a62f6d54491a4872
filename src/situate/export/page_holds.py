"""Holds and areas as the rows of a page, with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten

from situate.export import page_words as words
from situate.export.page_claim import Claim, claim
from situate.export.page_map import days
from situate.export.page_names import told_name, words_for
from situate.export.page_symbols import sign
from situate.model import (
    Area,
    Document,
    Hold,
    Mention,
    Step,
)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as listed and opened."""

    hold: Hold
    place: str  # as the reports call it
    sign: str
    state: str
    notes: tuple[str, ...]
    period: str
    percent: int | None
    beliefs: tuple[tuple[str, int], ...]
    because: tuple[Claim, ...]
    trace: tuple[tuple[Step, str, tuple[Claim, ...]], ...]  # a step, its effect in words, its words
    rule_says: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A pocket or front."""

    area: Area
    actor: str
    flags: str
    places: str
    because: tuple[Claim, ...]


def told_first(holds: Iterable[Hold]) -> list[Hold]:
    """Holds as a reader wants them: sieges and contests, then holders, what is unknown last."""

    def order(hold: Hold) -> tuple[object, ...]:
        rank = 0 if hold.besieged_by or hold.state == "contested" else 1
        start = hold.period.start if hold.period else None
        day = start.timestamp() if start else 0.0
        return (2 if hold.state == "unknown" else rank, hold.place.name, day, hold.id)

    return sorted(holds, key=order)


def hold_row(
    hold: Hold,
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
    name: words.Namer,
    colours: Mapping[str, str],
) -> HoldRow:
    """One hold with its reasons."""
    start, end = days(hold.period)
    ours = [mentions[m] for m in hold.because if m in mentions]
    return HoldRow(
        hold,
        told_name(hold.place.name, words_for(hold.place, ours)),
        sign(hold, colours),
        words.state(hold, name),
        tuple(_notes(hold, name)),
        words.span(hold.period) if hold.period else "as of the report",
        None if hold.probability is None else round(100 * hold.probability),
        tuple((words.belief(key, name), round(100 * p)) for key, p in hold.probabilities),
        tuple(_because(hold.because, mentions, documents)),
        tuple(
            (s, words.effect(s.effect, name), tuple(_because(s.mentions, mentions, documents)))
            for s in hold.trace
        ),
        words.belief(hold.rule_says, name) if hold.rule_says else None,
        start,
        end,
    )


def _notes(hold: Hold, name: words.Namer) -> Iterator[str]:
    """What else must be said beside the state, each a few words."""
    if hold.besieged_by:
        yield f"besieged by {' and '.join(name(s) for s in hold.besieged_by)}"
    if hold.encircled is not None:
        yield "encircled" if hold.encircled else "not encircled: a way out is open"
    if hold.inferred:
        yield "inferred: no report names the holder"
    if hold.by_presence:
        yield "by presence only"
    if hold.claimed_by:
        yield f"claimed by {', '.join(name(s) for s in hold.claimed_by)} alone"
    for word, sides in (("pressed", hold.pressure), ("present", hold.presence)):
        if sides:
            yield f"{word}: {', '.join(name(s) for s in sides)}"
    if hold.stale:
        yield "stale: no recent evidence"
    for flag in hold.flags:
        if not flag.startswith(
            "raw:"
        ):  # the number before the reader's own doubt: exports carry it
            yield words.flag(flag, name)


def _because(
    ids: Iterable[str], mentions: Mapping[str, Mention], documents: Mapping[str, Document]
) -> Iterator[Claim]:
    for ident in ids:
        if ident in mentions:
            mention = mentions[ident]
            document = documents.get(mention.document)
            source = shorten(words.outlet(document), 48, placeholder="\u2026") if document else None
            yield claim(mention.trigger.text, ident, mention.trigger, mentions, source)


def area_row(
    area: Area,
    holds: Iterable[Hold],
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
    name: words.Namer,
) -> AreaRow:
    """One area; places are named where a hold names them."""
    places = {h.place.id: h.place.name for h in holds}
    return AreaRow(
        area,
        name(area.actor),
        "; ".join(words.flag(flag, name) for flag in area.flags),
        ", ".join(places.get(p, p) for p in area.places),
        tuple(_because(area.because, mentions, documents)),
    )
