"""First tables: said (append only) and concluded.

Tables are written out here and not taken from `store.tables`, which will move on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from situate.store.triggers import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SAID = ("run", "document", "reading", "mention", "quote", "judgement", "reject")


def _number() -> sa.types.TypeEngine[float]:
    return sa.Double().with_variant(sa.REAL(), "sqlite")


def _text(name: str, **options: object) -> sa.Column[str]:
    return sa.Column(name, sa.Text, **options)  # type: ignore[arg-type]


def _must(name: str) -> sa.Column[str]:
    return _text(name, nullable=False)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, *columns, sqlite_strict=True)


def upgrade() -> None:
    _said()
    _concluded()
    for table in SAID:
        protect(op.get_bind(), table)


def _said() -> None:
    _table(
        "run", _text("id", primary_key=True), _must("started"), _must("pipeline"), _must("record")
    )
    _table(
        "document", _text("id", primary_key=True), _text("blob"), _text("outlet"), _text("title"),
        _text("url"), _text("language"), _text("published"), _text("path"), _must("text"),
        _must("record"),
    )  # fmt: skip
    op.create_index("document_published", "document", ["published"])
    op.create_index("document_blob", "document", ["blob"])
    _table(
        "reading", _seq(),
        sa.Column("document", sa.Text, sa.ForeignKey("document.id"), nullable=False),
        _must("pipeline"), _must("run"), _whole("mentions"),
    )  # fmt: skip
    op.create_index("reading_once", "reading", ["document", "pipeline"], unique=True)
    _table(
        "mention", _must("id"), _must("pipeline"),
        sa.Column("document", sa.Text, sa.ForeignKey("document.id"), nullable=False),
        _must("type"), _must("stance"), _text("start"), _text("end"), _text("place"),
        _must("record"), sa.PrimaryKeyConstraint("id", "pipeline"),
    )  # fmt: skip
    op.create_index("mention_document", "mention", ["document", "pipeline"])
    _table(
        "quote", _must("mention"), _must("pipeline"), _must("field"), _must("document"),
        _whole("start"), _whole("end"), _must("exact"),
    )  # fmt: skip
    op.create_index("quote_mention", "quote", ["mention", "pipeline"])
    op.create_index("quote_document", "quote", ["document"])
    _table(
        "judgement", _seq(), _text("id", nullable=False, unique=True), _must("verdict"),
        _must("by"), _must("when"), _must("record"),
    )  # fmt: skip
    _table(
        "reject", _seq(), _must("run"), _must("where"), _must("stage"), _must("reason"),
        _must("record"),
    )  # fmt: skip
    op.create_index("reject_run", "reject", ["run"])


def _place() -> tuple[sa.Column[str], ...]:
    return (_text("country"), _text("adm1"), _text("adm2"))


def _concluded() -> None:
    _table(
        "incident", _text("id", primary_key=True), _must("type"), _text("start"), _text("end"),
        _text("place"), _text("place_name"), *_place(), sa.Column("latitude", _number()),
        sa.Column("longitude", _number()), _whole("witnesses"), _whole("contested"),
        sa.Column("confidence", _number(), nullable=False), _must("record"),
    )  # fmt: skip
    op.create_index("incident_when", "incident", ["start", "id"])
    op.create_index("incident_place", "incident", ["place"])
    op.create_index("incident_type", "incident", ["type"])
    _table(
        "incident_mention", _must("incident"), _must("mention"),
        sa.PrimaryKeyConstraint("incident", "mention"),
    )  # fmt: skip
    op.create_index("incident_of", "incident_mention", ["mention"])
    _table(
        "hold", _text("id", primary_key=True), _must("place"), _must("place_name"), *_place(),
        sa.Column("latitude", _number(), nullable=False),
        sa.Column("longitude", _number(), nullable=False), _must("state"), _must("holders"),
        _text("start"), _text("end"), sa.Column("probability", _number()), _text("known_from"),
        _must("record"),
    )  # fmt: skip
    op.create_index("hold_place", "hold", ["place", "start"])
    _table("area", _text("id", primary_key=True), _must("name"), _must("actor"), _must("record"))
    _table(
        "conclusion",
        sa.Column("id", sa.Integer, primary_key=True),
        _whole("readings"),
        _whole("judgements"),
        _must("pipeline"),
    )
