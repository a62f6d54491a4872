"""The words for a speaker: the subject of a speech verb and its noun group."""

from __future__ import annotations

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.model import Quote, Speaker

SUBJECTS = ("nsubj", "nsubjpass")


def subject_of(verb: Token) -> Token | None:
    """Subject of a verb, its own or shared; the noun a relative or participle describes."""
    node = verb
    for _ in range(4):
        subject = next((c for c in node.children if c.dep in SUBJECTS), None)
        if subject is not None:
            relative = subject.lower in ("who", "which", "that") and node.dep == "relcl"
            return node.head if relative else subject
        if node.dep in ("conj", "xcomp", "advcl") and node.head.i != node.i:
            node = node.head
        else:
            return node.head if node.dep == "acl" else None
    return None


def speaker_of(sentence: Sentence, noun: Token, hedge: str | None) -> Speaker:
    """The speaker whose noun group `noun` heads, not looked up."""
    quote = _phrase_of(sentence, noun)
    return Speaker(quote, quote.text, hedge)


def _phrase_of(sentence: Sentence, noun: Token) -> Quote:
    """The noun group without its article, clauses and appositions."""
    first, last = noun.i, noun.i
    for child in noun.children:
        if child.dep in ("det", "punct", "relcl", "acl", "appos", "conj", "cc", "predet"):
            continue
        first = min(first, child.left)
        if child.dep == "prep" and child.lower not in ("of", "for", "in", "from", "near", "at"):
            continue
        last = max(last, child.right if child.dep in ("prep", "case") else child.i)
    return sentence.quote(first, last)
