"""UCDP GED: which of our actors are sides of a headline's events, and the type of violence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import agreement, gold_actor
from situate.evaluate.labels import ARMED, STATE
from situate.evaluate.suite import fights
from situate.model import Actor, Document, Mention

if TYPE_CHECKING:
    from situate.pipeline import Desk


@dataclass(frozen=True, slots=True)
class Sides:
    """Links our actors to the sides as UCDP names them."""

    desk: Desk
    table: Mapping[str, Any]

    def is_on(self, actor: Actor, side: str, on: date | None) -> bool:
        """Is the actor this side, kin of it, or of the collective it names?

        Of a comma list one member will do.
        """
        collective = self.table["collective"].get(side)
        if collective and collective in {actor.id, *actor.sides}:
            return True
        for name in side.split(", "):
            gold = gold_actor(name, self.desk.roster, on)
            if gold and agreement(gold, actor, self.desk.roster, on) in {"exact", "family"}:
                return True
        return False


def parties_of(
    said: Sequence[Mention], document: Document, table: Mapping[str, Any], desk: Desk
) -> list[Actor]:
    """Distinct armed actors with an id, named in a fight's words, that UCDP may code as a side.

    A headline that sums up a day names the sides of many events and of none in particular. A side
    is a primary party: armed forces of another state than the place's only support one (UCDP's
    secondary parties), so they are left out where the place or the theatre tells.
    """
    fighting = [m for m in said if fights(m, desk)]
    where = {p.value.country for m in fighting for p in m.places if p.value and p.value.country}
    where = where or set(table["theatre"])
    found: dict[str, Actor] = {}
    for actor in named_in(_of_one_event(fighting, document, table)):
        foreign = actor.kind in STATE and actor.country not in {None, *where}
        if actor.id and actor.kind in ARMED | STATE and not foreign:
            found.setdefault(actor.id, actor)
    return list(found.values())


def named_in(said: Iterable[Mention]) -> Iterator[Actor]:
    """Who is named by words in either role; implied opponents are left out."""
    for mention in said:
        for party in (*mention.actors, *mention.targets):
            if party.value and party.quote:
                yield party.value


def _of_one_event(
    said: Sequence[Mention], document: Document, table: Mapping[str, Any]
) -> list[Mention]:
    """The mentions outside headlines that sum up a day."""
    totals = [
        block
        for block in document.blocks
        if re.search(table["day_total"], document.text[block.start : block.end], re.I)
    ]
    return [m for m in said if not any(t.start <= m.trigger.start < t.end for t in totals)]


def violence_of(said: Sequence[Mention], desk: Desk) -> int | None:
    """UCDP type by the kinds of the two sides of the first fight that names both; else None."""
    for mention in said:
        if not fights(mention, desk):
            continue
        kinds = [
            {party.value.kind for party in role if party.value}
            for role in (mention.actors, mention.targets)
        ]
        if all(kinds):
            if "civilians" in kinds[1]:
                return 3
            return 1 if (kinds[0] | kinds[1]) & STATE else 2
    return None
