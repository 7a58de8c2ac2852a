"""Keys in a file of their own: data keys wrapped by a master key, in SQLite with secure delete."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from collabmodel.errors import ErasedError, Place, Problem, StoreError
from collabmodel_crypto.destroyed import DestructionLog
from collabmodel_crypto.destroying import Destroying
from collabmodel_crypto.holders import Destruction, Holder, Kind, older
from collabmodel_crypto.key_tables import KeyTables
from collabmodel_crypto.masters import SIZE, Masters
from collabmodel_crypto.sealing import bound, opened, sealed

INDEX = "index"
"""What the store's first key is for: marks of persons and of idempotency keys."""
MOST_KEPT = 20_000
"""Holders kept in memory at most."""
PAGE = 500
"""Keys wrapped anew in one transaction."""

_HOLDER = "SELECT handle, kind, name, identity FROM holders WHERE "


class KeyFile:
    """
    A key store in one SQLite file. It holds no id of a person in clear.

    Args:
        path: Path of the file.
        masters: The master keys at hand.
        destroyed: Path of the log of destroyed keys; None for the path of the file and ``.destroyed``.
        make: Whether the file is made if it is not there.
        timeout: Seconds to wait for others who write it.
        at: Called with the name of each fault point that is passed; None costs nothing.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     keys = KeyFile(f"{folder}/keys.db", Masters(bytes(32)))
    ...     (made,) = keys.need([(Kind.CASE, "c1")])
    ...     found = keys.find(Kind.CASE, "c1")
    ...     print(found.keys == made.keys, keys.find(Kind.PERSON, "p-1"))
    ...     keys.close()
    True None
    """

    def __init__(
        self,
        path: str | Path,
        masters: Masters,
        *,
        destroyed: str | Path | None = None,
        make: bool = True,
        timeout: float = 5.0,
        at: Callable[[str], None] | None = None,
    ) -> None:
        self._masters = masters
        self._tables = KeyTables(Path(path), make=make, timeout=timeout, at=at)
        self.log = DestructionLog(destroyed or f"{path}.destroyed")
        self._named: dict[tuple[Kind, str], Holder] = {}
        self._held: dict[str, Holder] = {}
        self._version = -1
        self._destroying = Destroying(self._tables, self.log)
        self._destroying.settle()

    def refresh(self) -> None:
        """Take notice of what others changed: a key that somebody destroyed must not be used from memory."""
        ((version,),) = self._tables.rows("PRAGMA data_version")
        if version != self._version or len(self._held) > MOST_KEPT:
            self._forget()
            self._version = version

    def _forget(self) -> None:
        self._named.clear()
        self._held.clear()

    def find(self, kind: Kind, name: str) -> Holder | None:
        """
        Give a holder, or None if it has no keys.

        Args:
            kind: What it is.
            name: Id of the case or person, or what the store needs the key for.

        Raises:
            ErasedError: Its keys were destroyed.
        """
        known = self._named.get((kind, name))
        if known is not None:
            return known
        marked = self._marked(kind, name)
        row = next(iter(self._tables.rows(_HOLDER + "kind = ? AND name = ?", (kind.value, marked))), None)
        if row is None:
            self._destroying.refuse(kind, marked)
            return None
        return self._kept(self._read(*row))

    def held(self, handle: str) -> Holder:
        """
        Give a holder by its random name.

        Args:
            handle: The name.

        Raises:
            ErasedError: Its keys were destroyed.
            KeyUnavailableError: The key file never had it.
        """
        known = self._held.get(handle)
        if known is not None:
            return known
        row = next(iter(self._tables.rows(_HOLDER + "handle = ?", (handle,))), None)
        if row is None:
            self._destroying.refuse_handle(handle)
            raise older()
        return self._kept(self._read(*row))

    def need(self, wanted: Iterable[tuple[Kind, str]]) -> tuple[Holder, ...]:
        """
        Give holders, making keys for those that have none, durably and all at once.

        Args:
            wanted: What they are, and their names.

        Raises:
            ErasedError: The keys of one were destroyed.
        """
        names = list(wanted)
        found = [self.find(kind, name) for kind, name in names]
        if None in found:
            if (Kind.STORE, INDEX) not in names:
                # Whoever has the wrong master key finds out here, before anything is wrapped by it.
                self.need([(Kind.STORE, INDEX)])
            marked = [(kind, name, self._marked(kind, name)) for kind, name in names]
            with self._tables.writing("keys") as raw:
                for kind, name, mark in marked:
                    self._make(raw, kind, name, mark)
            found = [self.find(kind, name) for kind, name in names]
        return tuple(holder for holder in found if holder is not None)

    def renew(self, kind: Kind, name: str) -> int:
        """
        Give a holder a new key for what is sealed from now on, and give its generation; older ones still open.

        Args:
            kind: What it is.
            name: Id of the case or person, or what the store needs the key for.

        Raises:
            ErasedError: Its keys were destroyed.
            StoreError: There is no such holder.
        """
        holder = self.find(kind, name)
        if holder is None:
            raise nobody(kind)
        with self._tables.writing("renew") as raw:
            statement = "SELECT max(generation) FROM keys WHERE handle = ?"
            newest: int | None = raw.execute(statement, (holder.handle,)).fetchone()[0]
            if newest is None:
                raise ErasedError([Problem(what="its keys were destroyed meanwhile", place=Place("keys"))])
            self._insert_key(raw, holder.handle, newest + 1)
        self._forget()
        return newest + 1

    def rewrap(self) -> int:
        """
        Wrap every key by the newest master key that is not yet, and give how many there were; whatever ends this,
        doing it again goes on.

        Raises:
            KeyUnavailableError: The master key of one is not at hand.
        """
        count = 0
        look = (
            "SELECT handle, generation, master, wrapped FROM keys WHERE master <> ? ORDER BY handle, generation LIMIT ?"
        )
        while True:
            with self._tables.writing("rewrap") as raw:
                found = raw.execute(look, (self._masters.current, PAGE)).fetchall()
                for handle, generation, master, wrapped in found:
                    id, anew = self._masters.wrapped(self._masters.unwrapped(master, wrapped))
                    raw.execute(
                        "UPDATE keys SET master = ?, wrapped = ? WHERE handle = ? AND generation = ?",
                        (id, anew, handle, generation),
                    )
            count += len(found)
            if len(found) < PAGE:
                self._forget()
                return count

    def masters(self) -> tuple[tuple[str, int], ...]:
        """Give the ids of the master keys that keys are wrapped by, and how many keys each wraps."""
        return tuple(self._tables.rows("SELECT master, count(*) FROM keys GROUP BY master ORDER BY master"))

    def destroy(self, kind: Kind, name: str, *, order: str, at: dt.datetime) -> Destruction | None:
        """
        Destroy all keys of a holder for ever, then write down that it was done; None if it was done before.

        Args:
            kind: What it is.
            name: Id of the case or person.
            order: By whose order; never a name.
            at: When; timezone-aware.

        Raises:
            StoreError: There is no such holder, the order cannot be written down, or the log cannot be written.
        """
        done = self._destroying.destroy(kind, self._marked(kind, name), order=order, at=at)
        self._forget()
        return done

    def uncleared(self) -> tuple[Destruction, ...]:
        """Give the cases whose keys are destroyed, and of which lists still tell something."""
        return self._destroying.uncleared()

    def cleared(self, handle: str) -> None:
        """
        Say that lists no longer tell anything of a case.

        Args:
            handle: Random name of the case.
        """
        with self._tables.writing("cleared") as raw:
            raw.execute("UPDATE destroyed SET cleared = 1 WHERE handle = ?", (handle,))

    def destructions(self) -> tuple[Destruction, ...]:
        """Give every destruction, in the order in which they were written down."""
        return self.log.read()

    def close(self) -> None:
        """Let go of the file; asking again does nothing."""
        self._forget()
        self._tables.close()

    def _marked(self, kind: Kind, name: str) -> str:
        """Give the name under which a holder stands: of a person, nothing that leads back to the id."""
        if kind is not Kind.PERSON:
            return name
        (index,) = self.need([(Kind.STORE, INDEX)])
        return index.mark("person", name)

    def _make(self, raw: sqlite3.Connection, kind: Kind, name: str, mark: str) -> None:
        if raw.execute("SELECT 1 FROM holders WHERE kind = ? AND name = ?", (kind.value, mark)).fetchone():
            return
        self._destroying.refuse(kind, mark)
        handle = secrets.token_urlsafe(16)
        key = self._insert_key(raw, handle, 1)
        identity = sealed(key, name.encode(), bound("identity", handle)) if kind is Kind.PERSON else b""
        raw.execute("INSERT INTO holders (handle, kind, name, identity) VALUES (?, ?, ?, ?)",
                    (handle, kind.value, mark, identity))  # fmt: skip

    def _insert_key(self, raw: sqlite3.Connection, handle: str, generation: int) -> bytes:
        key = os.urandom(SIZE)
        master, wrapped = self._masters.wrapped(key)
        raw.execute("INSERT INTO keys (handle, generation, master, wrapped) VALUES (?, ?, ?, ?)",
                    (handle, generation, master, wrapped))  # fmt: skip
        return key

    def _read(self, handle: str, kind: str, name: str, identity: bytes) -> Holder:
        # A key file restored from a copy has keys that were destroyed since.
        self._destroying.refuse_handle(handle)
        rows = self._tables.rows("SELECT generation, master, wrapped FROM keys WHERE handle = ?", (handle,))
        if not rows:
            raise older()
        keys = {generation: self._masters.unwrapped(master, wrapped) for generation, master, wrapped in rows}
        if kind == Kind.PERSON.value:
            name = opened(keys[min(keys)], identity, bound("identity", handle), "keys").decode()
        return Holder(handle=handle, kind=Kind(kind), identity=name, keys=keys)

    def _kept(self, holder: Holder) -> Holder:
        self._named[holder.kind, holder.identity] = self._held[holder.handle] = holder
        return holder


def nobody(kind: Kind) -> StoreError:
    """
    Give the error for a case or person that has no keys.

    Args:
        kind: What it is.
    """
    return StoreError([Problem(what=f"no {kind.value} of this id has keys here", place=Place("keys"))])
