"""The grammar of a clause, with no word of its own: frames of verbs, nouns and adjectives."""

from __future__ import annotations

from situate.extract.arcs import acts, antecedent, is_state_adjective, preps_of, unique
from situate.extract.frame import Frame
from situate.extract.nominal import noun_frame
from situate.extract.subject import subjects_of
from situate.extract.tree import Tree
from situate.extract.verbal import adjective_frame, verb_frame, verb_prepositions
from situate.knowledge.lexicon import Entry, Form

OWNED = frozenset(("attackword", "operation", "act", "hold"))  # what somebody carries out or has


def frame_of(tree: Tree, head: int, form: Form, entry: Entry) -> Frame:
    """The frame of an event word, by the part of speech it was found as."""
    adjective = tree.heads[head]
    if tree.tags[head] == "IN" and tree.deps[adjective] == "acomp":
        frame = Frame(head, tree.heads[adjective])
        frame.actors = subjects_of(tree, tree.heads[adjective])[0]
        frame.preps = list(preps_of(tree, tree.heads[adjective]))
    elif form == "verb" and not is_suffered(tree, head):
        frame = verb_frame(tree, head)
        verb_prepositions(tree, frame, entry)
        if entry.place_is == "towards" and is_only_participle(tree, frame):
            frame.actors, frame.objects = frame.objects, []
    elif form == "adjective":
        frame = adjective_frame(tree, head)
    else:
        frame = noun_frame(tree, head, entry)
    frame = expand(tree, frame)
    if entry.undergoes and not frame.actors:
        frame.actors = unique(w for i in frame.objects for w in owners(tree, i, frame.head))
        frame.objects = []
    if entry.symmetric and not frame.actors:
        frame.actors, frame.objects = (
            [i for i in frame.objects if acts(tree, i)],
            [i for i in frame.objects if not acts(tree, i)],
        )
    return frame


def is_only_participle(tree: Tree, frame: Frame) -> bool:
    """ "Rebels pressed on": a verb of motion has no passive, whatever the parser made of it."""
    return frame.passive and not frame.actors and tree.kid(frame.head, "auxpass") is None


def is_suffered(tree: Tree, head: int) -> bool:
    """ "was subjected to shelling": the -ing form is a noun, its subject the one above is hit."""
    if tree.tags[head] != "VBG" or tree.deps[head] != "pcomp":
        return False
    preposition = tree.heads[head]
    above = tree.heads[preposition]
    return tree.words[preposition] in ("to", "under") and tree.is_in(above, "suffer_verbs")


def expand(tree: Tree, frame: Frame) -> Frame:
    """Replace relative pronouns by what they stand for, and drop repeats."""
    frame.actors = unique(
        who for i in frame.actors for who in owners(tree, antecedent(tree, i), frame.head)
    )
    frame.objects = unique(antecedent(tree, i) for i in frame.objects)
    frame.objects = [i for i in frame.objects if i not in frame.actors]
    return frame


def owners(tree: Tree, i: int, head: int) -> list[int]:
    """Who stands behind an act in the place of an actor: "prevented by the enemy's air attacks"."""
    listed = tree.classes[i]
    if i == head or tree.named[i] is not None or listed.isdisjoint(OWNED):
        return [i]
    kinds_of_act = tree.lexicon.cues["kinds_of_act"]
    modifiers = tree.kids(i, "poss", "compound", "nmod", "amod")
    is_of_state = tree.is_in(i, "state_acts")
    found = [
        k
        for k in modifiers
        if (acts(tree, k) and tree.words[k] not in kinds_of_act)
        or (is_of_state and is_state_adjective(tree, k))
    ]
    for _, word, noun in preps_of(tree, i):
        if word in ("of", "by", "from"):
            # "gunfire from an Israeli naval vessel": the nation fires
            nations = (k for k in tree.kids(noun, "amod") if is_state_adjective(tree, k))
            found += [noun] if acts(tree, noun) else list(nations) if word == "from" else []
    return found or [i]
