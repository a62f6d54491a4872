"""A parsed word as a plain object, read once from the parser, whose own are slow to walk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from situate.annotate.lemmas import lemma_of, pos_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Token:
    """One word of a sentence with its arcs; equal only to itself.

    `i` is its place in the sentence, `lower` its text in lower case, `tag` the Penn tag and `dep`
    the arc to its `head` (itself at a root). `children` stand in order; `left` and `right` are the
    first and last place of the phrase it heads; `before` and `after` are its neighbours.
    """

    __slots__ = (
        "after", "before", "children", "dep", "head", "i", "left", "lemma", "lower", "pos",
        "right", "tag", "text",
    )  # fmt: skip

    i: int
    text: str
    lower: str
    tag: str
    dep: str
    pos: str
    lemma: str
    head: Token
    children: list[Token]
    left: int
    right: int
    before: Token | None
    after: Token | None

    def __init__(self, i: int, text: str, tag: str, dep: str) -> None:
        self.i = self.left = self.right = i
        self.text, self.tag, self.dep = text, tag, dep
        self.lower = lower = text.lower()
        self.pos, self.lemma = pos_of(tag, lower, dep), lemma_of(tag, lower)
        self.head = self
        self.children = []
        self.before = self.after = None

    def __repr__(self) -> str:
        return f"Token({self.i}, {self.text!r}, {self.tag!r}, {self.dep!r})"

    @property
    def is_punct(self) -> bool:
        """Whether it is punctuation throughout."""
        return all(unicodedata.category(sign).startswith("P") for sign in self.text)

    @property
    def subtree(self) -> list[Token]:
        """The token and all that hangs on it, each word between its left and right children."""
        found: list[Token] = []
        gather(self, found)
        return found

    @property
    def above(self) -> Iterator[Token]:
        """Heads up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token


def gather(token: Token, found: list[Token]) -> None:
    """Add a token and all that hangs on it."""
    rest = iter(token.children)
    here = False
    for child in rest:
        if not here and child.i > token.i:
            found.append(token)
            here = True
        gather(child, found)
    if not here:
        found.append(token)


def tokens_of(doc: Doc) -> tuple[Token, ...]:
    """The words of a parsed sentence, joined by their arcs. Linear but for broken parses."""
    tokens = tuple(Token(t.i, t.text, t.tag_, t.dep_) for t in doc)
    for token, parsed in zip(tokens, doc, strict=True):
        head = tokens[parsed.head.i]
        if head is not token:
            token.head = head
            head.children.append(token)
    for one, other in pairwise(tokens):
        one.after, other.before = other, one
    for token in tokens:
        widen(token)
    return tokens


def widen(token: Token) -> None:
    """Let every phrase that holds a token reach as far as the token."""
    at = token.i
    for above in token.above:
        if above.left <= at <= above.right:
            return
        above.left, above.right = min(above.left, at), max(above.right, at)
