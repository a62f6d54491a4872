"""Headlines a small parser misreads: clauses run together, bare plural verbs taken for nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from situate.annotate.mend import Word
from situate.knowledge.lexicon import Lexicon
from situate.model import BlockKind, Name

if TYPE_CHECKING:
    from spacy.tokens import Doc

HEADLINES: frozenset[BlockKind] = frozenset(("title", "standfirst", "subhead", "caption"))
LIMITS = frozenset(("at least", "more than", "up to"))
SHORTEST = 3  # words on either side of a split


def clauses(
    words: Sequence[Word], names: Sequence[Name], lexicon: Lexicon
) -> Iterator[tuple[Word, ...]]:
    """A headline cut at colons and where "and" brings a new actor with its own verb."""
    since = 0
    starts = {name.quote.start: name.quote.end for name in names if name.kind == "actor"}
    for i, word in enumerate(words):
        cut = word.text in (":", ";", "|") or (
            word.text == "and" and is_new_clause(words, i, starts, lexicon)
        )
        if cut and i - since >= SHORTEST and len(words) - i > SHORTEST:
            yield tuple(words[since:i])
            since = i + 1
    yield tuple(words[since:])


def is_new_clause(words: Sequence[Word], i: int, starts: dict[int, int], lexicon: Lexicon) -> bool:
    """Whether an actor's name and then a verb follow token i."""
    j = i + 1
    if j >= len(words) or words[j].start not in starts:
        return False
    end = starts[words[j].start]
    while j < len(words) and words[j].start < end:
        j += 1
    return j < len(words) and words[j].text.lower() in lexicon.verbs


def retold(
    doc: Doc, words: Sequence[Word], names: Sequence[Name], lexicon: Lexicon
) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Other readings of a sentence whose verb was taken for a noun: (token, words to parse).

    "SDF chase IS out of ..." is parsed as a name; with the past tense the verb is seen. Only a
    bare form right after an actor or before a number ("strikes on school kill 15"), with no finite
    verb before it, is tried.
    """
    ends = {name.quote.end for name in names if name.kind in ("actor", "operation")}
    ends |= {w.end for w in words if "armed" in lexicon.classes.get(w.text.lower(), ())}
    for i in range(1, len(words)):
        token, word = doc[i], words[i]
        if token.tag_.startswith("V") and token.dep_ == "ROOT":
            return
        form = word.text
        counts = counts_after(doc, i)
        if is_governed(doc, i) and not counts:
            continue
        may_be_verb = not token.tag_.startswith("V") and form in lexicon.past
        if may_be_verb and (counts or words[i - 1].end in ends):
            told = [
                replace(w, text=lexicon.past[form]) if j == i else w for j, w in enumerate(words)
            ]
            if told[-1].text not in (".", "!", "?"):
                told.append(Word(".", words[-1].end, words[-1].end, False))
            yield i, tuple(told)
            return


def counts_after(doc: Doc, i: int) -> bool:
    """Whether a number follows token i, with or without "at least" or "more than" before it."""
    return any(token.tag_ == "CD" for token in doc[i + 1 : i + 2]) or (
        doc[i + 1 : i + 3].text.lower() in LIMITS
    )


def is_governed(doc: Doc, i: int) -> bool:
    """ "injured in terrorist attack": a preposition right before the phrase makes it a noun."""
    token = doc[i]
    before = doc[token.left_edge.i - 1] if token.left_edge.i else None
    return token.dep_ == "pobj" and before is not None and before.i == token.head.i


def is_better(doc: Doc, token: int) -> bool:
    """Whether the retold sentence has the verb at its root with a subject."""
    verb = doc[token]
    return (
        verb.tag_.startswith("V")
        and verb.dep_ in ("ROOT", "conj", "ccomp")
        and any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
    )
