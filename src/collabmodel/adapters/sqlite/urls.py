"""The URL of a SQLite store: its path and its options."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from collabmodel.adapters.sqlite.gate import JOURNALS, LEVELS
from collabmodel.adapters.sqlite.store import SqliteStore
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import Store

_CHOICES = {"journal": JOURNALS, "synchronous": LEVELS, "network": ("refuse", "allow"), "mode": ("rw", "ro")}


def open_sqlite(url: str) -> Store:
    """
    Open the SQLite store that a URL names; the file is made if it is not there.

    Options stand behind a question mark: ``timeout`` (seconds), ``journal``, ``synchronous``, ``network=allow``,
    ``mode=ro``.

    Args:
        url: ``sqlite:///relative.db`` or ``sqlite:////absolute.db``.

    Raises:
        ConfigError: The URL names no path, or an option makes no sense; all of them.
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
    timeout = _seconds(found.get("timeout", "5"))
    if timeout is None:
        problems.append(Problem(what="option timeout is no number of seconds", place=place, hint="0 to 3600"))
    if problems or timeout is None:
        raise ConfigError(problems)
    return SqliteStore(
        unquote(path[1:]),
        timeout=timeout,
        journal=found.get("journal", ""),
        synchronous=found.get("synchronous", ""),
        network=found.get("network", "refuse") == "allow",
        readonly=found.get("mode", "rw") == "ro",
    )


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= 3_600 else None
