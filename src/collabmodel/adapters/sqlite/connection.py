"""One connection to the file: guarded against misuse, its transactions all or nothing, its errors ours."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from collabmodel.adapters.sqlite.failures import out_of_commit, translated
from collabmodel.errors import Place, Problem, ReadOnlyError, StoreError

Bound: TypeAlias = "str | int | bytes | None"
"""A value as it is bound in a statement."""
Found: TypeAlias = "tuple[Any, ...]"
"""A row as SQLite gives it."""

PAUSE = 0.0005
"""Seconds between two looks whether others have let go of the file."""

_left_behind: list[sqlite3.Connection] = []
"""Connections of a parent process: closing one in the child would undo what the parent is writing."""

_RAISED = (sqlite3.Error, MemoryError, UnicodeEncodeError, OverflowError)


class Connection:
    """
    A connection to the file.

    Args:
        raw: The connection of the standard library, in autocommit mode.
        at: Called with the name of each fault point that is passed; None costs nothing.
        frozen: Why it must not be written, or empty.
        timeout: Seconds to wait for others.
    """

    def __init__(
        self,
        raw: sqlite3.Connection,
        *,
        at: Callable[[str], None] | None = None,
        frozen: str = "",
        timeout: float = 5.0,
    ) -> None:
        self.raw = raw
        self.timeout = timeout
        self.at = at
        self.frozen = frozen
        self._process = os.getpid()
        self._closed = False

    def guard(self) -> None:
        """
        See that the connection may be used here.

        Raises:
            StoreError: It was closed, or opened before this process was forked.
        """
        if self._process != os.getpid():
            if not any(raw is self.raw for raw in _left_behind):
                _left_behind.append(self.raw)
            what, hint = "store that the parent process opened", "each process opens its own"
            raise StoreError([Problem(what=what, place=Place("store"), hint=hint)])
        if self._closed:
            raise StoreError([Problem(what="store that was closed", place=Place("store"))])

    def rows(self, statement: str, bound: Sequence[Bound] = ()) -> list[Found]:
        """
        Ask for rows.

        Args:
            statement: The statement.
            bound: Values for its question marks.
        """
        self.guard()
        try:
            return self._patiently(statement, bound).fetchall()
        except _RAISED as error:
            raise translated(error) from error

    def _patiently(self, statement: str, bound: Sequence[Bound] = ()) -> sqlite3.Cursor:
        """
        Execute a statement, trying again while others hold the file.

        SQLite's own waiting looks ever more rarely, and beside a writer without pause it misses the moments between
        two commits for seconds; looking often finds one soon.
        """
        until = 0.0
        while True:
            try:
                return self.raw.execute(statement, bound)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                now = time.monotonic()
                until = until or now + self.timeout
                if now >= until:
                    raise
            time.sleep(PAUSE)

    def row(self, statement: str, bound: Sequence[Bound] = ()) -> Found | None:
        """
        Ask for one row, or None.

        Args:
            statement: The statement.
            bound: Values for its question marks.
        """
        found = self.rows(statement, bound)
        return found[0] if found else None

    def pass_by(self, name: str) -> None:
        """
        Pass a fault point.

        Args:
            name: Its name.
        """
        if self.at is not None:
            self.at(name)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[sqlite3.Connection]:
        """
        Hold one transaction: all of what is done inside, durably, or nothing.

        It begins as a writer, so that it never has to become one after somebody else has written.

        Args:
            name: What it does, for fault points.

        Raises:
            ReadOnlyError: The store cannot be written.
            UnknownOutcomeError: The answer to the commit was lost.
            StoreError: Nothing was done.
        """
        self.guard()
        if self.frozen:
            raise ReadOnlyError([Problem(what=self.frozen, place=Place("store"))])
        committing = False
        # One block around all of it: wherever an interrupt comes, also while the commit waits for readers, no
        # transaction is left open.
        try:
            self._patiently("BEGIN IMMEDIATE")
            yield self.raw
            self.pass_by(f"{name}.before_commit")
            committing = True
            self._patiently("COMMIT")
            self.pass_by(f"{name}.after_commit")
        except _RAISED as error:
            self.undo()
            raise (out_of_commit(error) if committing else translated(error)) from error
        except BaseException:
            self.undo()
            raise

    def undo(self) -> None:
        """Take back the open transaction, if there is one; what cannot be taken back now is when the file is opened."""
        if self._process != os.getpid():
            # What is open belongs to the parent; taking it back here would take it away there.
            _left_behind.append(self.raw)
        elif self.raw.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self.raw.execute("ROLLBACK")

    def close(self) -> None:
        """
        Let go of the file; asking again does nothing.

        Raises:
            StoreError: Another thread opened it; there it stays open.
        """
        if self._process != os.getpid():
            _left_behind.append(self.raw)
        elif not self._closed:
            try:
                self.raw.close()
            except sqlite3.Error as error:
                raise translated(error) from error
            self._closed = True
