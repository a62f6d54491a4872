"""Who a verb is about: subjects told, inherited or misread, agents, objects, voice.

Arcs are those of the spaCy English models; the constructions are the table of extraction.md 2.
"""

from __future__ import annotations

from situate.extract.arcs import acts, is_country, is_verb, preps_of
from situate.extract.tree import Tree

SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
FINITE = ("VBD", "VBZ", "VBP")
NAMES = ("NNP", "NNPS")


def subjects_of(tree: Tree, verb: int) -> tuple[list[int], str, bool]:
    """Grammatical subjects, the construction that gave them, and whether they were inherited."""
    own = [
        c for k in tree.kids(verb, *SUBJECT) for c in tree.conjuncts(k) if tree.deps[k] != "expl"
    ]
    if own:
        is_relative = tree.deps[verb] == "relcl"
        return own, "relative" if is_relative else "active", False
    unread = misread_subject(tree, verb)
    if unread is not None:
        return list(tree.conjuncts(unread)), "active", False
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
        noun = head if dep == "acl" else tree.heads[head] if dep == "pcomp" else verb
        accused = _accused(tree, verb) if dep == "pcomp" else []
        if accused:
            return accused, "control", True
        owner = possessor(tree, noun) if tree.tags[noun].startswith("N") else None
        if owner is not None:
            return [owner], "adverbial", True
        above = next((a for a in tree.above(verb) if is_verb(tree, a)), None)
        if above is not None and (tree.tags[verb] in ("VBG", "VB", "VBN") or dep == "pcomp"):
            subjects, _, _ = subjects_of(tree, above)
            modified = tree.heads[above] if tree.deps[above] == "acl" and not subjects else None
            return [modified] if modified is not None else subjects, "adverbial", True
    if (
        dep == "relcl"
        and fronted_pronoun(tree, verb) is None
        and tree.kid(verb, "dobj") is not None
    ):
        return [head], "relative", True
    return [], "active", False


def misread_subject(tree: Tree, verb: int) -> int | None:
    """The subject of a finite verb that the parser hung elsewhere; None if grammar shows none.

    "SDF advanced": read as an adverb of measure. "The army backed by militias, and under cover of
    air strikes managed to": a noun with a participle is no sentence, the finite verb joined to its
    participle makes it one; a later verb with a subject of its own is another sentence.
    """
    if tree.tags[verb] not in FINITE:
        return None
    measure = tree.kid(verb, "npadvmod")
    if measure is not None and measure < verb and tree.tags[measure] in NAMES:
        return measure if acts(tree, measure) else None
    participle = tree.heads[verb]
    noun = tree.heads[participle]
    is_joined = tree.deps[verb] == "conj" and tree.deps[participle] == "acl"
    if is_joined and noun < participle < verb and acts(tree, noun) and _is_alone(tree, noun, verb):
        return noun
    return None


def _is_alone(tree: Tree, noun: int, verb: int) -> bool:
    """Whether a noun has no verb of its own: none at all, or one with a subject nearer to it."""
    later = tree.heads[noun]
    if later == noun:
        return True
    return tree.deps[noun] in SUBJECT and any(verb < k < later for k in tree.kids(later, *SUBJECT))


def _accused(tree: Tree, verb: int) -> list[int]:
    """ "accused the army of shelling": who is told of under "of", "for" or "from" is the object."""
    above = tree.heads[tree.heads[verb]]
    while not _addresses(tree, above):
        if tree.deps[above] == "pobj":  # "of" hung on who accuses: "accused by X of"
            above = tree.heads[above]
        elif tree.deps[above] not in ("conj", "dobj"):  # "of" hung on the last of the accused
            return []
        above = tree.heads[above]
    return [c for k in tree.kids(above, "dobj", "nsubjpass") for c in tree.conjuncts(k)]


def _addresses(tree: Tree, i: int) -> bool:
    """Whether a token is a verb that says something of its object: "accused", "suspected"."""
    return is_verb(tree, i) and tree.is_in(i, "addressing")


def possessor(tree: Tree, noun: int) -> int | None:
    """Whose plan, bid or fight it is: "the army's bid to take the hill", "UN efforts to"."""
    for k in tree.kids(noun, "poss", "compound", "nmod"):
        if tree.tags[k] == "PRP$":
            continue  # its owner is the subject of the clause
        if acts(tree, k) or (tree.deps[k] == "poss" and is_country(tree, k)):
            return k
    return None


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


def fronted_pronoun(tree: Tree, verb: int) -> int | None:
    """A relative pronoun that is this verb's object."""
    return next((k for k in tree.kids(verb, "dobj") if tree.tags[k].startswith("W")), None)


def is_passive(tree: Tree, head: int, objects: list[int]) -> bool:
    """Whether a verb is passive, with or without its auxiliary."""
    if any(True for _ in tree.kids(head, "auxpass", "nsubjpass", "agent")):
        return True
    if tree.tags[head] != "VBN" or (
        tree.kid(head, "nsubj") is not None and tree.deps[head] == "amod"
    ):
        return False
    has_aux = any(True for _ in tree.kids(head, "aux"))
    if tree.deps[head] in ("acl", "amod"):
        return not (has_aux and tree.kid(head, "nsubj") is not None)  # "reports that X has killed"
    if tree.deps[head] == "conj" and not has_aux and not objects:
        return is_passive(tree, tree.heads[head], [])
    return not has_aux and not objects


def agents_of(tree: Tree, head: int) -> list[int]:
    """Nouns after "by", of the verb or, where the parser hung it there, of its object."""
    found = []
    for preposition in tree.kids(head, "agent", "prep"):
        if tree.words[preposition] == "by":
            found += [c for k in tree.kids(preposition, "pobj", "pcomp") for c in tree.conjuncts(k)]
    if not found:
        # "bombed and killed by X": the agent stands once, after the second verb.
        for later in tree.kids(head, "conj"):
            is_joined = tree.deps[head] == "conj" or later - head <= 2
            if is_joined and tree.tags[later] == "VBN" and tree.kid(later, *SUBJECT) is None:
                found += agents_of(tree, later)
    return found


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
        for k in tree.kids(verb, "npadvmod", "advmod")
        if k > verb and tree.tags[k] == "NNP" and "time" not in tree.classes[k]
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
