"""Sides of an event noun that the parser hung on another word, or that stand before it."""

from __future__ import annotations

from situate.extract.arcs import (
    acts,
    is_country,
    is_state_adjective,
    is_verb,
    nouns_of,
)
from situate.extract.frame import Frame
from situate.extract.tree import Tree

EMBEDDED = frozenset(("relcl", "ccomp", "advcl", "acl", "parataxis", "csubj"))
FINITE = frozenset(("relcl", "ccomp", "parataxis", "csubj", "conj"))
MEANS = frozenset(("using", "with", "employing"))
OTHER_CLAUSES = frozenset(("ccomp", "advcl", "parataxis", "relcl"))
NOUN_ROLES = frozenset(("pobj", "dobj", "nsubj", "nsubjpass", "poss", "conj"))
PEOPLE = frozenset(("people", "peoples", "population", "citizens", "nation", "public"))


def stray_agents(tree: Tree, frame: Frame) -> list[int]:
    """ "an attack on a checkpoint by gunmen": the parser hangs "by" on the checkpoint."""
    if tree.is_in(frame.head, "crowd_acts"):
        return []  # "a protest against abuses by X" is not X's
    tops = [frame.head] if frame.support is None else [frame.head, frame.support]
    for top in tops:
        for i in tree.subtree(top, EMBEDDED):
            if tree.words[i] == "by" and i > frame.head:
                found = [n for _, _, n in nouns_of(tree, i, "by") if acts(tree, n)]
                if found:
                    return found
    return []


def stray_targets(tree: Tree, frame: Frame) -> list[int]:
    """ "conducted strikes using jets against X": "against" hangs on the means."""
    if frame.support is None:
        return []
    means = [i for i in tree.subtree(frame.support, FINITE) if tree.words[i] in MEANS]
    for i in (i for at in means for i in tree.subtree(at, EMBEDDED)):
        if tree.words[i] == "against":
            return [noun for _, _, noun in nouns_of(tree, i, "against")]
    return []


def surface_sides(tree: Tree, frame: Frame) -> None:
    """Sides by the order of the words, where the parse lost one.

    "Clashes took place between A and allied B against C and D in E": whoever can act between
    "between" or "against" and the next preposition of place or time.
    """
    known = [*frame.actors, *frame.objects]
    if sum(acts(tree, i) for i in known) > 1 and any(acts(tree, i) for i in frame.objects):
        return
    sides: list[int] | None = None
    for i in range(frame.head + 1, len(tree.words)):
        word = tree.words[i]
        if word in ("between", "against"):
            sides = frame.actors if word == "between" else frame.objects
        elif word in tree.lexicon.cues["breaks_sides"] or tree.tags[i] in ("VBZ", "VBP", "MD"):
            if sides is not None or word not in ("in", "on", "at", "near", "of", "place"):
                sides = None
            if word in (";", "where", "which", "after", "when", "as", "while"):
                return
        elif (
            sides is not None
            and acts(tree, i)
            and is_head_of_side(tree, i)
            and {i, *tree.children[i]}.isdisjoint((*frame.actors, *frame.objects))
        ):
            sides.append(i)


def is_head_of_side(tree: Tree, i: int) -> bool:
    """Whether a token stands for a side: not "regime" of "regime forces"; A of "A and B men"."""
    name = tree.named[i]
    if name is not None and i + 1 < len(tree.words) and tree.named[i + 1] is name:
        return False
    modifies = tree.deps[i] in ("compound", "amod", "nmod", "poss")
    is_proper = name is not None and name.found_by not in ("generic", "pattern")
    return not (modifies and acts(tree, tree.heads[i])) or (is_proper and tree.heads[i] > i + 1)


def party_to(tree: Tree, head: int) -> list[int]:
    """Whose war it is: "support for Iraq and its people in their fight against X".

    The nearest sides, peoples or countries before the word that stand in the same clause.
    """
    top = next((i for i in tree.above(head) if is_verb(tree, i)), None)
    if top is None:
        return []
    own = set(tree.subtree(top, OTHER_CLAUSES))
    for i in range(head - 1, -1, -1):
        if i in own and tree.deps[i] in NOUN_ROLES and is_party(tree, i):
            above = tree.heads[tree.heads[i]]
            if tree.words[tree.heads[i]] == "of" and is_party(tree, above):
                i = above
            while tree.deps[i] == "conj" and is_party(tree, tree.heads[i]):
                i = tree.heads[i]
            return [c for c in tree.conjuncts(i) if is_party(tree, c) and c < head]
    return []


def is_party(tree: Tree, i: int) -> bool:
    """Whether a noun names a side, a country or its people, who may be at war."""
    if tree.tags[i] in ("PRP", "PRP$"):
        return False
    people = (is_state_adjective(tree, k) for k in tree.kids(i, "amod", "compound", "nmod"))
    return acts(tree, i) or is_country(tree, i) or (tree.words[i] in PEOPLE and any(people))
