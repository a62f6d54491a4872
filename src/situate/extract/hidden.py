"""Finite verbs that a small parser reads as modifiers: "forces controlled oil fields near X".

Participles of the past look alike as verbs and as modifiers. Where armed men stand right before
one, a noun it modifies right after it, and no finite verb comes earlier, it is the verb of its
clause: "rebels controlled areas" is a sentence, "strikes hit IS controlled areas" has one already.
"""

from __future__ import annotations

from situate.extract.arcs import acts
from situate.extract.tree import Tree

MODIFIERS = frozenset(("amod", "compound", "nmod"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
PAST = frozenset(("VBN", "VBD"))
CLAUSES = frozenset(("acl", "relcl"))


def hidden_subject(tree: Tree, verb: int) -> int | None:
    """The noun that acts in a clause whose verb was read as a modifier; None where it was not.

    A singular word of a kind before it makes a compound: "rebel controlled areas".
    """
    if tree.tags[verb] not in PAST or tree.deps[verb] not in MODIFIERS or tree.heads[verb] <= verb:
        return None
    before = verb - 1
    while before > 0 and tree.tags[before] == "RB":
        before -= 1
    is_kind = tree.tags[before] == "NN" and tree.named[before] is None
    if before < 0 or is_kind or not tree.tags[before].startswith("N") or not acts(tree, before):
        return None
    if any(tree.tags[i] in FINITE and tree.deps[i] != "relcl" for i in range(verb)):
        return None
    return subject_over(tree, before)


def subject_over(tree: Tree, noun: int) -> int | None:
    """The noun whose by-phrase ends here ("X, backed by forces"), else the noun itself.

    None where another preposition governs it: "on IS controlled areas".
    """
    first = noun
    while tree.deps[first] == "conj" and tree.heads[first] != first:
        first = tree.heads[first]
    if tree.deps[first] != "pobj":
        return noun
    if first != noun:
        return None  # "shelling between the army and rebels controlled areas"
    participle = tree.heads[tree.heads[noun]]
    return tree.heads[participle] if tree.deps[participle] in CLAUSES else None


def hidden_objects(tree: Tree, verb: int) -> list[int]:
    """What the clause's object is: the noun that was modified, not the compass word after it."""
    noun = tree.heads[verb]
    if tree.is_in(noun, "compass"):
        inner = [k for k in tree.kids(noun, "compound", "nmod") if verb < k < noun]
        noun = inner[-1] if inner else noun
    return tree.conjuncts(noun)
