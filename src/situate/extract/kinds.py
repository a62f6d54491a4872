"""What kind of thing a token names: armed men, a town, a weapon; the object decides the type."""

from __future__ import annotations

from collections.abc import Iterable

from situate.extract.arcs import is_state_adjective
from situate.extract.tree import Tree
from situate.model import Name

NAME_CLASSES = {
    "operation": frozenset(("name", "armed", "operation_name")),
    "place": frozenset(("place", "name_place")),
    "outlet": frozenset(("outlet",)),
    "person": frozenset(("person",)),
}
ACTOR_CLASSES = {
    "police": frozenset(("police", "person", "state", "named")),
    "government": frozenset(("state", "country", "named")),
    "civilians": frozenset(("civilian", "person", "named")),
    "protesters": frozenset(("demonstrators", "crowd", "person", "named")),
    "rioters": frozenset(("mob", "crowd", "person", "named")),
    "criminal": frozenset(("gang", "person", "named")),
    "organisation": frozenset(("organisation", "named")),
    "coalition": frozenset(("armed", "person", "name", "named", "aircoalition")),
    "state forces": frozenset(("armed", "state", "person", "name", "named")),
}
ARMED_NAME = frozenset(("armed", "person", "name", "named"))
PEOPLE_NAME = frozenset(("civilian", "person", "name", "named"))  # a people: "Ghanaians"
FIGHTING = frozenset(("rebel", "militia"))  # kinds of the roster whose leaders fight
NOTHING = frozenset(("none",))
EMPTY: frozenset[str] = frozenset()
OF_GROUND = frozenset(("site", "building", "strategic"))
ACTS = frozenset(("act", "attackword"))
COUNTED_THINGS = frozenset(("building", "vehicle", "infrastructure", "weapon", "site"))
NUMBER = frozenset(("number",))
TITLED = frozenset(("official", "title"))  # "Governor Fulan", "Dr. Fulan"
OF_FORCES = frozenset(("building", "vehicle", "site"))
FORCES = frozenset(("armed", "police"))
PROPER = frozenset(("NNP", "NNPS"))


def kinds(tree: Tree, i: int) -> frozenset[str]:
    """Classes of the noun phrase headed by token i, with `=word` and `=lemma` for literal tests.

    A group or number ("dozens of fighters") has the kind of what it counts as well; a proper noun
    that nobody knows is `proper`.
    """
    if i not in tree.phrases:
        tree.phrases[i] = frozenset(kinds_read(tree, i))
    return tree.phrases[i]


def kinds_read(tree: Tree, i: int) -> set[str]:
    """Classes of the noun phrase headed by token i, worked out."""
    found = set(literal(tree, i))
    listed = tree.classes[i]
    found |= listed
    name = tree.named[i]
    if name is not None:
        found |= name_classes(tree, name)
    elif not listed and tree.tags[i] in PROPER:
        found |= compound_kinds(tree, i) or {"proper"}
        if tree.tags[i] == "NNPS" or is_one_of_a_people(tree, i):
            found |= {"person", "civilian"}  # "Palestinians", "a Kurd"
    if name is None and not listed and is_state_adjective(tree, i):
        found |= {"state"}  # "Israeli fire": the nation acts
    if tree.words[i] in tree.lexicon.cues["countries"]:
        found.add("country")
    found |= hyphen_kinds(tree, i)
    if is_a_side(tree, i):
        found = found - {"place", "part"} | {"armed", "person", "group"}
    counts = tree.tags[i] == "CD" or not found.isdisjoint(("partitive", "group", "vehicle", "site"))
    if name is None and counts:
        inner = counted(tree, i)
        found |= inner
        if "person" not in inner and not inner.isdisjoint(COUNTED_THINGS):
            found -= {"person", "crowd"}  # "dozens of homes"
    if not found.isdisjoint(OF_FORCES) and is_of_forces(tree, i):
        found |= {"military"}  # "a police station", "army vehicles"
    if "person" in found and any(tree.words[c] == "armed" for c in tree.kids(i, "amod")):
        found |= {"armed"}  # "armed men"
    if "person" in found and tree.is_in(i, "leaders") and led_by_armed(tree, i):
        found = found - {"civilian", "official"} | {"armed"}  # "a Jabhat al-Nusra emir"
    if (not listed or not found.isdisjoint(("group", "site"))) and owned_by_armed(tree, i):
        found |= {"armed", "person"} if "group" in found else {"owned"}
    return found


def is_of_forces(tree: Tree, i: int) -> bool:
    """Whether a building or vehicle belongs to an army or the police by the noun before it."""
    return any(
        not FORCES.isdisjoint(tree.classes[c]) or tree.words[c] in ("military", "army", "security")
        for c in tree.kids(i, "compound", "amod", "poss", "nmod")
    )


def name_classes(tree: Tree, name: Name) -> frozenset[str]:
    """Classes a name brings: by the roster's kind, else by its words ("masked gunmen")."""
    if name.kind != "actor":
        return NAME_CLASSES.get(name.kind, frozenset())
    if name.actor_kind is not None:
        return ACTOR_CLASSES.get(name.actor_kind, ARMED_NAME)
    found: set[str] = {"named"}
    for word in name.quote.text.lower().split():
        found |= tree.lexicon.classes.get(word, frozenset())
    if any(ref.startswith("state:") for ref in name.refs):
        found |= {"state"} if "person" in found else {"state", "country"}
    if len(found) > 1:
        return frozenset(found)
    return PEOPLE_NAME if name.found_by == "pattern" else ARMED_NAME


def is_one_of_a_people(tree: Tree, i: int) -> bool:
    """Whether a noun is somebody by the name of a people: "a Palestinian", "two Kurds"."""
    return tree.words[i] in tree.lexicon.cues["peoples"] and any(
        tree.deps[c] in ("det", "nummod", "amod", "predet") for c in tree.children[i]
    )


def is_a_side(tree: Tree, i: int) -> bool:
    """ "both sides", "the warring parties": who fights, no place."""
    return tree.words[i] in tree.lexicon.cues["side_words"] and any(
        tree.words[c] in tree.lexicon.cues["of_sides"] for c in tree.children[i]
    )


def literal(tree: Tree, i: int) -> tuple[str, str]:
    """`=word` and `=lemma` of a token."""
    return "=" + tree.words[i], "=" + tree.lemmas[i]


def compound_kinds(tree: Tree, i: int) -> set[str]:
    """An unknown proper head after a side's name ("Taliban Movement") or a title has its class."""
    found: set[str] = set()
    for child in tree.kids(i, "compound"):
        name = tree.named[child]
        if name is not None and name.kind in ("actor", "operation"):
            found |= name_classes(tree, name)
        elif not TITLED.isdisjoint(tree.classes[child]):
            found |= tree.classes[child]
    return found


def hyphen_kinds(tree: Tree, i: int) -> set[str]:
    """Classes of a hyphenated compound's head: "hand-grenade", "ex-soldier"."""
    word = tree.words[i]
    if "-" not in word:
        return set()
    return set(tree.lexicon.classes.get(word.rsplit("-", 1)[1], ()))


def counted(tree: Tree, i: int) -> set[str]:
    """Kinds of X in "dozens of X", "members of X"."""
    found: set[str] = set()
    for preposition in tree.kids(i, "prep"):
        if tree.words[preposition] == "of":
            for noun in tree.kids(preposition, "pobj"):
                for each in tree.conjuncts(noun):
                    found |= tree.classes[each]
                    name = tree.named[each]
                    if name is not None:
                        found |= name_classes(tree, name)
    return found - {"place", "name_place"}


def led_by_armed(tree: Tree, i: int) -> bool:
    """Whether a leader's group, by the name before or after "of", is one that fights."""
    kids = tree.kids(i, "compound", "amod", "poss", "nmod")
    after = (n for p in tree.kids(i, "prep") if tree.words[p] == "of" for n in tree.kids(p, "pobj"))
    names = (tree.named[k] for k in (*kids, *after))
    return any(name is not None and name.actor_kind in FIGHTING for name in names)


def owned_by_armed(tree: Tree, i: int) -> bool:
    """Whether a group word belongs to armed men: "Taliban commander", "rebel group"."""
    for child in tree.kids(i, "compound", "amod", "poss", "nmod"):
        name = tree.named[child]
        own = name is not None and name is tree.named[i]  # "World" of the World Health Organization
        if name is not None and name.kind in ("actor", "operation") and not own:
            return True
        if "armed" in tree.classes[child] or tree.words[child] in ("armed",):
            return True
    return False


def kinds_of(tree: Tree, tokens: Iterable[int]) -> frozenset[str]:
    """Union over tokens; `none` for no token."""
    return EMPTY.union(*(kinds(tree, i) for i in tokens)) or NOTHING


def words_of(tree: Tree, tokens: Iterable[int]) -> frozenset[str]:
    """Classes and literals of bare words, names included; for tests on a clause or a sentence."""
    told = told_by_token(tree)
    return EMPTY.union(*[told[i] for i in tokens])


def is_of_acts(tree: Tree, i: int) -> bool:
    """Whether a noun of number brings acts of war by "of": "a series of raids"."""
    nouns = (n for p in tree.kids(i, "prep") if tree.words[p] == "of" for n in tree.kids(p, "pobj"))
    return any(not tree.classes[n].isdisjoint(ACTS) for n in nouns)


def told_by_token(tree: Tree) -> list[frozenset[str]]:
    """Classes and literals of each bare word, its name included; worked out once a tree."""
    if not tree.told:
        tree.told.extend(map(tree.lexicon.meaning, tree.words))
        for i, name in enumerate(tree.named):
            if name is not None:
                tree.told[i] |= name_classes(tree, name)
            elif tree.tags[i] == "CD":
                tree.told[i] |= NUMBER
            elif tree.words[i] == "air" and tree.classes[tree.heads[i]] & OF_GROUND:
                tree.told[i] = EMPTY  # "stormed an air base": nothing flies
            elif tree.words[i] == "series" and is_of_acts(tree, i):
                tree.told[i] = EMPTY  # "a series of raids": no game
    return tree.told
