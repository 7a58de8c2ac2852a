"""How bookkeeping events change a case: one small function for each kind."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from collabmodel.case.state import Case
from collabmodel.history import Event

Fold = Callable[[Case, Event], Case]


def case_life(case: Case, event: Event) -> Case:
    """
    Fold the opening, closing and reopening of a case.

    Args:
        case: The case before it.
        event: The event.
    """
    if event.transition == "closed":
        ending = dict(event.data).get("ending")
        return attrs.evolve(
            case, status="closed", closed=event.occurred, ending=ending if isinstance(ending, str) else ""
        )
    if event.transition == "opened":
        return attrs.evolve(case, status="open", opened=event.occurred)
    return attrs.evolve(case, status="open", ending="") if event.transition == "reopened" else case


FOLDS: dict[str, Fold] = {"case": case_life}
"""What folds events of each kind; kinds of elements are folded by ``life``."""
