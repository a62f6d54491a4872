"""MUC-4 templates from the mentions of one document: one an incident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from situate.evaluate.fillers import Words, filled, is_told, label_for
from situate.evaluate.suite import asserted, mapping
from situate.evaluate.templates import ROLES, Entity, Template
from situate.model import Document, Mention, Name

if TYPE_CHECKING:
    from situate.pipeline import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """A template with the rule that fired its first mention."""

    template: Template
    rule: str | None


@dataclass(slots=True)
class Group:
    """Mentions of one type taken to be one incident, with what was hit."""

    label: str
    members: list[Mention]
    victims: set[Entity] = field(default_factory=set)
    things: set[Entity] = field(default_factory=set)

    def may_join(self, other: Group) -> bool:
        """One kind of incident, and no rival victims or things."""
        return self.label == other.label and not (
            _rival(self.victims, other.victims) or _rival(self.things, other.things)
        )


def templates_of(document: Document, mentions: Sequence[Mention], desk: Desk) -> list[Found]:
    """One template an incident, in the order of their first words.

    The pipeline's incidents come first; those of one kind are joined unless each names a victim or
    a thing of its own, since a report that tells of one kidnapping several times tells one.
    """
    from situate import pipeline

    words = Words(desk.vocabulary.lexicon, mapping("muc4"))
    labels = {m.id: label for m in asserted(mentions) if (label := label_for(m, words))}
    if not labels:
        return []
    kept = {m.id: m for m in mentions if m.id in labels}
    names = pipeline.names(document, desk)
    situation = pipeline.conclude([document], list(kept.values()), desk)
    clusters = [incident.mentions for incident in situation.incidents]
    groups = joined(list(_groups(clusters, kept, labels, names, words)))
    claims = [m for m in asserted(mentions) if m.type in words.table["claims"]]
    return [
        Found(
            filled(g.label, g.members, names, words, beside(claims, g.members)), g.members[0].rule
        )
        for g in groups
        if any(map(is_told, g.members))
    ]


def beside(claims: Sequence[Mention], members: Sequence[Mention]) -> list[Mention]:
    """Claims made in a sentence that tells of the incident."""
    sentences = {member.sentence.start for member in members}
    return [claim for claim in claims if claim.sentence.start in sentences]


def _groups(
    clusters: Sequence[Sequence[str]],
    kept: dict[str, Mention],
    labels: dict[str, str],
    names: Sequence[Name],
    words: Words,
) -> Iterator[Group]:
    for cluster in clusters:
        members = sorted((kept[i] for i in cluster if i in kept), key=lambda m: m.trigger.start)
        for label in dict.fromkeys(labels[m.id] for m in members):
            same = [m for m in members if labels[m.id] == label]
            template = filled(label, same, names, words)
            victims = set(template.roles[ROLES.index("Victim")])
            yield Group(label, same, victims, set(template.roles[ROLES.index("Target")]))


def joined(groups: Sequence[Group]) -> list[Group]:
    """Groups in the order of their first words, each joined to the first it may join."""
    kept: list[Group] = []
    for group in sorted(groups, key=lambda g: g.members[0].trigger.start):
        host = next((other for other in kept if other.may_join(group)), None)
        if host is None:
            kept.append(group)
        else:
            host.members += group.members
            host.victims |= group.victims
            host.things |= group.things
    return kept


def _rival(ours: set[Entity], theirs: set[Entity]) -> bool:
    return bool(ours and theirs and not ours & theirs)
