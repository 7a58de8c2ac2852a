"""Opening what plugins bring: whatever they raise is told as theirs, and what they give is looked at."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from collabmodel.errors import CollabError, Place, PluginError, Problem
from collabmodel.plugin.known import DISTRIBUTIONS


def opened(sort: str, name: str, act: Callable[[], object]) -> object:
    """
    Have a plugin open something.

    Args:
        sort: What it opens: ``"store"``, ``"notifier"``, ...
        name: Its name.
        act: Opens it.

    Raises:
        CollabError: What the plugin says in the library's own words.
        PluginError: The plugin raised anything else.
    """
    try:
        return act()
    except CollabError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises is its fault, not the caller's
        raise failed(sort, name, type(error).__name__[:100]) from None


def fitting(sort: str, name: str, found: object, wanted: Iterable[str]) -> object:
    """
    Look that what was opened can do what it must.

    Args:
        sort: What it should be.
        name: Its name.
        found: What was opened.
        wanted: Names of methods that it must have.

    Raises:
        PluginError: It has not.

    >>> fitting("notifier", "mine", print, ["__call__"]) is print
    True
    """
    if not all(callable(getattr(found, each, None)) for each in wanted):
        raise failed(sort, name, f"it gave something that is no {sort}")
    return found


def failed(sort: str, name: str, why: str) -> PluginError:
    """
    Give the error for a plugin that failed.

    Args:
        sort: What it was to open.
        name: Its name.
        why: Why, without words of the plugin's own: they may hold what is private.
    """
    return PluginError([Problem(what=f"the {sort} {name[:40]!r} failed: {why}", place=Place(sort))])


def install(name: str, known: Iterable[str]) -> str:
    """
    Say what to do where nothing installed has a name.

    Args:
        name: The name.
        known: Names that are known.

    >>> install("mail", ["console"])
    'install it: python -m pip install "collabmodel-mail"'
    """
    if name in DISTRIBUTIONS:
        return f'install it: python -m pip install "{DISTRIBUTIONS[name]}"'
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]!r}?" if near else "install what brings it, or check the name"
