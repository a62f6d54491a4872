"""Words for the sides of a fight: "both sides", "the former", "the enemy"."""

from __future__ import annotations

from collections.abc import Sequence

from situate.model import Mention, Rival, Sourced
from situate.resolve.actors import Role, Slot
from situate.resolve.anaphora import Context, candidates
from situate.resolve.anaphora_words import (
    word_of,
)
from situate.resolve.scene import Scene, cues


def both_sides(scene: Scene, slot: Slot, context: Context) -> tuple[Role, ...]:
    """ "both sides": the two opposed actors named last; empty if there are no two."""
    word = word_of(slot.quote.text)
    if word is None or word.kind != "both":
        return ()
    seen = list(dict.fromkeys(s.ident for s in scene.seen_before(slot.quote.start, 3)))
    for i, first in enumerate(seen):
        for second in seen[i + 1 :]:
            if scene.roster.are_opposed(first, second, scene.on):
                reason = "both sides: the two opposed actors named last"
                return tuple(
                    Sourced(slot.quote, scene.roster.actor(one, scene.on), 0.7, reason)
                    for one in (second, first)
                )
    return ()


def of_two(scene: Scene, slot: Slot, before: Sequence[Mention]) -> tuple[Role, ...]:
    """ "the former", "the latter": the first or second side of the fight told last, or nobody.

    A side goes by the order in which the words name the two, whatever their roles.
    """
    word = word_of(slot.quote.text)
    if word is None or word.kind != "of_two":
        return ()
    for mention in reversed(before):
        told = sorted(
            (r for r in (*mention.actors, *mention.targets) if r.quote and r.value and r.value.id),
            key=lambda r: r.quote.start if r.quote else 0,
        )
        sides = _two_sides(scene, told)
        if sides and mention.trigger.start < slot.quote.start:
            chosen = sides[0 if "former" in slot.quote.text.casefold() else 1]
            reason = f'"{slot.quote.text}": of the two sides told before'
            return tuple(Sourced(slot.quote, r.value, 0.75, reason) for r in chosen)
    unknown: Role = Sourced(slot.quote, None, 0.0, f'"{slot.quote.text}": no two sides before it')
    return (unknown,)


def _two_sides(scene: Scene, told: Sequence[Role]) -> tuple[list[Role], list[Role]] | None:
    """Those that fight the first one told, and the others; None if nobody does."""
    ids = [r.value.id or "" for r in told if r.value]
    foes = [bool(scene.roster.are_opposed(ids[0], one, scene.on)) for one in ids]
    if not any(foes):
        return None
    pairs = list(zip(told, foes, strict=True))
    return [r for r, is_foe in pairs if not is_foe], [r for r, is_foe in pairs if is_foe]


def enemy_of(scene: Scene, slot: Slot, context: Context) -> Role | None:
    """ "the enemy": the foe of the sentence's subject; null with rivals if there are several."""
    word = word_of(slot.quote.text)
    if word is None or word.kind != "enemy":
        return None
    known = candidates(scene, slot, Context(context.others, ()))
    fitting: list[str] = []
    # The sentence's subject may be named farther back; for a raid only who flies can be meant.
    for ours in (tuple(context.others or context.subject), *((ident,) for ident in known)):
        foes = [i for i in known if any(scene.roster.are_opposed(i, o, scene.on) for o in ours)]
        fitting = [i for i in foes if _fits_air(scene, slot, i)]
        if fitting:
            break
    if not fitting:
        return None
    actors = [scene.roster.actor(i, scene.on) for i in fitting]
    if len(fitting) == 1:
        return Sourced(slot.quote, actors[0], 0.7, "the enemy of the sentence's subject")
    rivals = tuple(Rival(actor, 0.5) for actor in actors[:4])
    return Sourced(slot.quote, None, 0.3, "the subject has several enemies here", rivals)


def _fits_air(scene: Scene, slot: Slot, ident: str) -> bool:
    if slot.mention.type not in cues()["air_types"] and "air" not in slot.quote.text.casefold():
        return True
    entry = scene.roster.entry(ident)
    return entry is not None and entry.kind in cues()["air_kinds"]
