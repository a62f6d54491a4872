"""What was weighed is kept, so that a new report meets its own blocks only.

Nothing said is touched. The mark of the last conclusion goes, so that the next run concludes whole.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _table(name: str, *columns: sa.schema.SchemaItem, **more: Any) -> None:
    op.create_table(name, *columns, sqlite_strict=True, **more)


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    number: Any = sa.Double().with_variant(sa.REAL(), "sqlite")
    _table(
        "weighed",
        sa.Column("mention", sa.Text, primary_key=True),
        _text("evidence"),
        sa.Column("row", sa.LargeBinary, nullable=False),
        sa.Column("blocks", sa.LargeBinary, nullable=False),
    )
    op.create_index("weighed_evidence", "weighed", ["evidence"])
    _table(
        "block",
        sa.Column("block", whole, nullable=False),
        _text("mention"),
        sa.PrimaryKeyConstraint("block", "mention"),
        sqlite_with_rowid=False,
    )
    _table(
        "edge",
        _text("left"),
        _text("right"),
        sa.Column("score", number, nullable=False),
        sa.PrimaryKeyConstraint("left", "right"),
        sqlite_with_rowid=False,
    )
    op.create_index("edge_right", "edge", ["right"])
    _table("happening", sa.Column("incident", sa.Text, primary_key=True), _text("print"))
    op.execute("delete from conclusion")
