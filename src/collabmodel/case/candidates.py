"""The event that a command would make."""

from __future__ import annotations

import datetime as dt

from collabmodel.case.commands import Command
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables
from collabmodel.case.verbs import Verb
from collabmodel.history import Event


def candidate(tables: Tables, case: Case, command: Command, verb: Verb, now: dt.datetime) -> Event:
    """
    Give the event that a command would make, if nothing objects.

    Args:
        tables: The model's tables.
        case: The case.
        command: The command.
        verb: What is known of its verb.
        now: When it is recorded.
    """
    number = tables.index.get(command.element)
    return Event(
        id=f"{case.id}:{case.seq + 1}",
        case=case.id,
        seq=case.seq + 1,
        occurred=command.occurred or now,
        recorded=now,
        kind=verb.kind or ("" if number is None else tables.items[number].kind),
        element=command.element,
        transition=verb.transition,
        instance=command.instance,
        actor=command.by,
        data=command.data,
        evidence=command.evidence,
        corrects=command.corrects,
        model_hash=tables.model_hash,
    )
