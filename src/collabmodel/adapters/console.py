"""A notifier for trying things out: one line to standard error for each message."""

from __future__ import annotations

import sys
from typing import TextIO

from collabmodel.plugin import Message, NoSettings, NotifierKind, hookimpl


class ConsoleNotifier:
    """
    Tells people by printing.

    Args:
        stream: Where to print; None for standard error as it is when something is printed.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def notify(self, message: Message) -> None:
        """
        Print one line: id, what it is about, to whom, link, attempt.

        Args:
            message: What to tell.
        """
        print(line_of(message), file=self._stream or sys.stderr, flush=True)


def line_of(message: Message) -> str:
    """
    Give a message as one line; whatever is in it, no line break comes out.

    Args:
        message: The message.

    >>> import datetime as dt
    >>> line_of(Message(id="m1", to="nurse", about="due", link="x/1", made=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))
    'm1 due to=nurse link=x/1 attempt=1'
    """
    text = f"{message.id} {message.about} to={message.to} link={message.link} attempt={message.attempt}"
    return "".join(sign if sign.isprintable() else "?" for sign in text)


@hookimpl
def collabmodel_register_notifiers() -> tuple[NotifierKind[NoSettings], ...]:
    """Bring the notifier that prints."""
    summary = "one line to standard error for each message, for trying things out"
    return (NotifierKind(name="console", summary=summary, config=NoSettings, open=lambda _: ConsoleNotifier()),)
