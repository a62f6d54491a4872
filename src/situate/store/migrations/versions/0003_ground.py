"""What holds rest on is kept, so that a new report is folded into its own places only.

Nothing said is touched. The mark of the last conclusion goes, so that the next run concludes whole.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, *columns, sqlite_strict=True, sqlite_with_rowid=False)


def upgrade() -> None:
    _table(
        "spot", _text("place"), _whole("dated"), _whole("area"), _text("record"),
        sa.PrimaryKeyConstraint("place", "dated", "area"),
    )  # fmt: skip
    _table(
        "claim", _text("place"), _text("mention"), _whole("weighs"),
        sa.PrimaryKeyConstraint("place", "mention"),
    )  # fmt: skip
    op.create_index("claim_mention", "claim", ["mention"])
    op.create_index("claim_weighs", "claim", ["weighs"])
    _table(
        "naming", _text("mention"), _text("side"), _text("name"), _whole("weight"),
        sa.PrimaryKeyConstraint("mention", "side", "name"),
    )  # fmt: skip
    op.execute("delete from conclusion")
