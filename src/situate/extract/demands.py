"""Whom a crowd speaks against: the owner of what it protests, who is to grant what it demands."""

from __future__ import annotations

from collections.abc import Iterator

from situate.extract.arcs import acts, is_country, is_state_adjective, is_verb
from situate.extract.frame import Frame
from situate.extract.tree import Tree

CROWD = frozenset(("protest", "protest_intervention", "protest_repression", "riot"))
RULERS = frozenset(("state", "official", "police"))
AGAINST = frozenset(("against", "at", "of", "over", "from", "by", "to", "with"))
PLACED = frozenset(("in", "near", "across", "throughout", "outside", "around", "on"))


def spoken_against(tree: Tree, frame: Frame) -> int | None:
    """The first party named under a word of protest or demand in the clause of a crowd, or None.

    "staged a rally to demand reforms by the president's government", "in defiance of the
    authorities", "a hunger strike in protest at the minister's decision". A place is no party.
    """
    top = frame.verb if frame.verb is not None else frame.head
    taken = {j for i in frame.actors for j in tree.subtree(i)}
    for word in demand_words(tree, {top, frame.head}):
        for i in tree.subtree(word):
            if i > word and i not in taken and is_addressed(tree, i):
                return i
    return None


def demand_words(tree: Tree, tops: set[int]) -> Iterator[int]:
    """Words of protest and demand under the act, left to right."""
    for i in sorted({j for top in tops for j in tree.subtree(top)}):
        if tree.is_in(i, "demands") and (i not in tops or is_verb(tree, i)):
            yield i


def is_addressed(tree: Tree, i: int) -> bool:
    """Whether a noun names who is spoken to: a government, an official, a country, a side."""
    over = tree.words[tree.heads[i]]
    if tree.deps[i] == "pobj" and (over in PLACED or over not in AGAINST):
        return False
    if is_state_adjective(tree, i):
        return tree.deps[i] in ("amod", "nmod", "compound", "poss")
    name = tree.named[i]
    titles = [i, *(k for k in tree.kids(i, "compound", "nmod") if tree.tags[i] in ("NNP", "NNPS"))]
    is_official = any(not tree.classes[k].isdisjoint(RULERS) for k in titles)
    is_person = name is not None and name.kind == "person"
    if not (acts(tree, i) or is_official or is_person or is_country(tree, i)):
        return False
    # Of "President Hosni Mubarak" the head speaks for the whole.
    return tree.deps[i] not in ("compound", "nmod") or tree.heads[i] < i
