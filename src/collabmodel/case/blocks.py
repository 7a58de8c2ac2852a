"""What stands against closing a case: with any ending, and with each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from collabmodel.case.answers import Reason, Refusal
from collabmodel.case.asking import SUPPLIED, reasons
from collabmodel.case.commands import Command
from collabmodel.case.deciding import consider
from collabmodel.case.evolving import current
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables, tables_of
from collabmodel.model import Model

WHO = frozenset({Reason.NO_PARTICIPANT, Reason.ROLE, Reason.ORGANISATION, Reason.COMPETENCE})
"""Reasons that lie in who asks."""


def blocks_closing(model: Model | Tables, case: Case, now: dt.datetime) -> tuple[Refusal, ...]:
    """
    Give what stands against closing a case now, whoever asks.

    What stands against every ending comes first, with the element that the refusal itself names. What stands against
    one ending alone follows in model order, with that ending as the element.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        now: The time; timezone-aware.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> model, noon = Model(id="m"), dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> [one.reason.value for one in blocks_closing(model, new_case(model, "c"), noon)]
    ['not open']
    """
    tables = tables_of(model)
    case = attrs.evolve(case, record=current(tables, case))
    endings = [ending.id for ending in tables.model.endings]
    against = [_against(tables, case, ending, now) for ending in endings or [""]]
    general = [one for one in against[0] if all(one in other for other in against[1:])]
    found = list(general)
    for ending, refusals in zip(endings, against, strict=False):
        found += (attrs.evolve(one, element=ending) for one in refusals if one not in general)
    return tuple(found)


def may_close(tables: Tables, case: Case, now: dt.datetime) -> bool:
    """
    Tell whether nothing stands against at least one way to close a case, whoever asks.

    Args:
        tables: The model's tables.
        case: The case; its record ends where it does.
        now: The time; timezone-aware.

    Raises:
        ValueError: The time has no zone.
    """
    endings = [ending.id for ending in tables.model.endings]
    return any(not _against(tables, case, ending, now) for ending in endings or [""])


def _against(tables: Tables, case: Case, ending: str, now: dt.datetime) -> Sequence[Refusal]:
    """Give what stands against one ending, but for who asks and what would come with the command."""
    data = (("ending", ending),) if ending else ()
    found = consider(tables, case, Command(verb="close", data=data), now)
    if not isinstance(found, Refusal):
        return ()
    return tuple(one for one in reasons(found) if one.reason not in WHO | SUPPLIED)
