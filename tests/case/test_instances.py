"""Which of an item's open instances an event is about."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.case import Instance, Status
from collabmodel.case.instances import choose

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
AN = Instance(number=1, name="1", status=Status.ACTIVE)


@pytest.mark.parametrize(
    ("open_", "transition", "name", "found"),
    [
        ((AN,), "completed", "", 1),
        ((AN,), "completed", "1", 1),
        ((AN,), "completed", "2", None),
        ((AN,), "booked", "visit", 1),
        ((AN,), "booked", "2", None),
        ((AN,), "completed", "visit", None),
        ((attrs.evolve(AN, name="visit"),), "booked", "other", None),
        ((attrs.evolve(AN, status=Status.SUSPENDED),), "suspended", "1", None),
        ((attrs.evolve(AN, status=Status.SUSPENDED),), "resumed", "", 1),
        ((attrs.evolve(AN, status=Status.AVAILABLE), attrs.evolve(AN, number=2, name="2")), "completed", "", 2),
        ((attrs.evolve(AN, at=START), attrs.evolve(AN, number=2, name="2")), "booked", "", 2),
        ((AN, attrs.evolve(AN, number=2, name="2", at=START)), "moved", "", 2),
        ((AN, attrs.evolve(AN, number=2, name="2")), "active", "", None),
        ((AN, attrs.evolve(AN, number=2, name="2", status=Status.ENABLED)), "active", "", 2),
        ((), "completed", "", None),
    ],
)
def test_an_event_is_about_the_instance_that_fits(
    open_: tuple[Instance, ...], transition: str, name: str, found: int | None
) -> None:
    """By name where there is one, else the oldest that can take the event; some events may give a name."""
    one = choose(open_, transition, name)

    assert (one and one.number) == found
