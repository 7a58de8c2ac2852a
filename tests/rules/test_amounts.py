"""Values of conditions compared and reckoned with, kind by kind."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from collabmodel.model import Comparison, Operator
from collabmodel.rules.amounts import UNKNOWN, Elapsed, Found, Unknown, compare, fixed, is_number, reckon
from collabmodel.workdays import Calendar, Days, Duration, Opening, compile_calendar, parse_duration

HELSINKI = ZoneInfo("Europe/Helsinki")
TUESDAY = dt.date(2025, 3, 4)
TEN = dt.datetime(2025, 3, 4, 10, tzinfo=HELSINKI)
NAIVE = dt.datetime(2025, 3, 4, 10)  # noqa: DTZ001 - what has no zone is the case under test
DAY = dt.timedelta(days=1)
LARGEST = 1.7976931348623157e308
ORDER = {
    Comparison.EQUAL: (False, True, False),
    Comparison.UNEQUAL: (True, False, True),
    Comparison.LESS: (True, False, False),
    Comparison.AT_MOST: (True, True, False),
    Comparison.MORE: (False, False, True),
    Comparison.AT_LEAST: (False, True, True),
}


def week() -> Days:
    opening = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
    return compile_calendar(Calendar(id="week", zone="Europe/Helsinki", opening=opening))


def span(text: str) -> Duration:
    return parse_duration(text)


@pytest.mark.parametrize("how", Comparison)
@pytest.mark.parametrize(
    ("small", "large"),
    [
        (1, 2),
        (1.5, 2),
        (1, 1.5),
        ("a", "b"),
        (TUESDAY, TUESDAY + DAY),
        (TEN, TUESDAY + DAY),
        (TUESDAY - DAY, TEN),
        (TEN, TEN + dt.timedelta(minutes=1)),
        (span("59 minutes"), span("1 hour")),
        (span("23 hours"), span("1 day")),
        (span("6 days"), span("1 week")),
        (span("2 months"), span("3 months")),
        (span("11 months"), span("1 year")),
        (span("1 year"), span("13 months")),
        (span("1 working day"), span("2 working days")),
        (dt.timedelta(minutes=59), span("1 hour")),
        (Elapsed(TUESDAY, TUESDAY + DAY), span("25 hours")),
        (span("23 hours"), Elapsed(TUESDAY, TUESDAY + DAY)),
        (Elapsed(TUESDAY, dt.date(2025, 4, 3)), span("1 month")),
        (span("1 month"), Elapsed(TUESDAY, dt.date(2025, 4, 5))),
        (Elapsed(dt.date(2013, 3, 5), TUESDAY), span("12 years")),
        (Elapsed(TUESDAY, TUESDAY + DAY), Elapsed(TUESDAY, TUESDAY + 2 * DAY)),
    ],
)
def test_what_is_less_is_less_by_every_comparison(how: Comparison, small: Found, large: Found) -> None:
    """Two alike values of any kind are ordered, and every comparison agrees with that order, both ways round."""
    less, _, more = ORDER[how]

    assert compare(how, small, large) is less
    assert compare(how, large, small) is more


@pytest.mark.parametrize("how", Comparison)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (2, 2.0),
        (2.0, 2),
        ("a", "a"),
        (TEN, TUESDAY),
        (TUESDAY, TEN),
        (TEN, TEN.astimezone(dt.UTC)),
        (span("60 minutes"), span("1 hour")),
        (span("24 hours"), span("1 day")),
        (span("7 days"), span("1 week")),
        (span("24 months"), span("2 years")),
        (span("2 years"), span("24 months")),
        (Elapsed(TUESDAY, dt.date(2025, 4, 4)), span("1 month")),
        (span("1 month"), Elapsed(TUESDAY, dt.date(2025, 4, 4))),
        (Elapsed(TUESDAY, TUESDAY + DAY), DAY),
    ],
)
def test_what_is_equal_is_equal_by_every_comparison(how: Comparison, one: Found, other: Found) -> None:
    """Equal values of any kind are equal by every comparison, however they are written."""
    assert compare(how, one, other) is ORDER[how][1]


@pytest.mark.parametrize("how", Comparison)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, None),
        (1, None),
        (None, 1),
        (UNKNOWN, 1),
        (1, UNKNOWN),
        (UNKNOWN, UNKNOWN),
        (True, 1),
        (1, True),
        (1, "1"),
        (TUESDAY, "2025-03-04"),
        (NAIVE, TEN),
        (TEN, NAIVE),
        (NAIVE, NAIVE),
        (span("1 month"), span("30 days")),
        (span("30 days"), span("1 month")),
        (span("1 year"), span("3 working days")),
        (span("3 working days"), span("1 year")),
        (span("3 working days"), span("3 days")),
        (Elapsed(TUESDAY, TUESDAY + DAY), 1),
        (1, Elapsed(TUESDAY, TUESDAY + DAY)),
        (Elapsed(TUESDAY, TUESDAY + DAY), span("1 working day")),
        (span("1 working day"), Elapsed(TUESDAY, TUESDAY + DAY)),
        (1, (1,)),
    ],
)
def test_what_is_unlike_or_missing_is_unknown_by_every_comparison(how: Comparison, one: Found, other: Found) -> None:
    """Values that are missing or of unlike kinds are neither equal nor unequal."""
    assert compare(how, one, other) is UNKNOWN


def test_truth_values_are_equal_or_not_and_in_no_order() -> None:
    """True and false can be told apart, but neither is more."""
    orders = (Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST)

    assert compare(Comparison.EQUAL, True, True) is True
    assert compare(Comparison.EQUAL, True, False) is False
    assert compare(Comparison.UNEQUAL, True, False) is True
    assert [compare(how, True, False) for how in orders] == [UNKNOWN] * 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((), (), True),
        ((1, "a"), (1.0, "a"), True),
        ((1, 2), (2, 1), False),
        ((1,), (1, 2), False),
        ((1, None), (2, None), False),
        ((None, 1), (None, 2), False),
        ((1, None), (1, 2), UNKNOWN),
        ((None, 1), (2, 1), UNKNOWN),
        ((1, "a"), ("a", "a"), UNKNOWN),
        ((None,), (1, 2), False),
        (((1, 2), 3), ((1, 2), 3), True),
        (((1, 2), 3), ((1, 3), 3), False),
    ],
)
def test_lists_are_equal_value_by_value(one: tuple[Found, ...], other: tuple[Found, ...], same: bool | Unknown) -> None:
    """One unequal pair makes lists unequal; else one unknown pair makes it unknown; longer ones have no order."""
    unequal = same if isinstance(same, Unknown) else not same

    assert compare(Comparison.EQUAL, one, other) is same
    assert compare(Comparison.UNEQUAL, one, other) is unequal
    assert compare(Comparison.LESS, one, other) is UNKNOWN
    assert compare(Comparison.AT_LEAST, one, other) is UNKNOWN


@pytest.mark.parametrize(("later", "least"), [(dt.date(2025, 3, 6), False), (dt.date(2025, 3, 7), True)])
def test_a_span_is_compared_with_working_days_on_the_calendar(later: dt.date, least: bool) -> None:
    """Three working days after a Tuesday is Friday; in lists the same calendar counts."""
    three = span("3 working days")

    assert compare(Comparison.AT_LEAST, Elapsed(TUESDAY, later), three, week()) is least
    assert compare(Comparison.AT_MOST, three, Elapsed(TUESDAY, later), week()) is least
    assert compare(Comparison.EQUAL, (Elapsed(TUESDAY, later),), (three,), week()) is least


def test_the_clock_that_is_turned_back_does_not_shorten_a_span() -> None:
    """Between two moments lies the time that passed, whatever the clocks showed."""
    before = dt.datetime(2026, 10, 24, 12, tzinfo=HELSINKI)
    night = Elapsed(before, before + DAY)

    assert fixed(night) == dt.timedelta(hours=25)
    assert compare(Comparison.EQUAL, night, span("25 hours")) is True


@pytest.mark.parametrize(
    ("value", "length"),
    [
        (DAY, DAY),
        (span("90 minutes"), dt.timedelta(minutes=90)),
        (span("3 hours"), dt.timedelta(hours=3)),
        (span("2 days"), 2 * DAY),
        (span("3 weeks"), 21 * DAY),
        (Elapsed(TUESDAY, TUESDAY + DAY), DAY),
        (span("1 month"), None),
        (span("1 year"), None),
        (span("1 working day"), None),
        (span("same day"), None),
        (1, None),
        ("1 day", None),
        (None, None),
        (UNKNOWN, None),
    ],
)
def test_what_has_a_fixed_length(value: Found, length: dt.timedelta | None) -> None:
    """Minutes to weeks and differences of moments have a fixed length; months, years and working days have none."""
    assert fixed(value) == length


@pytest.mark.parametrize(("value", "number"), [(1, True), (1.5, True), (True, False), ("1", False), (None, False)])
def test_what_is_a_number(value: object, number: bool) -> None:
    """Whole and broken numbers are numbers; truth values and text are not."""
    assert is_number(value) is number


PLUS, MINUS, TIMES, DIVIDE = Operator.PLUS, Operator.MINUS, Operator.TIMES, Operator.DIVIDE


@pytest.mark.parametrize(
    ("left", "how", "right", "result"),
    [
        (7, PLUS, 2, 9),
        (7, MINUS, 2, 5),
        (7, TIMES, 2, 14),
        (7, DIVIDE, 2, 3.5),
        (7, PLUS, 0.5, 7.5),
        (LARGEST, PLUS, 0, LARGEST),
        (-LARGEST, PLUS, 0, -LARGEST),
        (TEN, PLUS, span("2 hours"), TEN + dt.timedelta(hours=2)),
        (span("2 hours"), PLUS, TEN, TEN + dt.timedelta(hours=2)),
        (TEN, MINUS, span("2 hours"), TEN - dt.timedelta(hours=2)),
        (TEN, PLUS, DAY, TEN + DAY),
        (TUESDAY, PLUS, span("2 days"), dt.date(2025, 3, 6)),
        (TUESDAY, MINUS, span("4 days"), dt.date(2025, 2, 28)),
        (TUESDAY, PLUS, DAY, dt.date(2025, 3, 5)),
        (TUESDAY, MINUS, span("48 hours"), dt.date(2025, 3, 2)),
        (TUESDAY, PLUS, span("1 month"), dt.date(2025, 4, 4)),
        (TUESDAY, PLUS, span("1 year"), dt.date(2026, 3, 4)),
        (TUESDAY, MINUS, dt.date(2025, 3, 1), Elapsed(dt.date(2025, 3, 1), TUESDAY)),
        (TEN, MINUS, dt.date(2025, 3, 1), Elapsed(dt.date(2025, 3, 1), TUESDAY)),
        (TUESDAY, MINUS, TEN, Elapsed(TUESDAY, TUESDAY)),
        (TEN, MINUS, TEN, Elapsed(TEN, TEN)),
        (span("1 month"), PLUS, span("2 months"), span("3 months")),
        (span("3 months"), MINUS, span("1 month"), span("2 months")),
        (span("3 working days"), PLUS, span("2 working days"), span("5 working days")),
        (span("4 months"), DIVIDE, span("2 months"), 2.0),
        (span("4 months"), TIMES, 2, span("8 months")),
        (2, TIMES, span("4 months"), span("8 months")),
        (span("4 days"), TIMES, 2, span("8 days")),
        (2, TIMES, span("4 days"), span("8 days")),
        (span("1 hour"), PLUS, span("30 minutes"), dt.timedelta(minutes=90)),
        (span("1 hour"), PLUS, span("1 hour"), dt.timedelta(hours=2)),
        (span("1 hour"), MINUS, span("30 minutes"), dt.timedelta(minutes=30)),
        (span("1 hour"), DIVIDE, span("30 minutes"), 2.0),
        (span("1 hour"), TIMES, 1.5, dt.timedelta(minutes=90)),
        (1.5, TIMES, span("1 hour"), dt.timedelta(minutes=90)),
        (span("1 hour"), DIVIDE, 2, dt.timedelta(minutes=30)),
        (DAY, TIMES, 2, 2 * DAY),
        (2, TIMES, DAY, 2 * DAY),
        (Elapsed(TUESDAY, TUESDAY + DAY), PLUS, span("1 hour"), dt.timedelta(hours=25)),
    ],
)
def test_what_can_be_reckoned(left: Found, how: Operator, right: Found, result: Found) -> None:
    """Numbers, moments and spans are reckoned with where that means something, and keep their kind."""
    found = reckon(how, left, right)

    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize(
    ("left", "how", "right"),
    [
        (None, PLUS, 1),
        (1, PLUS, None),
        (UNKNOWN, PLUS, 1),
        (1, PLUS, UNKNOWN),
        (1, DIVIDE, 0),
        (LARGEST, TIMES, 2),
        (-LARGEST, TIMES, 2),
        (True, PLUS, 1),
        (1, PLUS, True),
        ("a", PLUS, "b"),
        (TEN, PLUS, TEN),
        (TEN, MINUS, NAIVE),
        (NAIVE, MINUS, TEN),
        (TUESDAY, PLUS, span("2 hours")),
        (TUESDAY, PLUS, span("1 working day")),
        (TUESDAY, MINUS, span("1 month")),
        (TUESDAY, MINUS, span("2 hours")),
        (TUESDAY, PLUS, dt.timedelta(hours=36)),
        (TUESDAY, TIMES, span("1 day")),
        (TUESDAY, DIVIDE, span("1 day")),
        (TUESDAY, PLUS, 1),
        (span("1 day"), MINUS, TUESDAY),
        (span("1 day"), TIMES, TUESDAY),
        (dt.date(9999, 12, 31), PLUS, DAY),
        (span("1 month"), MINUS, span("2 months")),
        (span("1 month"), TIMES, span("2 months")),
        (span("4 months"), DIVIDE, span("0 months")),
        (span("1 month"), PLUS, span("30 days")),
        (span("1 month"), TIMES, 1.5),
        (1.5, TIMES, span("1 month")),
        (span("1 month"), TIMES, True),
        (True, TIMES, span("1 month")),
        (span("1 month"), PLUS, 2),
        (2, PLUS, span("1 month")),
        (span("1 month"), DIVIDE, 2),
        (span("1 month"), TIMES, 10**400),
        (span("1 hour"), TIMES, span("1 hour")),
        (span("1 hour"), PLUS, 1),
        (1, PLUS, span("1 hour")),
        (1, DIVIDE, span("1 hour")),
        (1, MINUS, DAY),
        (span("1 hour"), DIVIDE, 0),
        (span("1 hour"), TIMES, "2"),
    ],
)
def test_what_cannot_be_reckoned_is_unknown(left: Found, how: Operator, right: Found) -> None:
    """Missing, meaningless and boundless results are unknown, never an exception."""
    assert reckon(how, left, right) is UNKNOWN


def test_a_moment_keeps_its_zone_when_a_span_is_added() -> None:
    """A day of 24 hours over the night in which clocks are turned back ends an hour earlier on the clock."""
    before = dt.datetime(2026, 10, 24, 12, tzinfo=HELSINKI)

    found = reckon(PLUS, before, 24 * dt.timedelta(hours=1))

    assert isinstance(found, dt.datetime)
    assert (found.hour, found.tzinfo) == (11, HELSINKI)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (15, span("22 years"), True),
        (22, span("22 years"), False),
        (span("3 days"), 4, True),
        (span("5 days"), 4, False),
    ],
)
def test_a_plain_number_counts_in_the_unit_of_the_duration_beside_it(left: Found, right: Found, expected: bool) -> None:
    """An age in years is compared with a parameter of so many years, whichever side it stands on."""
    found = compare(Comparison.LESS, left, right)

    assert found is expected
