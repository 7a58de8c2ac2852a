"""Events, idempotency keys, cases and their people, and the eras in which events were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA

from collabmodel_postgres.migrations.steps import Xid, never_change, text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "events",
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("era", sa.Integer, nullable=False),
        sa.Column("xid", Xid, nullable=False, server_default=sa.text("pg_current_xact_id()")),
        text("case_id"),
        sa.Column("seq", sa.BigInteger, sa.CheckConstraint("seq > 0", name="events_seq_check"), nullable=False),
        text("type"),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("payload", BYTEA, nullable=False),
        text("digest"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="events_pkey"),
    )
    strangers = sa.text("type <> 'event' OR schema <> 1")
    op.create_index("strangers", "events", ["case_id", "seq"], postgresql_where=strangers)
    op.create_index("events_followed", "events", ["era", "xid", "position"], unique=True)
    op.create_table(
        "keys",
        text("key", key=True),
        text("fingerprint"),
        text("case_id"),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        text("digest"),
        text("answer"),
    )
    op.create_index("keys_by_case", "keys", ["case_id"])
    op.create_table(
        "cases",
        text("id", key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        text("digest"),
        text("status"),
        sa.Column("due", sa.BigInteger),
        text("row"),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index("cases_by_status", "cases", ["status", "id"])
    op.create_index("cases_by_due", "cases", ["due", "id"], postgresql_where=sa.text("due IS NOT NULL"))
    op.create_table("people", text("person", key=True), text("case_id", key=True))
    op.create_table(
        "eras",
        sa.Column("era", sa.Integer, primary_key=True, autoincrement=False),
        text("cluster"),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    never_change("events", "keys", "eras")
