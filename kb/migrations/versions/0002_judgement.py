"""What dispatchers said of suggested entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the single row of the judgements at revision 0."""
    count = op.create_table(
        "judgement_revision",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgement_revision"),
        sa.CheckConstraint("id = 1", name=op.f("ck_judgement_revision_single")),
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("handling", sa.Text, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("right", sa.Boolean, nullable=False),
        sa.Column("judge", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_judgement_code", "judgement", ["code"])
    op.bulk_insert(count, [{"id": 1, "revision": 0}])


def downgrade() -> None:
    """Drop the tables and everything in them; the library stays."""
    op.drop_table("judgement")
    op.drop_table("judgement_revision")
