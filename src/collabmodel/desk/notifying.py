"""Which notifier a name means: through entry points, ours like any other."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable
from typing import cast

from collabmodel.errors import ConfigError, Place, PluginError, Problem
from collabmodel.plugin import Notifier

GROUP = "collabmodel.notifiers"
"""Entry points of this group are notifiers: name, and a function without arguments that gives one."""


def notifier_of(name: str, *, found: Iterable[importlib.metadata.EntryPoint] | None = None) -> Notifier:
    """
    Open the notifier of a name.

    Args:
        name: Its name, such as ``"console"``.
        found: The entry points to choose from; None for those installed.

    Raises:
        ConfigError: Nothing installed has this name.
        PluginError: What should open it cannot be loaded or failed, or two claim the name.
    """
    entries = importlib.metadata.entry_points(group=GROUP) if found is None else tuple(found)
    fitting = [entry for entry in entries if entry.name == name]
    sources = sorted({entry.value for entry in fitting})
    place = Place("notifier")
    if not fitting:
        known = ", ".join(sorted({entry.name for entry in entries})) or "none"
        raise ConfigError(
            [Problem(what=f"no notifier {name[:40]!r} is installed", place=place, hint=f"known: {known}")]
        )
    if len(sources) > 1:
        what = f"notifier {name[:40]!r} is claimed by {' and '.join(sources)}"
        raise PluginError([Problem(what=what, place=place, hint="uninstall one of them")])
    try:
        notifier = cast("Callable[[], Notifier]", fitting[0].load())()
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its fault, not the caller's
        what = f"the notifier {name[:40]!r} ({sources[0]}) failed: {type(error).__name__}"
        raise PluginError([Problem(what=what, place=place)]) from None
    if not callable(getattr(notifier, "notify", None)):
        what = f"the notifier {name[:40]!r} ({sources[0]}) gave something that is no notifier"
        raise PluginError([Problem(what=what, place=place)])
    return notifier
