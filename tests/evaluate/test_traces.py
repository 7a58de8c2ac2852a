"""Which traces there are to judge."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import attrs
import pytest

from collabmodel.evaluate.traces import Merged, partition
from collabmodel.history import History

MakeHistory = Callable[..., History]


def test_only_pure_adoption_histories_are_parted(history: MakeHistory) -> None:
    """A case with one adoption event among others is a case; one without events is a case too."""
    log = history([("office", 0, "adoption", "x", {}), ("c1", 0, "adoption", "x", {}), ("c1", 1, "task", "a", {})])
    log = attrs.evolve(
        log, cases=(*log.cases, "empty"), starts=array("q", [*log.starts, 3]), closed=array("b", [1, 1, 1])
    )

    ordinary, adoption = partition(log)

    assert (list(ordinary.cases), list(adoption.cases)) == ([1, 2], [0])


def test_merged_cases_keep_their_order_at_one_instant(history: MakeHistory) -> None:
    """Events of one instant stand in the order of their cases, and keep their ids."""
    log = history([("c1", 5, "task", "a", {}), ("c2", 0, "task", "b", {}), ("c2", 5, "task", "c", {})])

    merged = Merged.of(log, [0, 1])

    assert [merged.event_id(place) for place in range(3)] == ["c2:1", "c1:1", "c2:2"]


def test_settled_histories_are_told_from_whole_columns(history: MakeHistory) -> None:
    """A history in order counts as it stands; one whose record says another order does not."""
    settled = pytest.importorskip("collabmodel.evaluate.kernel.settled")
    log = history([("c1", 5, "task", "a", {}), ("c1", 5, "task", "b", {}), ("c2", 0, "task", "c", {})])
    told = [attrs.evolve(log, seq=array("i", seq)) for seq in ([1, 2, 1], [2, 1, 1])]

    found = [settled.time_if_settled(each, None) for each in (log, *told)]

    assert found == [log.recorded[0], log.recorded[0], None]
