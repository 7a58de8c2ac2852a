"""The plugins of one call of the command line: found once, and only when a verb needs them."""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import click

from collabmodel.errors import ConfigError
from collabmodel.plugin import Host, Settings, read_settings

FILE = "collabmodel.yaml"
"""The file of settings that is read where none is named, if it is there."""


@attrs.define(eq=False)
class Hosting:
    """
    What the command line was told of plugins.

    Args:
        file: The file of settings, or None for ``collabmodel.yaml`` here, if it is there.
        without: Plugins that are not loaded.
        host: The host, once it was needed.
    """

    file: str | None = None
    without: tuple[str, ...] = ()
    host: Host | None = None


def host() -> Host:
    """
    Give the host of this call.

    Raises:
        ConfigError: A plugin that is to be left out is none that is installed.
        FormatError: The file of settings cannot be read; with every problem.
    """
    context = click.get_current_context(silent=True)
    hosting = (context.find_object(Hosting) if context else None) or Hosting()
    if hosting.host is None:
        found = Host.discover(settings=_settings(hosting.file), block=hosting.without)
        _meant(found, hosting.without)
        hosting.host = found
    return hosting.host


def _meant(found: Host, without: tuple[str, ...]) -> None:
    """Refuse to leave out what is not there: a typo would let in what was to stay out."""
    if problems := tuple(found.unmatched("--without", without)):
        raise ConfigError(problems)


def _settings(file: str | None) -> Settings:
    if file:
        # A path with a line break in it would be taken for the text itself.
        return read_settings(Path(file))
    return read_settings(Path(FILE)) if os.path.lexists(FILE) else Settings()
