"""What keeps a violent word from being an event: no evidence of arms, rhetoric, a mere result."""

from __future__ import annotations

from situate.extract.decide import Slots
from situate.extract.kinds import kinds, words_of

ARMED = frozenset(("armed", "name", "group"))
MILITARY = frozenset(("military", "site", "strategic"))


def has_evidence(slots: Slots) -> bool:
    """Whether the clause holds one of the kinds of evidence the entry needs (law 5)."""
    need = slots.hit.entry.need
    if not need:
        return True
    clause = slots["clause"] | slots["actor"] | slots["target"]
    if slots.hit.entry.strong:
        clause |= slots["sentence"]
    if "place" in need and not clause.isdisjoint(("place", "proper", "strategic")):
        return True
    if "place" in need and has_place(slots):
        return True
    if "toll" in need and "number" in clause:
        return True
    if "military" in need and not clause.isdisjoint(MILITARY):
        return True
    return not clause.isdisjoint(need - {"place", "toll", "military"}) or (
        "armed" in need and not clause.isdisjoint(ARMED)
    )


def has_place(slots: Slots) -> bool:
    """Whether a preposition or the object of the trigger brings a place, known or not."""
    tree, found = slots.tree, {"place", "proper"}
    nouns = [n for _, word, n in slots.frame.preps if word in ("in", "at", "near", "of", "around")]
    return any(not found.isdisjoint(kinds(tree, i)) for i in (*nouns, *slots.frame.objects))


WEAPONS = frozenset(("heavy", "aircraft", "device", "handheld", "suicide", "grenade", "chemagent"))


def is_off_topic(slots: Slots, family: str) -> bool:
    """Whether the sentence is about weather, disease, sport or markets and no arms are in the act.

    Such words raise the bar: an armed actor or target, or a weapon in the clause, must be there.
    """
    cues = slots.tree.lexicon.cues
    if family not in cues["restrained_families"]:
        return False
    tree, own = slots.tree, set(slots.hit.tokens)
    others = words_of(tree, (i for i in range(len(tree.words)) if i not in own))
    if others.isdisjoint(cues["restrained_topics"]) and slots["around"].isdisjoint(
        cues["restrained_around"]
    ):
        return False
    is_armed = "armed" in slots["actor"] or "armed" in slots["target"]
    return not is_armed and slots["clause"].isdisjoint(WEAPONS)


def is_backing(slots: Slots) -> bool:
    """ "backed by air strikes", "with the support of shelling": help, not an act of its own."""
    tree, head = slots.tree, slots.hit.head
    if not tree.tags[head].startswith("N"):
        return False
    for above in list(tree.above(head))[:4]:
        if tree.words[above] in tree.lexicon.cues["backing"]:
            return True
        if tree.words[above] in tree.lexicon.cues["backing_nouns"] and tree.deps[above] == "pobj":
            return True
        if tree.tags[above].startswith("V"):
            return False
    return False
