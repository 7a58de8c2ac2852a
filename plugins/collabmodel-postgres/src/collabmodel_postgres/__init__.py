"""A store on PostgreSQL for collabmodel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collabmodel.plugin import Store, StoreKind, hookimpl
from collabmodel_postgres.settings import PostgresSettings

__all__ = ["PostgresSettings", "open_postgres"]


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


@hookimpl
def collabmodel_register_stores() -> tuple[StoreKind[PostgresSettings], ...]:
    """Bring the store on PostgreSQL."""
    summary = "a store on PostgreSQL, for many machines"
    opening = lambda request: open_postgres(request.url, request.settings)  # noqa: E731 - it reads as what it is
    return (StoreKind(name="postgresql", summary=summary, config=PostgresSettings, open=opening),)
