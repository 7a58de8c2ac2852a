"""Weekly series of one replication, for warm-up and plots."""

from __future__ import annotations

from collections.abc import Iterable

from collabmodel.simulate.legend import Legend, Tally
from collabmodel.simulate.prepared import Prepared

WEEK = 7 * 24 * 60
"""Minutes in a week."""


def weekly(prepared: Prepared, legend: Legend, found: Tally) -> dict[str, tuple[float, ...]]:
    """
    Give a value for every whole week since the start, the warm-up included.

    ``open`` and ``waiting`` are cases at the end of the week, open and not yet at their first joint meeting;
    ``arrivals`` and ``closures`` are those of the week.

    Args:
        prepared: What ``prepare`` gave.
        legend: How the log is read.
        found: What was counted.
    """
    weeks = legend.horizon // WEEK
    arrivals, closures = _by_week(found.opened, weeks), _by_week(found.closed, weeks)
    series = {"open": _standing(arrivals, closures), "arrivals": arrivals, "closures": closures}
    meetings = joint_meetings(prepared, legend)
    if meetings:
        firsts = [_least(found.first[kind][case] for kind in meetings) for case in range(len(found.opened))]
        reached = [_least(pair) for pair in zip(firsts, found.closed, strict=True)]
        series["waiting"] = _standing(arrivals, _by_week(reached, weeks))
    return {name: tuple(map(float, values)) for name, values in series.items()}


def joint_meetings(prepared: Prepared, legend: Legend) -> tuple[int, ...]:
    """
    Give the places of activities that are joint meetings: of kind ``meeting`` and with several groups of workers, or
    where there are none such, all of kind ``meeting``.

    Args:
        prepared: What ``prepare`` gave.
        legend: How the log is read.
    """
    joint = {act.element for act in prepared.acts if len(act.groups) > 1}
    meetings = [at for at, one in enumerate(legend.activities) if one.kind == "meeting"]
    return tuple(at for at in meetings if legend.activities[at].id in joint) or tuple(meetings)


def _least(minutes: Iterable[int]) -> int:
    return min((minute for minute in minutes if minute >= 0), default=-1)


def _by_week(minutes: Iterable[int], weeks: int) -> list[int]:
    found = [0] * weeks
    for minute in minutes:
        if 0 <= minute < weeks * WEEK:
            found[minute // WEEK] += 1
    return found


def _standing(come: Iterable[int], gone: Iterable[int]) -> list[int]:
    found, here = [], 0
    for more, fewer in zip(come, gone, strict=True):
        here += more - fewer
        found.append(here)
    return found
