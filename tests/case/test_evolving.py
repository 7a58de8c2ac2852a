"""A case as a fold over its events."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.case import evolve, new_case, replay, tables_of
from collabmodel.case.evolving import current
from collabmodel.history import Event
from collabmodel.model import Activity, Model, Rule, Template, parse_pattern

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
MODEL = Model(id="m", activities=(Activity(id="talk", kind="meeting"),))
OPENED = Event(id="c:1", case="c", seq=1, occurred=START, recorded=START, kind="case", transition="opened")
TALKED = attrs.evolve(
    OPENED,
    id="c:2",
    seq=2,
    kind="meeting",
    element="talk",
    transition="completed",
    recorded=START + dt.timedelta(days=1),
)


def test_an_event_out_of_turn_is_refused() -> None:
    """An event of another case, one that comes again and one that skips a place are no next events."""
    case = evolve(MODEL, new_case(MODEL, "c"), OPENED)

    for event in (OPENED, attrs.evolve(TALKED, seq=3), attrs.evolve(TALKED, case="other")):
        with pytest.raises(ValueError, match="is not event 2 of the case"):
            evolve(MODEL, case, event)


def test_older_cases_stay_what_they_were() -> None:
    """A case that went on in two ways is two cases, each with a record of its own."""
    case = evolve(MODEL, new_case(MODEL, "c"), OPENED)
    one = evolve(MODEL, case, TALKED)
    other = evolve(
        MODEL, case, attrs.evolve(TALKED, kind="fact", element="", transition="recorded", data=(("age", 3),))
    )

    assert one == replay(MODEL, "c", [OPENED, TALKED])
    assert (one.items[0].completed, other.items[0].completed, case.items[0].completed) == (1, 0, 0)
    assert (one.latest, case.latest) == (TALKED.recorded, START)
    assert one.record is not other.record


def test_a_case_under_another_model_gets_its_record() -> None:
    """Where a case is read by other tables, its record follows the rules of those."""
    ruled = attrs.evolve(MODEL, rules=(Rule(id="r", template=Template.EXISTENCE, a=parse_pattern("talk")),))
    case = evolve(MODEL, new_case(MODEL, "c"), OPENED)

    record = current(tables_of(ruled), case)

    assert len(record.monitors().cells(0, closed=False)) == 1
    assert record.events == (OPENED,)
    assert current(tables_of(MODEL), case) is case.record


def test_a_step_is_an_event_and_what_it_caused() -> None:
    """Derived events belong to the step of their cause; the next event from outside begins another."""
    case = evolve(MODEL, new_case(MODEL, "c"), OPENED)
    derived = attrs.evolve(TALKED, caused_by="c:1")

    assert evolve(MODEL, case, derived).step == (0, 1)
    assert evolve(MODEL, case, TALKED).step == (1,)


def test_unknown_kinds_and_elements_are_folded_as_nothing() -> None:
    """An event of which the model says nothing changes no item."""
    case = evolve(MODEL, new_case(MODEL, "c"), OPENED)
    strange = attrs.evolve(TALKED, kind="riddle", element="sphinx")

    assert evolve(MODEL, case, strange).items == case.items
    assert evolve(MODEL, case, attrs.evolve(TALKED, kind="task")).items == case.items
