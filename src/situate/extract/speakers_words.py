"""The words for a speaker: the subject of a speech verb and its noun group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from situate.annotate import Sentence
from situate.extract.lemmas import pos_of
from situate.model import Quote, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")
NOUNS = ("NOUN", "PROPN")
OPENING = ("DET", "ADJ", "NUM", *NOUNS)  # what a group of nouns may begin with
CLAUSAL = ("VERB", "AUX", "PRON", "SCONJ")


def subject_of(verb: Token) -> Token | None:
    """Subject of a verb, its own or shared; the noun a relative or participle describes."""
    node = verb
    for _ in range(4):
        subject = next((c for c in node.children if c.dep_ in SUBJECTS), None)
        if subject is not None:
            subject = _tag_subject(node, subject)
            relative = subject.lower_ in ("who", "which", "that") and node.dep_ == "relcl"
            return node.head if relative else subject
        if node.dep_ in ("conj", "xcomp", "advcl") and node.head.i != node.i:
            node = node.head
        else:
            return node.head if node.dep_ == "acl" else None
    return None


def _tag_subject(verb: Token, subject: Token) -> Token:
    """ "..., killing 23 people, residents said": who stands between the last comma and the verb.

    A long list or a clause set in commas before a closing tag of saying draws the parser to a
    noun before the comma; the nouns right before the verb are its subject.
    """
    comma = next((i for i in range(verb.i - 1, subject.i, -1) if verb.doc[i].text == ","), None)
    if comma is None or any(c.dep_ in ("ccomp", "dobj") and c.i > verb.i for c in verb.children):
        return subject
    group = [verb.doc[i] for i in range(comma + 1, verb.i)]
    if not group or pos_of(group[0]) not in OPENING or any(pos_of(t) in CLAUSAL for t in group):
        return subject
    inside = range(comma + 1, verb.i)
    heads = (t for t in group if pos_of(t) in NOUNS and t.head.i not in inside)
    return next(heads, subject)


def speaker_of(sentence: Sentence, noun: Token, hedge: str | None) -> Speaker:
    """The speaker whose noun group `noun` heads, not looked up."""
    quote = _phrase_of(sentence, noun)
    return Speaker(quote, quote.text, hedge)


def _phrase_of(sentence: Sentence, noun: Token) -> Quote:
    """The noun group without its article, clauses and appositions."""
    first, last = noun.i, noun.i
    for child in noun.children:
        if child.dep_ in ("det", "punct", "relcl", "acl", "appos", "conj", "cc", "predet"):
            continue
        first = min(first, child.left_edge.i)
        if child.dep_ == "prep" and child.lower_ not in ("of", "for", "in", "from", "near", "at"):
            continue
        last = max(last, child.right_edge.i if child.dep_ in ("prep", "case") else child.i)
    return sentence.quote(first, last)
