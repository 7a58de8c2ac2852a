"""What a model declares that conditions may name: facts, derived facts, parameters, sides, calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from collabmodel.errors import CollabError
from collabmodel.model import And, Expression, FactType, Model, Not, Or, Parameter, Signature
from collabmodel.model.patterns import parse_pattern
from collabmodel.rules.amounts import UNKNOWN, Found
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.names import Condition, Names
from collabmodel.workdays import Days, Duration, Unit, compile_calendar

_UNITS = {unit.value: unit for unit in Unit}


@attrs.frozen(kw_only=True)
class _Rows:
    """The value of a parameter: rows as (condition, value), those with most conditions first, and the default."""

    rows: tuple[tuple[Condition, Found], ...]
    default: Found

    def __call__(self, names: Names) -> Found:
        """Give the value of the first row that applies; unknown if rows of another value before it may apply."""
        first, *others = self.possible(names)
        return first if all(type(one) is type(first) and one == first for one in others) else UNKNOWN

    def possible(self, names: Names) -> tuple[Found, ...]:
        """Give the values of the rows that may apply, down to the first that does."""
        found: list[Found] = []
        for condition, value in self.rows:
            holds = condition(names)
            if holds is True:
                return (*found, value)
            if not isinstance(holds, bool):
                found.append(value)
        return (*found, self.default)


@attrs.frozen(eq=False)
class Declared:
    """
    What a model declares by name, compiled once for all of its cases.

    Args:
        lexicon: What patterns speak of.
        days: Calendar on which conditions count working days: the model's only one; None if it has several or none.
        zone: Time zone in which conditions see times: that of all calendars, else UTC.
        types: Types of declared facts.
        derived: Expressions of derived facts.
        sides: Sides of roles.
        parameters: Compiled parameters.
        values: Compiled derived facts.

    >>> Declared.of(Model(id="m"), Lexicon({})).zone
    datetime.timezone.utc
    """

    lexicon: Lexicon
    days: Days | None
    zone: dt.tzinfo
    types: Mapping[str, FactType]
    derived: Mapping[str, Expression]
    sides: Mapping[str, str]
    parameters: Mapping[str, _Rows]
    values: Mapping[str, Condition]
    _spoken: dict[tuple[str, Signature], bool] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, model: Model, lexicon: Lexicon) -> Declared:
        """
        Compile what a model declares.

        Args:
            model: The model.
            lexicon: What patterns speak of, of this model and any judged with it.
        """
        calendars = []
        for calendar in model.calendars:
            try:
                calendars.append(compile_calendar(calendar))
            except CollabError:
                continue
        zones = {str(days.zone): days.zone for days in calendars}
        return cls(
            lexicon,
            calendars[0] if len(calendars) == len(model.calendars) == 1 else None,
            next(iter(zones.values())) if len(zones) == 1 else dt.UTC,
            {fact.id: fact.type for fact in model.facts},
            {fact.id: fact.value for fact in model.derived},
            {role.id: role.side.value for role in model.roles},
            {parameter.id: _compile_parameter(parameter) for parameter in model.parameters},
            {fact.id: compile_condition(fact.value) for fact in model.derived},
        )

    def possible(self, parameter: str, names: Names) -> tuple[Found, ...]:
        """
        Give the values that a parameter may have: one, or several where facts are missing that choose among them.

        Args:
            parameter: Id of the parameter.
            names: The names of the case, at the event at hand.
        """
        rows = self.parameters.get(parameter)
        return rows.possible(names) if rows is not None else ()

    def speaks_of(self, pattern: str, signature: Signature) -> bool:
        """
        Tell whether a pattern in its short form speaks of events of a signature; a broken one speaks of none.

        Args:
            pattern: The pattern.
            signature: The signature.
        """
        found = self._spoken.get((pattern, signature))
        if found is None:
            try:
                found = self.lexicon.matches(parse_pattern(pattern), signature)
            except ValueError:
                found = False
            self._spoken[pattern, signature] = found
        return found


def applied_to(model: Model, cooperation: Model) -> Model:
    """
    Give a model as it reads when applied to the cases of another, whose facts, derived facts, parameters, roles and
    calendars its conditions may then name. Its own declarations win; calendars are the other's if it has none.

    Args:
        model: The model, such as a set of values.
        cooperation: The model whose cases are judged.

    >>> cooperation = Model(id="m", parameters=(Parameter(id="most", value=3), Parameter(id="least", value=1)))
    >>> own = Model(id="v", parameters=(Parameter(id="most", value=2),))
    >>> [(parameter.id, parameter.value) for parameter in applied_to(own, cooperation).parameters]
    [('most', 2), ('least', 1)]
    """
    if model is cooperation:
        return model
    own = {one.id for part in (model.facts, model.derived, model.parameters) for one in part}
    roles = {role.id for role in model.roles}
    return attrs.evolve(
        model,
        facts=model.facts + tuple(one for one in cooperation.facts if one.id not in own),
        derived=model.derived + tuple(one for one in cooperation.derived if one.id not in own),
        parameters=model.parameters + tuple(one for one in cooperation.parameters if one.id not in own),
        roles=model.roles + tuple(one for one in cooperation.roles if one.id not in roles),
        calendars=model.calendars or cooperation.calendars,
    )


def _compile_parameter(parameter: Parameter) -> _Rows:
    specific = sorted(parameter.rows, key=lambda row: _conditions(row.condition), reverse=True)
    return _Rows(
        rows=tuple((compile_condition(row.condition), with_unit(row.value, parameter.unit)) for row in specific),
        default=with_unit(parameter.value, parameter.unit),
    )


def with_unit(value: bool | float | str | Duration, unit: str) -> Found:
    """
    Give a parameter's value: a whole number whose unit is one of durations is a duration.

    Args:
        value: The value as written.
        unit: Its unit, or empty.

    >>> str(with_unit(7, "working days")), with_unit(7, "points")
    ('7 working days', 7)
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and unit in _UNITS and value >= 0:  # type: ignore[operator]
        return Duration(int(value), _UNITS[unit])  # type: ignore[arg-type]
    return value


def _conditions(expression: Expression) -> int:
    match expression:
        case And(parts):
            return sum(_conditions(part) for part in parts)
        case Or(parts):
            return min((_conditions(part) for part in parts), default=0)
        case Not(part):
            return _conditions(part)
        case _:
            return 1
