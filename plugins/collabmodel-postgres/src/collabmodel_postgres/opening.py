"""Looking at the server before it is trusted: its version, its text, its promises, and the tables."""

from __future__ import annotations

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.model import Text
from collabmodel.plugin import Durability
from collabmodel_postgres.connection import Link
from collabmodel_postgres.migrating import (
    COMMAND,
    begin_era,
    era_of,
    is_moved,
    newer,
    steps,
    upgrade,
    version_of,
)
from collabmodel_postgres.settings import PostgresSettings

OLDEST = 130_000
"""Oldest version of PostgreSQL: the first with transactions' ids that never begin anew."""
_LOOK = b"""
SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), pg_is_in_recovery(),
       current_setting('default_transaction_read_only'), current_setting('synchronous_commit'),
       current_setting('fsync'), current_setting('full_page_writes'),
       has_database_privilege(current_database(), 'CREATE')
       OR coalesce(has_schema_privilege(to_regnamespace(current_setting('search_path')), 'CREATE'), false)
"""
_SAFE = {
    "en": "an answer comes after the server has it on its disk",
    "fi": "vastaus tulee vasta, kun palvelin on kirjoittanut sen levylleen",
    "sv": "svaret kommer när servern har skrivit det på sin disk",
}
_UNSAFE = {
    "en": "the server's settings let what was acknowledged be lost in a power cut",
    "fi": "palvelimen asetuksilla kuitattu tieto voi kadota sähkökatkossa",
    "sv": "med serverns inställningar kan det som bekräftats gå förlorat vid ett strömavbrott",
}


@attrs.define
class Standing:
    """
    How the server and the tables were found at the last meeting.

    Args:
        settings: The settings.
        durability: What the server promises.
        era: The present era.
        version: Version of the server, such as 150018.
    """

    settings: PostgresSettings
    durability: Durability = Durability(store="postgresql", durable=False, mode="", why="")
    era: int = 0
    version: int = 0

    def greet(self, link: Link) -> str:
        """
        Look at the server, make or update the tables where that is wanted, and say why it cannot be written.

        Args:
            link: A new connection.

        Raises:
            ConfigError: The server is too old, holds another kind of text, or has no tables and the role may not make
                them.
            StoreError: The tables cannot be made.
        """
        found = link.execute(_LOOK).fetchone()
        assert found is not None
        version, encoding, replica, closed, synchronous, fsync, pages, may = found
        if version < OLDEST or encoding != "UTF8":
            what = f"PostgreSQL {version // 10_000} with {encoding} text"
            hint = "it must be 13 or newer, and the database in UTF8"
            raise ConfigError([Problem(what=what, place=Place("store"), hint=hint)])
        self.version = version
        self.durability = promise(synchronous, fsync, pages)
        if replica or closed == "on":
            what = "is a replica, which takes no writes" if replica else "is set to be read only"
            return self._seen(link, f"the server {what}")
        return self._tables(link, may=may and self.settings.migrate)

    def _seen(self, link: Link, frozen: str) -> str:
        """Look at the tables without touching them."""
        if not version_of(link):
            raise ConfigError([_untabled("there are no tables of the store in this schema")])
        self.era, _ = era_of(link)
        return frozen

    def _tables(self, link: Link, *, may: bool) -> str:
        version = version_of(link)
        if version and version not in steps():
            return newer(version).what
        if version != steps()[-1]:
            if not may:
                what = f"the tables are of version {version}, not {steps()[-1]}" if version else "there are no tables"
                raise ConfigError([_untabled(what)])
            upgrade(link, self.settings.schema)
        if is_moved(link):
            if not may:
                return f"the tables were restored on another server; as their owner, run: {COMMAND}"
            begin_era(link)
        self.era, _ = era_of(link)
        return ""


def _untabled(what: str) -> Problem:
    hint = f"as a role that may create in the database, run: {COMMAND}"
    return Problem(what=what, place=Place("store"), hint=hint)


def promise(synchronous: str, fsync: str, pages: str) -> Durability:
    """
    Say what the server's settings promise.

    Args:
        synchronous: Its ``synchronous_commit``.
        fsync: Its ``fsync``.
        pages: Its ``full_page_writes``.

    >>> promise("on", "on", "on").durable, promise("off", "on", "on").durable
    (True, False)
    """
    durable = synchronous != "off" and fsync == "on" and pages == "on"
    told = _SAFE if durable else _UNSAFE
    mode = f"synchronous_commit={synchronous} fsync={fsync} full_page_writes={pages}"
    return Durability(store="postgresql", durable=durable, mode=mode, why=told["en"], told=Text.of(told))
