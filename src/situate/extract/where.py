"""What "where" and "control of" stand for."""

from __future__ import annotations

from situate.extract.arcs import acts, is_placeable, is_verb, preps_of
from situate.extract.tree import Tree


def under_control(tree: Tree, i: int) -> list[int]:
    """What is controlled or ringed, in place of "control of" or "siege of"; else the noun."""
    cues = tree.lexicon.cues
    if tree.words[i] not in cues["control_nouns"] and tree.words[i] not in cues["ring_nouns"]:
        return [i]
    found = [noun for _, word, noun in preps_of(tree, i) if word in ("of", "over", "on", "in")]
    # "took control of 14 farms": the parser may hang "of" on the verb.
    hung = (p for p in preps_of(tree, tree.heads[i]) if p[0] == i + 1 and p[1] in ("of", "over"))
    return found or [noun for _, _, noun in hung] or [i]


def in_hand(tree: Tree, head: int) -> tuple[list[int], list[int]]:
    """(owners, things owned) of "in control of X", "under the control of Y", "in rebel hands"."""
    cues = tree.lexicon.cues
    for _, word, noun in preps_of(tree, head):
        owned = [n for _, inner, n in preps_of(tree, noun) if inner == "of"]
        if word == "in" and tree.words[noun] in cues["control_nouns"]:
            return [], owned
        if (word in ("under", "within") and tree.words[noun] in cues["control_nouns"]) or (
            word in ("in", "into") and tree.words[noun] in cues["hand_nouns"]
        ):
            own = [k for k in tree.kids(noun, "poss", "compound", "amod", "nmod") if acts(tree, k)]
            return owned or own, []
    return [], []


def relative_place(tree: Tree, head: int) -> list[tuple[int, str, int]]:
    """ "the south, where action is prevented": the place "where" stands for.

    In "clashes in A in northern B, where they took control" it is the first of the chain, A.
    """
    for verb in (head, *tree.above(head)):
        if tree.deps[verb] not in ("relcl", "advcl", "ccomp"):
            continue
        where = next((k for k in tree.kids(verb, "advmod") if tree.words[k] == "where"), None)
        if where is not None:
            noun = first_place(tree, tree.heads[verb], where)
            return [(where, "in", noun)] if noun is not None else []
    return []


def first_place(tree: Tree, noun: int, where: int) -> int | None:
    """The outermost place before "where" in the chain of prepositions a noun ends."""
    found = None
    if not is_placeable(tree, noun):
        spots = [i for i in range(where) if tree.deps[i] == "pobj" and is_placeable(tree, i)]
        if not spots:
            return noun if tree.tags[noun].startswith("N") else None
        noun = spots[-1]
    found = noun
    for above in tree.above(noun):
        if is_verb(tree, above):
            break
        if tree.deps[above] in ("pobj", "conj") and is_placeable(tree, above):
            found = above
    return found
