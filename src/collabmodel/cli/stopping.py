"""Ending early: whatever asks the process to end is met the way Ctrl-C is."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

_ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_Handler = Callable[[int, FrameType | None], object]


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """End like Ctrl-C where the terminal closes or somebody asks the process to end, so that the answer says so."""
    with _handled(_ASKING, signal.default_int_handler):
        yield


@contextlib.contextmanager
def cancellable(*, at_once: bool = False) -> Iterator[Callable[[], bool]]:
    """
    Note the first wish to end, so that work ends where nothing finished is lost; the second one ends it at once.

    Args:
        at_once: Whether the first one does so already, and is noted besides.
    """
    asked = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        early = at_once or asked.is_set()
        asked.set()
        if early:
            signal.default_int_handler(number, frame)

    with _handled((signal.SIGINT, *_ASKING), note):
        yield asked.is_set


@contextlib.contextmanager
def _handled(signals: tuple[int, ...], handler: _Handler) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(number, signal.signal(number, handler)) for number in signals]
    try:
        yield
    finally:
        for number, earlier in before:
            signal.signal(number, earlier)
