"""Which event type a trigger has: the rules of its entry, read against the slots of its clause."""

from __future__ import annotations

from dataclasses import dataclass, field

from situate.extract.arcs import is_verb
from situate.extract.find import Hit
from situate.extract.frame import Frame
from situate.extract.kinds import NOTHING, kinds_of, words_of
from situate.extract.tree import Tree
from situate.knowledge.lexicon import Condition, Rule

CLAUSE_STOP = frozenset(("relcl", "ccomp", "conj", "advcl", "parataxis"))
SHARED = frozenset(("sentence", "around"))  # slots of the sentence, the same for all its triggers
AROUND = 600  # characters of the paragraph that may tell what an event word means


@dataclass(slots=True, eq=False)
class Slots:
    """The classes in each slot of a trigger, worked out when first asked for."""

    tree: Tree
    hit: Hit
    frame: Frame
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, slot: str) -> frozenset[str]:
        """Classes in a slot; `none` if it is empty."""
        known = self.tree.shared if slot in SHARED else self.known
        if slot not in known:
            known[slot] = self.read(slot) or NOTHING
        return known[slot]

    def read(self, slot: str) -> frozenset[str]:
        """Classes in a slot, by its name; an unknown name is a preposition."""
        tree, frame, head = self.tree, self.frame, self.hit.head
        if slot == "actor":
            return kinds_of(tree, frame.actors)
        if slot == "target":
            return kinds_of(tree, frame.objects)
        if slot == "mod":
            return words_of(tree, frame.mods)
        if slot == "clause":
            return words_of(tree, self.clause())
        if slot == "sentence":
            return words_of(tree, range(len(tree.words)))
        if slot == "support":
            return words_of(tree, [frame.support]) if frame.support is not None else NOTHING
        if slot == "voice":
            return frozenset(("passive" if frame.passive else "active",))
        if slot == "lemma":
            return frozenset("=" + tree.lemmas[i] for i in self.hit.tokens)
        if slot == "around":
            return around(self.tree)
        if slot == "above":
            return words_of(tree, list(tree.above(head))[:1])
        if slot == "tag":
            return frozenset(("=" + tree.tags[head].lower(),))
        if slot == "dep":
            return frozenset(("=" + tree.deps[head],))
        if slot == "adverb":
            return words_of(tree, tree.kids(head, "advmod"))
        if slot == "joined":
            return words_of(tree, joined_to(tree, head)) if joined_to(tree, head) else NOTHING
        if slot == "quality":
            words = [k for i in frame.objects for k in tree.kids(i, "amod", "det", "nummod")]
            return words_of(tree, words)
        return kinds_of(tree, [noun for _, word, noun in frame.preps if word == slot])

    def clause(self) -> set[int]:
        """Tokens of the trigger's clause; subordinate and coordinate clauses are left out."""
        tree, head = self.tree, self.hit.head
        top = head
        if is_set_beside(tree, head):
            return set(tree.subtree(head, CLAUSE_STOP))
        if not is_verb(tree, head):
            top = next((a for a in tree.above(head) if is_verb(tree, a)), root_of(tree, head))
        elif tree.deps[head] in ("xcomp", "acl", "amod"):
            top = next(iter(tree.above(head)), head)
        inside = set(tree.subtree(top, CLAUSE_STOP))
        inside.update(tree.subtree(head, CLAUSE_STOP))
        for i in tree.kids(top, "advcl"):
            if tree.tags[i] == "VBG":
                inside.update(tree.subtree(i, CLAUSE_STOP))
        for noun in (*self.frame.actors, *self.frame.objects):
            inside.update(tree.subtree(noun, CLAUSE_STOP))
        return inside


def is_set_beside(tree: Tree, head: int) -> bool:
    """ "Fired rockets in retaliation for the killing of a leader": rockets did not kill him."""
    preposition = tree.heads[head]
    if tree.deps[head] != "pobj" or not tree.tags[head].startswith("N"):
        return False
    cue = tree.words[tree.heads[preposition]] if tree.deps[preposition] == "prep" else ""
    return tree.words[preposition] in ("for", "to") and cue in tree.lexicon.cues["reaction_nouns"]


def around(tree: Tree) -> frozenset[str]:
    """Bare words of the paragraph near the sentence, before and after it."""
    sentence, block = tree.sentence, tree.sentence.block
    start, end = sentence.start - AROUND, sentence.end + AROUND
    return tree.wording.between(max(block.start, start), min(block.end, end))


def joined_to(tree: Tree, head: int) -> list[int]:
    """Verbs that a verb is coordinated with."""
    found = [k for k in tree.kids(head, "conj") if is_verb(tree, k)]
    return [*found, tree.heads[head]] if tree.deps[head] == "conj" else found


def root_of(tree: Tree, i: int) -> int:
    """The root above a token."""
    for above in tree.above(i):
        i = above
    return i


def decide(slots: Slots) -> Rule | None:
    """The first rule that holds, or None where none does."""
    for rule in slots.hit.entry.rules:
        for condition in rule.when:
            if not holds(slots, condition):
                break
        else:
            return rule
    return None


def holds(slots: Slots, condition: Condition) -> bool:
    """Whether the classes of a slot meet (or, negated, miss) what a rule wants."""
    return slots[condition.slot].isdisjoint(condition.wanted) == condition.negated
