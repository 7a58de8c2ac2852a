"""The tables as they are today; the steps that lead there are in ``migrations``, and a test compares the two."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA

NAMING = {"pk": "%(table_name)s_pkey", "uq": "%(table_name)s_%(column_0_name)s_key"}
METADATA = sa.MetaData(naming_convention=NAMING)
NEVER_CHANGED = ("events", "keys", "accesses", "models", "eras")
"""Tables that are only ever added to: triggers refuse everything else, to everybody."""
GRANTS = {
    "events": "SELECT, INSERT",
    "keys": "SELECT, INSERT",
    "accesses": "SELECT, INSERT",
    "models": "SELECT, INSERT",
    "eras": "SELECT",
    "ends": "SELECT, UPDATE",
    "cases": "SELECT, INSERT, UPDATE",
    "people": "SELECT, INSERT, DELETE",
    "outbox": "SELECT, INSERT, UPDATE, DELETE",
    "snapshots": "SELECT, INSERT, UPDATE",
    "alembic_version": "SELECT",
}
"""What the role of an application needs of each table, and no more."""


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """
    Give a column of text, compared byte by byte as every other store does, whatever the server's language.

    Args:
        name: Its name.
        key: Whether it belongs to the primary key.
    """
    return sa.Column(name, sa.Text(collation="C"), primary_key=key, nullable=False)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """
    Give a column of whole numbers.

    Args:
        name: Its name.
        nullable: Whether it may be empty.
    """
    return sa.Column(name, sa.BigInteger, nullable=nullable)


class Xid8(sa.types.UserDefinedType[str]):
    """A transaction's id that never begins anew; Alembic and SQLAlchemy know it by this class."""

    cache_ok = True

    def get_col_spec(self, **_how: object) -> str:
        """Give its name in SQL."""
        return "xid8"


events = sa.Table(
    "events",
    METADATA,
    sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("era", sa.Integer, nullable=False),
    sa.Column("xid", Xid8, nullable=False, server_default=sa.text("pg_current_xact_id()")),
    text("case_id"),
    sa.Column("seq", sa.BigInteger, sa.CheckConstraint("seq > 0", name="events_seq_check"), nullable=False),
    text("type"),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("payload", BYTEA, nullable=False),
    text("digest"),
    sa.PrimaryKeyConstraint("case_id", "seq"),
)
sa.Index("strangers", events.c.case_id, events.c.seq, postgresql_where=sa.text("type <> 'event' OR schema <> 1"))
sa.Index("events_followed", events.c.era, events.c.xid, events.c.position, unique=True)
keys = sa.Table(
    "keys", METADATA, text("key", key=True), text("fingerprint"), text("case_id"), number("first"), number("last"),
    text("digest"), text("answer"),
)  # fmt: skip
sa.Index("keys_by_case", keys.c.case_id)
cases = sa.Table(
    "cases", METADATA, text("id", key=True), number("seq"), text("digest"), text("status"),
    number("due", nullable=True), text("row"),
    # A head that moves on leaves its old version behind; room in the page keeps that out of the indexes.
    postgresql_with={"fillfactor": "70"},
)  # fmt: skip
sa.Index("cases_by_status", cases.c.status, cases.c.id)
sa.Index("cases_by_due", cases.c.due, cases.c.id, postgresql_where=sa.text("due IS NOT NULL"))
people = sa.Table("people", METADATA, text("person", key=True), text("case_id", key=True))
outbox = sa.Table(
    "outbox",
    METADATA,
    text("id", key=True),
    text("case_id"),
    text("message"),
    number("next_try"),
    number("free"),
    sa.Column("claims", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("dead", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("why", sa.Text(collation="C"), nullable=False, server_default=""),
)
sa.Index("outbox_waiting", outbox.c.free, outbox.c.id, postgresql_where=sa.text("NOT dead"))
accesses = sa.Table(
    "accesses",
    METADATA,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    text("case_id"),
    sa.Column("record", BYTEA, nullable=False),
    text("digest"),
)
sa.Index("accesses_by_case", accesses.c.case_id, accesses.c.position)
models = sa.Table("models", METADATA, text("hash", key=True), text("text"))
snapshots = sa.Table(
    "snapshots", METADATA, text("case_id", key=True), number("seq"), text("digest"), text("code"),
    sa.Column("state", BYTEA, nullable=False), text("checked"),
)  # fmt: skip
ends = sa.Table("ends", METADATA, text("name", key=True), number("position"), text("digest"))
eras = sa.Table(
    "eras",
    METADATA,
    sa.Column("era", sa.Integer, primary_key=True, autoincrement=False),
    text("cluster"),
    sa.Column("began", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
