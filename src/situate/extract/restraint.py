"""What keeps a violent word from being an event: no evidence of arms, rhetoric, a mere result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from situate.extract.arcs import acts, is_country, is_verb
from situate.extract.decide import Slots
from situate.extract.kinds import kinds, told_by_token
from situate.extract.tree import Tree
from situate.model import Quote

ARMED = frozenset(("armed", "name", "group"))
MILITARY = frozenset(("military", "site", "strategic"))
OLD_YEAR = re.compile(r"1[5-9]\d\d")
ORDERED = frozenset(("xcomp", "ccomp", "advcl", "acl"))


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
    if "armed" in need and is_state_striking(slots):
        return True
    return not clause.isdisjoint(need - {"place", "toll", "military"}) or (
        "armed" in need and not clause.isdisjoint(ARMED)
    )


def is_state_striking(slots: Slots) -> bool:
    """ "Israel bombed an area near Damascus": a country acts with its arms, or hits what it may."""
    tree, frame = slots.tree, slots.frame
    if not any(is_country(tree, i) for i in frame.actors):
        return False
    hit = frozenset().union(*(kinds(tree, i) for i in frame.objects))
    return tree.is_in(frame.head, "arms_verbs") or not hit.isdisjoint(STRUCK)


def has_place(slots: Slots) -> bool:
    """Whether a preposition or the object of the trigger brings a place, known or not."""
    tree, found = slots.tree, {"place", "proper"}
    nouns = [n for _, word, n in slots.frame.preps if word in ("in", "at", "near", "of", "around")]
    return any(not found.isdisjoint(kinds(tree, i)) for i in (*nouns, *slots.frame.objects))


STRUCK = frozenset(("settlement", "building", "site", "strategic", "civilian"))
WEAPONS = frozenset(("heavy", "aircraft", "device", "handheld", "suicide", "grenade", "chemagent"))


def is_off_topic(slots: Slots, family: str) -> bool:
    """Whether the sentence is about weather, disease, sport or markets and no arms are in the act.

    Such words raise the bar: an armed actor or target, or a weapon in the clause, must be there.
    """
    cues = slots.tree.lexicon.cues
    if family not in cues["restrained_families"]:
        return False
    if not has_topic(slots, cues["restrained_topics"]) and slots["around"].isdisjoint(
        cues["restrained_around"]
    ):
        return False
    is_armed = "armed" in slots["actor"] or "armed" in slots["target"]
    return not is_armed and slots["clause"].isdisjoint(WEAPONS)


def has_topic(slots: Slots, topics: frozenset[str]) -> bool:
    """Whether a word of the sentence beside the trigger's own is of one of the topics."""
    if slots["sentence"].isdisjoint(topics):
        return False
    own = slots.hit.tokens
    told = enumerate(told_by_token(slots.tree))
    return any(i not in own and not found.isdisjoint(topics) for i, found in told)


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


def referred_to(slots: Slots) -> Quote | None:
    """The word by which an act is only spoken of, or None: "condemned the attack", "in 1944".

    A reaction ("hailed the capture", "in response to the raid"), an appeal ("told them to stop the
    shelling"), training, a court ("faces charges over the killing") and a year of the last century
    tell no news, unless the noun brings numbers or a relative clause of its own.
    """
    tree, head = slots.tree, slots.hit.head
    cue = old_year(tree, head)
    if cue is None and slots.hit.entry.symmetric and describes_side(tree, head):
        cue = head
    if cue is None and tree.tags[head].startswith("N") and not is_told(tree, head):
        cue = spoken_of(tree, head)
    if cue is None and tree.tags[head] == "VB" and tree.deps[head] in ORDERED:
        cue = next((i for i in (tree.heads[head],) if tree.is_in(i, "appeals")), None)
    return None if cue is None else tree.sentence.quote(cue, cue)


def describes_side(tree: Tree, head: int) -> bool:
    """ "The coalition fighting X hit the town": a participle of the present says who they are."""
    if tree.tags[head] != "VBG" or tree.deps[head] not in ("acl", "relcl", "conj"):
        return False
    verb = tree.heads[head] if tree.deps[head] == "conj" else head
    if tree.deps[verb] not in ("acl", "relcl") or not acts(tree, tree.heads[verb]):
        return False
    past = any(tree.words[k] in ("was", "were") for k in tree.kids(head, "aux"))
    above = tree.heads[tree.heads[verb]]
    return not past and is_verb(tree, above) and tree.kid(above, "expl") is None


def at_large(slots: Slots) -> Quote | None:
    """The word that tells of a war as a whole, or None: "the fight against X", "to defeat X".

    A finite verb of the past tells a battle: "the army defeated the rebels at Ayn Hajar".
    """
    if not slots.hit.entry.general:
        return None
    tree, head = slots.tree, slots.hit.head
    has_aux = any(tree.words[c] in ("have", "has", "had", "to") for c in tree.kids(head, "aux"))
    if tree.tags[head] == "VBD" and not has_aux:
        return None
    return tree.sentence.quote(min(slots.hit.tokens), max(slots.hit.tokens))


def is_told(tree: Tree, head: int) -> bool:
    """Whether a noun tells its act: with a number, or in a relative clause."""
    return any(
        tree.deps[i] in ("relcl", "nummod") or tree.tags[i] == "CD" for i in tree.subtree(head)
    )


def spoken_of(tree: Tree, head: int) -> int | None:
    """The verb of reacting, ordering, training or trying that a noun of an act depends on."""
    noun = head
    while tree.deps[noun] == "conj" and tree.heads[noun] != noun:
        noun = tree.heads[noun]
    above, dep = tree.heads[noun], tree.deps[noun]
    if dep in ("dobj", "nsubjpass"):
        if tree.is_in(above, "reactions"):
            return above
        if tree.is_in(above, "stopping") and tree.is_in(tree.heads[above], "asking"):
            return above
    if dep == "pobj":
        verb = tree.heads[above]
        if tree.words[above] in ("to", "for") and tree.is_in(verb, "reaction_nouns"):
            return verb  # "in retaliation for the killing of"
        if tree.is_in(verb, "training") or is_talked_over(tree, above):
            return verb
        if tree.words[above] in ("over", "for") and tree.is_in(verb, "accountable"):
            return verb  # "arrested over the killing of"
        return next(in_court(tree, verb), None)
    return None


def is_talked_over(tree: Tree, preposition: int) -> bool:
    """ "negotiations on a pullback": what is talked about has not come to pass."""
    above = tree.heads[preposition]
    told = [above, *tree.kids(above, "dobj")]
    return tree.words[preposition] in ("on", "about", "over", "for") and any(
        tree.is_in(i, "talks") for i in told
    )


def in_court(tree: Tree, i: int) -> Iterator[int]:
    """Words of a court in the clause of a token: charges, trial, verdict."""
    while not is_verb(tree, i) and tree.heads[i] != i:
        i = tree.heads[i]
    for j in tree.subtree(i, frozenset(("conj", "advcl", "relcl"))):
        if tree.words[j] in tree.lexicon.cues["court_words"]:
            yield j


def old_year(tree: Tree, head: int) -> int | None:
    """A year before 2000 that dates the act, at its noun or its verb; None if there is none."""
    for i in (head, tree.heads[head]) if not is_verb(tree, head) else (head,):
        for preposition in tree.kids(i, "prep"):
            year = tree.kid(preposition, "pobj")
            if year is not None and OLD_YEAR.fullmatch(tree.words[year]):
                return year
    return None
