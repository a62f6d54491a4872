"""Batches of documents through gate, mends and parser."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from situate.annotate.headline import HEADLINES, clauses, is_better, retold
from situate.annotate.mend import Word, mended, straighten
from situate.annotate.missed import has_object, with_article
from situate.annotate.sentence import Annotated, Sentence
from situate.annotate.split import Stretch, stretches
from situate.annotate.token import tokens_of
from situate.annotate.truecase import has_no_capitals, is_title_case, small_again, truecased
from situate.knowledge.lexicon import Lexicon
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

EMPTY: frozenset[str] = frozenset()

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
        yield from parsed(drafts, parser, vocabulary.lexicon)


def drafted(
    document: Document, parser: Language, find_names: FindNames, vocabulary: Vocabulary
) -> Draft | tuple[Document, Reject]:
    """Names found, sentences cut, gated and mended; or a Reject, also where a finder breaks."""
    try:
        return cut(document, parser, find_names, vocabulary)
    except Exception as error:
        return document, rejected(document, f"{type(error).__name__}: {error}", is_bug=True)


def cut(
    document: Document, parser: Language, find_names: FindNames, vocabulary: Vocabulary
) -> Draft | tuple[Document, Reject]:
    """Names found, sentences cut, gated and mended; or a Reject of what we do not read."""
    if document.language not in LANGUAGES:
        return document, rejected(document, f"no parser for language {document.language!r}")
    if len(document.text) > MAX_CHARACTERS:
        return document, rejected(document, f"over {MAX_CHARACTERS} characters")
    names = find_names(document)
    kept = tuple(
        (stretch, words)
        for stretch in stretches(document, vocabulary.lexicon.cues["abbreviations"])
        if is_worth_reading(
            document.text[stretch.start : stretch.end],
            vocabulary.lexicon,
            names_an_actor=any(
                name.kind in ("actor", "operation")
                for name in names_inside(names, stretch.start, stretch.end)
            ),
        )
        for words in pieces(document.text, stretch, parser, names, vocabulary.lexicon)
    )
    return Draft(document, names, kept)


def is_worth_reading(text: str, lexicon: Lexicon, *, names_an_actor: bool = False) -> bool:
    """Whether a sentence holds a trigger word; a common one needs a hint of arms or crowds."""
    weak, company = False, names_an_actor
    for match in WORD.finditer(text):
        whole = match.group().lower()
        for word in {whole, *whole.split("-")} if "-" in whole else (whole,):
            if word in lexicon.gate:
                if word not in lexicon.weak:
                    return True
                weak = True
            if not company:
                found = lexicon.classes.get(word, EMPTY)
                company = word == "they" or not found.isdisjoint(lexicon.cues["evidence"])
    return weak and company


def pieces(
    text: str,
    stretch: Stretch,
    parser: Language,
    names: tuple[Name, ...],
    lexicon: Lexicon,
) -> Iterator[tuple[Word, ...]]:
    """Mended words of a sentence; a headline comes in clauses, a very long sentence in pieces."""
    tokens = parser.make_doc(straighten(text[stretch.start : stretch.end]))
    words = [
        Word(token.text, begin, begin + len(token.text), bool(token.whitespace_))
        for token in tokens
        if not token.is_space
        for begin in (stretch.start + token.idx,)
    ]
    if has_no_capitals(text):
        within = names_inside(names, stretch.start, stretch.end)
        words = truecased(words, within, parser, lexicon)
    elif is_title_case(words):
        within = names_inside(names, stretch.start, stretch.end)
        words = small_again(words, within, parser, lexicon)
    words = mended(words)
    whole = [tuple(words)]
    if stretch.block.kind in HEADLINES:
        whole = list(clauses(words, names, lexicon))
    for part in whole:
        for first in range(0, len(part), MAX_TOKENS):
            yield part[first : first + MAX_TOKENS]


def parsed(
    drafts: list[Draft | tuple[Document, Reject]], parser: Language, lexicon: Lexicon
) -> Iterator[Annotated | tuple[Document, Reject]]:
    """Parse the sentences of a batch of drafts together, then hand them back by document."""
    whole = [draft for draft in drafts if isinstance(draft, Draft)]
    plain = [(draft, words) for draft in whole for _, words in draft.sentences]
    docs = parse_all([a_doc(words, parser) for _, words in plain], parser)
    done = iter(retried(plain, docs, parser, lexicon))
    for draft in drafts:
        if isinstance(draft, Draft):
            yield finished(draft, list(islice(done, len(draft.sentences))))
        else:
            yield draft


def retried(
    plain: list[tuple[Draft, tuple[Word, ...]]],
    docs: list[Doc | Exception],
    parser: Language,
    lexicon: Lexicon,
) -> list[tuple[Doc | Exception, tuple[Word, ...]]]:
    """Each parse with its words; a sentence whose verb was missed is parsed again."""
    found: list[tuple[Doc | Exception, tuple[Word, ...]]] = [
        (doc, words) for doc, (_, words) in zip(docs, plain, strict=True)
    ]
    again = [
        (at, token, told)
        for at, ((draft, words), doc) in enumerate(zip(plain, docs, strict=True))
        if not isinstance(doc, Exception)
        for token, told in retold(doc, words, names_within(draft, words), lexicon)
    ]
    replace_better(found, again, parser, is_better)
    again = [
        (at, token, told)
        for at, (doc, words) in enumerate(found)
        if not isinstance(doc, Exception)
        for token, told in with_article(doc, words, lexicon)
    ]
    replace_better(found, again, parser, has_object)
    return found


def replace_better(
    found: list[tuple[Doc | Exception, tuple[Word, ...]]],
    again: list[tuple[int, int, tuple[Word, ...]]],
    parser: Language,
    is_good: Callable[[Doc, int], bool],
) -> None:
    """Parse other readings (place in `found`, token of the verb, words) and keep the good ones."""
    docs = parse_all([a_doc(told, parser) for _, _, told in again], parser)
    for (at, token, told), doc in zip(again, docs, strict=True):
        if not isinstance(doc, Exception) and is_good(doc, token):
            found[at] = (doc, told)


def names_within(draft: Draft, words: tuple[Word, ...]) -> tuple[Name, ...]:
    """The names that start inside a sentence, in order."""
    return names_inside(draft.names, words[0].start, words[-1].end)


def names_inside(names: tuple[Name, ...], start: int, end: int) -> tuple[Name, ...]:
    """The names that start between two offsets, in order."""
    first = bisect_left(names, start, key=lambda name: name.quote.start)
    return names[first : bisect_left(names, end, key=lambda name: name.quote.start)]


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


def finished(
    draft: Draft, docs: list[tuple[Doc | Exception, tuple[Word, ...]]]
) -> Annotated | tuple[Document, Reject]:
    """The annotated document; a sentence that broke the parser sets its document aside."""
    sentences = []
    for (stretch, _), (doc, words) in zip(draft.sentences, docs, strict=True):
        if isinstance(doc, Exception):
            return draft.document, rejected(draft.document, f"parser: {doc}")
        offsets = tuple((word.start, word.end) for word in words)
        sentences.append(
            Sentence(
                draft.document,
                stretch.block,
                words[0].start,
                words[-1].end,
                tokens_of(doc),
                offsets,
                names_within(draft, words),
            )
        )
    return Annotated(draft.document, tuple(sentences), draft.names)


def rejected(document: Document, reason: str, *, is_bug: bool = False) -> Reject:
    """A Reject of this stage."""
    return Reject(document.path or document.id, "annotate", reason, is_bug=is_bug)
