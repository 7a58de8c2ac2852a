"""Calling what is not ours: standard output comes back, and whatever goes wrong is an answer."""

from __future__ import annotations

import sys
import threading

from collabmodel.plugin.guarding import called, printing_to_stderr


def test_two_calls_at_once_put_standard_output_back() -> None:
    """Whichever of two calls ends last, standard output is what it was before either."""
    before, first, second = sys.stdout, threading.Event(), threading.Event()

    def overlapped() -> None:
        called(lambda: (first.set(), second.wait(5)), 5)

    outer = threading.Thread(target=overlapped)
    outer.start()
    first.wait(5)
    with printing_to_stderr():
        second.set()
        outer.join()
        within = sys.stdout

    assert within is sys.stderr
    assert sys.stdout is before


def test_without_a_thread_to_be_had_the_call_has_failed(monkeypatch) -> None:
    """Where the system gives no more threads, that is an answer: what was stored before must not seem lost."""

    def none_left(_: threading.Thread) -> None:
        msg = "can't start new thread"
        raise RuntimeError(msg)

    monkeypatch.setattr(threading.Thread, "start", none_left)
    before = sys.stdout

    found = called(lambda: 1, 5)

    assert (found.value, found.failed, found.late) == (None, "no thread was to be had for it", False)
    assert sys.stdout is before
