"""Calling what is not ours: with a deadline, with its printing kept off our output, and never with its words told."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TextIO, TypeVar, cast

import attrs

T = TypeVar("T")


@attrs.frozen
class Called(Generic[T]):
    """
    What became of a call.

    Args:
        value: What it gave; None where it gave nothing.
        failed: What it raised, or that it did not come back, in a few words; empty if it went well.
        late: Whether it had not come back when the deadline passed.
        raised: What it raised, whose words are not to be told; None where it raised nothing.
    """

    value: T | None = None
    failed: str = ""
    late: bool = False
    raised: BaseException | None = attrs.field(default=None, repr=False, eq=False)


def called(act: Callable[[], T], seconds: float) -> Called[T]:
    """
    Call something in a thread of its own, and wait for it no longer than a deadline.

    Nothing can stop a thread in Python: what does not come back goes on, but nobody waits for it, nor does the end of
    the process.

    Args:
        act: What to call.
        seconds: For how long to wait, > 0.

    >>> called(lambda: 1 + 1, 5.0).value
    2
    >>> called(lambda: {}["x"], 5.0).failed
    'KeyError'
    """
    found: list[Called[T]] = []

    def work() -> None:
        found.append(_tried(act))

    thread = threading.Thread(target=work, daemon=True, name="collabmodel-plugin")
    with printing_to_stderr():
        try:
            thread.start()
        except RuntimeError:
            # The system gives no more threads, or Python is ending.
            return Called(failed="no thread was to be had for it")
        thread.join(seconds)
    if not found:
        return Called(failed=f"it did not come back within {seconds:g} s", late=True)
    return found[0]


def _tried(act: Callable[[], T]) -> Called[T]:
    try:
        return Called(act())
    # SystemExit and what else is no Exception must not end us either; the words may hold what is private.
    except BaseException as error:  # noqa: BLE001
        return Called(failed=type(error).__name__[:100], raised=error)


@attrs.define(eq=False)
class _Leading:
    """
    How often standard output is led away just now, and where it went before.

    ``contextlib.redirect_stdout`` puts back what each found: of two threads, the later would put back standard error.
    """

    lock: threading.Lock = attrs.field(factory=threading.Lock)
    times: int = 0
    before: TextIO | None = None


_LEADING = _Leading()


@contextlib.contextmanager
def printing_to_stderr() -> Iterator[None]:
    """
    Lead what is printed meanwhile to standard error: standard output belongs to whoever asked.

    Several threads may do so at once: it is put back when the last one is done.
    """
    with _LEADING.lock:
        if not _LEADING.times:
            _LEADING.before, sys.stdout = sys.stdout, sys.stderr
        _LEADING.times += 1
    try:
        yield
    finally:
        with _LEADING.lock:
            _LEADING.times -= 1
            if not _LEADING.times:
                sys.stdout, _LEADING.before = cast("TextIO", _LEADING.before), None
