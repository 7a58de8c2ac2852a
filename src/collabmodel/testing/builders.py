"""Short ways to make events and batches, for tests."""

from __future__ import annotations

import datetime as dt
import random

import attrs

from collabmodel.history import Actor, Event
from collabmodel.plugin import Batch, CaseRow, Message
from collabmodel.rules.trace import Value

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
"""A time, where any will do."""


def an_event(case: str = "c1", seq: int = 1, **data: Value) -> Event:
    """
    Make an event.

    Args:
        case: Id of the case.
        seq: Place in its record.
        data: What it carries.

    >>> an_event(seq=3, outcome="agreed").id
    'c1-3'
    """
    return Event(
        id=f"{case}-{seq}",
        case=case,
        seq=seq,
        occurred=NOON + dt.timedelta(minutes=seq),
        recorded=NOON + dt.timedelta(minutes=seq + 1),
        kind="meeting",
        element="start_meeting",
        transition="completed",
        instance="start_meeting#1",
        actor=Actor(role="worker", person="p-17", organisation="school"),
        data=tuple(data.items()),
    )


def a_row(case: str = "c1", *, status: str = "open", due: dt.datetime | None = None, **roles: str) -> CaseRow:
    """
    Make a case row.

    Args:
        case: Id of the case.
        status: Its status.
        due: When something is due, or None.
        roles: Who holds which role.

    >>> a_row(worker="p-17").roles
    (('worker', 'p-17'),)
    """
    return CaseRow(
        id=case,
        model="m",
        model_hash="ab" * 32,
        status=status,
        opened=NOON,
        due=due,
        roles=tuple(sorted(roles.items())),
    )


def a_batch(case: str = "c1", expected: int = 0, count: int = 1, *, key: str = "", **parts: object) -> Batch:
    """
    Make a batch of events.

    Args:
        case: Id of the case.
        expected: Place of the last event.
        count: How many events to add.
        key: Idempotency key; empty to make one of case and place.
        parts: Other parts of the batch.

    >>> [event.seq for event in a_batch(expected=2, count=2).events]
    [3, 4]
    """
    batch = Batch(
        case=case,
        expected=expected,
        events=tuple(an_event(case, seq) for seq in range(expected + 1, expected + count + 1)),
        key=key or f"{case}/{expected}",
        fingerprint="f",
        answer="done",
        row=a_row(case),
    )
    return attrs.evolve(batch, **parts)  # type: ignore[arg-type]


def a_message(id: str = "m1", *, made: dt.datetime = NOON) -> Message:
    """
    Make a message.

    Args:
        id: Its id.
        made: When it was made.

    >>> a_message().about
    'due'
    """
    return Message(id=id, to="p-17", about="due", link="case/c1", made=made)


def some_text(seed: int, length: int) -> str:
    """
    Make a text that does not compress away and is the same for the same seed.

    Args:
        seed: What the text depends on.
        length: How many characters.

    >>> len(some_text(1, 20)), some_text(1, 20) == some_text(1, 20)
    (20, True)
    """
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyzåäö ", k=length))
