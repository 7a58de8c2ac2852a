"""What a notifier must be: something that tells people that a case wants them, without telling anything about it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import attrs


@attrs.frozen(kw_only=True)
class Message:
    """
    That a case wants somebody. It never holds a name or anything from the case.

    Args:
        id: Id of the message; the same at every attempt, so that receivers can drop doubles.
        to: Opaque id of the person, or id of the role or organisation where no person holds it. Not shown
            in ``repr``.
        about: What it is about: ``"due"``, ``"overdue"``, ``"changed"``, ``"offer"``, ...
        link: Opaque link by which whoever may see the case finds it.
        made: When it was made; timezone-aware.
        attempt: Which attempt this is, from 1.
    """

    id: str
    to: str = attrs.field(repr=False)
    about: str
    link: str
    made: dt.datetime
    attempt: int = 1


class Notifier(Protocol):
    """Tells people. A notifier that raises is tried again later and never holds up a case."""

    def notify(self, message: Message) -> None:
        """
        Tell one person one thing.

        Args:
            message: What to tell.

        Raises:
            Exception: It could not be told now; it is tried again.
        """
