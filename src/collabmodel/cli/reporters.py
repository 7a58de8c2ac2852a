"""Reports written by reporters of plugins: which, about what, and where to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from collabmodel.cli.hosting import host
from collabmodel.errors import ConfigError, Place, PluginError, Problem
from collabmodel.pilot import write_report
from collabmodel.plugin.opening import failed, opened
from collabmodel.report import Document, Subject

_Wrapped = TypeVar("_Wrapped", bound=Callable[..., object])

reporter_option: Callable[[_Wrapped], _Wrapped] = click.option(
    "--reporter",
    metavar="NAME",
    help="Write it as this reporter does, such as text, pdf or xlsx; `collabmodel plugins` lists them.",
)
"""The option that names a reporter where ``--as`` says who reads."""


def report_options(command: _Wrapped) -> _Wrapped:
    """
    Add the options that say what report is wanted, as what, and where.

    Args:
        command: The function behind a command.
    """
    written = "Write it as this reporter does, such as text, pdf or xlsx; `collabmodel plugins` lists them. "
    about = "What the report is about: trying a model, many cases, or what is due in a store. Default: pilot."
    options = (
        click.option("--as", "--reporter", "reporter", metavar="NAME", help=written + "Default: one HTML page."),
        click.option("--about", type=click.Choice(("pilot", "cohort", "deadlines")), help=about),
        click.option(
            "--hide-below",
            type=click.IntRange(min=0),
            default=0,
            metavar="N",
            help="In a report on many cases, keep back counts of fewer than N cases.",
        ),
        click.option(
            "--reader",
            metavar="ROLE:PERSON[@ORGANISATION]",
            help="Who reads what is due; written to the access log. Default: whoever runs the store.",
        ),
        click.option(
            "--out",
            default="report",
            show_default=True,
            metavar="DIR",
            help="Folder for the report; with --as it may be a file.",
        ),
        click.option(
            "--stress", "by_guideline", is_flag=True, help="Write a STRESS-DES report of a study beside the page."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def fitting_suffix(name: str, subject: Subject) -> str:
    """
    Give the ending of a reporter's files, before any work is done for it.

    Args:
        name: Name of the reporter.
        subject: What it is to report on.

    Raises:
        ConfigError: No such reporter is installed, or it cannot report on that.
        PluginError: The plugin that brings it is broken.
    """
    kind = host().reporter(name)
    if subject not in kind.subjects:
        what = f"the reporter {name[:40]!r} cannot report on {subject.value}"
        hint = f"it can on {', '.join(one.value for one in kind.subjects) or 'nothing'}"
        raise ConfigError([Problem(what=what, place=Place("--reporter"), hint=hint)])
    return kind.suffix


def write_document(document: Document, name: str, out: str, suffix: str) -> Path:
    """
    Write a document, whole or not at all.

    Args:
        document: What to say.
        name: Name of the reporter.
        out: The file; or a folder, told by being one, by a slash at its end, or by a name without an ending.
        suffix: Ending of the reporter's files.

    Raises:
        ConfigError: A setting makes no sense, or the file cannot be written.
        FormatError: The file of settings says what does not fit.
        PluginError: The reporter failed.
    """
    reporter = host().open_reporter(name)
    # Before anything of the plugin has had the document in its hands.
    path = placed(out, document.subject, suffix)
    sort = "reporter"
    found = opened(sort, name, lambda: reporter.write(document))
    if not isinstance(found, bytes):
        raise _no_file(name, found)
    return write_report(found, path)


def _no_file(name: str, found: object) -> PluginError:
    return failed("reporter", name, f"it gave {type(found).__name__[:40]}, which is no file")


def placed(out: str, subject: Subject, suffix: str) -> Path:
    """
    Say where a report goes.

    Args:
        out: The file or folder that was named.
        subject: What the report is about.
        suffix: Ending of its name.

    >>> placed("out/", Subject.COHORT, ".pdf").as_posix(), placed("a.pdf", Subject.COHORT, ".pdf").as_posix()
    ('out/cohort.pdf', 'a.pdf')
    """
    path = Path(out)
    if out.endswith(("/", os.sep)) or path.is_dir() or not path.suffix:
        name = "report" if subject is Subject.PILOT else subject.value
        return path / f"{name}{suffix}"
    return path
