"""What the functions of conditions give, and what they rest on."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.model import Activity, Call, Function, Literal, Model, Name, Role, Side, Signature
from collabmodel.model.expressions import parse
from collabmodel.rules.amounts import UNKNOWN, Elapsed, Found
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import evaluate
from collabmodel.rules.declared import Declared
from collabmodel.rules.functions import as_date, needs
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value

CALL = Signature("contact", "call", "completed")
MEETING = Signature("meeting", "meeting", "completed")
DAY = 86_400_000_000
MODEL = Model(
    id="m",
    roles=(Role(id="child", side=Side.CLIENT), Role(id="worker", side=Side.PROFESSIONAL)),
    activities=(Activity(id="meeting", kind="meeting"), Activity(id="call", kind="contact")),
)


def case(*events: tuple[Signature, dict[str, Value]]) -> CaseNames:
    """Give the names of a case of events a day apart, at its last event."""
    trace = ListedTrace()
    for day, (signature, data) in enumerate(events):
        trace.add(signature, day * DAY, data)
    return CaseNames(Declared.of(MODEL, Lexicon.of(MODEL)), trace).move(len(events) - 1, activation=0)


def value(text: str, *events: tuple[Signature, dict[str, Value]], **data: Value) -> Found:
    return evaluate(parse(text), case(*events, (MEETING, data)))


def call(function: Function, *arguments: str | Name) -> Call:
    return Call(function, tuple(Literal(each) if isinstance(each, str) else each for each in arguments))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (call(Function.ATTENDING, "child"), {"attendance"}),
        (call(Function.ATTENDING_ORGANISATIONS), {"attendance"}),
        (call(Function.COUNT, "call"), {"call"}),
        (call(Function.SUM, "call", "minutes"), {"minutes"}),
        (call(Function.SUM, "call", Name("minutes")), {"minutes"}),
        (call(Function.LAST, "call", "mood"), {"mood"}),
        (call(Function.SHARE, "meeting", "call"), {"call"}),
        (call(Function.LAST), set()),
        (Call(Function.LAST, (Literal("call"), Literal(3))), set()),
        (call(Function.KNOWN, Name("mood")), set()),
        (call(Function.MIN, Name("mood")), set()),
    ],
)
def test_what_a_function_rests_on_beside_its_arguments(asked: Call, found: set[str]) -> None:
    """Functions over attendance rest on it, those that look back on what they read last, others on nothing more."""
    assert needs(asked) == found


CALLS = ((CALL, {"minutes": 10}), (CALL, {"minutes": 20, "mood": 2}), (CALL, {"minutes": 2.5}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('count("call")', 3),
        ('count("call", 1 day)', 1),
        ('count("call", 2 days)', 2),
        ('sum("call", "minutes")', 32.5),
        ('sum("call", "minutes", 2 days)', 22.5),
        ('sum("call", "mood")', UNKNOWN),
        ('last("call", "minutes")', 2.5),
        ('last("call", "mood")', UNKNOWN),
        ('last("meeting", "minutes")', UNKNOWN),
        ('last("call", "minutes", 1 hour)', UNKNOWN),
        ('share("call", "call")', 1.0),
        ('share("kind:contact", "call", 2 days)', 1.0),
        ('share("meeting", "meeting")', 1.0),
        ('share("phase", "call")', UNKNOWN),
        ('share("meeting", "call")', 0.0),
    ],
)
def test_looking_back(text: str, expected: Found) -> None:
    """Counts, sums, shares and latest values are of matching events up to now, inside a window if there is one."""
    assert value(text, *CALLS) == expected


@pytest.mark.parametrize("data", [True, "many", None])
def test_a_sum_over_what_is_no_number_is_unknown(data: Value) -> None:
    """One value that is missing, or is no number, makes a sum unknown."""
    assert value('sum("call", "minutes")', *CALLS, (CALL, {"minutes": data})) is UNKNOWN


@pytest.mark.parametrize(
    "asked",
    [
        call(Function.COUNT),
        call(Function.COUNT, "call", "call"),
        Call(Function.COUNT, (Literal(3),)),
        call(Function.COUNT, ""),
        call(Function.SUM, "call"),
        Call(Function.SUM, (Literal("call"), Literal(3))),
        call(Function.SHARE, "call"),
        call(Function.LAST, "call"),
        call(Function.LAST, "call", "minutes", "minutes"),
        call(Function.ATTENDING),
        call(Function.ATTENDING, "child", "worker"),
        call(Function.SIZE),
        call(Function.DISTINCT),
        call(Function.KNOWN),
        call(Function.KNOWN, "a", "b"),
        call(Function.DATE),
        call(Function.DATE, "2025-03-04", "2025-03-05"),
        call(Function.ABS),
        call(Function.MIN),
        call(Function.MAX),
    ],
)
def test_a_call_with_arguments_it_does_not_take_is_unknown(asked: Call) -> None:
    """A function that is given too few, too many or meaningless arguments has no value, and raises nothing."""
    names = case(*CALLS, (MEETING, {"attendance": ((("role", "child"), ("outcome", "came")),)}))

    assert evaluate(asked, names) is UNKNOWN


def attendance(*lines: dict[str, str]) -> tuple[tuple[tuple[str, Value], ...], ...]:
    return tuple(tuple(line.items()) for line in lines)


THERE = attendance(
    {"role": "child", "person": "p1", "outcome": "came"},
    {"role": "child", "outcome": "came"},
    {"role": "child", "outcome": "came"},
    {"role": "worker", "person": "p2", "organisation": "school", "outcome": "came"},
    {"role": "worker", "person": "p2", "organisation": "clinic", "outcome": "came"},
    {"role": "worker", "person": "p3", "organisation": "clinic", "outcome": "no-show"},
    {"role": "worker", "person": "p4", "outcome": "came"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attending(child)", 3),
        ('attending("child")', 3),
        ("attending(client)", 3),
        ("attending(worker)", 2),
        ("attending(school)", 1),
        ("attending(clinic)", 1),
        ("attending(actor.role)", 2),
        ("attending(event.instance)", UNKNOWN),
        ("attending(activation.wanted)", 1),
        ('attending("actor.role")', 0),
        ("attending(missing.name)", 0),
        ("attending(3)", UNKNOWN),
        ("attending_organisations()", 2),
    ],
)
def test_who_came(text: str, expected: Found) -> None:
    """Persons count once, people without a name each; who is meant is a word, or what a name of the event holds."""
    names = case((CALL, {"wanted": "school"}), (MEETING, {"attendance": THERE, "actor.role": "worker"}))

    assert evaluate(parse(text), names) == expected


def test_who_came_is_unknown_where_nothing_says() -> None:
    """Without attendance neither people nor organisations can be counted."""
    assert value("attending(child)") is UNKNOWN
    assert value("attending_organisations()") is UNKNOWN


SPAN = "date(later) - date(earlier)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("size([])", 0),
        ("size([1, 1])", 2),
        ("size(3)", UNKNOWN),
        ("distinct([])", 0),
        ("distinct([1, 1.0, 2])", 2),
        ("distinct([1, true, 0, false])", 4),
        ("distinct([1, missing])", UNKNOWN),
        ("distinct(3)", UNKNOWN),
        ("known(mood)", True),
        ("known(missing)", False),
        ("known(missing == 1)", False),
        ("known(mood == 1)", True),
        ("abs(-3)", 3),
        ("abs(3)", 3),
        ("abs(0 - 2.5)", 2.5),
        ("abs(true)", UNKNOWN),
        ('abs("a")', UNKNOWN),
        ("abs(1 month)", UNKNOWN),
        ("abs(1 day)", UNKNOWN),
        ("abs(1 day - 2 days) == 1 day", True),
        (f"abs({SPAN}) == 3 days", True),
        ("abs(date(earlier) - date(later)) == 3 days", True),
        ("min(3)", 3),
        ("min(3, 1, 2)", 1),
        ("min(1, 2, 3)", 1),
        ("max(3, 1, 2)", 3),
        ("max(1, 2, 3)", 3),
        ("min([3, 1, 2])", 1),
        ("max([1, 2])", 2),
        ("min([])", UNKNOWN),
        ("min(missing)", UNKNOWN),
        ("min(1, missing)", UNKNOWN),
        ("min([1], [2])", UNKNOWN),
        ('max("a", "b")', "b"),
        ("max(1 day, 25 hours) == 25 hours", True),
        ("max(2 working days, 1 working day) == 2 working days", True),
    ],
)
def test_functions_of_values(text: str, expected: Found) -> None:
    """Sizes, distinct values, extremes and magnitudes are as anybody would count them, or unknown."""
    found = value(text, mood=3, earlier="2025-03-01", later="2025-03-04")

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-03-04", dt.date(2025, 3, 4)),
        ("2025-03-04T23:30:00+02:00", dt.date(2025, 3, 4)),
        (dt.datetime(2025, 3, 4, 23, tzinfo=dt.UTC), dt.date(2025, 3, 4)),
        (dt.date(2025, 3, 4), dt.date(2025, 3, 4)),
        ("soon", UNKNOWN),
        ("", UNKNOWN),
        (20250304, UNKNOWN),
        (None, UNKNOWN),
        (Elapsed(dt.date(2025, 3, 1), dt.date(2025, 3, 4)), UNKNOWN),
    ],
)
def test_what_has_a_date(value: Found, expected: Found) -> None:
    """Dates, moments and texts that are dates have one, without a time of day; nothing else has."""
    found = as_date(value)

    assert found == expected
    assert type(found) is type(expected)
