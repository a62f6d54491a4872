"""Documents to mentions, mentions to a situation: the whole of situate on one page.

read -> annotate -> extract -> resolve  ==>  corroborate -> control  ==>  export / serve
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from situate import __version__, annotate, control, corroborate, extract, resolve
from situate.judgements import apply
from situate.knowledge import gazetteer, outlets, roster, vocabulary
from situate.knowledge.digest import knowledge_digest
from situate.model import Document, Judgement, Mention, Name, Reject, Situation
from situate.records import digest
from situate.settings import Settings
from situate.store import Store

if TYPE_CHECKING:
    from spacy.language import Language

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
    """What one document says happened or holds, in the order of its text."""
    return next(
        result for _, result in read_all([document], desk) if not isinstance(result, Reject)
    )


def read_all(
    documents: Iterable[Document], desk: Desk
) -> Iterator[tuple[Document, tuple[Mention, ...] | Reject]]:
    """Each document with its mentions, or with the Reject that says why there are none."""
    find = partial(annotate.names_in, roster=desk.roster, gazetteer=desk.gazetteer)
    for annotated in annotate.annotate(documents, desk.parser, find, desk.vocabulary):
        if isinstance(annotated, tuple):
            document, reject = annotated
            arabic = document.language == "ar"
            yield (document, _read_arabic(document, desk)) if arabic else (document, reject)
            continue
        found = extract.extract(annotated, desk.vocabulary)
        yield (
            annotated.document,
            resolve.resolve(
                annotated.document,
                found,
                annotated.names,
                desk.roster,
                desk.gazetteer,
                desk.settings.countries,
            ),
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


def conclude(
    documents: Iterable[Document],
    mentions: Iterable[Mention],
    desk: Desk,
    judgements: Iterable[Judgement] = (),
) -> Situation:
    """What happened once, and who holds what, from what all documents say.

    Any order of the input gives the same output.
    """
    reports = {document.id: document for document in documents}
    decided = tuple(judgements)
    said = apply(reports, mentions, decided)
    incidents = corroborate.corroborate(reports, said, desk.outlets, desk.roster, decided)
    holds, areas = control.fold(reports, said, incidents, desk.roster, desk.gazetteer)
    return Situation(incidents, holds, areas, corroborate.disagreements(incidents))


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


def rebuild(store: Store, desk: Desk, *, force: bool = False) -> bool:
    """Conclude anew from all that was said and decided; False if nothing has changed since."""
    mark = store.mark(version(desk))
    if mark == store.concluded_mark() and not force:
        return False
    situation = conclude(store.documents().values(), store.mentions(), desk, store.judgements())
    store.replace_concluded(situation, mark)
    return True


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
