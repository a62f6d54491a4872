"""One act, one mention: event words that belong to another event word of their sentence.

"The blast killed 12" and "killed in a blast" are one bombing with a toll; "a bomb exploded" is one
bombing; "arrested in overnight raids" is one arrest. What folds gives its tolls to its host.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from situate.extract.arcs import is_placeable, preps_of
from situate.extract.decide import Slots
from situate.extract.tree import Tree
from situate.knowledge.vocabulary import Rule

CIRCUMSTANCE = frozenset(
    (
        "in",
        "during",
        "with",
        "by",
        "after",
        "from",
        "at",
        "amid",
        "following",
        "through",
        "as",
        "due",
        "due to",
    )
)

PLACING = frozenset(("in", "at", "near", "outside"))
HARMED = frozenset(("nominal", "reduced relative", "conjoined", "participle"))
WITHIN = frozenset(("acl", "amod", "dobj", "ccomp", "xcomp", "oprd", "acomp", "conj"))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A trigger with its slots and the rule that gave its type."""

    slots: Slots
    rule: Rule


def folded(found: list[Found]) -> list[tuple[Found, tuple[Found, ...]]]:
    """The triggers that make mentions of their own, in order, each with those folded into it."""
    at = {token: item for item in found for token in item.slots.hit.tokens}
    hosts = {id(item): host_of(item, at) for item in found}
    for item, after in pairwise(found):
        if hosts[id(item)] is None and counts_with(item, after, hosts):
            hosts[id(item)] = after
    guests: dict[int, list[Found]] = {}
    for item in found:
        guests.setdefault(id(last_host(item, hosts)), []).append(item)
    return [(item, tuple(guests.get(id(item), ()))) for item in found if hosts[id(item)] is None]


def counts_with(item: Found, after: Found, hosts: dict[int, Found | None]) -> bool:
    """ "Two killed, five injured in a raid": both words of harm count for the act after the second.

    The first has no doer and no place of its own, and no clause is opened between the two.
    """
    if not (item.slots.hit.entry.host and after.slots.hit.entry.host):
        return False
    if last_host(after, hosts) in (None, item):
        return False
    tree, frame = item.slots.tree, item.slots.frame
    if frame.actors or not (frame.passive or frame.construction in HARMED):
        return False
    first, last = max(item.slots.hit.tokens), min(after.slots.hit.tokens)
    parted = tree.lexicon.cues["parts_tolls"]
    has_place = any(is_placeable(tree, n) for _, _, n in frame.preps if n < last)
    return not has_place and parted.isdisjoint(tree.words[first + 1 : last])


def last_host(item: Found, hosts: dict[int, Found | None]) -> Found | None:
    """The trigger that remains of a chain of folded ones; None for one that stands alone."""
    host = hosts[id(item)]
    for _ in range(len(hosts)):
        if host is None or hosts[id(host)] is None:
            return host
        host = hosts[id(host)]
    return None


def host_of(item: Found, at: dict[int, Found]) -> Found | None:
    """The other trigger of the sentence that a trigger belongs to; None if it stands alone."""
    entry = item.slots.hit.entry
    host = act_it_adds_to(item, at) if entry.host else None
    if host is None and entry.thing:
        host = act_it_serves(item, at)
    if host is not None:
        return host
    if item.slots.hit.form == "noun":
        return (
            carrier(item, at)
            or named_by(item, at)
            or (scene_of(item, at) if entry.generic else None)
        )
    if (twin := of_its_weapon(item, at)) is not None:
        return twin
    if not entry.generic:
        return None
    return purpose_of(item, at) or acting_noun(item, at) or acting_subject(item, at)


def of_its_weapon(item: Found, at: dict[int, Found]) -> Found | None:
    """ "Shells fired from the hills landed in the town": one shelling, told by its second verb."""
    tree, head = item.slots.tree, item.slots.hit.head
    above = tree.heads[tree.heads[head]]
    other = at.get(above) if tree.deps[head] == "acl" else None
    is_same = other is not None and other is not item and other.rule.type == item.rule.type
    is_same = is_same and other is not None and not other.slots.hit.entry.host
    return other if is_same and tree.heads[head] in tree.kids(above, "nsubj") else None


def acting_subject(item: Found, at: dict[int, Found]) -> Found | None:
    """ "Air strikes pounded the town", "shelling hit": the subject is the act, the verb says whom.

    A weapon's own name ("barrage") does not: it serves the verb.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    for noun in tree.kids(head, "nsubj"):
        other = at.get(noun)
        if other is not None and other is not item and not other.slots.hit.entry.thing:
            return other if tree.is_in(noun, "state_acts") else None
    return None


def acting_noun(item: Found, at: dict[int, Found]) -> Found | None:
    """ "attacked by raids of", "hit by an air strike": the noun names the act more sharply."""
    tree, head = item.slots.tree, item.slots.hit.head
    for preposition in tree.kids(head, "agent", "prep"):
        if tree.words[preposition] in ("by", "in"):
            for noun in tree.kids(preposition, "pobj"):
                other = at.get(noun)
                if other is not None and other is not item and not other.slots.hit.entry.thing:
                    return other
    return None


def act_it_adds_to(item: Found, at: dict[int, Found]) -> Found | None:
    """The event that a casualty word only adds a toll to.

    An event noun as subject ("the blast killed"), after "in", "by", "during", the event verb over
    an -ing clause, the act of a when-clause beside it, and that of a verb it is conjoined with.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    joined = at.get(tree.heads[head]) if tree.deps[head] == "conj" else None
    own = [act_at(n, item, at) for _, word, n in preps_of(tree, head) if word in CIRCUMSTANCE]
    if joined is not None and not any(own):
        shares = item.slots.frame.passive and item.slots.frame.actors == joined.slots.frame.actors
        if not item.slots.frame.actors or joined.slots.hit.entry.host or shares:
            return joined
    verbs = [head] if is_placed(tree, head) else tree.conjuncts(head)
    around = [n for v in verbs for _, word, n in preps_of(tree, v) if word in CIRCUMSTANCE]
    around += [noun for _, word, noun in item.slots.frame.preps if word in CIRCUMSTANCE]
    first = tree.heads[head] if tree.deps[head] == "conj" else head
    around += [*item.slots.frame.actors, *tree.kids(head, "nsubj"), *tree.kids(first, "nsubj")]
    # "an attack on Ayn, which killed 12": the relative clause hangs on the town
    around += [a for i in item.slots.frame.actors if is_hung(tree, head, i) for a in tree.above(i)]
    # "killed in two days of fighting", "in a series of raids"
    around += [n for i in around for _, word, n in preps_of(tree, i) if word == "of"]
    # "Shells fired by the army killed six": the firing is the act.
    around += [c for i in item.slots.frame.actors for c in tree.kids(i, "acl")]
    acts = [other for i in around if (other := act_at(i, item, at)) is not None]
    if acts:
        return acts[0]
    if tells_outcome(tree, head):
        above = (at.get(i) for v in tree.above(head) for i in (v, *acts_beside(tree, v)))
        return next(
            (o for o in above if o is not None and o is not item and o.rule.type != "holds"), None
        )
    clauses = [c for verb in verbs for c in tree.kids(verb, "advcl")]
    # "killed when a shell struck": the verb of the clause or what its subject tells
    told = [n for c in clauses for n in (c, *tree.kids(c, "nsubj"))]
    return next((o for n in told if (o := act_at(n, item, at)) is not None), None)


def is_hung(tree: Tree, verb: int, i: int) -> bool:
    """Whether a verb is the relative clause of a place, which can do nothing."""
    return tree.deps[verb] == "relcl" and tree.heads[verb] == i and is_placeable(tree, i)


def is_placed(tree: Tree, verb: int) -> bool:
    """ "Killed in Kharkiv and wounded in shelling of Kherson": each verb has a place of its own."""
    return any(is_placeable(tree, n) for _, word, n in preps_of(tree, verb) if word in PLACING)


def acts_beside(tree: Tree, verb: int) -> list[int]:
    """Nouns a verb makes acts of: "carried out strikes, leaving 60 dead", "a wave of raids hit"."""
    nouns = list(tree.kids(verb, "nsubj", "dobj", "nsubjpass"))
    return [*nouns, *(n for noun in nouns for _, word, n in preps_of(tree, noun) if word == "of")]


def named_by(item: Found, at: dict[int, Found]) -> Found | None:
    """ "a barrel bomb attack": the word before a general noun says what kind of act it is."""
    tree, head = item.slots.tree, item.slots.hit.head
    if not item.slots.hit.entry.generic:
        return None
    for k in tree.kids(head, "compound"):
        other = at.get(k)
        if other is not None and other is not item and not other.slots.hit.entry.host:
            return None if other.slots.hit.entry.thing else other
    return None


def tells_outcome(tree: Tree, head: int) -> bool:
    """Whether a word stands in an -ing clause of result: "killing 10", "leaving 10 wounded"."""
    if tree.tags[head] == "VB":
        return False  # "causing a sniper to kill": an act of its own
    if tree.deps[head] == "pcomp" and tree.words[tree.heads[head]] in ("of", "for", "from"):
        return False  # "accused of executing civilians"
    for i in (head, *tree.above(head)):
        if tree.tags[i] == "VBG" and tree.kid(i, "nsubj") is None:
            return i == head or tree.is_in(i, "result_verbs")
        is_of = "of" in (tree.words[i], tree.words[tree.heads[i]])  # "causing dozens of casualties"
        if tree.deps[i] not in WITHIN and not (is_of and tree.deps[i] in ("pobj", "prep")):
            return False
    return False


def act_at(i: int, item: Found, at: dict[int, Found]) -> Found | None:
    """The trigger at a token if it is another act, which can have a toll."""
    other = at.get(i)
    is_act = other is not None and other is not item and not other.slots.hit.entry.host
    listed = item.slots.tree.lexicon.classes.get(item.slots.tree.words[i], frozenset())
    return other if is_act and "demonstrators" not in listed else None  # they are who is hit


def act_it_serves(item: Found, at: dict[int, Found]) -> Found | None:
    """The trigger that a weapon word is subject, object or instrument of."""
    tree, head = item.slots.tree, item.slots.hit.head
    for other in dict.fromkeys(at.values()):
        if other is item or other.slots.hit.entry.host:
            continue
        if other.rule.type in tree.lexicon.cues["telling_types"]:
            continue
        frame = other.slots.frame
        own = [n for p, _, n in frame.preps if tree.heads[p] == other.slots.hit.head]
        subjects = tree.kids(other.slots.hit.head, "nsubj", "nsubjpass", "csubj")
        nouns = {*frame.actors, *frame.objects, *frame.mods, *own, *subjects}
        if head in nouns or any(a in nouns for a in list(tree.above(head))[:3]):
            return other
    return None


def carrier(item: Found, at: dict[int, Found]) -> Found | None:
    """The verb over a noun that took it as its object ("launched an offensive")."""
    tree, head = item.slots.tree, item.slots.hit.head
    verb = at.get(tree.heads[head])
    if verb is None or verb is item:
        return None
    if verb.slots.hit.entry.carries and tree.deps[head] in ("dobj", "nsubjpass"):
        return verb
    if item.rule.type != "agreement" or tree.deps[head] not in ("dobj", "nsubj", "nsubjpass"):
        return None
    # "a ceasefire came into force", "breached the ceasefire": one act
    return (
        verb if verb.rule.type == "agreement" or tree.is_in(tree.heads[head], "breaking") else None
    )


def scene_of(item: Found, at: dict[int, Found]) -> Found | None:
    """The sharper verb whose scene a general word ("raids", "attack") only sets."""
    tree, head = item.slots.tree, item.slots.hit.head
    if tree.deps[head] != "pobj":
        return None
    preposition = tree.heads[head]
    above = at.get(tree.heads[preposition])
    is_scene = (
        tree.words[preposition] in CIRCUMSTANCE
        and above is not None
        and above is not item
        and not above.slots.hit.entry.host
        and above.slots.hit.entry.sharp
    )
    return above if is_scene else None


def purpose_of(item: Found, at: dict[int, Found]) -> Found | None:
    """ "conducting raids to detain": the purpose names the act."""
    tree: Tree = item.slots.tree
    for c in tree.kids(item.slots.hit.head, "advcl", "xcomp"):
        other = at.get(c) if tree.tags[c] == "VB" else None
        if other is not None and other.slots.hit.entry.sharp:
            return other
    return None
