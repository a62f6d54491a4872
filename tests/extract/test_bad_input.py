"""Endless sentences, tables, lists, mixed scripts: read in linear work, every quote exact."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from tests.extract.build import parser, vocabulary
from tests.extract.test_grammar import roster

from situate.annotate import Annotated, annotate, names_in
from situate.annotate.batch import MAX_TOKENS
from situate.extract import extract
from situate.model import Document, Mention, Quote
from situate.records import document_id

MEGABYTE = 1_000_000
SIZE = 4_000
PIECES = {
    "one sentence": "rebels attacked the army in Hajin killing 12 soldiers and ",
    "table": "Hajin | 12 killed | 2018-01-03 | shelling\n",
    "names": "Hajin, Sousa, Baghuz, Abu Kamal, ",
    "numbers": "12 killed 13 wounded 14 ",
    "brackets": "(((“killed” ",
    "emoji": "🙂💣 attacked 🏳️‍🌈 ",
    "right to left": "\u202eattacked\u202c \u200fقصف\u200f Hajin ",
    "mixed scripts": "мины attacked 戦闘 קרב ",
    "no spaces": "attacked-",
    "marks": "a\u0301ttacked\u200b\ufeff\u00ad ",
    "crowd": "Protesters rallied in Hajin. ",
    "taking": "Rebels captured Hajin. ",
}


class Degenerate:
    """The worst parse there is, made in a moment: each word hangs on the one before it.

    A word of the lexicon is a verb, all else a noun, so that everything that can fire does.
    """

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")
        self.vocab, self.make_doc = self.nlp.vocab, self.nlp.make_doc

    def pipe(self, docs: Iterable[Doc], **_: Any) -> Iterator[Doc]:
        verbs = vocabulary().lexicon.verbs
        for doc in docs:
            tags = ["VBD" if t.lower in verbs else "NN" for t in doc]
            heads = [max(0, i - 1) for i in range(len(doc))]
            deps = ["ROOT", *(["dobj", "conj", "prep", "pobj"] * len(doc))][: len(doc)]
            words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
            yield Doc(doc.vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=deps)


@cache
def degenerate() -> Any:
    return Degenerate()


@cache
def bare() -> Any:
    """A parser that cuts words and knows no grammar: a megabyte takes it a moment."""
    return spacy.blank("en")


def read(text: str, nlp: Any) -> tuple[Annotated, tuple[Mention, ...]]:
    document = Document(id=document_id(text), text=text, language="en")
    (found,) = annotate([document], nlp, lambda d: names_in(d, roster(), None), vocabulary())
    assert isinstance(found, Annotated), found
    return found, extract(found, vocabulary())


def quotes_in(value: Any) -> Iterator[Quote]:
    """Every quote inside a record."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from quotes_in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from quotes_in(getattr(value, name))


def assert_exact(text: str, mentions: tuple[Mention, ...]) -> None:
    for quote in quotes_in(mentions):
        assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("name", ["one sentence", "table"])
def test_a_megabyte_comes_in_pieces_that_a_parser_bears(name: str) -> None:
    text = (PIECES[name] * (MEGABYTE // len(PIECES[name]) + 1))[:MEGABYTE]
    annotated, mentions = read(text, bare())
    assert max((len(s.tokens) for s in annotated.sentences), default=0) <= MAX_TOKENS
    ends = [s.end for s in annotated.sentences]
    assert all(a <= s.start for a, s in zip(ends, annotated.sentences[1:], strict=False))
    assert_exact(text, mentions)


@pytest.mark.parametrize("name", PIECES)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    """Work is counted in calls, not in seconds."""
    small, large = (calls((PIECES[name] * size)[:size]) for size in (SIZE, 2 * SIZE))
    assert large < 2.3 * small


def calls(text: str) -> int:
    """Function calls that reading a text makes, tables loaded before."""
    read(text[:200], degenerate())
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(one_more)
    try:
        read(text, degenerate())
    finally:
        sys.setprofile(None)
    return count


SCRAPS = st.sampled_from((*PIECES.values(), "The army said ", ". ", "\n\n", "; ", "#", "\u2028"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(SCRAPS, st.text(max_size=12)), max_size=25).map("".join))
def test_any_scraps_are_read_and_every_quote_is_exact(text: str) -> None:
    _, mentions = read(text, parser())
    assert_exact(text, mentions)
