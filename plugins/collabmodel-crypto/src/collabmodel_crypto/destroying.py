"""Destroying keys: first a key is gone for ever, then it is written down; doing it again finishes it."""

from __future__ import annotations

import datetime as dt
import sqlite3

from collabmodel.errors import ErasedError, KeyUnavailableError, Place, Problem, StoreError
from collabmodel.plugin.storing import check_text
from collabmodel_crypto.destroyed import LONGEST_ORDER, DestructionLog
from collabmodel_crypto.holders import Destruction, Kind
from collabmodel_crypto.key_tables import KeyTables

SNAPSHOTS = "snapshots"
"""What the key for cached states is for: one state tells of many persons, so it goes with each of them."""

_ALL = "SELECT what, handle, name, at, ordered FROM destroyed"
_ADD = "INSERT INTO destroyed (handle, what, name, at, ordered, logged, cleared) VALUES (?, ?, ?, ?, ?, 0, ?)"


class Destroying:
    """
    What is destroyed in a key file, and the log of it.

    Args:
        tables: The key file.
        log: The log.
    """

    def __init__(self, tables: KeyTables, log: DestructionLog) -> None:
        self._tables = tables
        self._log = log
        self._logged = {one.handle: one for one in log.read()}

    def settle(self) -> None:
        """
        Finish what was broken off, and destroy again what a restored key file brought back.

        Raises:
            StoreError: The log or the key file cannot be written.
        """
        try:
            known = {row[0] for row in self._tables.rows("SELECT handle FROM destroyed WHERE logged = 1")}
        except KeyUnavailableError:
            # Without keys nothing can be read, and whatever reads says so.
            return
        back = "SELECT 1 FROM holders WHERE handle = ?"
        again = [
            one for one in self._logged.values() if one.handle not in known or self._tables.rows(back, (one.handle,))
        ]
        unlogged = sorted(known - self._logged.keys())
        if again or unlogged:
            with self._tables.writing("destroy") as raw:
                for one in again:
                    self._take(raw, one)
                raw.executemany("UPDATE destroyed SET logged = 0 WHERE handle = ?", [(handle,) for handle in unlogged])
        self.finish()

    def destroy(self, kind: Kind, name: str, *, order: str, at: dt.datetime) -> Destruction | None:
        """
        Destroy all keys of a holder, then write it down; None if it was done before.

        Args:
            kind: What it is.
            name: Name under which it stands.
            order: By whose order.
            at: When.

        Raises:
            StoreError: There is no such holder, or the order cannot be written down.
        """
        problems = [*check_text("order", order, LONGEST_ORDER)]
        if not order.strip() or "\n" in order:
            hint = "such as the number of a decision; never a name"
            problems.append(Problem(what="no order on one line", place=Place("order"), hint=hint))
        if at.utcoffset() is None:
            problems.append(Problem(what="time without zone", place=Place("at")))
        if problems:
            raise StoreError(problems)
        done = None
        with self._tables.writing("destroy") as raw:
            look = "SELECT handle FROM holders WHERE kind = ? AND name = ?"
            found = raw.execute(look, (kind.value, name)).fetchone()
            if found is not None:
                case = name if kind is Kind.CASE else ""
                done = Destruction(what=kind.value, handle=found[0], case=case, at=at, order=order)
                self._take(raw, done)
        if done is None and not self._is_gone(kind, name):
            raise StoreError([Problem(what=f"no {kind.value} of this id has keys here", place=Place("keys"))])
        self.finish()
        return done

    def finish(self) -> None:
        """
        Write down what was destroyed and is not yet written down.

        Raises:
            StoreError: The log or the key file cannot be written.
        """
        if not self._tables.rows("SELECT 1 FROM destroyed WHERE logged = 0 LIMIT 1"):
            return
        # Inside a transaction, so that two who finish at once write one line.
        with self._tables.writing("record") as raw:
            written = {one.handle for one in self._log.read()}
            for row in raw.execute(_ALL + " WHERE logged = 0 ORDER BY at, handle").fetchall():
                one = _destruction(row)
                if one.handle not in written:
                    self._log.add(one)
                self._logged[one.handle] = one
            self._tables.pass_by("record.logged")
            raw.execute("UPDATE destroyed SET logged = 1 WHERE logged = 0")

    def uncleared(self) -> tuple[Destruction, ...]:
        """Give the cases whose keys are destroyed, and of which lists still tell something."""
        return tuple(map(_destruction, self._tables.rows(_ALL + " WHERE cleared = 0 ORDER BY at, handle")))

    def refuse(self, kind: Kind, name: str) -> None:
        """
        Refuse a holder whose keys were destroyed.

        Args:
            kind: What it is.
            name: Name under which it stood.

        Raises:
            ErasedError: They were.
        """
        if self._is_gone(kind, name):
            hint = "who comes back gets a new id" if kind is Kind.PERSON else "see the log of destroyed keys"
            raise ErasedError([Problem(what=f"the {kind.value} was erased", place=Place("store"), hint=hint)])

    def refuse_handle(self, handle: str) -> None:
        """
        Refuse a holder whose keys were destroyed.

        Args:
            handle: Its random name.

        Raises:
            ErasedError: They were.
        """
        if handle in self._logged or self._tables.rows("SELECT 1 FROM destroyed WHERE handle = ?", (handle,)):
            raise ErasedError([Problem(what="it was erased", place=Place("store"), hint="its keys were destroyed")])

    def _is_gone(self, kind: Kind, name: str) -> bool:
        if kind is Kind.PERSON:
            return bool(self._tables.rows("SELECT 1 FROM gone WHERE name = ?", (name,)))
        return bool(self._tables.rows("SELECT 1 FROM destroyed WHERE what = ? AND name = ?", (kind.value, name)))

    def _take(self, raw: sqlite3.Connection, one: Destruction) -> None:
        """Overwrite and delete the keys of a holder, and of cached states that may tell of it."""
        person = raw.execute("SELECT name FROM holders WHERE handle = ? AND kind = 'person'", (one.handle,)).fetchone()
        if person is not None:
            raw.execute("INSERT OR IGNORE INTO gone (name) VALUES (?)", person)
        caches = raw.execute("SELECT handle FROM holders WHERE kind = 'store' AND name = ?", (SNAPSHOTS,)).fetchall()
        for (handle,) in [(one.handle,), *caches]:
            # Written over first: deleting alone would trust the journal of a file that somebody copied.
            raw.execute("UPDATE keys SET wrapped = zeroblob(length(wrapped)) WHERE handle = ?", (handle,))
            raw.execute("UPDATE holders SET identity = zeroblob(length(identity)) WHERE handle = ?", (handle,))
            raw.execute("DELETE FROM keys WHERE handle = ?", (handle,))
            raw.execute("DELETE FROM holders WHERE handle = ?", (handle,))
        bound = (one.handle, one.what, one.case, one.at.isoformat(), one.order, int(one.what == "person"))
        raw.execute(_ADD + " ON CONFLICT DO NOTHING", bound)


def _destruction(row: tuple[str, str, str, str, str]) -> Destruction:
    what, handle, case, at, order = row
    return Destruction(what=what, handle=handle, case=case, at=dt.datetime.fromisoformat(at), order=order)
