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
from sqlalchemy.types import REAL

metadata = MetaData()
NUMBER: Any = Double().with_variant(REAL(), "sqlite")
BLOCK: Any = BigInteger().with_variant(Integer(), "sqlite")
STRICT: dict[str, Any] = {"sqlite_strict": True}

run = Table(
    "run", metadata,
    Column("id", Text, primary_key=True),
    Column("started", Text, nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("record", Text, nullable=False),
    **STRICT,
)  # fmt: skip

document = Table(
    "document", metadata,
    Column("id", Text, primary_key=True),
    Column("blob", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("url", Text),
    Column("language", Text),
    Column("published", Text),
    Column("path", Text),
    Column("text", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index("document_published", "published"),
    Index("document_blob", "blob"),
    **STRICT,
)  # fmt: skip

# The commit mark: a document is read by a pipeline when, and only when, this row is there.
reading = Table(
    "reading", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Index("reading_once", "document", "pipeline", unique=True),
    **STRICT,
)  # fmt: skip

mention = Table(
    "mention", metadata,
    Column("id", Text, nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("place", Text),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("id", "pipeline"),
    Index("mention_document", "document", "pipeline"),
    **STRICT,
)  # fmt: skip

quote = Table(
    "quote", metadata,
    Column("mention", Text, nullable=False),
    Column("pipeline", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("exact", Text, nullable=False),
    Index("quote_mention", "mention", "pipeline"),
    Index("quote_document", "document"),
    **STRICT,
)  # fmt: skip

judgement = Table(
    "judgement", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("verdict", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("when", Text, nullable=False),
    Column("record", Text, nullable=False),
    **STRICT,
)  # fmt: skip

reject = Table(
    "reject", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("run", Text, nullable=False),
    Column("where", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index("reject_run", "run"),
    **STRICT,
)  # fmt: skip

incident = Table(
    "incident", metadata,
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("place", Text),
    Column("place_name", Text),
    Column("country", Text),
    Column("adm1", Text),
    Column("adm2", Text),
    Column("latitude", NUMBER),
    Column("longitude", NUMBER),
    Column("witnesses", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("confidence", NUMBER, nullable=False),
    Column("record", Text, nullable=False),
    Index("incident_when", "start", "id"),
    Index("incident_place", "place"),
    Index("incident_type", "type"),
    **STRICT,
)  # fmt: skip

incident_mention = Table(
    "incident_mention", metadata,
    Column("incident", Text, nullable=False),
    Column("mention", Text, nullable=False),
    PrimaryKeyConstraint("incident", "mention"),
    Index("incident_of", "mention"),
    **STRICT,
)  # fmt: skip

hold = Table(
    "hold", metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("country", Text),
    Column("adm1", Text),
    Column("adm2", Text),
    Column("latitude", NUMBER, nullable=False),
    Column("longitude", NUMBER, nullable=False),
    Column("state", Text, nullable=False),
    Column("holders", Text, nullable=False),
    Column("start", Text),
    Column("end", Text),
    Column("probability", NUMBER),
    Column("known_from", Text),
    Column("record", Text, nullable=False),
    Index("hold_place", "place", "start"),
    **STRICT,
)  # fmt: skip

area = Table(
    "area", metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("record", Text, nullable=False),
    **STRICT,
)  # fmt: skip

# What was weighed, so that a new report meets its own blocks only (corroborate.increment): the
# features of a mention and the blocks it stands in, both packed; its blocks again, to be asked; the
# good pairs; and what each incident rests on.
weighed = Table(
    "weighed", metadata,
    Column("mention", Text, primary_key=True),
    Column("evidence", Text, nullable=False),
    Column("row", LargeBinary, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
    Index("weighed_evidence", "evidence"),
    **STRICT,
)  # fmt: skip

block = Table(
    "block", metadata,
    Column("block", BLOCK, nullable=False),
    Column("mention", Text, nullable=False),
    PrimaryKeyConstraint("block", "mention"),
    sqlite_with_rowid=False,
    **STRICT,
)  # fmt: skip

edge = Table(
    "edge", metadata,
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("score", NUMBER, nullable=False),
    PrimaryKeyConstraint("left", "right"),
    Index("edge_right", "right"),
    sqlite_with_rowid=False,
    **STRICT,
)  # fmt: skip

happening = Table(
    "happening", metadata,
    Column("incident", Text, primary_key=True),
    Column("print", Text, nullable=False),
    **STRICT,
)  # fmt: skip

# What holds rest on, so that a new report is folded into its own places only (control.refold): what
# a place lends to others and takes from them, which mention tells of which place, and how far it
# speaks for the actor that a side is shown as.
spot = Table(
    "spot", metadata,
    Column("place", Text, nullable=False),
    Column("dated", Integer, nullable=False),
    Column("area", Integer, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("place", "dated", "area"),
    sqlite_with_rowid=False,
    **STRICT,
)  # fmt: skip

claim = Table(
    "claim", metadata,
    Column("place", Text, nullable=False),
    Column("mention", Text, nullable=False),
    Column("weighs", Integer, nullable=False),
    PrimaryKeyConstraint("place", "mention"),
    Index("claim_mention", "mention"),
    Index("claim_weighs", "weighs"),
    sqlite_with_rowid=False,
    **STRICT,
)  # fmt: skip

naming = Table(
    "naming", metadata,
    Column("mention", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("weight", Integer, nullable=False),
    PrimaryKeyConstraint("mention", "side", "name"),
    sqlite_with_rowid=False,
    **STRICT,
)  # fmt: skip

# What the concluded tables rest on; a run that finds the same marks has nothing to conclude.
conclusion = Table(
    "conclusion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("readings", Integer, nullable=False),
    Column("judgements", Integer, nullable=False),
    Column("pipeline", Text, nullable=False),
    **STRICT,
)

SAID = (run, document, reading, mention, quote, judgement, reject)
WEIGHED = (weighed, block, edge, happening)
GROUND = (spot, claim, naming)
CONCLUDED = (incident, incident_mention, hold, area, *WEIGHED, *GROUND, conclusion)
