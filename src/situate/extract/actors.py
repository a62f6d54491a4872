"""Who acts: the words in the place of an actor that name somebody who can."""

from __future__ import annotations

from situate.extract.arcs import is_country, is_state_adjective
from situate.extract.frame import Frame
from situate.extract.kinds import kinds
from situate.extract.owners import owners_of
from situate.extract.role import PEOPLE, WEAPONS, Roles
from situate.extract.spans import phrase_of, span_of
from situate.extract.tree import Tree
from situate.model import Sourced, SourcedPlace

FRONTED = frozenset(("near", "in", "at", "around", "outside"))


def add_actor(tree: Tree, roles: Roles, i: int, frame: Frame, used: set[int]) -> None:
    """An actor by its words; a place or a thing in subject position is none."""
    found = kinds(tree, i)
    if not found.isdisjoint(WEAPONS) and found.isdisjoint(PEOPLE | {"name"}):
        roles.weapons.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acts in the clause"))
        for owner in owners_of(tree, i):
            roles.actors.append(Sourced(phrase_of(tree, owner), None, 0.7, "its weapon acts"))
        return
    if is_source(tree, i):
        return
    if is_nobody(tree, i) or (tree.named[i] is None and is_dateline(tree, i)):
        return
    if is_fronted_place(tree, i):
        roles.places.append(SourcedPlace(phrase_of(tree, i), None, 0.6, "fronted", relation="near"))
        return
    if "place" in found and found.isdisjoint(PEOPLE | {"name"}):
        # "Turkey shelled": a country acts; a town in subject position is where it happened.
        if i in frame.objects or ("name_place" not in found and not is_country(tree, i)):
            return
        if (frame.construction == "nominal" or frame.passive) and not is_country(tree, i):
            return
    is_state = i in frame.mods and is_state_adjective(tree, i)
    is_owner = tree.tags[i] == "PRP$"
    if (
        is_state
        or is_owner
        or not found.isdisjoint(PEOPLE | {"name", "proper", "name_place", "civilian"})
    ) and not tree.words[i].isdigit():
        confidence = 0.7 if is_state else 0.8 if frame.inherited else 0.9
        used.add(i)
        if any(role.quote == phrase_of(tree, i) for role in roles.actors):
            return
        roles.actors.append(
            Sourced(phrase_of(tree, i), None, confidence, f"{frame.construction}: acts")
        )
        add_side(tree, roles, i)


def add_side(tree: Tree, roles: Roles, i: int) -> None:
    """ "backed by X": X is an ally, never the main actor."""
    for verb in tree.kids(i, "acl"):
        if tree.words[verb] in tree.lexicon.cues["backing"]:
            for preposition in tree.kids(verb, "agent", "prep"):
                for noun in tree.kids(preposition, "pobj"):
                    for each in tree.conjuncts(noun):
                        roles.backers.append(
                            Sourced(phrase_of(tree, each), None, 0.7, "backs the actor")
                        )


def is_source(tree: Tree, i: int) -> bool:
    """ "According to the Observatory heavy bombardment hit": who is cited does nothing."""
    first = span_of(tree, i)[0]
    return first > 1 and tree.words[first - 2 : first] == ["according", "to"]


def is_nobody(tree: Tree, i: int) -> bool:
    """ "No group claimed it", "none of them", "another hit", "which side hit": nobody is named."""
    if tree.words[i] in ("none", "nobody") or (tree.words[i] == "another" and not tree.children[i]):
        return True
    return any(
        tree.words[k] in ("no", "neither") or tree.tags[k] == "WDT"
        for k in tree.kids(i, "det", "preconj")
    )


def is_dateline(tree: Tree, i: int) -> bool:
    """ "HOMS (Agency) On Monday the army", "Fri Jun 24": what heads a report does nothing in it."""
    if tree.words[i] in tree.lexicon.cues["abbreviations"]:
        return True
    is_first = i == 0 and tree.raw[0].isupper() and len(tree.raw[0]) > 1
    return is_first and len(tree.words) > 1 and tree.words[1] in ("(", "-", ",", ":")


def is_fronted_place(tree: Tree, i: int) -> bool:
    """ "Near Ar Raqqah, five strikes engaged": a capital makes a name of the preposition."""
    first, _ = span_of(tree, i)
    if tree.kid(i, "nummod") is not None:
        return False  # "At least 25,000 people"
    return first < i and tree.raw[first][:1].isupper() and tree.words[first] in FRONTED
