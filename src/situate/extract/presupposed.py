"""Events a sentence only refers back to: sanctions over a bombing, a march against a killing."""

from __future__ import annotations

from situate.extract.arcs import is_verb
from situate.extract.found import Found
from situate.extract.tree import Tree
from situate.model import Quote

ORDER = ("protest", "protest_intervention", "protest_repression", "riot", "mob_violence")
FINITE = frozenset(("ccomp", "advcl", "parataxis"))


def presupposed_by(item: Found, at: dict[int, Found]) -> Quote | None:
    """The word under which a trigger is only referred to, or None if it is told as news.

    True for what hangs by a preposition, itself or in a relative clause, in the clause of a word of
    a presupposing type ("sanctions in response to the attack"); a finite clause of its own is news.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    over, verb = way_up(tree, head)
    if over is None:
        return None
    chain = [verb, *tree.children[verb], *tree.above(head)]
    clause = tree.subtree(verb, FINITE) if tree.is_in(over, "referring") else []
    for i in (*chain, *clause):
        other = at.get(i)
        if other is None or other is item or i == head:
            continue
        if i not in chain and other.rule.type != "diplomacy":
            continue
        is_setting = item.rule.type == "protest" and other.rule.type not in ORDER
        if is_setting or other.rule.type in tree.lexicon.cues["presupposing_types"]:
            tokens = other.slots.hit.tokens
            return tree.sentence.quote(min(tokens), max(tokens))
    return None


def way_up(tree: Tree, head: int) -> tuple[int | None, int]:
    """The preposition that a trigger hangs by, if it presupposes, and the verb above it."""
    over, below = None, head
    for above in tree.above(head):
        if tree.deps[above] in ("prep", "mark", "agent") and tree.is_in(above, "presupposing"):
            over = above
        dep = tree.deps[above]
        if dep == "conj":
            dep = tree.deps[tree.heads[above]]
        if is_verb(tree, above) and dep not in ("acl", "relcl", "pcomp", "advcl"):
            return over, above
        below = above
    return over, below


def attempted_by(item: Found) -> Quote | None:
    """The word for an attempt in whose scope a participle stands, or None.

    "after an attempt to reach the coast, entering their land": a participle continues the nearest
    verb before it, and what is only attempted did not happen.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    if tree.tags[head] == "VBG" and tree.deps[head] == "pcomp":
        fight = tree.heads[tree.heads[head]]  # "the battle of controlling the town"
        listed = tree.classes[fight]
        is_of = tree.words[tree.heads[head]] in ("of", "for")
        return tree.sentence.quote(fight, fight) if is_of and "operation" in listed else None
    if tree.tags[head] != "VBG" or tree.deps[head] not in ("advcl", "conj"):
        return None
    for i in range(head - 1, -1, -1):
        if (
            is_verb(tree, i)
            and tree.tags[i] != "VBG"
            and tree.deps[i] not in ("aux", "auxpass", "amod")
        ):
            above = tree.heads[i]
            if tree.tags[i] == "VB" and tree.is_in(above, "attempts"):
                return tree.sentence.quote(above, above)
            return None
    return None


def is_outcome(item: Found) -> bool:
    """Whether an infinitive tells what came of a movement: "advanced to control the hill".

    Also "fought them, advancing to control it": a participle that goes on from a told act.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    above = tree.heads[head]
    goes_on = (
        tree.tags[above] == "VBG"
        and tree.deps[above] == "advcl"
        and tree.tags[tree.heads[above]] == "VBD"
        and tree.kid(above, "aux") is None
    )
    return (
        tree.tags[head] == "VB"
        and tree.deps[head] in ("advcl", "xcomp")
        and tree.is_in(above, "resultative")
        and (tree.tags[above] in ("VBD", "VBN") or goes_on)
    )


def is_suspected_kind(item: Found, cue: Quote | None) -> bool:
    """ "killed 12 in a suspected gas attack": only the kind of the act is in doubt, not the act."""
    tree = item.slots.tree
    return cue is not None and any(
        tree.sentence.offsets[c][0] == cue.start
        for i in item.slots.hit.tokens
        for c in tree.kids(i, "amod")
    )
