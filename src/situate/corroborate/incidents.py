"""A cluster of mentions as one Incident that keeps every source's version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from situate.corroborate.placing import COARSE, main_place
from situate.corroborate.ranges import ranges_of, said_by
from situate.corroborate.scope import doubt_of
from situate.corroborate.telling import first_told, side_of
from situate.corroborate.weights import Weights
from situate.knowledge.gazetteer.words import is_proper
from situate.model import (
    Actor,
    Document,
    Incident,
    Mention,
    Period,
    Place,
    Quote,
    Sourced,
    SourcedPlace,
    Stance,
    Toll,
    Version,
    Witness,
)
from situate.records import digest
from situate.sources import Sources, witnesses

T = TypeVar("T")
FAR_KM = 10.0  # two exact points further apart are rival places


def incident_of(
    mentions: Sequence[Mention],
    why: tuple[str, ...],
    documents: Mapping[str, Document],
    sources: Sources,
    weights: Weights,
) -> Incident:
    """One happening, with every source's figure, framing and recipient side by side.

    Its id is that of its first mention by id, so a later report seldom changes it.
    """
    told = sorted(mentions, key=lambda m: m.id)
    groups = tuple(
        Witness(
            digest("witness", group.root.id, *(told[i].id for i in group.members)),
            group.root.id,
            tuple(told[i].id for i in group.members),
            tuple(sorted({told[i].document for i in group.members})),
            group.reason,
            group.root.party,
        )
        for group in witnesses(told, sources)
    )
    voice = {mention: group for group in groups for mention in group.mentions}
    types = _versions(told, voice, lambda m: [(m.type, m.trigger, m.confidence)])
    kind = _best_type(told, voice, weights)
    actors, targets = _roles(told, kind, voice, weights)
    places = _versions(told, voice, _place_versions)
    framings = _framings(told, kind, voice, weights)
    doubts = {m.id: doubt_of(m) for m in told}
    tolls = ranges_of(told, voice, documents, weights, doubts)
    incident = Incident(
        id=digest("incident", told[0].id),
        type=kind,
        period=_period(told, documents),
        place=_place(told, voice),
        actors=actors,
        targets=targets,
        tolls=tolls,
        framings=framings,
        mentions=tuple(m.id for m in told),
        witnesses=groups,
        confidence=_confidence(told, voice),
        types=types,
        places=places,
        why=why,
        stance=_stance(told),
    )
    return replace(incident, contested=_contested(incident))


def _versions(
    told: Sequence[Mention],
    voice: Mapping[str, Witness],
    values: Callable[[Mention], Iterable[tuple[T, Quote | None, float]]],
) -> tuple[Version[T], ...]:
    return tuple(
        Version(value, m.id, voice[m.id].id, quote, said_by(m), confidence)
        for m in told
        for value, quote, confidence in values(m)
    )


def _place_versions(mention: Mention) -> list[tuple[Place, Quote | None, float]]:
    place = main_place(mention)
    return [(place.value, place.quote, place.confidence)] if place and place.value else []


def _best_type(told: Sequence[Mention], voice: Mapping[str, Witness], weights: Weights) -> str:
    """The type most witnesses use; of one the most used in its body; narrower beats wider.

    What only tells an act again ("12 people were killed") is no word for it where another is told.
    """
    narrow = {"part": 0, "edge": 0, "whole": 1, None: 2}
    by_voice: dict[str, list[Mention]] = {}
    for m in told:
        by_voice.setdefault(voice[m.id].id, []).append(m)
    said = []
    for mine in by_voice.values():
        body = [m for m in mine if m.block == "paragraph"] or mine
        body = [m for m in body if first_told(m) == m.id] or body
        times = Counter(m.type for m in body)
        said.append(
            min(body, key=lambda m: (-times[m.type], narrow[m.extent], -m.confidence, m.id))
        )
    votes = Counter(m.type for m in said)
    sure = {t: max(m.confidence for m in said if m.type == t) for t in votes}
    return min(votes, key=lambda t: (-votes[t], -sure[t], t))


def _roles(
    told: Sequence[Mention], kind: str, voice: Mapping[str, Witness], weights: Weights
) -> tuple[tuple[Version[Actor], ...], tuple[Version[Actor], ...]]:
    """Actors and targets as the incident's type has them: a surrender is a capture turned round."""
    turned = kind in weights.yielding_actor

    def role(first: bool) -> Callable[[Mention], list[tuple[Actor, Quote | None, float]]]:
        def values(m: Mention) -> list[tuple[Actor, Quote | None, float]]:
            straight = (m.type in weights.yielding_actor) == turned
            said = m.actors if first == straight else m.targets
            return [(s.value, s.quote, s.confidence) for s in said if s.value is not None]

        return values

    return _versions(told, voice, role(True)), _versions(told, voice, role(False))


def _framings(
    told: Sequence[Mention], kind: str, voice: Mapping[str, Witness], weights: Weights
) -> tuple[Version[str], ...]:
    """What each source calls the act; a denial, or a count of what came of it, calls it nothing."""
    out: list[Version[str]] = []
    for m in told:
        if m.stance == "denied" or (m.type != kind and m.type in weights.results):
            continue
        for framing in m.framing:
            by = framing.by.text if framing.by else said_by(m)
            out.append(Version(framing.word, m.id, voice[m.id].id, framing.quote, by, m.confidence))
        if not m.framing:
            out.append(Version(m.type, m.id, voice[m.id].id, m.trigger, said_by(m), m.confidence))
    return tuple(out)


def _place(told: Sequence[Mention], voice: Mapping[str, Witness]) -> SourcedPlace | None:
    """The finest place, of these the one most witnesses give, then the surest.

    Where none could be placed, a name that was told, without a value: the words are not lost.
    """
    places = [(p, m) for m in told if (p := main_place(m)) is not None and p.value is not None]
    if not places:
        return _unplaced(told)
    support = {
        p.value.id: len({voice[m.id].id for q, m in places if q.value and q.value.id == p.value.id})
        for p, _ in places
        if p.value
    }

    def rank(row: tuple[SourcedPlace, Mention]) -> tuple[Any, ...]:
        place, m = row
        assert place.value is not None
        return (
            COARSE.get(place.value.kind, 0),
            -support[place.value.id],
            -place.confidence,
            m.block != "paragraph",
            place.value.id,
            m.id,
        )

    return min(places, key=rank)[0]


def _unplaced(told: Sequence[Mention]) -> SourcedPlace | None:
    """The first proper name told as a place at or in which it was, the surest mention's first."""
    ordered = sorted(told, key=lambda m: (m.block != "paragraph", -m.confidence, m.id))
    named = (
        place
        for mention in ordered
        for place in mention.places
        if place.relation in ("at", "in", "part", "near", "around") and place.quote
        if is_proper(place.quote.text)
    )
    return next(named, None)


def _period(told: Sequence[Mention], documents: Mapping[str, Document]) -> Sourced[Period]:
    """The narrowest period in the words; else the days before the first publication; else none."""
    said = [m for m in told if m.period.value and (m.period.value.start or m.period.value.end)]
    if said:
        return min(said, key=lambda m: (_width(m.period.value), -m.period.confidence, m.id)).period
    days = sorted(
        d.published for m in told if (d := documents.get(m.document)) and d.published is not None
    )
    if not days:
        return Sourced(None, None, 0.0, "no report carries a date")
    end = days[0].replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    period = Period(end - timedelta(days=4), end, "day")
    return Sourced(None, period, 0.3, "no day in the words: the days up to the first publication")


def _width(period: Period | None) -> timedelta:
    if period is None or period.start is None or period.end is None:
        return timedelta(days=3650)
    return period.end - period.start


def _confidence(told: Sequence[Mention], voice: Mapping[str, Witness]) -> float:
    """1 minus the chance that every independent witness is wrong; three decimals."""
    best: dict[str, float] = {}
    for m in told:
        key = voice[m.id].id
        best[key] = max(best.get(key, 0.0), m.confidence)
    wrong = 1.0
    for confidence in best.values():
        wrong *= 1 - min(confidence, 0.95)
    return round(1 - wrong, 3)


def _stance(told: Sequence[Mention]) -> Stance:
    stances: set[Stance] = {m.stance for m in told}
    if "asserted" in stances:
        return "asserted"
    return "possible" if "possible" in stances else told[0].stance


def _contested(incident: Incident) -> tuple[str, ...]:
    """Fields on which independent witnesses, or speakers within a report, differ."""
    checks = {
        "actors": _sides_differ(incident.actors),
        "targets": _sides_differ(incident.targets),
        "framing": len({v.value for v in incident.framings}) > 1
        and len({(v.witness, v.said_by) for v in incident.framings}) > 1,
        "place": _places_differ(incident.places),
        "tolls": any(_figures_differ(r.figures) for r in incident.tolls),
        "type": len({(v.value) for v in incident.types}) > 1
        and len({v.witness for v in incident.types}) > 1
        and _differ(incident.types, lambda t: {t}),
    }
    return tuple(field for field, differ in checks.items() if differ)


def _differ(versions: Sequence[Version[Any]], keys: Callable[[Any], set[str]]) -> bool:
    """Do two witnesses give sets of values with nothing in common?"""
    said: dict[str, set[str]] = {}
    for version in versions:
        said.setdefault(version.witness, set()).update(keys(version.value))
    sets = [s for _, s in sorted(said.items()) if s]
    return any(not (a & b) for i, a in enumerate(sets) for b in sets[i + 1 :])


def _sides_differ(versions: Sequence[Version[Actor]]) -> bool:
    return _differ(
        versions, lambda a: {s} if (s := side_of(Sourced(None, a, 1.0, ""))) else set()
    ) or _differ(versions, lambda a: {a.id} if a.id else set())


def _places_differ(versions: Sequence[Version[Place]]) -> bool:
    exact = [v for v in versions if COARSE.get(v.value.kind, 0) == 0]
    return any(
        a.witness != b.witness
        and abs(a.value.lat - b.value.lat) + abs(a.value.lon - b.value.lon) > FAR_KM / 111
        for i, a in enumerate(exact)
        for b in exact[i + 1 :]
    )


def _figures_differ(versions: Sequence[Version[Toll]]) -> bool:
    def bounds(toll: Toll) -> tuple[int, float]:
        return (toll.low or 0, toll.high if toll.high is not None else float("inf"))

    told = [v for v in versions if v.value.mode == "new"]
    return any(
        a.witness != b.witness
        and (bounds(a.value)[0] > bounds(b.value)[1] or bounds(b.value)[0] > bounds(a.value)[1])
        for i, a in enumerate(told)
        for b in told[i + 1 :]
    )
