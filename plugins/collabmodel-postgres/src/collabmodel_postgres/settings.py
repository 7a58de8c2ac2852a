"""How the store is reached, and how long anything may take."""

from __future__ import annotations

import re

import attrs

from collabmodel.plugin import Secret

LONGEST_WAIT = 86_400
"""Most seconds that any setting may say."""
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def _check_wait(_settings: object, field: attrs.Attribute[float], value: float) -> None:
    if not 0 < value <= LONGEST_WAIT:
        message = f"{field.name}: more than 0 and at most {LONGEST_WAIT} seconds"
        raise ValueError(message)


def _check_name(_settings: object, _field: object, value: str) -> None:
    if not _NAME.fullmatch(value) or value.startswith("pg_"):
        message = "schema: lower-case letters, digits and underscores, a letter first, at most 63, not pg_..."
        raise ValueError(message)


def _check_printable(_settings: object, field: attrs.Attribute[str], value: str) -> None:
    if not value.isprintable() or not value.isascii() or not 0 < len(value) < 64:
        message = f"{field.name}: 1 to 63 printable ASCII characters"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class PostgresSettings:
    """
    Settings of stores on PostgreSQL. Where the server is and who asks stands in the URL.

    Args:
        password: Where the password is found; None where the URL, a password file or the server's own means do.
        schema: Schema of the tables.
        application_name: What the server's own lists call this program.
        migrate: Whether opening makes and updates the tables where the role may.
        connect_timeout: Seconds to wait for a connection, > 0; rounded up to whole ones, at least 2.
        reconnect: Seconds for which a call tries to reach a server that is away before it gives up, >= 0.
        statement_timeout: Seconds after which the server breaks off a statement, > 0.
        lock_timeout: Seconds that a command waits for others, > 0.
        idle_timeout: Seconds after which the server ends a transaction in which nothing happens, > 0.
        answer_timeout: Seconds after which a server that says nothing is given up, > 0; it should be longer than
            ``statement_timeout``, since a server that is there breaks off by itself.
        pg_dump: The program that makes backups: a name that is looked for, or a path.
    """

    password: Secret | None = None
    schema: str = attrs.field(default="collabmodel", validator=_check_name)
    application_name: str = attrs.field(default="collabmodel", validator=_check_printable)
    migrate: bool = True
    connect_timeout: float = attrs.field(default=5.0, validator=_check_wait)
    reconnect: float = attrs.field(default=10.0, validator=(attrs.validators.ge(0), attrs.validators.le(LONGEST_WAIT)))
    statement_timeout: float = attrs.field(default=30.0, validator=_check_wait)
    lock_timeout: float = attrs.field(default=5.0, validator=_check_wait)
    idle_timeout: float = attrs.field(default=30.0, validator=_check_wait)
    answer_timeout: float = attrs.field(default=40.0, validator=_check_wait)
    pg_dump: str = attrs.field(default="pg_dump", validator=_check_printable)
