"""A trigger with its frame and type becomes a Mention."""

from __future__ import annotations

from situate.annotate import Annotated, Sentence
from situate.extract.claims import claims_of
from situate.extract.decide import Slots, decide
from situate.extract.find import Hit, hits
from situate.extract.frame import Frame, noun_frame, verb_frame
from situate.extract.restraint import has_evidence, is_result
from situate.extract.roles import Roles, is_part, roles_of
from situate.extract.tree import Tree, a_tree
from situate.extract.trigger import Trigger
from situate.knowledge.vocabulary import Rule, Vocabulary
from situate.model import Extent, Mention, Phase
from situate.records import mention_id

HEADLINE = frozenset(("title", "standfirst", "subhead", "caption"))
HEADLINE_WEIGHT = 0.7


def mentions_in(annotated: Annotated, sentence: Sentence, vocabulary: Vocabulary) -> list[Mention]:
    """Mentions of one sentence, in order."""
    tree = a_tree(sentence, vocabulary.lexicon)
    found = [(slots, rule) for slots, rule in decided(tree) if rule.type is not None]
    sure = [slots.hit for slots, _ in found if not slots.hit.entry.host]
    return [
        a_mention(annotated, tree, slots, rule)
        for slots, rule in found
        if has_evidence(slots) and not (slots.hit.entry.host and is_result(slots, sure))
    ]


def decided(tree: Tree) -> list[tuple[Slots, Rule]]:
    """Hits with the rule that holds; of several entries at one token the first that answers."""
    found: list[tuple[Slots, Rule]] = []
    taken: set[int] = set()
    for hit in hits(tree):
        if not taken.isdisjoint(hit.tokens):
            continue
        slots = Slots(tree, hit, frame_of(tree, hit))
        rule = decide(slots)
        if rule is not None:
            if rule.type is not None or len(hit.tokens) > 1:
                taken.update(hit.tokens)
                support = slots.frame.support
                if support is not None:
                    taken.add(support)
            found.append((slots, rule))
    return found


def frame_of(tree: Tree, hit: Hit) -> Frame:
    """The frame of a hit, by the part of speech it was found as."""
    if hit.form == "verb":
        return verb_frame(tree, hit.head)
    return noun_frame(tree, hit.head, hit.entry.of)


def a_mention(annotated: Annotated, tree: Tree, slots: Slots, rule: Rule) -> Mention:
    """The mention of one trigger, values of roles still unknown."""
    hit, frame, sentence = slots.hit, slots.frame, tree.sentence
    roles = roles_of(tree, hit, frame)
    kind, extent = with_extent(tree, slots, rule.type or "", roles)
    trigger = Trigger(sentence, hit.head, hit.tokens, kind, hit.entry.id, frame.support)
    quote = sentence.quote(min(hit.tokens), max(hit.tokens))
    claims = claims_of(annotated, sentence, trigger)
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
        tolls=claims.tolls,
        stance=claims.stance,
        stance_cue=claims.stance_cue,
        phase=claims.phase or phase_of(tree, slots),
        extent=extent,
        weapons=tuple(roles.weapons),
        said_by=claims.said_by,
        framing=claims.framing,
        confidence=round(rule.confidence * weight, 3),
        rule=f"{hit.entry.id}: {frame.construction}",
        flags=("headline",) if block in HEADLINE else (),
    )


def with_extent(tree: Tree, slots: Slots, kind: str, roles: Roles) -> tuple[str, Extent | None]:
    """Part words between verb and name lower a taking to a partial one."""
    if kind != "place_taken":
        return kind, None
    objects = [*slots.frame.objects, *(noun for _, _, noun in slots.frame.preps)]
    if any(is_part(tree, i) for i in objects):
        return "place_partly_taken", "part"
    return kind, "whole"


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
