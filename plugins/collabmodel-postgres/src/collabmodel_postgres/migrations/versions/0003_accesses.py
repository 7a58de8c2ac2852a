"""The access log, and where it ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA

from collabmodel_postgres.migrations.steps import never_change, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accesses",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        text("case_id"),
        sa.Column("record", BYTEA, nullable=False),
        text("digest"),
    )
    op.create_index("accesses_by_case", "accesses", ["case_id", "position"])
    op.create_table(
        "ends", text("name", key=True), sa.Column("position", sa.BigInteger, nullable=False), text("digest")
    )
    op.execute("INSERT INTO ends (name, position, digest) VALUES ('accesses', 0, ''), ('moved', 0, '')")
    never_change("accesses")
