"""Limits that cannot mean anything are refused with all that is wrong; what may be unknown is known beforehand."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.errors import ModelError, Problem
from collabmodel.model import (
    Activity,
    Anchor,
    ConditionalDuration,
    Exemption,
    Extension,
    Limit,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Pause,
    Phase,
    Recurrence,
    Reference,
    Suspension,
    Text,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limits import LimitSubject, compile_limit
from collabmodel.workdays import Calendar, Opening, parse_duration

OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="Europe/Helsinki", opening=OPENING)
DAYS, WORKING = parse_duration("3 days"), parse_duration("3 working days")
PARAMETERS = (
    Parameter(id="fixed", value=3, unit="days"),
    Parameter(id="points", value=3),
    Parameter(id="mixed", value=3, unit="days", rows=(ParameterRow(condition=parse("urgent"), value="soon"),)),
)


def named(element: str, where: str = "") -> Pattern:
    return Pattern(element=element, where=parse(where) if where else None)


def compiled(**fields: object) -> LimitSubject:
    usual: dict[str, object] = {
        "id": "soon", "anchors": (Anchor(event=named("asked")),), "stop": named("answered"), "duration": DAYS,
    }  # fmt: skip
    one = Limit(**{**usual, **fields})  # type: ignore[arg-type]
    suspension = Suspension(pauses_limits=True, reason=Text.of("holidays"))
    model = Model(
        id="m", limits=(one,), parameters=PARAMETERS, calendars=(WEEK,),
        phases=(Phase(id="whole", suspension=suspension), Phase(id="part", phase="whole")),
        activities=(Activity(id="asked", kind="task"), Activity(id="answered", kind="task", phase="part")),
    )  # fmt: skip
    return compile_limit(one, model, Declared.of(model, Lexicon.of(model)))


def refused(**fields: object) -> tuple[Problem, ...]:
    with pytest.raises(ModelError) as caught:
        compiled(**fields)
    return tuple(caught.value.problems)


NO_SUCH = ("limit 'soon': no such parameter", "'none'")
UNLIKE = "limit 'soon': a parameter of another kind where a duration is needed"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"calendar": "none"}, [("limit 'soon': no such calendar", "'none'")]),
        ({"duration": Reference("none")}, [NO_SUCH]),
        ({"duration": Reference("points")}, [(UNLIKE, "3")]),
        ({"duration": Reference("mixed")}, [(UNLIKE, "'soon'")]),
        ({"recurrence": Recurrence(first=Reference("none"))}, [NO_SUCH]),
        (
            {"extensions": (Extension(duration=Reference("none")), Extension(duration=Reference("points")))},
            [NO_SUCH, (UNLIKE, "3")],
        ),
        ({"alternatives": (ConditionalDuration(condition=parse("urgent"), duration=Reference("none")),)}, [NO_SUCH]),
        ({"duration": Reference("none"), "calendar": "none"}, [("limit 'soon': no such calendar", "'none'"), NO_SUCH]),
    ],
)  # fmt: skip
def test_lengths_that_mean_nothing(fields: dict[str, object], told: list[tuple[str, str]]) -> None:
    """Wherever a limit names a length, what is not there or no duration is told with the limit and the value."""
    assert [(problem.what, problem.value) for problem in refused(**fields)] == told


def test_a_parameter_of_another_kind_is_told_how_to_mend_it() -> None:
    """The refusal says how a duration is written."""
    (problem,) = refused(duration=Reference("points"))

    assert problem.hint == "write it as '7 working days', or give it such a unit"


def test_working_days_need_a_calendar_and_a_broken_one_is_told_alone() -> None:
    """Without a calendar working days are refused; where the calendar itself is missing only that is told."""
    (alone,) = refused(duration=WORKING)
    (missing,) = refused(duration=WORKING, calendar="none")

    assert alone.what.startswith("limit 'soon': ")
    assert "working days need a calendar" in alone.what
    assert missing.what == "limit 'soon': no such calendar"
    assert compiled(duration=WORKING, calendar="week").parts.days.zone.key == "Europe/Helsinki"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "doubtful"),
    [
        ({}, False),
        ({"pauses": (Pause(start=named("a"), end=named("b")),), "recurrence": Recurrence(until=named("c"))}, False),
        ({"extensions": (Extension(duration=DAYS),)}, False),
        ({"anchors": (Anchor(event=named("asked", "x == 1")),)}, True),
        ({"anchors": (Anchor(event=named("asked"), revoked=named("b", "x == 1")),)}, True),
        ({"stop": named("answered", "x == 1")}, True),
        ({"pauses": (Pause(start=named("a", "x == 1"), end=named("b")),)}, True),
        ({"pauses": (Pause(start=named("a"), end=named("b", "x == 1")),)}, True),
        ({"recurrence": Recurrence(until=named("c", "x == 1"))}, True),
        ({"applies": parse("urgent")}, True),
        ({"exemptions": (Exemption(condition=parse("urgent")),)}, True),
        ({"alternatives": (ConditionalDuration(condition=parse("urgent"), duration=DAYS),)}, True),
        ({"extensions": (Extension(duration=DAYS, condition=parse("urgent")),)}, True),
        ({"duration": Reference("fixed")}, True),
        ({"recurrence": Recurrence(first=Reference("fixed"))}, True),
        ({"extensions": (Extension(duration=Reference("fixed")),)}, True),
    ],
)
def test_which_limits_may_leave_something_unknown(fields: dict[str, object], doubtful: bool) -> None:
    """A limit is read twice where a condition or a length that rests on facts may be unknown."""
    assert compiled(**fields).doubtful is doubtful


def test_phases_around_the_stop_pause_it() -> None:
    """Own pauses come first, then those of the phases around the item that meets the limit, with their reasons."""
    own = Pause(start=named("a"), end=named("b"), reason=Text.of("away"))
    parts = compiled(pauses=(own,)).parts

    assert [(each.start.pattern.short(), each.end.pattern.short(), each.why) for each in parts.pauses] == [
        ("a", "b", "away"), ("whole.suspended", "whole.resumed", "holidays"),
    ]  # fmt: skip
    assert len(compiled(pauses=(own,), stop=named("asked")).parts.pauses) == 1
