"""The words for a speaker: the subject of a speech verb and its noun group."""

from __future__ import annotations

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.knowledge import cues
from situate.model import Quote, Speaker

SUBJECTS = ("nsubj", "nsubjpass")
NOUNS = ("NOUN", "PROPN")
OPENING = ("DET", "ADJ", "NUM", *NOUNS)  # what a group of nouns may begin with
FINITE = ("VBD", "VBZ", "VBP")
CLAUSAL = ("VERB", "AUX", "PRON", "SCONJ")


def subject_of(verb: Token) -> Token | None:
    """Subject of a verb, its own or shared; the noun a relative or participle describes."""
    node = verb
    if not any(c.dep in SUBJECTS for c in verb.children) and (stray := _stray_subject(verb)):
        return stray
    for _ in range(4):
        subject = next((c for c in node.children if c.dep in SUBJECTS), None)
        if subject is not None and node is not verb and subject.dep == "nsubjpass":
            # "said that 67 people were killed, adding": the killed add nothing
            if node.dep not in ("conj", "xcomp", "advcl", "ccomp") or node.head.i == node.i:
                return None
            node = node.head
            continue
        if subject is not None:
            subject = _tag_subject(node, subject)
            relative = subject.lower in ("who", "which", "that") and node.dep == "relcl"
            return node.head if relative else subject
        if node.dep in ("conj", "xcomp", "advcl") and node.head.i != node.i:
            node = node.head
        elif node.dep == "acl":
            return node.head
        else:
            return None
    return None


def _stray_subject(verb: Token) -> Token | None:
    """ "... in Tibu, Colombia's defence minister said": read as an apposition to the town."""
    if verb.tag not in FINITE:
        return None
    group = _group_before(verb, 0)
    return next((t for t in group if t.pos in NOUNS and t.head not in group), None)


def _group_before(verb: Token, since: int) -> list[Token]:
    """The nouns between the last comma and a verb; [] where anything else stands there."""
    group: list[Token] = []
    token = verb.before
    while token is not None and token.i > since and token.text != ",":
        group.insert(0, token)
        token = token.before
    if token is None or token.i <= since or not group or group[0].pos not in OPENING:
        return []
    return [] if any(one.pos in CLAUSAL for one in group) else group


def _tag_subject(verb: Token, subject: Token) -> Token:
    """ "..., killing 23 people, residents said": who stands between the last comma and the verb.

    A long list or a clause set in commas before a closing tag of saying draws the parser to a
    noun before the comma; the nouns right before the verb are its subject.
    """
    if any(c.dep in ("ccomp", "dobj") and c.i > verb.i for c in verb.children):
        return subject
    group = _group_before(verb, subject.i)
    return next((t for t in group if t.pos in NOUNS and t.head not in group), subject)


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
    while first < noun.i and sentence.words[first] in cues.words("tolls", "calendar"):
        first += 1  # "On Sunday state media said"
    return sentence.quote(first, last)
