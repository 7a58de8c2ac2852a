"""The earliest time that suits everybody, against looking at every minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collabmodel.simulate.kernel import agenda, header, rows

_SLOT, _DAYS = 60, 4
_DAY_SLOTS = 1440 // _SLOT
_BITS = st.integers(0, 2**_DAY_SLOTS - 1)


def _memory(busy: list[list[int]]) -> tuple[list[int], int]:
    """Give a memory with a task that needs one worker of each group, and the agendas of these workers."""
    m = [0] * header.HEADER
    m[header.SLOT], m[header.DAY_SLOTS], m[header.HORIZON] = _SLOT, _DAY_SLOTS, _DAYS * 1440

    def row(size: int) -> int:
        m.extend([0] * size)
        return len(m) - size

    case = row(rows.CASE_FIXED + len(busy))
    m[header.CASE_GROUPS] = rows.CASE_FIXED
    m[header.GROUPS] = row(rows.GROUP_SIZE * len(busy))
    numbers, plan, task = row(len(busy)), row(rows.PLAN_SIZE), row(rows.TASK_SIZE)
    for number, days in enumerate(busy):
        worker, agenda_at = row(rows.WORKER_SIZE), row(_DAYS)
        m[agenda_at : agenda_at + _DAYS] = days
        m[worker + rows.LINE_AGENDA] = agenda_at
        m[m[header.GROUPS] + number * rows.GROUP_SIZE + rows.GROUP_KEEPS] = 1
        m[case + rows.CASE_FIXED + number] = worker
        m[numbers + number] = number
    m[plan + rows.PLAN_GROUPS], m[plan + rows.PLAN_N_GROUPS] = numbers, len(busy)
    m[task + rows.TASK_CASE], m[task + rows.TASK_PLAN] = case, plan
    return m, task


def _by_hand(busy: list[list[int]], earliest: int, latest: int, slots: int) -> int:
    """Look at every slot in turn."""
    for start in range(0, _DAYS * 1440, _SLOT):
        day, first = start // 1440, start % 1440 // _SLOT
        inside = first + slots <= _DAY_SLOTS and earliest <= start <= latest
        if inside and all(not days[day] >> place & 1 for days in busy for place in range(first, first + slots)):
            return start
    return -1


@given(
    busy=st.lists(st.lists(_BITS, min_size=_DAYS, max_size=_DAYS), min_size=1, max_size=3),
    earliest=st.integers(0, _DAYS * 1440 - 1),
    length=st.integers(0, _DAYS * 1440),
    slots=st.integers(1, 5),
)
def test_the_earliest_common_slots_are_taken(busy: list[list[int]], earliest: int, length: int, slots: int) -> None:
    """A meeting takes the first run of slots that everybody has free, or none; and takes it out of every agenda."""
    latest = min(earliest + length, _DAYS * 1440 - 1)
    m, task = _memory(busy)

    start = agenda.look(m, task, earliest, latest, slots)

    assert start == _by_hand(busy, earliest, latest, slots)
    after = [
        [m[m[m[task + rows.TASK_WORKERS + place] + rows.LINE_AGENDA] + day] for day in range(_DAYS)]
        for place in range(len(busy))
    ]
    bits = m[task + rows.TASK_BITS] if start >= 0 else 0
    assert after == [
        [one | (bits if start >= 0 and day == start // 1440 else 0) for day, one in enumerate(days)] for days in busy
    ]


@given(busy=st.lists(_BITS, min_size=_DAYS, max_size=_DAYS), slots=st.integers(1, 5))
def test_what_is_given_back_is_free_again(busy: list[int], slots: int) -> None:
    """Giving a meeting's slots back leaves the agenda as it was."""
    m, task = _memory([busy])
    start = agenda.look(m, task, 0, _DAYS * 1440 - 1, slots)

    if start >= 0:
        agenda.give_back(m, task)

    worker = m[task + rows.TASK_WORKERS]
    assert [m[m[worker + rows.LINE_AGENDA] + day] for day in range(_DAYS)] == busy
