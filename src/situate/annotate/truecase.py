"""Text whose capitals tell nothing: names keep or get theirs, all other words are written small.

A word that no English dictionary lists, and every word of a name we found, is written with a
capital. The dictionary is the word index that comes with the parser's lemmatiser. Two kinds of text
need it: without any capital, and headlines that write Every Word With One, which a parser takes
for names from end to end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from situate.annotate.mend import Word
from situate.knowledge.lexicon import Lexicon
from situate.model import Name

if TYPE_CHECKING:
    from spacy.language import Language

ENOUGH = 2000  # characters that show whether a text has capitals
SHORTEST = 3  # letters of a word that may be a name
LONG = 4  # letters from which a headline's style gives a word its capital
FEWEST = 3  # such words that show the style
OWN_WORDS = ("verb", "adj", "adv")  # parts of speech that list no place: "Gaza" is a noun
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
    inside = in_names(words, names)
    return [
        replace(word, text=word.text.capitalize())
        if i in inside or is_unknown(word.text, known, lexicon)
        else word
        for i, word in enumerate(words)
    ]


def in_names(words: Sequence[Word], names: Sequence[Name]) -> set[int]:
    """Indices of the words that stand in a name somebody lists."""
    spans = [n.quote for n in names if n.found_by in SURE]
    return {i for q in spans for i, w in enumerate(words) if q.start <= w.start < q.end}


def is_title_case(words: Sequence[Word]) -> bool:
    """Whether Every Longer Word Has a Capital and small letters after it."""
    longer = 0
    for word in words:
        text = word.text
        if len(text) < LONG or not text.isalpha():
            continue
        if text.islower():
            return False
        longer += not text.isupper()
    return longer >= FEWEST


def small_again(
    words: Sequence[Word], names: Sequence[Name], parser: Language, lexicon: Lexicon
) -> list[Word]:
    """The words of a headline in title case, small where they are no name: "Army Kills Dozens"."""
    known = dictionary(Path(str(getattr(parser, "path", ""))), OWN_WORDS)
    if not known:
        return list(words)
    inside = in_names(words, names)
    return [
        replace(word, text=word.text.lower())
        if i and i not in inside and word.text.istitle() and is_common(word.text, known, lexicon)
        else word
        for i, word in enumerate(words)
    ]


def is_common(word: str, known: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a capitalised word is one of the language's own, no nation or people."""
    small = word.lower()
    proper = small in lexicon.cues["nations"] or small in lexicon.cues["countries"]
    return not proper and (len(small) < SHORTEST or not is_unknown(small, known, lexicon))


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
def dictionary(model: Path, parts: tuple[str, ...] = ()) -> frozenset[str]:
    """Words the lemmatiser of a model knows, with irregular forms; empty if it has none.

    Of some parts of speech only if `parts` names any.
    """
    from spacy.lang.en.stop_words import STOP_WORDS
    from spacy.lookups import Lookups

    tables = Lookups().from_disk(model / "lemmatizer" / "lookups")
    if not tables.has_table("lemma_index"):
        return frozenset()
    listed: set[str] = set()
    for name in ("lemma_index", "lemma_exc"):
        table = tables.get_table(name) if tables.has_table(name) else {}
        chosen = (words for part, words in table.items() if not parts or part in parts)
        listed.update(word for words in chosen for word in words)
    return frozenset(listed | STOP_WORDS)
