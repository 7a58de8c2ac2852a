"""What several steps need; it is as fixed as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

_REFUSE = """
CREATE OR REPLACE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: append only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


class Xid(sa.types.UserDefinedType[str]):
    """A transaction's id that never begins anew."""

    cache_ok = True

    def get_col_spec(self, **_how: object) -> str:
        """Give its name in SQL."""
        return "xid8"


def text(name: str, *, key: bool = False) -> sa.Column[str]:
    """
    Give a column of text, compared byte by byte.

    Args:
        name: Its name.
        key: Whether it belongs to the primary key.
    """
    return sa.Column(name, sa.Text(collation="C"), primary_key=key, nullable=False)


def never_change(*tables: str) -> None:
    """
    Have the server refuse every change of what stands in tables, whoever asks.

    Args:
        tables: Their names.
    """
    op.execute(_REFUSE)
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION never_changed()"
        )
