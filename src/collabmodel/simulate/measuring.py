"""
The indicators of one replication: from the compact log, and from what ``evaluate`` found in its history.

Only cases opened after the warm-up count, and of working time only what lies after it. A replication that contradicts
itself (somebody works more than they are there, cases get lost, Little's law does not hold) is a defect and raises.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from collabmodel.errors import Problem, SimulationError
from collabmodel.evaluate import Evaluation
from collabmodel.history import History
from collabmodel.model import Activity
from collabmodel.simulate.judged import judged_measures
from collabmodel.simulate.kernel import header
from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.legend import Legend, Tally, broken, legend_of
from collabmodel.simulate.prepared import Floats, Ints, Prepared
from collabmodel.simulate.scenario import Scheduling
from collabmodel.simulate.series import weekly
from collabmodel.simulate.statistics import variation
from collabmodel.simulate.tallying import tally

DAY = 24 * 60
"""Minutes in a day."""
HOUR = 60
"""Minutes in an hour."""
TOO_LATE = "a case opens or closes after the end"
NO_BALANCE = "Little's law does not hold"
"""What a log may break."""
Measures = dict[str, float | None]


def measure(
    prepared: Prepared,
    rows: Ints,
    floats: Floats,
    history: History | None,
    evaluation: Evaluation | None = None,
    *,
    stuck: int | None = None,
    fast: bool = True,
) -> tuple[dict[str, float | None], dict[str, tuple[float, ...]]]:
    """
    Give the indicators of one replication, and its weekly series.

    Args:
        prepared: What ``prepare`` gave.
        rows: The log, its blocks one after another: ``LOG_SIZE`` whole numbers a row.
        floats: One float a row.
        history: The replication's history, whose case ids end in ``-NUMBER``; or None.
        evaluation: What ``evaluate`` found in it, or None if nothing was judged.
        stuck: Cases that could not go on, as ``run`` tells; None if that is not known.
        fast: Whether to use numpy where it is installed; the values are the same.

    Returns:
        Indicators by id, None for what cannot be told; and of each name a value a whole week.

    Raises:
        SimulationError: The log contradicts itself; with what it breaks.
    """
    legend = legend_of(prepared)
    found = tally(legend, rows, floats, fast=fast)
    _conserved(legend, found)
    _little(legend, found)
    counted = counted_cases(legend, found)
    closed = [case for case in counted if found.closed[case] >= 0]
    measures = _of_cases(prepared, found, counted, closed)
    for kind in range(len(legend.activities)):
        measures |= _of_activity(prepared, legend.activities[kind], found, kind, counted, closed)
    measures |= _of_staff(prepared, legend, found)
    measures["stuck"] = None if stuck is None else float(stuck)
    if evaluation is not None:
        measures |= judged_measures(evaluation, history, prepared.model.id, counted)
    return measures, weekly(prepared, legend, found)


def counted_cases(legend: Legend, found: Tally) -> tuple[int, ...]:
    """
    Give the numbers of the cases that count: those opened after the warm-up.

    Args:
        legend: How the log is read.
        found: What was counted.
    """
    return tuple(case for case, minute in enumerate(found.opened) if minute >= max(legend.warm_up, 0))


def _of_cases(prepared: Prepared, found: Tally, counted: Sequence[int], closed: Sequence[int]) -> Measures:
    silences = [found.silence[case] for case in closed if found.silence[case] >= 0]
    measures: Measures = {
        "cases": float(len(counted)),
        "events": float(sum(found.events[case] for case in counted)),
        "open_at_end": float(len(counted) - len(closed)),
        "closed": float(len(closed)),
        "lead_time": _mean((found.closed[case] - found.opened[case] for case in closed), len(closed), DAY),
        "silence": _mean(silences, len(silences), DAY),
    }
    if prepared.scenario.scheduling is Scheduling.APPOINTMENT:
        measures["moved"] = _mean((found.moved[case] for case in closed), len(closed))
    words = {word: number for number, word in enumerate(prepared.words)}
    for ending in prepared.model.endings:
        number = words.get(ending.id, -2)
        measures[f"ending:{ending.id}"] = _mean((found.ending[case] == number for case in closed), len(closed))
    return measures


def _of_activity(
    prepared: Prepared, activity: Activity, found: Tally, kind: int, counted: Sequence[int], closed: Sequence[int]
) -> Measures:
    first, done, id = found.first[kind], found.done[kind], activity.id
    waits = [first[case] - found.opened[case] for case in counted if first[case] >= 0]
    acts = [act for act in prepared.acts if act.element == id]
    measures: Measures = {
        f"wait:{id}": _mean(waits, len(waits), DAY),
        f"spread:wait:{id}": variation(waits),
        f"work:{id}": _mean(map(done.__getitem__, closed), len(closed)),
    }
    if activity.kind == "meeting" or activity.required:
        measures[f"never:{id}"] = _mean((first[case] < 0 for case in closed), len(closed))
    if any(act.behaviour.length is not None for act in acts):
        measures[f"queue:{id}"] = _mean((found.queued[kind],), found.starts[kind], HOUR)
    if any(act.lay and act.behaviour.length is not None for act in acts):
        measures[f"missed:{id}"] = _mean((found.missed[kind],), found.tries[kind])
    return measures


def _of_staff(prepared: Prepared, legend: Legend, found: Tally) -> Measures:
    measures: Measures = {}
    held = _held(legend, found)
    for number, id in enumerate(prepared.groups):
        until, count = legend.windows[number].until, legend.counts[number]
        there = count * (until(legend.horizon) - until(legend.warm_up))
        if found.busy[number] > there:
            raise _defect(f"utilisation of the group '{id}' is above 1", f"{found.busy[number]} of {there} minutes")
        measures[f"utilisation:{id}"] = found.busy[number] / there if there else None
        if prepared.numbers[prepared.numbers[header.GROUPS] + number * r.GROUP_SIZE + r.GROUP_KEEPS]:
            span = count * (legend.horizon - legend.warm_up)
            measures[f"caseload:{id}"] = held[number] / span if span > 0 else None
    return measures


def _held(legend: Legend, found: Tally) -> list[int]:
    """Give, by group, the minutes after the warm-up in which its workers were in open cases, added up."""
    group_of = [group for group, count in enumerate(legend.counts) for _ in range(count)]
    changes: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for listed, here in ((found.leaves, False), (found.joins, True)):
        for case, worker, minute in listed:
            changes.setdefault((case, worker), []).append((minute, here))
    held = [0] * len(legend.counts)
    for (case, worker), turns in changes.items():
        closed = found.closed[case] if found.closed[case] >= 0 else legend.horizon
        for (since, here), (until, _) in itertools.pairwise([*sorted(turns), (closed, False)]):
            if here:
                held[group_of[worker]] += max(0, min(until, closed) - max(since, legend.warm_up))
    return held


def _mean(values: Iterable[int], count: int, unit: int = 1) -> float | None:
    """Give the mean of whole numbers in a unit; whole until the last, so that no order of adding matters."""
    return sum(values) / (count * unit) if count else None


def _conserved(legend: Legend, found: Tally) -> None:
    """Hold that every case opens before the end, and closes, if it does, before the end."""
    for case, (opened, closed) in enumerate(zip(found.opened, found.closed, strict=True)):
        if max(opened, closed) >= legend.horizon:
            raise broken(TOO_LATE, case)


def _little(legend: Legend, found: Tally) -> None:
    """Hold Little's law over the whole horizon: open cases added up over time are the times of cases added up."""
    end = legend.horizon
    lives = [pair for pair in zip(found.opened, found.closed, strict=True) if pair[0] >= 0]
    times = sum((closed if closed >= 0 else end) - opened for opened, closed in lives)
    if found.area != times:
        raise _defect(NO_BALANCE, f"{found.area} case minutes counted over time, {times} over cases")


def _defect(what: str, value: str) -> SimulationError:
    return SimulationError([Problem(what=f"the log contradicts itself: {what}", value=value)])
