"""From a frame to sourced roles: actors, targets, objects, weapons and places, as quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from situate.extract.find import Hit
from situate.extract.frame import Frame, is_verb, nouns_of, preps_of
from situate.extract.kinds import kinds
from situate.extract.spans import phrase_of
from situate.extract.tree import Tree
from situate.knowledge.vocabulary import Entry
from situate.model import Actor, Quote, Relation, Sourced, SourcedPlace

RELATION_OF: dict[str, Relation] = {"at": "at", "towards": "towards", "from": "from"}
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
CLAUSES = frozenset(("relcl", "acl", "ccomp", "advcl", "conj"))
DIRECTION_STOP = frozenset(("relcl", "ccomp", "conj", "acl", "pobj", "parataxis"))
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
        if tree.tags[i] != "PRP$" or len(frame.actors) == 1:
            add_actor(tree, roles, i, frame, used)
    for i in frame.objects:
        add_target(tree, roles, i, frame, used, hit.entry)
    if hit.entry.taken_from:
        used_from = [n for _, word, n in frame.preps if word in ("from", "out of")]
        for noun in used_from:
            if noun not in used and "place" in kinds(tree, noun):
                relation: Relation = "part" if is_part(tree, noun) else "at"
                roles.places += a_place(tree, noun, relation, "driven from", 0.85, used)
    for _, word, noun in frame.preps:
        if word in ("from", "out of") and noun not in used and is_side(tree, noun):
            add_target(tree, roles, noun, frame, used, hit.entry)
    add_places(tree, roles, hit, frame, used)
    add_direction(tree, roles, frame)
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


def is_side(tree: Tree, i: int) -> bool:
    """Whether a noun names armed men, not a place."""
    found = kinds(tree, i)
    return "armed" in found and "place" not in found


def add_target(
    tree: Tree, roles: Roles, i: int, frame: Frame, used: set[int], entry: Entry
) -> None:
    """What is acted on: people are targets, places are places, the rest objects."""
    if tree.words[i] in tree.lexicon.cues["reflexives"]:
        return
    found = kinds(tree, i)
    used.add(i)
    if entry.own and "place" not in found:
        roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.7, "the actor's own"))
        if not roles.actors and is_side(tree, i):
            roles.actors.append(Sourced(phrase_of(tree, i), None, 0.7, "moved or massed"))
        return
    if "hold" in found and "name_place" not in found:
        inner = [*inner_places(tree, i, used), *places_under(tree, i, 0.7, used)]
        if inner:
            roles.places += inner
            return
    is_people = not found.isdisjoint(PEOPLE | {"civilian"} - {"partitive"}) or (
        "partitive" in found and found.isdisjoint(THINGS)
    )
    if "place" in found and not ({"name", "armed", "person"} & found):
        relation = RELATION_OF[entry.place_is]
        if relation == "at" and is_part(tree, i):
            relation = "part"
        roles.places += a_place(tree, i, relation, f"{frame.construction}: acted on", 0.9, used)
        if "site" in found:
            roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acted on"))
    elif is_people:
        roles.targets.append(
            Sourced(phrase_of(tree, i), None, 0.85, f"{frame.construction}: acted on")
        )
    elif not found.isdisjoint(THINGS):
        roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acted on"))
        roles.places += inner_places(tree, i, used)
    elif "proper" in found:
        roles.places.append(
            SourcedPlace(phrase_of(tree, i), None, 0.5, "unknown name acted on", relation=RELATION_OF[entry.place_is])
        )


def add_places(tree: Tree, roles: Roles, hit: Hit, frame: Frame, used: set[int]) -> None:
    """Places of the clause by preposition: the trigger's own, then what hangs on its objects.

    Only if there is none, places of the verbs above it and of the actor's own phrase count.
    """
    for _, word, noun in frame.preps:
        to_place = word == "to" and hit.entry.to == "place"
        roles.places += prep_place(tree, "in" if to_place else word, noun, 0.9, used)
    for i in frame.objects:
        roles.places += places_under(tree, i, 0.6, used)
    if not roles.places:
        roles.places += places_above(tree, hit.head, used)
    if not roles.places:
        for i in frame.actors:
            roles.places += places_under(tree, i, 0.35, used)
    if not roles.places:
        roles.places += pronoun_place(tree, frame)


def places_under(
    tree: Tree, i: int, confidence: float, used: set[int]
) -> Iterator[SourcedPlace]:
    """Places that a role's phrase holds, where the parser often hangs those of the event."""
    for token in tree.subtree(i, CLAUSES):
        if token != i and tree.deps[token] == "prep":
            for _, word, noun in nouns_of(tree, token, tree.words[token]):
                if word != "of":
                    yield from prep_place(tree, word, noun, confidence, used)


def places_above(tree: Tree, head: int, used: set[int]) -> list[SourcedPlace]:
    """Places of the nearest verb above that has some; where to and where from are its own."""
    for above in tree.above(head):
        if is_verb(tree, above):
            found = [
                place
                for _, word, noun in preps_of(tree, above)
                if relation_of(tree, word) in ("at", "near")
                for place in prep_place(tree, word, noun, 0.6, used)
            ]
            if found:
                return found
        if tree.deps[above] in ("ccomp", "relcl"):
            break
    return []


def pronoun_place(tree: Tree, frame: Frame) -> Iterator[SourcedPlace]:
    """ "here", "there": a place by its pronoun."""
    top = frame.verb if frame.verb is not None else frame.head
    for i in tree.kids(top, "advmod"):
        if tree.words[i] in tree.lexicon.cues["place_pronouns"]:
            yield SourcedPlace(tree.sentence.quote(i, i), None, 0.5, "pronoun of place")


def add_direction(tree: Tree, roles: Roles, frame: Frame) -> None:
    """ "fled southwards": a direction is a place of its own, whatever else is named."""
    top = frame.verb if frame.verb is not None else frame.head
    for i in tree.subtree(top, DIRECTION_STOP):
        if tree.words[i] in tree.lexicon.cues["directions"] and i != frame.head:
            if tree.deps[i] not in ("advmod", "advcl", "npadvmod", "dobj", "dep", "conj"):
                continue
            first = min([i, *(c for c in tree.kids(i, "advmod") if c < i and tree.words[c] == "more")])
            roles.places.append(
                SourcedPlace(
                    tree.sentence.quote(first, i),
                    None,
                    0.7,
                    "direction",
                    relation="direction",
                    direction=tree.words[i].removesuffix("wards").removesuffix("ward"),
                )
            )


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
    if not is_place:
        between = [n for _, w, n in preps_of(tree, noun) if w == "between" and is_area(tree, n)]
        for each in between:
            if each not in used:
                used.add(each)
                yield SourcedPlace(phrase_of(tree, each), None, confidence, "between ...", relation="between")
        if between:
            return
    if not is_place and ("proper" not in found or word not in ("in", "at", "near", "of", "from")):
        return
    if not found.isdisjoint(NOT_PLACES) and "name_place" not in found:
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
    between = [n for _, w, n in preps_of(tree, i) if w == "between" and is_area(tree, n)]
    if between:
        used.update(between)
        for each in between:
            yield SourcedPlace(phrase_of(tree, each), None, confidence, "between ...", relation="between")
        return
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
    """Whether a place phrase speaks of a part: a part word of a place, "most of", "positions"."""
    cues = tree.lexicon.cues
    if tree.words[i] in cues["part_any"] or tree.words[i] in cues["part_always"]:
        return True
    of_place = any(word == "of" and is_area(tree, noun) for _, word, noun in preps_of(tree, i))
    if tree.words[i] in cues["part_words"] and of_place:
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
