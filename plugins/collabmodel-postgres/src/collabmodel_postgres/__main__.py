"""What the owner of a database does by hand: ``python -m collabmodel_postgres --help``."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Sequence

from collabmodel.errors import CollabError
from collabmodel.plugin import open_store, read_settings
from collabmodel_postgres import (
    PostgresSettings,
    copy_store,
    grant,
    grants,
    migrate,
    open_postgres,
    release,
    restored,
)


def _move(source: str, url: str, settings: PostgresSettings) -> str:
    with contextlib.closing(open_store(source)) as other, contextlib.closing(open_postgres(url, settings)) as store:
        return copy_store(other, store)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m collabmodel_postgres", description=__doc__)
    parser.add_argument("--settings", help="file of settings; its part stores.postgresql counts")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    told = {
        "migrate": "make the tables, or bring them up to date",
        "grant": "grant the role of an application what it needs",
        "grants": "print the statements that grant it, without asking a server",
        "restored": "say that the store was restored from a backup: hold its messages and begin a new era",
        "release": "let the messages be sent that were held after a restore",
        "move": "move everything from another store here",
    }
    for name, words in told.items():
        verb = verbs.add_parser(name, help=words, description=words)
        if name == "move":
            verb.add_argument("source", help="URL of the other store, such as sqlite:///cases.db")
        if name != "grants":
            verb.add_argument("url", help="URL of the database, as a role that owns the tables or may create them")
        if name in {"grant", "grants"}:
            verb.add_argument("role", help="name of the application's role")
    return parser


def _done(asked: argparse.Namespace, settings: PostgresSettings) -> str:
    verbs: dict[str, Callable[[], str]] = {
        "migrate": lambda: f"the tables are of version {migrate(asked.url, settings)}",
        "grant": lambda: f"granted by {len(grant(asked.url, asked.role, settings))} statements",
        "grants": lambda: "\n".join(f"{statement};" for statement in grants(asked.role, settings.schema)),
        "restored": lambda: f"a new era has begun; {restored(asked.url, settings)} messages are held",
        "release": lambda: f"{release(asked.url, settings)} messages wait again",
        "move": lambda: _move(asked.source, asked.url, settings),
    }
    return verbs[asked.verb]()


def main(words: Sequence[str] | None = None) -> int:
    """
    Do what the words say.

    Args:
        words: The words of the command; None for those of this process.

    Returns:
        0 if it was done, 1 if not.
    """
    asked = _parser().parse_args(words)
    try:
        found = read_settings(asked.settings).of("stores", "postgresql", PostgresSettings) if asked.settings else None
        sys.stdout.write(_done(asked, found or PostgresSettings()) + "\n")
    except CollabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
