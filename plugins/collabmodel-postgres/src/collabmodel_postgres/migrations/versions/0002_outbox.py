"""The outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from collabmodel_postgres.migrations.steps import text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "outbox",
        text("id", key=True),
        text("case_id"),
        text("message"),
        sa.Column("next_try", sa.BigInteger, nullable=False),
        sa.Column("free", sa.BigInteger, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("dead", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("why", sa.Text(collation="C"), nullable=False, server_default=""),
    )
    op.create_index("outbox_waiting", "outbox", ["free", "id"], postgresql_where=sa.text("NOT dead"))
