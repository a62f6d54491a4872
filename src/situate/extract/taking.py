"""How a place passed: whole or part, by force or without a fight."""

from __future__ import annotations

from situate.extract.decide import Slots
from situate.extract.kinds import kinds
from situate.extract.places import is_part
from situate.extract.tree import Tree
from situate.model import Extent

TAKINGS = frozenset(("place_taken", "place_partly_taken", "place_entered"))
BEFORE = 5  # words between "without" and "resistance", between "after" and "withdrew"


def how_taken(tree: Tree, slots: Slots, kind: str) -> tuple[str, Extent | None]:
    """Final type and extent of a taking; any other type comes back unchanged."""
    if kind not in TAKINGS:
        return kind, ground_gained(tree, slots, kind)
    if kind == "place_taken" and is_of_part(tree, slots):
        kind = "place_partly_taken"
    if is_unopposed(tree, slots):
        return "place_transferred", "whole" if kind == "place_taken" else "part"
    if kind == "place_partly_taken":
        return kind, "edge" if is_at_edge(tree, slots) else "part"
    return kind, "whole" if kind == "place_taken" else None


def is_at_edge(tree: Tree, slots: Slots) -> bool:
    """Whether the part is the outer one: suburbs, outskirts, the entrance."""
    nouns = {*slots.frame.objects, *(noun for _, _, noun in slots.frame.preps)}
    return any(tree.words[i] in tree.lexicon.cues["edge_words"] for i in nouns)


def is_of_part(tree: Tree, slots: Slots) -> bool:
    """Whether all that was taken, or that the loser was driven from, is part of a place.

    A quarter with a name of its own, taken whole, is a place.
    """
    nouns = [i for i in slots.frame.objects if "place" in kinds(tree, i) or is_part(tree, i)]
    nouns = nouns or [noun for _, _, noun in slots.frame.preps]
    partial = tree.lexicon.cues["partial"]
    if any(
        tree.words[c] in partial for i in slots.hit.tokens for c in tree.kids(i, "amod", "advmod")
    ):
        return True
    return bool(nouns) and all(is_part(tree, i) and not is_named_quarter(tree, i) for i in nouns)


def is_named_quarter(tree: Tree, i: int) -> bool:
    """ "the Tishreen neighbourhood of the city": not "the neighbourhoods of Homs"."""
    return "quarter" in tree.lexicon.classes.get(tree.words[i], ()) and any(
        tree.tags[c] in ("NNP", "NNPS") for c in tree.kids(i, "compound", "nmod", "poss")
    )


def ground_gained(tree: Tree, slots: Slots, kind: str) -> Extent | None:
    """ "gained ground in", "advanced in": part of an area changed hands."""
    if kind != "advance":
        return None
    if len(slots.hit.tokens) > 1 and not slots["lemma"].isdisjoint(("=gain", "=ground", "=gains")):
        return "part"
    return "part" if "none" not in slots["in"] and "place" in slots["in"] else None


def is_unopposed(tree: Tree, slots: Slots) -> bool:
    """Whether the sentence says there was no fight, or that the other side had left without one."""
    cues = tree.lexicon.cues
    fought = left = False
    for i, word in enumerate(tree.words):
        before = tree.words[max(0, i - BEFORE) : i]
        if word in cues["fight_nouns"]:
            if not cues["without"].isdisjoint(before):
                return True
            fought = True
        is_leaving = i not in slots.hit.tokens and word in cues["leaving"]
        left |= is_leaving and not cues["afterwards"].isdisjoint(before)
    return left and not fought
