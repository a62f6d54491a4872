"""The tables, once, for SQLite and PostgreSQL.

    said        document, reading, mention, quote, judgement, reject, run     append only (triggers)
    concluded   incident, incident_mention, hold, area, conclusion            dropped and rebuilt
                weighed, block, edge, happening, spot, claim, naming

`record` columns hold the whole record as JSON (`situate.records`); the other columns are there to
be asked. Times are ISO 8601 text in UTC, so both databases sort them alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import REAL

metadata = MetaData()
NUMBER: Any = Double().with_variant(REAL(), "sqlite")
BLOCK: Any = BigInteger().with_variant(Integer(), "sqlite")


def _table(name: str, *parts: SchemaItem, **options: Any) -> Table:
    """A table that takes values of its columns' kinds only, in SQLite too."""
    return Table(name, metadata, *parts, sqlite_strict=True, **options)


def _words(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable, primary_key=primary_key)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


run = _table(
    "run",
    _words("id", primary_key=True),
    _words("started"),
    _words("pipeline"),
    _words("record"),
)

document = _table(
    "document",
    _words("id", primary_key=True),
    _words("blob", nullable=True),
    _words("outlet", nullable=True),
    _words("title", nullable=True),
    _words("url", nullable=True),
    _words("language", nullable=True),
    _words("published", nullable=True),
    _words("path", nullable=True),
    _words("text"),
    _words("record"),
    Index("document_published", "published"),
    Index("document_blob", "blob"),
    Index("document_path", "path"),
)

# The commit mark: a document is read by a pipeline when, and only when, this row is there.
reading = _table(
    "reading",
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    _words("pipeline"),
    _words("run"),
    _count("mentions"),
    Index("reading_once", "document", "pipeline", unique=True),
)

mention = _table(
    "mention",
    _words("id"),
    _words("pipeline"),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    _words("type"),
    _words("stance"),
    _words("start", nullable=True),
    _words("end", nullable=True),
    _words("place", nullable=True),
    _words("record"),
    PrimaryKeyConstraint("id", "pipeline"),
    Index("mention_document", "document", "pipeline"),
)

quote = _table(
    "quote",
    _words("mention"),
    _words("pipeline"),
    _words("field"),
    _words("document"),
    _count("start"),
    _count("end"),
    _words("exact"),
    Index("quote_mention", "mention", "pipeline"),
    Index("quote_document", "document"),
)

judgement = _table(
    "judgement",
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    _words("verdict"),
    _words("by"),
    _words("when"),
    _words("record"),
)

reject = _table(
    "reject",
    Column("seq", Integer, primary_key=True, autoincrement=True),
    _words("run"),
    _words("where"),
    _words("stage"),
    _words("reason"),
    _words("record"),
    Index("reject_run", "run"),
)

incident = _table(
    "incident",
    _words("id", primary_key=True),
    _words("type"),
    _words("start", nullable=True),
    _words("end", nullable=True),
    _words("place", nullable=True),
    _words("place_name", nullable=True),
    _words("country", nullable=True),
    _words("adm1", nullable=True),
    _words("adm2", nullable=True),
    Column("latitude", NUMBER),
    Column("longitude", NUMBER),
    _count("witnesses"),
    _count("contested"),
    Column("confidence", NUMBER, nullable=False),
    _words("record"),
    Index("incident_when", "start", "id"),
    Index("incident_place", "place"),
    Index("incident_type", "type"),
)

incident_mention = _table(
    "incident_mention",
    _words("incident"),
    _words("mention"),
    PrimaryKeyConstraint("incident", "mention"),
    Index("incident_of", "mention"),
)

hold = _table(
    "hold",
    _words("id", primary_key=True),
    _words("place"),
    _words("place_name"),
    _words("country", nullable=True),
    _words("adm1", nullable=True),
    _words("adm2", nullable=True),
    Column("latitude", NUMBER, nullable=False),
    Column("longitude", NUMBER, nullable=False),
    _words("state"),
    _words("holders"),
    _words("start", nullable=True),
    _words("end", nullable=True),
    Column("probability", NUMBER),
    _words("known_from", nullable=True),
    _words("record"),
    Index("hold_place", "place", "start"),
)

area = _table(
    "area",
    _words("id", primary_key=True),
    _words("name"),
    _words("actor"),
    _words("record"),
)

# What was weighed, so that a new report meets its own blocks only (corroborate.increment): the
# features of a mention and the blocks it stands in, both packed; its blocks again, to be asked; the
# good pairs; and what each incident rests on.
weighed = _table(
    "weighed",
    _words("mention", primary_key=True),
    _words("evidence"),
    Column("row", LargeBinary, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
    Index("weighed_evidence", "evidence"),
)

block = _table(
    "block",
    Column("block", BLOCK, nullable=False),
    _words("mention"),
    PrimaryKeyConstraint("block", "mention"),
    sqlite_with_rowid=False,
)

edge = _table(
    "edge",
    _words("left"),
    _words("right"),
    Column("score", NUMBER, nullable=False),
    PrimaryKeyConstraint("left", "right"),
    Index("edge_right", "right"),
    sqlite_with_rowid=False,
)

happening = _table(
    "happening",
    _words("incident", primary_key=True),
    _words("print"),
)

# What holds rest on, so that a new report is folded into its own places only (control.refold): what
# a place lends to others and takes from them, which mention tells of which place, and how far it
# speaks for the actor that a side is shown as.
spot = _table(
    "spot",
    _words("place"),
    _count("dated"),
    _count("area"),
    _words("record"),
    PrimaryKeyConstraint("place", "dated", "area"),
    sqlite_with_rowid=False,
)

claim = _table(
    "claim",
    _words("place"),
    _words("mention"),
    _count("weighs"),
    PrimaryKeyConstraint("place", "mention"),
    Index("claim_mention", "mention"),
    Index("claim_weighs", "weighs"),
    sqlite_with_rowid=False,
)

naming = _table(
    "naming",
    _words("mention"),
    _words("side"),
    _words("name"),
    _count("weight"),
    PrimaryKeyConstraint("mention", "side", "name"),
    sqlite_with_rowid=False,
)

# What the concluded tables rest on; a run that finds the same marks has nothing to conclude.
conclusion = _table(
    "conclusion",
    Column("id", Integer, primary_key=True),
    _count("readings"),
    _count("judgements"),
    _words("pipeline"),
)

SAID = (run, document, reading, mention, quote, judgement, reject)
WEIGHED = (weighed, block, edge, happening)
GROUND = (spot, claim, naming)
CONCLUDED = (incident, incident_mention, hold, area, *WEIGHED, *GROUND, conclusion)
