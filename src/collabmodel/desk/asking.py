"""What people ask of a case: answered by the engine, to whom the policy allows it, after it is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from collabmodel.case import Due, NextStep
from collabmodel.case.dues import due
from collabmodel.case.steps_open import next_steps
from collabmodel.desk.answers import Denied
from collabmodel.desk.live import Live
from collabmodel.desk.office import Office
from collabmodel.desk.permission import permitted, reaches
from collabmodel.desk.readers import Reader

_Told = TypeVar("_Told")


def asked(
    office: Office,
    id: str,
    reader: Reader,
    what: str,
    answer: Callable[[Live, dt.datetime], _Told],
    *,
    element: str = "",
) -> _Told | Denied:
    """
    Answer a question about a case.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who asks.
        what: What is asked, for the access log.
        answer: Gives the answer.
        element: Id of the element that it is about; empty for the case itself.

    Raises:
        StoreError: The access log cannot be written, or the store cannot be read.
    """
    live = office.live.get(id)
    found = permitted(office, id, live, reader, what, element)
    return Denied(visibility=found) if not found.allowed or live is None else answer(live, office.now())


def dues(live: Live, now: dt.datetime, reader: Reader) -> tuple[Due, ...]:
    """
    Give what waits for its target, of rules within the reader's reach.

    Args:
        live: The case.
        now: The time; timezone-aware.
        reader: Who asks.
    """
    return tuple(one for one in due(live.tables, live.case, now) if reaches(live, reader, now, one.rule))


def steps(live: Live, now: dt.datetime, reader: Reader) -> tuple[NextStep, ...]:
    """
    Give what may be done now: what the reader may do, and what others may within the reader's reach.

    Args:
        live: The case.
        now: The time; timezone-aware.
        reader: Who asks.
    """
    found = next_steps(live.tables, live.case, reader.actor, now)
    return tuple(one for one in found if one.mine or reaches(live, reader, now, one.element))
