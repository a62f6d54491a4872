"""Who does what to whom around an event word: the grammar of a clause, with no word of its own.

Arcs are those of the spaCy English models; the constructions are the table of extraction.md 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from situate.extract.tree import Tree
from situate.knowledge.vocabulary import Entry, Form

SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
OBJECT = ("dobj", "dative", "attr", "oprd")
MODIFIER = ("compound", "amod", "poss", "nmod", "npadvmod")
HIT = frozenset(("person", "armed", "police", "crowd", "site", "building", "vehicle", "settlement"))
MOTION = frozenset(("towards", "toward", "from", "into", "against"))
OWNED = frozenset(("attackword", "operation", "act", "hold"))  # what somebody carries out or has
EMBEDDED = frozenset(("relcl", "ccomp", "advcl", "acl", "parataxis", "csubj"))


@dataclass(slots=True)
class Frame:
    """Roles of one event word, as token indices of noun-phrase heads.

    `actors` act, `objects` are acted on, whatever the voice. `preps` are (preposition token, word,
    noun) of the clause, nearest first. `verb` is the verb whose arguments were read.
    """

    head: int
    verb: int | None
    passive: bool = False
    actors: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    preps: list[tuple[int, str, int]] = field(default_factory=list)
    mods: list[int] = field(default_factory=list)
    backers: list[int] = field(default_factory=list)
    causes: list[int] = field(default_factory=list)
    support: int | None = None
    inherited: bool = False
    construction: str = "active"


def frame_of(tree: Tree, head: int, form: Form, entry: Entry) -> Frame:
    """The frame of an event word, by the part of speech it was found as."""
    if form == "verb":
        frame = verb_frame(tree, head)
        verb_prepositions(tree, frame, entry)
    elif form == "adjective":
        frame = adjective_frame(tree, head)
    else:
        frame = noun_frame(tree, head, entry)
    frame = expand(tree, frame)
    if entry.undergoes and not frame.actors:
        frame.actors = unique(w for i in frame.objects for w in owners(tree, i, frame.head))
        frame.objects = []
    if entry.symmetric and not frame.actors:
        frame.actors, frame.objects = [i for i in frame.objects if acts(tree, i)], [
            i for i in frame.objects if not acts(tree, i)
        ]
    return frame


def verb_prepositions(tree: Tree, frame: Frame, entry: Entry) -> None:
    """Prepositions of a verb that bring a side: "clashed with", "surrendered to", "fell to"."""
    for _, word, noun in frame.preps:
        if word in ("against", "upon") or (word == "with" and entry.symmetric):
            frame.objects.append(noun)
        elif word in ("on", "at") and is_hit(tree, noun):
            frame.objects.append(noun)
        elif word == "to" and entry.to == "target":
            frame.objects.append(noun)
        elif word == "to" and entry.to == "actor":
            frame.objects = frame.actors + frame.objects
            frame.actors = [noun]
        elif word == "between" and entry.symmetric and not frame.actors:
            frame.actors.append(noun)


def is_hit(tree: Tree, noun: int) -> bool:
    """Whether "on" or "at" a noun says whom or what an act hits."""
    listed = tree.lexicon.classes.get(tree.words[noun], frozenset())
    name = tree.named[noun]
    return not listed.isdisjoint(HIT) or (name is not None and name.kind == "actor")


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


def verb_frame(tree: Tree, head: int) -> Frame:
    """The frame of an event verb."""
    frame = Frame(head, head)
    subjects, frame.construction, frame.inherited = subjects_of(tree, head)
    objects = [c for k in tree.kids(head, "dobj", "dative") for c in tree.conjuncts(k)]
    frame.passive = is_passive(tree, head, objects)
    if frame.construction == "control" and not frame.passive:
        frame.causes = [c for c, _ in outer_subjects(tree, head)]
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
    frame.objects = [noun for i in frame.objects for noun in under_control(tree, i)]
    if tree.deps[head] == "amod" and not frame.passive and not frame.objects:
        frame.objects = [tree.heads[head]]
        frame.preps += list(preps_of(tree, tree.heads[head]))
    frame.preps += list(preps_of(tree, head))
    for _, _, noun in list(frame.preps):
        frame.preps += [p for p in preps_of(tree, noun) if p[1] in MOTION]
    for noun in frame.objects:
        if noun in tree.children[head] or frame.passive:
            frame.preps += [p for p in preps_of(tree, noun) if p[1] != "of"]
    frame.preps += relative_place(tree, head)
    return frame


def under_control(tree: Tree, i: int) -> list[int]:
    """What is controlled, in the place of "control of ..."; any other noun itself."""
    if tree.words[i] not in tree.lexicon.cues["control_nouns"]:
        return [i]
    found = [noun for _, word, noun in preps_of(tree, i) if word in ("of", "over", "on", "in")]
    return found or [i]


def relative_place(tree: Tree, head: int) -> list[tuple[int, str, int]]:
    """ "the south, where action is prevented": the place "where" stands for.

    In "clashes in A in northern B, where they took control" it is the first of the chain, A.
    """
    for verb in (head, *tree.above(head)):
        if tree.deps[verb] not in ("relcl", "advcl", "ccomp"):
            continue
        where = next((k for k in tree.kids(verb, "advmod") if tree.words[k] == "where"), None)
        if where is not None:
            noun = first_place(tree, tree.heads[verb], where)
            return [(where, "in", noun)] if noun is not None else []
    return []


def first_place(tree: Tree, noun: int, where: int) -> int | None:
    """The outermost place before "where" in the chain of prepositions a noun ends."""
    found = None
    if not is_placeable(tree, noun):
        spots = [i for i in range(where) if tree.deps[i] == "pobj" and is_placeable(tree, i)]
        if not spots:
            return noun if tree.tags[noun].startswith("N") else None
        noun = spots[-1]
    found = noun
    for above in tree.above(noun):
        if is_verb(tree, above):
            break
        if tree.deps[above] in ("pobj", "conj") and is_placeable(tree, above):
            found = above
    return found


def is_placeable(tree: Tree, i: int) -> bool:
    """Whether a noun names a place."""
    name = tree.named[i]
    if name is not None:
        return name.kind == "place"
    listed = tree.lexicon.classes.get(tree.words[i], frozenset())
    return "place" in listed or (not listed and tree.tags[i] == "NNP")


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
    listed = tree.lexicon.classes.get(tree.words[i], frozenset())
    if i == head or tree.named[i] is not None or listed.isdisjoint(OWNED):
        return [i]
    found = [k for k in tree.kids(i, "poss", "compound", "nmod", "amod") if acts(tree, k)]
    found += [noun for _, word, noun in preps_of(tree, i) if word in ("of", "by") and acts(tree, noun)]
    return found or [i]


def acts(tree: Tree, i: int) -> bool:
    """Whether a noun names someone who can act: an actor's name, armed men, a pronoun's owner."""
    name = tree.named[i]
    listed = tree.lexicon.classes.get(tree.words[i], frozenset())
    return (
        (name is not None and name.kind in ("actor", "operation"))
        or not listed.isdisjoint(("armed", "police", "state"))
        or tree.tags[i] == "PRP$"
    )


def unique(tokens: Iterator[int]) -> list[int]:
    """Each token once, in order."""
    return list(dict.fromkeys(tokens))


def antecedent(tree: Tree, i: int) -> int:
    """The noun a relative pronoun stands for; any other token itself."""
    if tree.words[i] in tree.lexicon.cues["relative"] and tree.tags[i].startswith("W"):
        for above in tree.above(i):
            if tree.deps[above] == "relcl":
                return tree.heads[above]
    return i


def is_passive(tree: Tree, head: int, objects: list[int]) -> bool:
    """Whether a verb is passive, with or without its auxiliary."""
    if any(True for _ in tree.kids(head, "auxpass", "nsubjpass", "agent")):
        return True
    if tree.tags[head] != "VBN" or tree.kid(head, "nsubj") is not None and tree.deps[head] == "amod":
        return False
    if tree.deps[head] in ("acl", "amod"):
        return True
    has_aux = any(True for _ in tree.kids(head, "aux"))
    if tree.deps[head] == "conj" and not has_aux and not objects:
        return is_passive(tree, tree.heads[head], [])
    return not has_aux and not objects


def agents_of(tree: Tree, head: int) -> list[int]:
    """Nouns after "by", of the verb or, where the parser hung it there, of its object."""
    found = []
    for preposition in tree.kids(head, "agent", "prep"):
        if tree.words[preposition] == "by":
            found += [c for k in tree.kids(preposition, "pobj", "pcomp") for c in tree.conjuncts(k)]
    if not found and tree.deps[head] == "conj" and tree.heads[head] < head:
        for later in tree.kids(head, "conj"):
            found += agents_of(tree, later)
    return found


def subjects_of(tree: Tree, verb: int) -> tuple[list[int], str, bool]:
    """Grammatical subjects, the construction that gave them, and whether they were inherited."""
    own = [
        c for k in tree.kids(verb, *SUBJECT) for c in tree.conjuncts(k) if tree.deps[k] != "expl"
    ]
    if own:
        is_relative = tree.deps[verb] == "relcl"
        return own, "relative" if is_relative else "active", False
    head, dep = tree.heads[verb], tree.deps[verb]
    if head == verb:
        return stray_subject(tree, verb), "active", False
    if dep == "conj" and is_verb(tree, head):
        subjects, how, _ = subjects_of(tree, head)
        return subjects, "conjoined" if how == "active" else how, True
    if dep == "xcomp" and tree.deps[head] == "acomp":
        head = tree.heads[head]
    if dep in ("xcomp", "ccomp") and is_verb(tree, head):
        objects = [c for k in tree.kids(head, "dobj") for c in tree.conjuncts(k)]
        if objects and tree.is_in(head, "control_verbs"):
            return objects, "control", True
        subjects, _, _ = subjects_of(tree, head)
        return subjects, "chain", True
    if dep in ("advcl", "pcomp", "dep") or (dep == "acl" and tree.tags[verb] == "VB"):
        above = next((a for a in tree.above(verb) if is_verb(tree, a)), None)
        if above is not None and (tree.tags[verb] in ("VBG", "VB", "VBN") or dep == "pcomp"):
            subjects, _, _ = subjects_of(tree, above)
            return subjects, "adverbial", True
    if (
        dep == "relcl"
        and fronted_pronoun(tree, verb) is None
        and tree.kid(verb, "dobj") is not None
    ):
        return [head], "relative", True
    return [], "active", False


def stray_subject(tree: Tree, verb: int) -> list[int]:
    """The subject the parser read as an apposition: "After clashes with A, B took control"."""
    if tree.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return []
    fronted = {n for _, _, n in preps_of(tree, verb) if n < verb}
    for i in range(verb - 1, -1, -1):
        if tree.deps[i] in ("appos", "conj") and acts(tree, i):
            above = list(tree.above(i))[:4]
            if not fronted.isdisjoint(above) or any(tree.tags[a] == "VBG" for a in above):
                return [i]
    return []


def outer_subjects(tree: Tree, verb: int) -> list[tuple[int, str]]:
    """Subjects of the verb that forces or lets this one happen."""
    return [(i, "cause") for i in subjects_of(tree, tree.heads[verb])[0]]


def fronted_pronoun(tree: Tree, verb: int) -> int | None:
    """A relative pronoun that is this verb's object."""
    return next((k for k in tree.kids(verb, "dobj") if tree.tags[k].startswith("W")), None)


def shared_object(tree: Tree, verb: int) -> list[int]:
    """ "killed and wounded dozens": the object stands once, after the second verb."""
    for other in tree.kids(verb, "conj"):
        if is_verb(tree, other) and other - verb <= 2 and tree.tags[other] == tree.tags[verb]:
            return [c for k in tree.kids(other, "dobj") for c in tree.conjuncts(k)]
    return []


def adverbial_object(tree: Tree, verb: int) -> list[int]:
    """An unknown name right after its verb, which the parser takes for an adverb."""
    return [
        c
        for k in tree.kids(verb, "npadvmod")
        if k > verb and tree.tags[k] == "NNP"
        and "time" not in tree.lexicon.classes.get(tree.words[k], ())
        for c in tree.conjuncts(k)
    ]


def fronted_object(tree: Tree, verb: int) -> list[int]:
    """ "the town rebels captured": the noun a relative clause hangs on is its object."""
    if tree.deps[verb] == "relcl" and tree.kid(verb, "nsubj") is not None:
        subject = tree.kid(verb, "nsubj")
        if subject is not None and not tree.tags[subject].startswith("W"):
            return [tree.heads[verb]]
    return []


def modified_noun(tree: Tree, verb: int) -> int | None:
    """The noun a participle modifies."""
    if tree.deps[verb] in ("acl", "amod") and tree.tags[verb] in ("VBN", "VBG"):
        return tree.heads[verb]
    return None


def is_verb(tree: Tree, i: int) -> bool:
    """Whether a token is a verb or auxiliary."""
    return tree.tags[i].startswith("V") or tree.tags[i] == "MD"


def preps_of(tree: Tree, head: int, depth: int = 0) -> Iterator[tuple[int, str, int]]:
    """Prepositions under a word with their nouns; "out of" is one, particles lead to theirs."""
    for child in tree.children[head]:
        if tree.deps[child] in ("prep", "agent", "dative") and tree.tags[child] in (
            "IN",
            "TO",
            "VBG",
            "RP",
        ):
            yield from nouns_of(tree, child, tree.words[child])
        elif tree.deps[child] in ("advmod", "prt") and depth < 1:
            for preposition, word, noun in preps_of(tree, child, depth + 1):
                yield preposition, word, noun


def nouns_of(tree: Tree, preposition: int, word: str) -> Iterator[tuple[int, str, int]]:
    """Nouns governed by a preposition, through a second one ("out of", "from near")."""
    for child in tree.children[preposition]:
        if tree.deps[child] == "pobj":
            for noun in tree.conjuncts(child):
                yield preposition, word, noun
        elif tree.deps[child] == "prep":
            inner = (
                f"{word} {tree.words[child]}" if tree.words[child] == "of" else tree.words[child]
            )
            yield from nouns_of(tree, child, inner)
        elif tree.deps[child] == "conj" and tree.tags[child] in ("IN", "TO"):
            yield from nouns_of(tree, child, tree.words[child])


def noun_frame(tree: Tree, head: int, entry: Entry) -> Frame:
    """The frame of an event noun: its own modifiers and prepositions, and its support verb's."""
    frame = Frame(head, None, construction="nominal")
    frame.mods = [c for k in tree.kids(head, *MODIFIER) for c in tree.conjuncts(k)]
    frame.preps = list(deep_preps(tree, head))
    support(tree, frame, entry)
    noun_prepositions(tree, frame, entry)
    for i in frame.mods:
        if acts(tree, i):
            frame.actors.append(i)
    for verb in tree.kids(head, "acl"):
        if tree.tags[verb] == "VBN":
            frame.actors += agents_of(tree, verb)
        frame.preps += list(preps_of(tree, verb))
        if tree.words[verb] == "targeting":
            frame.objects += [c for k in tree.kids(verb, "dobj") for c in tree.conjuncts(k)]
    if not frame.actors:
        frame.actors = stray_agents(tree, frame)
    return frame


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
    tops = [frame.head] if frame.support is None else [frame.head, frame.support]
    for top in tops:
        for i in tree.subtree(top, EMBEDDED):
            if tree.words[i] == "by" and i > frame.head:
                found = [n for _, _, n in nouns_of(tree, i, "by") if acts(tree, n)]
                if found:
                    return found
    return []


def support(tree: Tree, frame: Frame, entry: Entry) -> None:
    """Read the verb that carries a noun: "carried out an attack", "came under attack"."""
    head, dep = frame.head, tree.deps[frame.head]
    while dep == "conj" and not is_verb(tree, tree.heads[head]):
        head = tree.heads[head]
        dep = tree.deps[head]
    verb = tree.heads[head]
    under = None
    if dep == "pobj":
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
        elif word in ("on", "against", "upon", "targeting", "with"):
            frame.objects.append(noun)
        elif word == "to" and entry.to == "target":
            frame.objects.append(noun)
        elif word == "to" and entry.to == "actor":
            frame.objects = frame.actors + frame.objects
            frame.actors = [noun]


def acts_or_fights(tree: Tree, noun: int) -> bool:
    """Whether "between" a noun brings a side, not a place or a time."""
    listed = tree.lexicon.classes.get(tree.words[noun], frozenset())
    name = tree.named[noun]
    is_place = "place" in listed or (name is not None and name.kind == "place")
    return not is_place and "time" not in listed and tree.tags[noun] != "CD"
