"""A history read once for fitting: cases as lists of what happened in them, minute by minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import attrs

from collabmodel.history import History
from collabmodel.model import BOOKKEEPING, Model, Side
from collabmodel.rules.trace import Value

MINUTE_US = 60_000_000
"""Microseconds in a minute."""


@attrs.frozen(kw_only=True)
class Happened:
    """
    One event, as fitting looks at it.

    Args:
        row: Its position in the history.
        at: When, microseconds since 1970 UTC.
        kind: Kind of event.
        element: Id of the element, or empty.
        transition: What happened to it.
        instance: Which occurrence, or empty.
        role: Role of the actor, or empty.
        person: Who, opaque, or empty.
    """

    row: int
    at: int
    kind: str
    element: str
    transition: str
    instance: str
    role: str
    person: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Seen:
    """
    One case.

    Args:
        number: Its number in the history.
        events: What happened, in order.
        closed: Whether nothing more is expected.
    """

    number: int
    events: tuple[Happened, ...]
    closed: bool

    @property
    def opened(self) -> int:
        """When it opened: the first event that says so, else the first there is."""
        return next((one.at for one in self.events if _is(one, "opened")), self.events[0].at)

    @property
    def ended(self) -> int | None:
        """When it closed; None while it is open."""
        if not self.closed:
            return None
        return next((one.at for one in reversed(self.events) if _is(one, "closed")), self.events[-1].at)


@attrs.frozen(kw_only=True, eq=False)
class Observed:
    """
    A history with the model that it is read by.

    Args:
        history: The history, effective.
        model: The model.
        zone: Zone of local times.
        cases: Its cases, adoption histories left out, in order of opening.
        workers: Ids of roles on the professionals' side.
    """

    history: History
    model: Model
    zone: ZoneInfo
    cases: tuple[Seen, ...]
    workers: frozenset[str]

    @property
    def first(self) -> int:
        """When the first case opened."""
        return self.cases[0].opened

    @property
    def last(self) -> int:
        """When anything happened last."""
        return max(one.events[-1].at for one in self.cases)

    def local(self, at: int) -> dt.datetime:
        """
        Give a moment in local time.

        Args:
            at: Microseconds since 1970 UTC.
        """
        return dt.datetime.fromtimestamp(at // 1_000_000, self.zone)

    def work(self) -> Iterator[Happened]:
        """Give every event in which a worker does something of the model's, bookkeeping left aside."""
        acts = (one for case in self.cases for one in case.events if one.element and one.kind not in BOOKKEEPING)
        return (one for one in acts if one.role in self.workers)

    def data(self, row: int, name: str) -> Value:
        """
        Give a datum of an event, or None.

        Args:
            row: Position of the event.
            name: Name of the datum.
        """
        return self.history.value(row, name)


def observed(history: History, model: Model, zone: str) -> Observed:
    """
    Read a history for fitting.

    Args:
        history: The history.
        model: The model.
        zone: IANA time zone of local times.
    """
    effective = history.effective()
    cases = [_seen(effective, number) for number in range(len(effective.cases))]
    ordinary = [one for one in cases if one.events and any(event.kind != "adoption" for event in one.events)]
    return Observed(
        history=effective,
        model=model,
        zone=ZoneInfo(zone),
        cases=tuple(sorted(ordinary, key=lambda one: (one.opened, one.number))),
        workers=frozenset(role.id for role in model.roles if role.side is Side.PROFESSIONAL),
    )


def _seen(history: History, number: int) -> Seen:
    rows = range(history.starts[number], history.starts[number + 1])
    return Seen(
        number=number,
        events=tuple(_happened(history, row) for row in rows),
        closed=bool(history.closed[number]),
    )


def _happened(history: History, row: int) -> Happened:
    kind, element, transition = history.signatures[history.signature[row]]
    return Happened(
        row=row,
        at=history.occurred[row],
        kind=kind,
        element=element,
        transition=transition,
        instance=history.instances.text(row),
        role=history.roles.text(row),
        person=history.persons.text(row),
    )


def _is(one: Happened, transition: str) -> bool:
    return one.kind == "case" and one.transition == transition


def lines_of(value: Value) -> Sequence[dict[str, Value]]:
    """
    Give the lines of an attendance as mappings.

    Args:
        value: The datum, or None.
    """
    found = []
    for line in value if isinstance(value, tuple) else ():
        pairs = line if isinstance(line, tuple) else ()
        found.append({pair[0]: pair[1] for pair in pairs if isinstance(pair, tuple) and isinstance(pair[0], str)})
    return found


def is_work(one: Happened) -> bool:
    """
    Tell whether an event completes an activity.

    Args:
        one: The event.
    """
    return one.transition == "completed" and bool(one.element) and one.kind not in {*BOOKKEEPING, "phase", "milestone"}
