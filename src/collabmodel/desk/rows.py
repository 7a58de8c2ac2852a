"""A case as lists show it."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Case, Tables
from collabmodel.plugin import CaseRow
from collabmodel.workdays import from_us, to_us


def row_of(tables: Tables, case: Case, now: dt.datetime) -> CaseRow:
    """
    Give a case as lists show it.

    Args:
        tables: Tables of the model it runs on.
        case: The case.
        now: The time; timezone-aware.
    """
    return CaseRow(
        id=case.id,
        model=tables.model.id,
        model_hash=case.model_hash,
        status=case.status,
        ending=case.ending,
        opened=case.opened,
        due=next_due(case, now),
        roles=tuple(sorted({(one.role, one.person) for one in case.participants if one.left is None})),
        links=tuple(sorted({(one.link, one.to) for one in case.links})),
    )


def next_due(case: Case, now: dt.datetime) -> dt.datetime | None:
    """
    Give the earliest time at which something is due in an open case, also if that has passed; None for nothing.

    Args:
        case: The case.
        now: The time; timezone-aware.
    """
    if case.status != "open":
        return None
    # Obligations come in order of their due times, those without any last.
    waiting = case.record.monitors().obligations(to_us(now))
    found = [from_us(one.due) for one in waiting[:1] if one.due is not None]
    found += [offer.expires for offer in case.offers if offer.expires is not None]
    found += [question.expires for question in case.questions if question.expires is not None]
    return min(found, default=None)
