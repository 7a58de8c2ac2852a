"""What one replication's log holds, counted: rows to whole numbers, from which indicators follow."""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.legend import (
    BACK_IN_TIME,
    CLOSED_TWICE,
    NEVER_OPENED,
    OPENED_TWICE,
    WORKER,
    Legend,
    Tally,
    broken,
)
from collabmodel.simulate.prepared import Floats, Ints


def tally(legend: Legend, rows: Ints, floats: Floats, *, fast: bool = True) -> Tally:
    """
    Count what a log holds.

    Args:
        legend: How its numbers are read.
        rows: The log: ``LOG_SIZE`` whole numbers a row.
        floats: One float a row.
        fast: Whether to use numpy where it is installed; what is counted is the same.

    Raises:
        SimulationError: A case is opened or closed twice, or something happens in a case that never opened.
    """
    if fast:
        try:
            from collabmodel.simulate.tallying_fast import tally_fast  # noqa: PLC0415 - numpy is optional
        except ImportError:
            pass
        else:
            return tally_fast(legend, rows, floats)
    return _Counter(legend, rows).over(rows, floats)


class _Counter:
    """One pass over the rows in plain Python."""

    def __init__(self, legend: Legend, rows: Ints) -> None:
        self.legend = legend
        events = (at for at in range(0, len(rows), r.LOG_SIZE) if rows[at + r.LOG_LETTER] >= 0)
        cases = 1 + max((int(rows[at + r.LOG_CASE]) for at in events), default=-1)
        kinds = len(legend.activities)
        self.last = [-1] * cases
        self.present = self.before = self.now = 0
        self.found = Tally(
            opened=[-1] * cases,
            closed=[-1] * cases,
            ending=[-1] * cases,
            events=[0] * cases,
            moved=[0] * cases,
            silence=[-1] * cases,
            first=[[-1] * cases for _ in range(kinds)],
            done=[[0] * cases for _ in range(kinds)],
            tries=[0] * kinds,
            missed=[0] * kinds,
            queued=[0] * kinds,
            starts=[0] * kinds,
            busy=[0] * len(legend.counts),
            joins=[],
            leaves=[],
        )

    def over(self, rows: Ints, floats: Floats) -> Tally:
        legend, found, above, case = self.legend, self.found, -1, -1
        for number in range(len(rows) // r.LOG_SIZE):
            row = rows[number * r.LOG_SIZE : (number + 1) * r.LOG_SIZE]
            letter = int(row[r.LOG_LETTER])
            if letter == r.LOG_WORK:
                self.work(row, int(floats[number]))
            if letter < 0:
                if above == legend.closed and -1 - letter == legend.ending:
                    found.ending[case] = int(floats[number])
                continue
            above, case = letter, int(row[r.LOG_CASE])
            self.flow(letter, case, int(row[r.LOG_TIME]))
            self.life(letter, case, int(row[r.LOG_TIME]))
            self.doing(letter, case, row, int(floats[number]))
            self.people(case, row)
        found.area += self.present * (self.legend.horizon - self.before)
        return found

    def flow(self, letter: int, case: int, time: int) -> None:
        """Hold that time goes on, and add up open cases over it."""
        if time < self.now:
            raise broken(BACK_IN_TIME, case)
        self.now = time
        step = (letter == self.legend.opened) - (letter == self.legend.closed)
        if step:
            self.found.area += self.present * (time - self.before)
            self.present, self.before = self.present + step, time

    def life(self, letter: int, case: int, time: int) -> None:
        """Count an event in its case's life."""
        legend, found = self.legend, self.found
        found.events[case] += 1
        if letter == legend.opened:
            if found.opened[case] >= 0:
                raise broken(OPENED_TWICE, case)
            found.opened[case] = time
        elif found.opened[case] < 0:
            raise broken(NEVER_OPENED, case)
        if letter == legend.closed:
            if found.closed[case] >= 0:
                raise broken(CLOSED_TWICE, case)
            found.closed[case] = time
        if letter in legend.moved:
            found.moved[case] += 1
        kind = legend.completed[letter]
        if kind >= 0:
            found.done[kind][case] += 1
            if found.first[kind][case] < 0:
                found.first[kind][case] = time

    def doing(self, letter: int, case: int, row: Sequence[int], minutes: int) -> None:
        """Count the work that an event ends."""
        legend, found, plan = self.legend, self.found, int(row[r.LOG_PLAN])
        missed = row[r.LOG_CAUSE] == r.MISSED
        if plan < 0 or not (missed or (row[r.LOG_CAUSE] == r.DONE_BY and letter == legend.concluding[plan])):
            return
        started, requested = int(row[r.LOG_STARTED]), int(row[r.LOG_REQUESTED])
        kind = legend.subject[plan]
        if kind >= 0 and found.opened[case] >= legend.warm_up:
            found.tries[kind] += 1
            found.missed[kind] += missed
            if started >= 0 and requested >= 0:
                found.queued[kind] += started - requested
                found.starts[kind] += 1
        self.work(row, minutes)

    def work(self, row: Sequence[int], minutes: int) -> None:
        """Count the working minutes of everybody at some work; those before the end of the warm-up do not count."""
        legend, started, time = self.legend, int(row[r.LOG_STARTED]), int(row[r.LOG_TIME])
        if started < 0:
            return
        for group in legend.groups[row[r.LOG_PLAN]]:
            until = legend.windows[group].until
            begun, counted = until(started), until(max(started, legend.warm_up))
            inside = until(max(time, legend.warm_up)) - counted
            self.found.busy[group] += max(0, min(minutes - (counted - begun), inside))

    def people(self, case: int, row: Sequence[int]) -> None:
        """Count what tells of workers."""
        found, actor, time, cause = self.found, int(row[r.LOG_ACTOR]), int(row[r.LOG_TIME]), row[r.LOG_CAUSE]
        if actor <= 0:
            return
        worker = (actor - 1) // WORKER
        if cause == r.JOINED:
            found.joins.append((case, worker, time))
        elif cause == r.GONE:
            found.leaves.append((case, worker, time))
        elif cause != r.DERIVED:
            if self.last[case] >= 0:
                found.silence[case] = max(found.silence[case], time - self.last[case])
            self.last[case] = time
