"""Tags a small parser gets wrong, put right where no grammar allows them.

A form with a subject and an object of its own is a finite verb, whatever its ending is taken for.
"""

from __future__ import annotations

from situate.extract.arcs import acts
from situate.extract.rearc import move
from situate.extract.tree import Tree

ACT_PREPOSITIONS = frozenset(("in", "during", "after", "from", "by"))
MEANS = frozenset(("aircraft", "heavy", "weapon", "device", "airword", "handheld"))
HAVE = frozenset(("had", "has", "have", "having"))
FINITE = frozenset(("VBD", "VBP", "VBZ"))
NAMES = frozenset(("NNP", "NNPS"))
AUXILIARY = ("aux", "auxpass", "agent")


def retagged(tree: Tree) -> Tree:
    """The tree, its lists changed in place where a tag cannot be. Linear in its tokens."""
    for i, tag in enumerate(tree.tags):
        if tag == "NN" and tree.words[i] in tree.lexicon.verbs:
            after_have(tree, i)
        if tag == "VBD" and tree.is_in(i, "harming") and tree.kid(i, "dobj") is not None:
            two_harms(tree, i)
        if tag == "CD" and tree.deps[i] == "npadvmod":
            counted_object(tree, i)
        if tag == "VBN" and tree.kid(i, *AUXILIARY) is None:
            with_own_object(tree, i)
        if tag == "NNS" and i > 0 and tree.deps[i - 1] == "nsubj" and tree.heads[i - 1] == i:
            tree.deps[i - 1] = "compound"  # "air force strikes on": a noun has no subject
        if tag == "VBG" and i > 0 and tree.words[i] in tree.lexicon.nouns:
            noun_of_act(tree, i)
        if tag == "VBN" and tree.deps[i] == "amod" and tree.words[i - 1 : i] == ["and"]:
            joined_to_verb(tree, i)
        if tag == "NNS" and tree.words[i] in tree.lexicon.verbs:
            with_own_subject(tree, i)
        if tree.words[i] == "dead" and i > 0:
            shot_dead(tree, i)
        if tree.is_in(i, "captives") and tree.deps[i] == "dobj":
            taken_prisoner(tree, i)
    return tree


def after_have(tree: Tree, i: int) -> None:
    """ "said it had overrun the outpost": what follows "had" is a participle, no noun."""
    if any(tree.words[k] in HAVE for k in tree.kids(i, "aux")):
        tree.tags[i] = "VBN"


def with_own_object(tree: Tree, i: int) -> None:
    """ "Air strikes killed 45 people in the town overnight": a finite verb."""
    if tree.kid(i, "nsubj") is not None and tree.kid(i, "dobj") is not None:
        tree.tags[i] = "VBD"


def noun_of_act(tree: Tree, i: int) -> None:
    """ "Killed in government shelling of the town", "in shelling blamed on X": it is a noun."""
    if tree.deps[i] == "pcomp":
        if tree.words[tree.heads[i]] in ACT_PREPOSITIONS and is_bare(tree, i):
            tree.tags[i], tree.deps[i] = "NN", "pobj"
            for k in tree.kids(i, "xcomp", "ccomp"):
                tree.deps[k] = "acl" if tree.tags[k] == "VBN" else tree.deps[k]
        return
    noun = i - 1
    preposition = tree.heads[noun]
    if tree.deps[noun] != "pobj" or tree.words[preposition] not in ACT_PREPOSITIONS:
        return
    if tree.tags[noun] not in ("NN", "NNP") or not may_own(tree, noun):
        return
    if not is_bare(tree, i):
        return
    move(tree, i, preposition, "pobj")
    move(tree, noun, i, "compound")
    tree.tags[i] = "NN"


def is_bare(tree: Tree, i: int) -> bool:
    """Whether an -ing form has nothing that only a verb has."""
    return tree.kid(i, "dobj", "aux", "nsubj", "mark", "prt", "advmod") is None


def two_harms(tree: Tree, verb: int) -> None:
    """ "Two children killed 5 others injured in a raid": nobody counted so kills the injured.

    A headline leaves out "were" and commas; the object has its own participle of harm.
    """
    subject, harmed = tree.kid(verb, "nsubj"), tree.kid(verb, "dobj")
    if subject is None or harmed is None or "armed" in tree.classes[subject]:
        return
    counted = tree.tags[subject] == "CD" or tree.kid(subject, "nummod") is not None
    hurt = next((k for k in tree.kids(harmed, "acl") if k == harmed + 1), None)
    if counted and hurt is not None and tree.is_in(hurt, "harming"):
        tree.tags[verb], tree.deps[subject] = "VBN", "nsubjpass"
        tree.deps[harmed] = "npadvmod"


def may_own(tree: Tree, noun: int) -> bool:
    """Whether a noun before an act says whose or with what: "regime", "mortar", no town."""
    return acts(tree, noun) or not tree.classes[noun].isdisjoint(MEANS)


def counted_object(tree: Tree, i: int) -> None:
    """ "Shot down 84 of 112 drones", "strikes kill 15": a bare number is the verb's object."""
    verb = tree.heads[i]
    if verb < i and tree.words[verb] in tree.lexicon.verbs and tree.kid(verb, "dobj") is None:
        tree.deps[i] = "dobj"


def joined_to_verb(tree: Tree, i: int) -> None:
    """ "made an advance and controlled Tal Asfar": a second verb, no quality of a second object."""
    noun = tree.heads[i]
    first = tree.heads[noun]
    verb = tree.heads[first]
    is_second = tree.deps[noun] == "conj" and tree.deps[first] == "dobj" and first < i < noun
    if not is_second or tree.tags[verb] not in FINITE or tree.tags[i + 1] not in NAMES:
        return
    if any(name is not None and name.kind != "place" for name in tree.named[i + 1 : noun + 1]):
        return
    tree.tags[i] = tree.tags[verb]
    move(tree, i, verb, "conj")
    move(tree, noun, i, "dobj")


def with_own_subject(tree: Tree, i: int) -> None:
    """ "The army, backed by militias, clashes with IS and took the hill": a verb, no noun."""
    subject = tree.kid(i, "nsubj")
    is_said = any(tree.tags[k] in FINITE for k in tree.kids(i, "conj"))
    if subject is None or not is_said or tree.kid(i, "cop", "aux", "det") is not None:
        return
    if subject < i and tree.deps[i] == "ROOT":
        tree.tags[i] = "VBZ"


def shot_dead(tree: Tree, dead: int) -> None:
    """ "A sniper shot dead a girl": the verb is "shot", not its outcome."""
    verb = dead - 1
    if tree.heads[verb] != dead or tree.deps[verb] != "nsubj" or tree.words[verb] != "shot":
        return
    tree.tags[verb] = "VBD"
    above, dep = tree.heads[dead], tree.deps[dead]
    for child in list(tree.children[dead]):
        if child != verb:
            move(tree, child, verb, tree.deps[child])
    for child in [k for k in tree.kids(verb, "compound", "nmod") if k < verb][-1:]:
        for other in [k for k in tree.children[verb] if k < child]:
            if tree.deps[other] in ("det", "amod", "compound", "nummod", "poss"):
                move(tree, other, child, tree.deps[other])
        move(tree, child, verb, "nsubj")
    move(tree, verb, above if above != dead else verb, dep)
    move(tree, dead, verb, "oprd")


def taken_prisoner(tree: Tree, i: int) -> None:
    """ "took 20 soldiers prisoner": the soldiers are taken, prisoner is what they are made."""
    noun = next((k for k in tree.kids(i, "compound") if tree.tags[k] in ("NNS", "NN")), None)
    if noun is None or noun != i - 1:
        return
    verb = tree.heads[i]
    for child in list(tree.children[i]):
        if child < noun:
            move(tree, child, noun, tree.deps[child])
    move(tree, noun, verb, "dobj")
    move(tree, i, verb, "oprd")
