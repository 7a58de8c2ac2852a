"""What is settled when all rows of a history are there: ids, places in records, corrections, and closed cases."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from typing import TypeVar

from collabmodel.history.columns import History
from collabmodel.history.mapping import Mapping
from collabmodel.history.ordering import case_lives, effective_rows, finished
from collabmodel.history.problems import Problems, shortened

_Item = TypeVar("_Item")


def padded(items: Sequence[_Item], blank: _Item, count: int) -> list[_Item]:
    """
    Give items with blanks after them.

    Args:
        items: The items.
        blank: The blank.
        count: How many to give.
    """
    return [*items, *([blank] * (count - len(items)))]


def filled_ids(ids: list[str], cases: Sequence[str], starts: Sequence[int]) -> list[str]:
    """
    Give every event an id: its own, or ``case:place``.

    Args:
        ids: Ids, empty where missing.
        cases: Case ids.
        starts: Position of the first event of each case, and the number of events at the end.
    """
    for number, case in enumerate(cases):
        for row in range(starts[number], starts[number + 1]):
            ids[row] = ids[row] or f"{case}:{row - starts[number] + 1}"
    return ids


def filled_seq(seq: array[int], starts: Sequence[int]) -> array[int] | None:
    """
    Give every event a place in its case's record; None if the places are the order of rows.

    Args:
        seq: Places, 0 where missing: one more than that of the row before.
        starts: Position of the first event of each case, and the number of events at the end.
    """
    plain = True
    for case in range(len(starts) - 1):
        last = 0
        for row in range(starts[case], starts[case + 1]):
            last = seq[row] = seq[row] or last + 1
            plain = plain and last == row - starts[case] + 1
    return None if plain else seq


def check(history: History, problems: Problems, lines: Sequence[int] = ()) -> None:
    """
    Find ids and places that occur twice, and corrections of nothing.

    Args:
        history: The history.
        problems: Where to take them down.
        lines: Line of the file of each event, or empty.

    Raises:
        FormatError: There are too many problems.
    """

    def line(row: int) -> int:
        return lines[row] if row < len(lines) else 0

    _check_ids(history, problems, line)
    _check_places(history, problems, line)
    _check_corrections(history, problems, line)


def _check_ids(history: History, problems: Problems, line: Callable[[int], int]) -> None:
    if history.ids is None or len(set(history.ids)) == len(history.ids):
        return
    seen: set[str] = set()
    for row, id in enumerate(history.ids):
        if id in seen:
            problems.add("event id that occurs twice", line(row), value=shortened(id))
        seen.add(id)


def _check_places(history: History, problems: Problems, line: Callable[[int], int]) -> None:
    if history.seq is None:
        return
    for case in range(len(history.cases)):
        seen: set[int] = set()
        for row in range(history.starts[case], history.starts[case + 1]):
            place = history.seq[row]
            if place in seen:
                problems.add("place in a case's record that occurs twice", line(row), value=str(place))
            seen.add(place)


def _check_corrections(history: History, problems: Problems, line: Callable[[int], int]) -> None:
    corrects = dict(history.extras).get("corrects")
    if corrects is None:
        return
    known = {history.event_id(row): row for row in range(len(history))}
    for row in range(len(history)):
        target = corrects.value(row)
        if target is None:
            continue
        old = known.get(str(target))
        if old is None or history.case_number(old) != history.case_number(row):
            problems.add("correction of an event that is not in the case", line(row), value=shortened(target))
        elif history.event_seq(old) >= history.event_seq(row):
            problems.add("correction of an event that does not come before it", line(row), value=shortened(target))


def closed(history: History, mapping: Mapping, said: AnyMapping[int, bool]) -> array[int]:
    """
    Tell of each case whether nothing more is expected.

    A history with events of kind ``case`` says so itself. Another is a log from elsewhere: closed unless its file or
    the mapping says otherwise.

    Args:
        history: The history.
        mapping: The mapping.
        said: Number of a case to whether the file says that it is open.
    """
    cases = range(len(history.cases))
    if case_lives(history.signatures):
        kept = array("b", [1]) * len(history)
        rows = effective_rows(history.starts, kept, history.occurred, history.seq)
        states = (finished(history.signatures, map(history.signature.__getitem__, rows[case])) for case in cases)
        return array("b", [state is True for state in states])
    if mapping.open == "all":
        return array("b", [0]) * len(cases)
    if mapping.open == "until":
        ends = _ending_rows(history, mapping)
        counts = [any(ends[history.starts[case] : history.starts[case + 1]]) for case in cases]
        return array("b", counts)
    return array("b", [not said.get(case, False) for case in cases])


def _ending_rows(history: History, mapping: Mapping) -> array[int]:
    """Give 1 for each event that ends its case."""
    until = set(mapping.until)
    until |= {target.element for name, target in mapping.elements if name in until and target.element}
    codes = {code for code, signature in enumerate(history.signatures) if signature.element in until}
    return array("b", [code in codes for code in history.signature])
