"""What is acted on: people are targets, places places, things objects."""

from __future__ import annotations

from situate.extract.arcs import is_country, preps_of
from situate.extract.frame import Frame
from situate.extract.kinds import kinds
from situate.extract.owners import add_owners
from situate.extract.places import a_place, inner_places, is_part, named_by, places_under
from situate.extract.role import PEOPLE, THINGS, Roles, is_side
from situate.extract.spans import phrase_of
from situate.extract.tree import Tree
from situate.knowledge.lexicon import Entry
from situate.model import Relation, Sourced, SourcedPlace

RELATION_OF: dict[str, Relation] = {"at": "at", "towards": "towards", "from": "from"}


def add_target(
    tree: Tree, roles: Roles, i: int, frame: Frame, used: set[int], entry: Entry
) -> None:
    """What is acted on: people are targets, places are places, the rest objects."""
    if tree.words[i] in tree.lexicon.cues["reflexives"]:
        return
    found = kinds(tree, i)
    if "of_two" in found:
        return
    used.add(i)
    named = (tree.named[k] for k in (i, *tree.kids(i, "compound", "nmod")))
    starts = any(rule.type == "operation_start" for rule in entry.rules)
    if starts and any(n is not None and n.kind == "operation" for n in named):
        roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "what is begun"))
        return
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
    is_people = not found.isdisjoint((PEOPLE | {"civilian"}) - {"partitive"}) or (
        "partitive" in found and found.isdisjoint(THINGS)
    )
    if tree.words[i] in ("third", "half", "quarter") and not is_part_of_place(tree, i):
        found = found - {"place", "part"} | {"partitive"}  # "a third was wounded"
    part_of = whole_of(tree, i) if "partitive" in found and not entry.persons else None
    if part_of is not None:
        roles.places += a_place(tree, i, "part", f"{frame.construction}: part acted on", 0.8, used)
    elif is_country(tree, i) and tree.is_in(frame.head, "addressing"):
        roles.targets.append(Sourced(phrase_of(tree, i), None, 0.7, "spoken to or of"))
    elif i in frame.foes and (is_country(tree, i) or is_spoken_against(tree, i, entry)):
        roles.targets.append(Sourced(phrase_of(tree, i), None, 0.7, "fought against"))
    elif "place" in found and not ({"name", "armed", "person"} & found):
        relation = RELATION_OF[entry.place_is]
        i = named_by(tree, i)
        if relation == "at" and is_part(tree, i):
            relation = "part"
        roles.places += a_place(tree, i, relation, f"{frame.construction}: acted on", 0.9, used)
        if not found.isdisjoint(THINGS):
            roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acted on"))
        if "site" in found:
            add_owners(tree, roles, i, frame)
    elif is_people:
        roles.targets.append(
            Sourced(phrase_of(tree, i), None, 0.85, f"{frame.construction}: acted on")
        )
    elif not found.isdisjoint(THINGS):
        roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acted on"))
        roles.places += inner_places(tree, i, used)
        add_owners(tree, roles, i, frame)
    elif "proper" in found and entry.persons:
        roles.targets.append(Sourced(phrase_of(tree, i), None, 0.7, "somebody named, acted on"))
    elif "proper" in found:
        roles.places.append(
            SourcedPlace(
                phrase_of(tree, i),
                None,
                0.5,
                "unknown name acted on",
                relation=RELATION_OF[entry.place_is],
            )
        )
    elif tree.named[i] is None:
        add_owners(tree, roles, i, frame)  # "ISIL targets"


def is_part_of_place(tree: Tree, i: int) -> bool:
    """ "a third of the town": a share of a place, not one more of those hurt."""
    return (
        any(word == "of" for _, word, _ in preps_of(tree, i))
        or tree.kid(i, "compound", "amod") is not None
    )


def whole_of(tree: Tree, i: int) -> int | None:
    """The place, or unknown name, of which a part is acted on: "most of Fulanabad"."""
    if not is_part(tree, i):
        return None
    wholes = (n for _, word, n in preps_of(tree, i) if word == "of")
    return next((n for n in wholes if not kinds(tree, n).isdisjoint(("proper", "place"))), None)


def is_spoken_against(tree: Tree, i: int, entry: Entry) -> bool:
    """Whether a crowd is against somebody unknown, who is no place: "protests against Fulan"."""
    is_crowd = any(rule.type == "protest" for rule in entry.rules)
    return is_crowd and tree.tags[i] in ("NNP", "NNPS") and tree.named[i] is None
