"""Cues on a word of the path itself: negation, modals, conditions and adjectives."""

from __future__ import annotations

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.stance_clause import negation_of
from situate.extract.stance_cue import Cue
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Stance


def inner_cue(
    sentence: Sentence, trigger: Trigger, node: Token, below: Token | None, own: set[int]
) -> Cue | None:
    """Negation, modals, conditions and adjectives on one word of the path."""
    negation = negation_of(node, own)
    exempt = trigger.type in cues.words("stance", "negation_inside")
    if negation is not None and not exempt and (below is None or _is_transparent(node, below)):
        return Cue("denied", negation.i, negation.i)
    return (
        _condition(sentence, node)
        or _modal(sentence, node, exempt)
        or (_adjective(node) if below is None or node.pos != "VERB" else None)
    )


def _is_transparent(node: Token, below: Token) -> bool:
    """Whether not on `node` also denies `below`: "did not launch an attack", "did not begin to"."""
    if node.lemma in cues.words("stance", "speech") | cues.words("stance", "denied.verbs"):
        return False
    return below.dep in ("dobj", "nsubjpass", "attr", "xcomp", "prep", "pobj", "nsubj", "oprd")


def _condition(sentence: Sentence, node: Token) -> Cue | None:
    for child in node.children:
        if child.dep in ("mark", "advmod") and child.lower in cues.words(
            "stance", "hypothetical.marks"
        ):
            return Cue("hypothetical", child.i, child.i)
        if child.dep == "advcl" and _opens_if(child) and _modal(sentence, node, True):
            mark = next(g for g in child.children if is_if(g))
            return Cue("hypothetical", mark.i, mark.i)
    return _phrase(sentence, node, "hypothetical.phrases", "hypothetical")


def is_if(token: Token) -> bool:
    return token.lower in cues.words("stance", "hypothetical.marks")


def _opens_if(clause: Token) -> bool:
    return any(is_if(child) and child.dep in ("mark", "advmod") for child in clause.children)


def _modal(sentence: Sentence, node: Token, exempt: bool) -> Cue | None:
    for child in node.children:
        if child.dep != "aux" or child.i > node.i:
            continue
        if child.lower in cues.words("stance", "planned.modals"):
            if child.lower == "would" and _has_have(node):
                return Cue("hypothetical", child.i, child.i)
            return Cue("planned", child.i, child.i)
        if child.lower in cues.words("stance", "possible.modals"):
            return Cue("possible", child.i, child.i)
    for child in node.children:
        hedge = child.lower in cues.words("stance", "possible.adverbs")
        if hedge and child.dep == "advmod" and node.i - 4 < child.i < node.i:
            return Cue("possible", child.i, child.i)
    return _phrase(sentence, node, "planned.phrases", "planned")


def _has_have(node: Token) -> bool:
    return any(child.lower == "have" and child.dep == "aux" for child in node.children)


def _phrase(sentence: Sentence, node: Token, path: str, stance: Stance) -> Cue | None:
    """A cue phrase right before the word, at most two tokens away."""
    last = cues.closers("stance", path)
    if all(token.lower not in last for token in sentence.tokens[max(0, node.i - 3) : node.i]):
        return None
    words = [t.lower for t in sentence.tokens[max(0, node.i - 7) : node.i]]
    offset = max(0, node.i - 7)
    for before in range(len(words), max(0, len(words) - 3), -1):
        length = cues.ends("stance", path, words, before)
        if length:
            return Cue(stance, offset + before - length, offset + before - 1)
    return None


def _adjective(node: Token) -> Cue | None:
    for child in node.children:
        if child.dep not in ("amod", "compound", "acomp", "nmod") or child.i > node.i + 4:
            continue
        word = child.lower
        if word in cues.words("stance", "failed.adjectives"):
            return Cue("asserted", child.i, child.i, "failed")
        if word in cues.words("stance", "attempts.adjectives"):
            return Cue("asserted", child.i, child.i, "ongoing")
        for stance in ("denied", "planned", "possible"):
            if word in cues.words("stance", f"{stance}.adjectives"):
                return Cue(stance, child.i, child.i)
    return None
