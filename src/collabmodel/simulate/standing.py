"""What the numbers of a scenario rest on: each with its source, with the reason why it is assumed, or with neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.formats.fields import fields_of
from collabmodel.model import Model, Parameter, Text, unparse
from collabmodel.simulate.results import Standing
from collabmodel.simulate.scenario import Known, Row, Scenario, Shape, Share, Spread
from collabmodel.workdays import Duration

_SECTIONS = ("arrivals", "returns", "facts", "staff", "people", "behaviour")
_CHOICES = frozenset({"priority"})
"""Numbers that only order things, and so claim nothing about the world."""


@attrs.frozen
class _Ground:
    """What the numbers of a record rest on, unless a record within it says otherwise."""

    cites: tuple[str, ...] = ()
    assumption: Text = Text()


def standing(model: Model, scenario: Scenario) -> tuple[Standing, ...]:
    r"""
    List every number of a scenario that says something about the world, and the assumed parameters of its model.

    Args:
        model: The model.
        scenario: The scenario.

    >>> from collabmodel.simulate.reading import load_scenario
    >>> text = "id: s\nstart: 2025-01-06\nhorizon: 1 year\nstaff:\n  team: {role: worker, count: 4}\n"
    >>> [(one.path, one.value, one.unsourced) for one in standing(Model(id="m"), load_scenario(text))]
    [('staff.team.count', '4', True)]
    """
    found: list[Standing] = []
    for section in _SECTIONS:
        for record in getattr(scenario, section):
            found += _of_record(f"{section}.{record.id}", record, _Ground())
    if scenario.drop_out is not None:
        found += _of_record("drop_out", scenario.drop_out, _Ground())
    found += (_of_parameter(one) for one in model.parameters if one.assumption or not one.cites)
    return tuple(found)


def _of_record(path: str, record: Any, around: _Ground) -> Iterator[Standing]:
    """Walk over the numbers of a record, and of the records within it."""
    own = _Ground(getattr(record, "cites", ()), getattr(record, "assumption", Text()))
    ground = own if own.cites or own.assumption else around
    if isinstance(record, Known):
        if _says(record):
            yield _standing(path, told(record.spread), ground)
        return
    kind: type = type(record)
    for field in fields_of(kind):
        value = getattr(record, field.name)
        if value == field.default or field.name in _CHOICES:
            continue
        below = f"{path}.{field.key}"
        if field.element is not None:
            for one in value:
                yield from _of_record(f"{below}.{one.id}", one, ground)
        elif _is_number(value):
            yield _standing(below, told(value), ground)
        elif attrs.has(type(value)) and field.name == "search":
            yield from _of_record(below, value, ground)


def _says(known: Known) -> bool:
    """Tell whether a datum claims something: numbers and draws do, a word that is always the same does not."""
    spread = known.spread
    if spread.shape is Shape.LAST:
        return False
    fixed = spread.shape is Shape.CONSTANT and not spread.rows
    return not fixed or (isinstance(spread.value, int | float) and not isinstance(spread.value, bool))


def _is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(_is_number(one) for one in value)
    return isinstance(value, int | float | Duration | Spread | Share) and not isinstance(value, bool)


def _standing(path: str, value: str, ground: _Ground) -> Standing:
    bare = not ground.cites and not ground.assumption
    return Standing(path=path, value=value, sources=ground.cites, assumption=ground.assumption, unsourced=bare)


def _of_parameter(parameter: Parameter) -> Standing:
    value = f"{told(parameter.value)} {parameter.unit}".strip()
    rows = "".join(f"; if {unparse(row.condition)}: {told(row.value)}" for row in parameter.rows)
    ground = _Ground(parameter.cites, parameter.assumption)
    return _standing(f"parameters.{parameter.id}", f"{value}{rows}", ground)


def told(value: object) -> str:
    """
    Tell a number as people write it.

    Args:
        value: A number, a length, a share, a distribution, or several numbers.

    >>> told(Spread(shape=Shape.EMPIRICAL, values=("accepted", "declined"), weights=(94.0, 6.0)))
    'accepted 94, declined 6'
    >>> told(Share(value=0.15))
    '0.15'
    """
    if isinstance(value, Share):
        return told(value.value) + _rows(value.rows)
    if isinstance(value, Spread):
        return _spread(value) + _rows(value.rows)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < 1_000_000 else f"{value}"
    if isinstance(value, tuple):
        return ", ".join(told(one) for one in value)
    return str(value)


def _rows(rows: tuple[Row, ...]) -> str:
    return "".join(f"; if {unparse(row.condition)}: {told(row.spread)}" for row in rows)


def _spread(spread: Spread) -> str:
    unit = "" if spread.unit is None else f" {spread.unit.value}"
    if spread.shape is Shape.CONSTANT:
        return (told(spread.values) if spread.value is None else told(spread.value)) + _counted(unit, spread.value)
    if spread.shape is Shape.EMPIRICAL:
        weights = spread.weights or (None,) * len(spread.values)
        pairs = zip(spread.values, weights, strict=False)
        return ", ".join(told(one) + ("" if weight is None else f" {told(weight)}") for one, weight in pairs) + unit
    if spread.shape is Shape.FUNCTION:
        return f"the function {spread.function!r}{unit}"
    parts = ("mean", "cv", "low", "mode", "high")
    named = [f"{key} {told(getattr(spread, key))}" for key in parts if getattr(spread, key) is not None]
    return f"{spread.shape.value}, {', '.join(named)}{f',{unit}' if unit else ''}"


def _counted(unit: str, value: object) -> str:
    return unit[:-1] if value == 1 else unit
