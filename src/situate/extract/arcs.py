"""Arcs of a parse: prepositions and their nouns, pronouns and what they stand for, who can act."""

from __future__ import annotations

from collections.abc import Iterator

from situate.extract.tree import Tree

Prep = tuple[int, str, int]  # token of the preposition, its word, token of the noun


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
        elif depth < 1 and (
            tree.deps[child] in ("advmod", "prt")
            or (tree.deps[child] == "acomp" and tree.tags[child] == "JJR")  # "get nearer to X"
        ):
            yield from preps_of(tree, child, depth + 1)


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
        elif tree.deps[child] == "pcomp" and tree.tags[child] in ("IN", "TO"):
            yield from nouns_of(tree, child, f"{word} {tree.words[child]}")  # "due to"
        elif tree.deps[child] == "conj" and tree.tags[child] in ("IN", "TO"):
            yield from nouns_of(tree, child, tree.words[child])


def antecedent(tree: Tree, i: int) -> int:
    """The noun a relative pronoun stands for; any other token itself."""
    if tree.words[i] in tree.lexicon.cues["relative"] and tree.tags[i].startswith("W"):
        for above in tree.above(i):
            if tree.deps[above] == "relcl":
                return tree.heads[above]
    return i


def acts(tree: Tree, i: int) -> bool:
    """Whether a noun names someone who can act: an actor's name, armed men, a pronoun's owner."""
    name = tree.named[i]
    listed = tree.classes[i]
    return (
        (name is not None and name.kind in ("actor", "operation"))
        or not listed.isdisjoint(("armed", "police", "state"))
        or tree.tags[i] == "PRP$"
    )


def is_country(tree: Tree, i: int) -> bool:
    """Whether a token is a country by its whole name: "Syria", "Saudi Arabia"."""
    name = tree.named[i]
    words = tree.words[i] if name is None else name.quote.text.lower()
    return words in tree.lexicon.cues["countries"]


def is_state_adjective(tree: Tree, i: int) -> bool:
    """Whether a word before a noun says of which country it is: "Turkish", "U.S."."""
    cues = tree.lexicon.cues
    return tree.words[i] in cues["nations"] or tree.words[i] in cues["countries_short"]


def is_placeable(tree: Tree, i: int) -> bool:
    """Whether a noun names a place."""
    name = tree.named[i]
    if name is not None:
        return name.kind == "place"
    listed = tree.classes[i]
    return "place" in listed or (not listed and tree.tags[i] == "NNP")


def unique(tokens: Iterator[int]) -> list[int]:
    """Each token once, in order."""
    return list(dict.fromkeys(tokens))
