"""Whose interest a quoted speaker has: the actor he is or speaks for, if he is a party here.

A taking that only the taker tells of is a claim (`control.md` 3.5, Wikipedia's rule on partisan
sources); so "Moscow", "Russia's defence ministry" and "a Kremlin spokesman" must be known as one
party. The words of the speaker stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from situate.model import Actor, Mention, Speaker
from situate.resolve import actors, actors_of_states
from situate.resolve.actors import Slot
from situate.resolve.roles import ROLES, roles_of
from situate.resolve.scene import Scene

NEUTRAL = ("civilians", "organisation", "unidentified", "protesters")


def fill_voices(scene: Scene, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions whose speakers say for whom they speak; a party is one that acts in this report.

    Run after the roles are filled. Speakers that no roster knows stay as they are: neutral.
    """
    acting = {ident for m in mentions for ident in _acting(m)}
    return tuple(
        replace(m, said_by=tuple(_voice(scene, m, s, acting) for s in m.said_by))
        if m.said_by
        else m
        for m in mentions
    )


def _acting(mention: Mention) -> Iterable[str]:
    for role in ROLES:
        for sourced in roles_of(mention, role):
            if sourced.value is not None:
                yield from interest_of(sourced.value)


def interest_of(actor: Actor) -> tuple[str, ...]:
    """Ids an actor speaks for, own first: itself, its parent, its sides. () if it is neutral."""
    if actor.kind in NEUTRAL:
        return ()
    return tuple(dict.fromkeys(filter(None, (actor.id, actor.parent, *actor.sides))))


def _voice(scene: Scene, mention: Mention, speaker: Speaker, acting: set[str]) -> Speaker:
    if speaker.quote is None:
        return speaker
    slot = Slot(speaker.quote, mention, "actors")
    told = actors.by_name(scene, slot)
    if (told is None or told.value is None) and actors_of_states.names_the_state(slot):
        told = actors_of_states.state_alone(scene, slot)
    if told is None or told.value is None:
        return speaker
    ids = interest_of(told.value)
    return replace(speaker, speaks_for=ids, party=bool(acting.intersection(ids)))
