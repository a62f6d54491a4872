"""Places of a trigger, by preposition, by object and by direction, each with its relation.

Relation `at` is the place itself, `in` a larger area the words put it in, `part` a part of it; the
innermost place comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from situate.extract.arcs import is_verb, nouns_of, preps_of
from situate.extract.find import Hit
from situate.extract.frame import Frame
from situate.extract.kinds import kinds
from situate.extract.spans import phrase_of
from situate.extract.tree import Tree
from situate.model import Quote, Relation, SourcedPlace

CLAUSES = frozenset(("relcl", "acl", "ccomp", "advcl", "conj"))
DIRECTION_STOP = frozenset(("relcl", "ccomp", "conj", "acl", "pobj", "parataxis"))
ADVERBIAL = frozenset(("advmod", "advcl", "npadvmod", "dobj", "dep", "conj"))
NAMING = frozenset(("in", "at", "near", "of", "from", "towards", "toward"))  # may name the unknown
BUILT = frozenset(("building", "site"))
NOT_PLACES = frozenset(("time", "abstract", "person", "weapon", "pronoun", "number", "money"))


def places_of(
    tree: Tree, hit: Hit, frame: Frame, used: set[int], acted_on: list[SourcedPlace]
) -> list[SourcedPlace]:
    """Places by preposition after those acted on: the trigger's own, then its objects' own.

    Only if there is none, places of the verbs above it and of the actor's own phrase count. Tokens
    in `used` are taken by other roles; those found here are added to it.
    """
    found = list(acted_on)
    for at, word, noun in frame.preps:
        if word == "from" and hit.entry.host and tree.heads[at] in frame.objects:
            continue  # "a tourist from Norway was killed": where he is from
        to_place = word == "to" and hit.entry.to == "place"
        own = at in hit.tokens and hit.entry.place_is != "at"  # "close in on X": X is not reached
        how = hit.entry.place_is if own else "in" if to_place else word
        found += prep_place(tree, how, noun, 0.9, used)
    for i in frame.objects:
        found += places_under(tree, i, 0.6, used, harmed=hit.entry.host)
    found = found or places_above(tree, hit.head, used)
    if not found:
        for i in frame.actors:
            found += places_under(tree, i, 0.35, used)
    return [*(found or pronoun_place(tree, frame)), *directions(tree, frame)]


def places_under(
    tree: Tree, i: int, confidence: float, used: set[int], *, harmed: bool = False
) -> Iterator[SourcedPlace]:
    """Places that a role's phrase holds, where the parser often hangs those of the event.

    Where somebody killed or hurt (`harmed`) is "from" is not where it happened.
    """
    for token in tree.subtree(i, CLAUSES):
        if token != i and tree.deps[token] == "prep":
            for _, word, noun in nouns_of(tree, token, tree.words[token]):
                if word != "of" and not (harmed and word == "from"):
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


def directions(tree: Tree, frame: Frame) -> Iterator[SourcedPlace]:
    """ "fled southwards": a direction is a place of its own, whatever else is named."""
    top = frame.verb if frame.verb is not None else frame.head
    for i in tree.subtree(top, DIRECTION_STOP):
        is_adverb = tree.deps[i] in ADVERBIAL and i != frame.head
        if is_adverb and tree.words[i] in tree.lexicon.cues["directions"]:
            first = min([i, *(c for c in tree.kids(i, "advmod") if tree.words[c] == "more")])
            yield SourcedPlace(
                tree.sentence.quote(first, i),
                None,
                0.7,
                "direction",
                relation="direction",
                direction=tree.words[i].removesuffix("wards").removesuffix("ward"),
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
                yield SourcedPlace(
                    phrase_of(tree, each), None, confidence, "between ...", relation="between"
                )
        if between:
            return
    if not is_place and ("proper" not in found or word not in NAMING):
        return
    if not found.isdisjoint(NOT_PLACES) and "name_place" not in found:
        return
    noun = named_by(tree, noun)
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
            yield SourcedPlace(
                phrase_of(tree, each), None, confidence, "between ...", relation="between"
            )
        return
    yield SourcedPlace(phrase_of(tree, i), None, confidence, reason, relation=relation)
    for preposition, word, noun in preps_of(tree, i):
        if noun in used or not is_area(tree, noun):
            continue
        if word in tree.lexicon.cues["examples"]:  # "six villages, including X and Y"
            used.add(noun)
            inner: Relation = "at" if relation == "part" else relation
            yield from a_place(tree, noun, inner, "one of them", confidence, used)
        elif word == "of" and not within(phrase_of(tree, i), phrase_of(tree, noun)):
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


def named_by(tree: Tree, i: int) -> int:
    """ "the Damascus suburb of Daraya": the suburb is Daraya, no part of it."""
    is_unit = tree.words[i] in tree.lexicon.cues["part_words"]
    if is_unit and any(is_known_place(tree, k) for k in tree.kids(i, "compound", "nmod", "poss")):
        return next((n for _, w, n in preps_of(tree, i) if w == "of" and is_area(tree, n)), i)
    return i


def is_known_place(tree: Tree, i: int) -> bool:
    """Whether a token stands in a name that the gazetteer has."""
    name = tree.named[i]
    return name is not None and name.kind == "place"


def is_part(tree: Tree, i: int) -> bool:
    """Whether a place phrase speaks of a part: a part word of a place, "most of", "positions"."""
    cues = tree.lexicon.cues
    if tree.words[i] in cues["part_any"] or tree.words[i] in cues["part_always"]:
        return True
    of_place = any(word == "of" and is_area(tree, noun) for _, word, noun in preps_of(tree, i))
    if tree.words[i] in cues["part_words"] and of_place:
        return True
    is_built = not tree.classes[i].isdisjoint(BUILT) and tree.words[i] not in cues["named_by_of"]
    if is_built and of_place and not is_known_place(tree, i):
        return True  # "the hospital of Raqqa" is not the town
    return any(
        tree.words[c] in cues["part_any"] for c in tree.children[i] if tree.deps[c] == "amod"
    )
