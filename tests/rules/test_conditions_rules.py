"""Conditions at the edges of what they can hold, and over spans of time."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.model import ListOf, Literal, Model, Name, Signature
from collabmodel.model.expressions import parse
from collabmodel.rules.amounts import UNKNOWN
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import MOST_LISTED, evaluate, missing
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.trace import Value
from collabmodel.workdays import Calendar, Opening

OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = Calendar(id="week", zone="UTC", opening=OPENING)
TUESDAY = dt.date(2025, 3, 4)


def names_of(**data: Value) -> CaseNames:
    model = Model(id="m", calendars=(WEEK,))
    trace = ListedTrace()
    trace.add(Signature("task", "a", "completed"), 0, data)
    return CaseNames(Declared.of(model, Lexicon.of(model)), trace).move(0)


@pytest.mark.parametrize(("count", "known"), [(MOST_LISTED - 1, True), (MOST_LISTED, False)])
def test_a_list_holds_as_much_as_it_may(count: int, known: bool) -> None:
    """A list with all that it holds may be of so many values and no more; beyond it is unknown."""
    found = evaluate(ListOf((Literal(1),) * count), names_of())

    assert (found is not UNKNOWN) is known


@pytest.mark.parametrize(
    ("later", "member"), [(dt.date(2025, 3, 6), False), (dt.date(2025, 3, 7), True), (dt.date(2025, 3, 8), False)]
)
def test_spans_in_lists_are_compared_on_the_calendar(later: dt.date, member: bool) -> None:
    """Whether a span is one of several lengths in working days is told on the model's calendar."""
    names = names_of(later=later, earlier=TUESDAY)

    assert evaluate(parse("later - earlier in [3 working days]"), names) is member
    assert evaluate(parse("later - earlier == 3 working days"), names) is member
    assert evaluate(parse("max(later - earlier, 3 working days) == 3 working days"), names) is (
        later <= dt.date(2025, 3, 7)
    )


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("a == 1", ("a",)),
        ("a == 1 and b == 2", ("a", "b")),
        ("a == 1 or true", ()),
        ("x == 1 or a == 1", ()),
        ("x == 2 or a == 1", ("a",)),
        ('x == "1"', ("x",)),
        ("not (a == 1)", ("a",)),
        ("1 / 0 == 1", ("null",)),
        ("activation.a == 1", ("activation.a",)),
    ],
)
def test_what_is_missing_is_named_once_and_in_order(text: str, lacking: tuple[str, ...]) -> None:
    """Only what would settle the condition is named, sorted; a part that means nothing is ``null``."""
    assert missing(parse(text), names_of(x=1)) == lacking


def test_a_name_alone_is_what_it_lacks() -> None:
    """A name without a value is missing itself; one with a value lacks nothing."""
    assert missing(Name("a"), names_of(x=1)) == ("a",)
    assert missing(Name("x"), names_of(x=1)) == ()
