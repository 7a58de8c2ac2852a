"""Gates: rules that an event must not break, and rules whose breaking is only told."""

from __future__ import annotations

import attrs

from collabmodel.case.answers import Refusal, Warned
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables
from collabmodel.history import Event


@attrs.frozen
class AtGates:
    """
    What rules of mode ``gate`` and ``warn`` say of an event.

    Args:
        refusals: Gates that it would break.
        warned: Rules that it would break although it goes through, and those of which nobody can tell.
    """

    refusals: tuple[Refusal, ...] = ()
    warned: tuple[Warned, ...] = ()


def at_gates(tables: Tables, case: Case, event: Event) -> AtGates:
    """
    Ask the gates about an event.

    Args:
        tables: The model's tables.
        case: The case before it.
        event: The event, not yet in the record.
    """
    del tables, case, event
    return AtGates()
