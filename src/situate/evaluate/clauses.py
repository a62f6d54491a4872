"""How prominent a word is in a text: main clause of the first sentence, its others, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MAIN, SUBORDINATE, LATER = 0, 1, 2
CONTINUES = frozenset({"conj", "ccomp", "xcomp", "parataxis"})  # still what the sentence asserts


def parsed(texts: Iterable[str], parser: Language) -> Iterator[Doc]:
    """The texts as the parser reads them, in order."""
    return parser.pipe(parser.make_doc(text) for text in texts)


def prominence(doc: Doc, start: int) -> int:
    """MAIN, SUBORDINATE or LATER for the word at code point `start`."""
    token = next((t for t in doc if t.idx + len(t) > start), None)
    if token is None:
        return LATER
    first = next(iter(doc.sents), None)
    if first is not None and token.i >= first.end:
        return LATER
    return MAIN if _is_main(token) else SUBORDINATE


def _is_main(token: Token) -> bool:
    """Does only asserted matter lie between the word's clause and the root?"""
    for _ in range(len(token.doc)):
        if token.dep_ == "ROOT":
            return True
        # The parser gives fine tags only: coarse ones would need the pipe that is left out.
        if token.tag_.startswith(("V", "MD")) and token.dep_ not in CONTINUES | {"aux", "auxpass"}:
            return False
        token = token.head
    return False
