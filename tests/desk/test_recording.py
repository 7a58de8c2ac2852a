"""Commands: decided on what is stored, done once for each key, and answered with values."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from small_cases import MEETING, NURSE, TALK, TEACHER, Clock, joining, numbered, opened, quick, talking

import collabmodel as cm
from collabmodel.case import Command, Reason
from collabmodel.desk import SYSTEM, Busy, Conflict, Desk, Done, Refused, Unknown, open_desk
from collabmodel.errors import (
    BusyError,
    ConfigError,
    ConflictError,
    FullError,
    KeyReusedError,
    RefusedError,
    StoreError,
    UnknownOutcomeError,
)
from collabmodel.testing.faults import FaultPoints, raising


def seqs(desk: Desk, case: str = "c1") -> list[int]:
    return [record.seq for record in desk.store.read(case)]


def test_a_command_is_acknowledged_with_what_it_made(desk: Desk) -> None:
    """What is done is told with its events, the place to go on from, and a receipt."""
    opened(desk)

    done = desk.record("c1", TALK)

    assert isinstance(done, Done)
    assert [(event.element, event.transition) for event in done.events] == [("talk", "completed")]
    assert (done.id, done.seq, done.row.status) == ("c1", 2, "open")
    assert done.receipt.last == desk.store.head("c1").seq


def test_a_refusal_is_a_value(desk: Desk) -> None:
    """What a case does not take is refused without an exception, stores nothing, and is raised when unwrapped."""
    opened(desk)

    refused = desk.record("c1", Command(verb="dance", by=NURSE), key="k")

    assert isinstance(refused, Refused)
    assert refused.refusal.reason is Reason.UNKNOWN_VERB
    assert seqs(desk) == [1]
    assert desk.store.receipt("k") is None
    with pytest.raises(RefusedError):
        refused.unwrap()


def test_a_refused_key_may_be_used_again(desk: Desk) -> None:
    """A refusal stores nothing, so its key is free for whatever is asked next."""
    opened(desk)
    desk.record("c1", Command(verb="dance", by=NURSE), key="k")

    assert isinstance(desk.record("c1", TALK, key="k"), Done)


def test_the_same_key_gives_the_first_answer_again(desk: Desk) -> None:
    """Whoever asks again with the same key is told what the first call was told, and nothing more happens."""
    opened(desk)
    first = desk.record("c1", TALK, key="k").unwrap()
    desk.record("c1", MEETING)

    again = desk.record("c1", TALK, key="k").unwrap()

    assert again.repeated
    assert (again.seq, again.events, again.warned, again.key) == (first.seq, first.events, first.warned, "k")
    assert seqs(desk) == [1, 2, 3]


def test_the_same_key_for_another_command_is_refused(desk: Desk) -> None:
    """A key stands for one command; another under it is a mistake of the caller's and does nothing."""
    opened(desk)
    desk.record("c1", TALK, key="k")

    for other in (MEETING, talking(note="x"), talking(by=TEACHER)):
        with pytest.raises(KeyReusedError):
            desk.record("c1", other, key="k")

    assert seqs(desk) == [1, 2]


def test_opening_twice_with_a_key_opens_one_case(desk: Desk) -> None:
    """The id of a new case is chosen once for each key."""
    first = desk.open_case(by=NURSE, key="k").unwrap()

    again = desk.open_case(by=NURSE, key="k").unwrap()

    assert again.repeated
    assert again.id == first.id
    assert [row.id for row in desk.store.rows()] == [first.id]


def test_a_key_made_by_the_desk_is_told(desk: Desk) -> None:
    """Without a key one is made, and asking again with it repeats nothing."""
    opened(desk)
    done = desk.record("c1", TALK).unwrap()

    assert desk.record("c1", TALK, key=done.key).unwrap().repeated


def test_keys_of_the_desks_own_are_not_for_callers(desk: Desk) -> None:
    """No caller can take the place of the desk's own bookkeeping."""
    with pytest.raises(StoreError, match="desk:"):
        desk.open_case(by=NURSE, key="desk:of:x")


def test_a_case_that_went_on_is_a_conflict(desk: Desk) -> None:
    """Whoever expects an older case is told where it is now, and nothing is done."""
    opened(desk)
    desk.record("c1", TALK)

    conflict = desk.record("c1", TALK, expected=1)

    assert isinstance(conflict, Conflict)
    assert (conflict.expected, conflict.found) == (1, 2)
    assert seqs(desk) == [1, 2]
    with pytest.raises(ConflictError):
        conflict.unwrap()


def test_an_old_expectation_does_not_hide_a_repeated_key(desk: Desk) -> None:
    """Asking again with the same key settles what became of it although the case has gone on."""
    opened(desk)
    desk.record("c1", TALK, expected=1, key="k")
    desk.record("c1", MEETING)

    assert desk.record("c1", TALK, expected=1, key="k").unwrap().repeated


def test_without_expectation_the_desk_decides_anew(sqlite_desk: Desk, model: cm.Model, path: Path) -> None:
    """Somebody else's event in between is taken in, and the command is decided on it."""
    opened(sqlite_desk)
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered("other")) as other:
        for _ in range(3):
            other.record("c1", TALK).unwrap()
            sqlite_desk.record("c1", TALK).unwrap()

    assert seqs(sqlite_desk) == [1, 2, 3, 4, 5, 6, 7]
    assert sqlite_desk.case("c1", SYSTEM).unwrap().case.items[0].completed == 6


def test_a_conflict_at_the_last_moment_is_decided_anew(
    sqlite_desk: Desk, model: cm.Model, path: Path, points: FaultPoints
) -> None:
    """An event that comes between decision and append makes the desk decide again, a bounded number of times."""
    opened(sqlite_desk)
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered("other")) as other:
        points.plan("record.before_append", lambda: other.record("c1", TALK))
        done = sqlite_desk.record("c1", TALK)
        for turn in range(1, 20):
            points.plan("record.before_append", lambda: other.record("c1", TALK), turn=turn)
        given_up = sqlite_desk.record("c1", TALK)

    assert isinstance(done, Done)
    assert done.seq == 3
    assert isinstance(given_up, Conflict)


@pytest.mark.parametrize("error", [BusyError("x"), UnknownOutcomeError("x")])
def test_busy_and_unknown_are_values(desk: Desk, points: FaultPoints, error: StoreError) -> None:
    """A store that is busy, or whose answer is lost, gives an answer with the key to ask again with."""
    opened(desk)
    points.plan("append.before_commit", raising(error))

    answer = desk.record("c1", TALK)

    assert isinstance(answer, Busy if isinstance(error, BusyError) else Unknown)
    assert desk.record("c1", TALK, key=answer.key).unwrap().seq == 2
    with pytest.raises(type(error)):
        answer.unwrap()


def test_an_unknown_outcome_that_was_done_is_settled_by_its_key(desk: Desk, points: FaultPoints) -> None:
    """Where the answer is lost after the commit, the same key finds that it was done."""
    opened(desk)
    points.plan("append.after_commit", raising(UnknownOutcomeError("x")))

    unknown = desk.record("c1", TALK, key="k")
    settled = desk.record("c1", TALK, key="k").unwrap()

    assert unknown == Unknown(key="k")
    assert settled.repeated
    assert settled.seq == 2
    assert seqs(desk) == [1, 2]


def test_other_failures_of_a_store_are_raised(desk: Desk, points: FaultPoints) -> None:
    """What only the operator can mend is an exception, and the case goes on as it was when it is mended."""
    opened(desk)
    points.plan("append.before_commit", raising(FullError("full")))

    with pytest.raises(FullError):
        desk.record("c1", TALK)

    assert desk.record("c1", TALK).unwrap().seq == 2


def test_commands_to_a_case_that_is_not_there_are_refused(desk: Desk) -> None:
    """Nothing is recorded for an id that no case has."""
    assert isinstance(desk.record("nowhere", TALK), Refused)
    assert desk.store.head("nowhere") is None


def test_a_desk_without_a_model_opens_no_case_but_runs_those_there_are(
    sqlite_desk: Desk, path: Path, clock: Clock
) -> None:
    """Cases run on the model that the store keeps for them."""
    opened(sqlite_desk)
    with open_desk(quick(path), clock=clock) as bare:
        assert bare.record("c1", TALK).unwrap().seq == 2
        with pytest.raises(ConfigError, match="no model"):
            bare.open_case(by=NURSE)


def test_cases_stay_pinned_to_their_model(sqlite_desk: Desk, path: Path, model: cm.Model, clock: Clock) -> None:
    """A case of an older version goes on by its own model while new cases run on the new one."""
    opened(sqlite_desk)
    newer = cm.load(cm.dump(model).replace("talk:", "chat:").replace("id: talk", "id: chat"))
    with open_desk(quick(path), newer, clock=clock, new_id=numbered("new")) as desk:
        old = desk.record("c1", TALK)
        fresh = desk.open_case(by=NURSE, id="c2").unwrap()
        refused = desk.record("c2", TALK)

    assert isinstance(old, Done)
    assert old.row.model_hash == cm.content_hash(model) != fresh.row.model_hash
    assert isinstance(refused, Refused)


def test_caseload_is_held_at_joining(desk: Desk) -> None:
    """Nobody joins more open cases in a role than its caseload allows, and the numbers are told."""
    for number in range(3):
        opened(desk, f"c{number}")

    refused = desk.open_case(by=NURSE, id="c9")
    desk.store.rows()

    assert isinstance(refused, Refused)
    assert refused.refusal.reason is Reason.MAXIMUM
    assert "3" in refused.refusal.text.in_language("sv")
    assert refused.refusal.needs[0].detail == "3 < 3"
    assert desk.store.head("c9") is None


def test_caseload_is_counted_by_role(desk: Desk) -> None:
    """Cases in another role do not count."""
    for number in range(3):
        opened(desk, f"c{number}")
    other = opened(desk, "c9", by=TEACHER)

    refused = desk.record(other.id, joining("nurse", "n-1", "clinic", by=TEACHER))
    joined = desk.record(other.id, joining("nurse", "n-2", "clinic", by=TEACHER))

    assert isinstance(refused, Refused)
    assert isinstance(joined, Done)


def test_a_clock_that_goes_back_is_flagged_and_order_stays(desk: Desk, clock: Clock) -> None:
    """Fault 50: order is by place, never by time; whoever asked is told that the clock stood before the last event."""
    opened(desk)
    clock.move(hours=3)
    desk.record("c1", TALK)
    clock.move(hours=-2)

    done = desk.record("c1", TALK).unwrap()
    clock.move(hours=3)
    later = desk.record("c1", TALK).unwrap()

    assert done.clock_back
    assert not later.clock_back
    assert seqs(desk) == [1, 2, 3, 4]
    assert [entry.clock_back for entry in desk.history("c1", SYSTEM)] == [False, False, True, False]
    assert desk.record("c1", TALK, key=done.key).unwrap().clock_back


def test_a_clock_without_zone_is_a_mistake(model: cm.Model) -> None:
    """A time without zone says nothing."""
    naive = dt.datetime(2026, 3, 2)  # noqa: DTZ001
    with open_desk("memory://", model, clock=lambda: naive) as desk, pytest.raises(ValueError, match="timezone-aware"):
        desk.open_case(by=NURSE)


def test_two_writers_on_one_case_lose_nothing(sqlite_desk: Desk, model: cm.Model, path: Path) -> None:
    """Two desks that write one case at once have every acknowledged command in it, each once."""
    opened(sqlite_desk)
    acknowledged: list[int] = []

    def write() -> None:
        with open_desk(quick(path, timeout=30), model, clock=Clock()) as mine:
            for _ in range(15):
                answer = mine.record("c1", TALK)
                if isinstance(answer, Done):
                    acknowledged.append(answer.seq)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(acknowledged) == len({*acknowledged})
    assert {*acknowledged} | {1} == {*seqs(sqlite_desk)}


def test_expected_races_have_one_winner(sqlite_desk: Desk, model: cm.Model, path: Path) -> None:
    """Of two who expect the same place, one is done and the other is told that the case went on."""
    opened(sqlite_desk)
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered("b")) as other:
        for turn in range(100):
            desks = (sqlite_desk, other) if turn % 2 else (other, sqlite_desk)
            answers = [desk.record("c1", TALK, expected=turn + 1) for desk in desks]

            assert [type(answer) for answer in answers] == [Done, Conflict]


def test_one_key_from_two_desks_is_one_effect(sqlite_desk: Desk, model: cm.Model, path: Path) -> None:
    """Two who open with the same key at once get the same case, whichever came first."""
    ids: list[str] = []
    barrier = threading.Barrier(2)

    def open_it() -> None:
        with open_desk(quick(path, timeout=30), model, clock=Clock()) as mine:
            barrier.wait()
            ids.append(mine.open_case(by=NURSE, key="same").unwrap().id)

    threads = [threading.Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ids) == 2
    assert len({*ids}) == 1
    assert len(list(sqlite_desk.store.rows())) == 1
