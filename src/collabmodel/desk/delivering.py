"""The outbox worker: tells people what waits, tries again later, gives up at last, and never harms a case."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.desk.office import Office
from collabmodel.errors import BusyError
from collabmodel.plugin import Notifier, Parcel
from collabmodel.plugin.stores import FARTHEST


@attrs.frozen(kw_only=True)
class Patience:
    """
    How long an outbox worker tries.

    Args:
        lease: For how long a claimed message is nobody else's; 31 days at most.
        first: How long to wait after the first failure; each next wait is twice as long.
        longest: The longest wait; 31 days at most.
        most: After how many failures a message is given up, >= 1.

    >>> [str(Patience().wait(failures)) for failures in (1, 2, 20)]
    ['0:01:00', '0:02:00', '4:00:00']
    """

    lease: dt.timedelta = dt.timedelta(minutes=10)
    first: dt.timedelta = dt.timedelta(minutes=1)
    longest: dt.timedelta = dt.timedelta(hours=4)
    most: int = 12

    def wait(self, failures: int) -> dt.timedelta:
        """
        Give how long to wait after a failure.

        Args:
            failures: How many there were, >= 1.
        """
        doubled: int = 1 << min(failures - 1, 20)
        return min(self.longest, FARTHEST, self.first * doubled)


@attrs.frozen(kw_only=True)
class Delivered:
    """
    What became of a round of deliveries.

    Args:
        sent: How many messages were sent.
        failed: How many failed and are tried again.
        dead: How many were given up.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0


def deliver(office: Office, notifier: Notifier, limit: int, patience: Patience) -> Delivered:
    """
    Send messages that wait, each claimed first so that nobody else sends it meanwhile.

    Args:
        office: What the desk works with.
        notifier: Tells people.
        limit: How many at most, >= 1.
        patience: How long is tried.

    Raises:
        StoreError: The store cannot be read or written; what was sent and not marked is sent again with its id.
    """
    counts = {"sent": 0, "failed": 0, "dead": 0}
    for _ in range(limit):
        # One at a time: a slow receiver must not use up the leases of those behind it.
        claimed = office.store.claim(office.now(), min(patience.lease, FARTHEST), 1)
        if not claimed:
            break
        office.at("deliver.claimed")
        counts[_delivered(office, notifier, claimed[0], patience)] += 1
    return Delivered(**counts)


def _delivered(office: Office, notifier: Notifier, parcel: Parcel, patience: Patience) -> str:
    message = parcel.message
    why = _failure(notifier, parcel)
    office.at("deliver.sent")
    if not why:
        _settle(office, message.id, sent=True)
        return "sent"
    failures = parcel.failures + 1
    given_up = failures >= patience.most
    next_try = None if given_up else office.now() + patience.wait(failures)
    _settle(office, message.id, sent=False, next_try=next_try, why=why)
    return "dead" if given_up else "failed"


def _failure(notifier: Notifier, parcel: Parcel) -> str:
    """Give the type of what a notifier raised, never its words: they may tell of a person; empty if it was told."""
    try:
        notifier.notify(parcel.message)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a notifier raises, it is tried again later
        return type(error).__name__[:100]
    return ""


def _settle(office: Office, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
    try:
        office.store.settle(message, sent=sent, next_try=next_try, why=why)
    except BusyError:
        # Nothing was marked: when the lease has passed it is sent again with the same id, which receivers drop.
        return
