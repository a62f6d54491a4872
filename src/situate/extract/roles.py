"""From a frame to sourced roles: actors, targets, objects, weapons and places, as quotes."""

from __future__ import annotations

from situate.extract.actors import add_actor
from situate.extract.find import Hit
from situate.extract.frame import Frame
from situate.extract.kinds import kinds
from situate.extract.owners import add_owners
from situate.extract.places import a_place, is_part, places_of
from situate.extract.role import WEAPONS, Roles, is_side
from situate.extract.spans import phrase_of
from situate.extract.targets import add_target
from situate.extract.tree import Tree
from situate.model import Relation, Sourced

EXPLODING = frozenset(("bombing", "blast", "suicide bombing"))  # entries of what goes off


def roles_of(tree: Tree, hit: Hit, frame: Frame) -> Roles:
    """Every role the frame shows, by class of the words."""
    roles = Roles()
    used: set[int] = set()
    for i in frame.actors:
        if tree.tags[i] != "PRP$" or len(frame.actors) == 1:
            add_actor(tree, roles, i, frame, used)
    for i in frame.objects:
        add_target(tree, roles, i, frame, used, hit.entry)
    if hit.entry.taken_from:
        used_from = [n for _, word, n in frame.preps if word in ("from", "out of")]
        for noun in used_from:
            if noun not in used and "place" in kinds(tree, noun):
                relation: Relation = "part" if is_part(tree, noun) else "at"
                roles.places += a_place(tree, noun, relation, "driven from", 0.85, used)
    for _, word, noun in frame.preps:
        if word in ("from", "out of") and noun not in used and is_side(tree, noun):
            add_target(tree, roles, noun, frame, used, hit.entry)
        elif word in ("from", "out of") and tree.is_in(noun, "grips"):
            add_owners(tree, roles, noun, frame)  # "from ISIL control"
    roles.places = places_of(tree, hit, frame, used, roles.places)
    if hit.entry.id in EXPLODING:
        roles.objects += hit_where_it_went_off(tree, frame, roles)
    add_weapons(tree, roles, hit, frame)
    return roles


def hit_where_it_went_off(tree: Tree, frame: Frame, roles: Roles) -> list[Sourced[str]]:
    """ "A bomb exploded outside the bank": the bank is what was bombed."""
    known = {role.quote for role in roles.objects}
    beside = tree.lexicon.cues["beside"]
    nouns = [c for _, word, n in frame.preps if word in beside for c in tree.conjuncts(n)]
    return [
        Sourced(quote, tree.lemma(i), 0.7, "where it went off")
        for i in nouns
        if tree.words[i] != "front"
        and not kinds(tree, i).isdisjoint(("building", "site", "vehicle", "infrastructure"))
        and (quote := phrase_of(tree, i)) not in known
    ]


def add_weapons(tree: Tree, roles: Roles, hit: Hit, frame: Frame) -> None:
    """Arms named as instruments: by, with, using, and modifiers of the trigger."""
    for i in frame.mods:
        listed = tree.lexicon.classes.get(tree.words[i], frozenset())
        if not listed.isdisjoint(WEAPONS):
            roles.weapons.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "names the act"))
    for _, word, noun in frame.preps:
        if word in ("with", "by", "in", "from", "using", "of"):
            listed = tree.lexicon.classes.get(tree.words[noun], frozenset())
            if not listed.isdisjoint(WEAPONS) and "person" not in listed:
                roles.weapons.append(
                    Sourced(phrase_of(tree, noun), tree.lemma(noun), 0.7, f"{word} ...")
                )
