"""Triggers of a sentence, decided, folded and given their roles: all but who says so."""

from __future__ import annotations

from dataclasses import dataclass

from situate.extract.decide import Slots, decide
from situate.extract.demands import CROWD, spoken_against
from situate.extract.find import hits
from situate.extract.fold import folded
from situate.extract.found import Found
from situate.extract.frames import frame_of
from situate.extract.framing import is_framed
from situate.extract.guests import add_guests
from situate.extract.kinds import kinds
from situate.extract.presupposed import presupposed_by
from situate.extract.restraint import (
    at_large,
    has_evidence,
    is_backing,
    is_off_topic,
    referred_to,
)
from situate.extract.role import Roles
from situate.extract.roles import roles_of
from situate.extract.spans import phrase_of
from situate.extract.taking import how_taken
from situate.extract.tree import Tree
from situate.extract.trigger import Trigger
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Extent, Quote, Sourced, SourcedPlace

GROUND_TAKEN = frozenset(
    (
        "place_taken",
        "place_partly_taken",
        "place_entered",
        "place_transferred",
        "siege",
        "withdrawal",
    )
)
FIGHTERS = frozenset(("armed", "police", "military"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A trigger with its roles, before its tolls and its speaker are read."""

    item: Found
    roles: Roles
    extent: Extent | None
    trigger: Trigger
    presupposed: Quote | None

    @property
    def tree(self) -> Tree:
        """The tree of its sentence."""
        return self.item.slots.tree


def drafts_in(tree: Tree, vocabulary: Vocabulary) -> list[Draft]:
    """The events a sentence tells, in order."""
    found = [item for item in decided(tree) if item.rule.type is not None]
    at = {token: item for item in found for token in item.slots.hit.tokens}
    drafts = [
        a_draft(
            tree,
            item,
            guests,
            presupposed_by(item, at) or referred_to(item.slots) or at_large(item.slots),
        )
        for item, guests in folded(found)
        if is_event(item, vocabulary)
    ]
    drafts = [draft for draft in drafts if not is_framed(tree.sentence, draft.trigger)]
    told = [draft for draft in drafts if not names_doer(draft)]
    return told or drafts


def names_doer(draft: Draft) -> bool:
    """ "Gangs stormed the prison": who acts is no act, where the sentence tells one."""
    tree, head = draft.tree, draft.item.slots.hit.head
    return draft.item.slots.hit.form == "noun" and tree.is_in(head, "doers")


def decided(tree: Tree) -> list[Found]:
    """Hits with the rule that holds; of several entries at one token the first that answers."""
    found: list[Found] = []
    taken: set[int] = set()
    for hit in hits(tree):
        if not taken.isdisjoint(hit.tokens):
            continue
        slots = Slots(tree, hit, frame_of(tree, hit.head, hit.form, hit.entry))
        rule = decide(slots)
        if rule is None:
            continue
        if rule.type is not None or (len(hit.tokens) > 1 and not rule.when):
            taken.update(hit.tokens)
            support = slots.frame.support
            fails = support is not None and tree.is_in(support, "phase_failed")  # "was repelled"
            if support is not None and not fails and not is_person(tree, hit.head):
                taken.add(support)
        found.append(Found(slots, rule))
    return found


def is_person(tree: Tree, i: int) -> bool:
    """ "A protester was killed": what is done to somebody has a verb that is told for itself."""
    return "person" in tree.classes[i]


def is_event(item: Found, vocabulary: Vocabulary) -> bool:
    """Whether a trigger with its clause says more than its bare word."""
    family = vocabulary.family(item.rule.type or "")
    if in_brackets(item) or asks_who(item):
        return False
    return (
        has_evidence(item.slots)
        and not is_off_topic(item.slots, family)
        and not is_backing(item.slots)
    )


def in_brackets(item: Found) -> bool:
    """ "(outlawed in Russia)": a participle alone between brackets is a remark on a name."""
    tree, head = item.slots.tree, item.slots.hit.head
    return head > 0 and tree.words[head - 1] in ("(", "[") and tree.tags[head] == "VBN"


def asks_who(item: Found) -> bool:
    """ "It was unclear who was responsible": a question tells nothing of anybody."""
    tree, head = item.slots.tree, item.slots.hit.head
    verb = head
    while tree.deps[verb] in ("prep", "acomp", "attr"):
        verb = tree.heads[verb]  # "who was responsible for"
    if tree.deps[verb] not in ("ccomp", "pcomp", "csubj", "xcomp"):
        return False
    return any(tree.tags[k] in ("WP", "WDT") for k in tree.kids(verb, "nsubj", "nsubjpass"))


def a_draft(tree: Tree, item: Found, guests: tuple[Found, ...], presupposed: Quote | None) -> Draft:
    """Roles and final type of a trigger; what it lacks comes from those folded into it."""
    hit, frame = item.slots.hit, item.slots.frame
    if hit.entry.finds:
        frame.actors = []
    roles = roles_of(tree, hit, frame)
    add_guests(tree, roles, hit, [(g.slots.hit, g.slots.frame) for g in guests])
    kind, extent = how_taken(tree, item.slots, item.rule.type or "")
    if kind == "attack" and hits_civilians(item, guests):
        kind = "attack_on_civilians"
    if kind in CROWD and not roles.targets:
        addressed = spoken_against(tree, frame)
        if addressed is not None:
            quote = phrase_of(tree, addressed)
            roles.targets.append(Sourced(quote, None, 0.6, "spoken against"))
    if kind in GROUND_TAKEN:
        place_for_pronoun(roles)
    trigger = Trigger(tree.sentence, hit.head, hit.tokens, kind, hit.entry.id, frame.support)
    return Draft(item, roles, extent, trigger, presupposed)


def place_for_pronoun(roles: Roles) -> None:
    """ "Rebels overran Balad before troops retook it": "it" is the place before."""
    for role in [r for r in roles.targets if r.quote and r.quote.text.casefold() == "it"]:
        roles.targets.remove(role)
        roles.places.insert(0, SourcedPlace(role.quote, None, 0.6, "pronoun of place"))


def hits_civilians(item: Found, guests: tuple[Found, ...]) -> bool:
    """Whether all an attack is told to have killed or hurt are unarmed: "killed 40 villagers"."""
    hurt = [kinds(guest.slots.tree, i) for guest in guests for i in guest.slots.frame.objects]
    hit = [kinds(item.slots.tree, i) for i in item.slots.frame.objects]
    return any("civilian" in found for found in hurt) and not any(
        found & FIGHTERS for found in (*hurt, *hit)
    )
