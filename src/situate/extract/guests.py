"""Roles lent by event words that were folded into another: "killed two with a mine"."""

from __future__ import annotations

from collections.abc import Iterable

from situate.extract.actors import add_actor
from situate.extract.find import Hit
from situate.extract.frame import Frame
from situate.extract.role import Roles, is_side
from situate.extract.roles import roles_of
from situate.extract.spans import phrase_of
from situate.extract.targets import add_target
from situate.extract.tree import Tree

ABOVE = 0.6  # confidence of a place that a verb above the act names


def add_guests(tree: Tree, roles: Roles, host: Hit, guests: Iterable[tuple[Hit, Frame]]) -> None:
    """Roles of event words folded into another: "killed two policemen with a mine".

    Who kills is who acts in the host, and who is killed is hit by it, where the host says neither.
    A fight has its own two sides: the dead are one's, so they are no third.
    """
    guests = list(guests)
    lend_places(tree, roles, guests)
    told, used = Roles(), set(host.tokens)
    for guest, frame in guests:
        for i in frame.actors:
            if i not in used:
                add_actor(tree, told, i, frame, used)
        for i in frame.objects:
            if i not in used:
                add_target(tree, told, i, frame, used, guest.entry)
    if not roles.actors:
        roles.actors += told.actors
    known = {role.quote for role in (*roles.actors, *roles.targets)}
    if roles.targets:
        return
    if not host.entry.symmetric:
        roles.targets += [role for role in told.targets if role.quote not in known]
    elif len(roles.actors) < 2:
        # "Three soldiers were killed in clashes with rebels": the dead are the other side.
        fell = {phrase_of(tree, i): is_side(tree, i) for _, f in guests for i in f.objects}
        roles.targets += [
            r for r in told.targets if r.quote and r.quote not in known and fell.get(r.quote)
        ]


def lend_places(tree: Tree, roles: Roles, guests: list[tuple[Hit, Frame]]) -> None:
    """Places of folded words come before those that only a verb above the host names.

    "Claimed in Abyan the bomb that killed three in Lawdar", "shelling hit Taiz".
    """
    if any(place.confidence > ABOVE for place in roles.places):
        return
    known = {place.quote for place in roles.places}
    for guest, frame in guests:
        lent = roles_of(tree, guest, frame)
        own = [p for p in lent.places if p.confidence > ABOVE and p.quote not in known]
        roles.places = [*own, *roles.places]
        known |= {place.quote for place in own}
        roles.objects += [o for o in lent.objects if o not in roles.objects]
