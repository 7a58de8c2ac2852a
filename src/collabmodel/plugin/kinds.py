"""
What a plugin registers, as frozen values: kinds of stores, notifiers, reporters, formats, indicators and commands.

A kind says its name, one sentence about it, the class of its settings, and how one is opened. Opening gets one frozen
request, so that more can be told to it one day without breaking anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import attrs

from collabmodel.evaluate import Evaluation
from collabmodel.history import Caps, History
from collabmodel.model import Model, Text
from collabmodel.plugin.notifiers import Notifier
from collabmodel.plugin.stores import Store
from collabmodel.report.documents import Document, Subject

C = TypeVar("C")
"""An attrs class of settings."""


@attrs.frozen
class NoSettings:
    """The settings of what has none."""


@attrs.frozen(kw_only=True)
class OpenStore(Generic[C]):
    """
    That a store is to be opened.

    Args:
        url: Its URL; it may hold a secret, so it is not shown in ``repr``.
        settings: Its settings.
        inner: For a wrapper, opens the store that it wraps; None for any other.
        create: Whether a store that is not there is to be made; if not, that it is missing is a ``ConfigError``, so
            that a mistyped name leaves no empty store behind.
    """

    url: str = attrs.field(repr=False)
    settings: C
    inner: Callable[[], Store] | None = None
    create: bool = True


@attrs.frozen(kw_only=True)
class StoreKind(Generic[C]):
    """
    A kind of store.

    Args:
        name: Scheme of its URLs: lower-case letters, digits and hyphens, a letter first.
        summary: What it is, one sentence.
        config: The attrs class of its settings, each field with a default or required.
        open: Opens one.
        wraps: Whether it wraps another store: then its URLs are ``NAME+`` and the URL of the other.
    """

    name: str
    summary: str
    config: type[C]
    open: Callable[[OpenStore[C]], Store]
    wraps: bool = False


@attrs.frozen(kw_only=True)
class OpenNotifier(Generic[C]):
    """
    That a notifier is to be opened.

    Args:
        settings: Its settings.
    """

    settings: C


@attrs.frozen(kw_only=True)
class NotifierKind(Generic[C]):
    """
    A kind of notifier.

    Args:
        name: Its name: lower-case letters, digits and hyphens, a letter first.
        summary: What it is, one sentence.
        config: The attrs class of its settings.
        open: Opens one.
    """

    name: str
    summary: str
    config: type[C]
    open: Callable[[OpenNotifier[C]], Notifier]


class Reporter(Protocol):
    """Turns documents into files of one kind."""

    def write(self, document: Document) -> bytes:
        """
        Give the whole file of a document; the same document gives the same bytes.

        Args:
            document: What to say.

        Raises:
            CollabError: It cannot be said in such a file; told as a problem.
        """


@attrs.frozen(kw_only=True)
class OpenReporter(Generic[C]):
    """
    That a reporter is to be opened.

    Args:
        settings: Its settings.
    """

    settings: C


@attrs.frozen(kw_only=True)
class ReporterKind(Generic[C]):
    """
    A kind of reporter.

    Args:
        name: Its name: lower-case letters, digits and hyphens, a letter first.
        summary: What it is, one sentence.
        config: The attrs class of its settings.
        open: Opens one.
        suffix: Ending of its files' names, with the dot.
        subjects: What it can report on.
    """

    name: str
    summary: str
    config: type[C]
    open: Callable[[OpenReporter[C]], Reporter]
    suffix: str
    subjects: tuple[Subject, ...] = tuple(Subject)


@attrs.frozen(kw_only=True)
class Measuring:
    """
    That an indicator is to be measured.

    Args:
        evaluation: How the histories fared; it has the histories, the time at which they were judged, and the models.
    """

    evaluation: Evaluation


@attrs.frozen(kw_only=True)
class Measured:
    """
    What measuring an indicator gave.

    Args:
        value: The number, in the indicator's unit; None if it could not be measured.
        number: How many cases or events it rests on, >= 0.
        why: Why it could not be measured; empty if it could.
    """

    value: float | None
    number: int = 0
    why: str = ""


@attrs.frozen(kw_only=True)
class IndicatorKind:
    """
    An indicator beside those of the models.

    Args:
        id: Its id, begun with the name of whoever brings it, such as ``"acme.calls-per-case"``.
        title: What it tells, in the languages at hand.
        unit: Unit of its number, in English.
        measure: Measures it.
    """

    id: str
    title: Text
    unit: str
    measure: Callable[[Measuring], Measured]


@attrs.frozen(kw_only=True)
class ReadHistory:
    """
    That a file of case histories is to be read.

    Args:
        path: The file.
        model: The model that it is read for, or None.
        caps: How large what is read may be.
    """

    path: Path
    model: Model | None = None
    caps: Caps = Caps()


@attrs.frozen(kw_only=True)
class WriteHistory:
    """
    That case histories are to be written.

    Args:
        history: The histories.
        path: Where to; whoever asks moves it into place when it is whole.
        model: The model that they run on, or None.
    """

    history: History
    path: Path
    model: Model | None = None


@attrs.frozen(kw_only=True)
class HistoryFormat:
    """
    A kind of file for case histories.

    Args:
        name: Its name: lower-case letters, digits and hyphens, a letter first.
        summary: What it is, one sentence.
        suffixes: Endings of its files' names, each with its dot, such as ``".fhir.json"``.
        read: Reads a file; None if it cannot be read.
        write: Writes a file; None if it cannot be written.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...]
    read: Callable[[ReadHistory], History] | None = None
    write: Callable[[WriteHistory], None] | None = None


@attrs.frozen(kw_only=True)
class Step:
    """
    What happened in a case, without anybody's name or words.

    Args:
        kind: Kind of the event.
        element: Id of the element, or empty.
        transition: What it went through.
    """

    kind: str
    element: str = ""
    transition: str = ""


@attrs.frozen(kw_only=True)
class CaseChanged:
    """
    That a case went on, told after it was stored.

    Args:
        case: Id of the case.
        model: Id of its model.
        model_hash: Content hash of its model.
        status: Status of the case now.
        first: Place of the first event that was added.
        last: Place of the last one.
        steps: What happened, in order.
        at: When it was recorded; timezone-aware.
    """

    case: str
    model: str
    model_hash: str
    status: str
    first: int
    last: int
    steps: tuple[Step, ...]
    at: dt.datetime


@attrs.frozen(kw_only=True)
class CommandKind:
    """
    A verb for the command line.

    Args:
        name: The verb: lower-case letters, digits and hyphens, a letter first.
        summary: What it does, one sentence.
        load: Gives the ``click.Command``; only called when the verb is used.
    """

    name: str
    summary: str
    load: Callable[[], object]


@attrs.frozen(kw_only=True)
class Registering:
    """
    That plugins are asked what they bring.

    Args:
        version: Version of collabmodel that asks.
    """

    version: str


AnyStore: TypeAlias = StoreKind[Any]
"""A kind of store, whatever its settings."""
AnyNotifier: TypeAlias = NotifierKind[Any]
"""A kind of notifier, whatever its settings."""
AnyReporter: TypeAlias = ReporterKind[Any]
"""A kind of reporter, whatever its settings."""
