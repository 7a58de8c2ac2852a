"""
What can go wrong, as values: places, problems and one small tree of exceptions.

Readers and checks collect every problem they meet and raise once, so a person mends a
file in one round instead of ten.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import attrs


@attrs.frozen
class Place:
    """
    Where in a file something stands, so that an editor can jump to it.

    Args:
        file: Name of the file as the caller gave it, or ``"<text>"``.
        line: Line number, from 1; 0 where the format has no lines.
        column: Column number, from 1; 0 where the format has no columns.

    >>> str(Place("model.yaml", 6, 5))
    'model.yaml:6:5'
    >>> str(Place("log.parquet"))
    'log.parquet'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@attrs.frozen(kw_only=True)
class Problem:
    """
    One thing that is wrong, told so that its reader can mend it.

    Args:
        what: What is wrong, one sentence without a full stop.
        value: The offending value as text, shortened; empty where there is none.
        place: Where it stands.
        hint: What would be right; empty where nothing useful can be said.

    >>> str(Problem(what="unknown key", value="'sdie'", place=Place("m.yaml", 6, 5), hint="did you mean 'side'?"))
    "m.yaml:6:5: unknown key 'sdie' - did you mean 'side'?"
    """

    what: str
    value: str = ""
    place: Place = Place("<text>")
    hint: str = ""

    def __str__(self) -> str:
        value = f" {self.value}" if self.value else ""
        hint = f" - {self.hint}" if self.hint else ""
        return f"{self.place}: {self.what}{value}{hint}"


class CollabError(Exception):
    """
    The root of every error this library raises on purpose.

    Catch it to tell a problem with input from a defect of ours.

    Args:
        problems: Everything that was found wrong, in reading order.

    >>> CollabError([Problem(what="empty file", place=Place("m.yaml"))])
    CollabError('m.yaml: empty file')
    """

    def __init__(self, problems: Iterable[Problem] | str = ()) -> None:
        if isinstance(problems, str):
            problems = (Problem(what=problems),)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Callable[..., CollabError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class ModelError(CollabError):
    """A model that reads well as a file but cannot mean anything (an unresolved merge, a wrong binding)."""


class FormatError(CollabError):
    """A file or text that cannot be read as what it should be: syntax, type, size, encoding."""


class RefusedError(CollabError):
    """A command that a case may not take now, raised at the outermost call only."""


class PluginError(CollabError):
    """A plugin that failed, is missing, or broke its contract."""


class ConfigError(CollabError):
    """A setting or an argument that makes no sense, or an optional extra that is not installed."""


class SimulationError(CollabError):
    """A simulation cannot go on: a case comes to no end at one instant, or a function gave what is no number."""


class StoreError(CollabError):
    """A store that could not do what was asked, and says that nothing was changed."""


class ConflictError(StoreError):
    """
    The case has gone on since the caller read it; read it again and decide anew.

    Args:
        problems: What happened.
        expected: Place in the record that the caller expected to be the last, from 0.
        found: Place that is the last.
    """

    def __init__(self, problems: Iterable[Problem] | str = (), *, expected: int = 0, found: int = 0) -> None:
        super().__init__(problems)
        self.expected = expected
        self.found = found

    def __reduce__(self) -> tuple[Callable[..., ConflictError], tuple[tuple[Problem, ...]]]:
        return (functools.partial(ConflictError, expected=self.expected, found=self.found), (self.problems,))


class KeyReusedError(StoreError):
    """An idempotency key that already stands for another command; nothing was done."""


class BusyError(StoreError):
    """Another writer held the store for longer than the time allowed; nothing was done, try again."""


class FullError(StoreError):
    """The disk is full, or a limit on file size is reached; nothing was done, and what was stored is whole."""


class UnknownOutcomeError(StoreError):
    """The answer was lost: the command may have been done. Ask again with the same idempotency key."""


class ReadOnlyError(StoreError):
    """What is stored can be read but not written: a newer release wrote it, or the disk allows no more."""


class DamagedError(StoreError):
    """What is stored is not what was written: a digest, the order or the file itself is wrong."""


class ErasedError(StoreError):
    """What is asked for was erased on purpose: its keys were destroyed, and nobody can read it again."""


class KeyUnavailableError(StoreError):
    """What is stored is sealed, and the key for it is not at hand: it is missing, or another key is needed."""
