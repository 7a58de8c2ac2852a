"""Secrets in settings: never written in the file, only where they are to be found; never shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.formats.nodes import Node, refuse
from collabmodel.formats.scalars import scalar

LONGEST = 65_536
"""Most bytes of a file that holds a secret."""
_HINT = "write env:NAME for a variable of the environment, or file:PATH for a file"


@attrs.frozen
class Secret:
    """
    Where a secret is found.

    Args:
        source: ``"env:NAME"`` for a variable of the environment, or ``"file:PATH"`` for a file that holds nothing else.

    >>> Secret("env:SMTP_PASSWORD").reveal({"SMTP_PASSWORD": "hush"})
    'hush'
    >>> Secret("env:SMTP_PASSWORD")
    Secret(source='env:SMTP_PASSWORD')
    """

    source: str = attrs.field()

    @source.validator
    def _says_where(self, _: object, value: object) -> None:
        # Whoever passes the secret itself would see it in the next message, so the value is not quoted.
        if not isinstance(value, str) or not _says_where(value):
            msg = f"a secret is named by where it is found: {_HINT}"
            raise ValueError(msg)

    def reveal(self, environ: Mapping[str, str] | None = None) -> str:
        """
        Give the secret; a file's last line end is not part of it.

        Args:
            environ: Variables of the environment; None for those of this process.

        Raises:
            ConfigError: It is not there, is empty, or cannot be read.
        """
        kind, _, name = self.source.partition(":")
        found = _from_file(name) if kind == "file" else (os.environ if environ is None else environ).get(name, "")
        if not found:
            raise ConfigError([Problem(what="no secret is there", place=Place(self.source), hint="set it")])
        return found


def _says_where(text: str) -> bool:
    kind, _, name = text.partition(":")
    return "\0" not in name and bool(name) and name == name.strip() and kind in {"env", "file"}


def _from_file(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            content = file.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise ConfigError([Problem(what=f"a file of more than {LONGEST} bytes", place=Place(f"file:{name}"))])
        return content.decode().removesuffix("\n").removesuffix("\r")
    except (OSError, ValueError) as error:
        # What cannot be decoded is part of the secret, so only the kind of failure is told.
        what = f"a secret that cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}"
        raise ConfigError([Problem(what=what, place=Place(f"file:{name}"))]) from None


def read_secret(node: Node) -> Secret:
    """
    Read where a secret is found; a secret itself is refused, and not quoted.

    Args:
        node: The node.

    Raises:
        FormatError: It does not say where a secret is found.
    """
    text = scalar(node, "where a secret is found").text
    if not _says_where(text):
        raise refuse(node.place, "a secret does not stand in a file of settings", hint=_HINT)
    return Secret(text)
