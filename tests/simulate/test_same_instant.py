"""The order of what happens at one instant, which is part of what a scenario means."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.formats import load
from collabmodel.simulate.compiled import available
from collabmodel.simulate.engine import Floats, Ints, prepare, run
from collabmodel.simulate.kernel.rows import (
    DONE_BY,
    LOG_CASE,
    LOG_CAUSE,
    LOG_LETTER,
    LOG_SIZE,
    LOG_STARTED,
    LOG_TIME,
)
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.scenario import Scenario

_MODEL = """
id: desk
case: {subjects: [client]}
roles:
  client: {side: client}
  clerk: {side: professional}
activities:
  first: {kind: task, participants: [{role: clerk, mode: perform}]}
  second: {kind: task, participants: [{role: clerk, mode: perform}], entry: first}
"""
_SCENARIO = """
id: two at once
start: 2025-01-06
zone: UTC
horizon: 2 days
scheduling: queue
arrivals:
  morning: {at: ["2025-01-06T08:00:00+00:00", "2025-01-06T08:00:00+00:00"]}
staff:
  clerks: {role: clerk, count: 1, keeps: false}
behaviour:
  first: {length: 30 minutes}
  second: {length: 30 minutes}
"""


def _done(scenario: Scenario, *, compiled: bool = False) -> list[tuple[int, str, int, int]]:
    """Give what was done: number of the case, activity, begin and end in minutes after eight o'clock."""
    prepared = prepare(load(_MODEL), scenario)
    found: list[tuple[int, str, int, int]] = []

    def take(log: Ints, _: Floats) -> None:
        for at in range(0, len(log), LOG_SIZE):
            if log[at + LOG_LETTER] >= 0 and log[at + LOG_CAUSE] == DONE_BY:
                element = prepared.letters[log[at + LOG_LETTER]].element
                begin, end = int(log[at + LOG_STARTED]) - 480, int(log[at + LOG_TIME]) - 480
                found.append((int(log[at + LOG_CASE]), element, begin, end))

    run(prepared, replication=1, seed=1, take=take, compiled=compiled)
    return found


def test_equal_requests_are_served_by_number_of_case() -> None:
    """Two cases of one instant are served in the order of their numbers."""
    found = _done(load_scenario(_SCENARIO))

    assert [one[0] for one in found[:2]] == [0, 1]


def test_a_cases_own_wish_joins_the_line_before_the_freed_worker_is_offered() -> None:
    """When work ends, the case first wishes what comes next; then the worker goes to who was in line before."""
    found = _done(load_scenario(_SCENARIO))

    assert found == [(0, "first", 0, 30), (1, "first", 30, 60), (0, "second", 60, 90), (1, "second", 90, 120)]


def test_a_more_urgent_wish_goes_before_an_older_one() -> None:
    """A wish of more urgency is served before one that came earlier."""
    scenario = load_scenario(_SCENARIO)
    urgent = tuple(attrs.evolve(one, priority=-1 if one.id == "second" else 0) for one in scenario.behaviour)

    found = _done(attrs.evolve(scenario, behaviour=urgent))

    assert [one[:2] for one in found] == [(0, "first"), (0, "second"), (1, "first"), (1, "second")]


def test_what_would_happen_at_the_horizon_does_not() -> None:
    """Nothing happens at the horizon or later."""
    scenario = load_scenario(_SCENARIO)
    late = attrs.evolve(scenario.arrivals[0], at=(dt.datetime(2025, 1, 8, tzinfo=dt.UTC),))

    assert _done(attrs.evolve(scenario, arrivals=(late,))) == []


@pytest.mark.skipif(not available(), reason="needs the extra 'fast' (numba)")
def test_the_compiled_kernel_keeps_the_same_order() -> None:
    """Compiled and interpreted, the same happens in the same order."""
    scenario = load_scenario(_SCENARIO)

    assert _done(scenario, compiled=True) == _done(scenario)
