"""Models as rows: the shipped model's year in the kernel, and what the rows say of grounds, endings and attendance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from tests.desk.small_cases import quick
from tests.desk.year_of_cases import SCRIPTS, START, Player, play

import collabmodel as cm
from collabmodel.case import Case, Command, Refusal, consider, evolve, new_case, tables_of
from collabmodel.case.answers import Reason
from collabmodel.desk import open_desk
from collabmodel.history import Event
from collabmodel.model import (
    Activity,
    Counting,
    Mode,
    Model,
    Organisation,
    Participation,
    Presence,
    Quorum,
    Role,
    Sentry,
    Side,
    Signature,
    parse_pattern,
)
from collabmodel.plugin.stores import streamed
from collabmodel.simulate.attending import Asked, Comer, attendance_rows
from collabmodel.simulate.kernel import codes, header, rows
from collabmodel.simulate.trying import Trial, carried

MODEL = cm.load("jyvaskyla-youth-reception")
TABLES = tables_of(MODEL)
FREE = {
    Reason.PHASE, Reason.SUSPENDED, Reason.ENTRY, Reason.DONE, Reason.MAXIMUM, Reason.NOT_PLANNED, Reason.NO_INSTANCE,
}  # fmt: skip
"""Reasons that speak of where an item stands."""
DATA = {
    "referral": ("reason", "mood"), "referral_answer": ("answer", "accepted"),
    "situation_picture": ("basis", "consent"),
    "decision_to_end": ("reason", "goals_reached"), "outcome_evaluation": ("result", "improved"),
}  # fmt: skip


@attrs.frozen
class Played:
    """A case of the year."""

    player: Player
    events: list[Event]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> list[Played]:
    now = [START]
    path: Path = tmp_path_factory.mktemp("year") / "cases.db"
    with open_desk(quick(path), MODEL, clock=lambda: now[0]) as desk:
        players = play(desk, MODEL, lambda moment: now.__setitem__(0, moment), [(script, 1) for script, _ in SCRIPTS])
        found = [Played(player, list(streamed(desk.store.read(player.id)))) for player in players]
    return [one for one in found if not any(event.corrects or event.kind == "migration" for event in one.events)]


def signature(event: Event) -> Signature:
    """Give what an event is."""
    return Signature(event.kind, event.element, event.transition)


def steps(played: Played) -> Iterator[tuple[Event, list[Event]]]:
    """Give each event from outside with what followed from it."""
    events = played.events
    starts = [place for place, event in enumerate(events) if not event.caused_by]
    for start, end in zip(starts, [*starts[1:], len(events)], strict=True):
        yield events[start], events[start + 1 : end]


def trial_of(year: list[Played]) -> Trial:
    """Give a case that can take all events of the year."""
    found = {signature(event) for played in year for event in played.events}
    return Trial(TABLES, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), sorted(found))


def take(trial: Trial, event: Event) -> tuple[tuple[str, str, str, str], ...]:
    """Let a trial take an event."""
    number = int(event.instance or 0) if event.element in TABLES.index else 0
    return trial.take(signature(event), number, carried(event), event.occurred)


def reasons(case: Case, command: Command, when: dt.datetime) -> set[Reason]:
    """Give all that stands against a command."""
    found = consider(TABLES, case, command, when)
    return {one.reason for one in (found, *found.others)} if isinstance(found, Refusal) else set()


def holds(trial: Trial, code: int) -> bool:
    """Tell whether a code is true."""
    return codes.truth(trial.m, trial.x, trial.case, code) == 1


def test_the_shipped_model_can_be_simulated_whole() -> None:
    """Nothing of the shipped model that a simulation rests on is beyond the kernel."""
    assert Trial(TABLES).rows.problems == []


def test_the_year_goes_on_in_the_kernel_as_on_the_desk(year: list[Played]) -> None:
    """Every event of the scripted year brings about the same events, in the same order; no gate stands in its way."""
    for played in year:
        trial = trial_of(year)
        for event, following in steps(played):
            want = tuple((one.kind, one.element, one.transition, one.instance) for one in following)

            assert not trial.blocked(signature(event), carried(event), event.occurred)
            assert take(trial, event) == want


def asked_of_activities(trial: Trial, case: Case, player: Player, when: dt.datetime) -> Iterator[tuple[object, object]]:
    """Give for every activity what stands against doing it, as a case has it and as the kernel does."""
    for activity in MODEL.activities:
        who = player.actor("social_worker")
        data = (DATA[activity.id],) if activity.id in DATA else ()
        against = reasons(case, Command(verb="complete", element=activity.id, by=who, data=data, occurred=when), when)
        told = dict(data) | {"actor.role": who.role, "actor.organisation": who.organisation}
        done = Signature(activity.kind, activity.id, "completed")
        blocked, possible = trial.blocked(done, told, when), trial.possible(activity.id)
        trial.put(done, told, when)
        item = trial.m[header.ITEMS] + TABLES.index[activity.id] * rows.ITEM_SIZE
        letter = trial.m[header.LETTERS] + trial.rows.letters[done] * rows.LETTER_SIZE
        want = (Reason.GATE in against, not against & FREE, Reason.CONSENT in against, Reason.ELIGIBILITY in against)
        ground = holds(trial, trial.m[item + rows.ITEM_GROUND])
        needs = trial.m[letter + rows.LETTER_NEEDS]
        yield (activity.id, *want), (activity.id, blocked, possible == 1, not ground, not holds(trial, needs))


def asked_of_endings(trial: Trial, case: Case, player: Player, when: dt.datetime) -> Iterator[tuple[object, object]]:
    """Give for every ending what stands against closing so, as a case has it and as the kernel does."""
    for ending in MODEL.endings:
        who, data = player.actor("social_worker"), (("ending", ending.id),)
        against = reasons(case, Command(verb="close", by=who, data=data, occurred=when), when)
        told = dict(data) | {"actor.role": who.role}
        blocked, owed = trial.blocked(Signature("case", "", "closed"), told, when), trial.owed(told)
        may = holds(trial, trial.endings[ending.id])
        want = (Reason.GATE in against, Reason.OBLIGATIONS in against, Reason.ENDING not in against)
        yield (ending.id, *want), (ending.id, blocked, owed, may)


def test_the_kernel_refuses_what_cases_refuse(year: list[Played]) -> None:
    """After every event of the year, gates, phases, entries, grounds, eligibility and endings stand as in a case."""
    for played in year:
        trial, case = trial_of(year), new_case(TABLES, played.player.id)
        for event, following in steps(played):
            take(trial, event)
            for one in (event, *following):
                case = evolve(TABLES, case, one)
            if case.status != "open":
                continue
            when = event.occurred
            pairs = [
                *asked_of_activities(trial, case, played.player, when),
                *asked_of_endings(trial, case, played.player, when),
            ]

            assert [pair for pair in pairs if pair[0] != pair[1]] == []


def asked(model: Model, workers: list[Comer], lay: list[Comer], *, told: bool = True) -> tuple[Asked, ...]:
    """Give who must be at the meeting of a model."""
    return attendance_rows(Trial(model).conditions, "talk", workers, lay, told=told)


def meeting(*participants: Participation, quorums: tuple[Quorum, ...] = ()) -> Model:
    """Give a model of one meeting of two organisations."""
    return Model(
        id="m",
        organisations=(Organisation(id="school"), Organisation(id="clinic")),
        roles=(
            Role(id="child", side=Side.CLIENT),
            Role(id="guardian", side=Side.FAMILY),
            Role(id="teacher", side=Side.PROFESSIONAL, organisations=("school",)),
            Role(id="nurse", side=Side.PROFESSIONAL, organisations=("clinic",), may_substitute=("teacher",)),
        ),
        activities=(Activity(id="talk", kind="meeting", participants=participants, quorums=quorums),),
    )


WORKERS = [Comer(role="teacher", organisation="school"), Comer(role="nurse", organisation="clinic")]
FAMILY = [Comer(role="child"), Comer(role="guardian")]


def test_who_is_required_must_come() -> None:
    """Whoever is required must be there, by the subset of lay people who come; somebody else may stand in."""
    child = Participation(role="child", mode=Mode.REQUIRED)
    teacher = Participation(role="teacher", mode=Mode.REQUIRED, presence=(Presence.IN_PERSON,))
    found = asked(meeting(child, teacher), WORKERS[1:], FAMILY)

    assert [one.enough for one in found] == [(0, 1, 0, 1), (1, 1, 1, 1)]


def test_quorums_count_whom_they_speak_of() -> None:
    """People, organisations, roles and sides are counted among those who come."""
    quorums = (
        Quorum(counting=Counting.PEOPLE, at_least=2, sides=(Side.CLIENT.value, Side.FAMILY.value)),
        Quorum(counting=Counting.ORGANISATIONS, at_least=2),
        Quorum(counting=Counting.ROLES, at_least=1, roles=("guardian",)),
        Quorum(counting=Counting.SHARE, at_least=0.75),
    )
    found = asked(meeting(quorums=quorums), WORKERS, FAMILY)

    assert [one.enough for one in found] == [(0, 0, 0, 1), (1, 1, 1, 1), (0, 0, 1, 1), (0, 1, 1, 1)]


def test_what_waits_for_too_much_is_told() -> None:
    """An item whose conditions wait for more events than fit into one number is a problem."""
    entry = Sentry(on=tuple(parse_pattern(f"e{number}") for number in range(63)))
    trial = Trial(Model(id="m", activities=(Activity(id="talk", kind="meeting", entry=(entry,)),)))

    assert [problem.what for problem in trial.rows.problems] == [
        "activities.talk: its conditions wait for 63 events together"
    ]
