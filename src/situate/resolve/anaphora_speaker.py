"""Words for the side of who speaks: "we", "his forces", "the group said it captured"."""

from __future__ import annotations

from situate.knowledge.roster import phrases
from situate.model import Actor, Quote, Sourced
from situate.resolve import actors, actors_of_states
from situate.resolve.actors import Role, Slot
from situate.resolve.anaphora import Context
from situate.resolve.anaphora_words import (
    CONTINUING,
    POSSESSIVE,
    word_of,
)
from situate.resolve.scene import Scene, cues


def by_speaker(scene: Scene, slot: Slot, context: Context) -> Role | None:
    """ "we", "his forces" in what somebody is quoted as saying: the speaker's side, or None.

    So are "it" and "they" after the speaker in his sentence, where no other subject stands between.
    """
    word = word_of(slot.quote.text)
    if word is None:
        return None
    goes_on = word.kind in CONTINUING and slot.role == "actors"
    own = word.kind == "speaker" or word.head in POSSESSIVE
    if not own and not goes_on:
        return None
    for speaker in slot.mention.said_by:
        if speaker.quote is None or (
            not own and not _precedes(scene, speaker.quote, slot, context)
        ):
            continue
        spoken = Slot(speaker.quote, slot.mention, slot.role)
        named = (
            actors.by_name(scene, spoken)
            or actors_of_states.state_alone(scene, spoken)
            or actors.unlisted(scene, spoken)
        )
        if word.kind == "person" and _is_name(scene, speaker.quote):
            continue  # "IS said a bomb killed the governor and his guards": no group is "he"
        if named is not None and named.value is not None:
            if not own and named.value.kind in cues()["bystanders"]:
                continue
            reason = f"the side of the speaker, {speaker.quote.text}"
            return Sourced(slot.quote, _in_the_field(scene, slot, named.value), 0.7, reason)
    return _of_himself(scene, slot) if goes_on else None


def _is_name(scene: Scene, quote: Quote) -> bool:
    """Is the speaker named by a side's name alone, no person's words beside it?"""
    return any(
        s.start <= quote.start and quote.end <= s.end for s in scene.seen_near(quote.start, 0)
    )


def _of_himself(scene: Scene, slot: Slot) -> Role | None:
    """ "The Red Front has said it captured": who speaks right before the pronoun, or None."""
    sightings = scene.seen_before(slot.quote.start, 0)
    if not sightings:
        return None
    last = sightings[0]
    entry = scene.roster.entry(last.ident)
    before = scene.document.text[max(0, last.start - 24) : last.start].casefold()
    if not _says_so(scene, last.end, slot.quote.start):
        return None
    if entry is None or entry.kind in cues()["bystanders"] or actors.is_after_backing(before):
        return None
    actor = scene.roster.actor(last.ident, scene.on)
    return Sourced(slot.quote, actor, 0.7, f"{actor.name} speaks of itself")


LONGEST_TELLING = 6  # words between a speaker and the pronoun


def _precedes(scene: Scene, speaker: Quote, slot: Slot, context: Context) -> bool:
    """Does the speaker stand in the same sentence before the words, no other subject between?"""
    if not slot.mention.sentence.start <= speaker.start < slot.quote.start:
        return False
    return not context.is_own or _says_so(scene, speaker.end, slot.quote.start)


def _says_so(scene: Scene, start: int, end: int) -> bool:
    """Is there only a verb of saying with its like between two offsets?"""
    between = scene.document.text[start:end].casefold().split()
    return len(between) <= LONGEST_TELLING and bool(set(between) & set(cues()["telling"]))


def _in_the_field(scene: Scene, slot: Slot, speaker: Actor) -> Actor:
    """Who acts for a speaker: the "troops" of a ministry or capital are its state's army."""
    reading = phrases.read_phrase(slot.quote.text)
    is_army = reading is not None and reading.kind == "state forces"
    if speaker.kind == "government" and speaker.country and is_army:
        return scene.roster.state_forces(speaker.country, scene.on)
    return speaker
