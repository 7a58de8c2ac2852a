"""
Cases kept as they stand, so that a long one goes on without being folded anew.

A snapshot is a cache and never the truth: it holds no events, and one that other code or another model made, or that is
damaged, is refused; then the case is folded from its events. It names people by their ids, so it is kept as events are.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable
from importlib import resources
from typing import TypeAlias, cast

import attrs

from collabmodel.case.evolving import current, new_case
from collabmodel.case.record import Log
from collabmodel.case.state import (
    Case,
    Grant,
    Holding,
    Instance,
    ItemState,
    Linked,
    Offer,
    Participant,
    Question,
    Status,
)
from collabmodel.case.tables import Tables, tables_of
from collabmodel.model import Model
from collabmodel.rules import State

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"

_CLASSES: dict[str, type[attrs.AttrsInstance]] = {
    each.__name__: each for each in (Grant, Holding, Instance, ItemState, Linked, Offer, Participant, Question)
}
_ROOMS = ("case", "history", "model", "rules", "workdays")
_FIELDS = tuple(field.name for field in attrs.fields(Case) if field.name not in ("id", "model_hash", "record"))


def snapshot(model: Model | Tables, case: Case) -> bytes:
    """
    Give a case as it stands as bytes.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case.

    Raises:
        ModelError: The model cannot mean anything.
        TypeError: The case holds something that has no place in a snapshot.

    >>> model = Model(id="m")
    >>> case = new_case(model, "c1")
    >>> restore(model, "c1", snapshot(model, case), lambda first, last: ()) == case
    True
    """
    tables = tables_of(model)
    fields = [_plain(getattr(case, name)) for name in _FIELDS]
    body = json.dumps([fields, current(tables, case).save()], separators=(",", ":")).encode()
    return json.dumps(_header(tables, case.id, body), separators=(",", ":")).encode() + b"\n" + body


def restore(model: Model | Tables, id: str, data: bytes, fetch: Log) -> Case:
    """
    Give the case that a snapshot holds, ready to go on.

    Args:
        model: The model that the case is pinned to, or its tables.
        id: Id of the case.
        data: The snapshot.
        fetch: Gives the case's events from one place in its record to another, both included.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The snapshot is of other code, another model or another case, or damaged; fold the events instead.
    """
    tables = tables_of(model)
    header, _, body = data.partition(b"\n")
    try:
        if json.loads(header) == _header(tables, id, body):
            return _case(tables, id, body, fetch)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        msg = "this snapshot holds no case"
        raise ValueError(msg) from error
    msg = "this snapshot was made by other code, of another model or case, or has been damaged"
    raise ValueError(msg)


def _case(tables: Tables, id: str, body: bytes, fetch: Log) -> Case:
    fields, record = json.loads(body)
    known = {name: _value(part) for name, part in zip(_FIELDS, fields, strict=True)}
    blank = new_case(tables, id, fetch)
    blank.record.load(cast("State", record))
    return cast("Callable[..., Case]", attrs.evolve)(blank, **known)


def _header(tables: Tables, id: str, body: bytes) -> dict[str, Json]:
    return {"code": _code(), "model": tables.model_hash, "case": id, "body": hashlib.sha256(body).hexdigest()}


@functools.cache
def _code() -> str:
    """Give a digest of all code whose states a snapshot holds: a change there may have changed what they mean."""
    found = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted(resources.files(f"collabmodel.{room}").iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _plain(value: object) -> Json:
    match value:
        case Status():
            return {"status": value.value}
        case dt.datetime():
            return {"time": value.isoformat()}
        case dt.date():
            return {"day": value.isoformat()}
        case tuple():
            return [_plain(part) for part in value]
        case None | bool() | int() | float() | str():
            return value
    made = _CLASSES.get(type(value).__name__)
    if made is not type(value):
        msg = f"a snapshot cannot hold {type(value).__name__}"
        raise TypeError(msg)
    return {made.__name__: [_plain(getattr(value, field.name)) for field in attrs.fields(made)]}


def _value(found: Json) -> object:
    if isinstance(found, list):
        return tuple(_value(part) for part in found)
    if not isinstance(found, dict):
        return found
    ((name, inside),) = found.items()
    if name in _READ and isinstance(inside, str):
        return _READ[name](inside)
    made = _CLASSES[name]
    parts = cast("list[Json]", inside)
    return made(**{field.name: _value(part) for field, part in zip(attrs.fields(made), parts, strict=True)})


_READ = {"status": Status, "time": dt.datetime.fromisoformat, "day": dt.date.fromisoformat}
