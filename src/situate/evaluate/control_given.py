"""The coded point handed over to our mentions of a note (control.md 8.1, given_place)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz.fuzz import partial_ratio

from situate.control.reading import AREAS
from situate.control.settings import load_effects
from situate.evaluate.agree import folded, km_between
from situate.evaluate.control_truth import Coded, Point
from situate.knowledge.gazetteer.words import is_proper
from situate.model import Mention, Place, SourcedPlace

TAKINGS = ("place_taken", "place_transferred")
NEAR_KM = 5.0
ALIKE = 80.0  # of 100: two spellings of one place in a note and its coded location


def at_point(said: Sequence[Mention], note: Coded, table: Mapping[str, Any]) -> Iterable[Mention]:
    """Mentions with the coded point handed over: those that name it, or all if none does."""
    name = folded(note.location.rpartition(" - ")[2])  # "City - Quarter": the quarter is coded
    place = Place(
        f"point:{note.point[0]:.4f},{note.point[1]:.4f}", note.location, "settlement", *note.point,
        country="SY",
    )  # fmt: skip
    sure = float(table["precision"].get(note.precision, 0.2))
    named = [p for m in said for p in m.places if _names(p, name, note.point)]
    is_named, same = bool(named), {p.value.id for p in named if p.value}
    for mention in said:
        mine = [
            _by_name(p)
            for p in mention.places
            if _names(p, name, note.point) or (_goes_back(p) and p.value and p.value.id in same)
        ]
        if is_named and not mine and any(map(_is_elsewhere, mention.places)):
            continue
        # An area or "the village" around the point: the event is at the point.
        told = mine or [p for p in mention.places if _is_elsewhere(p)]
        relation = told[0].relation if told else "at"
        if mention.type in TAKINGS and mention.extent in (None, "whole"):
            # What was taken is the coded point, or a part of it that the note puts in it.
            relation = "part" if mine and all(p.relation == "in" for p in mine) else "at"
        whole = (p for p in mine if _is_taken_whole(p, note.text))
        if any(map(_is_a_part, mention.places)) and not any(whole):
            relation = "part"
        quote = told[0].quote if told else None
        at = SourcedPlace(quote, place, sure, "coded point", relation=relation)
        yield replace(mention, places=(at,))


def _by_name(place: SourcedPlace) -> SourcedPlace:
    """A name without a point is told to lie in its area; of the place it names it is "at"."""
    is_unlisted = place.value is not None and place.value.id.startswith("unlisted:")
    return replace(place, relation="at") if is_unlisted and place.relation == "in" else place


def _goes_back(place: SourcedPlace) -> bool:
    """ "it", "the village": words that stand for a place named before."""
    return place.quote is not None and not is_proper(place.quote.text)


def _is_elsewhere(place: SourcedPlace) -> bool:
    """Does it name a settlement (resolved as one, or, unresolved, by a name of its own)?"""
    if place.value is not None:
        return place.value.kind not in AREAS
    return place.relation != "around" and place.quote is not None and is_proper(place.quote.text)


def _is_taken_whole(place: SourcedPlace, text: str) -> bool:
    """Is it the named place itself, and not where a part named before it lies ("farms in X")?"""
    if place.relation != "at" or place.quote is None or not is_proper(place.quote.text):
        return False
    return text[: place.quote.start].split()[-1:] != ["in"]


def _is_a_part(place: SourcedPlace) -> bool:
    """Is it some of a place, and without a name: "areas", "new positions", "a checkpoint"?"""
    words = place.quote.text.casefold().split() if place.quote else []
    if place.quote is None or is_proper(place.quote.text) or words[:1] == ["the"]:
        return False
    return not load_effects().inside_towns.isdisjoint(words)


def _names(place: SourcedPlace, name: str, point: Point) -> bool:
    """Do a mention's place words, or its point, mean the coded location?"""
    if place.value and km_between((place.value.lat, place.value.lon), point) <= NEAR_KM:
        return True
    words = folded(place.quote.text) if place.quote else ""
    return bool(words) and partial_ratio(words, name) >= ALIKE
