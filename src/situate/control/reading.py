"""What evidence is drawn from: reports, their voices, their incidents, the names in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from situate.control.settings import Effects, load_effects
from situate.knowledge.gazetteer.words import is_proper
from situate.knowledge.outlets import fold
from situate.model import Document, Incident, Mention, SourcedPlace
from situate.sources import Sources

AREAS = {"country", "adm1", "adm2", "region", "area"}
SAME_POINT = 0.7  # a place less sure than this, under another spelling, is a node of its own


@dataclass(frozen=True)
class Reading:
    """What evidence is drawn from: reports, who speaks in them, what their incidents are."""

    documents: Mapping[str, Document]
    sources: Sources
    incident: Mapping[str, str]
    voice: Mapping[str, str]  # mention -> root of its witness in its incident
    effects: Effects
    sure: Mapping[tuple[str, str], str]  # (document, place id) -> folded words of a sure quote
    unsure: Mapping[tuple[str, str], Mapping[str, SourcedPlace]]  # the same for doubtful ones


def reading_of(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    incidents: Iterable[Incident],
    sources: Sources,
) -> Reading:
    """Index once what every mention's evidence asks for."""
    sure: dict[tuple[str, str], str] = {}
    unsure: dict[tuple[str, str], dict[str, SourcedPlace]] = {}
    for mention in mentions:
        for place in mention.places:
            if place.value and place.quote:
                key, words = (mention.document, place.value.id), fold(place.quote.text)
                if place.confidence >= SAME_POINT:
                    sure.setdefault(key, words)
                elif is_proper(place.quote.text):
                    unsure.setdefault(key, {}).setdefault(words, place)
    told = tuple(incidents)
    bound = {mention: i.id for i in told for mention in i.mentions}
    voice = {mention: w.root for i in told for w in i.witnesses for mention in w.mentions}
    return Reading(documents, sources, bound, voice, load_effects(), sure, unsure)
