"""From a frame to sourced roles: actors, targets, objects, weapons and places, as quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from situate.extract.arcs import acts, is_country, is_state_adjective, preps_of
from situate.extract.find import Hit
from situate.extract.frame import Frame
from situate.extract.kinds import kinds
from situate.extract.places import a_place, inner_places, is_part, places_of, places_under
from situate.extract.spans import phrase_of, span_of
from situate.extract.tree import Tree
from situate.knowledge.vocabulary import Entry
from situate.model import Actor, Relation, Sourced, SourcedPlace

ABOVE = 0.6  # confidence of a place that a verb above the act names
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
EXPLODING = frozenset(("bombing", "blast"))  # entries of what goes off
BESIDE = frozenset(("at", "in", "inside", "outside", "near", "under", "beside", "opposite", "on"))
FRONTED = frozenset(("near", "in", "at", "around", "outside"))
OWNED = frozenset(("attackword", "operation", "act"))
WEAPONS = frozenset(
    ("weapon", "handheld", "heavy", "aircraft", "device", "grenade", "chemagent", "suicide")
)


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
        elif word in ("from", "out of") and tree.is_in(noun, "grips"):
            add_owners(tree, roles, noun, frame)  # "from ISIL control"
    roles.places = places_of(tree, hit, frame, used, roles.places)
    if hit.entry.id in EXPLODING:
        roles.objects += hit_where_it_went_off(tree, frame, roles)
    add_weapons(tree, roles, hit, frame)
    return roles


def hit_where_it_went_off(tree: Tree, frame: Frame, roles: Roles) -> list[Sourced[str]]:
    """ "A bomb exploded outside the bank": the bank is what was bombed."""
    known = {role.quote for role in roles.objects}
    nouns = [c for _, word, n in frame.preps if word in BESIDE for c in tree.conjuncts(n)]
    return [
        Sourced(quote, tree.lemma(i), 0.7, "where it went off")
        for i in nouns
        if not kinds(tree, i).isdisjoint(("building", "site", "vehicle", "infrastructure"))
        and (quote := phrase_of(tree, i)) not in known
    ]


def add_guests(tree: Tree, roles: Roles, host: Hit, guests: Iterable[tuple[Hit, Frame]]) -> None:
    """Roles of event words folded into another: "killed two policemen with a mine".

    Who kills is who acts in the host, and who is killed is hit by it, where the host says neither.
    A fight has its own two sides: the dead are one's, so they are no third.
    """
    guests = list(guests)
    lend_places(tree, roles, guests)
    told, used = Roles(), set(host.tokens)
    for guest, frame in guests:
        for i in frame.actors:
            if i not in used:
                add_actor(tree, told, i, frame, used)
        for i in frame.objects:
            if i not in used:
                add_target(tree, told, i, frame, used, guest.entry)
    if not roles.actors:
        roles.actors += told.actors
    known = {role.quote for role in (*roles.actors, *roles.targets)}
    if roles.targets:
        return
    if not host.entry.symmetric:
        roles.targets += [role for role in told.targets if role.quote not in known]
    elif len(roles.actors) < 2:
        # "Three soldiers were killed in clashes with rebels": the dead are the other side.
        fell = {phrase_of(tree, i): is_side(tree, i) for _, f in guests for i in f.objects}
        roles.targets += [
            r for r in told.targets if r.quote and r.quote not in known and fell.get(r.quote)
        ]


def lend_places(tree: Tree, roles: Roles, guests: list[tuple[Hit, Frame]]) -> None:
    """Places of folded words come before those that only a verb above the host names.

    "Claimed in Abyan the bomb that killed three in Lawdar", "shelling hit Taiz".
    """
    if any(place.confidence > ABOVE for place in roles.places):
        return
    known = {place.quote for place in roles.places}
    for guest, frame in guests:
        lent = roles_of(tree, guest, frame)
        own = [p for p in lent.places if p.confidence > ABOVE and p.quote not in known]
        roles.places = [*own, *roles.places]
        known |= {place.quote for place in own}
        roles.objects += [o for o in lent.objects if o not in roles.objects]


def add_actor(tree: Tree, roles: Roles, i: int, frame: Frame, used: set[int]) -> None:
    """An actor by its words; a place or a thing in subject position is none."""
    found = kinds(tree, i)
    if not found.isdisjoint(WEAPONS) and found.isdisjoint(PEOPLE | {"name"}):
        roles.weapons.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acts in the clause"))
        for owner in owners_of(tree, i):
            roles.actors.append(Sourced(phrase_of(tree, owner), None, 0.7, "its weapon acts"))
        return
    if is_source(tree, i):
        return
    if tree.named[i] is None and (is_dateline(tree, i) or is_nobody(tree, i)):
        return
    if is_fronted_place(tree, i):
        roles.places.append(SourcedPlace(phrase_of(tree, i), None, 0.6, "fronted", relation="near"))
        return
    if "place" in found and found.isdisjoint(PEOPLE | {"name"}):
        # "Turkey shelled": a country acts; a town in subject position is where it happened.
        if i in frame.objects or ("name_place" not in found and not is_country(tree, i)):
            return
        if (frame.construction == "nominal" or frame.passive) and not is_country(tree, i):
            return
    is_state = i in frame.mods and is_state_adjective(tree, i)
    is_owner = tree.tags[i] == "PRP$"
    if (
        is_state
        or is_owner
        or not found.isdisjoint(PEOPLE | {"name", "proper", "name_place", "civilian"})
    ) and not tree.words[i].isdigit():
        confidence = 0.7 if is_state else 0.8 if frame.inherited else 0.9
        used.add(i)
        if any(role.quote == phrase_of(tree, i) for role in roles.actors):
            return
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
    is_people = not found.isdisjoint(PEOPLE | {"civilian"} - {"partitive"}) or (
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
        if relation == "at" and is_part(tree, i):
            relation = "part"
        roles.places += a_place(tree, i, relation, f"{frame.construction}: acted on", 0.9, used)
        if "site" in found:
            roles.objects.append(Sourced(phrase_of(tree, i), tree.lemma(i), 0.8, "acted on"))
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


def add_owners(tree: Tree, roles: Roles, i: int, frame: Frame) -> None:
    """Whose thing is acted on: "hit two al-Qaida vehicles", "a blockade on Palestinian lorries".

    A side's name is quoted alone, a nationality with its thing: whose lorry it is, it leaves open.
    Who fires his own shells is not hit by them.
    """
    is_act = not tree.lexicon.classes.get(tree.words[i], frozenset()).isdisjoint(OWNED)
    for k in owners_of(tree, i):
        if k in frame.actors:
            continue
        quote = phrase_of(tree, k if acts(tree, k) or is_act else i)
        roles.targets.append(Sourced(quote, None, 0.7, "owns what is acted on"))
    if not roles.targets and not is_act:
        # "the offices of the administrators"
        people = [n for _, word, n in preps_of(tree, i) if word == "of" and is_people(tree, n)]
        for n in people[:1]:
            roles.targets.append(Sourced(phrase_of(tree, n), None, 0.7, "owns what is acted on"))


def is_people(tree: Tree, i: int) -> bool:
    """Whether a noun names persons, no place and no part of a count."""
    found = kinds(tree, i)
    return "person" in found and "place" not in found


def owners_of(tree: Tree, i: int) -> list[int]:
    """The side or country whose thing a noun names, by its first modifier that is one."""
    for k in tree.kids(i, "compound", "amod", "poss", "nmod"):
        if tree.tags[k] == "PRP$" or tree.tags[k].startswith("V"):
            continue
        is_nation = is_state_adjective(tree, k) or (tree.deps[k] == "poss" and is_country(tree, k))
        if acts(tree, k) or is_nation:
            return [k]
    # "aircraft of the coalition", "an attempt by the rebels"
    holders = [n for _, word, n in preps_of(tree, i) if word in ("of", "by") and acts(tree, n)]
    # "the march staged by students"; mines "left behind by the group" are nobody's act now
    makers = [
        n
        for verb in tree.kids(i, "acl")
        if not tree.is_in(verb, "parting")
        for _, word, n in preps_of(tree, verb)
        if word == "by"
    ]
    return holders or makers[:1]


def is_source(tree: Tree, i: int) -> bool:
    """ "According to the Observatory heavy bombardment hit": who is cited does nothing."""
    first = span_of(tree, i)[0]
    return first > 1 and tree.words[first - 2 : first] == ["according", "to"]


def is_nobody(tree: Tree, i: int) -> bool:
    """ "No group claimed the attack", "none of the factions": nobody is named."""
    return tree.words[i] in ("none", "nobody") or any(
        tree.words[k] in ("no", "neither") for k in tree.kids(i, "det", "preconj")
    )


def is_dateline(tree: Tree, i: int) -> bool:
    """ "HOMS (Agency) On Monday the army", "Fri Jun 24": what heads a report does nothing in it."""
    if tree.words[i] in tree.lexicon.cues["abbreviations"]:
        return True
    is_first = i == 0 and tree.raw[0].isupper() and len(tree.raw[0]) > 1
    return is_first and len(tree.words) > 1 and tree.words[1] in ("(", "-", ",", ":")


def is_fronted_place(tree: Tree, i: int) -> bool:
    """ "Near Ar Raqqah, five strikes engaged": a capital makes a name of the preposition."""
    first, _ = span_of(tree, i)
    if tree.kid(i, "nummod") is not None:
        return False  # "At least 25,000 people"
    return first < i and tree.raw[first][:1].isupper() and tree.words[first] in FRONTED


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
