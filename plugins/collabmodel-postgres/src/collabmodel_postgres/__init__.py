"""A store on PostgreSQL for collabmodel."""

from __future__ import annotations

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import Store, StoreKind, hookimpl
from collabmodel_postgres.settings import PostgresSettings

__all__ = [
    "PostgresSettings",
    "copy_store",
    "grant",
    "grants",
    "migrate",
    "open_postgres",
    "release",
    "restored",
]


def open_postgres(url: str, settings: PostgresSettings | None = None) -> Store:
    """
    Open the store that a URL names; its tables are made if they are not there and the role may make them.

    Args:
        url: ``postgresql://ROLE@HOST:PORT/DATABASE``, with anything that the server's own library understands.
        settings: The settings; None for those that hold by themselves.

    Raises:
        ConfigError: The URL is none, the server refuses the role, or there are no tables and the role may not make
            them.
        StoreError: The server cannot be reached.
    """
    # The driver and the rest of it are heavy, and whoever opens another store does not need them.
    from collabmodel_postgres.store import PostgresStore  # noqa: PLC0415

    return PostgresStore(url, settings)


def migrate(url: str, settings: PostgresSettings | None = None) -> str:
    """
    Make the tables, or bring them up to date; what was killed half-way goes on, and two at once do no harm.

    Args:
        url: The database, asked as a role that may create.
        settings: The settings; None for those that hold by themselves.

    Returns:
        The version of the tables.

    Raises:
        ConfigError: The role may not create here, or the URL is none.
        StoreError: A newer release made the tables, or the server cannot be reached.
    """
    from collabmodel_postgres import migrating  # noqa: PLC0415

    return migrating.migrate(url, settings)


def grant(url: str, role: str, settings: PostgresSettings | None = None) -> tuple[str, ...]:
    """
    Grant the role of an application what the store needs, and no more: of what is never changed, to read and add.

    Args:
        url: The database, asked as the owner of the tables.
        role: The role.
        settings: The settings; None for those that hold by themselves.

    Returns:
        The statements that were executed.

    Raises:
        ConfigError: The role's name is none, or the one who asks may not grant.
        StoreError: The server cannot be reached, or there is no such role.
    """
    from collabmodel_postgres import migrating  # noqa: PLC0415

    return migrating.grant(url, role, settings)


def grants(role: str, schema: str = "collabmodel") -> tuple[str, ...]:
    """
    Give the statements that grant the role of an application what the store needs.

    Args:
        role: The role.
        schema: Schema of the tables.

    Raises:
        ConfigError: The role's name is none.

    >>> grants("app")[2]
    'GRANT SELECT, INSERT ON "collabmodel"."events" TO "app"'
    """
    from collabmodel_postgres import migrating  # noqa: PLC0415

    return migrating.grants(role, schema)


def restored(url: str, settings: PostgresSettings | None = None) -> int:
    """
    Say that the store was restored from a backup: hold what was waiting to be sent then, and begin a new era.

    Messages that waited in the backup may have been sent since it was made. They become dead letters, to be looked at
    and released; nothing is sent a second time by itself.

    Args:
        url: The database, asked as the owner of the tables.
        settings: The settings; None for those that hold by themselves.

    Returns:
        How many messages are held.

    Raises:
        ConfigError: The role may not do this, or the URL is none.
        StoreError: The server cannot be reached.
    """
    from collabmodel_postgres import migrating  # noqa: PLC0415

    return migrating.restored(url, settings)


def release(url: str, settings: PostgresSettings | None = None) -> int:
    """
    Let the messages be sent that were held after a restore; receivers who got one before know it by its id.

    Args:
        url: The database.
        settings: The settings; None for those that hold by themselves.

    Returns:
        How many messages wait again.

    Raises:
        ConfigError: The URL is none.
        StoreError: The server cannot be reached, or refuses.
    """
    from collabmodel_postgres import migrating  # noqa: PLC0415

    return migrating.release(url, settings)


def copy_store(source: Store, target: Store) -> str:
    """
    Move everything from another store into one on PostgreSQL, and hold the two side by side afterwards.

    Records keep their digests, so heads that were kept of the other store also hold here. What was broken off goes on
    when it is asked for again. Snapshots are left behind: they are made anew.

    Args:
        source: The other store, which can list its keys and models (``MovableStore``); nobody writes it meanwhile.
        target: A store on PostgreSQL in which nothing else is.

    Returns:
        What is there now, one sentence.

    Raises:
        ConfigError: The other store cannot list its keys and models, or the target is not on PostgreSQL.
        DamagedError: What is in the target differs from what is in the source.
        StoreError: Something else is in the target, or either store failed; ask again to go on.
    """
    from collabmodel_postgres.store import PostgresStore  # noqa: PLC0415

    if not isinstance(target, PostgresStore):
        raise ConfigError([Problem(what="not a store on PostgreSQL", place=Place("target"))])
    moved = target.take(source)
    return (
        f"{moved.cases} cases with {moved.events} events, {moved.keys} idempotency keys and "
        f"{moved.accesses} entries of the access log are equal on both sides"
    )


@hookimpl
def collabmodel_register_stores() -> tuple[StoreKind[PostgresSettings], ...]:
    """Bring the store on PostgreSQL."""
    summary = "a store on PostgreSQL, for many machines"
    opening = lambda request: open_postgres(request.url, request.settings)  # noqa: E731 - it reads as what it is
    return (StoreKind(name="postgresql", summary=summary, config=PostgresSettings, open=opening),)
