"""Documents to mentions, mentions to a situation: the whole of situate on one page.

read -> annotate -> extract -> resolve  ==>  corroborate -> control  ==>  export / serve
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from situate import __version__, annotate, concluding, extract, read, resolve
from situate.concluding import conclude
from situate.errors import ReadError
from situate.knowledge import gazetteer, outlets, roster, vocabulary
from situate.knowledge.digest import knowledge_digest
from situate.model import Document, Mention, Name, Reject
from situate.records import digest
from situate.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from situate.store import Store

__all__ = [
    "Desk", "conclude", "mentions", "names", "open_desk", "read_all", "rebuild", "run", "run_paths",
    "version",
]  # fmt: skip
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What we know before reading a word, opened once a process."""

    settings: Settings
    vocabulary: vocabulary.Vocabulary
    roster: roster.Roster
    gazetteer: gazetteer.Gazetteer
    outlets: outlets.Outlets
    parser: Language


def open_desk(settings: Settings) -> Desk:
    """Load vocabulary, roster, gazetteer and parser.

    Raises ResourceMissing, with the command to type, where a model or gazetteer is not installed.
    """
    return Desk(
        settings,
        vocabulary.load_vocabulary(),
        roster.load_roster(),
        gazetteer.open_gazetteer(settings.data_dir),
        outlets.load_outlets(),
        annotate.load_parser(settings.model, settings.parses),
    )


def names(document: Document, desk: Desk) -> tuple[Name, ...]:
    """Every actor and place span found in a document, in order, never overlapping.

    Longer than what the parser is given: pronouns, bodies, outlets and persons are listed too.
    """
    return annotate.names_in(document, desk.roster, desk.gazetteer, listing=True)


def mentions(document: Document, desk: Desk) -> tuple[Mention, ...]:
    """What one document says happened or holds, in the order of its text.

    Raises ReadError, with the stage and the reason, where the document cannot be read.
    """
    (found,) = (result for _, result in read_all([document], desk))
    if isinstance(found, Reject):
        raise ReadError(f"{found.where}: {found.stage}: {found.reason}")
    return found


def read_all(
    documents: Iterable[Document], desk: Desk
) -> Iterator[tuple[Document, tuple[Mention, ...] | Reject]]:
    """Each document with its mentions, or with the Reject that says why there are none."""
    find = partial(annotate.names_in, roster=desk.roster, gazetteer=desk.gazetteer)
    for annotated in annotate.annotate(documents, desk.parser, find, desk.vocabulary):
        if isinstance(annotated, tuple):
            document, reject = annotated
            arabic = document.language == "ar"
            yield document, _or_reject(document, _read_arabic, document, desk) if arabic else reject
            continue
        yield annotated.document, _or_reject(annotated.document, _read_english, annotated, desk)


def _or_reject(
    document: Document, read: Callable[..., tuple[Mention, ...]], *given: Any
) -> tuple[Mention, ...] | Reject:
    """What was read; a bug that one document brings out sets it aside, and the run goes on."""
    try:
        return read(*given)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return Reject(document.path or document.id, "extract", reason, is_bug=True)


def _read_english(annotated: annotate.Annotated, desk: Desk) -> tuple[Mention, ...]:
    return resolve.resolve(
        annotated.document,
        extract.extract(annotated, desk.vocabulary),
        annotated.names,
        desk.roster,
        desk.gazetteer,
        desk.settings.countries,
    )


def _read_arabic(document: Document, desk: Desk) -> tuple[Mention, ...]:
    """Arabic has no parser: stems and names in their neighbourhood, confidence at most .6."""
    found = extract.arabic.place_names(document, names(document, desk))
    return resolve.resolve(
        document,
        extract.arabic.mentions_in(document, found),
        found,
        desk.roster,
        desk.gazetteer,
        desk.settings.countries,
    )


def version(desk: Desk) -> str:
    """Digest of all that decides what is read from a text: code, knowledge, gazetteer, parser."""
    parser = f"{desk.parser.meta['name']} {desk.parser.meta['version']}"
    countries = ",".join(sorted(desk.settings.countries))
    return digest(__version__, knowledge_digest(), desk.gazetteer.digest, parser, countries)


def run(
    documents: Iterable[Document], store: Store, desk: Desk, ident: str
) -> Iterator[tuple[Document, tuple[Mention, ...] | Reject]]:
    """Read what this pipeline has not read yet into the store; what is yielded is committed.

    Documents and rejects are filed in small transactions: a run that is killed loses at most the
    batch it was reading, and the next run goes on from there. Does not conclude.
    """
    pipeline = version(desk)
    unread = (document for document in documents if not store.has_reading(document.id, pipeline))
    for batch in _batches(read_all(unread, desk)):
        readings = [(d, found) for d, found in batch if not isinstance(found, Reject)]
        store.add_readings(readings, pipeline, ident)
        store.add_rejects((found for _, found in batch if isinstance(found, Reject)), ident)
        yield from batch


def run_paths(
    paths: Iterable[str], store: Store, desk: Desk, ident: str, published: datetime | None = None
) -> Iterator[tuple[Document, tuple[Mention, ...]] | Reject]:
    """As `run`, from files; what could not be read as a document is filed and comes as a Reject."""
    refused: list[Reject] = []

    def documents() -> Iterator[Document]:
        for item in read.read_paths(paths, desk.settings, published):
            if isinstance(item, Reject):
                refused.append(item)
            else:
                yield item

    for document, found in run(documents(), store, desk, ident):
        yield found if isinstance(found, Reject) else (document, found)
    store.add_rejects(refused, ident)
    yield from refused


def rebuild(store: Store, desk: Desk, *, force: bool = False) -> bool:
    """Conclude from all that was said and decided; False if nothing has changed since."""
    return concluding.rebuild(store, desk, version(desk), force=force)


BATCH = 16  # documents a transaction: a fraction of a second of work


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
