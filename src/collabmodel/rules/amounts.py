"""Comparing and reckoning with the values of conditions: numbers, texts, times, durations. Nothing here ever raises."""

from __future__ import annotations

import datetime as dt
import enum
import operator
import sys
from collections.abc import Callable
from typing import Final, TypeAlias

import attrs

from collabmodel.model import Comparison, Operator
from collabmodel.rules.trace import Value
from collabmodel.workdays import Days, Duration, Unit, shift


class Unknown(enum.Enum):
    """The truth value, or value, of what cannot be told because something it rests on is missing."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
"""The one member of ``Unknown``: neither true nor false (strong Kleene logic)."""


@attrs.frozen
class Elapsed:
    """
    The time between two moments, which keeps both: how long a month was depends on where it lay.

    Args:
        earlier: The moment that was subtracted; a date or an aware datetime.
        later: The moment it was subtracted from, of the same kind.
    """

    earlier: dt.date
    later: dt.date


Found: TypeAlias = "Value | Unknown | Elapsed | dt.timedelta"
"""What an expression comes to: a value, ``UNKNOWN``, or a span of time."""

COMPARE: dict[Comparison, Callable[[object, object], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,  # type: ignore[dict-item]
    Comparison.AT_MOST: operator.le,  # type: ignore[dict-item]
    Comparison.MORE: operator.gt,  # type: ignore[dict-item]
    Comparison.AT_LEAST: operator.ge,  # type: ignore[dict-item]
}
"""Comparison of two values of one plain type."""

_EQUALITY = frozenset({Comparison.EQUAL, Comparison.UNEQUAL})
_FIXED = {Unit.MINUTES: 60, Unit.HOURS: 3_600, Unit.DAYS: 86_400, Unit.WEEKS: 604_800}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_LARGEST = sys.float_info.max


def is_number(value: object) -> bool:
    """
    Tell whether a value is a number; truth values are not.

    Args:
        value: Any value.

    >>> is_number(1.5), is_number(True)
    (True, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool)


def compare(how: Comparison, left: Found, right: Found, days: Days | None = None) -> bool | Unknown:
    """
    Compare two values; unknown where one is missing or they are unlike.

    Whole and broken numbers are alike, truth values and numbers are not. Times are compared as instants, so an hour
    that a clock shows twice is two hours. Between a date and a time the time counts as its date in its own zone.
    A span between two moments is compared with months, years or working days by adding these to the earlier moment.
    A plain number beside a duration counts in the duration's own unit, so that an age is compared with ``22 years``.

    Args:
        how: The comparison.
        left: Left value.
        right: Right value.
        days: Calendar on which working days are counted, or None where there is none: then they are unknown.

    >>> compare(Comparison.LESS, 2, 2.5), compare(Comparison.EQUAL, True, 1)
    (True, <Unknown.UNKNOWN: 'unknown'>)
    >>> compare(Comparison.AT_MOST, 15, Duration(22, Unit.YEARS))
    True
    """
    kind = type(left)
    if kind is type(right) and (kind is str or kind is int or kind is float):
        return COMPARE[how](left, right)
    try:
        return _compare_unlike(how, left, right, days)
    except (OverflowError, TypeError, ValueError):
        return UNKNOWN


def _compare_unlike(how: Comparison, left: Found, right: Found, days: Days | None) -> bool | Unknown:
    if left is None or right is None or left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if isinstance(left, bool) and isinstance(right, bool):
        return COMPARE[how](left, right) if how in _EQUALITY else UNKNOWN
    left, right = _counted(left, right), _counted(right, left)
    if (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
        return COMPARE[how](left, right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return _compare_lists(how, left, right, days)
    order = _order(left, right, days)
    return UNKNOWN if isinstance(order, Unknown) else COMPARE[how](order, 0)


def _counted(value: Found, beside: Found) -> Found:
    """Give how many units a duration beside a plain number has; anything else as it is."""
    return value.amount if isinstance(value, Duration) and is_number(beside) else value


def _compare_lists(
    how: Comparison, left: tuple[object, ...], right: tuple[object, ...], days: Days | None
) -> bool | Unknown:
    if how not in _EQUALITY:
        return UNKNOWN
    same: bool | Unknown = len(left) == len(right)
    if same:
        for one, other in zip(left, right, strict=True):
            equal = compare(Comparison.EQUAL, one, other, days)  # type: ignore[arg-type]
            if equal is False:
                same = False
                break
            same = UNKNOWN if equal is UNKNOWN else same
    if isinstance(same, Unknown):
        return UNKNOWN
    return same is (how is Comparison.EQUAL)


def _order(left: Found, right: Found, days: Days | None) -> int | Unknown:  # noqa: PLR0911 - a table of kinds
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        return _order_moments(left, right)
    if isinstance(left, Elapsed) and isinstance(right, Duration) and right.unit not in _FIXED:
        return _order_after(left, right, days)
    if isinstance(right, Elapsed) and isinstance(left, Duration) and left.unit not in _FIXED:
        order = _order_after(right, left, days)
        return order if isinstance(order, Unknown) else -order
    if isinstance(left, Duration) and isinstance(right, Duration):
        if left.unit is right.unit:
            return _sign(left.amount - right.amount)
        if left.unit in _MONTHS and right.unit in _MONTHS:
            return _sign(left.amount * _MONTHS[left.unit] - right.amount * _MONTHS[right.unit])
    one, other = fixed(left), fixed(right)
    if one is None or other is None:
        return UNKNOWN
    return (one > other) - (one < other)


def _order_after(span: Elapsed, duration: Duration, days: Days | None) -> int | Unknown:
    moved = shift(span.earlier, duration, days)
    return UNKNOWN if moved is None else _order_moments(span.later, moved)


def _order_moments(left: dt.date, right: dt.date) -> int | Unknown:
    one, other = left, right
    if isinstance(left, dt.datetime) and isinstance(right, dt.datetime):
        if left.tzinfo is None or right.tzinfo is None:
            return UNKNOWN
        one, other = left.astimezone(dt.UTC), right.astimezone(dt.UTC)
    else:
        one, other = _date(left), _date(right)
    return (one > other) - (one < other)


def _date(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def fixed(span: Found) -> dt.timedelta | None:
    """
    Give a span as elapsed time, or None if it has no fixed length (months, years, working days) or is no span.

    Args:
        span: A duration, a difference of moments, or any other value.

    >>> fixed(Duration(2, Unit.WEEKS))
    datetime.timedelta(days=14)
    """
    if isinstance(span, dt.timedelta):
        return span
    if isinstance(span, Duration) and span.unit in _FIXED:
        return dt.timedelta(seconds=span.amount * _FIXED[span.unit])
    if isinstance(span, Elapsed):
        return _between(span.earlier, span.later)
    return None


def _between(earlier: dt.date, later: dt.date) -> dt.timedelta:
    if isinstance(earlier, dt.datetime) and isinstance(later, dt.datetime):
        return later.astimezone(dt.UTC) - earlier.astimezone(dt.UTC)
    return later - earlier


def reckon(how: Operator, left: Found, right: Found) -> Found:
    """
    Add, subtract, multiply or divide; unknown where that means nothing, for division by zero, and beyond all bounds.

    Args:
        how: The operation.
        left: Left value.
        right: Right value.

    >>> reckon(Operator.PLUS, 1, 2.5), reckon(Operator.DIVIDE, 1, 0)
    (3.5, <Unknown.UNKNOWN: 'unknown'>)
    >>> reckon(Operator.MINUS, dt.date(2025, 3, 4), dt.date(2025, 3, 1))
    Elapsed(earlier=datetime.date(2025, 3, 1), later=datetime.date(2025, 3, 4))
    """
    if left is None or right is None or left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    try:
        if is_number(left) and is_number(right):
            return _bounded(_ARITHMETIC[how](left, right))
        if isinstance(left, dt.date):
            return _moment(how, left, right)
        if isinstance(right, dt.date) and how is Operator.PLUS:
            return _moment(how, right, left)
        return _span(how, left, right)
    except (ArithmeticError, TypeError, ValueError):
        return UNKNOWN


def _bounded(number: Found) -> Found:
    fits = abs(number) <= _LARGEST if isinstance(number, int | float) else False
    return number if fits else UNKNOWN


_ARITHMETIC: dict[Operator, Callable[[object, object], Found]] = {
    Operator.PLUS: operator.add,
    Operator.MINUS: operator.sub,
    Operator.TIMES: operator.mul,
    Operator.DIVIDE: operator.truediv,
}


def _moment(how: Operator, moment: dt.date, other: Found) -> Found:
    if isinstance(other, dt.date) and how is Operator.MINUS:
        if isinstance(moment, dt.datetime) and isinstance(other, dt.datetime):
            return Elapsed(other, moment) if moment.tzinfo and other.tzinfo else UNKNOWN
        return Elapsed(_date(other), _date(moment))
    if how is Operator.PLUS and isinstance(other, Duration):
        moved = shift(moment, other, None)
        return UNKNOWN if moved is None else moved
    span = fixed(other)
    if span is None or how not in (Operator.PLUS, Operator.MINUS):
        return UNKNOWN
    span = span if how is Operator.PLUS else -span
    if isinstance(moment, dt.datetime):
        return (moment.astimezone(dt.UTC) + span).astimezone(moment.tzinfo)
    return moment + span if not span % dt.timedelta(days=1) else UNKNOWN


def _span(how: Operator, left: Found, right: Found) -> Found:  # noqa: PLR0911 - a table of kinds
    if (
        isinstance(left, Duration)
        and isinstance(right, Duration)
        and left.unit is right.unit
        and left.unit not in _FIXED
    ):
        return _same_unit(how, left, right)
    if isinstance(left, Duration) and isinstance(right, int) and not isinstance(right, bool) and how is Operator.TIMES:
        return _times(left, right)
    if isinstance(right, Duration) and isinstance(left, int) and not isinstance(left, bool) and how is Operator.TIMES:
        return _times(right, left)
    one, other = fixed(left), fixed(right)
    if one is not None and other is not None and how is not Operator.TIMES:
        return _ARITHMETIC[how](one, other)
    if one is not None and is_number(right) and how in (Operator.TIMES, Operator.DIVIDE):
        return _ARITHMETIC[how](one, right)
    if other is not None and is_number(left) and how is Operator.TIMES:
        return _ARITHMETIC[how](left, other)
    return UNKNOWN


def _times(span: Duration, number: int) -> Found:
    amount = _bounded(span.amount * number)
    return Duration(amount, span.unit) if isinstance(amount, int) else UNKNOWN


def _same_unit(how: Operator, left: Duration, right: Duration) -> Found:
    if how is Operator.DIVIDE:
        return left.amount / right.amount
    if how is Operator.TIMES:
        return UNKNOWN
    change = right.amount if how is Operator.PLUS else -right.amount
    return Duration(left.amount + change, left.unit)
