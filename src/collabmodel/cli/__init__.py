"""The command line: one file a verb. Importing this package loads nothing heavy."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from collabmodel.cli.exits import ExitCode

__all__ = ["ExitCode", "main"]

_NEEDED = frozenset({"click", "jinja2", "rich"})


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """
    Run the command line and leave with its exit code.

    Args:
        arguments: Words of the command, or None for those of this process.

    Raises:
        SystemExit: Always; its code is an ``ExitCode``.
        ModuleNotFoundError: A module is missing that the extra ``cli`` does not bring.
    """
    try:
        from collabmodel.cli.running import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        sys.stderr.write('The command line needs an extra: python -m pip install "collabmodel[cli]"\n')
        sys.exit(ExitCode.USAGE)
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(ExitCode.INTERRUPTED)
    sys.exit(run(arguments))
