"""A trigger with its frame and type becomes a Mention."""

from __future__ import annotations

from situate.annotate import Annotated, Sentence
from dataclasses import dataclass

from situate.extract.claims import claims_of, tolls_of
from situate.extract.decide import Slots, decide
from situate.extract.find import hits
from situate.extract.frame import frame_of
from situate.extract.fold import Found, folded
from situate.extract.presupposed import (
    attempted_by,
    is_outcome,
    is_suspected_kind,
    presupposed_by,
)
from situate.extract.restraint import has_evidence, is_backing, is_off_topic
from situate.extract.roles import Roles, roles_of
from situate.extract.taking import how_taken
from situate.extract.tree import Tree, a_tree
from situate.extract.trigger import Trigger
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Extent, Mention, Phase, Quote, Sourced, Toll
from situate.records import mention_id

HEADLINE = frozenset(("title", "standfirst", "subhead", "caption"))
HEADLINE_WEIGHT = 0.7


def mentions_in(annotated: Annotated, sentence: Sentence, vocabulary: Vocabulary) -> list[Mention]:
    """Mentions of one sentence, in order."""
    tree = a_tree(sentence, vocabulary.lexicon)
    found = [item for item in decided(tree) if item.rule.type is not None]
    kept = [item for item in folded(found) if is_event(item, vocabulary)]
    if not kept:
        return []
    at = {token: item for item in found for token in item.slots.hit.tokens}
    drafts = [a_draft(tree, item, presupposed_by(item, at)) for item in kept]
    tolls = tolls_of([draft.trigger for draft in drafts], sentence)
    return [
        a_mention(annotated, tree, draft, counted)
        for draft, counted in zip(drafts, tolls, strict=True)
    ]


def is_event(item: Found, vocabulary: Vocabulary) -> bool:
    """Whether a trigger with its clause says more than its bare word."""
    family = vocabulary.family(item.rule.type or "")
    return (
        has_evidence(item.slots)
        and not is_off_topic(item.slots, family)
        and not is_backing(item.slots)
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A trigger with its roles, before its tolls and its speaker are read."""

    item: Found
    roles: Roles
    extent: Extent | None
    trigger: Trigger
    presupposed: Quote | None


def decided(tree: Tree) -> list[Found]:
    """Hits with the rule that holds; of several entries at one token the first that answers."""
    found: list[Found] = []
    taken: set[int] = set()
    for hit in hits(tree):
        if not taken.isdisjoint(hit.tokens):
            continue
        slots = Slots(tree, hit, frame_of(tree, hit.head, hit.form, hit.entry))
        rule = decide(slots)
        if rule is not None:
            if rule.type is not None or len(hit.tokens) > 1:
                taken.update(hit.tokens)
                support = slots.frame.support
                if support is not None:
                    taken.add(support)
            found.append(Found(slots, rule))
    return found


def a_draft(tree: Tree, item: Found, presupposed: Quote | None) -> Draft:
    """Roles and final type of a trigger."""
    hit, frame = item.slots.hit, item.slots.frame
    roles = roles_of(tree, hit, frame)
    kind, extent = how_taken(tree, item.slots, item.rule.type or "")
    trigger = Trigger(tree.sentence, hit.head, hit.tokens, kind, hit.entry.id, frame.support)
    return Draft(item, roles, extent, trigger, presupposed)


def a_mention(
    annotated: Annotated, tree: Tree, draft: Draft, tolls: tuple[Sourced[Toll], ...]
) -> Mention:
    """The mention of one trigger, values of roles still unknown."""
    sentence, roles, slots = tree.sentence, draft.roles, draft.item.slots
    hit, kind = slots.hit, draft.trigger.type
    quote = sentence.quote(min(hit.tokens), max(hit.tokens))
    claims = claims_of(annotated, sentence, draft.trigger)
    stance, cue = claims.stance, claims.stance_cue
    if stance == "planned" and is_outcome(draft.item):
        stance, cue = "asserted", None
    if stance == "possible" and tolls and is_suspected_kind(draft.item, cue):
        stance = "asserted"
    attempt = attempted_by(draft.item)
    if stance == "asserted" and attempt is not None:
        stance, cue = "planned", attempt
    elif stance == "asserted" and draft.presupposed is not None:
        stance, cue = "background", draft.presupposed
    block = sentence.block.kind
    weight = HEADLINE_WEIGHT if block in HEADLINE else 1.0
    return Mention(
        id=mention_id(sentence.document.id, quote, kind),
        document=sentence.document.id,
        type=kind,
        trigger=quote,
        sentence=sentence.quote(0, len(sentence.offsets) - 1),
        block=block,
        actors=tuple(roles.actors),
        targets=tuple(roles.targets),
        backers=tuple(roles.backers),
        objects=tuple(roles.objects),
        places=tuple(roles.places),
        tolls=tolls,
        stance=stance,
        stance_cue=cue,
        phase=claims.phase or phase_of(tree, slots),
        extent=draft.extent,
        weapons=tuple(roles.weapons),
        said_by=claims.said_by,
        framing=claims.framing,
        confidence=round(draft.item.rule.confidence * weight, 3),
        rule=f"{hit.entry.id}: {slots.frame.construction}",
        flags=("headline",) if block in HEADLINE else (),
    )


def phase_of(tree: Tree, slots: Slots) -> Phase | None:
    """Phase by the verb above the trigger or that carries it."""
    above = [slots.frame.support] if slots.frame.support is not None else []
    if tree.deps[slots.hit.head] == "xcomp":
        above.append(tree.heads[slots.hit.head])
    for i in above:
        if tree.is_in(i, "phase_starting"):
            return "starting"
        if tree.is_in(i, "phase_ongoing"):
            return "ongoing"
    return None
