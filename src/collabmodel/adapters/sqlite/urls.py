"""The URL of a SQLite store: its path and its options."""

from __future__ import annotations

import os.path
from urllib.parse import parse_qsl, unquote

import attrs

from collabmodel.adapters.sqlite.gate import JOURNALS, LEVELS
from collabmodel.adapters.sqlite.store import SqliteStore
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import Store, StoreKind, hookimpl

LONGEST_WAIT = 3_600
"""Most seconds that a command waits for other writers."""
_CHOICES = {"journal": JOURNALS, "synchronous": LEVELS, "network": ("refuse", "allow"), "mode": ("rw", "ro")}


@attrs.frozen(kw_only=True)
class SqliteSettings:
    """
    Settings of SQLite stores; what their URLs say goes before them.

    Args:
        timeout: Seconds that a command waits for other writers, from 0 to 3,600.
        journal: Journal mode, ``"delete"`` or ``"wal"``; empty for the one that is durable with the SQLite at hand.
        synchronous: ``"normal"``, ``"full"`` or ``"extra"``; empty for the one that the journal mode needs.
        network: Whether a network file system is accepted.
    """

    timeout: float = attrs.field(default=5.0, validator=(attrs.validators.ge(0), attrs.validators.le(LONGEST_WAIT)))
    journal: str = attrs.field(default="", validator=attrs.validators.in_(("", *JOURNALS)))
    synchronous: str = attrs.field(default="", validator=attrs.validators.in_(("", *LEVELS)))
    network: bool = False


def open_sqlite(url: str, settings: SqliteSettings | None = None, *, create: bool = True) -> Store:
    """
    Open the SQLite store that a URL names.

    Options stand behind a question mark: ``timeout`` (seconds), ``journal``, ``synchronous``, ``network=allow``,
    ``mode=ro``.

    Args:
        url: ``sqlite:///relative.db`` or ``sqlite:////absolute.db``.
        settings: What holds where the URL says nothing; None for what is right for nearly everybody.
        create: Whether the file is made if it is not there.

    Raises:
        ConfigError: The URL names no path, or an option makes no sense; all of them. Or no store is there.
        StoreError: The file can be neither written nor read.
    """
    rest = url.partition("://")[2]
    path, _, query = rest.partition("?")
    problems: list[Problem] = []
    place = Place("store")
    if not path.startswith("/") or not path.strip("/") or "\0" in unquote(path):
        problems.append(Problem(what="no path", place=place, hint="sqlite:///relative.db or sqlite:////absolute.db"))
    found = dict(parse_qsl(query, keep_blank_values=True))
    for name in sorted(found.keys() - _CHOICES.keys() - {"timeout"}):
        known = ", ".join([*_CHOICES, "timeout"])
        problems.append(Problem(what="unknown option", value=repr(name[:40]), place=place, hint=f"known are {known}"))
    for name, choices in _CHOICES.items():
        if found.get(name, choices[0]) not in choices:
            hint = f"one of {', '.join(choices)}"
            problems.append(Problem(what=f"option {name} with a value that means nothing", place=place, hint=hint))
    own = settings or SqliteSettings()
    timeout = _seconds(found["timeout"]) if "timeout" in found else own.timeout
    if timeout is None:
        problems.append(Problem(what="option timeout is no number of seconds", place=place, hint="0 to 3600"))
    if problems or timeout is None:
        raise ConfigError(problems)
    if not create and not os.path.lexists(unquote(path[1:])):
        raise ConfigError([Problem(what="no store is there", place=Place(unquote(path[1:])), hint="check the path")])
    return SqliteStore(
        unquote(path[1:]),
        timeout=timeout,
        journal=found.get("journal", own.journal),
        synchronous=found.get("synchronous", own.synchronous),
        network=found["network"] == "allow" if "network" in found else own.network,
        readonly=found.get("mode", "rw") == "ro",
    )


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT else None


@hookimpl
def collabmodel_register_stores() -> tuple[StoreKind[SqliteSettings], ...]:
    """Bring the store in one SQLite file."""
    summary = "a store in one SQLite file, for one machine"
    kind = StoreKind(
        name="sqlite",
        summary=summary,
        config=SqliteSettings,
        open=lambda request: open_sqlite(request.url, request.settings, create=request.create),
    )
    return (kind,)
