"""What a clause leaves unsaid: the besieged, the struck, the side of the dead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import is_

from situate.knowledge.roster import phrases
from situate.model import Actor, Mention, Quote, Sourced, Toll
from situate.resolve import actors
from situate.resolve.actors import Slot
from situate.resolve.aliases import key_of
from situate.resolve.scene import Scene, cues

NEAR = 2  # sentences around an event in which the only foe of its actor may be implied


def fill_implied(scene: Scene, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions with presupposed targets (no quote, low confidence) and the sides of their tolls."""
    told: dict[int, list[Mention]] = {}
    for mention in mentions:
        told.setdefault(mention.sentence.start, []).append(mention)
    return tuple(_tolls(scene, _target(scene, m, told[m.sentence.start])) for m in mentions)


# --- the other side ---------------------------------------------------------------------------


def _target(scene: Scene, mention: Mention, beside: list[Mention]) -> Mention:
    """With the only foe named near the event as target, where the type presupposes one.

    `beside`: the mentions of its sentence: whom the actor fights there by a noun ("the army").
    """
    presupposed = cues()["presuppose"].get(mention.type)
    if mention.targets or not (presupposed or mention.type in cues()["imply"]):
        return mention
    if not presupposed and mention.type in cues()["struck_types"] and _hits_others(mention):
        return mention
    own = _ids(mention.actors)
    if len(set(own)) > 1 and mention.type in cues()["two_sided"]:
        return mention  # both sides of the fight are told
    foes = _foes(scene, mention, own, _fought(beside, own)) if own else []
    if len(foes) != 1:
        return mention
    actor = scene.roster.actor(foes[0], scene.on)
    reason = f"{presupposed or 'not said whom'}; {actor.name} is the only foe named near"
    implied: Sourced[Actor] = Sourced(
        None, actor, 0.45 if presupposed else 0.35, f"implied: {reason}"
    )
    return replace(mention, targets=(implied,))


def _hits_others(mention: Mention) -> bool:
    """Do the words say what or which unarmed people were hit? Then the foe need not be it."""
    unarmed = (t.value.civilian for t in mention.tolls if t.value)
    return bool(mention.objects) or any(unarmed)


def _ids(roles: Sequence[Sourced[Actor]]) -> list[str]:
    return [r.value.id for r in roles if r.value is not None and r.value.id is not None]


def _fought(mentions: Iterable[Mention], own: list[str]) -> list[str]:
    """Ids told of in the role against one of `own`."""
    found: list[str] = []
    for mention in mentions:
        acting, targets = _ids(mention.actors), _ids(mention.targets)
        found += targets if set(own) & set(acting) else []
        found += acting if set(own) & set(targets) else []
    return [ident for ident in found if ident not in own]


def _foes(scene: Scene, mention: Mention, own: list[str], fought: list[str]) -> list[str]:
    """Sides near the event that fight one of `own`, one id a family."""
    found: list[str] = []
    near = scene.seen_near(mention.trigger.start, NEAR)
    named = [s.ident for s in near if not _is_ally(scene, mention, s.start)]
    foes = (n for n in named if any(scene.roster.are_opposed(n, o, scene.on) for o in own))
    for ident in dict.fromkeys((*fought, *foes)):
        if not any(scene.roster.are_family(ident, other, scene.on) for other in found):
            found.append(ident)
    return found


def _is_ally(scene: Scene, mention: Mention, start: int) -> bool:
    """ "the RSF and their allies in the Red Front": named as on the actor's side."""
    if not mention.sentence.start <= start < mention.sentence.end:
        return False
    before = scene.document.text[max(mention.sentence.start, start - 40) : start].casefold()
    return bool(set(before.split()) & set(cues()["ally_words"]))


# --- sides of tolls ---------------------------------------------------------------------------


def _tolls(scene: Scene, mention: Mention) -> Mention:
    if not mention.tolls:
        return mention
    tolls = tuple(_sided(scene, mention, toll) for toll in mention.tolls)
    return mention if all(map(is_, tolls, mention.tolls)) else replace(mention, tolls=tolls)


def _sided(scene: Scene, mention: Mention, toll: Sourced[Toll]) -> Sourced[Toll]:
    value = toll.value
    if value is None:
        return toll
    reading = phrases.read_phrase(value.who or "")
    civilian = value.civilian
    if civilian is None and reading is not None:
        civilian = reading.role in ("civilians", "protesters")
    side = value.side_id
    if side is None and not civilian:
        side = _side_of(scene, mention, toll.quote, value)
    if side == value.side_id and civilian is value.civilian:
        return toll
    return replace(toll, value=replace(value, side_id=side, civilian=civilian))


def _side_of(scene: Scene, mention: Mention, quote: Quote | None, toll: Toll) -> str | None:
    """Id of the side the dead belong to: their words, else the one role their noun fits."""
    if quote is not None:
        named = actors.by_name(scene, Slot(quote, mention, "targets"))
        if named is not None and named.value is not None and named.value.id is not None:
            return named.value.id
    for words in (toll.side, toll.who):
        found = _by_side_words(scene, mention, words) if words else None
        if found:
            return found
    return _fitting_role(scene, mention, toll.who) if toll.who else None


def _by_side_words(scene: Scene, mention: Mention, words: str) -> str | None:
    for role in (*mention.targets, *mention.actors):
        if role.quote and role.value and role.value.id and _ends_with(role.quote.text, words):
            return role.value.id
    at = scene.document.text.find(words, mention.sentence.start, mention.sentence.end)
    if at < 0:
        return None
    quote = Quote(scene.document.id, at, at + len(words), words)
    named = actors.by_name(scene, Slot(quote, mention, "targets"))
    return named.value.id if named is not None and named.value is not None else None


def _ends_with(phrase: str, words: str) -> bool:
    """Are the words the head of the phrase: "militants" of "some 300 militants"?"""
    return f" {key_of(phrase)}".endswith(f" {key_of(words)}")


def _fitting_role(scene: Scene, mention: Mention, who: str) -> str | None:
    """The one side of the event whose kind the noun fits: "soldiers" are the army's."""
    reading = phrases.read_phrase(who)
    kinds = cues()["role_kinds"].get(reading.role, ()) if reading else ()
    ids = dict.fromkeys(
        role.value.id
        for role in (*mention.targets, *mention.actors)
        if role.value is not None and role.value.id is not None and role.value.kind in kinds
    )
    return next(iter(ids)) if len(ids) == 1 else None
