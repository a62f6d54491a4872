"""Told as history: courts, anniversaries, films and drills, past years, the pluperfect."""

from __future__ import annotations

import re

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.stance_clause import clause_of, clause_tokens
from situate.extract.trigger import Trigger
from situate.knowledge import cues

YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
Span = tuple[int, int]


def background_cue(sentence: Sentence, trigger: Trigger, path: list[Token]) -> Span | None:
    """First and last token of the words that make the act history, or None.

    A fresh date in the act's own clause wins over courts and anniversaries.
    """
    clause = clause_tokens(clause_of(path[0]))
    near = _own_phrase(path[0])
    if _is_fresh(near if path[0].pos in ("NOUN", "PROPN") else clause):
        return None
    return (
        _total_of_war(sentence, trigger, path)
        or _habit(path)
        or _past_year(sentence, path, clause, near)
        or _pluperfect(path)
        or _held_as_history(path)
        or _phrase(sentence, path, clause, near)
    )


def _total_of_war(sentence: Sentence, trigger: Trigger, path: list[Token]) -> Span | None:
    """ "The war has killed 90,000", "killed since the conflict broke out": a sum, no event of now.

    By a war as subject, "since" with a war or a year before the report's, or a perfect tense with
    "in the war".
    """
    if trigger.type not in cues.words("stance", "totals.types"):
        return None
    verb = clause_of(path[0])
    wars = cues.words("stance", "totals.wars")
    first = verb.head if verb.dep == "conj" else verb
    for child in (*verb.children, *first.children):
        if child.dep == "nsubj" and child.lemma in wars:
            return child.i, child.i
    perfect = any(c.dep == "aux" and c.lower in ("has", "have") for c in verb.children)
    for token in verb.subtree:
        if token.lower == "since" and _reaches_back(sentence, token, wars):
            return token.i, token.i
        in_war = token.dep == "pobj" and token.lemma in wars
        if perfect and in_war and token.head.lower in ("in", "during") and token.head.head == verb:
            return token.i, token.i
    return None


def _reaches_back(sentence: Sentence, since: Token, wars: frozenset[str]) -> bool:
    """Whether "since" goes back to a war's beginning or to a year before the report's."""
    published = sentence.document.published
    told = since.subtree if since.dep == "prep" else since.head.subtree
    for token in told:
        if token.i <= since.i:
            continue
        if token.lemma in wars:
            return True
        if YEAR.fullmatch(token.text) and (published is None or int(token.text) < published.year):
            return True
    return False


def _habit(path: list[Token]) -> Span | None:
    """ "Is regularly shelled", "often attack convoys": a custom of the present tense, no event."""
    verb = clause_of(path[0])
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    going_on = verb.tag == "VBG" or any(t.lower == "being" for t in helpers)
    present = not going_on and any(t.tag in ("VBZ", "VBP") for t in (helpers or [verb]))
    for child in verb.children if present else ():
        if child.dep == "advmod" and child.lower in cues.words("stance", "totals.habits"):
            return child.i, child.i
    return None


def _own_phrase(node: Token) -> list[Token]:
    """The words of a noun's own phrase, embedded clauses left out."""
    return clause_tokens(node)


def _is_fresh(tokens: list[Token]) -> bool:
    return bool(cues.found("stance", "fresh", [token.lower for token in tokens]))


def _past_year(
    sentence: Sentence, path: list[Token], clause: list[Token], near: list[Token]
) -> Span | None:
    """A year before the report's, or with no date known, a year on a noun or in a side clause."""
    published = sentence.document.published
    for token in near if path[0].pos in ("NOUN", "PROPN") else clause:
        if not YEAR.fullmatch(token.text) or _counts(token):
            continue
        if published is not None:
            if int(token.text) < published.year:
                return token.i, token.i
        elif _is_side_clause(path) or (path[0].pos == "NOUN" and token.head.i == path[0].i):
            return token.i, token.i
    return None


def _counts(token: Token) -> bool:
    """ "2000 fighters" is no year."""
    return token.dep == "nummod" and token.head.tag in ("NNS", "NNPS")


def _is_side_clause(path: list[Token]) -> bool:
    return any(
        node.dep in ("relcl", "acl") or (node.dep == "advcl" and _is_timed(node)) for node in path
    )


def _is_timed(node: Token) -> bool:
    return any(child.dep in ("mark", "advmod") for child in node.children)


def _pluperfect(path: list[Token]) -> Span | None:
    """ "had captured", unless a speech verb merely moved the tense back.

    What is told in a clause of time under it lies as far back: "had fled after troops entered".
    """
    for node in path:
        if node.dep == "ccomp" and _tells(node.head):
            return None
        had = next(
            (
                c
                for c in node.children
                if c.dep == "aux" and c.lower in cues.words("stance", "pluperfect")
            ),
            None,
        )
        if had is not None and node.tag in ("VBN", "VBD"):
            return had.i, had.i
        if node.pos == "VERB" and not (node.dep == "advcl" and _is_timed(node)):
            return None
    return None


def _tells(verb: Token) -> bool:
    """A verb of saying or denying, under which tenses move back."""
    return bool(
        verb.lemma
        in cues.words("stance", "speech")
        | cues.words("speech", "verbs")
        | cues.words("stance", "denied.verbs")
    )


def _held_as_history(path: list[Token]) -> Span | None:
    """A word over the act that tells of it as past: anniversary of, charged over, a film about."""
    for adjective in path[0].children:
        if adjective.dep == "amod" and adjective.lower in cues.words(
            "stance", "background.adjectives"
        ):
            return adjective.i, adjective.i
    for node, below in zip(path[1:], path, strict=False):
        lemma = node.lemma
        if below.dep in ("conj", "advcl", "ccomp", "parataxis", "nsubj"):
            break
        noun = node.pos in ("NOUN", "PROPN")
        if noun and lemma in cues.words("stance", "background.nouns") and below.dep != "relcl":
            return node.i, node.i
        if node.pos == "VERB" and path[0].pos in ("NOUN", "PROPN"):
            if lemma in cues.words("stance", "background.verbs"):
                return node.i, node.i
            subject = _telling_subject(node)
            if subject is not None:
                return subject
    return _telling_subject(clause_of(path[0])) if len(path) else None


def _telling_subject(verb: Token) -> Span | None:
    """A court, a film or a book as subject."""
    for child in verb.children:
        if child.dep in ("nsubj", "nsubjpass") and child.lemma in cues.words(
            "stance", "background.subjects"
        ):
            return child.i, child.i
    return None


def _phrase(
    sentence: Sentence, path: list[Token], clause: list[Token], near: list[Token]
) -> Span | None:
    """A listed phrase in the act's own clause or right before its noun: "scene of", "years of"."""
    first = path[0].left
    length = cues.ends("stance", "background.phrases", sentence.words, first)
    if length:
        return first - length, first - 1
    tokens = near if path[0].pos in ("NOUN", "PROPN") else clause
    listed = [t.lower for t in tokens]
    for i, length in cues.found("stance", "background.phrases", listed):
        if tokens[i] is not path[0]:
            return tokens[i].i, tokens[i + length - 1].i
    return None
