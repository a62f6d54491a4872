"""Drafts of one sentence become mentions: tolls, stance, speakers, links."""

from __future__ import annotations

from dataclasses import replace

from situate.annotate import Annotated, Sentence
from situate.extract.draft import Draft, drafts_in
from situate.extract.framing import framings_of
from situate.extract.held import held_mentions
from situate.extract.links import as_links, links_between, with_links
from situate.extract.presupposed import attempted_by, is_outcome, is_suspected_kind
from situate.extract.rearc import put_right
from situate.extract.reference import reference_flags
from situate.extract.retag import retagged
from situate.extract.speakers import speakers_of
from situate.extract.stance import is_attempt, stance_of
from situate.extract.tolls import assign
from situate.extract.tree import a_tree
from situate.extract.trigger import Trigger
from situate.extract.wording import Wording
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Mention, Phase, Quote, Sourced, Stance, Toll
from situate.records import mention_id

HEADLINE = frozenset(("title", "standfirst", "subhead", "caption"))
HEADLINE_WEIGHT = 0.7
AGAIN = 0.5  # confidence of an act told only in a claim of responsibility for it


def mentions_in(
    annotated: Annotated, sentence: Sentence, vocabulary: Vocabulary, wording: Wording
) -> list[tuple[Mention, Trigger]]:
    """Mentions of one sentence with their triggers, in order."""
    tree = put_right(retagged(a_tree(sentence, vocabulary.lexicon, wording)))
    held, drafts = held_mentions(tree), drafts_in(tree, vocabulary)
    if not drafts:
        return held
    tolls = assign(sentence, [draft.trigger for draft in drafts])
    links = links_between([draft.item for draft in drafts])
    claimed = any(draft.trigger.type == "responsibility" for draft in drafts)
    found = [
        a_mention(annotated, draft, counted, claimed=claimed)
        for draft, counted in zip(drafts, tolls, strict=True)
    ]
    found = [claimed_by(mention, found) for mention in found]
    ids = [mention.id for mention in found]
    told = [
        (with_links(with_held(mention, draft, held), as_links(to, ids)), draft.trigger)
        for mention, to, draft in zip(found, links, drafts, strict=True)
    ]
    return sorted([*told, *held], key=lambda pair: pair[1].tokens)


def claimed_by(mention: Mention, others: list[Mention]) -> Mention:
    """ "X claimed responsibility for the blast": X, by its own word, did it."""
    if mention.actors or "reported_again" not in mention.flags:
        return mention
    for claim in others:
        own = claim.trigger.text.casefold().startswith("claim") and claim.stance == "asserted"
        if claim.type == "responsibility" and own and claim.actors:
            doers = tuple(replace(a, confidence=0.6, reason="claims the act") for a in claim.actors)
            return replace(mention, actors=doers)
    return mention


def with_held(mention: Mention, draft: Draft, held: list[tuple[Mention, Trigger]]) -> Mention:
    """ "shelled rebel-held Nubl": a small parser may take the holder for what is acted on."""
    for state, word in held:
        if not mention.places and draft.trigger.head in draft.tree.above(word.head):
            place = replace(state.places[0], confidence=0.7, reason="held place in its clause")
            return replace(mention, places=(place,))
    return mention


def a_mention(
    annotated: Annotated, draft: Draft, tolls: tuple[Sourced[Toll], ...], *, claimed: bool
) -> Mention:
    """The mention of one trigger, values of roles still unknown."""
    sentence, roles, slots = draft.tree.sentence, draft.roles, draft.item.slots
    hit, kind, trigger = slots.hit, draft.trigger.type, draft.trigger
    quote = sentence.quote(min(hit.tokens), max(hit.tokens))
    stance, cue, phase = stance_in(draft, tolls)
    if phase in ("failed", "ongoing") and is_attempt(sentence, trigger):
        # Nobody is killed by an attempt to kill.
        tolls = tuple(t for t in tolls if t.value is None or t.value.kind != "killed")
    block = sentence.block.kind
    again = claimed and kind != "responsibility" and stance == "asserted"
    confidence = draft.item.rule.confidence * (HEADLINE_WEIGHT if block in HEADLINE else 1.0)
    flags = ("headline",) * (block in HEADLINE) + ("reported_again",) * again
    flags += reference_flags(trigger)
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
        phase=phase,
        extent=draft.extent,
        weapons=tuple(roles.weapons),
        said_by=speakers_of(annotated, sentence, trigger),
        framing=framings_of(annotated, sentence, trigger),
        confidence=round(min(confidence, AGAIN) if again else confidence, 3),
        rule=f"{hit.entry.id}: {slots.frame.construction}",
        flags=flags,
    )


def stance_in(
    draft: Draft, tolls: tuple[Sourced[Toll], ...]
) -> tuple[Stance, Quote | None, Phase | None]:
    """Stance, its cue and phase: what the clause says, then what the sentence takes for granted."""
    stance, cue, phase = stance_of(draft.tree.sentence, draft.trigger)
    phase = phase or phase_of(draft)
    if stance == "planned" and is_outcome(draft.item):
        stance, cue = "asserted", None
    if stance == "possible" and tolls and is_suspected_kind(draft.item, cue):
        return "asserted", cue, phase
    if stance != "asserted":
        return stance, cue, phase
    attempt = attempted_by(draft.item)
    if attempt is not None:
        return "planned", attempt, phase
    if draft.presupposed is not None:
        return "background", draft.presupposed, phase
    if tolls and all(toll.value and "history" in toll.value.flags for toll in tolls):
        return "background", tolls[0].quote, phase  # the sum of a war is no event of its own
    return stance, cue, phase


def phase_of(draft: Draft) -> Phase | None:
    """Phase by the verb above the trigger or that carries it."""
    tree, head, support = draft.tree, draft.item.slots.hit.head, draft.item.slots.frame.support
    above = [support] if support is not None else []
    if tree.deps[head] == "xcomp":
        above.append(tree.heads[head])
    for i in above:
        if tree.is_in(i, "phase_starting"):
            return "starting"
        if tree.is_in(i, "phase_ongoing"):
            return "ongoing"
    return None
