"""Time in a scenario: how long it is watched, slots, and whether people who must meet ever can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from collabmodel.case.rights import substituted
from collabmodel.errors import CollabError, Problem
from collabmodel.model import Activity, Counting, Mode, Quorum, Side
from collabmodel.simulate.checking_subject import MOST_DAYS, Subject
from collabmodel.simulate.doings import element_of
from collabmodel.simulate.hours_of import DAY, Window
from collabmodel.simulate.scenario import Behaviour, Grid, Scheduling, Shape, Spread
from collabmodel.simulate.spans import minutes_of
from collabmodel.workdays import Unit

MOST_SLOTS = 48
"""Most slots of the grid in a day."""
_MINUTES = {Grid.MINUTES: 1, Grid.HOURS: 60, Grid.WORKING_HOURS: 60, Grid.DAYS: DAY, Grid.WEEKS: 7 * DAY}


def spans(subject: Subject) -> Iterator[Problem]:
    """
    Find a horizon, warm-up, slot or zone that makes no sense.

    Args:
        subject: The scenario under check.
    """
    scenario = subject.scenario
    horizon = minutes_of(scenario.horizon, scenario.start)
    if horizon is None or horizon < 1:
        hint = "write a number of minutes, hours, days, weeks, months or years"
        yield subject.problem("horizon", "nothing is watched:", str(scenario.horizon), hint)
    elif horizon > MOST_DAYS * DAY:
        yield subject.problem("horizon", "more than 31 years:", str(scenario.horizon), "watch less")
    if scenario.warm_up is not None:
        warm = minutes_of(scenario.warm_up, scenario.start)
        if warm is None:
            hint = "write a number of minutes, hours, days, weeks, months or years"
            yield subject.problem("warm_up", "no length of plain time:", str(scenario.warm_up), hint)
        elif horizon is not None and warm >= horizon >= 1:
            what = f"the warm-up is not over before the horizon, {scenario.horizon}:"
            yield subject.problem("warm_up", what, str(scenario.warm_up), "nothing would be left to tell of")
    if scenario.slot is not None:
        slot = minutes_of(scenario.slot, scenario.start) if scenario.slot.unit in (Unit.MINUTES, Unit.HOURS) else None
        if slot is None or not DAY // MOST_SLOTS <= slot <= DAY:
            hint = "write 30 minutes or more, at most 24 hours"
            yield subject.problem("slot", f"no grid of at most {MOST_SLOTS} slots a day:", str(scenario.slot), hint)
    yield from _years(subject)
    yield from _zone(subject)


def _years(subject: Subject) -> Iterator[Problem]:
    if not 1971 <= subject.scenario.start.year <= 2900:
        hint = "start between 1971 and 2900"
        yield subject.problem("start", "a start outside what is counted:", str(subject.scenario.start), hint)


def _zone(subject: Subject) -> Iterator[Problem]:
    zone = subject.scenario.zone
    try:
        if zone:
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield subject.problem("zone", "there is no time zone", zone, "write such as Europe/Helsinki or UTC")


def needed(subject: Subject) -> Iterator[Problem]:
    """
    Find meetings at which somebody is left out whom the model needs there.

    Args:
        subject: The scenario under check.
    """
    for behaviour in subject.scenario.behaviour:
        activity = subject.index.activities.get(element_of(behaviour))
        verb = subject.verb(behaviour)
        if activity is None or verb is None or verb.transition != "completed":
            continue
        here = set(behaviour.with_) | ({behaviour.by} if behaviour.by else set())
        path = f"behaviour.{behaviour.id}"
        told = bool(activity.quorums)
        for one in activity.participants:
            must = one.mode in (Mode.REQUIRED, Mode.DECIDE) and (one.presence or (one.mode is Mode.REQUIRED and told))
            if must and one.condition is None and not here & set(substituted(subject.index, (one.role,))):
                hint = f"add {one.role} to 'with:'"
                what = f"the model needs the role {one.role!r} at this {activity.kind}"
                yield subject.problem(path, what, hint=hint)
        for quorum in activity.quorums:
            yield from _quorum(subject, activity, quorum, here, path)


def _quorum(subject: Subject, activity: Activity, quorum: Quorum, here: set[str], path: str) -> Iterator[Problem]:
    """Find a quorum that those who are asked cannot make, even if all of them come."""
    least = quorum.at_least
    if quorum.condition is not None or quorum.waived_by or quorum.counting is Counting.SHARE:
        return
    if isinstance(least, int | float):
        counted = _counted(subject, quorum, here)
        if counted < least:
            of = (*quorum.roles, *quorum.sides, *quorum.organisations)
            wanted = f"at least {least:g} {quorum.counting.value} at this {activity.kind}"
            what = f"the model needs {wanted}, and {counted} come"
            yield subject.problem(path, what, hint=f"add more to 'with:', of {', '.join(of)}" if of else "")


def _counted(subject: Subject, quorum: Quorum, here: set[str]) -> int:
    wanted = set(substituted(subject.index, quorum.roles)) if quorum.roles else None
    roles = [subject.index.roles[one] for one in sorted(here) if one in subject.index.roles]
    fitting = [one for one in roles if wanted is None or one.id in wanted]
    fitting = [one for one in fitting if not quorum.sides or one.side.value in {str(side) for side in quorum.sides}]
    organisations = set()
    left = []
    for role in fitting:
        groups = subject.staff.get(role.id, ())
        own = {group.organisation or next(iter(role.organisations), "") for group in groups} or set(role.organisations)
        own = {one for one in own if not quorum.organisations or one in quorum.organisations} - {""}
        organisations |= own
        if own or not quorum.organisations:
            left.append(role)
    return len(organisations) if quorum.counting is Counting.ORGANISATIONS else len(left)


def meetings(subject: Subject) -> Iterator[Problem]:
    """
    Find what can never take place: people who never work at the same time, or too little time for it.

    Args:
        subject: The scenario under check.
    """
    for behaviour in subject.scenario.behaviour:
        length = behaviour.length
        if length is None:
            continue
        path = f"behaviour.{behaviour.id}"
        shortest = least_minutes(length)
        within = behaviour.search.within
        limit = minutes_of(within, subject.scenario.start) if within is not None else None
        if limit is not None and shortest > limit:
            what = f"longer than the time within which it must lie, {within}"
            yield subject.problem(f"{path}.length", what, hint="make it shorter, or look further ahead")
        yield from _common(subject, behaviour, shortest)


def _common(subject: Subject, behaviour: Behaviour, shortest: float) -> Iterator[Problem]:
    calendars = sorted(set(_calendars(subject, behaviour)))
    try:
        hours = [found for found in (subject.hours(one) for one in calendars) if found]
    except CollabError:
        return
    common = hours[0] if hours else ()
    for other in hours[1:]:
        common = tuple(_both(common, other))
    path = f"behaviour.{behaviour.id}"
    if hours and not common:
        who = ", ".join(calendars)
        what = "it can never take place: those who are needed never work at the same time"
        yield subject.problem(path, what, hint=f"their calendars are {who}")
    elif hours and subject.scenario.scheduling is Scheduling.APPOINTMENT:
        longest = max(one.end - one.start for one in common)
        if shortest > longest:
            what = f"longer than any time that those who are needed have in common, {longest} minutes"
            yield subject.problem(f"{path}.length", what, hint="make it shorter, or split it")


def _calendars(subject: Subject, behaviour: Behaviour) -> Iterator[str]:
    """Give the calendars of those whose time a behaviour takes; roles with several groups may choose."""
    for role in dict.fromkeys((behaviour.by, *behaviour.with_)):
        known = subject.index.roles.get(role)
        groups = subject.staff.get(role, ())
        own = {group.calendar for group in groups} & subject.calendars
        if known is not None and known.side is Side.PROFESSIONAL and len(groups) == 1:
            yield from own


def _both(one: tuple[Window, ...], other: tuple[Window, ...]) -> Iterator[Window]:
    """Give the hours that two calendars have in common."""
    left = right = 0
    while left < len(one) and right < len(other):
        start, end = max(one[left].start, other[right].start), min(one[left].end, other[right].end)
        if start < end:
            yield Window(start=start, end=end, midnight=one[left].midnight)
        if one[left].end < other[right].end:
            left += 1
        else:
            right += 1


def least_minutes(spread: Spread) -> float:
    """
    Give the least minutes that a length may take; 0 where that is not known.

    Args:
        spread: The length.

    >>> least_minutes(Spread(shape=Shape.UNIFORM, low=1.0, high=2.0, unit=Grid.HOURS))
    60.0
    """
    factor = _MINUTES.get(spread.unit, 0) if spread.unit is not None else 0
    least: float = 0
    if spread.shape is Shape.CONSTANT and isinstance(spread.value, int | float):
        least = spread.value
    elif spread.shape in (Shape.UNIFORM, Shape.TRIANGULAR):
        least = spread.low or 0
    elif spread.shape is Shape.EMPIRICAL:
        least = min((one for one in spread.values if isinstance(one, int | float)), default=0)
    own = float(least * factor)
    return min([own, *(least_minutes(row.spread) for row in spread.rows)])


def at_all(subject: Subject) -> Iterator[Problem]:
    """
    Find people whose time is taken for no length, which claims nobody.

    Args:
        subject: The scenario under check.
    """
    for behaviour in subject.scenario.behaviour:
        path = f"behaviour.{behaviour.id}"
        if behaviour.length is None and behaviour.missed_length is not None:
            what = "a length for when it is missed, though it has none itself"
            yield subject.problem(f"{path}.missed_length", what, hint="add length, or leave this out")
        if behaviour.verb == "close" and behaviour.length is not None:
            hint = "leave length out, or make the work an activity of its own"
            yield subject.problem(f"{path}.length", "closing is a thing of a moment", hint=hint)


TIME_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (spans, needed, meetings, at_all)
"""Checks of time."""
