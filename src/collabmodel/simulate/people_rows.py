"""Who there is, as rows: groups of workers with their hours and absences, and lay people."""

from __future__ import annotations

import attrs

from collabmodel.case import Tables
from collabmodel.case.index import index_of
from collabmodel.model import Role, Side
from collabmodel.simulate.hours_of import append_calendar, calendar_rows
from collabmodel.simulate.kernel.header import (
    AWAYS,
    GROUPS,
    LAY,
    N_AWAYS,
    N_GROUPS,
    N_LAY,
)
from collabmodel.simulate.kernel.rows import (
    ABSENCE_GAP,
    ABSENCE_LEAVES,
    ABSENCE_LENGTH,
    ABSENCE_SIZE,
    AWAY_ABSENCE,
    AWAY_KEY,
    AWAY_SIZE,
    AWAY_WORKER,
    GROUP_ABSENCES,
    GROUP_CALENDAR,
    GROUP_CASELOAD,
    GROUP_COUNT,
    GROUP_KEEPS,
    GROUP_N_ABSENCES,
    GROUP_ORGANISATION,
    GROUP_POOL,
    GROUP_ROLE,
    GROUP_SIZE,
    GROUP_WORKERS,
    LAY_COMES,
    LAY_HASH,
    LAY_ROLE,
    LAY_SHARE,
    LAY_SIZE,
    LINE_AGENDA,
    LINE_CALENDAR,
    LINE_FREE,
    LINE_SIZE,
    WORKER_GROUP,
    WORKER_NUMBER,
    WORKER_SIZE,
)
from collabmodel.simulate.layout import Ground, Shapes, stable_hash
from collabmodel.simulate.scenario import Absence, Grid, LayPerson, Scenario, Scheduling, Shape, Share, Spread, Staff

_WEEKS = 52


@attrs.frozen(kw_only=True, eq=False)
class Cast:
    """
    Everybody there is in a scenario.

    Args:
        roles: Ids of the model's roles, by number.
        staff: Groups of workers, by number.
        lay: Lay people, by number, with what the scenario says of them.
        calendars: Address of each group's calendar.
    """

    roles: tuple[str, ...]
    staff: tuple[Staff, ...]
    lay: tuple[LayPerson, ...]
    calendars: tuple[int, ...] = ()

    def group(self, name: str) -> int:
        """
        Give the number of a group by its id or role, -1 if there is none with anybody in it.

        Args:
            name: Id of the group, or of a role.
        """
        for number, one in enumerate(self.staff):
            if one.id == name and one.count:
                return number
        return next((number for number, one in enumerate(self.staff) if one.role == name and one.count), -1)

    def person(self, role: str) -> int:
        """
        Give the number of a lay role, -1 if nobody of it is there.

        Args:
            role: Id of the role.
        """
        return next((number for number, one in enumerate(self.lay) if one.id == role), -1)


def cast_of(tables: Tables, scenario: Scenario) -> Cast:
    """
    Gather everybody there is: the scenario's workers and people, and every client role that it does not speak of.

    Args:
        tables: The model's tables.
        scenario: The scenario.
    """
    told = {one.id: one for one in scenario.people}
    lay = tuple(
        told.get(role.id, LayPerson(id=role.id))
        for role in tables.model.roles
        if role.side is not Side.PROFESSIONAL and (role.id in told or _belongs(role))
    )
    return Cast(roles=tuple(role.id for role in tables.model.roles), staff=scenario.staff, lay=lay)


def _belongs(role: Role) -> bool:
    return role.side is Side.CLIENT and not role.optional


def lay_people_down(
    tables: Tables, scenario: Scenario, cast: Cast, shapes: Shapes, *, start_us: int, horizon: int
) -> Cast:
    """
    Put everybody into the memory.

    Args:
        tables: The model's tables.
        scenario: The scenario.
        cast: Everybody there is.
        shapes: Distributions as rows.
        start_us: The start, microseconds since 1970 UTC.
        horizon: Minutes.
    """
    ground = shapes.ground
    m = ground.m
    calendars = _calendars(tables, scenario, ground, start_us, horizon)
    groups = ground.rows(GROUP_SIZE, len(cast.staff))
    m[GROUPS], m[N_GROUPS] = groups, len(cast.staff)
    aways: list[tuple[int, int, int]] = []
    number = 0
    for place, staff in enumerate(cast.staff):
        group = groups + place * GROUP_SIZE
        m[group + GROUP_ROLE] = cast.roles.index(staff.role)
        m[group + GROUP_COUNT] = staff.count
        m[group + GROUP_CASELOAD] = staff.caseload or 0
        m[group + GROUP_KEEPS] = staff.keeps
        m[group + GROUP_CALENDAR] = calendars[staff.calendar]
        organisation = organisation_of(tables, staff)
        m[group + GROUP_ORGANISATION] = ground.words.number(organisation) if organisation else -1
        m[group + GROUP_POOL] = ground.rows(LINE_SIZE)
        m[m[group + GROUP_POOL] + LINE_FREE] = staff.count
        m[group + GROUP_WORKERS] = _workers(scenario, ground, group, staff, number, horizon)
        aways += _absences(shapes, staff, group, f"staff.{staff.id}")
        number += staff.count
    _go_away(ground, aways)
    _lay(shapes, cast)
    return attrs.evolve(cast, calendars=tuple(calendars[one.calendar] for one in cast.staff))


def _calendars(tables: Tables, scenario: Scenario, ground: Ground, start_us: int, horizon: int) -> dict[str, int]:
    known = {one.id: one for one in (*tables.model.calendars, *scenario.calendars)}
    slot = slot_of(scenario)
    found = {"": 0}
    for name in dict.fromkeys((*(one.calendar for one in scenario.staff), *known)):
        if name and name in known:
            windows = calendar_rows(known[name], start_us=start_us, horizon=horizon)
            found[name] = append_calendar(ground.m, windows, slot=slot)
    return found


def organisation_of(tables: Tables, staff: Staff) -> str:
    """
    Give the organisation of a group of workers: its own, or the only one of its role.

    Args:
        tables: The model's tables.
        staff: The group.
    """
    of_role = index_of(tables).roles[staff.role].organisations
    return staff.organisation or (of_role[0] if len(of_role) == 1 else "")


def slot_of(scenario: Scenario) -> int:
    """
    Give the minutes of the grid of appointments: half an hour where the scenario says nothing, 0 where there are none.

    Args:
        scenario: The scenario.
    """
    if scenario.scheduling is Scheduling.QUEUE:
        return 0
    unit = {"minutes": 1, "hours": 60}
    return scenario.slot.amount * unit.get(scenario.slot.unit.value, 1440) if scenario.slot else 30


def _workers(scenario: Scenario, ground: Ground, group: int, staff: Staff, number: int, horizon: int) -> int:
    m = ground.m
    first = ground.rows(WORKER_SIZE, staff.count)
    for place in range(staff.count):
        worker = first + place * WORKER_SIZE
        m[worker + LINE_FREE] = 1
        m[worker + LINE_CALENDAR] = m[group + GROUP_CALENDAR]
        m[worker + WORKER_NUMBER] = number + place
        m[worker + WORKER_GROUP] = group
        if scenario.scheduling is Scheduling.APPOINTMENT:
            m[worker + LINE_AGENDA] = ground.rows(1, horizon // 1440 + 62)
    return first


def _absences(shapes: Shapes, staff: Staff, group: int, path: str) -> list[tuple[int, int, int]]:
    """Lay absences down and give, for each worker and absence, both addresses and a key of their own."""
    ground = shapes.ground
    rows = ground.rows(ABSENCE_SIZE, len(staff.absences))
    m = ground.m
    m[group + GROUP_ABSENCES], m[group + GROUP_N_ABSENCES] = rows, len(staff.absences)
    found = []
    for place, absence in enumerate(staff.absences):
        row = rows + place * ABSENCE_SIZE
        m[row + ABSENCE_GAP] = shapes.of(_gap(absence), f"{path}.absences.{absence.id}.per_year")
        m[row + ABSENCE_LENGTH] = shapes.of(absence.length, f"{path}.absences.{absence.id}.length")
        m[row + ABSENCE_LEAVES] = absence.leaves
        if absence.per_year > 0:
            for one in range(staff.count):
                key = stable_hash(f"away {staff.id} {absence.id} {one}")
                found.append((m[group + GROUP_WORKERS] + one * WORKER_SIZE, row, key))
    return found


def _gap(absence: Absence) -> Spread:
    mean = _WEEKS / absence.per_year if absence.per_year > 0 else 1.0
    return Spread(shape=Shape.EXPONENTIAL, mean=mean, unit=Grid.WEEKS)


def _go_away(ground: Ground, aways: list[tuple[int, int, int]]) -> None:
    rows = ground.rows(AWAY_SIZE, len(aways))
    m = ground.m
    m[AWAYS], m[N_AWAYS] = rows, len(aways)
    for place, (worker, absence, key) in enumerate(aways):
        row = rows + place * AWAY_SIZE
        m[row + AWAY_WORKER], m[row + AWAY_ABSENCE], m[row + AWAY_KEY] = worker, absence, key


def _lay(shapes: Shapes, cast: Cast) -> None:
    ground = shapes.ground
    rows = ground.rows(LAY_SIZE, len(cast.lay))
    m = ground.m
    m[LAY], m[N_LAY] = rows, len(cast.lay)
    for place, person in enumerate(cast.lay):
        row = rows + place * LAY_SIZE
        m[row + LAY_ROLE] = cast.roles.index(person.id)
        m[row + LAY_HASH] = stable_hash(f"person {person.id}")
        always = person.share == Share(value=1.0)
        m[row + LAY_SHARE] = 0 if always else shapes.share(person.share, f"people.{person.id}.share")
        m[row + LAY_COMES] = shapes.share(person.comes, f"people.{person.id}.comes")
