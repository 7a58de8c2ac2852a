"""A history as a table: which columns it needs, and the rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.history.columns import History
from collabmodel.history.events import EVENT_SCHEMA
from collabmodel.history.mapping import FIELDS
from collabmodel.history.ordering import case_lives
from collabmodel.history.times import format_time
from collabmodel.rules.trace import Value


def event_columns(history: History) -> tuple[str, ...]:
    """
    Name the parts of events that a table of a history needs; the rest is empty or as if missing.

    Args:
        history: The history.
    """
    present = {"case", "occurred", "kind", "element", "transition"}
    texts = {"instance": history.instances, "role": history.roles, "person": history.persons}
    texts["organisation"] = history.organisations
    present |= {name for name, column in texts.items() if any(code >= 0 for code in column.codes)}
    present |= {name for name, _ in history.extras}
    present |= {"event"} if history.ids is not None else set()
    present |= {"seq"} if history.seq is not None else set()
    present |= {"recorded"} if history.recorded != history.occurred else set()
    if not case_lives(history.signatures) and not all(history.closed):
        present.add("closed")
    return tuple(name for name in FIELDS if name in present)


def field_rows(history: History, fields: Sequence[str]) -> Iterator[tuple[int, int | None, list[Value]]]:
    """
    Walk over the rows of a table: number of the case, row of the event, and the parts of the event; a case without
    events has one row that names it.

    Args:
        history: The history.
        fields: The parts wanted.
    """
    extras = dict(history.extras)
    for number, case in enumerate(history.cases):
        shared: dict[str, Value] = {"case": case, "closed": bool(history.closed[number])}
        rows = range(history.starts[number], history.starts[number + 1])
        if not rows:
            yield number, None, [shared.get(field) for field in fields]
        for row in rows:
            found = shared | _fields(history, row)
            yield number, row, [extras[field].value(row) if field in extras else found[field] for field in fields]


def _fields(history: History, row: int) -> dict[str, Value]:
    kind, element, transition = history.signatures[history.signature[row]]
    offset = history.offset[row]
    return {
        "event": None if history.ids is None else history.ids[row],
        "seq": None if history.seq is None else history.seq[row],
        "occurred": format_time(history.occurred[row], offset),
        "recorded": format_time(history.recorded[row], offset),
        "kind": kind,
        "element": element,
        "transition": transition,
        "instance": history.instances.text(row),
        "role": history.roles.text(row),
        "person": history.persons.text(row),
        "organisation": history.organisations.text(row),
        "schema": EVENT_SCHEMA,
    }
