"""Who does what to whom around an event word: the grammar of a clause, with no word of its own.

Arcs are those of the spaCy English models; the constructions are the table of extraction.md 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from situate.extract.tree import Tree

SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
OBJECT = ("dobj", "dative", "attr", "oprd")
MODIFIER = ("compound", "amod", "poss", "nmod", "npadvmod")
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
        frame.objects = objects or fronted_object(tree, head)
    frame.preps = list(preps_of(tree, head))
    for noun in frame.objects:
        if noun in tree.children[head] or frame.passive:
            frame.preps += [p for p in preps_of(tree, noun) if p[1] != "of"]
    return expand(tree, frame)


def expand(tree: Tree, frame: Frame) -> Frame:
    """Replace relative pronouns by what they stand for, and drop repeats."""
    frame.actors = unique(antecedent(tree, i) for i in frame.actors)
    frame.objects = unique(antecedent(tree, i) for i in frame.objects)
    frame.objects = [i for i in frame.objects if i not in frame.actors]
    return frame


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
    if tree.tags[head] != "VBN":
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
        return [], "active", False
    if dep == "conj" and is_verb(tree, head):
        subjects, how, _ = subjects_of(tree, head)
        return subjects, "conjoined" if how == "active" else how, True
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


def outer_subjects(tree: Tree, verb: int) -> list[tuple[int, str]]:
    """Subjects of the verb that forces or lets this one happen."""
    return [(i, "cause") for i in subjects_of(tree, tree.heads[verb])[0]]


def fronted_pronoun(tree: Tree, verb: int) -> int | None:
    """A relative pronoun that is this verb's object."""
    return next((k for k in tree.kids(verb, "dobj") if tree.tags[k].startswith("W")), None)


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


def noun_frame(tree: Tree, head: int, of: str) -> Frame:
    """The frame of an event noun: its own modifiers and prepositions, and its support verb's."""
    frame = Frame(head, None, construction="nominal")
    frame.mods = [c for k in tree.kids(head, *MODIFIER) for c in tree.conjuncts(k)]
    frame.preps = list(preps_of(tree, head))
    support(tree, frame)
    read_prepositions(tree, frame, of)
    read_modifiers(tree, frame)
    for verb in tree.kids(head, "acl"):
        if tree.tags[verb] == "VBN":
            frame.actors += agents_of(tree, verb)
        frame.preps += list(preps_of(tree, verb))
        if tree.words[verb] == "targeting":
            frame.objects += [c for k in tree.kids(verb, "dobj") for c in tree.conjuncts(k)]
    return expand(tree, frame)


def support(tree: Tree, frame: Frame) -> None:
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
    elif dep in ("nsubj", "nsubjpass") and tree.is_in(verb, "occur_verbs"):
        frame.support = verb
        frame.preps += preps
        if tree.is_in(verb, "result_verbs") and not passive:
            frame.objects += [c for k in tree.kids(verb, "dobj") for c in tree.conjuncts(k)]
        frame.construction = "occurs"
    elif dep == "pobj" and under in ("in", "during", "with", "by", "after", "at", "from"):
        frame.preps += preps
        frame.construction = "circumstance"
        if under in ("in", "during", "with"):
            frame.inherited = True


def read_prepositions(tree: Tree, frame: Frame, of: str) -> None:
    """Who acts and who is acted on, by the prepositions of an event noun."""
    for _, word, noun in frame.preps:
        if word == "by":
            frame.actors.append(noun)
        elif word == "of":
            (frame.actors if of == "subject" else frame.objects).append(noun)
        elif word in ("on", "against", "upon", "targeting"):
            frame.objects.append(noun)
        elif word == "between":
            frame.actors.append(noun)
        elif word == "with":
            frame.objects.append(noun)


def read_modifiers(tree: Tree, frame: Frame) -> None:
    """Modifiers that name an actor act: "the army's capture", "Turkish shelling"."""
    for i in frame.mods:
        name = tree.named[i]
        listed = tree.lexicon.classes.get(tree.words[i], frozenset())
        if (name is not None and name.kind in ("actor", "operation")) or not listed.isdisjoint(
            ("armed", "police", "state")
        ):
            frame.actors.append(i)
