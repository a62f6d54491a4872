"""Records of an annotated report, and when a mention of ours agrees with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import gold_actor, km_between, overlaps
from situate.model import Actor, Mention, Place, Quote, Sourced, Toll

if TYPE_CHECKING:
    from situate.pipeline import Desk

NEAR_KM = 5.0

Span = tuple[int, int]


@dataclass(frozen=True)
class Point:
    """A gold place: an id with its point, or only words where it is vague."""

    span: Span | None
    id: str | None = None
    seat: str | None = None
    point: tuple[float, float] | None = None

    def agrees(self, ours: Sourced[Place]) -> bool:
        """Same id, its seat, or within 5 km; a vague place by its words."""
        if self.id is None:
            return bool(ours.quote and self.span and overlaps(span_of(ours.quote), self.span))
        if ours.value is None:
            return False
        if ours.value.id in {self.id, self.seat}:
            return True
        return (
            self.seat is None
            and self.point is not None
            and km_between(self.point, (ours.value.lat, ours.value.lon)) <= NEAR_KM
        )


@dataclass(frozen=True)
class Record:
    """One annotated claim. `actor`, `target`, `recipient` are roster actors as canonical names."""

    id: str
    kind: str
    types: tuple[str, ...]
    evidence: Span
    evidence_text: str
    is_attachment: bool
    is_opinion: bool
    actor: Actor | None
    actor_span: Span | None
    target: Actor | None
    target_span: Span | None
    recipient: Actor | None
    places: tuple[Point, ...]
    quantity: Mapping[str, Any] | None
    restates: str | None
    canonical: Mapping[str, Any]

    @property
    def is_mention(self) -> bool:
        """Neither an attachment to another record nor an opinion."""
        return not self.is_attachment and not self.is_opinion

    def covers(self, trigger: Quote) -> bool:
        """Does the trigger overlap the evidence?"""
        return overlaps(span_of(trigger), self.evidence)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Fields that must be right: type, actor, and place or target where there is one."""
        place = ("place_or_target",) if self.places or self.target else ()
        return ("type", "actor", *place)

    def agreement(self, mention: Mention) -> dict[str, bool | None]:
        """By field: right, wrong, or None where the record does not tell it."""
        target = self._has(self.target or self.recipient, mention.targets)
        place = (
            any(point.agrees(ours) for point in self.places for ours in mention.places)
            if self.places
            else None
        )
        told = [self._has(self.target, mention.targets) if self.target else None, place]
        return {
            "type": mention.type in self.types,
            "actor": self._has(self.actor, mention.actors),
            "target": target,
            "place": place,
            "place_or_target": None if told == [None, None] else any(told),
            "quote": self._quote_agrees(mention),
            "toll": None if self.quantity is None else _toll_agrees(self.quantity, mention),
        }

    def is_right(self, mention: Mention) -> bool:
        """Are all needed fields right?"""
        agree = self.agreement(mention)
        return all(agree[field] for field in self.needs)

    def is_level_wrong(self, mention: Mention) -> bool:
        """Did a city stand for the governorate of its name?"""
        seats = {point.seat for point in self.places} - {None}
        return any(place.value and place.value.id in seats for place in mention.places)

    def expected(self) -> dict[str, object]:
        """For the error file."""
        return {"types": self.types, **self.canonical}

    def _quote_agrees(self, mention: Mention) -> bool | None:
        spans: list[tuple[Span | None, Sequence[Sourced[Any]]]] = [
            (self.actor_span, mention.actors),
            (self.target_span, mention.targets),
            *((point.span, mention.places) for point in self.places[:1]),
        ]
        told = [
            any(o.quote and overlaps(span_of(o.quote), span) for o in ours)
            for span, ours in spans
            if span is not None and any(o.quote for o in ours)
        ]
        return all(told) if told else None

    @staticmethod
    def _has(gold: Actor | None, ours: Sequence[Sourced[Actor]]) -> bool | None:
        if gold is None:
            return None
        return any(o.value is not None and o.value.id == gold.id is not None for o in ours)


def records_of(annotation: Mapping[str, Any], table: Mapping[str, Any], desk: Desk) -> list[Record]:
    """The annotation's records, canonical names resolved by the mapping table."""
    return [_record(raw, table, desk) for raw in annotation["records"]]


def facts(records: Sequence[Record]) -> list[frozenset[str]]:
    """Records that restate one another, as groups of ids."""
    ids = {record.id for record in records}
    root = {record.id: record.id for record in records}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for record in records:
        if record.restates in ids:
            root[find(record.id)] = find(str(record.restates))
    groups: dict[str, set[str]] = {}
    for record in records:
        groups.setdefault(find(record.id), set()).add(record.id)
    return [frozenset(group) for group in groups.values()]


def canonical_actor(name: str | None, table: Mapping[str, Any], desk: Desk) -> Actor | None:
    """The roster's actor for a canonical name of the annotation; undated."""
    key = _key(name, table["actors"])
    return gold_actor(table["actors"][key], desk.roster, None) if key else None


def span_of(quote: Quote) -> Span:
    """Start and end of a quote."""
    return quote.start, quote.end


def _record(raw: Mapping[str, Any], table: Mapping[str, Any], desk: Desk) -> Record:
    def actor(field: str) -> Actor | None:
        return canonical_actor((raw.get(field) or {}).get("canonical"), table, desk)

    places = raw.get("place") or []
    return Record(
        id=raw["id"],
        kind=raw["type"],
        types=tuple(table["types"].get(raw["type"], ())),
        evidence=(raw["evidence"]["start"], raw["evidence"]["end"]),
        evidence_text=raw["evidence"]["text"],
        is_attachment=raw["type"] in table["attachments"],
        is_opinion=raw["type"] in table["opinions"],
        actor=actor("actor"),
        actor_span=_span(raw.get("actor")),
        target=actor("target"),
        target_span=_span(raw.get("target")),
        recipient=actor("recipient"),
        places=tuple(
            _point(place, table, desk)
            for place in (places if isinstance(places, list) else [places])
        ),
        quantity=raw.get("quantity"),
        restates=table["restates"].get(raw["id"], raw.get("dup_of")),
        canonical={
            field: raw[field].get("canonical")
            for field in ("actor", "target", "recipient")
            if isinstance(raw.get(field), dict)
        }
        | {
            "places": [
                p.get("canonical") for p in (places if isinstance(places, list) else [places])
            ]
        },
    )


def _span(field: Mapping[str, Any] | None) -> Span | None:
    return (field["start"], field["end"]) if field and field.get("start") is not None else None


def _point(raw: Mapping[str, Any], table: Mapping[str, Any], desk: Desk) -> Point:
    key = _key(raw.get("canonical"), table["places"])
    if key is None:
        return Point(_span(raw))
    known = table["places"][key]
    place = desk.gazetteer.place(known["id"])
    return Point(
        _span(raw), known["id"], known.get("seat"), (place.lat, place.lon) if place else None
    )


def _key(name: str | None, table: Mapping[str, Any]) -> str | None:
    """The longest key that begins the name."""
    found = [key for key in table if name and name.startswith(key)]
    return max(found, key=len) if found else None


def _toll_agrees(gold: Mapping[str, Any], mention: Mention) -> bool:
    """Same range; the part inside; those in addition as a toll of their own."""
    tolls = [toll.value for toll in mention.tolls if toll.value]
    whole = next((t for t in tolls if (t.low, t.high) == (gold["low"], gold["high"])), None)
    if whole is None:
        return False
    part = gold.get("sub")
    if part and not any(p.low == p.high == part["value"] for p in whole.parts):
        return False
    if "ADDITIONAL" in str(gold.get("scope", "")):
        return adds_others(whole, tolls)
    return not adds_others(whole, tolls)


def adds_others(whole: Toll, tolls: Sequence[Toll]) -> bool:
    """Is there a second toll of the same kind beside the whole?"""
    return any(toll is not whole and toll.kind == whole.kind for toll in tolls)
