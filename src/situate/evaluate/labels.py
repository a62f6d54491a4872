"""Gold labels from our types: mapping rows with conditions on the roles of a mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from situate.knowledge.vocabulary import load_vocabulary
from situate.model import Actor, Mention, Quote, Sourced

if TYPE_CHECKING:
    from situate.knowledge.roster import Roster

ARMED = frozenset(
    {"state forces", "police", "rebel", "militia", "external forces", "coalition", "unidentified"}
)
CIVIL = frozenset({"civilians", "protesters", "government", "organisation"})
STATE = frozenset({"state forces", "police", "government"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
SETTLED = frozenset({"settlement", "strategic", "quarter"})  # what may be meant as known
RECEIVED = frozenset({"pocket_lost", "withdrawal", "surrender"})  # the actor loses, not takes


def label_of(
    mention: Mention,
    rows: Sequence[Mapping[str, Any]],
    roster: Roster | None = None,
    more: Mapping[str, str | None] | None = None,
) -> str | None:
    """Label of the first row whose type and conditions the mention meets; None if none does.

    `more` are facts of the suite beside those every suite may ask about.
    """
    facts = facts_of(mention, roster) | dict(more or {})
    for row in rows:
        if mention.type in _several(row["type"]) and all(
            facts.get(key) in _several(wanted)
            for key, wanted in row.items()
            if key not in {"type", "label"}
        ):
            return str(row["label"])
    return None


def facts_of(mention: Mention, roster: Roster | None = None) -> dict[str, str | None]:
    """What the conditions of a row may ask about."""
    loses = mention.type in RECEIVED
    sides = (mention.targets, mention.actors) if loses else (mention.actors, mention.targets)
    return {
        "target": target_of(mention),
        "taker": side_of(sides[0], mention, roster),
        "loser": side_of(sides[1], mention, roster),
        "receiver": side_of(mention.targets, mention, roster) if loses else None,
        "is_named": "yes" if is_named(mention) else "no",
        "victims": victims_of(mention),
        "extent": mention.extent,
        "phase": mention.phase,
        "stance": mention.stance,
    }


def target_of(mention: Mention) -> str:
    """ "armed", "civilian" or "none" (nobody named, or of unknown kind)."""
    kinds = {target.value.kind for target in mention.targets if target.value}
    if kinds & ARMED or (mention.type == "attack" and mention.objects):
        return "armed"  # a base, post or convoy: attacks on civil buildings have their own type
    return "civilian" if kinds & CIVIL else "none"


def victims_of(mention: Mention) -> str:
    """ "armed", "civilian" or "untold", from the tolls first, then from the targets."""
    told = {toll.value.civilian for toll in mention.tolls if toll.value}
    if False in told:
        return "armed"
    if True in told:
        return "civilian"
    return {"none": "untold"}.get(target_of(mention), target_of(mention))


def is_named(mention: Mention) -> bool:
    """Is some place of it named, rather than "several points" or "the area"?

    A taking whose place was not found counts as named: its type says that a place was taken. So
    does one of "the village": a settlement meant as known is one the report names elsewhere.
    """
    return not mention.places or any(
        place.value is not None
        or (place.quote and (any(c.isupper() for c in place.quote.text) or is_known(place.quote)))
        for place in mention.places
    )


def is_known(quote: Quote) -> bool:
    """Do the words mean a settlement told of before: "the town", "those three villages"?"""
    words = quote.text.casefold().split()
    listed = load_vocabulary().lexicon.classes
    return words[0] in DEFINITE and any(SETTLED & listed.get(w, SETTLED - SETTLED) for w in words)


def side_of(
    actors: Iterable[Sourced[Actor]], mention: Mention, roster: Roster | None = None
) -> str:
    """ "state" for the country's own forces or those who fight for them, "other", or "none"."""
    known = [actor.value for actor in actors if actor.value]
    if not known:
        return "none"
    return "state" if any(is_state(actor, mention, roster) for actor in known) else "other"


def is_state(actor: Actor, mention: Mention, roster: Roster | None = None) -> bool:
    """Do these fight for the state on whose ground it happens?

    A state's own forces abroad do not. The ground is that of the places and of the other side;
    where it or the actor's country is unknown they are at home: reports name the foreign flag.
    """
    grounds = {place.value.country for place in mention.places if place.value}
    grounds |= {target.value.country for target in mention.targets if target.value}
    grounds -= {None}
    if actor.kind in STATE:
        return actor.country is None or not grounds or actor.country in grounds
    if roster is None or actor.kind not in {"militia", "rebel"}:
        return False
    armies = [roster.state_forces(code) for code in grounds | {actor.country} if code]
    states = {key for army in armies for key in (army.id, army.parent) if key}
    return bool(states & {actor.parent, *actor.sides})


def _several(wanted: Any) -> Sequence[Any]:
    return wanted if isinstance(wanted, list) else [wanted]
