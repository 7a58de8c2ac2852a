"""What is on its way out: one table, with what to use instead and when it goes."""

from __future__ import annotations

import importlib
import warnings

import attrs

__all__ = ["DEPRECATED", "CollabDeprecationWarning", "Deprecated", "replaced"]


class CollabDeprecationWarning(DeprecationWarning):
    """A name of this library that will go; its message says what to use instead and when."""


@attrs.frozen(kw_only=True)
class Deprecated:
    """
    One name on its way out.

    Args:
        name: Where it stands.
        replacement: Where its replacement stands.
        since: Version that deprecated it.
        removed: Version that removes it: at least two minor ones later.
    """

    name: str
    replacement: str
    since: str
    removed: str


DEPRECATED = (
    Deprecated(
        name="collabmodel.adapters.parse_heads",
        replacement="collabmodel.plugin.storing.parse_heads",
        since="0.1",
        removed="0.3",
    ),
    Deprecated(
        name="collabmodel.adapters.print_heads",
        replacement="collabmodel.plugin.storing.print_heads",
        since="0.1",
        removed="0.3",
    ),
)
"""Every name on its way out."""


def replaced(module: str, name: str) -> object:
    """
    Give the replacement of a name on its way out, with a warning; for a module's ``__getattr__``.

    Args:
        module: The module that is asked.
        name: The name that is asked for.

    Raises:
        AttributeError: The module never had such a name.
    """
    found = next((one for one in DEPRECATED if one.name == f"{module}.{name}"), None)
    if found is None:
        msg = f"module {module!r} has no attribute {name!r}"
        raise AttributeError(msg)
    told = f"{found.name} goes in {found.removed}; use {found.replacement}"
    warnings.warn(told, CollabDeprecationWarning, stacklevel=3)
    where, _, what = found.replacement.rpartition(".")
    replacement: object = getattr(importlib.import_module(where), what)
    return replacement
