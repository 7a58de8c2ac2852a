"""The options that the verbs of ``collabmodel case`` share, and what they give together."""

from __future__ import annotations

import functools
from collections.abc import Callable

import attrs
import click

from collabmodel.case import Command
from collabmodel.cli.case_input import declared, read_actor, read_data, read_time
from collabmodel.desk import Reader
from collabmodel.model import Model
from collabmodel.reporting import zone_of

Run = Callable[..., int]

_STORE = click.option(
    "--store",
    metavar="URL",
    envvar="COLLABMODEL_STORE",
    help="Where cases are kept, such as sqlite:///cases.db. Default: COLLABMODEL_STORE.",
)
_BY = click.option(
    "--by",
    metavar="ROLE:PERSON[@ORGANISATION]",
    envvar="COLLABMODEL_BY",
    help="Who asks; PERSON is an opaque id. Default: COLLABMODEL_BY.",
)
_ON_BEHALF_OF = click.option(
    "--on-behalf-of", default="", metavar="PERSON", help="Opaque id of the person represented."
)
_AT = click.option(
    "--at", metavar="TIME", help="When it happened, ISO 8601, if not now; the model's zone if none is said."
)
_DATA = click.option(
    "--data",
    multiple=True,
    metavar="NAME=VALUE",
    help="What comes with it, typed as the model says; @FILE.json or - (standard input) for a JSON object. Repeatable.",
)
_EVIDENCE = click.option(
    "--evidence", multiple=True, metavar="REF", help="Reference to a document, opaque. Repeatable."
)
_EXPECTED = click.option(
    "--expected",
    type=click.IntRange(min=0),
    metavar="SEQ",
    help="The last event you know of: if there are later ones, nothing is done.",
)
_KEY = click.option(
    "--key",
    metavar="KEY",
    help="Idempotency key: asking again with it does nothing twice. Default: a new one, which is told.",
)
_AS = click.option(
    "--as", "reader", metavar="ROLE:PERSON[@ORGANISATION]", envvar="COLLABMODEL_BY",
    help="Who reads; written to the access log before anything is shown. Default: COLLABMODEL_BY.",
)  # fmt: skip
_PURPOSE = click.option(
    "--purpose", default="", metavar="TEXT", help="What for, as consents and the access log name it."
)
_BREAK_GLASS = click.option(
    "--break-glass",
    default="",
    metavar="REASON",
    help="See what the policy would deny; logged and flagged with the reason.",
)


@attrs.frozen(kw_only=True)
class Given:
    """
    What was typed with something that is asked of a case, not yet read.

    Args:
        by: Who asks, or None. Not shown in ``repr``.
        on_behalf_of: Who is represented, or empty. Not shown in ``repr``.
        at: When it happened, or None.
        data: What comes with it. Not shown in ``repr``.
        evidence: References to documents.
        key: Idempotency key, or None.
    """

    by: str | None = attrs.field(repr=False)
    on_behalf_of: str = attrs.field(repr=False)
    at: str | None
    data: tuple[str, ...] = attrs.field(repr=False)
    evidence: tuple[str, ...]
    key: str | None

    def command(self, verb: str, element: str, model: Model, **rest: str) -> Command:
        """
        Give the command that is meant.

        Args:
            verb: What is asked.
            element: Id of what it is about, or empty.
            model: The model of the case.
            **rest: ``instance`` and ``corrects``.

        Raises:
            ConfigError: What was typed means nothing.
            FormatError: A file or standard input is no JSON object.
        """
        zone = zone_of(model)
        return Command(
            verb=verb,
            element=element,
            by=read_actor(self.by, "--by", self.on_behalf_of),
            data=read_data(self.data, declared(model, verb, element), zone),
            occurred=read_time(self.at, zone, "--at"),
            evidence=self.evidence,
            **rest,
        )


@attrs.frozen(kw_only=True)
class Reading:
    """
    Who was said to read, not yet read.

    Args:
        reader: Who, or None. Not shown in ``repr``.
        purpose: What for.
        break_glass: Reason to see what the policy would deny, or empty. Not shown in ``repr``.
    """

    reader: str | None = attrs.field(repr=False)
    purpose: str
    break_glass: str = attrs.field(repr=False)

    def who(self) -> Reader:
        """
        Give who reads.

        Raises:
            ConfigError: Nobody is named.
        """
        return Reader(actor=read_actor(self.reader, "--as"), purpose=self.purpose, break_glass=self.break_glass)


def store_option(run: Run) -> Run:
    """
    Add the option that names the store.

    Args:
        run: The function behind a command.
    """
    return _STORE(run)


def by_option(run: Run) -> Run:
    """
    Add the option that says who asks.

    Args:
        run: The function behind a command.
    """
    return _BY(run)


def key_option(run: Run) -> Run:
    """
    Add the option that names an idempotency key.

    Args:
        run: The function behind a command.
    """
    return _KEY(run)


def expected_option(run: Run) -> Run:
    """
    Add the option that says which event the caller knows of.

    Args:
        run: The function behind a command.
    """
    return _EXPECTED(run)


def asking_options(run: Run) -> Run:
    """
    Add the options that come with what is asked of a case; the function takes them together as ``given``.

    Args:
        run: The function behind a command.
    """

    @functools.wraps(run)
    def wrapper(
        *, by: str | None, on_behalf_of: str, at: str | None, data: tuple[str, ...], evidence: tuple[str, ...],
        key: str | None, **rest: object,
    ) -> int:  # fmt: skip
        given = Given(by=by, on_behalf_of=on_behalf_of, at=at, data=data, evidence=evidence, key=key)
        return run(given=given, **rest)

    found: Run = wrapper
    for option in (_KEY, _EVIDENCE, _DATA, _AT, _ON_BEHALF_OF, _BY, _STORE):
        found = option(found)
    return found


def reading_options(run: Run) -> Run:
    """
    Add the options that say who reads, and what for; the function takes them together as ``reading``.

    Args:
        run: The function behind a command.
    """

    @functools.wraps(run)
    def wrapper(*, reader: str | None, purpose: str, break_glass: str, **rest: object) -> int:
        return run(reading=Reading(reader=reader, purpose=purpose, break_glass=break_glass), **rest)

    found: Run = wrapper
    for option in (_BREAK_GLASS, _PURPOSE, _AS, _STORE):
        found = option(found)
    return found
