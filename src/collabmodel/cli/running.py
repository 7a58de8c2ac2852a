"""Running a command and turning whatever happens into an exit code."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from collabmodel.cli.exits import ExitCode
from collabmodel.cli.group import verbs


def run(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: Words of the command, or None for those of this process.

    Returns:
        An ``ExitCode``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a sign shows another instead of stopping the command.
            stream.reconfigure(errors="replace")
    try:
        code = verbs.main(
            args=None if arguments is None else list(arguments), prog_name="collabmodel", standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort, so that nobody meets a traceback
        return _defect(error)
    return code if isinstance(code, int) else ExitCode.DONE


def _defect(error: Exception) -> int:
    if os.environ.get("COLLABMODEL_DEBUG"):
        traceback.print_exc(file=sys.stderr)
    click.echo(
        f"collabmodel: a defect of ours ({type(error).__name__}), not of your files. Please report it as "
        "CONTRIBUTING.md says; COLLABMODEL_DEBUG=1 shows where it happened.",
        err=True,
    )
    return ExitCode.DEFECT
