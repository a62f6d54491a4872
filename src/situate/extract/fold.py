"""One act, one mention: event words that belong to another event word of their sentence.

"The blast killed 12" and "killed in a blast" are one bombing with a toll; "a bomb exploded" is one
bombing; "arrested in overnight raids" is one arrest. What folds gives its tolls to its host.
"""

from __future__ import annotations

from dataclasses import dataclass

from situate.extract.arcs import preps_of
from situate.extract.decide import Slots
from situate.extract.tree import Tree
from situate.knowledge.vocabulary import Rule

CIRCUMSTANCE = frozenset(
    ("in", "during", "with", "by", "after", "from", "at", "amid", "following", "through", "as")
)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A trigger with its slots and the rule that gave its type."""

    slots: Slots
    rule: Rule


def folded(found: list[Found]) -> list[Found]:
    """The triggers that make mentions of their own, in order."""
    at = {token: item for item in found for token in item.slots.hit.tokens}
    return [item for item in found if not folds(item, at)]


def folds(item: Found, at: dict[int, Found]) -> bool:
    """Whether a trigger belongs to another one of the sentence."""
    entry = item.slots.hit.entry
    if entry.host and is_result(item, at):
        return True
    if entry.thing and is_argument(item, at):
        return True
    if item.slots.hit.form == "noun":
        return is_carried(item, at) or (entry.generic and is_circumstance(item, at))
    return entry.generic and (is_before_infinitive(item, at) or has_acting_noun(item, at))


def has_acting_noun(item: Found, at: dict[int, Found]) -> bool:
    """ "attacked by raids of", "hit by an air strike": the noun names the act more sharply."""
    tree, head = item.slots.tree, item.slots.hit.head
    for preposition in tree.kids(head, "agent", "prep"):
        if tree.words[preposition] in ("by", "in"):
            for noun in tree.kids(preposition, "pobj"):
                other = at.get(noun)
                if other is not None and other is not item and not other.slots.hit.entry.thing:
                    return True
    return False


def is_result(item: Found, at: dict[int, Found]) -> bool:
    """Whether a casualty word only adds a toll to another event.

    True under an event noun as subject ("the blast killed"), after "in", "by", "during" with one,
    as an -ing clause of an event verb, beside a when-clause that tells the act, and for a verb
    conjoined with such a one.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    first = at.get(tree.heads[head]) if tree.deps[head] == "conj" else None
    if first is not None and (not item.slots.frame.actors or first.slots.hit.entry.host):
        return True
    verbs = tree.conjuncts(head)
    around = [n for v in verbs for _, word, n in preps_of(tree, v) if word in CIRCUMSTANCE]
    around += [noun for _, word, noun in item.slots.frame.preps if word in CIRCUMSTANCE]
    around += item.slots.frame.actors
    if any(is_act(at.get(i), item) for i in around):
        return True
    if tree.tags[head] == "VBG" and tree.kid(head, "nsubj") is None:
        return any(at.get(i) not in (None, item) for i in tree.above(head))
    return any(is_act(at.get(c), item) for verb in verbs for c in tree.kids(verb, "advcl"))


def is_act(other: Found | None, item: Found) -> bool:
    """Whether a trigger is an act that can have a toll."""
    return other is not None and other is not item and not other.slots.hit.entry.host


def is_argument(item: Found, at: dict[int, Found]) -> bool:
    """Whether a weapon word is subject, object or instrument of another trigger."""
    tree, head = item.slots.tree, item.slots.hit.head
    for other in set(at.values()):
        if other is item or other.slots.hit.entry.host:
            continue
        if other.rule.type in tree.lexicon.cues["telling_types"]:
            continue
        frame = other.slots.frame
        own = [n for p, _, n in frame.preps if tree.heads[p] == other.slots.hit.head]
        nouns = {*frame.actors, *frame.objects, *frame.mods, *own}
        if head in nouns or any(a in nouns for a in list(tree.above(head))[:3]):
            return True
    return False


def is_carried(item: Found, at: dict[int, Found]) -> bool:
    """Whether the verb over a noun took it as its object ("launched an offensive")."""
    tree, head = item.slots.tree, item.slots.hit.head
    verb = at.get(tree.heads[head])
    return (
        verb is not None
        and verb is not item
        and verb.slots.hit.entry.carries
        and tree.deps[head] in ("dobj", "nsubjpass")
    )


def is_circumstance(item: Found, at: dict[int, Found]) -> bool:
    """Whether a general word ("raids", "attack") only sets the scene of a sharper verb."""
    tree, head = item.slots.tree, item.slots.hit.head
    if tree.deps[head] != "pobj":
        return False
    preposition = tree.heads[head]
    above = at.get(tree.heads[preposition])
    return (
        tree.words[preposition] in CIRCUMSTANCE
        and above is not None
        and above is not item
        and not above.slots.hit.entry.host
        and above.slots.hit.entry.sharp
    )


def is_before_infinitive(item: Found, at: dict[int, Found]) -> bool:
    """ "conducting raids to detain": the purpose names the act."""
    tree: Tree = item.slots.tree
    return any(
        (other := at.get(c)) is not None and other.slots.hit.entry.sharp
        for c in tree.kids(item.slots.hit.head, "advcl", "xcomp")
        if tree.tags[c] == "VB"
    )
