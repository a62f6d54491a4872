"""Walks over a parse: the path to the root, negation, the tokens of one clause."""

from __future__ import annotations

from bisect import bisect_left

from situate.annotate import Annotated, Sentence
from situate.annotate.token import Token
from situate.extract.trigger import Trigger
from situate.knowledge import cues

LONGEST = 30  # a deeper path is a broken parse
CLAUSES = ("relcl", "advcl", "ccomp", "parataxis")


def path_of(sentence: Sentence, trigger: Trigger) -> list[Token]:
    """Tokens from the trigger's head to the root, conjunct clauses with a subject ending it."""
    node = sentence.tokens[trigger.head]
    path = [node]
    while node.head.i != node.i and len(path) < LONGEST:
        if node.dep == "conj" and _stands_alone(node):
            break
        node = _after_conjunction(node) if node.dep == "conj" else node.head
        if node in path:
            break
        path.append(node)
    return path


def _stands_alone(node: Token) -> bool:
    """A coordinated clause with its own subject or its own tensed auxiliary."""
    return any(child.dep in ("nsubj", "nsubjpass", "expl") for child in node.children)


def _after_conjunction(node: Token) -> Token:
    """A conjunct stands where its first member stands, and is not inside it."""
    first = node.head
    while first.dep == "conj" and first.head.i != first.i:
        first = first.head
    return first


def negation_of(node: Token, own: set[int]) -> Token | None:
    """The word that negates `node`, or None; "not only" and "no fewer than" negate nothing."""
    harmless = cues.words("stance", "denied.not_negation")
    for child in node.children:
        following = child.after.lower if child.after else ""
        if following in harmless and following != "longer":
            continue
        negative = child.lower in cues.words("stance", "denied.negations")
        if child.dep == "cc" and child.i > node.i:
            continue  # "nor" after a verb negates what follows it
        if (child.dep == "neg" or (negative and child.dep in ("advmod", "preconj", "cc"))) and (
            child.i not in own
        ):
            return child
        determiner = child.lower in cues.words("stance", "denied.determiners")
        if determiner and child.dep in ("det", "amod", "advmod", "nummod", "preconj"):
            return child
    return _negative_subject(node)


def _negative_subject(node: Token) -> Token | None:
    """ "No rebels attacked", "Neither side attacked", "nobody was killed"."""
    nobody = cues.words("tolls", "no_one")
    for child in node.children:
        if child.dep not in ("nsubj", "nsubjpass"):
            continue
        if child.lower in nobody:
            return child
        for grandchild in child.children:
            if grandchild.lower in cues.words("stance", "denied.determiners") and (
                grandchild.dep in ("det", "preconj", "cc") and _is_plain_no(grandchild)
            ):
                return grandchild
    return None


def _is_plain_no(token: Token) -> bool:
    following = token.after.lower if token.after else ""
    return following not in cues.words("stance", "denied.not_negation")


def is_negated(node: Token) -> bool:
    """Whether not, never or no stands on `node`."""
    return negation_of(node, set()) is not None


def clause_of(node: Token) -> Token:
    """The verb (or root) whose clause `node` is in."""
    for _ in range(LONGEST):
        if node.pos in ("VERB", "AUX") and node.dep not in ("aux", "auxpass", "amod"):
            return node
        if node.head.i == node.i:
            return node
        node = node.head
    return node


def clause_tokens(head: Token) -> list[Token]:
    """Tokens of the clause that `head` heads, in order, without its embedded and joined clauses."""
    found: list[Token] = []
    waiting = [head]
    while waiting:
        node = waiting.pop()
        found.append(node)
        for child in node.children:
            joined = child.dep == "conj" and child.pos == "VERB"
            if child.dep not in CLAUSES and not joined:
                waiting.append(child)
    return sorted(found, key=lambda token: token.i)


def place_of(annotated: Annotated, sentence: Sentence) -> int:
    """Index of the sentence in its document, found by its start offset."""
    return bisect_left(annotated.sentences, sentence.start, key=lambda s: s.start)
