"""Making and updating the tables, beginning eras, and granting an application what it needs of them."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy.pool import NullPool

from collabmodel.errors import ConfigError, Place, Problem, StoreError
from collabmodel_postgres.connection import Link, connected, parameters
from collabmodel_postgres.failures import RAISED, translated
from collabmodel_postgres.settings import PostgresSettings
from collabmodel_postgres.tables import GRANTS

COMMAND = "python -m collabmodel_postgres migrate URL"
"""What makes and updates the tables."""
RESTORED = "Restored"
"""Why a message is held that was waiting in a backup: nobody knows whether it has been sent since."""
_ROLE = re.compile(r"[^\0]{1,63}")
_LOCK = "SELECT pg_advisory_lock(hashtextextended('collabmodel migrate ' || current_schema(), 0))"


def migrate(url: str, settings: PostgresSettings | None = None, *, at: Callable[[str], None] | None = None) -> str:
    """
    Make the tables, or bring them up to date; what was killed half-way goes on, and two at once do no harm.

    Where the tables were restored on another server, a new era begins: see ``restored``.

    Args:
        url: The database, asked as a role that may create.
        settings: The settings; None for those that hold by themselves.
        at: Called with the name of each fault point that is passed.

    Returns:
        The version of the tables.

    Raises:
        ConfigError: The role may not create here, or the URL is none.
        StoreError: A newer release made the tables, or the server cannot be reached.
    """
    own = settings or PostgresSettings()
    with _administering(url, own) as link:
        upgrade(link, own.schema, at)
        found = version_of(link)
        if is_moved(link):
            begin_era(link)
    return found


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
    with _administering(url, settings or PostgresSettings()) as link:
        return begin_era(link)


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
    with _administering(url, settings or PostgresSettings()) as link:
        done = link.execute(
            "UPDATE outbox SET dead = false, why = '', free = next_try WHERE dead AND why = %s", [RESTORED]
        )
        return done.rowcount


def grant(url: str, role: str, settings: PostgresSettings | None = None) -> tuple[str, ...]:
    """
    Grant the role of an application what the store needs, and no more: of what is never changed, only to read and add.

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
    own = settings or PostgresSettings()
    with _administering(url, own) as link:
        statements = grants(role, own.schema)
        _see_that_it_owns(link)
        with link.transaction():
            for statement in statements:
                link.execute(statement.encode())
    return statements


def _see_that_it_owns(link: Link) -> None:
    """Ask first: whoever may not grant is only warned by the server, and nothing is granted."""
    owner = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('events')"
    found = link.execute(owner.encode()).fetchone()
    if found is None or not found[0]:
        hint = f"ask as their owner; where there are none yet, run: {COMMAND}"
        raise ConfigError([Problem(what="the role does not own the tables", place=Place("store"), hint=hint)])


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
    # PostgreSQL takes the word public, quoted or not, as everybody.
    if not _ROLE.fullmatch(role) or role == "public":
        raise ConfigError([Problem(what="not the name of a role", place=Place("role"))])
    space, to = sql.Identifier(schema).as_string(), sql.Identifier(role).as_string()
    found = [f"REVOKE ALL ON ALL TABLES IN SCHEMA {space} FROM {to}", f"GRANT USAGE ON SCHEMA {space} TO {to}"]
    found += [f'GRANT {rights} ON {space}."{table}" TO {to}' for table, rights in GRANTS.items()]
    # A whole copy made by the application's own role also holds which place is given out next.
    return (*found, f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {space} TO {to}")


@contextlib.contextmanager
def _administering(url: str, settings: PostgresSettings) -> Iterator[Link]:
    link = connected(parameters(url, settings), settings)
    with contextlib.closing(link):
        try:
            yield link
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction):
            hint = f"as a role that may create in the database, run: {COMMAND}"
            raise ConfigError(
                [Problem(what="the role may not do this here", place=Place("store"), hint=hint)]
            ) from None
        except RAISED as error:
            raise translated(error) from None


@functools.cache
def steps() -> tuple[str, ...]:
    """Give the versions of the tables that this release knows, the first first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(reversed([revision.revision for revision in script.walk_revisions()]))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def version_of(link: Link) -> str:
    """
    Give the version of the tables, or an empty text where there are none.

    Args:
        link: The connection.
    """
    # As the schema may name another place than the one that the role sees first, ask for this very one.
    there = link.execute(
        "SELECT to_regclass(current_setting('search_path') || '.alembic_version') IS NOT NULL"
    ).fetchone()
    if there is None or not there[0]:
        return ""
    found = link.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def upgrade(link: Link, schema: str, at: Callable[[str], None] | None = None) -> None:
    """
    Bring the tables up to date, one step a transaction.

    Args:
        link: The connection.
        schema: Schema of the tables.
        at: Called with the name of each fault point that is passed.

    Raises:
        StoreError: A newer release made the tables.
    """
    if version_of(link) == steps()[-1]:
        return
    link.execute(_LOCK.replace("current_schema()", "current_setting('search_path')").encode())
    found = version_of(link)
    if found and found not in steps():
        raise StoreError([newer(found)])
    link.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))

    def applied(**_told: object) -> None:
        if at is not None:
            at("migrate.step")

    config = _config()
    config.attributes.update(schema=schema, applied=[applied])
    # The connection is ours: the engine only borrows it and must neither close nor reset it.
    engine = sa.create_engine(
        "postgresql+psycopg://", creator=lambda: link, poolclass=NullPool, pool_reset_on_return=None
    )
    link.autocommit = False
    borrowed = engine.connect()
    try:
        config.attributes["connection"] = borrowed
        command.upgrade(config, "head")
        borrowed.commit()
    except sa.exc.DBAPIError as error:
        raise error.orig or error from None
    finally:
        # One that was lost meanwhile has been let go already.
        if not borrowed.invalidated:
            borrowed.detach()
        if not link.closed:
            link.rollback()
            link.autocommit = True
    link.execute("SELECT pg_advisory_unlock_all()")


def newer(found: str) -> Problem:
    """
    Say that a newer release made the tables.

    Args:
        found: Their version.
    """
    what = f"a newer release wrote the store (tables {found[:20]}, this release knows {steps()[-1]})"
    return Problem(what=what, place=Place("store"), hint="use the release that wrote it")


def cluster_of(link: Link) -> str:
    """
    Give the mark of the server's own files, the same on its replicas; empty where the role may not ask.

    Args:
        link: The connection.
    """
    try:
        found = link.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return ""
    return str(found[0]) if found else ""


def era_of(link: Link) -> tuple[int, str]:
    """
    Give the present era and the server that it began on; 0 and an empty text before the first.

    Args:
        link: The connection.
    """
    found = link.execute("SELECT era, cluster FROM eras ORDER BY era DESC LIMIT 1").fetchone()
    return (0, "") if found is None else (int(found[0]), str(found[1]))


def is_moved(link: Link) -> bool:
    """
    Tell whether the tables stand on another server than the one on which their era began, or no era has begun.

    Args:
        link: The connection.
    """
    era, cluster = era_of(link)
    found = cluster_of(link)
    return not era or bool(found and cluster and found != cluster)


def begin_era(link: Link) -> int:
    """
    Begin an era, holding what waits to be sent.

    Args:
        link: The connection.
    """
    cluster = cluster_of(link)
    with link.transaction():
        # Whoever is writing comes before the new era, whoever comes now after it.
        link.execute("LOCK TABLE eras, events IN EXCLUSIVE MODE")
        era, _ = era_of(link)
        link.execute("INSERT INTO eras (era, cluster) VALUES (%s, %s)", [era + 1, cluster])
        if not era:
            return 0
        return link.execute("UPDATE outbox SET dead = true, why = %s WHERE NOT dead", [RESTORED]).rowcount
