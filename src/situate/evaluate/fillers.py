"""MUC-4 templates from mentions: one an incident, with the words that fill its roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import folded
from situate.evaluate.labels import ARMED, label_of
from situate.evaluate.suite import asserted, mapping
from situate.evaluate.templates import Template, template
from situate.model import Actor, Document, Mention, Sourced

if TYPE_CHECKING:
    from situate.pipeline import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """A template with the rule that fired its first mention."""

    template: Template
    rule: str | None


def templates_of(document: Document, mentions: Sequence[Mention], desk: Desk) -> list[Found]:
    """One template an incident of the document, in the order of their first words."""
    from situate import pipeline

    rows = mapping("muc4")["rows"]
    labels = {m.id: label for m in asserted(mentions) if (label := label_of(m, rows))}
    if not labels:
        return []
    kept = {m.id: m for m in mentions if m.id in labels}
    situation = pipeline.conclude([document], list(kept.values()), desk)
    found = []
    for incident in situation.incidents:
        members = sorted(
            (kept[i] for i in incident.mentions if i in kept), key=lambda m: m.trigger.start
        )
        for label in dict.fromkeys(labels[m.id] for m in members):
            same = [m for m in members if labels[m.id] == label]
            found.append((same[0].trigger.start, Found(filled(label, same), same[0].rule)))
    return [template_ for _, template_ in sorted(found, key=lambda pair: pair[0])]


def filled(label: str, members: Sequence[Mention]) -> Template:
    """The template of mentions that are one incident; one string an entity."""
    people: list[Sourced[Actor]] = []
    organisations: list[Sourced[Actor]] = []
    for party in _named(p for m in members for p in m.actors):
        (people if _names_people(party) else organisations).append(party)
    victims = _named(
        t for m in members for t in m.targets if t.value is None or t.value.kind not in ARMED
    )
    return template(
        label,
        {
            "PerpInd": _strings(people),
            "PerpOrg": _strings(organisations),
            "Target": _strings(o for m in members for o in m.objects),
            "Victim": _strings(victims) or _strings(_toll_subjects(members)),
            "Weapon": _strings(w for m in members for w in m.weapons),
        },
    )


def _named(parties: Iterable[Sourced[Actor]]) -> list[Sourced[Actor]]:
    return [party for party in parties if party.quote is not None]


def _names_people(party: Sourced[Actor]) -> bool:
    """Words for people ("guerrillas") rather than the name of their organisation."""
    if party.value is None or party.value.id is None or party.quote is None:
        return True
    return folded(party.quote.text) not in {folded(party.value.name)}


def _toll_subjects(members: Sequence[Mention]) -> Iterable[Sourced[str]]:
    for member in members:
        for toll in member.tolls:
            if toll.quote is not None and toll.value is not None and toll.value.who:
                yield Sourced(toll.quote, toll.value.who, toll.confidence, toll.reason)


def _strings(values: Iterable[Sourced[Any]]) -> list[list[str]]:
    """One string an entity: repeated and contained ones go, the longest stays."""
    words = dict.fromkeys(
        v.value if isinstance(v.value, str) else v.quote.text for v in values if v.quote
    )
    kept: list[str] = []
    for text in sorted(words, key=len, reverse=True):
        if not any(folded(text) in folded(other) for other in kept):
            kept.append(text)
    return [[text] for text in kept]
