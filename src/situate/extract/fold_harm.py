"""The act that a word of harm adds a toll to: "the blast killed 12", "killed when jets struck"."""

from __future__ import annotations

from situate.extract.arcs import is_placeable, preps_of
from situate.extract.found import Found, last_host
from situate.extract.tree import Tree

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
HARMED = frozenset(("nominal", "reduced relative", "conjoined", "participle"))
PLACING = frozenset(("in", "at", "near", "outside"))
WITHIN = frozenset(("acl", "amod", "dobj", "ccomp", "xcomp", "oprd", "acomp", "conj"))


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
    around += scene_above(tree, head)
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
    # "17 injured on Tuesday when jets struck": the clause may hang on a noun before it
    nouns = [n for verb in verbs for _, _, n in preps_of(tree, verb)]
    nouns += item.slots.frame.objects
    clauses += [c for n in nouns for c in tree.kids(n, "relcl") if is_when(tree, c)]
    # "killed when a shell struck": the verb of the clause or what its subject tells
    told = [n for c in clauses for n in (c, *tree.kids(c, "nsubj"))]
    return next((o for n in told if (o := act_at(n, item, at)) is not None), None)


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


def scene_above(tree: Tree, head: int) -> list[int]:
    """ "The attack left 12 people killed": what left them so."""
    above = tree.heads[head]
    if tree.deps[head] == "acl" and tree.deps[above] in ("dobj", "nsubj"):
        above = tree.heads[above]
    left = tree.deps[head] in ("acl", "ccomp", "oprd", "xcomp") and tree.is_in(
        above, "leaving_dead"
    )
    return list(tree.kids(above, "nsubj")) if left else []


def is_when(tree: Tree, verb: int) -> bool:
    """Whether a clause says when."""
    return any(tree.words[k] == "when" for k in tree.kids(verb, "advmod"))


def is_placed(tree: Tree, verb: int) -> bool:
    """ "Killed in Kharkiv and wounded in shelling of Kherson": each verb has a place of its own."""
    return any(is_placeable(tree, n) for _, word, n in preps_of(tree, verb) if word in PLACING)


def is_hung(tree: Tree, verb: int, i: int) -> bool:
    """Whether a verb is the relative clause of a place, which can do nothing."""
    return tree.deps[verb] == "relcl" and tree.heads[verb] == i and is_placeable(tree, i)


def acts_beside(tree: Tree, verb: int) -> list[int]:
    """Nouns a verb makes acts of: "carried out strikes, leaving 60 dead", "a wave of raids hit"."""
    nouns = list(tree.kids(verb, "nsubj", "dobj", "nsubjpass"))
    return [*nouns, *(n for noun in nouns for _, word, n in preps_of(tree, noun) if word == "of")]


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
