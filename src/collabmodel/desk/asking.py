"""What people ask of a case: answered by the engine, to whom the policy allows it, after it is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from collabmodel.case import Command, Due, NextStep, Refusal, Visibility
from collabmodel.case.access import visible
from collabmodel.case.asking import why_not
from collabmodel.case.blocks import blocks_closing
from collabmodel.case.dues import due
from collabmodel.case.steps_open import next_steps
from collabmodel.case.wording import refusal
from collabmodel.desk.answers import Denied
from collabmodel.desk.borders import known_case
from collabmodel.desk.live import Live
from collabmodel.desk.office import Office
from collabmodel.desk.permission import permitted, reaches
from collabmodel.desk.readers import Reader
from collabmodel.history import Actor

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
        StoreError: No case can have that id, the access log cannot be written, or the store cannot be read.
    """
    known_case(id)
    live = office.live.get(id)
    found = permitted(office, id, live, reader, what, element)
    return Denied(visibility=found) if not found.allowed or live is None else answer(live, office.now())


def dues(office: Office, id: str, reader: Reader) -> tuple[Due, ...] | Denied:
    """
    Give what waits for its target, of rules within the reader's reach.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who asks.
    """

    def answer(live: Live, now: dt.datetime) -> tuple[Due, ...]:
        return tuple(one for one in due(live.tables, live.case, now) if reaches(live, reader, now, one.rule))

    return asked(office, id, reader, "due", answer)


def steps(office: Office, id: str, reader: Reader) -> tuple[NextStep, ...] | Denied:
    """
    Give what may be done now: what the reader may do, and what others may within the reader's reach.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who asks.
    """

    def answer(live: Live, now: dt.datetime) -> tuple[NextStep, ...]:
        found = next_steps(live.tables, live.case, reader.actor, now)
        return tuple(one for one in found if one.mine or reaches(live, reader, now, one.element))

    return asked(office, id, reader, "next", answer)


def reason(office: Office, id: str, what: Command | str, reader: Reader) -> Refusal | Denied | None:
    """
    Tell why not; None if nothing stands against it.

    Args:
        office: What the desk works with.
        id: Id of the case.
        what: A command, or the id of an element.
        reader: Who asks, and would do it.
    """

    def answer(live: Live, now: dt.datetime) -> Refusal | None:
        return why_not(live.tables, live.case, what, reader.actor, now)

    return asked(office, id, reader, "why not", answer, element=what if isinstance(what, str) else what.element)


def blocks(office: Office, id: str, reader: Reader) -> tuple[Refusal, ...] | Denied:
    """
    Tell what stands against closing; of what lies beyond the reader's reach, only that there is something.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who asks.
    """

    def answer(live: Live, now: dt.datetime) -> tuple[Refusal, ...]:
        return tuple(
            one if reaches(live, reader, now, one.rule or one.element) else refusal(one.reason)
            for one in blocks_closing(live.tables, live.case, now)
        )

    return asked(office, id, reader, "blocks closing", answer)


def sight(office: Office, id: str, who: Actor, reader: Reader, *, element: str, purpose: str) -> Visibility | Denied:
    """
    Tell whether somebody may see something.

    Args:
        office: What the desk works with.
        id: Id of the case.
        who: Who would see it.
        reader: Who asks.
        element: Id of the element; empty for the case itself.
        purpose: What for.
    """

    def answer(live: Live, now: dt.datetime) -> Visibility:
        return visible(live.tables, live.case, who, now, element=element, purpose=purpose)

    return asked(office, id, reader, "visible", answer)
