"""Ends of windows as models write them: durations, parameters, named limits; made ready for a case."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from collabmodel.errors import ModelError, Problem
from collabmodel.model import Expression, Limit, Model, Parameter, Reference, Rule
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import compile_condition, missing
from collabmodel.rules.declared import with_unit
from collabmodel.rules.names import Condition
from collabmodel.rules.windows import Edge
from collabmodel.workdays import Calendar, Days, Duration, compile_calendar, due_us, duration_problem

PLAIN = Calendar(id="", zone="UTC")
"""The calendar of a limit that names none: its days end at midnight UTC, and there are no working days."""


@attrs.frozen
class Choice:
    """
    Another length for some cases.

    Args:
        expression: When it applies.
        condition: It, compiled.
        duration: The length then.
        replaces: Whether the ordinary length drops out.
    """

    expression: Expression
    condition: Condition
    duration: Duration | Reference
    replaces: bool


@attrs.frozen
class Bound:
    """
    One end of a window.

    Args:
        duration: Its ordinary length.
        choices: Other lengths; the shortest that applies wins.
        days: Calendar, or None for plain time.
        roll: ``none``, ``forward`` or ``backward``.
    """

    duration: Duration | Reference
    choices: tuple[Choice, ...] = ()
    days: Days | None = None
    roll: str = "none"

    def edge(self, names: CaseNames, missed: set[str]) -> Edge:
        """
        Make it ready to be asked about activations.

        Args:
            names: The names of conditions, a cursor.
            missed: Where to note the names that were missing.
        """
        if isinstance(self.duration, Duration) and not self.choices:
            return Edge(self.duration, self.days, self.roll)
        return Edge(lambda activation: self._length(names.move(activation), missed), self.days, self.roll)

    def _length(self, names: CaseNames, missed: set[str]) -> Duration | None:
        lengths, ordinary = [], True
        for choice in self.choices:
            applies = choice.condition(names)
            if applies is True:
                lengths.append(_value(choice.duration, names, missed))
                ordinary = ordinary and not choice.replaces
            elif applies is not False:
                missed.update(missing(choice.expression, names))
                return None
        if ordinary:
            lengths.append(_value(self.duration, names, missed))
        known = [length for length in lengths if length is not None]
        start = names.trace.occurred[names.position]
        shortest = min(known, key=lambda length: due_us(start, length, self.days), default=None)
        return shortest if len(known) == len(lengths) else None


def _value(duration: Duration | Reference, names: CaseNames, missed: set[str]) -> Duration | None:
    if isinstance(duration, Duration):
        return duration
    value = names.get(duration.parameter)
    if isinstance(value, Duration):
        return value
    missed.add(duration.parameter)
    return None


class Bounds:
    """
    Compiles the windows of a model's rules.

    Args:
        model: The model.
        problems: Where to note what is wrong.
    """

    def __init__(self, model: Model, problems: list[Problem]) -> None:
        self.limits: Mapping[str, Limit] = {limit.id: limit for limit in model.limits}
        self.calendars: Mapping[str, Calendar] = {calendar.id: calendar for calendar in model.calendars}
        self.parameters: Mapping[str, Parameter] = {parameter.id: parameter for parameter in model.parameters}
        self.problems = problems
        self.compiled: dict[str, Days] = {}

    def of(self, rule: Rule) -> tuple[Bound | None, Bound | None]:
        """
        Give the least and the greatest distance of a rule's window; None where there is none.

        Args:
            rule: The rule.
        """
        window = rule.within
        if window is None:
            return None, None
        if window.limit:
            limit = self.limits.get(window.limit)
            if limit is None:
                self._problem(rule, "names no limit", window.limit)
                return None, None
            return None, self._limit(rule, limit)
        days = self._days(rule, window.calendar) if window.calendar else None
        low, high = (
            None if end is None else Bound(self._duration(rule, end, days), days=days)
            for end in (window.low, window.high)
        )
        return low, high

    def _limit(self, rule: Rule, limit: Limit) -> Bound:
        days = self._days(rule, limit.calendar) if limit.calendar else compile_calendar(PLAIN)
        choices = tuple(
            Choice(
                each.condition,
                compile_condition(each.condition),
                self._duration(rule, each.duration, days),
                each.replaces,
            )
            for each in limit.alternatives
        )
        return Bound(self._duration(rule, limit.duration, days), choices, days, limit.roll.value)

    def _days(self, rule: Rule, calendar: str) -> Days | None:
        if calendar not in self.compiled:
            if calendar not in self.calendars:
                self._problem(rule, "names no calendar", calendar)
                return None
            try:
                self.compiled[calendar] = compile_calendar(self.calendars[calendar])
            except ModelError as error:
                self.problems.extend(error.problems)
                return None
        return self.compiled[calendar]

    def _duration(self, rule: Rule, duration: Duration | Reference, days: Days | None) -> Duration | Reference:
        if isinstance(duration, Duration):
            self._countable(rule, duration, days)
            return duration
        parameter = self.parameters.get(duration.parameter)
        if parameter is None:
            self._problem(rule, "names no parameter", duration.parameter)
            return duration
        for value in (parameter.value, *(row.value for row in parameter.rows)):
            length = with_unit(value, parameter.unit)
            if isinstance(length, Duration):
                self._countable(rule, length, days)
            else:
                self._problem(rule, "needs a duration", duration.parameter)
        only = with_unit(parameter.value, parameter.unit)
        return only if isinstance(only, Duration) and not parameter.rows else duration

    def _countable(self, rule: Rule, duration: Duration, days: Days | None) -> None:
        problem = duration_problem(duration, days)
        if problem is not None:
            self.problems.append(attrs.evolve(problem, what=f"rule '{rule.id}': {problem.what}"))

    def _problem(self, rule: Rule, what: str, value: str) -> None:
        self.problems.append(Problem(what=f"rule '{rule.id}': window {what}", value=repr(value)))
