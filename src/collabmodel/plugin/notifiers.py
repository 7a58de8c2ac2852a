"""What a notifier must be: something that tells people that a case wants them, without telling anything about it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import attrs

REQUEST, CANCEL = "request", "cancel"
"""What a message may say of an appointment."""


def _aware(_: object, field: attrs.Attribute[dt.datetime], value: dt.datetime) -> None:
    if value.utcoffset() is None:
        msg = f"{field.name} must be timezone-aware"
        raise ValueError(msg)


@attrs.frozen(kw_only=True)
class Appointment:
    """
    When somebody is to be somewhere, or need not be any more. What it is for is told by the case alone.

    Args:
        uid: Opaque id of the appointment: the same when it is booked, moved and cancelled.
        sequence: How often it was settled anew, >= 0; of two messages with one ``uid`` the higher one counts.
        method: ``"request"``, or ``"cancel"`` where it is called off.
        starts: When it begins; timezone-aware.
        ends: When it ends, or None where nobody said.

    >>> Appointment(uid="u1", method="request", starts=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)).sequence
    0
    """

    uid: str
    sequence: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    method: str = attrs.field(default=REQUEST, validator=attrs.validators.in_((REQUEST, CANCEL)))
    starts: dt.datetime = attrs.field(validator=_aware)
    ends: dt.datetime | None = attrs.field(default=None, validator=attrs.validators.optional(_aware))


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
        appointment: When they are wanted, or no longer; None where it is not about a time.
    """

    id: str
    to: str = attrs.field(repr=False)
    about: str
    link: str
    made: dt.datetime
    attempt: int = 1
    appointment: Appointment | None = None


class Postponed(Exception):  # noqa: N818 - it is no error: nothing failed
    """
    What a notifier raises where now is not the time: it is asked again then, and nothing counts as a failure.

    Args:
        until: When to ask again; timezone-aware. The desk asks earlier where this is far off, and a little later where
            it has passed.

    >>> Postponed(dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)).until.hour
    7
    """

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


class Undeliverable(Exception):  # noqa: N818 - what is undeliverable is no fault of the notifier's
    """
    What a notifier raises where trying again would be of no use: the message is given up at once, as a dead letter.

    Only its type is kept, so a subclass can say why.
    """


class Notifier(Protocol):
    """
    Tells people, at least once: what is told and then forgotten to be marked is told again, with the same id.

    A notifier that raises, or does not come back in time, is tried again later and never holds up a case.
    """

    def notify(self, message: Message) -> None:
        """
        Tell one person one thing.

        Args:
            message: What to tell.

        Raises:
            Postponed: Now is not the time.
            Undeliverable: It can never be told.
            Exception: It could not be told now; it is tried again.
        """


class BatchNotifier(Notifier, Protocol):
    """A notifier that would rather tell one person several things at once, as a digest does. Provisional."""

    def notify_all(self, messages: tuple[Message, ...]) -> tuple[Exception | None, ...]:
        """
        Tell one person all that waits for them.

        Args:
            messages: What to tell, all to the same ``to``; one at least.

        Returns:
            For each message what ``notify`` would have raised, or None where it was told.

        Raises:
            Exception: None of it could be told now.
        """
