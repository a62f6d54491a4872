"""What keeps a violent word from being an event: no evidence of arms, rhetoric, a mere result."""

from __future__ import annotations

from situate.extract.decide import Slots
from situate.extract.find import Hit

ARMED = frozenset(("armed", "name", "group"))
MILITARY = frozenset(("military", "site", "strategic"))


def has_evidence(slots: Slots) -> bool:
    """Whether the clause holds one of the kinds of evidence the entry needs (law 5)."""
    need = slots.hit.entry.need
    if not need:
        return True
    clause = slots["clause"] | slots["actor"] | slots["target"]
    if "place" in need and not clause.isdisjoint(("place", "proper", "strategic")):
        return True
    if "toll" in need and "number" in clause:
        return True
    if "military" in need and not clause.isdisjoint(MILITARY):
        return True
    return not clause.isdisjoint(need - {"place", "toll", "military"}) or (
        "armed" in need and not clause.isdisjoint(ARMED)
    )


def is_result(slots: Slots, others: list[Hit]) -> bool:
    """Whether a casualty word only adds a toll to another event of its sentence.

    True under an event noun as subject ("the blast killed"), after "in", "by", "during" with one,
    as an -ing clause of an event verb, and beside a when-clause that tells the act.
    """
    tree, head = slots.tree, slots.hit.head
    events = {t for other in others if other is not slots.hit for t in other.tokens}
    around = {noun for _, _, noun in slots.frame.preps} | set(slots.frame.actors)
    if not events.isdisjoint(around):
        return True
    if tree.deps[head] in ("advcl", "acl", "xcomp") and tree.tags[head] == "VBG":
        return not events.isdisjoint(tree.above(head))
    if any(c in events for c in tree.kids(head, "advcl")):
        return True
    return tree.deps[head] == "conj" and tree.heads[head] in events and not slots.frame.actors
