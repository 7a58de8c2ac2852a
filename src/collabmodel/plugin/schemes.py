"""Which store a URL means: by its scheme, through entry points, ours like any other."""

from __future__ import annotations

import difflib
import importlib.metadata
from collections.abc import Callable, Iterable
from typing import cast

from collabmodel.errors import CollabError, ConfigError, Place, PluginError, Problem
from collabmodel.plugin.stores import Store

GROUP = "collabmodel.stores"
"""Entry points of this group are stores: name = scheme, value = a function of the URL."""


def open_store(url: str, *, found: Iterable[importlib.metadata.EntryPoint] | None = None) -> Store:
    """
    Open the store that a URL names.

    Args:
        url: For example ``"sqlite:///cases.db"`` (relative), ``"sqlite:////var/lib/cases.db"`` or ``"memory://"``.
        found: The entry points to choose from; None for those installed.

    Raises:
        ConfigError: The text is no URL of a store, or nothing installed knows its scheme.
        PluginError: What should open it cannot be loaded, failed, or two claim the same scheme.

    >>> import contextlib
    >>> with contextlib.closing(open_store("memory://")) as store:
    ...     store.durability.durable
    False
    """
    scheme, mark, _ = url.partition("://")
    entries = sorted(importlib.metadata.entry_points(group=GROUP) if found is None else found, key=lambda e: e.name)
    # The rest of a URL may hold a password, so no message shows more than its scheme.
    if not mark or not scheme.replace("+", "").isalnum():
        hint = "write it as in sqlite:///cases.db"
        raise ConfigError([Problem(what="not the URL of a store", place=Place("store"), hint=hint)])
    fitting = [entry for entry in entries if entry.name == scheme]
    if not fitting:
        raise _unknown(scheme, sorted({entry.name for entry in entries}))
    sources = sorted({entry.value for entry in fitting})
    if len(sources) > 1:
        what = f"scheme {scheme!r} is claimed by {' and '.join(sources)}"
        raise PluginError([Problem(what=what, place=Place("store"), hint="uninstall one of them")])
    return _opened(fitting[0], url)


def _unknown(scheme: str, known: list[str]) -> ConfigError:
    near = difflib.get_close_matches(scheme, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else "install one, or check the scheme"
    what = f"no store is installed for the scheme {scheme[:40]!r} (known: {', '.join(known) or 'none'})"
    return ConfigError([Problem(what=what, place=Place("store"), hint=hint)])


def _opened(entry: importlib.metadata.EntryPoint, url: str) -> Store:
    try:
        opener = cast("Callable[[str], Store]", entry.load())
        store = opener(url)
    except CollabError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its fault, not the caller's
        what = f"the store {entry.name!r} ({entry.value}) failed: {type(error).__name__}"
        raise PluginError([Problem(what=what, place=Place("store"))]) from None
    if not callable(getattr(store, "append", None)) or not callable(getattr(store, "close", None)):
        what = f"the store {entry.name!r} ({entry.value}) gave something that is no store"
        raise PluginError([Problem(what=what, place=Place("store"))])
    return store
