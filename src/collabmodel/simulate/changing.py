"""Single values of a scenario set otherwise, by their path: for sweeps and what-ifs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.formats.fields import Field, fields_of, is_root, item_type, members
from collabmodel.formats.nodes import Node
from collabmodel.formats.plain import Plain, node_of
from collabmodel.formats.scalars import meant
from collabmodel.formats.structure import read_field, read_value
from collabmodel.simulate.reading_forms import SCENARIO
from collabmodel.simulate.scenario import Scenario
from collabmodel.workdays import Duration

_MOST_KNOWN = 20


def with_changes(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    r"""
    Set single values of a scenario.

    Args:
        scenario: The scenario.
        changes: Values by path: keys of the file, ids and numbers of list items from 0, joined by dots, such as
            ``staff.social_workers.count`` or ``behaviour.opening_meeting.no_show``. A value is what could stand there
            in a file: a number, a text such as ``"90 minutes"``, a list, a mapping; None sets what may be left out.

    Raises:
        ConfigError: A path leads nowhere, or a value is not what is wanted there; with every problem.

    >>> from collabmodel.simulate.reading import load_scenario
    >>> text = "id: s\nstart: 2025-01-06\nhorizon: 1 year\nstaff:\n  team: {role: worker, count: 4}\n"
    >>> with_changes(load_scenario(text), {"staff.team.count": 7, "horizon": "2 years"}).staff[0].count
    7
    """
    problems: list[Problem] = []
    for path, value in changes.items():
        try:
            scenario = _set(Scenario, scenario, tuple(path.split(".")), value)
        except (FormatError, ConfigError) as error:
            problems.extend(attrs.evolve(one, place=Place(path)) for one in error.problems)
    if problems:
        raise ConfigError(problems)
    return scenario


def _set(kind: type, record: Any, steps: tuple[str, ...], value: object) -> Any:
    """Give a record with the value at some steps below it set otherwise."""
    by_key = {field.key: field for field in fields_of(kind) if field.key != "id" or is_root(kind)}
    field = by_key.get(steps[0])
    if field is None:
        raise _nowhere(steps[0], by_key)
    held, rest = getattr(record, field.name), steps[1:]
    if not rest:
        changed = _read(kind, field, value)
    elif field.element is not None:
        changed = _in_elements(kind, field, held, rest, value)
    elif isinstance(held, tuple):
        changed = _in_list(field, held, rest, value)
    else:
        changed = _in_record(kind, field, held, rest, value)
    return attrs.evolve(record, **{field.name: changed})


def _in_record(kind: type, field: Field, held: Any, steps: tuple[str, ...], value: object) -> object:
    """Set something in a record that a field holds; where it holds none, make one of it."""
    inner = _record_in(field.type)
    if inner is None:
        what = f"{field.key!r} is a single value, without {steps[0]!r} in it"
        raise ConfigError([Problem(what=what, hint=f"leave {'.'.join(steps)!r} out of the path")])
    return _read(kind, field, _nested(steps, value)) if held is None else _set(inner, held, steps, value)


def _in_elements(kind: type, field: Field, held: tuple[Any, ...], steps: tuple[str, ...], value: object) -> object:
    """Set something in the element of an id, which may hold dots itself; a new id makes a new element."""
    ids = [one.id for one in held]
    for length in range(len(steps), 0, -1):
        id = ".".join(steps[:length])
        if id in ids:
            at = ids.index(id)
            whole = length == len(steps)
            changed = (
                _element(kind, field, id, value) if whole else _set(type(held[at]), held[at], steps[length:], value)
            )
            return (*held[:at], changed, *held[at + 1 :])
    if len(steps) > 1:
        raise _nowhere(steps[0], ids)
    return (*held, _element(kind, field, steps[0], value))


def _element(kind: type, field: Field, id: str, value: object) -> object:
    if (value is None) or not attrs.has(type(value)):
        found = _read(kind, field, {id: value})
        assert isinstance(found, tuple)
        return found[0]
    return value


def _in_list(field: Field, held: tuple[Any, ...], steps: tuple[str, ...], value: object) -> object:
    numbers = [str(number) for number in range(len(held))]
    if steps[0] not in numbers:
        raise _nowhere(steps[0], numbers)
    at, item = int(steps[0]), item_type(field.type)
    record = _record_in(item)
    if len(steps) > 1 and record is None:
        raise _nowhere(steps[1], ())
    changed = (
        _set(record, held[at], steps[1:], value)
        if len(steps) > 1 and record is not None
        else read_value(item, _node(value), SCENARIO)
    )
    return (*held[:at], changed, *held[at + 1 :])


def _record_in(kind: object) -> type | None:
    """Give the record that a value may be, whose keys a path may go on with."""
    for one in members(kind):
        if isinstance(one, type) and attrs.has(one) and one is not Duration:
            return one
    return None


def _nested(steps: tuple[str, ...], value: object) -> object:
    for step in reversed(steps):
        value = {step: value}
    return value


def _read(kind: type, field: Field, value: object) -> object:
    """Read a value as it could stand in a file; a record that is what is wanted stays as it is."""
    if any(isinstance(one, type) and attrs.has(one) and isinstance(value, one) for one in members(field.type)):
        return value
    return read_field(kind, field, _node(value), SCENARIO)


def _node(value: object) -> Node:
    try:
        return node_of(_plain(value), Place(""))
    except ValueError as error:
        raise ConfigError([Problem(what=f"no value for a scenario: {error}")]) from None


def _plain(value: object) -> Plain:
    """Give a value as a file could hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    item = getattr(value, "item", None)
    if callable(item):
        return _plain(item())
    msg = f"a {type(value).__name__} cannot stand there"
    raise ValueError(msg)


def _nowhere(step: str, known: Iterable[str]) -> ConfigError:
    words = list(known)
    hint = meant(step, words) or (f"one of {', '.join(words)}" if 0 < len(words) <= _MOST_KNOWN else "")
    return ConfigError([Problem(what="the path leads nowhere at", value=repr(step), hint=hint)])
