"""A host for tests: it finds nothing by itself, and holds what it is given."""

from __future__ import annotations

import importlib
from pathlib import Path

import attrs

from collabmodel.errors import Place, PluginError, Problem
from collabmodel.plugin import Host, Settings, read_settings
from collabmodel.plugin.discovery import Candidate


@attrs.define(eq=False)
class _Given:
    """A plugin that stands for its own entry point."""

    name: str
    value: str
    plugin: object

    def load(self) -> object:
        """Give the plugin, imported where only its module's name is known."""
        return importlib.import_module(self.plugin) if isinstance(self.plugin, str) else self.plugin


def isolated_host(
    *plugins: object, settings: Settings | str | Path | None = None, broken: bool = False, observing: float = 2.0
) -> Host:
    r"""
    Make a host that discovers nothing: only the plugins given are in it, whatever is installed and allowed.

    Args:
        plugins: Plugins: names of modules as entry points have them, modules, or objects with hooks as methods.
        settings: What the file of settings says, its path, or its text (with a line break in it).
        broken: Whether plugins that cannot be used are wanted too, to look at how they stand; else the first such is
            an error.
        observing: Seconds that an observer has, > 0.

    Raises:
        PluginError: A plugin cannot be used, and ``broken`` is not set.
        FormatError: The settings cannot be read.

    >>> host = isolated_host("collabmodel.adapters.console", settings="notifiers: {console: {}}\n")
    >>> [plugin.name for plugin in host.plugins], [kind.name for kind in host.notifiers], host.stores
    (['collabmodel.adapters.console'], ['console'], ())
    """
    said = settings if isinstance(settings, Settings) or settings is None else read_settings(settings)
    candidates = []
    for number, plugin in enumerate(plugins, 1):
        named = plugin if isinstance(plugin, str) else getattr(plugin, "__name__", "")
        name = named if isinstance(named, str) and named else f"{type(plugin).__name__}-{number}"
        entry = _Given(name, name, plugin)
        candidates.append(Candidate(name=name, distribution="given", version="0", entry=entry))
    host = Host(candidates, settings=said, observing=observing)
    wrong = [one for one in host.plugins if one.why]
    if wrong and not broken:
        raise PluginError([Problem(what=one.why, place=Place(one.name)) for one in wrong])
    return host
