"""From a frame to sourced roles: actors, targets, objects, weapons and places, as quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from situate.extract.find import Hit
from situate.extract.frame import Frame, is_verb, preps_of
from situate.extract.kinds import kinds
from situate.extract.spans import phrase_of
from situate.extract.tree import Tree
from situate.model import Actor, Quote, Relation, Sourced, SourcedPlace

PEOPLE = frozenset(
    (
        "armed",
        "person",
        "police",
        "state",
        "group",
        "crowd",
        "mob",
        "gang",
        "pronoun",
        "partitive",
        "operation_name",
        "named",
    )
)
THINGS = frozenset(
    ("building", "vehicle", "site", "weapon", "infrastructure", "strategic", "device", "military")
)
WEAPONS = frozenset(
    ("weapon", "handheld", "heavy", "aircraft", "device", "grenade", "chemagent", "suicide")
)
NOT_PLACES = frozenset(("time", "abstract", "person", "weapon", "pronoun", "number", "money"))


@dataclass(slots=True)
class Roles:
    """Roles of one mention, each list in order of rank."""

    actors: list[Sourced[Actor]] = field(default_factory=list)
    targets: list[Sourced[Actor]] = field(default_factory=list)
    backers: list[Sourced[Actor]] = field(default_factory=list)
    objects: list[Sourced[str]] = field(default_factory=list)
    weapons: list[Sourced[str]] = field(default_factory=list)
    places: list[SourcedPlace] = field(default_factory=list)


def roles_of(tree: Tree, hit: Hit, frame: Frame) -> Roles:
    """Every role the frame shows, by class of the words."""
    roles = Roles()
    used: set[int] = set()
    for i in frame.actors:
        add_actor(tree, roles, i, frame, used)
    for i in frame.objects:
        add_target(tree, roles, i, frame, used)
    add_places(tree, roles, hit, frame, used)
    add_weapons(tree, roles, hit, frame)
    return roles


def add_actor(tree: Tree, roles: Roles, i: int, frame: Frame, used: set[int]) -> None:
    """An actor by its words; a place or a thing in subject position is none."""
    found = kinds(tree, i)
    if not found.isdisjoint(WEAPONS) and found.isdisjoint(PEOPLE | {"name"}):
        roles.weapons.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acts in the clause"))
        return
    if "place" in found and found.isdisjoint(PEOPLE | {"name"}):
        # "Turkey shelled": a country acts; a town in subject position is where it happened.
        if i in frame.objects or "name_place" not in found:
            return
        if frame.construction == "nominal" or frame.passive:
            return
    if (
        not found.isdisjoint(PEOPLE | {"name", "proper", "name_place", "civilian"})
        and not tree.words[i].isdigit()
    ):
        confidence = 0.9 if not frame.inherited else 0.8
        used.add(i)
        roles.actors.append(
            Sourced(phrase_of(tree, i), None, confidence, f"{frame.construction}: acts")
        )
        add_side(tree, roles, i)


def add_side(tree: Tree, roles: Roles, i: int) -> None:
    """ "backed by X": X is an ally, never the main actor."""
    for verb in tree.kids(i, "acl"):
        if tree.words[verb] in tree.lexicon.cues["backing"]:
            for preposition in tree.kids(verb, "agent", "prep"):
                for noun in tree.kids(preposition, "pobj"):
                    for each in tree.conjuncts(noun):
                        roles.backers.append(
                            Sourced(phrase_of(tree, each), None, 0.7, "backs the actor")
                        )


def add_target(tree: Tree, roles: Roles, i: int, frame: Frame, used: set[int]) -> None:
    """What is acted on: people are targets, places are places, the rest objects."""
    found = kinds(tree, i)
    used.add(i)
    is_people = not found.isdisjoint(PEOPLE | {"civilian"}) or ("name" in found)
    if "place" in found and not ({"name", "armed", "person"} & found):
        relation: Relation = "part" if is_part(tree, i) else "at"
        roles.places += a_place(tree, i, relation, f"{frame.construction}: acted on", 0.9, used)
    elif is_people:
        roles.targets.append(
            Sourced(phrase_of(tree, i), None, 0.85, f"{frame.construction}: acted on")
        )
    elif not found.isdisjoint(THINGS):
        roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acted on"))
        roles.places += inner_places(tree, i, used)
    elif "proper" in found:
        roles.places.append(
            SourcedPlace(phrase_of(tree, i), None, 0.5, "unknown name acted on", relation="at")
        )


def add_places(tree: Tree, roles: Roles, hit: Hit, frame: Frame, used: set[int]) -> None:
    """Places of the clause by preposition, the trigger's own before those of verbs above it."""
    for _, word, noun in frame.preps:
        roles.places += prep_place(tree, word, noun, 0.9, used)
    for i in (*frame.actors, *frame.objects):
        for _, word, noun in preps_of(tree, i):
            if word != "of":
                roles.places += prep_place(tree, word, noun, 0.5, used)
    if not roles.places:
        for above in tree.above(hit.head):
            if is_verb(tree, above):
                for _, word, noun in preps_of(tree, above):
                    roles.places += prep_place(tree, word, noun, 0.6, used)
            if roles.places or tree.deps[above] in ("ccomp", "relcl"):
                break


def prep_place(
    tree: Tree, word: str, noun: int, confidence: float, used: set[int]
) -> Iterator[SourcedPlace]:
    """A place governed by a preposition, or nothing."""
    if noun in used:
        return
    relation = relation_of(tree, word)
    if relation is None:
        return
    found = kinds(tree, noun)
    is_place = not found.isdisjoint(("place", "strategic", "site", "building"))
    if not is_place and ("proper" not in found or word not in ("in", "at", "near", "of", "from")):
        return
    if not found.isdisjoint(NOT_PLACES):
        return
    if relation == "at" and is_part(tree, noun):
        relation = "part"
    used.add(noun)
    yield from a_place(tree, noun, relation, f"{word} ...", confidence, used)


def relation_of(tree: Tree, word: str) -> Relation | None:
    """Relation a preposition gives, or None for one that gives no place."""
    cues = tree.lexicon.cues
    if word == "between":
        return "between"
    if word in ("through", "via", "across", "along"):
        return "through"
    if word in cues["from"]:
        return "from"
    if word in cues["towards"]:
        return "towards"
    if word in cues["near"]:
        return "near"
    if word in cues["at"] and word != "of":
        return "at"
    return None


def a_place(
    tree: Tree, i: int, relation: Relation, reason: str, confidence: float, used: set[int]
) -> Iterator[SourcedPlace]:
    """The place headed by i, then the larger areas it is said to lie in (relation `in`)."""
    yield SourcedPlace(phrase_of(tree, i), None, confidence, reason, relation=relation)
    for preposition, word, noun in preps_of(tree, i):
        if noun in used or not is_area(tree, noun):
            continue
        if word == "of" and not within(phrase_of(tree, i), phrase_of(tree, noun)):
            used.add(noun)
            yield from a_place(tree, noun, relation, reason, confidence, used)
        elif word in ("in", "at", "near", "of") and preposition > i and word != "of":
            used.add(noun)
            outer: Relation = "near" if word == "near" else "in"
            yield from a_place(tree, noun, outer, f"{word} ..., container", confidence * 0.8, used)


def is_area(tree: Tree, i: int) -> bool:
    """Whether a noun can contain a place."""
    found = kinds(tree, i)
    return not found.isdisjoint(("place", "proper")) and found.isdisjoint(NOT_PLACES)


def within(outer: Quote, inner: Quote) -> bool:
    """Whether a quote lies in another."""
    return outer.start <= inner.start and inner.end <= outer.end


def inner_places(tree: Tree, i: int, used: set[int]) -> Iterator[SourcedPlace]:
    """Places that an object's own prepositions or modifiers name ("a base in Hajin")."""
    for _, word, noun in preps_of(tree, i):
        if word != "of":
            yield from prep_place(tree, word, noun, 0.7, used)
    for child in tree.kids(i, "compound", "nmod", "poss"):
        name = tree.named[child]
        if name is not None and name.kind == "place":
            yield SourcedPlace(phrase_of(tree, child), None, 0.6, "names the object", relation="at")


def is_part(tree: Tree, i: int) -> bool:
    """Whether a place phrase speaks of a part: a part word of a named place, or "most of"."""
    cues = tree.lexicon.cues
    if tree.words[i] in cues["part_any"]:
        return True
    has_of = any(word == "of" for _, word, _ in preps_of(tree, i))
    if tree.words[i] in cues["part_words"] and has_of:
        return True
    return any(
        tree.words[c] in cues["part_any"] for c in tree.children[i] if tree.deps[c] == "amod"
    )


def add_weapons(tree: Tree, roles: Roles, hit: Hit, frame: Frame) -> None:
    """Arms named as instruments: by, with, using, and modifiers of the trigger."""
    for i in frame.mods:
        listed = tree.lexicon.classes.get(tree.words[i], frozenset())
        if not listed.isdisjoint(WEAPONS):
            roles.weapons.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "names the act"))
    for _, word, noun in frame.preps:
        if word in ("with", "by", "in", "from", "using", "of"):
            listed = tree.lexicon.classes.get(tree.words[noun], frozenset())
            if not listed.isdisjoint(WEAPONS) and "person" not in listed:
                roles.weapons.append(
                    Sourced(phrase_of(tree, noun), tree.lemma(noun), 0.7, f"{word} ...")
                )
