"""Alembic's entry: migrations run on the connection that `store.schema` hands over."""

from __future__ import annotations

from alembic import context

from situate.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
