"""The frame of an event noun: its modifiers, its prepositions and the verb that carries it."""

from __future__ import annotations

from collections.abc import Iterator

from situate.extract.arcs import (
    acts,
    antecedent,
    is_country,
    is_state_adjective,
    is_verb,
    nouns_of,
    preps_of,
)
from situate.extract.frame import Frame
from situate.extract.kinds import is_a_side
from situate.extract.subject import agents_of, is_passive, subjects_of
from situate.extract.tree import Tree
from situate.extract.where import relative_place
from situate.knowledge.vocabulary import Entry

MODIFIER = ("compound", "amod", "poss", "nmod", "npadvmod")
EMBEDDED = frozenset(("relcl", "ccomp", "advcl", "acl", "parataxis", "csubj"))
FINITE = frozenset(("relcl", "ccomp", "parataxis", "csubj", "conj"))
MEANS = frozenset(("using", "with", "employing"))
OTHER_CLAUSES = frozenset(("ccomp", "advcl", "parataxis", "relcl"))
NOUN_ROLES = frozenset(("pobj", "dobj", "nsubj", "nsubjpass", "poss", "conj"))
PEOPLE = frozenset(("people", "peoples", "population", "citizens", "nation", "public"))
MEANS_OF_WAR = frozenset(("aircraft", "airword", "weapon", "heavy", "device", "handheld"))
ON = frozenset(("on", "against", "upon", "targeting", "with"))


def noun_frame(tree: Tree, head: int, entry: Entry) -> Frame:
    """The frame of an event noun: its own modifiers and prepositions, and its support verb's."""
    frame = Frame(head, None, construction="nominal")
    frame.mods = [c for k in tree.kids(head, *MODIFIER) for c in tree.conjuncts(k)]
    # "Turkish drone strikes": whose drones they are stands on the drone.
    frame.mods += [k for m in frame.mods if is_means(tree, m) for k in tree.kids(m, *MODIFIER)]
    frame.preps = list(deep_preps(tree, head))
    support(tree, frame, entry)
    carried_in_relative(tree, frame)
    noun_prepositions(tree, frame, entry)
    for i in frame.mods:
        if tree.words[i] in tree.lexicon.cues["kinds_of_act"]:
            continue  # a "terrorist attack" is a kind of attack, done by nobody yet
        if acts(tree, i) or (not entry.symmetric and is_state_acting(tree, head, i)):
            frame.actors.append(i)
    for verb in tree.kids(head, "acl"):
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


def is_means(tree: Tree, i: int) -> bool:
    """Whether a modifier names what is used in the act, not who acts: "drone", "artillery"."""
    listed = tree.classes[i]
    return tree.named[i] is None and not listed.isdisjoint(MEANS_OF_WAR)


def is_state_acting(tree: Tree, head: int, i: int) -> bool:
    """Whether a modifier names the country that acts: "Turkish shelling", "Syria's siege of"."""
    if not tree.is_in(head, "state_acts"):
        return False
    return is_state_adjective(tree, i) or (tree.deps[i] == "poss" and is_country(tree, i))


def deep_preps(tree: Tree, head: int) -> Iterator[tuple[int, str, int]]:
    """Prepositions of a noun, and of an idle noun after "of": "a pocket of resistance of X"."""
    for preposition, word, noun in preps_of(tree, head):
        yield preposition, word, noun
        if word == "of" and not acts(tree, noun):
            for inner in preps_of(tree, noun):
                if inner[1] in ("of", "by", "on", "against") and acts(tree, inner[2]):
                    yield inner


def stray_agents(tree: Tree, frame: Frame) -> list[int]:
    """ "an attack on a checkpoint by gunmen": the parser hangs "by" on the checkpoint."""
    if tree.is_in(frame.head, "crowd_acts"):
        return []  # "a protest against abuses by X" is not X's
    tops = [frame.head] if frame.support is None else [frame.head, frame.support]
    for top in tops:
        for i in tree.subtree(top, EMBEDDED):
            if tree.words[i] == "by" and i > frame.head:
                found = [n for _, _, n in nouns_of(tree, i, "by") if acts(tree, n)]
                if found:
                    return found
    return []


def surface_sides(tree: Tree, frame: Frame) -> None:
    """Sides by the order of the words, where the parse lost one.

    "Clashes took place between A and allied B against C and D in E": whoever can act between
    "between" or "against" and the next preposition of place or time.
    """
    known = [*frame.actors, *frame.objects]
    if sum(acts(tree, i) for i in known) > 1 and any(acts(tree, i) for i in frame.objects):
        return
    sides: list[int] | None = None
    for i in range(frame.head + 1, len(tree.words)):
        word = tree.words[i]
        if word in ("between", "against"):
            sides = frame.actors if word == "between" else frame.objects
        elif word in tree.lexicon.cues["breaks_sides"] or tree.tags[i] in ("VBZ", "VBP", "MD"):
            if sides is not None or word not in ("in", "on", "at", "near", "of", "place"):
                sides = None
            if word in (";", "where", "which", "after", "when", "as", "while"):
                return
        elif (
            sides is not None
            and acts(tree, i)
            and is_head_of_side(tree, i)
            and {i, *tree.children[i]}.isdisjoint((*frame.actors, *frame.objects))
        ):
            sides.append(i)


def is_head_of_side(tree: Tree, i: int) -> bool:
    """Whether a token stands for a side: not "regime" of "regime forces"; A of "A and B men"."""
    name = tree.named[i]
    if name is not None and i + 1 < len(tree.words) and tree.named[i + 1] is name:
        return False
    modifies = tree.deps[i] in ("compound", "amod", "nmod", "poss")
    is_proper = name is not None and name.found_by not in ("generic", "pattern")
    return not (modifies and acts(tree, tree.heads[i])) or (is_proper and tree.heads[i] > i + 1)


def carried_in_relative(tree: Tree, frame: Frame) -> None:
    """ "the attack that rebels carried out on the base": its light verb stands in the relative."""
    for verb in tree.kids(frame.head, "relcl"):
        subject = tree.kid(verb, "nsubj")
        if subject is None or tree.tags[subject].startswith("W"):
            continue
        if tree.is_in(verb, "light_verbs") and tree.kid(verb, "dobj") in (
            None,
            *pronouns(tree, verb),
        ):
            frame.actors += tree.conjuncts(subject)
            frame.preps += list(preps_of(tree, verb))


def pronouns(tree: Tree, verb: int) -> list[int]:
    """Relative pronouns that are objects of a verb."""
    return [k for k in tree.kids(verb, "dobj") if tree.tags[k].startswith("W")]


def party_to(tree: Tree, head: int) -> list[int]:
    """Whose war it is: "support for Iraq and its people in their fight against X".

    The nearest sides, peoples or countries before the word that stand in the same clause.
    """
    top = next((i for i in tree.above(head) if is_verb(tree, i)), None)
    if top is None:
        return []
    own = set(tree.subtree(top, OTHER_CLAUSES))
    for i in range(head - 1, -1, -1):
        if i in own and tree.deps[i] in NOUN_ROLES and is_party(tree, i):
            above = tree.heads[tree.heads[i]]
            if tree.words[tree.heads[i]] == "of" and is_party(tree, above):
                i = above
            while tree.deps[i] == "conj" and is_party(tree, tree.heads[i]):
                i = tree.heads[i]
            return [c for c in tree.conjuncts(i) if is_party(tree, c) and c < head]
    return []


def is_party(tree: Tree, i: int) -> bool:
    """Whether a noun names a side, a country or its people, who may be at war."""
    if tree.tags[i] in ("PRP", "PRP$"):
        return False
    people = (is_state_adjective(tree, k) for k in tree.kids(i, "amod", "compound", "nmod"))
    return acts(tree, i) or is_country(tree, i) or (tree.words[i] in PEOPLE and any(people))


def stray_targets(tree: Tree, frame: Frame) -> list[int]:
    """ "conducted strikes using jets against X": "against" hangs on the means."""
    if frame.support is None:
        return []
    means = [i for i in tree.subtree(frame.support, FINITE) if tree.words[i] in MEANS]
    for i in (i for at in means for i in tree.subtree(at, EMBEDDED)):
        if tree.words[i] == "against":
            return [noun for _, _, noun in nouns_of(tree, i, "against")]
    return []


def support(tree: Tree, frame: Frame, entry: Entry) -> None:
    """Read the verb that carries a noun: "carried out an attack", "came under attack"."""
    head, dep = frame.head, tree.deps[frame.head]
    while dep == "conj" and not is_verb(tree, tree.heads[head]):
        head = tree.heads[head]
        dep = tree.deps[head]
    if dep == "pobj" and is_span_of_time(tree, head):
        head = tree.heads[tree.heads[head]]  # "after days of fighting"
        dep = tree.deps[head]
    if dep == "pobj" and tree.words[tree.heads[head]] == "including":
        head = tree.heads[tree.heads[head]]  # one of several shares their doer
        dep = tree.deps[head]
    verb = tree.heads[head]
    under = None
    if dep in ("pobj", "pcomp"):
        under = tree.words[verb]
        verb = tree.heads[verb]
    if not is_verb(tree, verb) or verb == head:
        return
    frame.verb = verb
    frame.preps += relative_place(tree, verb)
    subjects, _, frame.inherited = subjects_of(tree, verb)
    passive = is_passive(tree, verb, [])
    preps = [p for p in preps_of(tree, verb) if p[2] != frame.head]
    if dep in ("dobj", "nsubjpass") and tree.is_in(verb, "light_verbs"):
        frame.support = verb
        if tree.is_in(verb, "suffer_verbs") and not passive:
            frame.objects += subjects
        else:
            frame.actors += agents_of(tree, verb) if passive else subjects
        frame.preps += preps
        frame.construction = "light verb"
    elif under in ("under", "to") and tree.is_in(verb, "suffer_verbs"):
        frame.support = verb
        frame.objects += subjects
        frame.preps += preps
        frame.construction = "suffered"
    elif under == "by" and passive:
        frame.objects += [antecedent(tree, i) for i in subjects]
        frame.preps += preps
        frame.construction = "agent"
    elif dep in ("nsubj", "nsubjpass") and tree.is_in(verb, "occur_verbs"):
        frame.support = verb
        frame.preps += preps
        if tree.is_in(verb, "result_verbs") and not passive:
            frame.objects += [c for k in tree.kids(verb, "dobj") for c in tree.conjuncts(k)]
        frame.construction = "occurs"
    elif dep == "pobj" and under in ("in", "during", "with", "by", "after", "at", "from"):
        frame.preps += preps
        frame.construction = "circumstance"
        if entry.symmetric and under in ("in", "during", "with", "after", "following", "amid"):
            frame.actors += [i for i in subjects if not passive and acts(tree, antecedent(tree, i))]
            frame.inherited = bool(frame.actors)


def is_span_of_time(tree: Tree, i: int) -> bool:
    """Whether a noun after "of" fills a span of time: "two weeks of clashes"."""
    preposition = tree.heads[i]
    above = tree.heads[preposition]
    listed = tree.classes[above]
    return tree.words[preposition] == "of" and above != preposition and "time" in listed


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
