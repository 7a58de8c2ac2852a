"""The URL of a store in memory, which says nothing but that it is one."""

from __future__ import annotations

from collabmodel.adapters.memory import MemoryStore
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import NoSettings, Store, StoreKind, hookimpl


def open_memory(url: str = "memory://") -> Store:
    """
    Open a new, empty store in memory.

    Args:
        url: ``"memory://"`` and nothing behind it.

    Raises:
        ConfigError: Something stands behind it.
    """
    if url != "memory://":
        raise ConfigError([Problem(what="a store in memory has no name", place=Place("store"), hint="memory://")])
    return MemoryStore()


@hookimpl
def collabmodel_register_stores() -> tuple[StoreKind[NoSettings], ...]:
    """Bring the store in memory."""
    summary = "a store in memory, for tests and for trying things out; gone when the process ends"
    opening = lambda request: open_memory(request.url)  # noqa: E731 - it reads as what it is
    return (StoreKind(name="memory", summary=summary, config=NoSettings, open=opening),)
