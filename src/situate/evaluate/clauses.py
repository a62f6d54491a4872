"""How prominent a word is in a text: main clause of the first sentence, its others, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from situate.evaluate.suite import mapping

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MAIN, SUBORDINATE, LATER = 0, 1, 2
CONTINUES = frozenset({"conj", "ccomp", "xcomp", "parataxis", "aux", "auxpass"})  # still asserted


def parsed(texts: Iterable[str], parser: Language) -> Iterator[Doc]:
    """The texts as the parser reads them, in order."""
    return parser.pipe(parser.make_doc(text) for text in texts)


def prominence(doc: Doc, start: int) -> int:
    """MAIN, SUBORDINATE or LATER for the word at code point `start`.

    A dateline or a heading without a verb is no first sentence.
    """
    token = next((t for t in doc if t.idx + len(t) > start), None)
    if token is None:
        return LATER
    first = next((sent for sent in doc.sents if any(map(_is_verb, sent))), None)
    if first is not None and token.i >= first.end:
        return LATER
    return MAIN if _is_main(token) else SUBORDINATE


@cache
def _time_words() -> frozenset[str]:
    return frozenset(mapping("case2021")["time_words"])


def _is_main(token: Token) -> bool:
    """Does only asserted matter lie between the word and the root?

    Clauses of time and relative clauses are not, nor is what stands after "amid" or "following";
    a bare participle ("capturing a village") goes on with what is asserted.
    """
    for _ in range(len(token.doc)):
        if token.dep_ == "ROOT":
            return True
        if token.dep_ == "prep" and token.lower_ in _time_words():
            return False
        if _is_verb(token) and token.dep_ not in CONTINUES and not _is_attendant(token):
            return False
        token = token.head
    return False


def _is_verb(token: Token) -> bool:
    # The parser gives fine tags only: coarse ones would need the pipe that is left out.
    return token.tag_.startswith(("V", "MD"))


def _is_attendant(token: Token) -> bool:
    return (
        token.dep_ == "advcl"
        and token.tag_ == "VBG"
        and not any(child.dep_ in ("mark", "advmod", "prep") for child in token.lefts)
    )
