"""Text without capitals: names get theirs back, so that the parser knows them for names.

A word that no English dictionary lists, and every word of a name we found, is written with a
capital. The dictionary is the word index that comes with the parser's lemmatiser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from situate.annotate.mend import Word
from situate.knowledge.vocabulary import Lexicon
from situate.model import Name

if TYPE_CHECKING:
    from spacy.language import Language

ENOUGH = 2000  # characters that show whether a text has capitals
SHORTEST = 3  # letters of a word that may be a name
SURE = frozenset(("roster", "gazetteer"))
ENDINGS = (
    *(("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ing", "")),
    *(("ing", "e"), ("er", ""), ("est", ""), ("ly", ""), ("ally", "al")),
)


def has_no_capitals(text: str) -> bool:
    """Whether a text is written in small letters throughout."""
    return not any(map(str.isupper, text[:ENOUGH]))


def truecased(
    words: Sequence[Word], names: Sequence[Name], parser: Language, lexicon: Lexicon
) -> list[Word]:
    """The words, names with a capital; as they are where the parser brings no dictionary."""
    known = dictionary(Path(str(getattr(parser, "path", ""))))
    if not known:
        return list(words)
    spans = [n.quote for n in names if n.found_by in SURE]
    inside = {i for q in spans for i, w in enumerate(words) if q.start <= w.start < q.end}
    return [
        replace(word, text=word.text.capitalize())
        if i in inside or is_unknown(word.text, known, lexicon)
        else word
        for i, word in enumerate(words)
    ]


def is_unknown(word: str, known: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether neither dictionary nor lexicon has the word, in any of its forms."""
    if len(word) < SHORTEST or not word.isalpha():
        return False
    if word in lexicon.lemmas or word in lexicon.classes or word in lexicon.gate:
        return False
    return not any(
        word.endswith(ending) and word[: len(word) - len(ending)] + put in known
        for ending, put in ENDINGS
    )


@cache
def dictionary(model: Path) -> frozenset[str]:
    """Words the lemmatiser of a model knows, with irregular forms; empty if it has none."""
    from spacy.lang.en.stop_words import STOP_WORDS
    from spacy.lookups import Lookups

    tables = Lookups().from_disk(model / "lemmatizer" / "lookups")
    if not tables.has_table("lemma_index"):
        return frozenset()
    listed = {word for words in tables.get_table("lemma_index").values() for word in words}
    if tables.has_table("lemma_exc"):
        listed |= {word for forms in tables.get_table("lemma_exc").values() for word in forms}
    return frozenset(listed | STOP_WORDS)
