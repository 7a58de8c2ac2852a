"""A notifier that keeps what it is told, for tests of whoever tells."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from collabmodel.plugin import Message, NoSettings, NotifierKind, hookimpl


class RecordingNotifier:
    """
    A notifier that keeps its messages, and fails when it is told to. It is a plugin too, whose notifier is called
    ``recording``.

    Args:
        failing: What telling raises, one for each attempt from the first on; None for one that goes through. When they
            have run out, all go through.

    >>> from collabmodel.testing import a_message, isolated_host
    >>> recorder = RecordingNotifier()
    >>> isolated_host(recorder).open_notifier("recording").notify(a_message())
    >>> [message.id for message in recorder.messages], recorder.attempts
    (['m1'], 1)
    """

    def __init__(self, failing: Iterable[Exception | None] = ()) -> None:
        self._lock = threading.Lock()
        self._failing = iter(failing)
        self._messages: list[Message] = []
        self._attempts = 0

    @property
    def messages(self) -> tuple[Message, ...]:
        """What it was told and took, in order."""
        with self._lock:
            return tuple(self._messages)

    @property
    def attempts(self) -> int:
        """How often it was told something, taken or not."""
        with self._lock:
            return self._attempts

    def notify(self, message: Message) -> None:
        """
        Keep a message, or fail as planned.

        Args:
            message: What to tell.

        Raises:
            Exception: What was planned for this attempt.
        """
        with self._lock:
            self._attempts += 1
            error = next(self._failing, None)
            if error is not None:
                raise error
            self._messages.append(message)

    @hookimpl
    def collabmodel_register_notifiers(self) -> tuple[NotifierKind[NoSettings], ...]:
        """Bring this very notifier."""
        summary = "keeps what it is told, for tests"
        return (NotifierKind(name="recording", summary=summary, config=NoSettings, open=lambda _: self),)
