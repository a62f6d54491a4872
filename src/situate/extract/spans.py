"""The words of a role: which tokens around a noun make its quote."""

from __future__ import annotations

from situate.extract.hidden import hidden_subject
from situate.extract.tree import Tree
from situate.model import Quote

LEFT = frozenset(
    (
        "det",
        "amod",
        "compound",
        "nummod",
        "poss",
        "nmod",
        "quantmod",
        "npadvmod",
        "punct",
        "case",
        "advmod",
        "predet",
    )
)
BULLETS = frozenset(("-", "–", "—", "•", "*", "·", "▪", "◦", "‣", "●", "■", "►"))


def phrase_of(tree: Tree, i: int) -> Quote:
    """A noun phrase: its modifiers, the name it lies in, and "of ..." after a group or number.

    Relative clauses, appositions and what is coordinated with it are left out; so is a bullet
    before it, and "dead" of "shot dead four men", which belongs to its verb.
    """
    first, last = span_of(tree, i)
    while first < i and (tree.words[first] in BULLETS or is_outcome(tree, first)):
        first += 1
    return tree.sentence.quote(first, last)


def is_outcome(tree: Tree, i: int) -> bool:
    """ "dead" right after a verb says what became of its object."""
    return i > 0 and tree.words[i] in ("dead", "free") and tree.tags[i - 1].startswith("V")


def span_of(tree: Tree, i: int) -> tuple[int, int]:
    """First and last token of the phrase."""
    first = leftmost(tree, i)
    last = i
    last = max(last, name_end(tree, i))
    first = min(first, name_start(tree, i))
    for preposition in tree.kids(i, "prep"):
        is_of = tree.words[preposition] == "of" or is_membership(tree, i, preposition)
        if is_of and preposition == last + 1:
            for noun in tree.kids(preposition, "pobj"):
                for each in (noun, *joined_noun(tree, noun)):
                    last = max(last, span_of(tree, each)[1]) if each > i else last
    return solid(tree, first, last)


def is_membership(tree: Tree, i: int, preposition: int) -> bool:
    """ "armed men from the Red Front": whose men they are, where a side's name follows."""
    if tree.words[preposition] != "from" or tree.named[i] is not None:
        return False
    if tree.classes[i].isdisjoint(("armed", "person")):
        return False
    nouns = tree.kids(preposition, "pobj")
    names = (tree.named[noun] for noun in nouns)
    return any(n is not None and n.kind == "actor" and n.found_by != "generic" for n in names)


def joined_noun(tree: Tree, noun: int) -> list[int]:
    """ "scores of Turkish and Kurdish refugees": the noun stands once, after the second."""
    if tree.tags[noun] not in ("NNP", "JJ") or tree.named[noun] is not None:
        return []
    return [c for c in tree.kids(noun, "conj") if tree.tags[c] == "NNS" and tree.kid(c, "amod")]


def leftmost(tree: Tree, i: int) -> int:
    """First token of the modifiers that stand without a break before a noun."""
    first = i
    for child in reversed(tree.children[i]):
        if child < i and (tree.kid(child, "nsubj") is not None or is_hidden(tree, child)):
            break
        if (
            child < i
            and tree.deps[child] in LEFT
            and tree.words[child] not in (",", ";", ":", "(", '"')
        ):
            first = min(first, leftmost(tree, child))
        elif child < i:
            break
    return first


def is_hidden(tree: Tree, i: int) -> bool:
    """Whether a modifier is the verb of its clause, before which no phrase begins."""
    return tree.tags[i] in ("VBN", "VBD") and hidden_subject(tree, i) is not None


def name_start(tree: Tree, i: int) -> int:
    """First token of the name token i lies in."""
    name = tree.named[i]
    while name is not None and i > 0 and tree.named[i - 1] is name:
        i -= 1
    return i


def name_end(tree: Tree, i: int) -> int:
    """Last token of the name token i lies in."""
    name = tree.named[i]
    while name is not None and i + 1 < len(tree.words) and tree.named[i + 1] is name:
        i += 1
    return i


def solid(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """The span without inserted tokens at its edges."""
    offsets = tree.sentence.offsets
    while first < last and offsets[first][0] == offsets[first][1]:
        first += 1
    while last > first and offsets[last][0] == offsets[last][1]:
        last -= 1
    return first, last
