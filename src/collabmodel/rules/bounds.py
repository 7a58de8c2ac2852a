"""Ends of windows as models write them: durations, parameters, named limits; made ready for a case."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from collabmodel.errors import ModelError, Problem
from collabmodel.model import Limit, Model, Name, Parameter, Reference, Rule
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import missing
from collabmodel.rules.declared import Declared, with_unit
from collabmodel.rules.limits import LimitSubject, compile_limit
from collabmodel.rules.windows import Edge
from collabmodel.workdays import Calendar, Days, Duration, compile_calendar, due_us, duration_problem


@attrs.frozen
class Bound:
    """
    One end of a window.

    Args:
        duration: Its length, or the parameter that gives it.
        days: Calendar, or None for plain time.
    """

    duration: Duration | Reference
    days: Days | None = None

    def edge(self, names: CaseNames, missed: set[str], *, longest: bool) -> Edge:
        """
        Make it ready to be asked about activations.

        Args:
            names: The names of conditions, a cursor.
            missed: Where to note the names that were missing.
            longest: Whether a length that is unknown is read as the longest that it may be, else as the shortest.
        """
        duration = self.duration
        if isinstance(duration, Duration):
            return Edge(duration, self.days)
        parameter = duration.parameter
        return Edge(lambda activation: self._length(parameter, names.move(activation), missed, longest), self.days)

    def _length(self, parameter: str, names: CaseNames, missed: set[str], longest: bool) -> Duration | None:
        value = names.get(parameter)
        if isinstance(value, Duration):
            return value
        missed.update(missing(Name(parameter), names) or {parameter})
        possible = [one for one in names.declared.possible(parameter, names) if isinstance(one, Duration)]
        choose = max if longest else min
        return choose(possible, key=lambda length: due_us(names.now, length, self.days), default=None)


class Bounds:
    """
    Compiles the windows of a model's rules.

    Args:
        model: The model.
        problems: Where to note what is wrong.
    """

    def __init__(self, model: Model, problems: list[Problem]) -> None:
        self.model = model
        self.limits: Mapping[str, Limit] = {limit.id: limit for limit in model.limits}
        self.calendars: Mapping[str, Calendar] = {calendar.id: calendar for calendar in model.calendars}
        self.parameters: Mapping[str, Parameter] = {parameter.id: parameter for parameter in model.parameters}
        self.problems = problems
        self.compiled: dict[str, Days] = {}

    def of(self, rule: Rule) -> tuple[Bound | None, Bound | None]:
        """
        Give the least and the greatest distance of a rule's window; None where there is none, or a limit tells it.

        Args:
            rule: The rule.
        """
        window = rule.within
        if window is None or window.limit:
            return None, None
        days = self._days(rule, window.calendar) if window.calendar else None
        low, high = (
            None if end is None else Bound(self._duration(rule, end, days), days=days)
            for end in (window.low, window.high)
        )
        return low, high

    def limit(self, rule: Rule, declared: Declared) -> LimitSubject | None:
        """
        Give the limit that a rule's window names, or None where there is none.

        Args:
            rule: The rule.
            declared: What the model declares.
        """
        named = "" if rule.within is None else rule.within.limit
        if not named:
            return None
        if named not in self.limits:
            self._problem(rule, "names no limit", named)
            return None
        try:
            return compile_limit(self.limits[named], self.model, declared)
        except ModelError as error:
            self.problems.extend(error.problems)
            return None

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
