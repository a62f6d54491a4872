"""Whose thing is acted on or acts: the side or country that a noun belongs to."""

from __future__ import annotations

from situate.extract.arcs import acts, is_country, is_state_adjective, preps_of
from situate.extract.frame import Frame
from situate.extract.kinds import kinds
from situate.extract.role import Roles
from situate.extract.spans import phrase_of
from situate.extract.tree import Tree
from situate.model import Sourced

OWNED = frozenset(("attackword", "operation", "act"))


def add_owners(tree: Tree, roles: Roles, i: int, frame: Frame) -> None:
    """Whose thing is acted on: "hit two al-Qaida vehicles", "a blockade on Palestinian lorries".

    A side's name is quoted alone, a nationality with its thing: whose lorry it is, it leaves open.
    Who fires his own shells is not hit by them.
    """
    is_act = not tree.lexicon.classes.get(tree.words[i], frozenset()).isdisjoint(OWNED)
    for k in owners_of(tree, i):
        if k in frame.actors:
            continue
        quote = phrase_of(tree, k if acts(tree, k) or is_act else i)
        roles.targets.append(Sourced(quote, None, 0.7, "owns what is acted on"))
    if not roles.targets and not is_act:
        # "the offices of the administrators"
        people = [n for _, word, n in preps_of(tree, i) if word == "of" and is_people(tree, n)]
        for n in people[:1]:
            roles.targets.append(Sourced(phrase_of(tree, n), None, 0.7, "owns what is acted on"))


def is_people(tree: Tree, i: int) -> bool:
    """Whether a noun names persons, no place and no part of a count."""
    found = kinds(tree, i)
    return "person" in found and "place" not in found


def owners_of(tree: Tree, i: int) -> list[int]:
    """The side or country whose thing a noun names, by its first modifier that is one."""
    for k in tree.kids(i, "compound", "amod", "poss", "nmod"):
        if tree.tags[k] == "PRP$" or tree.tags[k].startswith("V"):
            continue
        if "civilian" in tree.classes[k]:
            continue  # "a refugee camp" is nobody's
        is_nation = is_state_adjective(tree, k) or (tree.deps[k] == "poss" and is_country(tree, k))
        if acts(tree, k) or is_nation:
            return [k]
    # "aircraft of the coalition", "an attempt by the rebels"
    holders = [n for _, word, n in preps_of(tree, i) if word in ("of", "by") and acts(tree, n)]
    # "the march staged by students"; mines "left behind by the group" are nobody's act now
    makers = [
        n
        for verb in tree.kids(i, "acl")
        if not tree.is_in(verb, "parting")
        for _, word, n in preps_of(tree, verb)
        if word == "by"
    ]
    return holders or makers[:1]
