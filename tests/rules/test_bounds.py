"""Windows of rules as models write them: what they refer to, and what is wrong with them."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.errors import Problem
from collabmodel.model import (
    Activity,
    Anchor,
    Fact,
    FactType,
    Limit,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Reference,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.bounds import Bound, Bounds
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value
from collabmodel.workdays import Calendar, Duration, Opening, parse_duration

A, B = Pattern(element="a"), Pattern(element="b")
OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="Europe/Helsinki", opening=OPENING)
DAYS, WORKING = parse_duration("3 days"), parse_duration("3 working days")
ROW = ParameterRow(condition=parse("urgent"), value=1)
LIMIT = Limit(id="soon", anchors=(Anchor(event=A),), stop=B, duration=DAYS)
MODEL = Model(
    id="m",
    calendars=(WEEK, attrs.evolve(WEEK, id="broken", zone="nowhere")),
    activities=(Activity(id="a", kind="task"), Activity(id="b", kind="task")),
    facts=(Fact(id="urgent", type=FactType.BOOLEAN), Fact(id="far", type=FactType.BOOLEAN)),
    limits=(LIMIT, attrs.evolve(LIMIT, id="lost", calendar="nowhere")),
    parameters=(
        Parameter(id="patience", value=7, unit="days"),
        Parameter(id="either", value=7, unit="days", rows=(ROW,)),
        Parameter(id="office", value=7, unit="working days", rows=(attrs.evolve(ROW, value=DAYS),)),
        Parameter(id="points", value=7, rows=(attrs.evolve(ROW, value=DAYS),)),
    ),
)


def compiled(window: Window | None) -> tuple[tuple[Bound | None, Bound | None], list[Problem]]:
    problems: list[Problem] = []
    bounds = Bounds(MODEL, problems)
    return bounds.of(Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=window)), problems


@pytest.mark.parametrize("window", [None, Window(limit="soon")])
def test_without_ends_there_are_no_bounds(window: Window | None) -> None:
    """A rule without a window, or with that of a limit, has neither least nor greatest distance of its own."""
    assert compiled(window) == ((None, None), [])


@pytest.mark.parametrize(
    ("window", "low", "high", "calendar"),
    [
        (Window(high=DAYS), None, DAYS, False),
        (Window(low=DAYS), DAYS, None, False),
        (Window(low=WORKING, high=WORKING, calendar="week"), WORKING, WORKING, True),
        (Window(high=Reference("patience")), None, parse_duration("7 days"), False),
        (Window(high=Reference("either")), None, Reference("either"), False),
        (Window(low=DAYS, high=Reference("office"), calendar="week"), DAYS, Reference("office"), True),
    ],
)
def test_ends_as_they_are_written(
    window: Window, low: Duration | Reference | None, high: Duration | Reference | None, calendar: bool
) -> None:
    """Durations stay; a parameter of one value stands for it, one with rows is asked in each case."""
    (first, last), problems = compiled(window)

    assert problems == []
    assert (first and first.duration, last and last.duration) == (low, high)
    assert all((bound.days is not None) is calendar for bound in (first, last) if bound)


@pytest.mark.parametrize(
    ("window", "problems"),
    [
        (Window(high=DAYS, calendar="none"), [("rule 'r': window names no calendar", "'none'")]),
        (Window(high=Reference("none")), [("rule 'r': window names no parameter", "'none'")]),
        (Window(high=Reference("points")), [("rule 'r': window needs a duration", "'points'")]),
        (
            Window(low=Reference("none"), high=Reference("points"), calendar="none"),
            [
                ("rule 'r': window names no calendar", "'none'"),
                ("rule 'r': window names no parameter", "'none'"),
                ("rule 'r': window needs a duration", "'points'"),
            ],
        ),
        (Window(high=DAYS, calendar="broken"), [("calendar 'broken': no such time zone", "'nowhere'")]),
    ],
)
def test_what_is_wrong_with_a_window(window: Window, problems: list[tuple[str, str]]) -> None:
    """Names that nothing has, and parameters that are no durations, are told with the rule, all at once."""
    found = compiled(window)[1]

    assert [(problem.what, problem.value) for problem in found] == problems


@pytest.mark.parametrize("end", [WORKING, Reference("office")])
def test_working_days_need_a_calendar(end: Duration | Reference) -> None:
    """A window in working days without a calendar is refused, also where only a parameter says so."""
    (problem,) = compiled(Window(high=end))[1]

    assert problem.what.startswith("rule 'r': ")
    assert "working days need a calendar" in problem.what


def test_a_calendar_is_made_ready_once() -> None:
    """Two rules on one calendar count on the same days."""
    bounds = Bounds(MODEL, [])
    rule = Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=Window(high=WORKING, calendar="week"))
    one, other = bounds.of(rule)[1], bounds.of(rule)[1]

    assert one is not None
    assert other is not None
    assert one.days is other.days


@pytest.mark.parametrize(
    ("window", "limit", "problems"),
    [
        (None, None, []),
        (Window(high=DAYS), None, []),
        (Window(limit="soon"), "soon", []),
        (Window(limit="none"), None, [("rule 'r': window names no limit", "'none'")]),
        (Window(limit="lost"), None, [("limit 'lost': no such calendar", "'nowhere'")]),
    ],
)
def test_a_window_may_name_a_limit(window: Window | None, limit: str | None, problems: list[tuple[str, str]]) -> None:
    """The limit that a window names is compiled with it; one that is not there, or broken, is told."""
    told: list[Problem] = []
    rule = Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=window)
    found = Bounds(MODEL, told).limit(rule, Declared.of(MODEL, Lexicon.of(MODEL)))

    assert (found and found.id) == limit
    assert [(problem.what, problem.value) for problem in told] == problems


def names_of(**facts: Value) -> CaseNames:
    trace = ListedTrace(facts)
    for position in range(2):
        trace.add(Signature("task", "a", "completed"), position)
    return CaseNames(Declared.of(MODEL, Lexicon.of(MODEL)), trace)


@pytest.mark.parametrize("longest", [True, False])
@pytest.mark.parametrize(("urgent", "days"), [(True, 1), (False, 7)])
def test_a_parameter_is_asked_in_the_case(urgent: bool, days: int, longest: bool) -> None:
    """The row that applies to the activation gives the distance, in either reading, and nothing is missing."""
    missed: set[str] = set()
    edge = Bound(Reference("either")).edge(names_of(urgent=urgent), missed, longest=longest)

    assert (edge.at(1), missed) == (parse_duration(f"{days} days"), set())


@pytest.mark.parametrize(("longest", "days"), [(True, 7), (False, 1)])
def test_an_unknown_distance_is_the_longest_or_the_shortest_it_may_be(longest: bool, days: int) -> None:
    """Where a fact is missing that chooses, the reading takes its end, and the parameter is named."""
    missed: set[str] = set()
    edge = Bound(Reference("either")).edge(names_of(), missed, longest=longest)

    assert (edge.at(1), missed) == (parse_duration(f"{days} days"), {"either"})


@pytest.mark.parametrize(("longest", "length"), [(True, "7 working days"), (False, "3 days")])
def test_lengths_of_unlike_units_are_compared_on_the_calendar(longest: bool, length: str) -> None:
    """Seven working days end later than three days: which is longer is told by where they end."""
    missed: set[str] = set()
    bound = compiled(Window(high=Reference("office"), calendar="week"))[0][1]

    assert bound is not None
    assert bound.edge(names_of(), missed, longest=longest).at(1) == parse_duration(length)


def test_a_parameter_that_nobody_declares_has_no_distance() -> None:
    """A distance that cannot be anything is none, and the parameter itself is what is missing."""
    missed: set[str] = set()
    edge = Bound(Reference("none")).edge(names_of(), missed, longest=True)

    assert (edge.at(0), missed) == (None, {"none"})


def test_a_distance_keeps_its_calendar() -> None:
    """A fixed and an asked distance both count on the calendar of the window."""
    days = Bounds(MODEL, [])._days(Rule(id="r", template=Template.RESPONSE, a=A, b=B), "week")
    edges = [Bound(each, days).edge(names_of(), set(), longest=True) for each in (WORKING, Reference("either"))]

    assert [edge.days for edge in edges] == [days, days]
    assert days is not None
