"""Appending what was said: documents with their mentions, judgements, rejects, runs.

A document and its mentions go in with their `reading` row in one transaction, so a killed run
leaves no half document. The same content twice is one row (`ON CONFLICT DO NOTHING`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from situate.model import Document, Judgement, Mention, Reject
from situate.records import from_json, quotes_of, to_json
from situate.store import tables
from situate.store.papers import among, counts, readings_of
from situate.store.weighed import MOST, parts


def add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already are left as they are."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def add_reading(
    connection: Connection,
    document: Document,
    mentions: Sequence[Mention],
    pipeline: str,
    run: str,
) -> bool:
    """File a document as read by `pipeline`; False if that was done before (nothing is written)."""
    if has_reading(connection, document.id, pipeline):
        return False
    add(connection, tables.document, [document_row(document)])
    add(connection, tables.mention, [mention_row(m, pipeline) for m in mentions])
    add(connection, tables.quote, [r for m in mentions for r in quote_rows(m, pipeline)])
    mark = {"document": document.id, "pipeline": pipeline, "run": run, "mentions": len(mentions)}
    add(connection, tables.reading, [mark])
    return True


def has_reading(connection: Connection, document: str, pipeline: str) -> bool:
    """Was this text read by this pipeline before?"""
    mark = tables.reading.c
    query = select(mark.seq).where(mark.document == document, mark.pipeline == pipeline)
    return connection.execute(query).first() is not None


def document_row(document: Document) -> dict[str, Any]:
    """A document as a row."""
    return {
        "id": document.id,
        "blob": document.blob,
        "outlet": document.outlet,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "path": document.path,
        "text": document.text,
        "record": to_json(document).decode(),
    }


def mention_row(mention: Mention, pipeline: str) -> dict[str, Any]:
    """A mention as a row; its place is the surest one."""
    period = mention.period.value
    placed = [p for p in mention.places if p.value is not None]
    best = max(placed, key=lambda p: p.confidence) if placed else None
    return {
        "id": mention.id,
        "pipeline": pipeline,
        "document": mention.document,
        "type": mention.type,
        "stance": mention.stance,
        "start": period.start.isoformat() if period and period.start else None,
        "end": period.end.isoformat() if period and period.end else None,
        "place": best.value.id if best and best.value else None,
        "record": to_json(mention).decode(),
    }


def quote_rows(mention: Mention, pipeline: str) -> Iterator[dict[str, Any]]:
    """The words of a mention, a row each, with the field they justify."""
    for field, quote in quotes_of(mention):
        yield {
            "mention": mention.id,
            "pipeline": pipeline,
            "field": field,
            "document": quote.document,
            "start": quote.start,
            "end": quote.end,
            "exact": quote.text,
        }


def add_judgement(connection: Connection, judgement: Judgement) -> None:
    """File a person's decision."""
    row = {
        "id": judgement.id,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "when": judgement.when.isoformat(),
        "record": to_json(judgement).decode(),
    }
    add(connection, tables.judgement, [row])


def add_rejects(connection: Connection, rejects: Iterable[Reject], run: str) -> None:
    """File what was set aside in a run."""
    rows = [
        {
            "run": run,
            "where": r.where,
            "stage": r.stage,
            "reason": r.reason,
            "record": to_json(r).decode(),
        }
        for r in rejects
    ]
    add(connection, tables.reject, rows)


# --- reading back ---------------------------------------------------------------------------


def documents(connection: Connection, ids: Collection[str] | None = None) -> dict[str, Document]:
    """Documents by id, all of them or those named, in the order of their ids."""
    column = tables.document.c
    query = select(column.record).order_by(column.id)
    rows: Iterable[Any] = (
        connection.execute(query) if ids is None else among(connection, query, column.id, set(ids))
    )
    found = (from_json(row.record, Document) for row in rows)
    return {document.id: document for document in found}


def current_documents(connection: Connection) -> frozenset[str]:
    """Ids of the documents whose reading counts; the others are older readings of one of these."""
    query = select(tables.reading.c.document).where(counts())
    return frozenset(row.document for row in connection.execute(query))


def current_mentions(connection: Connection) -> Iterator[Mention]:
    """Mentions the fold reads, of the readings that count, in the order of their ids."""
    mark, said = tables.reading.c, tables.mention.c
    query = (
        select(said.record)
        .join_from(
            tables.mention,
            tables.reading,
            (said.document == mark.document) & (said.pipeline == mark.pipeline),
        )
        .where(counts())
        .order_by(said.id)
    )
    for row in connection.execute(query):
        yield from_json(row.record, Mention)


@dataclass(frozen=True, slots=True)
class Changed:
    """Mentions of new readings, and ids of mentions whose report was read anew without them."""

    told: tuple[Mention, ...]
    gone: frozenset[str]


def changed_between(connection: Connection, after: int, until: int) -> Changed:
    """What readings numbered in (after, until] changed."""
    mark = tables.reading.c
    query = select(mark.document).where(mark.seq > after, mark.seq <= until)
    documents = {row.document for row in connection.execute(query)}
    newest, older = readings_of(connection, documents)
    told = {m.id: m for m in _mentions_in(connection, newest)}
    before = {m.id for m in _mentions_in(connection, older)}
    return Changed(tuple(told[k] for k in sorted(told)), frozenset(before - told.keys()))


def mentions_of(connection: Connection, ids: Collection[str]) -> tuple[Mention, ...]:
    """Those of the mentions that count, in the order of their ids."""
    said = tables.mention.c
    documents = {
        row.document
        for some in parts(sorted(ids), MOST)
        for row in connection.execute(select(said.document).where(said.id.in_(some)))
    }
    newest, _ = readings_of(connection, documents)
    wanted = set(ids)
    found = {m.id: m for m in _mentions_in(connection, newest, wanted)}
    return tuple(found[k] for k in sorted(found))


def mentions_in(connection: Connection, documents: Collection[str]) -> tuple[Mention, ...]:
    """All mentions that count of some documents, in the order of their ids."""
    newest, _ = readings_of(connection, documents)
    wanted = set(documents)
    found = _mentions_in(connection, {(d, pipeline) for d, pipeline in newest if d in wanted})
    return tuple(sorted(found, key=lambda m: m.id))


def papers_of(connection: Connection, mentions: Collection[str]) -> frozenset[str]:
    """The documents some mentions stand in."""
    said = tables.mention.c
    rows = among(connection, select(said.document), said.id, mentions)
    return frozenset(row.document for row in rows)


def _mentions_in(
    connection: Connection, readings: Collection[tuple[str, str]], ids: Collection[str] = ()
) -> Iterator[Mention]:
    """Mentions of some readings, all or those named."""
    said = tables.mention.c
    query = select(said.id, said.document, said.pipeline, said.record)
    for row in among(connection, query, said.document, {document for document, _ in readings}):
        if (row.document, row.pipeline) in readings and (not ids or row.id in ids):
            yield from_json(row.record, Mention)


def judgements(connection: Connection, after: int = 0) -> tuple[Judgement, ...]:
    """All decisions in the order they were made, those taken back included."""
    kept = tables.judgement.c
    query = select(kept.record).where(kept.seq > after).order_by(kept.seq)
    return tuple(from_json(row.record, Judgement) for row in connection.execute(query))


def rejects(connection: Connection, run: str | None = None) -> tuple[Reject, ...]:
    """What was set aside, in one run or ever."""
    column = tables.reject.c
    query = select(column.record).order_by(column.seq)
    if run is not None:
        query = query.where(column.run == run)
    return tuple(from_json(row.record, Reject) for row in connection.execute(query))


def set_aside(connection: Connection) -> tuple[Reject, ...]:
    """What is still set aside: the last word on each input, unless a later run has read it."""
    column, runs = tables.reject.c, tables.run.c
    query = select(column.where, column.record, runs.started).outerjoin(
        tables.run, runs.id == column.run
    )
    last = {row.where: row for row in connection.execute(query.order_by(column.seq))}
    read = _last_read(connection) if last else {}
    return tuple(
        from_json(row.record, Reject)
        for where, row in last.items()
        if (row.started or "") >= read.get(where, "")
    )


def _last_read(connection: Connection) -> dict[str, str]:
    """When the run began that last read something new of each file, by its path."""
    paper, mark, runs = tables.document.c, tables.reading.c, tables.run.c
    query = (
        select(paper.path, func.max(runs.started).label("started"))
        .join_from(tables.reading, tables.document, paper.id == mark.document)
        .join(tables.run, runs.id == mark.run)
        .where(paper.path.is_not(None))
        .group_by(paper.path)
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        for name in {row.path, row.path.partition("#")[0]}:  # a report in a file, and the file
            found[name] = max(found.get(name, ""), row.started)
    return found
