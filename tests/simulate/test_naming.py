"""What people, cases and times are called."""

from __future__ import annotations

import datetime as dt

import attrs
from tests.simulate.decided import PREPARED, SCENARIO, START

import collabmodel as cm
from collabmodel.history.times import micros
from collabmodel.simulate.naming import NOBODY, case_id, clock_of, names_of


def test_workers_are_called_by_their_post() -> None:
    """Posts are counted within their group, and later persons on one are told apart."""
    names = names_of(PREPARED)

    assert [names.worker(actor) for actor in (1, 4097, 8193, 8194, 8195)] == [
        "teachers-1", "teachers-2", "nurses-1", "nurses-1.2", "nurses-1.3",
    ]  # fmt: skip


def test_lay_people_are_called_by_their_case() -> None:
    """No two cases share a lay person's id, in any replication."""
    names = names_of(PREPARED)

    assert (names.lay(0, 2, 17), names.lay(1, 2, 17), case_id(2, 17)) == ("child-r2-17", "guardian-r2-17", "r2-17")


def test_parties_are_groups_then_lay_roles() -> None:
    """Whoever acts is of a group or a lay role, or nobody."""
    names = names_of(PREPARED)

    assert [names.party(actor) for actor in (1, 8193, -1, -2, 0)] == [0, 1, 2, 3, NOBODY]
    assert [one.role for one in names.parties] == ["teacher", "nurse", "child", "guardian"]


def test_silent_organisations_and_competences_are_filled_in() -> None:
    """Staff without an organisation is of its role's only one; without competences it has what its role needs."""
    model = cm.load(
        "id: m\norganisations: {school: {}, clinic: {}}\ncompetences: {kind: {}}\nroles:\n"
        "  teacher: {side: professional, organisations: [school], competences: [kind]}\n"
        "  nurse: {side: professional, organisations: [school, clinic]}\n"
    )
    staff = tuple(attrs.evolve(one, organisation="", competences=None) for one in SCENARIO.staff)
    names = names_of(
        attrs.evolve(PREPARED, model=model, lay=(), scenario=attrs.evolve(SCENARIO, staff=staff))
    )  # fmt: skip

    assert [(one.organisation, one.competences) for one in names.parties] == [("school", ("kind",)), ("", ())]


def test_clocks_change_in_their_minute() -> None:
    """From the minute on in which clocks change, local time is ahead by another number of minutes."""
    change = dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    minutes = (change - START) // dt.timedelta(minutes=1)

    assert clock_of("Europe/Helsinki", micros(START), 4 * 7 * 1440) == ((0, 120), (minutes, 180))
    assert clock_of("UTC", micros(START), 525_600) == ((0, 0),)
