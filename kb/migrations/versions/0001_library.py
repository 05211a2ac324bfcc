"""The library, its entries and their versions."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the single row of the library at revision 0."""
    moment = sa.DateTime(timezone=True)
    library = op.create_table(
        "library",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_library"),
        sa.CheckConstraint("id = 1", name=op.f("ck_library_single")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("latest_version", sa.Integer, nullable=False),
        sa.Column("published_version", sa.Integer, nullable=True),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("code", name="uq_entry_code"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entry_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_version"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_entry_version_entry_id"),
        sa.UniqueConstraint("entry_id", "number", name="uq_entry_version_entry_id_number"),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'published', 'retired', 'superseded')",
            name=op.f("ck_entry_version_state"),
        ),
    )
    op.create_index("ix_entry_version_service", "entry_version", ["service"])
    op.bulk_insert(library, [{"id": 1, "revision": 0, "updated_at": datetime.now(UTC)}])


def downgrade() -> None:
    """Drop the tables and everything in them."""
    op.drop_table("entry_version")
    op.drop_table("entry")
    op.drop_table("library")
