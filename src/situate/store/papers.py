"""Which reading of a report counts: the newest, and older ones are kept but never a second witness.

Two documents are one report where they came from the same bytes at the same path, read by two
versions, or where a file was read again under its path with the same title and outlet and the same
day: its text was corrected, or scraped anew. Rows of tables, items of feeds and parts of archives
move about in their file, so only a whole file is known again by its path.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, null, or_, select

from situate.store import tables
from situate.store.weighed import MOST, parts

BAR = "\x1f"
# Under names of their own: what counts may be asked inside a query over the same tables.
PAPER, READING = tables.document.alias("paper"), tables.reading.alias("seen")


def same_bytes(ident: str, blob: str | None, path: str | None) -> str:
    """Equal for the readings of one file's bytes by several versions."""
    return f"{blob or ident}{BAR}{path or ''}"


def same_file(
    path: str | None, title: str | None, outlet: str | None, published: str | None
) -> str | None:
    """Equal for the texts one report had under its path; None where it cannot be known again."""
    if not path or "#" in path or path == "-" or not title or not published:
        return None
    return BAR.join((path, title, outlet or "", published))


def counts() -> ColumnElement[bool]:
    """The condition under which a reading counts, for a query over readings."""
    paper = PAPER.c
    bytes_ = func.coalesce(paper.blob, paper.id) + BAR + func.coalesce(paper.path, "")
    is_whole = and_(
        paper.path.not_like("%#%"), paper.path.not_in(("", "-")),
        paper.title.is_not(None), paper.title != "", paper.published.is_not(None),
    )  # fmt: skip
    named = paper.path + BAR + paper.title + BAR + func.coalesce(paper.outlet, "")
    file = case((is_whole, named + BAR + paper.published), else_=null())
    mark, unnamed = tables.reading.c, select(paper.id).where(file.is_(None))
    return and_(
        mark.seq.in_(_newest_by(bytes_)),
        or_(
            mark.seq.in_(_newest_by(file)),
            mark.document.in_(unnamed),
        ),
    )


def _newest_by(key: ColumnElement[Any]) -> Any:
    mark = READING.c
    return (
        select(func.max(mark.seq))
        .join_from(READING, PAPER, PAPER.c.id == mark.document)
        .where(key.is_not(None))
        .group_by(key)
    )


def readings_of(
    connection: Connection, documents: Collection[str]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(document, pipeline) of the readings that count of some reports, and of all their others."""
    rows, every = _loaded(connection, documents)
    newest: dict[str, int] = {}
    for reading in every:
        for key in _keys(rows[reading.document]):
            newest[key] = reading.seq
    last: set[tuple[str, str]] = {
        (r.document, r.pipeline)
        for r in every
        if all(newest[key] == r.seq for key in _keys(rows[r.document]))
    }
    return last, {(str(r.document), str(r.pipeline)) for r in every} - last


def newer_than(connection: Connection, document: str) -> str | None:
    """The document that is read in place of this one; None where this one's reading is the last."""
    rows, every = _loaded(connection, [document])
    if document not in rows:
        return None
    ours = set(_keys(rows[document]))
    last = [r.document for r in every if not ours.isdisjoint(_keys(rows[r.document]))][-1:]
    return str(last[0]) if last and last[0] != document else None


def _loaded(connection: Connection, documents: Collection[str]) -> tuple[dict[str, Any], list[Any]]:
    """Some documents and all that may be the same reports, by id, and their readings in order."""
    paper, mark = tables.document.c, tables.reading.c
    columns = select(paper.id, paper.blob, paper.path, paper.title, paper.outlet, paper.published)
    rows: dict[str, Any] = {r.id: r for r in among(connection, columns, paper.id, documents)}
    for column in (paper.blob, paper.path):
        known = {value for row in rows.values() if (value := getattr(row, column.name))}
        rows.update((row.id, row) for row in among(connection, columns, column, known))
    readings = select(mark.seq, mark.document, mark.pipeline)
    found = among(connection, readings, mark.document, rows)
    return rows, sorted(found, key=lambda reading: reading.seq)


def _keys(row: Any) -> list[str]:
    file = same_file(row.path, row.title, row.outlet, row.published)
    return [same_bytes(row.id, row.blob, row.path), *([file] if file else [])]


def among(
    connection: Connection, query: Any, column: Any, values: Collection[Any]
) -> Iterator[Any]:
    """Rows of a query whose column is one of many values."""
    for some in parts(sorted(values), MOST):
        yield from connection.execute(query.where(column.in_(some)))
