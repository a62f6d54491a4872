"""What keeps a violent word from being an event: no evidence of arms, rhetoric, a mere result."""

from __future__ import annotations

from situate.extract.decide import Slots

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


WEAPONS = frozenset(("heavy", "aircraft", "device", "handheld", "suicide", "grenade", "chemagent"))


def is_off_topic(slots: Slots, family: str) -> bool:
    """Whether the sentence is about weather, disease, sport or markets and no arms are in the act.

    Such words raise the bar: an armed actor or target, or a weapon in the clause, must be there.
    """
    cues = slots.tree.lexicon.cues
    if family not in cues["restrained_families"]:
        return False
    if slots["sentence"].isdisjoint(cues["restrained_topics"]):
        return False
    is_armed = "armed" in slots["actor"] or "armed" in slots["target"]
    return not is_armed and slots["clause"].isdisjoint(WEAPONS)
