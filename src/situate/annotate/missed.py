"""Verbs a small parser takes for modifiers when a name it does not know follows them.

"Rebels advanced and captured Khattab village" is parsed as "captured Khattab village", a noun
phrase; with an article after the verb it is read as a clause. The article has no place in the
report: its span is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from situate.annotate.mend import Word
from situate.knowledge.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
OBJECTS = frozenset(("dobj", "nsubjpass"))
INHERITED = frozenset(("conj", "xcomp", "advcl", "pcomp"))  # arcs that lend a verb its subject
MODIFIERS = frozenset(("amod", "compound", "nmod"))
BEFORE = ("N", "RB", "CC", ",", "HYPH")  # tags of words a finite verb may follow


def with_article(
    doc: Doc, words: Sequence[Word], lexicon: Lexicon
) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Another reading of a sentence: (token of the verb, words to parse); at most one.

    Tried where a past form of a trigger verb stands right before a capitalised word that is no
    object of it, and after what may be a subject, not after an article or a preposition.
    """
    for i in range(1, len(words) - 1):
        if is_lost(doc, words, i, lexicon):
            begin = words[i + 1].start
            article = Word("the", begin, begin, True)
            yield i, (*words[: i + 1], article, *words[i + 1 :])
            return


def is_lost(doc: Doc, words: Sequence[Word], i: int, lexicon: Lexicon) -> bool:
    """Whether a token looks like a verb in the past with its object after it, read otherwise."""
    form, after = words[i].text, words[i + 1].text
    if not form.islower() or form not in lexicon.verbs or form not in lexicon.past.values():
        return False
    joined = words[i - 1].text == "and" and i > 1 and doc[i - 2].tag_ == "VBD"
    if not (after[:1].isupper() or (joined and after.isalpha())) or is_time(after, lexicon):
        return False
    if not doc[i - 1].tag_.startswith(BEFORE):
        return False
    token = doc[i]
    if token.tag_.startswith("V") and token.dep_ not in MODIFIERS:
        return token.dep_ == "ROOT" and not any(c.dep_ in OBJECTS for c in token.children)
    return True


def is_time(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names a day or a month."""
    return "time" in lexicon.classes.get(word.lower(), ())


def has_object(doc: Doc, token: int) -> bool:
    """Whether a retold sentence has the verb in a clause, with an object and a subject."""
    verb = doc[token]
    arcs = {child.dep_ for child in verb.children}
    return (
        verb.tag_.startswith("V")
        and not arcs.isdisjoint(OBJECTS)
        and (verb.dep_ in INHERITED or not arcs.isdisjoint(SUBJECTS))
    )
