"""Comparing and reckoning with values as code of the kernel."""

from __future__ import annotations

import datetime as dt
import math

import attrs

from collabmodel.model import Comparison, Operator
from collabmodel.simulate.kernel import codes
from collabmodel.simulate.registers import Code, Pool
from collabmodel.simulate.sorts import ANY, COMPARING, NUMBER, TIME, TRUTH, Sort
from collabmodel.workdays import Duration

_UNKNOWN = math.nan
_LESS = Code(((codes.LESS, 0, 0),))
_TURNED = Code(((codes.NOT, 0, 0),))
_TURNED_ROUND = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
_RECKONING = {
    Operator.PLUS: codes.PLUS,
    Operator.MINUS: codes.MINUS,
    Operator.TIMES: codes.TIMES,
    Operator.DIVIDE: codes.DIVIDE,
}


class UnreadableError(Exception):
    """
    Something that the kernel cannot read.

    Args:
        what: What it is.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)


@attrs.frozen
class Typed:
    """
    Code with the sort of its value.

    Args:
        sort: The sort.
        code: The code.
        value: The value, where it is written in the model, else None.
    """

    sort: Sort
    code: Code
    value: bool | float | int | str | dt.date | Duration | None = None


@attrs.frozen
class Weighing:
    """
    Puts codes of values together.

    Args:
        pool: Where constants are written.
        start: Midnight from which minutes are counted; timezone-aware.
        zone: Where the model's calendars lie.
    """

    pool: Pool
    start: dt.datetime
    zone: dt.tzinfo

    def minutes(self, day: dt.date) -> float:
        """
        Give the minute at which a day begins where the model's calendars lie.

        Args:
            day: The day.
        """
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=self.zone)
        return (midnight.astimezone(dt.UTC) - self.start.astimezone(dt.UTC)).total_seconds() / 60

    def joined(self, parts: list[Code], *, every: bool) -> Code:
        """
        Give the code of several conditions together.

        Args:
            parts: Their codes.
            every: Whether all must hold; else one.
        """
        if not parts:
            return self.pool.push(1.0 if every else 0.0)
        found = parts[0]
        for part in parts[1:]:
            jump = (codes.IF_FALSE if every else codes.IF_TRUE, len(part.steps) + 2, 0)
            found = found + Code((jump,)) + part + Code(((codes.AND if every else codes.OR, 0, 0),))
        return found

    def compare(self, how: Comparison, left: Typed, right: Typed) -> Typed:
        """
        Compare two values.

        Args:
            how: The comparison.
            left: Left value.
            right: Right value.

        Raises:
            UnreadableError: The kernel cannot compare them.
        """
        made = COMPARING.compare(how, left.sort, right.sort)
        if made is None:
            return self._moments(how, left, right)
        if not made:
            return Typed(TRUTH, self.pool.push(_UNKNOWN))
        operation, one, other = made
        if operation == codes.EQUAL and isinstance(right.value, bool | int | float | str) and one == other == 1:
            operations = [step[0] for step in left.code.steps]
            if operations == [codes.REGISTER]:
                return Typed(TRUTH, Code(((codes.SAME, left.code.steps[0][1], right.code.steps[0][2]),)))
        return Typed(TRUTH, self._scaled(left, one) + self._scaled(right, other) + Code(((operation, 0, 0),)))

    def _scaled(self, value: Typed, by: float) -> Code:
        return value.code if by == 1 else value.code + self.pool.push(by) + Code(((codes.TIMES, 0, 0),))

    def _moments(self, how: Comparison, left: Typed, right: Typed) -> Typed:
        """Compare a time with a date: the time counts as its date."""
        if right.sort == TIME and isinstance(left.value, dt.date):
            how, left, right = _TURNED_ROUND.get(how, how), right, left
        if left.sort != TIME or not isinstance(right.value, dt.date):
            raise UnreadableError(f"{left.sort.name} and {right.sort.name} cannot be compared with '{how.value}'")
        day = right.value
        before = left.code + self.pool.push(self.minutes(day)) + _LESS
        until = left.code + self.pool.push(self.minutes(day + dt.timedelta(days=1))) + _LESS
        both = before + _TURNED + until + Code(((codes.AND, 0, 0),))
        ways = {
            Comparison.LESS: before,
            Comparison.AT_LEAST: before + _TURNED,
            Comparison.AT_MOST: until,
            Comparison.MORE: until + _TURNED,
            Comparison.EQUAL: both,
            Comparison.UNEQUAL: both + _TURNED,
        }
        return Typed(TRUTH, ways[how])

    def member(self, item: Typed, values: list[Typed], *, negated: bool) -> Typed:
        """
        Tell whether a value is one of several.

        Args:
            item: The value.
            values: The others.
            negated: Whether it is asked that it is none.
        """
        if values and all(one.sort == item.sort and one.value is not None for one in values):
            table = self.pool.table([self.pool.x[one.code.steps[0][2]] for one in values])
            found = item.code + Code(((codes.MEMBER, len(values), table),))
        else:
            found = self.joined([self.compare(Comparison.EQUAL, item, one).code for one in values], every=False)
        return Typed(TRUTH, found + _TURNED if negated else found)

    def reckon(self, how: Operator, left: Typed, right: Typed) -> Typed:
        """
        Add, subtract, multiply or divide.

        Args:
            how: The operation.
            left: Left value.
            right: Right value.

        Raises:
            UnreadableError: The kernel cannot reckon with them.
        """
        sort = COMPARING.reckon(how, left.sort, right.sort)
        if sort is None:
            raise UnreadableError(f"{left.sort.name} {how.value} {right.sort.name}")
        kind, one, other = sort
        if kind is None:
            return Typed(ANY, self.pool.push(_UNKNOWN))
        code = self._scaled(left, one) + self._scaled(right, other) + Code(((_RECKONING[how], 0, 0),))
        return Typed(kind, code)

    def magnitude(self, found: Typed) -> Typed:
        """
        Give a number without its sign.

        Args:
            found: The number.
        """
        fits = found.sort in (NUMBER, ANY) or found.sort.minutes
        code = found.code + Code(((codes.MAGNITUDE, 0, 0),))
        return Typed(found.sort, code) if fits else Typed(ANY, self.pool.push(_UNKNOWN))

    def extreme(self, values: list[Typed], operation: int) -> Typed:
        """
        Give the least or the most of some values.

        Args:
            values: The values, at least one.
            operation: Which.

        Raises:
            UnreadableError: They are not all of one sort.
        """
        sorts = {each.sort for each in values} - {ANY}
        if len(values) > 1 and (len(sorts) > 1 or any(sort.name not in _ORDERED for sort in sorts)):
            what = "'min' and 'max' of values of unlike sorts"
            raise UnreadableError(what)
        found = values[0].code
        for each in values[1:]:
            found = found + each.code + Code(((operation, 0, 0),))
        return Typed(sorts.pop() if sorts else ANY, found)


_ORDERED = ("number", "duration", "span", "time", "date")
