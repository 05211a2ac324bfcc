"""Run by Alembic for every command; `kb.migrate` hands over a connection in a transaction."""

from __future__ import annotations

from alembic import context

from kb.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=context.config.attributes["version_table"],
    render_as_batch=True,  # SQLite alters a table by copying it
)

with context.begin_transaction():
    context.run_migrations()
