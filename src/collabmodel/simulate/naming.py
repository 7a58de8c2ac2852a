"""What the numbers of a log are called: people, cases, instances, and the clock of the place."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from collabmodel.case import tables_of
from collabmodel.case.index import index_of
from collabmodel.history.times import moment, offset_minutes
from collabmodel.simulate.prepared import Prepared
from collabmodel.simulate.scenario import Staff

MINUTE = 60_000_000
"""Microseconds in a minute."""
PERSONS = 4096
"""A worker's number in the log is this many times the post's, plus the person on it, plus one."""
NOBODY = -1
"""Party of an event that nobody does."""


@attrs.frozen(kw_only=True)
class Party:
    """
    A group of workers or a lay role, as events tell of its people.

    Args:
        id: Id of the group or role.
        role: Id of the role acted in.
        organisation: Id of the organisation, or empty.
        competences: Ids of what its people are able to do.
    """

    id: str
    role: str
    organisation: str = ""
    competences: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Names:
    """
    What people are called. A party is a number: groups of workers first, then lay roles.

    Args:
        parties: The groups and lay roles.
        groups: How many of them are groups.
        posts: Group of each worker, by number through all groups.
        places: Place of each worker in the group, from 1.
        roles: Distinct roles of parties.
        organisations: Distinct organisations of parties.
        role_codes: Place among ``roles`` of each party, and -1 at the end for nobody.
        organisation_codes: Place among ``organisations`` of each party, -1 for none, and -1 at the end.
        clock: Pairs of a minute since the start and how many minutes local time is ahead of UTC from then on.
    """

    parties: tuple[Party, ...]
    groups: int
    posts: tuple[int, ...]
    places: tuple[int, ...]
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    role_codes: tuple[int, ...]
    organisation_codes: tuple[int, ...]
    clock: tuple[tuple[int, int], ...]

    def party(self, actor: int) -> int:
        """
        Give the party of an actor as the log has it, or ``NOBODY``.

        Args:
            actor: What ``LOG_ACTOR`` says.
        """
        if actor > 0:
            return self.posts[(actor - 1) // PERSONS]
        return NOBODY if actor == 0 else self.groups - 1 - actor

    def worker(self, actor: int) -> str:
        """
        Give the id of a worker: ``GROUP-N``, and ``GROUP-N.P`` for the second and later persons on the post.

        Args:
            actor: What ``LOG_ACTOR`` says, above 0.
        """
        post, person = divmod(actor - 1, PERSONS)
        name = f"{self.parties[self.posts[post]].id}-{self.places[post]}"
        return f"{name}.{person + 1}" if person else name

    def lay(self, number: int, replication: int, case: int) -> str:
        """
        Give the id of a lay person of a case: ``ROLE-rREPLICATION-NUMBER``.

        Args:
            number: Number of the lay role.
            replication: Which replication.
            case: Number of the case.
        """
        return f"{self.parties[self.groups + number].id}-r{replication}-{case}"


def case_id(replication: int, case: int) -> str:
    """
    Give the id of a simulated case.

    Args:
        replication: Which replication, from 1.
        case: Number of the case in it, from 0.

    >>> case_id(2, 17)
    'r2-17'
    """
    return f"r{replication}-{case}"


def names_of(prepared: Prepared) -> Names:
    """
    Find what people are called in the histories of a study.

    Args:
        prepared: What ``prepare`` gave.
    """
    tables = tables_of(prepared.model)
    parties = (*_groups(prepared), *_lay(prepared))
    roles = tuple(dict.fromkeys(one.role for one in parties))
    organisations = tuple(dict.fromkeys(one.organisation for one in parties if one.organisation))
    counts = [one.count for one in _staff(prepared)]
    return Names(
        parties=parties,
        groups=len(prepared.groups),
        posts=tuple(group for group, count in enumerate(counts) for _ in range(count)),
        places=tuple(place for count in counts for place in range(1, count + 1)),
        roles=roles,
        organisations=organisations,
        role_codes=(*(roles.index(one.role) for one in parties), -1),
        organisation_codes=(
            *(organisations.index(one.organisation) if one.organisation else -1 for one in parties),
            -1,
        ),
        clock=clock_of(prepared.scenario.zone or str(tables.declared.zone), prepared.start_us, prepared.horizon),
    )


def _staff(prepared: Prepared) -> Iterator[Staff]:
    known = {one.id: one for one in prepared.scenario.staff}
    for id in prepared.groups:
        yield known[id]


def _groups(prepared: Prepared) -> Iterator[Party]:
    for staff in _staff(prepared):
        able = staff.competences
        yield Party(
            id=staff.id,
            role=staff.role,
            organisation=staff.organisation or _only_organisation(prepared, staff.role),
            competences=_needed(prepared, staff.role) if able is None else able,
        )


def _lay(prepared: Prepared) -> Iterator[Party]:
    for role in prepared.lay:
        yield Party(id=role, role=role, organisation=_only_organisation(prepared, role))


def _only_organisation(prepared: Prepared, role: str) -> str:
    """Give the organisation that a case fills in for somebody of a role: its only one."""
    known = index_of(tables_of(prepared.model)).roles.get(role)
    return known.organisations[0] if known is not None and len(known.organisations) == 1 else ""


def _needed(prepared: Prepared, role: str) -> tuple[str, ...]:
    known = index_of(tables_of(prepared.model)).roles.get(role)
    return () if known is None else known.competences


@functools.lru_cache(maxsize=64)
def clock_of(zone: str, start_us: int, horizon: int) -> tuple[tuple[int, int], ...]:
    """
    Give how far local time is ahead of UTC: pairs of a minute since the start and the minutes ahead from then on.

    Args:
        zone: IANA name of the zone.
        start_us: The start, microseconds since 1970 UTC.
        horizon: Minutes that are of interest.

    >>> clock_of("Europe/Helsinki", 1_767_218_400_000_000, 525_600)
    ((0, 120), (125460, 180), (427860, 120))
    """
    place = ZoneInfo(zone)

    def ahead(minute: int) -> int:
        return offset_minutes(moment(start_us + minute * MINUTE).astimezone(place))

    found = [(0, ahead(0))]
    for day in range(1440, horizon + 1440, 1440):
        if ahead(day) == found[-1][1]:
            continue
        before, after = day - 1440, day
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if ahead(middle) == found[-1][1] else (before, middle)
        found.append((after, ahead(after)))
    return tuple(found)
