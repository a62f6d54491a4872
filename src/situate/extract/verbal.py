"""The frames of an event verb and of an adjective that says who is there."""

from __future__ import annotations

from situate.extract.arcs import is_verb, preps_of
from situate.extract.frame import Frame
from situate.extract.hidden import hidden_objects, hidden_subject
from situate.extract.subject import (
    adverbial_object,
    agents_of,
    fronted_object,
    is_passive,
    modified_noun,
    shared_object,
    subjects_of,
)
from situate.extract.tree import Tree
from situate.extract.where import in_hand, relative_place, under_control
from situate.knowledge.lexicon import Entry

HIT = frozenset(("person", "armed", "police", "crowd", "site", "building", "vehicle", "settlement"))
PEOPLE = frozenset(("person", "armed", "police", "crowd", "vehicle"))
ARMS = frozenset(
    ("weapon", "heavy", "grenade", "device", "handheld", "chemagent", "act", "attackword")
)
CIRCUMSTANCE = frozenset(("after", "following", "amid", "during", "in", "despite"))
MOTION = frozenset(("towards", "toward", "from", "into", "against"))


def verb_frame(tree: Tree, head: int) -> Frame:
    """The frame of an event verb."""
    hidden = hidden_subject(tree, head)
    if hidden is not None:
        return hidden_frame(tree, head, hidden)
    frame = Frame(head, head)
    subjects, frame.construction, frame.inherited = subjects_of(tree, head)
    objects = [c for k in objects_of(tree, head) for c in tree.conjuncts(k)]
    frame.passive = is_passive(tree, head, objects)
    if frame.construction == "control" and not frame.passive:
        frame.causes = subjects_of(tree, tree.heads[head])[0]
    modified = modified_noun(tree, head)
    if frame.passive:
        if modified is not None and not subjects:
            frame.construction = "reduced relative"
            subjects = [modified]
        frame.objects = subjects + objects
        frame.actors = agents_of(tree, head)
        frame.construction = "passive" if frame.construction == "active" else frame.construction
    else:
        if modified is not None and not subjects:
            subjects = [modified]
            frame.construction = "participle"
        frame.actors = subjects
        frame.objects = (
            objects
            or shared_object(tree, head)
            or fronted_object(tree, head)
            or adverbial_object(tree, head)
        )
    if tree.is_in(head, "dying") and not frame.passive:
        frame.objects, frame.actors = [*frame.actors, *frame.objects], []
    elif is_suffering(tree, head):
        frame.objects, frame.actors = frame.actors, sources_of(tree, head)
        frame.construction = "suffered"
    frame.objects = [noun for i in frame.objects for noun in under_control(tree, i)]
    owners, owned = in_hand(tree, head)
    frame.objects += owned
    if owners and not frame.passive:
        frame.actors, frame.objects = owners, frame.actors + frame.objects
    if tree.deps[head] == "amod" and not frame.passive and not frame.objects:
        frame.objects = [tree.heads[head]]
        frame.preps += list(preps_of(tree, tree.heads[head]))
    frame.preps += list(preps_of(tree, head))
    for _, word, noun in list(frame.preps):
        # "took it after clashes against them": they are a side of the clashes
        inner = MOTION - {"against"} if word in CIRCUMSTANCE else MOTION
        frame.preps += [p for p in preps_of(tree, noun) if p[1] in inner]
    for noun in frame.objects:
        if noun in tree.children[head] or frame.passive:
            frame.preps += [p for p in preps_of(tree, noun) if p[1] != "of"]
    frame.preps += relative_place(tree, head)
    return frame


def hidden_frame(tree: Tree, head: int, subject: int) -> Frame:
    """The frame of a finite verb that was read as a modifier of its object."""
    frame = Frame(head, head, construction="hidden")
    frame.actors = tree.conjuncts(subject)
    frame.objects = hidden_objects(tree, head)
    frame.preps = [p for i in (head, tree.heads[head]) for p in preps_of(tree, i)]
    return frame


def objects_of(tree: Tree, head: int) -> list[int]:
    """Objects of a verb; "abused migrants, a rights group charged" has one, the other speaks."""
    found = [k for k in tree.kids(head, "dobj", "dative") if tree.tags[k] not in ("IN", "TO")]
    first = found[0] if found else head
    return [k for k in found if k == first or "," not in tree.words[first:k]]


def is_suffering(tree: Tree, head: int) -> bool:
    """ "came under fire from X", "received fire": the subject is the one who is hit."""
    if not tree.is_in(head, "suffering"):
        return False
    under = any(tree.words[k] == "under" for k in tree.kids(head, "prep"))
    return under or any(tree.words[k] in ("fire", "gunfire") for k in tree.kids(head, "dobj"))


def sources_of(tree: Tree, head: int) -> list[int]:
    """Who is named by "from" or "by" under what was suffered."""
    found = [n for _, word, n in preps_of(tree, head) if word in ("from", "by")]
    for k in tree.kids(head, "prep", "dobj"):
        noun = tree.kid(k, "pobj") if tree.deps[k] == "prep" else k
        found += [n for _, word, n in preps_of(tree, noun or k) if word in ("from", "by")]
    return list(dict.fromkeys(found))


def verb_prepositions(tree: Tree, frame: Frame, entry: Entry) -> None:
    """Prepositions of a verb that bring a side: "clashed with", "surrendered to", "fell to"."""
    is_aimed = tree.is_in(frame.head, "aiming")
    sides: list[int] = []
    has_object = any(not (is_aimed and is_weapon(tree, i)) for i in frame.objects)
    for _, word, noun in frame.preps:
        if (
            word in ("against", "upon")
            or (word == "with" and entry.symmetric)
            or (word in ("on", "at") and is_hit(tree, noun, has_object))
            or (word == "to" and entry.to == "target")
        ):
            frame.objects.append(noun)
            if word in ("against", "upon", "with"):
                frame.foes.append(noun)
        elif word == "to" and entry.to == "actor":
            frame.objects = frame.actors + frame.objects
            frame.actors = [noun]
        elif word == "between" and entry.symmetric and (not frame.actors or sides):
            sides.append(noun)
            frame.actors.append(noun)


def is_weapon(tree: Tree, noun: int) -> bool:
    """Whether a noun names arms, which are thrown or fired at what is hit."""
    return not tree.classes[noun].isdisjoint(ARMS)


def is_hit(tree: Tree, noun: int, has_object: bool) -> bool:
    """Whether "on" or "at" a noun says whom or what an act hits.

    Beside an object of its own a verb only hits people so: "seized three tanks at the base".
    """
    listed = tree.classes[noun]
    name = tree.named[noun]
    hit = PEOPLE if has_object else HIT
    return not listed.isdisjoint(hit) or (name is not None and name.kind == "actor")


def adjective_frame(tree: Tree, head: int) -> Frame:
    """ "the army, present in the south": the noun described is the one that is there."""
    frame = Frame(head, None, construction="adjective", preps=list(preps_of(tree, head)))
    above, dep = tree.heads[head], tree.deps[head]
    if dep in ("acomp", "attr", "oprd") and is_verb(tree, above):
        frame.actors, _, frame.inherited = subjects_of(tree, above)
        frame.preps += [p for p in preps_of(tree, above) if p not in frame.preps]
    elif above != head and tree.tags[above].startswith("N"):
        frame.actors = [above]
    return frame
