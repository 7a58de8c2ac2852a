"""How the numbers of a log are read, and the whole numbers that are counted from it."""

from __future__ import annotations

from bisect import bisect_right

import attrs

from collabmodel.errors import Problem, SimulationError
from collabmodel.model import Activity
from collabmodel.simulate.kernel import header
from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.prepared import Ints, Prepared

OPENED_TWICE = "a case is opened twice"
CLOSED_TWICE = "a case is closed twice"
BACK_IN_TIME = "something happens before what was told earlier"
NEVER_OPENED = "something happens in a case that never opened"
"""What a log may break."""
WORKER = 4096
"""Persons on a post that the log can tell apart."""


@attrs.frozen(kw_only=True, eq=False)
class Windows:
    """
    Working windows of a calendar, for counting working minutes.

    Args:
        starts: Minute at which each starts.
        ends: Minute at which each ends.
        before: Working minutes before it.
        always: Whether all time is working time.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    always: bool = False

    def until(self, minute: int) -> int:
        """
        Give the working minutes from the start of the scenario to a minute.

        Args:
            minute: The minute.
        """
        if self.always:
            return minute
        at = bisect_right(self.starts, minute) - 1
        return 0 if at < 0 else self.before[at] + min(minute, self.ends[at]) - self.starts[at]


@attrs.frozen(kw_only=True, eq=False)
class Legend:
    """
    How the numbers of a log are read.

    Args:
        activities: The activities that are counted, in file order.
        completed: Place among them of the activity that each letter completes, by letter; -1 for none.
        moved: Letters of moved appointments.
        ending: Number of the datum that tells a case's ending, or -1.
        subject: Place among the activities of what each plan completes, by plan; -1 for none.
        concluding: Letter with which each plan's work ends, by plan.
        groups: Groups of workers at each plan's work, by plan.
        windows: Working windows of each group.
        counts: Workers of each group.
        warm_up: Minute from which cases count.
        horizon: Minute at which all ends.
        opened: Letter of a case's opening.
        closed: Letter of its closing.
    """

    activities: tuple[Activity, ...]
    completed: tuple[int, ...]
    moved: frozenset[int]
    ending: int
    subject: tuple[int, ...]
    concluding: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    windows: tuple[Windows, ...]
    counts: tuple[int, ...]
    warm_up: int
    horizon: int
    opened: int
    closed: int


@attrs.define(kw_only=True, eq=True)
class Tally:
    """
    What was counted. Lists by case go by case number, with -1 for what there is not.

    Args:
        opened: Minute at which each case opened.
        closed: Minute at which it closed.
        ending: Number of the word of its ending.
        events: Events of each.
        moved: Appointments of each that were moved.
        silence: Longest gap in minutes between two events in which a worker acts, of each.
        first: By activity, the minute of its first completion in each case.
        done: By activity, how often each case completed it.
        tries: By activity, how often it was tried in cases that count.
        missed: By activity, how many of these were missed.
        queued: By activity, minutes from request to start in cases that count.
        starts: By activity, how many starts these are of.
        busy: By group, working minutes at work after the warm-up.
        joins: Case, worker and minute of each joining of a worker.
        leaves: Likewise of each leaving.
        area: Open cases added up over time, case minutes, in the order of the log up to the horizon.
    """

    opened: list[int]
    closed: list[int]
    ending: list[int]
    events: list[int]
    moved: list[int]
    silence: list[int]
    first: list[list[int]]
    done: list[list[int]]
    tries: list[int]
    missed: list[int]
    queued: list[int]
    starts: list[int]
    busy: list[int]
    joins: list[tuple[int, int, int]]
    leaves: list[tuple[int, int, int]]
    area: int = 0


def legend_of(prepared: Prepared) -> Legend:
    """
    Read from what was prepared how its logs are to be read.

    Args:
        prepared: What ``prepare`` gave.
    """
    m = prepared.numbers
    acted = {act.element for act in prepared.acts}
    activities = tuple(
        one for one in prepared.model.activities if one.id in acted or one.required or one.kind == "meeting"
    )
    place = {one.id: at for at, one in enumerate(activities)}
    plans = [m[header.PLANS] + at * r.PLAN_SIZE for at in range(len(prepared.acts))]
    groups = [m[header.GROUPS] + at * r.GROUP_SIZE for at in range(len(prepared.groups))]
    concluding = tuple(m[plan + r.PLAN_LETTER] for plan in plans)
    completes = [letter >= 0 and prepared.letters[letter].transition == "completed" for letter in concluding]
    return Legend(
        activities=activities,
        completed=tuple(
            place.get(one.element, -1) if one.transition == "completed" else -1 for one in prepared.letters
        ),
        moved=frozenset(at for at, one in enumerate(prepared.letters) if one.transition == "moved"),
        ending=prepared.data.index("ending") if "ending" in prepared.data else -1,
        subject=tuple(
            place.get(act.element, -1) if done else -1 for act, done in zip(prepared.acts, completes, strict=True)
        ),
        concluding=concluding,
        groups=tuple(act.groups for act in prepared.acts),
        windows=tuple(windows_at(m, m[group + r.GROUP_CALENDAR]) for group in groups),
        counts=tuple(m[group + r.GROUP_COUNT] for group in groups),
        warm_up=prepared.warm_up,
        horizon=prepared.horizon,
        opened=m[header.OPENED],
        closed=m[header.CLOSED],
    )


def windows_at(m: Ints, calendar: int) -> Windows:
    """
    Read the working windows of a calendar from the kernel's memory.

    Args:
        m: The memory of whole numbers.
        calendar: Address of the calendar, 0 for always.
    """
    if calendar == 0:
        return Windows(always=True)
    first, count = m[calendar + r.CALENDAR_WINDOWS], m[calendar + r.CALENDAR_N]
    addresses = range(first, first + count * r.WINDOW_SIZE, r.WINDOW_SIZE)
    return Windows(
        starts=tuple(m[at + r.WINDOW_START] for at in addresses),
        ends=tuple(m[at + r.WINDOW_END] for at in addresses),
        before=tuple(m[at + r.WINDOW_BEFORE] for at in addresses),
    )


def broken(what: str, case: int) -> SimulationError:
    """
    Give the error that a log contradicts itself, which is a defect of the simulator and never of a scenario.

    Args:
        what: What is wrong.
        case: Number of the case.
    """
    return SimulationError([Problem(what=f"the log contradicts itself: {what}", value=f"case number {case}")])
