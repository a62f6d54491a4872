"""Arcs that a small parser gets wrong, put right by what grammar allows.

Only constructions that no reading allows are touched: a past participle without "by" that has an
object of its own is a finite verb, and a noun beside a name it introduces is no second subject.
"""

from __future__ import annotations

from collections.abc import Iterator

from situate.extract.arcs import acts, is_verb
from situate.extract.tree import Tree

ACTIVE = frozenset(("attackword", "act", "weapon", "heavy", "aircraft", "device", "suicide"))
SUBJECT = ("nsubj", "nsubjpass", "csubj")
OUTER = frozenset(("ROOT", "nsubj", "appos", "dep", "conj", "ccomp", "npadvmod", "nmod"))
GROUPS = frozenset(("armed", "group", "state", "gang"))
TITLE = frozenset(("nsubj", "nsubjpass", "pobj", "dobj"))
FINITE_AUX = frozenset(("has", "have", "had"))
LONGEST = 5  # arcs from a participle up to the noun that is its subject


def put_right(tree: Tree) -> Tree:
    """The tree, its lists changed in place where an arc cannot be. Linear in its tokens."""
    for i in range(len(tree.words)):
        if tree.deps[i] == "acl" and tree.tags[i] == "VBN":
            make_finite(tree, i)
        elif tree.deps[i] == "advcl" and tree.tags[i] == "VBD":
            reduce_first(tree, i)
        elif tree.deps[i] == "conj" and tree.tags[i] == "VBD" and tree.tags[tree.heads[i]] == "VBG":
            join_to_finite(tree, i)
        elif tree.tags[i] == "VBD" and tree.words[i] in tree.lexicon.cues["allying"]:
            describe_next(tree, i)
        elif tree.deps[i] in TITLE and tree.named[i] is None:
            join_to_name(tree, i)
    return tree


def make_finite(tree: Tree, verb: int) -> None:
    """ "The Ayn Brigade, a group in the south, killed 12 villagers": a participle has no object."""
    subject = subject_of_participle(tree, verb)
    if subject is None:
        return
    above, dep = tree.heads[subject], tree.deps[subject]
    if dep == "nsubj":
        speaks = any(k != subject for k in tree.kids(above, "nsubj"))
        if not speaks:
            return  # its own verb follows: "the strike that ..., hit"
        dep = "ccomp"
    tree.tags[verb] = "VBD"
    move(tree, verb, above if above != subject else verb, dep)
    move(tree, subject, verb, "nsubj")


def subject_of_participle(tree: Tree, verb: int) -> int | None:
    """The noun that acts in a participle with an object of its own; None for a true participle."""
    if tree.kid(verb, "dobj") is None or tree.kid(verb, "agent", "aux", "auxpass") is not None:
        return None
    if tree.lemmas[verb] in tree.lexicon.cues["naming_verbs"] or any(
        tree.words[k] == "by" for k in tree.kids(verb, "prep")
    ):
        return None
    noun = outermost(tree, verb)
    if tree.deps[noun] not in OUTER or noun > verb:
        return None
    listed = tree.classes[noun]
    return noun if acts(tree, noun) or not listed.isdisjoint(ACTIVE) else None


def outermost(tree: Tree, verb: int) -> int:
    """The noun before the parenthesis that a participle closes, else the noun it hangs on."""
    noun = tree.heads[verb]
    participle = tree.heads[tree.heads[noun]]
    if tree.deps[noun] == "pobj" and tree.deps[participle] == "acl":
        noun = tree.heads[participle]  # "groups linked to X shelled the city": the groups did
    if tree.words[verb - 1] != ",":
        return noun
    for _ in range(LONGEST):
        if tree.deps[noun] == "pobj":
            above = tree.heads[tree.heads[noun]]
        elif tree.deps[noun] in ("appos", "acl"):
            above = tree.heads[noun]
        else:
            break
        if is_verb(tree, above) and tree.deps[above] != "acl":
            break
        noun = above
    return noun


def reduce_first(tree: Tree, verb: int) -> None:
    """ "Shells fired from the hills landed in the town": of two past forms the last is finite.

    A clause of time or reason has a word that joins it or a subject; this one has neither.
    """
    first = tree.heads[verb]
    if first > verb or tree.tags[first] != "VBD":
        return
    if (
        tree.kid(verb, *SUBJECT, "mark", "aux") is not None
        or tree.kid(first, "dobj", "aux", "auxpass", "ccomp") is not None
        or any(tree.tags[k].startswith("W") for k in tree.kids(verb, "advmod"))
    ):
        return
    subject = tree.kid(first, "nsubj")
    if subject is None or "," in tree.words[first:verb]:
        return
    move(tree, verb, tree.heads[first] if tree.heads[first] != first else verb, tree.deps[first])
    move(tree, subject, verb, "nsubj")
    move(tree, first, subject, "acl")
    tree.tags[first] = "VBN"


def join_to_finite(tree: Tree, verb: int) -> None:
    """ "Accused them of being behind it and fired missiles": no finite verb goes with "being"."""
    if tree.heads[verb] > verb or tree.kid(verb, *SUBJECT) is not None:
        return
    for above in tree.above(tree.heads[verb]):
        has_aux = any(tree.words[k] in FINITE_AUX for k in tree.kids(above, "aux"))
        if tree.tags[above] in ("VBD", "VBZ", "VBP") or (tree.tags[above] == "VBN" and has_aux):
            move(tree, verb, above, "conj")
            return


def describe_next(tree: Tree, i: int) -> None:
    """ "clashes with the army and allied Ayn militias": who is allied is joined to who was before.

    A finite "allied" has a subject of its own or "with" after it.
    """
    ally, before = tree.kid(i, "dobj", "nsubj"), i - 2
    if tree.deps[i] != "conj" or ally is None or ally < i or before < 0:
        return
    if tree.words[i - 1] not in ("and", "or") or not tree.tags[before].startswith("NN"):
        return
    move(tree, ally, before, "conj")
    move(tree, i, ally, "amod")
    tree.tags[i] = "JJ"


def join_to_name(tree: Tree, i: int) -> None:
    """ "the opposition Homs Council", "by the paramilitary Desert Force": one phrase, one role."""
    if not tree.tags[i].startswith(("NN", "JJ")) or tree.tags[i] in ("NNP", "NNPS"):
        return
    if tree.classes[i].isdisjoint(GROUPS):
        return
    name = tree.named[i + 1] if i + 1 < len(tree.words) else None
    if name is None or name.kind != "actor" or name.found_by == "generic":
        return
    head = i + 1
    while head + 1 < len(tree.words) and tree.named[head + 1] is name:
        head += 1
    apposed = tree.deps[head] == "appos" and tree.heads[head] == i
    if (tree.deps[head] not in TITLE and not apposed) or tree.tags[head] not in ("NNP", "NNPS"):
        return
    if tree.deps[i] in ("nsubj", "nsubjpass") and tree.heads[i] != tree.heads[head]:
        return
    if tree.deps[i] == "dobj":
        return  # "gave the group Homs Council arms" is no such phrase
    above, dep = tree.heads[i], tree.deps[i]
    for child in list(descendants(tree, i)):
        move(tree, child, head, tree.deps[child])
    move(tree, head, above, dep)
    move(tree, i, head, "compound")


def descendants(tree: Tree, i: int) -> Iterator[int]:
    """Modifiers of a noun that go with it to its name."""
    yield from tree.kids(i, "det", "amod", "compound", "poss", "nummod")


def move(tree: Tree, i: int, head: int, dep: str) -> None:
    """Hang token i under another head by another arc; itself as head makes it a root."""
    old = tree.heads[i]
    if old != i:
        tree.children[old].remove(i)
    tree.heads[i], tree.deps[i] = head, dep if head != i else "ROOT"
    if head != i:
        tree.children[head] = sorted((*tree.children[head], i))
