"""What the tests of this room build their histories with."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence

import attrs
import pytest

from collabmodel.history import History, HistoryBuilder

HOUR = 3_600_000_000
START = 1_741_000_000_000_000

Row = tuple[str, int, str, str, Mapping[str, object]]
MakeHistory = Callable[..., History]


def build(rows: Sequence[Row], *, open_cases: Sequence[str] = ()) -> History:
    """Build a history of rows (case, hours, kind, element, parts and data)."""
    builder = HistoryBuilder()
    for case, hours, kind, element, more in rows:
        parts = dict(more)
        named = {
            name: parts.pop(name)
            for name in ("transition", "role", "person", "organisation", "instance", "id")
            if name in parts
        }
        recorded = parts.pop("recorded", hours)
        named.setdefault("transition", "completed")
        corrects = parts.pop("corrects", "")
        row = builder.append(
            case, START + hours * HOUR, recorded=START + recorded * HOUR, kind=kind, element=element, **named
        )
        builder.part(row, "corrects", corrects)
        for name, value in parts.items():
            builder.data(row, name, value)
    history = builder.finish()
    closed = array(
        "b", [shut and case not in open_cases for case, shut in zip(history.cases, history.closed, strict=True)]
    )
    return attrs.evolve(history, closed=closed)


@pytest.fixture
def history() -> MakeHistory:
    return build
