"""Models, kept for ever, and snapshots, which may be dropped at any time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA

from collabmodel_postgres.migrations.steps import never_change, text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table("models", text("hash", key=True), text("text"))
    op.create_table(
        "snapshots",
        text("case_id", key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        text("digest"),
        text("code"),
        sa.Column("state", BYTEA, nullable=False),
        text("checked"),
    )
    never_change("models")
