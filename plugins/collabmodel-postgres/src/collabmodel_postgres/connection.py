"""One connection to the server: made anew where it was lost, its transactions all or nothing, its errors ours."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from collabmodel.errors import BusyError, ConfigError, Place, Problem, ReadOnlyError, StoreError
from collabmodel_postgres.failures import RAISED, LateError, is_lost, of_connecting, out_of_commit, translated
from collabmodel_postgres.settings import PostgresSettings

Bound: TypeAlias = "Sequence[object] | Mapping[str, object] | None"
"""Values as they are bound in a statement."""
Found: TypeAlias = "tuple[Any, ...]"
"""A row as the server gives it."""
T = TypeVar("T")

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds between two tries to reach a server that is away: the first, doubled each time, and the longest."""

_left_behind: list[psycopg.Connection[Any]] = []
"""Connections of a parent process: they are its own, and only it may end them."""


class Link(psycopg.Connection[Found]):
    """A connection of the driver that gives up a server which says nothing."""

    patience = 40.0

    def wait(self, gen: Generator[Any, Any, T], interval: float = 0.1, timeout: float | None = None) -> T:
        """
        Wait for an answer, no longer than there is patience.

        Args:
            gen: What waits.
            interval: Seconds between two looks at the clock.
            timeout: Seconds that the driver itself allows; None where it has no limit of its own.
        """
        patience = self.patience if timeout is None else min(timeout, self.patience)
        return super().wait(_patiently(gen, time.monotonic() + patience), interval)


def _patiently(gen: Generator[Any, Any, T], until: float) -> Generator[Any, Any, T]:
    """Pass on what a generator waits for, and break off when the time has come."""
    ready: Any = None
    while True:
        try:
            wanted = gen.send(ready)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        ready = yield wanted
        if not ready and time.monotonic() > until:
            gen.close()
            message = "no answer"
            raise LateError(message)


def parameters(url: str, settings: PostgresSettings) -> str:
    """
    Give everything that a connection is made with.

    Args:
        url: The URL.
        settings: The settings.

    Raises:
        ConfigError: It is no URL of the server's, or its password is not where the settings say.
    """
    try:
        said = conninfo_to_dict(url)
    except psycopg.Error:
        # The library's words can quote the URL, and with it a password.
        hint = "postgresql://ROLE@HOST:PORT/DATABASE"
        raise ConfigError([Problem(what="not a URL of PostgreSQL", place=Place("store"), hint=hint)]) from None
    waits = {
        "statement_timeout": settings.statement_timeout,
        "lock_timeout": settings.lock_timeout,
        "idle_in_transaction_session_timeout": settings.idle_timeout,
    }
    options = [f"-c {name}={math.ceil(seconds * 1000)}" for name, seconds in waits.items()]
    options += [f"-c search_path={settings.schema}", "-c client_min_messages=error", "-c timezone=UTC"]
    # Whoever waited for others must see what they did: their conflicts, and the era in which to go on.
    options.append(r"-c default_transaction_isolation=read\ committed")
    ours: dict[str, Any] = {
        "application_name": settings.application_name,
        "connect_timeout": max(2, math.ceil(settings.connect_timeout)),
        "options": " ".join([str(said.get("options") or ""), *options]).strip(),
        "client_encoding": "UTF8",
        "tcp_user_timeout": math.ceil(settings.answer_timeout * 1000),
        "keepalives_idle": 30,
    }
    if settings.password is not None:
        ours["password"] = settings.password.reveal()
    return make_conninfo(**{**said, **ours})


def connected(conninfo: str, settings: PostgresSettings) -> Link:
    """
    Make a connection.

    Args:
        conninfo: What it is made with.
        settings: The settings.

    Raises:
        ConfigError: The server refuses the role, or has no such database.
        StoreError: The server cannot be reached, or takes nobody now.
    """
    try:
        link = Link.connect(conninfo, autocommit=True)
    except RAISED as error:
        raise of_connecting(error) from None
    link.patience = settings.answer_timeout
    return link


class Connection:
    """
    What the store asks the server through.

    Args:
        conninfo: What a connection is made with.
        settings: The settings.
        greet: Looks at a new connection: gives why it must not be written, or an empty text.
        at: Called with the name of each fault point that is passed; None costs nothing.
        sleep: Lets time pass between two tries to reach the server.
    """

    def __init__(
        self,
        conninfo: str,
        settings: PostgresSettings,
        greet: Callable[[Link], str],
        *,
        at: Callable[[str], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.conninfo = conninfo
        self.settings = settings
        self.at = at
        self.frozen = ""
        self._greet = greet
        self._sleep = sleep
        self._process = os.getpid()
        self._closed = False
        self._link: Link | None = None
        self.link()

    def guard(self) -> None:
        """
        See that the connection may be used here.

        Raises:
            StoreError: It was closed, or opened before this process was forked.
        """
        if self._process != os.getpid():
            if self._link is not None:
                _left_behind.append(self._link)
            what, hint = "store that the parent process opened", "each process opens its own"
            raise StoreError([Problem(what=what, place=Place("store"), hint=hint)])
        if self._closed:
            raise StoreError([Problem(what="store that was closed", place=Place("store"))])

    def link(self) -> Link:
        """
        Give a connection that works as far as is known, made anew with growing pauses where the last was lost.

        Raises:
            StoreError: The server cannot be reached within the time that the settings give it; nothing was done.
        """
        self.guard()
        if self._link is not None and not self._link.closed:
            return self._link
        until, pause = time.monotonic() + self.settings.reconnect, FIRST_PAUSE
        while True:
            try:
                return self._met()
            except ConfigError as error:
                # A server that was there and now refuses is the store's trouble; at the first meeting it is the URL's.
                raise error if self._link is None else StoreError(error.problems) from None
            except StoreError as error:
                first = self._link is None and not isinstance(error, BusyError)
                if first or time.monotonic() + pause > until:
                    raise
            self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _met(self) -> Link:
        link = connected(self.conninfo, self.settings)
        try:
            self.frozen = self._greet(link)
        except RAISED as error:
            link.close()
            raise translated(error) from None
        except BaseException:
            link.close()
            raise
        self._link = link
        return link

    def rows(self, statement: bytes, bound: Bound = None) -> list[Found]:
        """
        Ask for rows; asking changes nothing, so it is tried once more where the connection turns out to be lost.

        Args:
            statement: The statement.
            bound: Its values.
        """
        link = self.link()
        try:
            return self._asked(link, statement, bound)
        except RAISED as error:
            self.failed(error)
            if not is_lost(error) or isinstance(error, LateError):
                raise translated(error) from None
        link = self.link()
        try:
            return self._asked(link, statement, bound)
        except RAISED as error:
            self.failed(error)
            raise translated(error) from None

    def _asked(self, link: Link, statement: bytes, bound: Bound) -> list[Found]:
        try:
            return link.execute(statement, bound, binary=True).fetchall()
        except RAISED:
            raise
        except BaseException:
            self.undo()
            raise

    def row(self, statement: bytes, bound: Bound = None) -> Found | None:
        """
        Ask for one row, or None.

        Args:
            statement: The statement.
            bound: Its values.
        """
        found = self.rows(statement, bound)
        return found[0] if found else None

    def failed(self, error: BaseException) -> None:
        """
        Let go of the connection if an error means that it is lost, and take back what is open otherwise.

        Args:
            error: What was raised.
        """
        if self._link is not None and is_lost(error):
            self._drop(self._link)
        else:
            self.undo()

    def _drop(self, link: Link) -> None:
        # Closing says goodbye, and to a server that is frozen even that may never come to an end.
        with contextlib.suppress(*RAISED):
            link.pgconn.finish()
        link.close()

    def pass_by(self, name: str) -> None:
        """
        Pass a fault point.

        Args:
            name: Its name.
        """
        if self.at is not None:
            self.at(name)

    def writable(self) -> Link:
        """
        Give a connection through which may be written.

        Raises:
            ReadOnlyError: The store cannot be written.
            StoreError: The server cannot be reached.
        """
        link = self.link()
        if self.frozen:
            raise ReadOnlyError([Problem(what=self.frozen, place=Place("store"))])
        return link

    def _begun(self) -> Link:
        """Begin a transaction; one that could not be begun may be begun again on another connection."""
        link = self.writable()
        try:
            link.execute(b"BEGIN")
        except RAISED as error:
            self.failed(error)
            if not is_lost(error) or isinstance(error, LateError):
                raise
            link = self.writable()
            link.execute(b"BEGIN")
        return link

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[Link]:
        """
        Hold one transaction: all of what is done inside, durably, or nothing.

        Args:
            name: What it does, for fault points.

        Raises:
            ReadOnlyError: The store cannot be written.
            UnknownOutcomeError: The answer to the commit was lost.
            BusyError: Others held what it needs for too long.
            StoreError: Nothing was done.
        """
        committing = False
        try:
            link = self._begun()
            yield link
            self.pass_by(f"{name}.before_commit")
            committing = True
            link.execute(b"COMMIT")
            self.pass_by(f"{name}.after_commit")
        except RAISED as error:
            self.failed(error)
            raise (out_of_commit(error) if committing else translated(error)) from None
        except BaseException:
            self.undo()
            raise

    def undo(self) -> None:
        """Take back the open transaction, if there is one; where that is not possible, the server does it."""
        link = self._link
        if link is None or link.closed or self._process != os.getpid():
            return
        status = link.info.transaction_status
        if status in {TransactionStatus.INTRANS, TransactionStatus.INERROR}:
            try:
                link.execute(b"ROLLBACK")
            except RAISED:
                self._drop(link)
        elif status != TransactionStatus.IDLE:
            self._drop(link)

    def close(self) -> None:
        """Let go of the server; asking again does nothing."""
        if self._process != os.getpid():
            if self._link is not None:
                _left_behind.append(self._link)
        elif not self._closed:
            self._closed = True
            if self._link is not None:
                self._link.close()


def busy(what: str) -> BusyError:
    """
    Give the error for others who were in the way.

    Args:
        what: What happened.
    """
    return BusyError([Problem(what=what, place=Place("store"), hint="nothing was done; try again")])
