"""What Alembic runs: the steps, each in a transaction of its own, on the connection that it is given."""

from __future__ import annotations

from alembic import context

from collabmodel_postgres.tables import METADATA

_given = context.config.attributes
context.configure(
    connection=_given["connection"],
    target_metadata=METADATA,
    version_table_schema=_given["schema"],
    transaction_per_migration=True,
    on_version_apply=_given["applied"],
)
with context.begin_transaction():
    context.run_migrations()
