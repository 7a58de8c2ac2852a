"""What a verb answers: results for people or for programs, lines for standard error, and an exit code."""

from __future__ import annotations

import functools
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs
import click

from collabmodel.cli.exits import ExitCode
from collabmodel.cli.tables import Table, draw
from collabmodel.errors import (
    BusyError,
    CollabError,
    ConfigError,
    ConflictError,
    DamagedError,
    ErasedError,
    FormatError,
    KeyReusedError,
    ModelError,
    Place,
    PluginError,
    Problem,
    RefusedError,
    StoreError,
    UnknownOutcomeError,
)
from collabmodel.plugin.guarding import printing_to_stderr
from collabmodel.report import LANGUAGES

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

_CODES: tuple[tuple[type[CollabError], ExitCode], ...] = (
    (FormatError, ExitCode.UNREADABLE),
    (ModelError, ExitCode.UNREADABLE),
    (RefusedError, ExitCode.FOUND),
    (PluginError, ExitCode.PLUGIN),
    (ConfigError, ExitCode.USAGE),
    (UnknownOutcomeError, ExitCode.OUTCOME_UNKNOWN),
    (DamagedError, ExitCode.UNREADABLE),
    (BusyError, ExitCode.FOUND),
    (ErasedError, ExitCode.FOUND),
    (ConflictError, ExitCode.FOUND),
    (KeyReusedError, ExitCode.FOUND),
    (StoreError, ExitCode.PLUGIN),
)


_STEERING = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of signs that steer a terminal or turn the direction of text."""
_KEPT = frozenset("\n\t\xad")


@attrs.frozen(kw_only=True)
class Answer:
    """
    What a verb answers.

    Args:
        data: The keys of its JSON object, without ``format``.
        parts: Texts and tables for people.
        notes: Lines for standard error.
        code: Exit code.
        no: Whether the first part says no: it stands out on a terminal.
    """

    data: Mapping[str, Json]
    parts: tuple[str | Table, ...] = ()
    notes: tuple[str, ...] = ()
    code: ExitCode = ExitCode.DONE
    no: bool = False


def answers(verb: Callable[..., Answer]) -> Callable[..., int]:
    """
    Make a function that gives an answer into one that a command can run: adds ``--json`` and ``--lang``, turns bad
    input into lines on standard error, and writes the answer.

    Args:
        verb: The function; it takes ``lang`` and the options of its command by name.
    """

    @click.option("--json", "as_json", is_flag=True, help="Write one JSON object to standard output.")
    @click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default="en",
        envvar="COLLABMODEL_LANG",
        help="Language of results: en, fi or sv. Default: COLLABMODEL_LANG, else en.",
    )
    @functools.wraps(verb)
    def run(*, as_json: bool, **options: object) -> int:
        # Whatever a store or reporter of a plugin prints, standard output holds the answer and nothing else.
        with printing_to_stderr():
            try:
                answer = verb(**options)
            except CollabError as error:
                answer = failed(error)
            except OSError as error:
                answer = failed(unusable(error))
        write(answer, as_json=as_json)
        return answer.code

    return run


def unusable(error: OSError) -> ConfigError:
    """
    Tell in one line that a file or folder could not be used.

    Args:
        error: What the system said.
    """
    place = Place(str(error.filename)) if error.filename else Place("<system>")
    return ConfigError([Problem(what=f"cannot be used: {error.strerror or type(error).__name__}", place=place)])


def failed(error: CollabError) -> Answer:
    """
    Answer that something could not be read or done.

    Args:
        error: The error with all its problems.
    """
    code = next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FOUND)
    problems = [problem_object(problem) for problem in error.problems]
    return Answer(data={"problems": problems}, notes=tuple(map(str, error.problems)), code=code)


def problem_object(problem: Problem) -> Json:
    """
    Give a problem as JSON.

    Args:
        problem: The problem.
    """
    place = problem.place
    message = f"{problem.what} {problem.value}".strip() + (f" - {problem.hint}" if problem.hint else "")
    return {"message": message, "path": place.file, "line": place.line, "column": place.column}


def printable(text: str) -> str:
    r"""
    Replace signs that could steer a terminal.

    Args:
        text: The text.

    >>> printable("a\x1b[2Jb") == "a\ufffd[2Jb"
    True
    """
    return "".join("\ufffd" if sign not in _KEPT and unicodedata.category(sign) in _STEERING else sign for sign in text)


def write(answer: Answer, *, as_json: bool) -> None:
    """
    Write an answer: results to standard output, the rest to standard error.

    A reader that goes away before the end is not an error.

    Args:
        answer: The answer.
        as_json: Whether to write one JSON object instead of texts and tables.
    """
    for note in answer.notes:
        click.echo(printable(note), err=True)
    try:
        if as_json:
            all_signs = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            click.echo(json.dumps({"format": 1, **answer.data}, ensure_ascii=not all_signs, indent=2))
        else:
            _write_parts(answer.parts, no=answer.no)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_parts(parts: Iterable[str | Table], *, no: bool) -> None:
    coloured = no and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for number, part in enumerate(parts):
        if isinstance(part, str):
            click.secho(printable(part), fg="red" if coloured and number == 0 else None)
        elif sys.stdout.isatty():
            draw(part)
        else:
            click.echo(printable(part.plain()))
