"""Histories as OCEL 2.0 in JSON: every case is an object of type ``case``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from collabmodel.history.cells import Column, NumberColumn
from collabmodel.history.columns import History
from collabmodel.history.events import EVENT_SCHEMA
from collabmodel.history.json_values import Json, dump, encode
from collabmodel.history.times import format_time, micros
from collabmodel.rules.trace import Value

_ALWAYS = "1970-01-01T00:00:00+00:00"


def write_ocel(history: History, write: Callable[[str], object]) -> None:
    """
    Write a history as an object-centric log.

    The type of an event is its element, or its kind where it has none; parts of events that OCEL has no place for are
    attributes with the names they have in XES. What JSON has no form for is kept as in our JSON lines.

    Args:
        history: The history.
        write: Takes the text, piece by piece.

    Raises:
        ValueError: A number is not finite.
    """
    types: dict[str, dict[str, str]] = {}
    facts = [{"name": name, "type": _type(column)} for name, column in history.case_data]
    write('{"objectTypes": ')
    write(dump([{"name": "case", "attributes": [dict(fact) for fact in facts]}]))
    write(',\n"objects": [')
    for number, case in enumerate(history.cases):
        attributes: list[Json] = [
            {"name": name, "time": _ALWAYS, "value": _value(value)} for name, value in history.facts(number)
        ]
        write(",\n" if number else "\n")
        write(dump({"id": case, "type": "case", "attributes": attributes}))
    write('],\n"events": [')
    for row in range(len(history)):
        event = _event(history, row)
        write(",\n" if row else "\n")
        write(dump(event))
        declared = types.setdefault(str(event["type"]), {})
        for name, column in history.data:
            if column.value(row) is not None:
                declared[name] = _type(column)
        declared |= dict.fromkeys(_names(event), "string") | declared
    write('],\n"eventTypes": ')
    write(
        dump(
            [
                {"name": name, "attributes": [{"name": key, "type": type} for key, type in sorted(declared.items())]}
                for name, declared in sorted(types.items())
            ]
        )
    )
    write("}\n")


def _names(event: dict[str, Json]) -> list[str]:
    attributes = event["attributes"]
    return (
        [str(found["name"]) for found in attributes if isinstance(found, dict)] if isinstance(attributes, list) else []
    )


def _value(value: Value) -> Json:
    """Give a value its JSON form; a time is a text whose type is declared."""
    return format_time(micros(value)) if isinstance(value, dt.datetime) else encode(value)


def _type(column: Column) -> str:
    if not isinstance(column, NumberColumn):
        return "string"
    if column.boolean or column.time:
        return "boolean" if column.boolean else "time"
    return "float" if column.values.typecode == "d" else "integer"


def _event(history: History, row: int) -> dict[str, Json]:
    kind, element, transition = history.signatures[history.signature[row]]
    offset = history.offset[row]
    recorded = history.recorded[row] if history.recorded[row] != history.occurred[row] else None
    parts: dict[str, Value] = {
        "lifecycle:transition": transition,
        "org:role": history.roles.text(row),
        "org:resource": history.persons.text(row),
        "org:group": history.organisations.text(row),
        "concept:instance": history.instances.text(row),
        "collab:kind": kind,
        "collab:seq": None if history.seq is None else history.seq[row],
        "collab:recorded": "" if recorded is None else format_time(recorded, offset),
    }
    parts |= {f"collab:{name}": column.value(row) for name, column in history.extras}
    if parts.get("collab:schema") == EVENT_SCHEMA:
        del parts["collab:schema"]
    if not element:
        parts["collab:nameless"] = True
    found = {name: value for name, value in parts.items() if value is not None and value != ""}
    found |= {name: value for name, column in history.data if (value := column.value(row)) is not None}
    attributes: list[Json] = [{"name": name, "value": _value(value)} for name, value in found.items()]
    case = history.cases[history.case_number(row)]
    return {
        "id": history.event_id(row),
        "type": element or kind,
        "time": format_time(history.occurred[row], offset),
        "attributes": attributes,
        "relationships": [{"objectId": case, "qualifier": "case"}],
    }
