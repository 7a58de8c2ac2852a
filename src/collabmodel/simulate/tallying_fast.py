"""The count of ``tallying`` with numpy: the same numbers, many rows at once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.legend import (
    BACK_IN_TIME,
    CLOSED_TWICE,
    NEVER_OPENED,
    OPENED_TWICE,
    WORKER,
    Legend,
    Tally,
    Windows,
    broken,
)
from collabmodel.simulate.prepared import Floats, Ints

Numbers: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]


def tally_fast(legend: Legend, rows: Ints, floats: Floats) -> Tally:
    """
    Count what a log holds, with numpy.

    Args:
        legend: How its numbers are read.
        rows: The log: ``LOG_SIZE`` whole numbers a row.
        floats: One float a row.

    Raises:
        SimulationError: A case is opened or closed twice, or something happens in a case that never opened.
    """
    whole = np.asarray(rows, dtype=np.int64).reshape(-1, r.LOG_SIZE)
    told = whole[:, r.LOG_LETTER] >= 0
    events = whole[told]
    cases = int(events[:, r.LOG_CASE].max()) + 1 if len(events) else 0
    letter, case, time = (events[:, at].copy() for at in (r.LOG_LETTER, r.LOG_CASE, r.LOG_TIME))
    early = np.flatnonzero(np.diff(time) < 0)
    if len(early):
        raise broken(BACK_IN_TIME, int(case[early[0] + 1]))
    opened = _single(letter == legend.opened, case, time, cases, OPENED_TWICE)
    closed = _single(letter == legend.closed, case, time, cases, CLOSED_TWICE)
    counted = np.bincount(case, minlength=cases)
    _opened_first(letter == legend.opened, case, cases)
    kind = _looked_up(legend.completed, letter)
    first, done = _completions(kind, case, time, cases, len(legend.activities))
    minutes = np.asarray(floats, dtype=np.float64)
    tries, missed, queued, starts = _tries(legend, events, opened)
    moved = np.bincount(case[np.isin(letter, list(legend.moved))], minlength=cases)
    return Tally(
        opened=opened.tolist(),
        closed=closed.tolist(),
        ending=_endings(legend, whole, told, floats, cases).tolist(),
        events=counted.tolist(),
        moved=moved.tolist(),
        silence=_silence(events, cases).tolist(),
        first=first.tolist(),
        done=done.tolist(),
        tries=tries,
        missed=missed,
        queued=queued,
        starts=starts,
        busy=_busy(legend, whole, minutes),
        joins=_people(events, r.JOINED),
        leaves=_people(events, r.GONE),
        area=_area(legend, letter, time),
    )


def _area(legend: Legend, letter: Numbers, time: Numbers) -> int:
    """Add up open cases over time, in the order of the log."""
    steps = (letter == legend.opened).astype(np.int64) - (letter == legend.closed)
    turns = steps != 0
    present, moments = np.cumsum(steps[turns]), np.append(time[turns], legend.horizon)
    return int((present * np.diff(moments)).sum())


def _looked_up(table: tuple[int, ...], at: Numbers) -> Numbers:
    found: Numbers = np.asarray(table or (-1,), dtype=np.int64)[at]
    return found


def _single(chosen: Truths, case: Numbers, time: Numbers, cases: int, what: str) -> Numbers:
    """Give the minute of each case's one event of a sort, or -1."""
    found = np.full(cases, -1, dtype=np.int64)
    found[case[chosen]] = time[chosen]
    many = np.flatnonzero(np.bincount(case[chosen], minlength=cases) > 1)
    if len(many):
        raise broken(what, int(many[0]))
    return found


def _opened_first(opens: Truths, case: Numbers, cases: int) -> None:
    numbers, places = np.unique(case, return_index=True)
    early = np.flatnonzero(~opens[places])
    if cases and len(early):
        raise broken(NEVER_OPENED, int(numbers[early[0]]))


def _endings(legend: Legend, whole: Numbers, told: Truths, floats: Floats, cases: int) -> Numbers:
    """Give the word of each case's ending: a datum below the event that closes it."""
    found = np.full(cases, -1, dtype=np.int64)
    if not len(whole) or legend.ending < 0:
        return found
    above = np.maximum.accumulate(np.where(told, np.arange(len(whole)), 0))
    at = np.flatnonzero((whole[:, r.LOG_LETTER] == -1 - legend.ending) & (whole[above, r.LOG_LETTER] == legend.closed))
    found[whole[above[at], r.LOG_CASE]] = np.asarray(floats, dtype=np.float64)[at].astype(np.int64)
    return found


def _completions(kind: Numbers, case: Numbers, time: Numbers, cases: int, kinds: int) -> tuple[Numbers, Numbers]:
    chosen = kind >= 0
    place = kind[chosen] * cases + case[chosen]
    done = np.bincount(place, minlength=kinds * cases).reshape(kinds, cases)
    first = np.full(kinds * cases, -1, dtype=np.int64)
    where, at = np.unique(place, return_index=True)
    first[where] = time[chosen][at]
    return first.reshape(kinds, cases), done


def _silence(events: Numbers, cases: int) -> Numbers:
    cause, actor = events[:, r.LOG_CAUSE], events[:, r.LOG_ACTOR]
    own = events[(actor > 0) & ~np.isin(cause, (r.DERIVED, r.JOINED, r.GONE))]
    own = own[np.argsort(own[:, r.LOG_CASE], kind="stable")]
    case, time = own[:, r.LOG_CASE], own[:, r.LOG_TIME]
    same = case[1:] == case[:-1]
    found = np.full(cases, -1, dtype=np.int64)
    np.maximum.at(found, case[1:][same], (time[1:] - time[:-1])[same])
    return found


def _ends(legend: Legend, rows: Numbers) -> Truths:
    """Tell which rows are of events that end the work of a plan."""
    plan, cause = rows[:, r.LOG_PLAN], rows[:, r.LOG_CAUSE]
    done = (cause == r.DONE_BY) & (rows[:, r.LOG_LETTER] == _looked_up(legend.concluding, plan))
    chosen: Truths = (rows[:, r.LOG_LETTER] >= 0) & (plan >= 0) & (done | (cause == r.MISSED))
    return chosen


def _tries(legend: Legend, events: Numbers, opened: Numbers) -> tuple[list[int], ...]:
    """Count the work that events end: tries, missed ones, minutes in line, and starts."""
    own = events[_ends(legend, events)]
    plan, started = own[:, r.LOG_PLAN], own[:, r.LOG_STARTED]
    kind = _looked_up(legend.subject, plan)
    counted = (kind >= 0) & (opened[own[:, r.LOG_CASE]] >= legend.warm_up)
    lined = counted & (started >= 0) & (own[:, r.LOG_REQUESTED] >= 0)
    waits = started - own[:, r.LOG_REQUESTED]
    kinds = len(legend.activities)
    queued = np.zeros(kinds, dtype=np.int64)
    np.add.at(queued, kind[lined], waits[lined])
    return (
        np.bincount(kind[counted], minlength=kinds).tolist(),
        np.bincount(kind[counted & (own[:, r.LOG_CAUSE] == r.MISSED)], minlength=kinds).tolist(),
        queued.tolist(),
        np.bincount(kind[lined], minlength=kinds).tolist(),
    )


def _busy(legend: Legend, whole: Numbers, minutes: npt.NDArray[np.float64]) -> list[int]:
    """Count, by group, the working minutes after the warm-up."""
    chosen = (_ends(legend, whole) | (whole[:, r.LOG_LETTER] == r.LOG_WORK)) & (whole[:, r.LOG_STARTED] >= 0)
    own, lengths = whole[chosen], minutes[chosen].astype(np.int64)
    found = [0] * len(legend.counts)
    for plan, groups in enumerate(legend.groups):
        mine = own[:, r.LOG_PLAN] == plan
        started, ended, length = own[mine, r.LOG_STARTED], own[mine, r.LOG_TIME], lengths[mine]
        for group in groups:
            windows = legend.windows[group]
            counted = _until(windows, np.maximum(started, legend.warm_up))
            inside = _until(windows, np.maximum(ended, legend.warm_up)) - counted
            rest = length - (counted - _until(windows, started))
            found[group] += int(np.maximum(0, np.minimum(rest, inside)).sum())
    return found


def _until(windows: Windows, minutes: Numbers) -> Numbers:
    """Give the working minutes up to each minute."""
    if windows.always or not len(windows.starts):
        return minutes if windows.always else np.zeros_like(minutes)
    starts, ends, before = (np.asarray(one, dtype=np.int64) for one in (windows.starts, windows.ends, windows.before))
    at = np.searchsorted(starts, minutes, side="right") - 1
    inside: Numbers = before[at] + np.minimum(minutes, ends[at]) - starts[at]
    return np.where(at < 0, 0, inside)


def _people(events: Numbers, cause: int) -> list[tuple[int, int, int]]:
    chosen = events[(events[:, r.LOG_CAUSE] == cause) & (events[:, r.LOG_ACTOR] > 0)]
    workers = (chosen[:, r.LOG_ACTOR] - 1) // WORKER
    return list(zip(chosen[:, r.LOG_CASE].tolist(), workers.tolist(), chosen[:, r.LOG_TIME].tolist(), strict=True))
