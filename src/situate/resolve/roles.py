"""Fill the roles of a report's mentions, named ones first, then those that lean on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_

from situate.model import Actor, Mention, Quote, Sourced
from situate.resolve import (
    actors,
    actors_of_states,
    anaphora,
    anaphora_sides,
    anaphora_speaker,
    anaphora_words,
)
from situate.resolve.actors import Role, RoleName, Slot
from situate.resolve.anaphora import Context
from situate.resolve.scene import Scene, cues

NAMED = 0.8  # confidence of an actor told by a name
ROLES: tuple[RoleName, ...] = ("actors", "targets", "backers")


def fill_roles(scene: Scene, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions with actors, targets and backers filled; what is not known stays null with a reason.

    Quotes are never changed. Mentions keep their order; they are read in the order of the text.
    """
    named = {m.id: _each_role(m, lambda slot: _named(scene, slot)) for m in mentions}
    done: list[Mention] = []
    for mention in sorted(named.values(), key=lambda m: (m.trigger.start, m.trigger.end, m.type)):
        done.append(
            _each_role(mention, lambda slot: _resolved(scene, slot, _context(scene, slot, done)))
        )
    filled = {m.id: _both_fought(scene, _not_himself(_victims_apart(m))) for m in done}
    return tuple(filled[m.id] for m in mentions)


def _victims_apart(mention: Mention) -> Mention:
    """Who is counted among the dead, or an unarmed crowd under fire, is a target and no actor."""
    counted = [t.quote for t in mention.tolls if t.quote and t.value and t.value.kind in HURT]
    victims = [role for role in mention.actors if _is_victim(role, mention, counted)]
    if not victims:
        return mention
    known = {role.quote for role in mention.targets}
    added = tuple(role for role in victims if role.quote not in known)
    actors_left = tuple(role for role in mention.actors if role not in victims)
    return replace(mention, actors=actors_left, targets=(*mention.targets, *added))


def _not_himself(mention: Mention) -> Mention:
    """Nobody strikes his own: of two roles with one actor the one less sure of it is unknown."""
    if mention.type not in cues()["against_others"]:
        return mention
    acting = {r.value.id: r for r in mention.actors if r.value is not None and r.value.id}
    targets: list[Role] = []
    wrong: set[str] = set()
    for role in mention.targets:
        same = acting.get(role.value.id) if role.value is not None and role.value.id else None
        if same is None or role.quote is None:
            targets.append(role)
        elif same.quote == role.quote:
            continue
        elif same.confidence < role.confidence and same.value and same.value.id:
            wrong.add(same.value.id)
            targets.append(role)
        else:
            targets.append(replace(role, value=None, confidence=0.0, reason=HIMSELF))
    kept = tuple(
        replace(r, value=None, confidence=0.0, reason=HIMSELF)
        if r.value is not None and r.value.id in wrong
        else r
        for r in mention.actors
    )
    if (
        not wrong
        and len(targets) == len(mention.targets)
        and all(map(is_, targets, mention.targets))
    ):
        return mention
    return replace(mention, actors=kept, targets=tuple(targets))


HIMSELF = "the other role of this act: nobody strikes his own"


def _both_fought(scene: Scene, mention: Mention) -> Mention:
    """A clash of two sides has both as actors: "seven of X were killed and two of Y hurt".

    Whose the dead of such a clash were is not said where no name says it; bystanders are targets.
    """
    if mention.type not in cues()["two_sided"]:
        return mention
    if _are_foes(scene, mention.actors):
        return replace(mention, targets=tuple(map(_of_a_side, mention.targets)))
    if not mention.actors and _are_foes(scene, mention.targets):
        return replace(mention, actors=mention.targets, targets=())
    return mention


def _of_a_side(role: Role) -> Role:
    if role.value is None or role.value.kind == "civilians" or role.confidence >= NAMED:
        return role
    return replace(role, value=None, confidence=0.0, reason="one of the two sides that fought")


def _are_foes(scene: Scene, roles: tuple[Role, ...]) -> bool:
    ids = list(dict.fromkeys(_ids(roles)))
    return any(
        scene.roster.are_opposed(one, other, scene.on)
        for i, one in enumerate(ids)
        for other in ids[i + 1 :]
    )


HURT = ("killed", "injured", "casualties")


def _is_victim(role: Role, mention: Mention, counted: list[Quote]) -> bool:
    if role.quote is None or (role.value is not None and role.value.id is not None):
        return False
    quote = role.quote
    if any(quote.start < c.end and c.start < quote.end for c in counted):
        return "bomber" not in quote.text.casefold()
    unarmed = role.value is not None and role.value.kind == "civilians"
    return unarmed and mention.type in cues()["struck_types"]


def _named(scene: Scene, slot: Slot) -> tuple[Role, ...]:
    """Who a name or nationality means; "US and UK aircraft" are two."""
    return actors.by_nations(scene, slot) or _one(actors.by_name(scene, slot))


def _one(role: Role | None) -> tuple[Role, ...]:
    return (role,) if role is not None else ()


def _each_role(mention: Mention, fill: Callable[[Slot], tuple[Role, ...]]) -> Mention:
    """Every role that is open, filled by what `fill` gives; kept as it is where that is nothing."""
    for role in ROLES:
        found: list[Role] = []
        is_filled = False
        for sourced in roles_of(mention, role):
            told: tuple[Role, ...] = ()
            if sourced.value is None and sourced.quote is not None and not sourced.rivals:
                told = fill(Slot(sourced.quote, mention, role))
            found.extend(told or (sourced,))
            is_filled = is_filled or bool(told)
        if is_filled:
            mention = with_role(mention, role, tuple(found))
    return mention


def roles_of(mention: Mention, role: RoleName) -> tuple[Role, ...]:
    """Actors, targets or backers of a mention."""
    if role == "actors":
        return mention.actors
    return mention.targets if role == "targets" else mention.backers


def with_role(mention: Mention, role: RoleName, values: tuple[Role, ...]) -> Mention:
    """The mention with one of its roles exchanged."""
    if role == "actors":
        return replace(mention, actors=values)
    if role == "targets":
        return replace(mention, targets=values)
    return replace(mention, backers=values)


def _resolved(scene: Scene, slot: Slot, context: Context) -> tuple[Role, ...]:
    """The first reading that says something; else null, saying that nothing did."""
    both = anaphora_sides.both_sides(scene, slot, context) or anaphora_sides.of_two(
        scene, slot, context.mentions
    )
    if both:
        return both
    if actors.is_side_alone(slot.quote):
        return (Sourced(slot.quote, None, 0.0, "says for or against whom, not who"),)
    role = (
        anaphora_speaker.by_speaker(scene, slot, context)
        or anaphora_sides.enemy_of(scene, slot, context)
        or _generic(scene, slot, context)
    )
    return (role,)


def _generic(scene: Scene, slot: Slot, context: Context) -> Role:
    if actors_of_states.names_the_state(slot):
        state = actors_of_states.state_alone(scene, slot)
        if state is not None:
            return state
    told = anaphora.stands_for(scene, slot, context)
    if told is not None and told.value is not None:
        return told
    state = actors_of_states.state_alone(scene, slot)
    if state is not None and (state.value is not None or told is None):
        return state
    coalition = actors_of_states.coalition_alone(scene, slot) if told is None else None
    if coalition is not None:
        return coalition
    described = actors.by_words(scene, slot)
    if told is not None and (described is None or len(told.rivals) > 1):
        return told
    return described or Sourced(
        slot.quote, None, 0.0, "nobody in the roster or report has this name"
    )


def _context(scene: Scene, slot: Slot, before: list[Mention]) -> Context:
    others = frozenset(_ids(_other(slot)))
    subject, is_own = _subject_before(scene, slot, before)
    if not is_own:
        subject = _only_named(scene, slot) or subject
    alone = len(slot.mention.actors) + len(slot.mention.targets) == 1
    if not others and alone and slot.mention.type in cues()["two_sided"] and subject:
        # "clashes with X": the other side goes unsaid because the clause before named it.
        others = frozenset(subject)
        subject = ()
    return Context(others, tuple(subject), is_own, before)


def _other(slot: Slot) -> tuple[Sourced[Actor], ...]:
    if slot.role == "actors":
        return slot.mention.targets
    return slot.mention.actors


def _subject_before(
    scene: Scene, slot: Slot, before: list[Mention]
) -> tuple[tuple[str, ...], bool]:
    """Actors of the clause before in this sentence, else who opens the nearest sentence before.

    No more than two sentences back: "By evening they" are those the sentence before began with.
    The second value says whether it was this sentence.
    """
    own = scene.sentence_at(slot.mention.trigger.start)
    nearest: int | None = None
    opening: tuple[int, tuple[str, ...]] | None = None
    for mention in reversed(before):
        number = scene.sentence_at(mention.trigger.start)
        if own - number > 2 or (nearest is not None and number != nearest):
            break
        ids = tuple(_ids(mention.actors))
        if not ids or mention.trigger.end > slot.quote.start:
            continue
        if number == own:
            return ids, True
        nearest = number
        start = min(r.quote.start for r in mention.actors if r.quote and r.value and r.value.id)
        if opening is None or start <= opening[0]:
            opening = start, ids
    return (opening[1] if opening else ()), False


def _only_named(scene: Scene, slot: Slot) -> tuple[str, ...]:
    """ "The ELN freed six soldiers it had kidnapped": the one side its sentence names before it."""
    word = anaphora_words.word_of(slot.quote.text)
    if word is None or word.kind not in anaphora_words.CONTINUING or slot.role != "actors":
        return ()
    text, found = scene.document.text, {}
    for sighting in scene.seen_before(slot.quote.start, 0):
        entry = scene.roster.entry(sighting.ident)
        before = text[max(0, sighting.start - 24) : sighting.start].casefold().split()
        if sighting.start < slot.mention.sentence.start or entry is None:
            continue
        if entry.kind in cues()["bystanders"] or (set(before[-2:]) & set(cues()["governing"])):
            continue
        found[sighting.ident] = sighting
    return tuple(found) if len(found) == 1 else ()


def _ids(roles: tuple[Sourced[Actor], ...]) -> Iterator[str]:
    for role in roles:
        if role.value is not None and role.value.id is not None:
            yield role.value.id
