"""Batches of documents through gate, mends and parser."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from situate.annotate.mend import Word, mended, straighten
from situate.annotate.sentence import Annotated, Sentence
from situate.annotate.split import Stretch, stretches
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Document, Name, Reject

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DOCUMENTS = 64  # read ahead, so that the parser gets full batches
SENTENCES = 256
MAX_TOKENS = 220
MAX_CHARACTERS = 5_000_000
LANGUAGES = frozenset((None, "en"))
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

FindNames = Callable[[Document], tuple[Name, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with its sentences cut and mended, before they are parsed."""

    document: Document
    names: tuple[Name, ...]
    sentences: tuple[tuple[Stretch, tuple[Word, ...]], ...]


def annotate(
    documents: Iterable[Document],
    parser: Language,
    find_names: FindNames,
    vocabulary: Vocabulary,
) -> Iterator[Annotated | tuple[Document, Reject]]:
    """Each document with its sentences worth reading, or with the Reject that says why not.

    Order is kept. Only sentences that hold a trigger word are parsed, page chrome never is. What
    breaks the parser is set aside and the run goes on.
    """
    waiting = iter(documents)
    while batch := list(islice(waiting, DOCUMENTS)):
        drafts = [drafted(document, parser, find_names, vocabulary) for document in batch]
        yield from parsed(drafts, parser)


def drafted(
    document: Document, parser: Language, find_names: FindNames, vocabulary: Vocabulary
) -> Draft | tuple[Document, Reject]:
    """Names found, sentences cut, gated and mended; or a Reject."""
    if document.language not in LANGUAGES:
        return document, rejected(document, f"no parser for language {document.language!r}")
    if len(document.text) > MAX_CHARACTERS:
        return document, rejected(document, f"over {MAX_CHARACTERS} characters")
    names = find_names(document)
    kept = tuple(
        (stretch, words)
        for stretch in stretches(document, vocabulary.lexicon.cues["abbreviations"])
        if is_worth_reading(document.text[stretch.start : stretch.end], vocabulary.lexicon.gate)
        for words in pieces(document.text, stretch, parser)
    )
    return Draft(document, names, kept)


def is_worth_reading(text: str, gate: frozenset[str]) -> bool:
    """Whether a sentence holds a form of some trigger word."""
    for match in WORD.finditer(text):
        word = match.group().lower()
        if word in gate or ("-" in word and not gate.isdisjoint(word.split("-"))):
            return True
    return False


def pieces(text: str, stretch: Stretch, parser: Language) -> Iterator[tuple[Word, ...]]:
    """Mended words of a sentence; a very long one comes in pieces."""
    tokens = parser.make_doc(straighten(text[stretch.start : stretch.end]))
    words = [
        Word(
            t.text, stretch.start + t.idx, stretch.start + t.idx + len(t.text), bool(t.whitespace_)
        )
        for t in tokens
        if not t.is_space
    ]
    words = mended(words)
    for first in range(0, len(words), MAX_TOKENS):
        yield tuple(words[first : first + MAX_TOKENS])


def parsed(
    drafts: list[Draft | tuple[Document, Reject]], parser: Language
) -> Iterator[Annotated | tuple[Document, Reject]]:
    """Parse the sentences of a batch of drafts together, then hand them back by document."""
    docs = [
        a_doc(words, parser)
        for draft in drafts
        if isinstance(draft, Draft)
        for _, words in draft.sentences
    ]
    done = iter(parse_all(docs, parser))
    for draft in drafts:
        if isinstance(draft, Draft):
            yield finished(draft, list(islice(done, len(draft.sentences))))
        else:
            yield draft


def a_doc(words: tuple[Word, ...], parser: Language) -> Doc:
    """A Doc over mended words."""
    from spacy.tokens import Doc

    return Doc(parser.vocab, words=[w.text for w in words], spaces=[w.space for w in words])


def parse_all(docs: list[Doc], parser: Language) -> list[Doc | Exception]:
    """The docs parsed, in order; a batch that breaks is tried again one by one."""
    try:
        return list(parser.pipe(docs, batch_size=SENTENCES))
    except Exception:
        return [parse_one(doc, parser) for doc in docs]


def parse_one(doc: Doc, parser: Language) -> Doc | Exception:
    """One doc parsed, or what went wrong."""
    try:
        return next(iter(parser.pipe([doc])))
    except Exception as error:
        return error


def finished(draft: Draft, docs: list[Doc | Exception]) -> Annotated | tuple[Document, Reject]:
    """The annotated document; a sentence that broke the parser sets its document aside."""
    sentences = []
    starts = [name.quote.start for name in draft.names]
    for (stretch, words), doc in zip(draft.sentences, docs, strict=True):
        if isinstance(doc, Exception):
            return draft.document, rejected(draft.document, f"parser: {doc}")
        start, end = words[0].start, words[-1].end
        inside = draft.names[bisect_left(starts, start) : bisect_left(starts, end)]
        offsets = tuple((word.start, word.end) for word in words)
        sentences.append(Sentence(draft.document, stretch.block, start, end, doc, offsets, inside))
    return Annotated(draft.document, tuple(sentences), draft.names)


def rejected(document: Document, reason: str) -> Reject:
    """A Reject of this stage."""
    return Reject(document.path or document.id, "annotate", reason)
