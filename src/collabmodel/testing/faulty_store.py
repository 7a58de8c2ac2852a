"""A store around another that fails where a test wants it to: before a call, after it, or by taking its time."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import attrs

from collabmodel.errors import UnknownOutcomeError
from collabmodel.plugin import (
    Access,
    Batch,
    CaseRow,
    Durability,
    Fault,
    Head,
    Parcel,
    Receipt,
    Recorded,
    Snapshot,
    Store,
)

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Failing:
    """
    That a store fails once.

    Args:
        method: Name of the method of the store, such as ``"append"``.
        turn: At which call of it, from 1.
        error: What is raised; None to raise nothing.
        after: Whether it is done first, so that only the answer is lost.
        hangs: Seconds to wait before that, >= 0.
    """

    method: str
    turn: int = 1
    error: Exception | None = None
    after: bool = False
    hangs: float = 0.0


def fails(method: str, error: Exception, *, turn: int = 1) -> Failing:
    """
    Plan that a method raises instead of doing anything.

    Args:
        method: Its name.
        error: What it raises.
        turn: At which call, from 1.

    >>> fails("append", OSError("gone")).after
    False
    """
    return Failing(method=method, error=error, turn=turn)


def loses_answer(method: str, *, turn: int = 1) -> Failing:
    """
    Plan that a method does what it is asked and then raises ``UnknownOutcomeError``.

    Args:
        method: Its name.
        turn: At which call, from 1.

    >>> loses_answer("append").after
    True
    """
    return Failing(method=method, error=UnknownOutcomeError("the answer was lost"), turn=turn, after=True)


def hangs(method: str, seconds: float, *, turn: int = 1) -> Failing:
    """
    Plan that a method waits before it does what it is asked.

    Args:
        method: Its name.
        seconds: For how long, unless ``FaultyStore.release`` is called before, > 0.
        turn: At which call, from 1.

    >>> hangs("claim", 0.5).hangs
    0.5
    """
    return Failing(method=method, hangs=seconds, turn=turn)


class FaultyStore:
    """
    A store around another that fails as planned and is that other store otherwise.

    Args:
        inner: The other store.
        plan: Where to fail: each at one call of one method, once.

    >>> from collabmodel.adapters import MemoryStore
    >>> from collabmodel.testing import a_batch
    >>> store = FaultyStore(MemoryStore(), [loses_answer("append")])
    >>> store.append(a_batch())
    Traceback (most recent call last):
    ...
    collabmodel.errors.UnknownOutcomeError: <text>: the answer was lost
    >>> store.append(a_batch()).repeated, store.calls["append"]
    (True, 2)
    """

    def __init__(self, inner: Store, plan: Iterable[Failing] = ()) -> None:
        self.inner = inner
        self.calls: Counter[str] = Counter()
        self._plan = tuple(plan)
        self._released = threading.Event()

    def release(self) -> None:
        """Let go of every call that hangs, now and from now on."""
        self._released.set()

    def _call(self, method: str, act: Callable[[], T]) -> T:
        self.calls[method] += 1
        turn = self.calls[method]
        due = [one for one in self._plan if (one.method, one.turn) == (method, turn)]
        for one in due:
            if one.hangs:
                self._released.wait(one.hangs)
            if one.error is not None and not one.after:
                raise one.error
        answer = act()
        for one in due:
            if one.error is not None:
                raise one.error
        return answer

    @property
    def durability(self) -> Durability:
        """What the store inside promises."""
        return self.inner.durability

    def append(self, batch: Batch) -> Receipt:
        """Add what a command made."""
        return self._call("append", lambda: self.inner.append(batch))

    def receipt(self, key: str) -> Receipt | None:
        """Give what a key stands for."""
        return self._call("receipt", lambda: self.inner.receipt(key))

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """Give the events of a case."""
        return self._call("read", lambda: self.inner.read(case, after))

    def head(self, case: str) -> Head | None:
        """Give the end of a case's record."""
        return self._call("head", lambda: self.inner.head(case))

    def row(self, case: str) -> CaseRow | None:
        """Give a case for lists."""
        return self._call("row", lambda: self.inner.row(case))

    def rows(
        self, *, status: str = "", person: str = "", due_before: dt.datetime | None = None, after: str = ""
    ) -> Iterator[CaseRow]:
        """Give cases for lists."""
        rows = self.inner.rows
        return self._call("rows", lambda: rows(status=status, person=person, due_before=due_before, after=after))

    def put_model(self, model_hash: str, text: str) -> None:
        """Keep a model."""
        self._call("put_model", lambda: self.inner.put_model(model_hash, text))

    def model(self, model_hash: str) -> str | None:
        """Give a kept model."""
        return self._call("model", lambda: self.inner.model(model_hash))

    def log_access(self, access: Access) -> None:
        """Write down that somebody reads."""
        self._call("log_access", lambda: self.inner.log_access(access))

    def accesses(self, case: str = "") -> Iterator[Access]:
        """Give the access log."""
        return self._call("accesses", lambda: self.inner.accesses(case))

    def snapshot(self, case: str) -> Snapshot | None:
        """Give the cached state of a case."""
        return self._call("snapshot", lambda: self.inner.snapshot(case))

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a cached state."""
        self._call("put_snapshot", lambda: self.inner.put_snapshot(snapshot))

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
        """Take messages that may be sent now."""
        return self._call("claim", lambda: self.inner.claim(now, lease, limit))

    def settle(self, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
        """Say what became of a claimed message."""
        settle = self.inner.settle
        self._call("settle", lambda: settle(message, sent=sent, next_try=next_try, why=why))

    def outbox(self, *, dead: bool = False) -> Iterator[Parcel]:
        """Give the messages that wait, or those given up."""
        return self._call("outbox", lambda: self.inner.outbox(dead=dead))

    def heads(self) -> Iterator[Head]:
        """Give the ends of all cases' records."""
        return self._call("heads", self.inner.heads)

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """Look for anything that is not as it was written."""
        return self._call("verify", lambda: self.inner.verify(case, after, heads=heads))

    def backup(self, target: str) -> None:
        """Make a whole copy."""
        self._call("backup", lambda: self.inner.backup(target))

    def close(self) -> None:
        """Let go of the store inside."""
        self._call("close", self.inner.close)
