"""Tokens: the parser's words as plain objects, with the same arcs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from situate.annotate.token import Token, tokens_of


def a_doc(heads: list[int], words: list[str] | None = None) -> Doc:
    """A parsed sentence with these heads, every word a noun."""
    words = words or [f"w{i}" for i in range(len(heads))]
    deps = ["ROOT" if head == i else "dep" for i, head in enumerate(heads)]
    return Doc(Vocab(), words=words, heads=heads, deps=deps, tags=["NN"] * len(heads))


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """Heads of one rooted tree over its tokens in any order, crossing arcs and all."""
    order = draw(st.permutations(range(draw(st.integers(1, 12)))))
    heads = [order[0]] * len(order)
    for at in range(1, len(order)):
        heads[order[at]] = order[draw(st.integers(0, at - 1))]
    return heads


@given(trees())
@settings(deadline=None)
def test_a_token_has_the_arcs_edges_and_neighbours_the_parser_gave(heads: list[int]) -> None:
    doc = a_doc(heads)
    for token, parsed in zip(tokens_of(doc), doc, strict=True):
        assert token.head.i == parsed.head.i
        assert [t.i for t in token.children] == [t.i for t in parsed.children]
        assert [t.i for t in token.subtree] == [t.i for t in parsed.subtree]
        assert [t.i for t in token.above] == [t.i for t in parsed.ancestors]
        assert (token.left, token.right) == edges(heads, token.i)
        assert (token.before.i if token.before else -1) == token.i - 1
        assert (token.after.i if token.after else len(doc)) == token.i + 1


def edges(heads: list[int], top: int) -> tuple[int, int]:
    """First and last place under a token, by climbing from each."""
    under = []
    for i in range(len(heads)):
        at = i
        while at != top and heads[at] != at:
            at = heads[at]
        under += [i] if at == top else []
    return min(under), max(under)


@pytest.mark.parametrize(
    ("tag", "word", "dep", "pos", "lemma"),
    [
        ("VBD", "Was", "auxpass", "AUX", "be"),
        ("VBD", "was", "ROOT", "VERB", "be"),
        ("VBD", "denied", "ROOT", "VERB", "deny"),
        ("NNS", "attempts", "nsubj", "NOUN", "attempt"),
        ("NNP", "Homs", "pobj", "PROPN", "homs"),
        ("", "?", "", "X", "?"),
    ],
)
def test_part_of_speech_and_lemma_come_from_tag_and_table(
    tag: str, word: str, dep: str, pos: str, lemma: str
) -> None:
    token = Token(0, word, tag, dep)
    assert (token.pos, token.lemma, token.lower) == (pos, lemma, word.lower())


@pytest.mark.parametrize(("text", "expect"), [("...", True), ("a.", False), ("$", False)])
def test_punctuation_is_punctuation_throughout(text: str, expect: bool) -> None:
    assert Token(0, text, "", "").is_punct is expect
