"""Headlines a small parser misreads: clauses run together, bare plural verbs taken for nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from situate.annotate.mend import Word
from situate.knowledge.vocabulary import Lexicon
from situate.model import BlockKind, Name

if TYPE_CHECKING:
    from spacy.tokens import Doc

HEADLINES: frozenset[BlockKind] = frozenset(("title", "standfirst", "subhead", "caption"))
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
    bare form right after an actor, with no finite verb before it, is tried.
    """
    ends = {name.quote.end for name in names if name.kind in ("actor", "operation")}
    ends |= {w.end for w in words if "armed" in lexicon.classes.get(w.text.lower(), ())}
    for i in range(1, len(words)):
        token, word = doc[i], words[i]
        if token.tag_.startswith("V") and token.dep_ == "ROOT":
            return
        form = word.text
        if words[i - 1].end in ends and not token.tag_.startswith("V") and form in lexicon.past:
            told = [
                replace(w, text=lexicon.past[form]) if j == i else w for j, w in enumerate(words)
            ]
            if told[-1].text not in (".", "!", "?"):
                told.append(Word(".", words[-1].end, words[-1].end, False))
            yield i, tuple(told)
            return


def is_better(doc: Doc, token: int) -> bool:
    """Whether the retold sentence has the verb at its root with a subject."""
    verb = doc[token]
    return (
        verb.tag_.startswith("V")
        and verb.dep_ in ("ROOT", "conj")
        and any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
    )
