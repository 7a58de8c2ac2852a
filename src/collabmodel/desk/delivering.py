"""The outbox worker: tells people what waits, tries again later, gives up at last, and never harms a case."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import cast

import attrs

from collabmodel.desk.office import Office
from collabmodel.errors import BusyError, ConfigError
from collabmodel.plugin import BatchNotifier, Message, Notifier, Parcel, Postponed, Undeliverable
from collabmodel.plugin.guarding import called
from collabmodel.plugin.stores import FARTHEST

LATE = "NotBackError"
"""Why a message failed whose notifier did not come back."""


@attrs.frozen(kw_only=True)
class Patience:
    """
    How long an outbox worker tries.

    Args:
        lease: For how long a claimed message is nobody else's; 31 days at most.
        first: How long to wait after the first failure, each next wait is twice as long; and how long where a notifier
            puts off until a time that has passed.
        longest: The longest wait; 31 days at most.
        most: After how many failures a message is given up, >= 1.
        longest_call: How long the notifier may take at a time, no longer than the lease; one that does not come back
            has failed, and the round ends.

    >>> [str(Patience().wait(failures)) for failures in (1, 2, 20)]
    ['0:01:00', '0:02:00', '4:00:00']
    """

    lease: dt.timedelta = dt.timedelta(minutes=10)
    first: dt.timedelta = dt.timedelta(minutes=1)
    longest: dt.timedelta = dt.timedelta(hours=4)
    most: int = 24
    longest_call: dt.timedelta = dt.timedelta(seconds=60)

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
        postponed: How many the notifier put off, which is no failure.
        reasons: Why some failed: pairs of the type of the failure and how often, sorted; never its words.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0
    postponed: int = 0
    reasons: tuple[tuple[str, int], ...] = attrs.field(default=(), eq=False)


@attrs.frozen
class _Outcome:
    """What became of one message: put off until a time, failed for a reason, or neither: then it was told."""

    why: str = ""
    until: dt.datetime | None = None
    useless: bool = False


def deliver(office: Office, notifier: Notifier, limit: int, patience: Patience) -> Delivered:
    """
    Send messages that wait, each claimed first so that nobody else sends it meanwhile.

    Every message is told at least once: what was told and could not be marked is told again with its id.

    Args:
        office: What the desk works with.
        notifier: Tells people.
        limit: How many at most, >= 1.
        patience: How long is tried.

    Raises:
        StoreError: The store cannot be read or written; what was sent and not marked is sent again with its id.
        ConfigError: The notifier cannot work as it is set up; what was claimed waits, and no try is counted.
    """
    together = callable(getattr(notifier, "notify_all", None))
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    while sum(counts.values()) < limit:
        # One at a time: a slow receiver must not use up the leases of those behind it.
        most = limit - sum(counts.values()) if together else 1
        claimed = office.store.claim(office.now(), min(patience.lease, FARTHEST), most)
        if not claimed:
            break
        office.at("deliver.claimed")
        made, why, stop = _round(office, notifier, claimed, patience)
        counts.update(made)
        reasons.update(why)
        if isinstance(stop, ConfigError):
            raise stop
        if stop is not None or together:
            break
    return Delivered(**counts, reasons=tuple(sorted(reasons.items())))


def _round(
    office: Office, notifier: Notifier, claimed: Sequence[Parcel], patience: Patience
) -> tuple[Counter[str], Counter[str], BaseException | None]:
    """Tell what was claimed, person by person; give what became of it, why some failed, and what ends the round."""
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    stop: BaseException | None = None
    began = office.now()
    for to in dict.fromkeys(parcel.message.to for parcel in claimed):
        parcels = [parcel for parcel in claimed if parcel.message.to == to]
        # What is left of the leases may be too little for one more call: those wait until they are free again.
        leased = office.now() - began + patience.longest_call <= patience.lease
        if stop or (counts and not leased):
            outcomes = [_Outcome(until=office.now())] * len(parcels)
        else:
            outcomes, stop = _told(notifier, parcels, patience, office.now())
            office.at("deliver.sent")
        now = office.now()
        failures = max(parcel.failures for parcel in parcels) + 1
        for parcel, outcome in zip(parcels, outcomes, strict=True):
            counts[_settled(office, parcel, outcome, now=now, wait=patience.wait(failures), most=patience.most)] += 1
            reasons.update([outcome.why] if outcome.why else ())
    return counts, reasons, stop


def _settled(
    office: Office, parcel: Parcel, outcome: _Outcome, *, now: dt.datetime, wait: dt.timedelta, most: int
) -> str:
    id, why = parcel.message.id, outcome.why
    if outcome.until is not None:
        _settle(office, id, sent=False, next_try=min(max(outcome.until, now), now + FARTHEST))
        return "postponed"
    if not why:
        _settle(office, id, sent=True)
        return "sent"
    given_up = outcome.useless or parcel.failures + 1 >= most
    _settle(office, id, sent=False, next_try=None if given_up else now + wait, why=why)
    return "dead" if given_up else "failed"


def _told(
    notifier: Notifier, parcels: Sequence[Parcel], patience: Patience, now: dt.datetime
) -> tuple[list[_Outcome], BaseException | None]:
    """Tell one person what waits for them, in one call; give what became of each, and what ends the round."""
    found = called(_call(notifier, [parcel.message for parcel in parcels]), _seconds(patience))
    if found.failed or found.value is None:
        raised = found.raised or TimeoutError()
        outcome = _Outcome(why=LATE) if found.late else _outcome(raised, now, patience)
        return [outcome] * len(parcels), raised if found.late or isinstance(raised, ConfigError) else None
    outcomes = [_outcome(one, now, patience) for one in found.value]
    if len(outcomes) != len(parcels):
        return [_Outcome(why="PluginError")] * len(parcels), None
    return outcomes, next((one for one in found.value if isinstance(one, ConfigError)), None)


def _seconds(patience: Patience) -> float:
    return max(0.001, min(patience.longest_call, patience.lease).total_seconds())


def _call(notifier: Notifier, messages: Sequence[Message]) -> Callable[[], Iterable[object]]:
    if callable(getattr(notifier, "notify_all", None)):
        return lambda: tuple(cast("BatchNotifier", notifier).notify_all(tuple(messages)))

    def one_by_one() -> Iterable[object]:
        for message in messages:
            notifier.notify(message)
        return [None] * len(messages)

    return one_by_one


def _outcome(raised: object, now: dt.datetime, patience: Patience) -> _Outcome:
    """Give what an answer means: the type of what was raised, never its words, which may tell of a person."""
    if raised is None:
        return _Outcome()
    if isinstance(raised, ConfigError):
        # Nobody's tries are used up by a setting that is missing, and whoever operates the desk must learn of it.
        return _Outcome(until=now)
    until = raised.until if isinstance(raised, Postponed) else None
    if isinstance(until, dt.datetime) and until.utcoffset() is not None:
        # A time that has come already would have the same message claimed again at once, round and round.
        return _Outcome(until=until if until > now else now + min(patience.first, FARTHEST))
    return _Outcome(why=type(raised).__name__[:100], useless=isinstance(raised, Undeliverable))


def _settle(office: Office, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
    try:
        office.store.settle(message, sent=sent, next_try=next_try, why=why)
    except BusyError:
        # Nothing was marked: when the lease has passed it is sent again with the same id, which receivers drop.
        return
