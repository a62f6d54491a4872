"""The frame of an event noun: its modifiers, its prepositions and the verb that carries it."""

from __future__ import annotations

from collections.abc import Iterator

from situate.extract.arcs import (
    acts,
    is_country,
    is_placeable,
    is_state_adjective,
    is_verb,
    preps_of,
)
from situate.extract.frame import Frame
from situate.extract.kinds import is_a_side
from situate.extract.strays import party_to, stray_agents, stray_targets, surface_sides
from situate.extract.subject import agents_of, subjects_of
from situate.extract.support import carried_in_relative, support
from situate.extract.tree import Tree
from situate.knowledge.lexicon import Entry

MODIFIER = ("compound", "amod", "poss", "nmod", "npadvmod")
MEANS_OF_WAR = frozenset(
    ("aircraft", "airword", "weapon", "heavy", "device", "handheld", "attackword")
)
ON = frozenset(("on", "against", "upon", "targeting", "with"))


def noun_frame(tree: Tree, head: int, entry: Entry) -> Frame:
    """The frame of an event noun: its own modifiers and prepositions, and its support verb's."""
    frame = Frame(head, None, construction="nominal")
    frame.mods = [c for k in tree.kids(head, *MODIFIER) for c in tree.conjuncts(k)]
    # "Turkish drone strikes": whose drones they are stands on the drone.
    frame.mods += [k for m in frame.mods if is_means(tree, m) for k in tree.kids(m, *MODIFIER)]
    frame.preps = list(deep_preps(tree, head))
    support(tree, frame, entry)
    carried_in_relative(tree, frame, entry)
    noun_prepositions(tree, frame, entry)
    for i in frame.mods:
        if tree.words[i] in tree.lexicon.cues["kinds_of_act"]:
            continue  # a "terrorist attack" is a kind of attack, done by nobody yet
        if acts(tree, i) or (not entry.symmetric and is_state_acting(tree, head, i)):
            frame.actors.append(i)
    frame.actors += blamed_for(tree, head)
    for verb in tree.kids(head, "acl"):
        if tree.is_in(verb, "laying") or tree.is_in(verb, "reacting"):
            continue  # who is blamed, or condemns it, is neither its target nor its place
        if tree.tags[verb] == "VBN" and not tree.is_in(verb, "parting"):
            frame.actors += agents_of(tree, verb)
        frame.preps += list(preps_of(tree, verb))
        if tree.words[verb] == "targeting":
            frame.objects += [c for k in tree.kids(verb, "dobj") for c in tree.conjuncts(k)]
    if not frame.actors:
        frame.actors = stray_agents(tree, frame)
    if entry.symmetric and not entry.general:
        surface_sides(tree, frame)
    if entry.general and all(tree.tags[i] == "PRP$" for i in frame.actors):
        frame.actors = party_to(tree, head) or frame.actors
    if not any(acts(tree, i) for i in frame.objects):
        frame.objects += stray_targets(tree, frame)
    return frame


def blamed_for(tree: Tree, head: int) -> list[int]:
    """ "an attack blamed on X", "attributed to X", "which the army blames on X": X did it.

    Whoever lays it at X's door is quoted as for any act that is told of by somebody.
    """
    # A relative clause is hung on the place before it: nobody is blamed for a town.
    places = [n for _, _, n in preps_of(tree, head) if is_placeable(tree, n)]
    accused = accused_of(tree, head)
    if accused:
        return accused
    verbs = [verb for noun in (head, *places) for verb in tree.kids(noun, "acl", "relcl")]
    if tree.deps[head] in ("nsubjpass", "dobj"):
        verbs.append(tree.heads[head])
    return [
        noun
        for verb in verbs
        if tree.is_in(verb, "laying")
        for _, word, noun in preps_of(tree, verb)
        if word in ("on", "upon", "to") and acts(tree, noun)
    ]


def accused_of(tree: Tree, head: int) -> list[int]:
    """ "blamed the army for the strikes", "the army is responsible for the strikes": the army did.

    Only for an act told under "for" or "of"; who says so is quoted as the speaker.
    """
    while tree.deps[head] == "conj" and tree.tags[tree.heads[head]].startswith("N"):
        head = tree.heads[head]
    preposition = tree.heads[head]
    if tree.deps[head] != "pobj" or tree.words[preposition] not in ("for", "of", "over"):
        return []
    above = tree.heads[preposition]
    if tree.deps[above] == "dobj" and is_verb(tree, tree.heads[above]):
        above = tree.heads[above]  # "for" hung on the accused
    if is_verb(tree, above) and tree.is_in(above, "accusing"):
        accused = [c for k in tree.kids(above, "dobj") for c in tree.conjuncts(k)]
    elif tree.words[above] == "responsible" and is_verb(tree, tree.heads[above]):
        accused = subjects_of(tree, tree.heads[above])[0]
    else:
        return []
    return [i for i in accused if acts(tree, i) or is_country(tree, i)]


def is_means(tree: Tree, i: int) -> bool:
    """Whether a modifier names what is used or done, not who acts: "drone", "bombing" (raids)."""
    listed = tree.classes[i]
    return tree.named[i] is None and not listed.isdisjoint(MEANS_OF_WAR)


def is_state_acting(tree: Tree, head: int, i: int) -> bool:
    """Whether a modifier names the country that acts: "Turkish shelling", "Syria's siege of"."""
    if not tree.is_in(head, "state_acts") and tree.classes[head].isdisjoint(("heavy", "aircraft")):
        return False
    return is_state_adjective(tree, i) or (tree.deps[i] == "poss" and is_country(tree, i))


def deep_preps(tree: Tree, head: int) -> Iterator[tuple[int, str, int]]:
    """Prepositions of a noun, and of an idle noun after "of": "a pocket of resistance of X"."""
    for preposition, word, noun in preps_of(tree, head):
        yield preposition, word, noun
        if word == "by" and acts(tree, noun):
            # "a mortar attack by rebels on the market": the parser hangs "on" on the rebels
            yield from (p for p in preps_of(tree, noun) if p[1] in ("on", "against", "upon"))
        if word == "of" and not acts(tree, noun):
            for inner in preps_of(tree, noun):
                if inner[1] in ("of", "by", "on", "against") and acts(tree, inner[2]):
                    yield inner


def noun_prepositions(tree: Tree, frame: Frame, entry: Entry) -> None:
    """Who acts and who is acted on, by the prepositions of an event noun.

    "of" brings what the entry says; with `agent`, those who can act do and all else is acted on.
    """
    for _, word, noun in frame.preps:
        if word == "by" or (word == "between" and acts_or_fights(tree, noun)):
            frame.actors.append(noun)
        elif word == "of":
            is_actor = entry.of == "subject" or (entry.of == "agent" and acts(tree, noun))
            (frame.actors if is_actor else frame.objects).append(noun)
        elif word in ("on", "against", "upon", "targeting", "with") or (
            word == "to" and entry.to == "target"
        ):
            frame.objects.append(noun)
            if word in ("against", "upon") or (word == "with" and entry.symmetric):
                frame.foes.append(noun)
        elif word == "to" and entry.to == "actor":
            frame.objects = frame.actors + frame.objects
            frame.actors = [noun]


def acts_or_fights(tree: Tree, noun: int) -> bool:
    """Whether "between" a noun brings a side, not a place or a time."""
    if is_a_side(tree, noun):
        return True
    listed = tree.classes[noun]
    name = tree.named[noun]
    is_place = "place" in listed or (name is not None and name.kind == "place")
    return not is_place and "time" not in listed and tree.tags[noun] != "CD"
