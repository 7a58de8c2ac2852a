"""A whole case on one sheet, for people: what is open, who takes part, who leads, consents, links, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from collabmodel.case import Case, Due, Tables
from collabmodel.cli.case_views import Part, due_cells, table_of
from collabmodel.report import Cell
from collabmodel.reporting import Audience, labels
from collabmodel.reporting.sheet import model_named, sheet_parts, standing


def whole_case(case: Case, tables: Tables, found: Sequence[Due], audience: Audience) -> Iterator[Part]:
    """
    Show a case: what is open, who takes part, who leads, consents, links, what is due.

    Args:
        case: The case.
        tables: Tables of its model.
        found: What waits in it.
        audience: For whom.
    """
    yield standing(case, audience)
    yield model_named(tables, audience)
    for part in sheet_parts(case, tables, audience):
        rows = (tuple(_written(cell, audience) for cell in row) for row in part.rows)
        yield from ("", audience.word(part.title), table_of(audience, part.heads, rows))
    if found:
        heads = (labels.DUE, labels.WHAT, labels.RESPONSIBLE)
        rows = (due_cells(one, audience) for one in found)
        yield from ("", audience.word(labels.WHAT_IS_DUE), table_of(audience, heads, rows))


def _written(cell: Cell, audience: Audience) -> str:
    if isinstance(cell, dt.datetime):
        return audience.when(cell)
    return "" if cell is None else str(cell)
