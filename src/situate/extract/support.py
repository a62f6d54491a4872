"""The verb that carries an event noun: "carried out an attack", "came under fire"."""

from __future__ import annotations

from situate.extract.arcs import (
    acts,
    antecedent,
    is_placeable,
    is_verb,
    preps_of,
)
from situate.extract.frame import Frame
from situate.extract.subject import agents_of, is_passive, subjects_of
from situate.extract.tree import Tree
from situate.extract.where import relative_place
from situate.knowledge.lexicon import Entry


def support(tree: Tree, frame: Frame, entry: Entry) -> None:
    """Read the verb that carries a noun: "carried out an attack", "came under attack"."""
    head, dep = frame.head, tree.deps[frame.head]
    while dep == "conj" and not is_verb(tree, tree.heads[head]):
        head = tree.heads[head]
        dep = tree.deps[head]
    if dep == "pobj" and (is_span_of_time(tree, head) or is_counted(tree, head)):
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
            if not tree.is_in(verb, "seeing"):
                frame.objects += subjects
            else:  # a town sees fighting and suffers it; a man who does only looks on
                frame.objects += [i for i in subjects if is_placeable(tree, i)]
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
            frame.objects += damaged(tree, verb)
        frame.construction = "occurs"
    elif dep == "pobj" and under in ("in", "during", "with", "by", "after", "at", "from"):
        frame.preps += preps
        frame.construction = "circumstance"
        if entry.symmetric and under in ("in", "during", "with", "after", "following", "amid"):
            able = not passive or tree.is_in(verb, "engaged")  # "were locked in fighting"
            frame.actors += [i for i in subjects if able and acts(tree, antecedent(tree, i))]
            frame.inherited = bool(frame.actors)


def damaged(tree: Tree, verb: int) -> list[int]:
    """ "caused damage to houses", "inflicted losses on the militia": whom or what it befell."""
    harm = (k for k in tree.kids(verb, "dobj") if tree.is_in(k, "losses"))
    return [n for k in harm for _, word, n in preps_of(tree, k) if word in ("to", "on", "among")]


def is_counted(tree: Tree, i: int) -> bool:
    """ "carried out a number of raids": what is counted by "of" is what the verb carries."""
    preposition = tree.heads[i]
    above = tree.heads[preposition]
    return tree.words[preposition] == "of" and tree.is_in(above, "numbers_of")


def is_span_of_time(tree: Tree, i: int) -> bool:
    """Whether a noun after "of" fills a span of time: "two weeks of clashes"."""
    preposition = tree.heads[i]
    above = tree.heads[preposition]
    listed = tree.classes[above]
    return tree.words[preposition] == "of" and above != preposition and "time" in listed


def carried_in_relative(tree: Tree, frame: Frame, entry: Entry) -> None:
    """ "the attack that rebels carried out on the base": its light verb stands in the relative."""
    for verb in tree.kids(frame.head, "relcl"):
        subject = tree.kid(verb, "nsubj")
        if subject is not None and tree.tags[subject].startswith("W"):
            # "clashes that erupted with the army"
            if entry.symmetric and tree.is_in(verb, "occur_verbs"):
                frame.preps += list(preps_of(tree, verb))
            continue
        if subject is None:
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
