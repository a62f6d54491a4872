"""How a place passed: whole or part, by force or without a fight."""

from __future__ import annotations

from collections.abc import Sequence

from situate.extract.arcs import preps_of
from situate.extract.decide import Slots
from situate.extract.kinds import PROPER, kinds
from situate.extract.places import is_area, is_part
from situate.extract.tree import Tree
from situate.model import Extent

TAKINGS = frozenset(("place_taken", "place_partly_taken", "place_entered"))
LOSERS = frozenset(("from", "out of", "after", "following", "by", "with", "against"))
BEFORE = 5  # words between "without" and "resistance", between "after" and "withdrew"


def how_taken(tree: Tree, slots: Slots, kind: str) -> tuple[str, Extent | None]:
    """Final type and extent of a taking; any other type comes back unchanged."""
    if kind not in TAKINGS:
        return kind, ground_gained(tree, slots, kind)
    if kind != "place_entered" and is_brief(tree, slots):
        return "place_entered", None
    if kind == "place_taken" and is_of_part(tree, slots):
        kind = "place_partly_taken"
    if is_unopposed(tree, slots):
        return "place_transferred", "whole" if kind == "place_taken" else "part"
    if kind == "place_partly_taken":
        return kind, "edge" if is_at_edge(tree, slots) else "part"
    return kind, "whole" if kind == "place_taken" else None


def is_brief(tree: Tree, slots: Slots) -> bool:
    """ "briefly took control of it": taken and lost again, so that nothing is known to have passed.

    The codebook counts a place as passed only if it is still held when the day ends.
    """
    cues = tree.lexicon.cues
    near = range(max(0, slots.hit.head - 2), max(slots.hit.tokens) + 1)
    if any(tree.words[i] in cues["briefly"] for i in near):
        return True
    after = range(max(slots.hit.tokens), len(tree.words) - 1)
    if any(tree.words[i] == "before" and tree.is_in(i + 1, "losing") for i in after):
        return True
    return any(_is_short(tree, preps) for preps in (slots.frame.preps, _kept_for(tree, slots)))


def _is_short(tree: Tree, preps: Sequence[tuple[int, str, int]]) -> bool:
    """ "for several hours"."""
    return any(w == "for" and tree.is_in(noun, "short_times") for _, w, noun in preps)


def _kept_for(tree: Tree, slots: Slots) -> list[tuple[int, str, int]]:
    """What stands with "held it" after "overran the town and": for how long it was kept."""
    kept = (i for i in tree.conjuncts(slots.hit.head) if tree.is_in(i, "keeping"))
    return [prep for i in kept if i > slots.hit.head for prep in preps_of(tree, i)]


def is_at_edge(tree: Tree, slots: Slots) -> bool:
    """Whether the part is the outer one: suburbs, outskirts, the entrance."""
    nouns = {*slots.frame.objects, *(noun for _, _, noun in slots.frame.preps)}
    return any(tree.words[i] in tree.lexicon.cues["edge_words"] for i in nouns)


def is_of_part(tree: Tree, slots: Slots) -> bool:
    """Whether all that was taken, or that the loser was driven from, is part of a place.

    A quarter with a name of its own, taken whole, is a place.
    """
    nouns = [i for i in slots.frame.objects if "place" in kinds(tree, i) or is_part(tree, i)]
    nouns = nouns or [
        noun
        for _, word, noun in slots.frame.preps
        if word not in LOSERS or "armed" not in kinds(tree, noun)
    ]
    partial = tree.lexicon.cues["partial"]
    if any(
        tree.words[c] in partial for i in slots.hit.tokens for c in tree.kids(i, "amod", "advmod")
    ):
        return True
    return bool(nouns) and all(is_piece(tree, i) for i in nouns)


def is_piece(tree: Tree, i: int) -> bool:
    """Whether a noun means a piece of a place: "parts of Homs", "six checkpoints", not "the areas
    of Rujm and Qita", which are two places, nor a quarter or a numbered point.
    """
    if is_named_quarter(tree, i) or is_list_of_names(tree, i) or is_numbered(tree, i):
        return False
    if names_examples(tree, i):
        return False
    return is_part(tree, i) or is_some_posts(tree, i)


def is_some_posts(tree: Tree, i: int) -> bool:
    """ "several checkpoints", "six new posts": unnamed places of soldiers, told by number."""
    is_post = tree.tags[i] == "NNS" and "site" in tree.classes[i]
    return is_post and any(
        tree.deps[c] == "nummod" or tree.words[c] in tree.lexicon.cues["some"]
        for c in tree.children[i]
    )


def is_list_of_names(tree: Tree, i: int) -> bool:
    """ "the areas of Rujm, Qita and Hosh": each is a place of its own."""
    if tree.words[i] not in tree.lexicon.cues["areas"]:
        return False
    named = [n for _, word, n in preps_of(tree, i) if word == "of" and tree.tags[n] in PROPER]
    return len(named) > 1


def names_examples(tree: Tree, i: int) -> bool:
    """ "areas of the valley, including Rujm and Qita": those two were taken, the valley in part."""
    examples = tree.lexicon.cues["examples"]
    return any(
        word in examples and tree.tags[n] in PROPER and is_area(tree, n)
        for _, word, n in preps_of(tree, i)
    )


def is_numbered(tree: Tree, i: int) -> bool:
    """ "Point 50", "border posts 169 and 170": a point with a name or number of its own."""
    return tree.words[i] in tree.lexicon.cues["part_always"] and any(
        tree.tags[c] == "CD" for c in tree.children[i] if c > i
    )


def is_named_quarter(tree: Tree, i: int) -> bool:
    """ "the Tishreen neighbourhood of the city": not "the neighbourhoods of Homs"."""
    return "quarter" in tree.classes[i] and any(
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
