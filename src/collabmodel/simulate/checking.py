"""A scenario against the model it is to meet: everything that is wrong, and what is only doubtful, all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from collabmodel.case import Tables, tables_of
from collabmodel.errors import Problem
from collabmodel.formats.places import Places
from collabmodel.model import Kind, Model
from collabmodel.simulate.checking_doings import DOING_CHECKS
from collabmodel.simulate.checking_doubts import DOUBTS
from collabmodel.simulate.checking_loops import LOOP_CHECKS
from collabmodel.simulate.checking_meetings import TIME_CHECKS
from collabmodel.simulate.checking_names import NAME_CHECKS
from collabmodel.simulate.checking_numbers import NUMBER_CHECKS
from collabmodel.simulate.checking_people import PEOPLE_CHECKS
from collabmodel.simulate.checking_scale import SCALE_CHECKS
from collabmodel.simulate.checking_subject import MOST_ELEMENTS, Subject
from collabmodel.simulate.scenario import Scenario

MOST_SOUGHT = 200
"""Number of problems after which no more are looked for, so that a bad file of any size is answered soon."""
CHECKS = (*NUMBER_CHECKS, *SCALE_CHECKS, *NAME_CHECKS, *PEOPLE_CHECKS, *DOING_CHECKS, *TIME_CHECKS, *LOOP_CHECKS)
"""Every check whose findings stop a simulation."""


def check_scenario(model: Model | Tables, scenario: Scenario, places: Places | None = None) -> tuple[Problem, ...]:
    r"""
    Find everything that keeps a model from being tried in a scenario.

    Args:
        model: The model, or its tables.
        scenario: The scenario.
        places: Where its values stand in its file, or None.

    Raises:
        ModelError: The model cannot mean anything.

    >>> from collabmodel.simulate.reading import read_scenario
    >>> loaded = read_scenario("id: s\nstart: 2025-01-06\nhorizon: 1 year\narrivals:\n  all: {per_week: -1}\n")
    >>> [str(problem) for problem in check_scenario(Model(id="m"), loaded.scenario, loaded.places)]
    ["<text>:5:19: 'per_week' must be at least 0, not -1"]
    """
    return _found(CHECKS, model, scenario, places)


def scenario_doubts(model: Model | Tables, scenario: Scenario, places: Places | None = None) -> tuple[Problem, ...]:
    """
    Find what is only doubtful in a scenario: it can be run, but may not mean what its author thinks.

    Args:
        model: The model, or its tables.
        scenario: The scenario.
        places: Where its values stand in its file, or None.

    Raises:
        ModelError: The model cannot mean anything.
    """
    return _found(DOUBTS, model, scenario, places)


def _found(
    checks: Iterable[Callable[[Subject], Iterator[Problem]]],
    model: Model | Tables,
    scenario: Scenario,
    places: Places | None,
) -> tuple[Problem, ...]:
    tables = model if isinstance(model, Tables) else tables_of(model)
    subject = Subject(tables=tables, scenario=scenario, places=places)
    if refused := tuple(_values(subject)) or tuple(_too_much(subject)):
        return refused if checks is CHECKS else ()
    problems = (problem for check in checks for problem in check(subject))
    found = dict.fromkeys(islice(problems, MOST_SOUGHT))
    return tuple(sorted(found, key=lambda one: (one.place.file, one.place.line, one.place.column)))


def _values(subject: Subject) -> Iterator[Problem]:
    """A set of values has nobody in it, so everything that a scenario names would be missing."""
    model = subject.tables.model
    if model.kind is Kind.VALUES:
        hint = "simulate a cooperation model, and judge it by these values"
        yield subject.problem("model", "a set of values cannot be simulated:", model.id, hint)


def _too_much(subject: Subject) -> Iterator[Problem]:
    for section in ("arrivals", "returns", "facts", "staff", "people", "behaviour", "calendars"):
        count = len(getattr(subject.scenario, section))
        if count > MOST_ELEMENTS:
            yield subject.problem(section, f"more than {MOST_ELEMENTS} elements:", count, "leave some of them out")
