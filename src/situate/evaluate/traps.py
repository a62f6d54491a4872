"""The 13 traps of the annotated report, and the three records that belong to another's event.

Each trap looks at what `conclude` gave for this one report; names come from the annotation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import folded, km_between, overlaps
from situate.evaluate.annotation import Record, adds_others, canonical_actor, span_of
from situate.evaluate.suite import mapping
from situate.model import Actor, Document, Hold, Incident, Mention, Quote, Situation, Sourced, Toll

if TYPE_CHECKING:
    from situate.pipeline import Desk

CUSTODY = frozenset({"fighters_captured", "abduction", "arrest"})
NEAR_KM = 5.0


@dataclass(frozen=True)
class Scene:
    """All that a trap may look at."""

    document: Document
    annotation: Mapping[str, Any]
    records: Sequence[Record]
    mentions: Sequence[Mention]
    situation: Situation
    desk: Desk

    def actor(self, name: str) -> str | None:
        """Roster id of a canonical name."""
        found = canonical_actor(name, mapping("seed"), self.desk)
        return found.id if found else None

    def holds_at(self, name: str) -> list[Hold]:
        """Holds of a canonical place: its id, or a place within 5 km that has the same words."""
        known = mapping("seed")["places"][name]["id"]
        place = self.desk.gazetteer.place(known)
        return [
            hold
            for hold in self.situation.holds
            if hold.place.id == known
            or (
                place is not None
                and folded(hold.place.name) == folded(place.name)
                and km_between((place.lat, place.lon), (hold.place.lat, hold.place.lon)) <= NEAR_KM
            )
        ]

    def spans(self, surface: str) -> list[tuple[int, int]]:
        """Where the annotation found a surface form."""
        return [
            (start, end)
            for form in self.annotation.get("surface_forms", ())
            if form["surface"] == surface
            for start, end in form["spans"]
        ]

    def parties(self) -> Iterator[tuple[Mention, Sourced[Actor]]]:
        """Every actor and target with its mention."""
        for mention in self.mentions:
            for party in (*mention.actors, *mention.targets, *mention.backers):
                yield mention, party

    def surrenders(self) -> list[Incident]:
        """Incidents of surrender."""
        return [i for i in self.situation.incidents if i.type == "surrender"]


def checks(scene: Scene) -> dict[str, bool]:
    """Each trap by name: passed or not."""
    return {name: check(scene) for name, check in TRAPS.items()}


def operation_is_no_outlet(scene: Scene) -> bool:
    """ "Al Jazeera" beside an operation is no outlet and no actor of its own."""
    from situate.pipeline import names

    spans = scene.spans("Al Jazeera")
    outlets = any(
        name.kind == "outlet" and any(overlaps(span_of(name.quote), span) for span in spans)
        for name in names(scene.document, scene.desk)
    )
    alone = any(
        party.quote is not None and span_of(party.quote) in spans for _, party in scene.parties()
    )
    speakers = any(
        speaker.quote and any(overlaps(span_of(speaker.quote), span) for span in spans)
        for mention in scene.mentions
        for speaker in mention.said_by
    )
    return not (outlets or alone or speakers)


def fighters_are_no_army(scene: Scene) -> bool:
    """ "the Syrian fighters" are not the Syrian army."""
    return not _reads_as(scene, scene.spans("Syrian fighters"), "SAA")


def recipients_are_no_captives(scene: Scene) -> bool:
    """ "militants of Hayat Tahrir al-Sham" are not the Islamic State."""
    spans = scene.spans("Hayat Tahrir al-Sham")
    return not _reads_as(scene, spans, "Q2429253")


def nobody_is_held_by_the_beaten(scene: Scene) -> bool:
    """Nobody is held *by* the Islamic State: its prisoners are its members."""
    captor = scene.actor("Q2429253")
    return not any(
        (party in mention.actors if mention.type in CUSTODY else party in mention.targets)
        and party.value is not None
        and party.value.id == captor
        for mention, party in scene.parties()
        if mention.type in CUSTODY | {"surrender"}
    )


def direction_moves_no_holder(scene: Scene) -> bool:
    """No holder is set at a place that was only fled towards."""
    return not any(hold.state in {"held", "contested"} for hold in scene.holds_at("Abu Kamal"))


def suburbs_only_contest(scene: Scene) -> bool:
    """Driven out of the suburbs: contested, not held by the attacker."""
    holds = scene.holds_at("al-Bakaan")
    taker = scene.actor("SDF")
    return any(hold.state == "contested" for hold in holds) and not any(
        hold.state == "held" and taker in hold.holders for hold in holds
    )


def besieged_still_hold(scene: Scene) -> bool:
    """Held by the besieged, besieged by the besieger, and not encircled."""
    defender, besieger = scene.actor("Q2429253"), scene.actor("SDF")
    return any(
        hold.state == "held"
        and defender in hold.holders
        and besieger in hold.besieged_by
        and not hold.encircled
        for hold in scene.holds_at("Al Bahrah")
    )


def strikes_change_no_holder(scene: Scene) -> bool:
    """A strike leaves the holder: nobody but the struck may be shown."""
    struck = scene.actor("Q2429253")
    return not any(
        hold.state in {"held", "contested"} and set(hold.holders) - {struck}
        for hold in scene.holds_at("Ash Shafah")
    )


def one_surrender_two_framings(scene: Scene) -> bool:
    """One incident, and both words for it."""
    found = scene.surrenders()
    return len(found) == 1 and len({version.value for version in found[0].framings}) >= 2


def both_family_readings(scene: Scene) -> bool:
    """In addition (the heading) and included (the body): both kept."""
    tolls = [toll for incident in scene.surrenders() for toll in _tolls(incident)]
    included = any(toll.parts for toll in tolls)
    return included and any(adds_others(toll, tolls) for toll in tolls if toll.low and toll.high)


def closed_world_ends_nothing(scene: Scene) -> bool:
    """ "limited exclusively to": no spell rests on it alone, and none is ended by it."""
    limited = {m.id for m in scene.mentions if m.type == "presence_limited"}
    resting = any(set(hold.because) <= limited for hold in scene.situation.holds if hold.because)
    ending = any(
        step.applied and step.mentions and set(step.mentions) <= limited
        for hold in scene.situation.holds
        for step in hold.trace
        if "off" in step.effect or "terminate" in step.effect
    )
    return not (resting or ending)


def chrome_says_nothing(scene: Scene) -> bool:
    """No quote lies in the page's own words."""
    chrome = [(b["start"], b["end"]) for b in scene.annotation.get("boilerplate", ())]
    return not any(
        overlaps(span_of(quote), span) for quote in _all_quotes(scene.mentions) for span in chrome
    )


def undated_stays_undated(scene: Scene) -> bool:
    """Without a publication date no absolute date is given."""
    if scene.document.published is not None:
        return True
    said = [m.period.value for m in scene.mentions]
    concluded = [i.period.value for i in scene.situation.incidents]
    held = [hold.period for hold in scene.situation.holds]
    return not any(p and (p.start or p.end) for p in (*said, *concluded, *held))


TRAPS: dict[str, Callable[[Scene], bool]] = {
    check.__name__: check
    for check in (
        operation_is_no_outlet,
        fighters_are_no_army,
        recipients_are_no_captives,
        nobody_is_held_by_the_beaten,
        direction_moves_no_holder,
        suburbs_only_contest,
        besieged_still_hold,
        strikes_change_no_holder,
        one_surrender_two_framings,
        both_family_readings,
        closed_world_ends_nothing,
        chrome_says_nothing,
        undated_stays_undated,
    )
}


def attachments(scene: Scene) -> dict[str, bool]:
    """Framing, place and pictures that belong to the surrender: is each attached to it?"""
    incidents = scene.surrenders()
    gathered = {mention for incident in incidents for mention in incident.mentions}
    mentions = [m for m in scene.mentions if m.id in gathered]
    found = {}
    for record in scene.records:
        if record.is_attachment:
            found[record.kind] = _is_attached(record, mentions, incidents)
    return found


def _is_attached(record: Record, mentions: list[Mention], incidents: list[Incident]) -> bool:
    inside = any(overlaps(span_of(q), record.evidence) for q in _all_quotes(mentions))
    if record.kind == "rival_framing":
        framings = [v.quote for incident in incidents for v in incident.framings if v.quote]
        return any(overlaps(span_of(quote), record.evidence) for quote in framings)
    if record.kind == "locates":
        points = record.places[:1]
        places = [place for mention in mentions for place in mention.places]
        return any(point.agrees(place) for point in points for place in places)
    return inside


def _reads_as(scene: Scene, spans: list[tuple[int, int]], name: str) -> bool:
    wrong = scene.actor(name)
    return any(
        party.quote is not None
        and party.value is not None
        and party.value.id == wrong
        and any(overlaps(span_of(party.quote), span) for span in spans)
        for _, party in scene.parties()
    )


def _tolls(incident: Incident) -> list[Toll]:
    return [version.value for span in incident.tolls for version in span.figures]


def _all_quotes(mentions: Iterable[Mention]) -> Iterator[Quote]:
    for mention in mentions:
        yield mention.trigger
        told: tuple[Sourced[Any], ...] = (*mention.actors, *mention.targets, *mention.tolls)
        for sourced in (*told, *mention.places):
            if sourced.quote is not None:
                yield sourced.quote
