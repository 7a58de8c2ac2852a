"""Moving cases to another version of their model: the same in preview, in one case, in all, and after a kill."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from small_cases import NURSE, START, TALK, TEACHER, Clock, numbered, opened, quick

import collabmodel as cm
from collabmodel.case import Command, Reason
from collabmodel.desk import SYSTEM, Desk, Done, Refused, open_desk
from collabmodel.desk.live import LiveCases
from collabmodel.desk.shelf import Shelf
from collabmodel.errors import BusyError, KeyReusedError
from collabmodel.history import Actor
from collabmodel.testing.faults import FaultPoints, raising

OPERATOR = Actor(role="operator")
MAPPING = {"talk": "chat"}


@pytest.fixture(scope="module")
def newer(model: cm.Model) -> cm.Model:
    """The second version: talks are called chats."""
    text = cm.dump(model)
    return cm.load(text.replace("  talk:", "  chat:").replace("id: small", 'id: small\nversion: "2"'))


def started(desk: Desk, *cases: str) -> None:
    for number, case in enumerate(cases):
        opened(desk, case, by=NURSE if number < 3 else TEACHER)
        desk.record(case, TALK if number < 3 else Command(verb="complete", element="talk", by=TEACHER)).unwrap()


def test_a_preview_changes_nothing(desk: Desk, newer: cm.Model) -> None:
    """What a move would mean is told, and the case stays where it is; that it was looked at is logged."""
    started(desk, "c1")

    move = desk.migrate("c1", newer, MAPPING, by=OPERATOR)

    assert move.answer is None
    assert move.report.allowed
    assert desk.store.head("c1").seq == 2
    assert desk.store.model(cm.content_hash(newer)) is None
    assert [(access.what, access.role) for access in desk.store.accesses()] == [("move", "system")]


def test_a_move_is_one_event_and_the_case_goes_on_under_its_new_names(desk: Desk, newer: cm.Model) -> None:
    """After the move the new version is in force, counts are kept, and what was previewed is what was done."""
    started(desk, "c1")
    preview = desk.migrate("c1", newer, MAPPING, by=OPERATOR)

    done = desk.migrate("c1", newer, MAPPING, by=OPERATOR, apply=True).answer
    chat = desk.record("c1", Command(verb="complete", element="chat", by=NURSE))

    assert isinstance(done, Done)
    assert [event.kind for event in done.events] == ["migration"]
    assert dict(done.events[0].data)["report"] == preview.report.digest
    assert done.row.model_hash == cm.content_hash(newer)
    assert isinstance(chat, Done)
    assert isinstance(desk.record("c1", TALK), Refused)
    assert desk.case("c1", SYSTEM).unwrap().case.items[0].completed == 2


def test_a_moved_case_is_the_same_when_it_is_folded_again(desk: Desk, newer: cm.Model) -> None:
    """Fault 33: a fresh desk replays a case across both of its versions."""
    started(desk, "c1")
    desk.migrate("c1", newer, MAPPING, by=OPERATOR, apply=True)
    desk.record("c1", Command(verb="complete", element="chat", by=NURSE)).unwrap()
    known = desk.case("c1", SYSTEM).unwrap()

    found = LiveCases(desk.store, Shelf(desk.store, None)).get("c1")

    assert found.case == known.case
    assert found.tables.model == newer
    assert found.moved


def test_what_has_no_image_is_refused(desk: Desk, newer: cm.Model) -> None:
    """A move that would leave behind what is under way is refused, with the reason, and nothing is done."""
    started(desk, "c1")
    desk.record("c1", Command(verb="book", element="meeting", by=NURSE, data=(("at", START),))).unwrap()

    refused = desk.migrate("c1", newer, {**MAPPING, "meeting": ""}, by=OPERATOR, apply=True).answer
    same = desk.migrate("c1", desk.case("c1", SYSTEM).unwrap().model, by=OPERATOR, apply=True).answer

    assert isinstance(refused, Refused)
    assert (refused.refusal.reason, refused.refusal.element) == (Reason.VERSION, "meeting")
    assert isinstance(same, Refused)
    assert desk.store.head("c1").seq == 3


def test_nobody_moves_a_case_by_an_ordinary_command(desk: Desk, newer: cm.Model) -> None:
    """Moving is the operator's; as a command of a participant it is refused."""
    started(desk, "c1")

    refused = desk.record("c1", Command(verb="migrate", by=NURSE, data=(("to", cm.content_hash(newer)),)))

    assert isinstance(refused, Refused)
    assert refused.refusal.reason is Reason.VERSION


def test_all_cases_are_moved_each_for_itself(desk: Desk, newer: cm.Model, points: FaultPoints) -> None:
    """One case at which the store fails does not stop the others; called again, it is done."""
    started(desk, "c1", "c2", "c3")
    points.plan("append.before_commit", raising(BusyError("x")), turn=2)

    first = list(desk.migrate_all(newer, MAPPING, by=OPERATOR, key="k", apply=True))
    second = list(desk.migrate_all(newer, MAPPING, by=OPERATOR, key="k", apply=True))

    assert [type(move.answer) is Done for move in first] == [True, False, True]
    assert [(move.case, type(move.answer)) for move in second] == [("c2", Done)]
    assert {row.model_hash for row in desk.store.rows()} == {cm.content_hash(newer)}


def test_a_preview_of_all_tells_of_each(desk: Desk, newer: cm.Model) -> None:
    """Previewing all moves none."""
    started(desk, "c1", "c2")

    moves = list(desk.migrate_all(newer, MAPPING, by=OPERATOR, key="k"))

    assert [(move.case, move.report.allowed, move.answer) for move in moves] == [("c1", True, None), ("c2", True, None)]


def test_the_same_key_moves_once(desk: Desk, newer: cm.Model) -> None:
    """Asking again with the same key gives the first answer; another mapping under it is refused."""
    started(desk, "c1")
    first = desk.migrate("c1", newer, MAPPING, by=OPERATOR, apply=True, key="k").answer

    again = desk.migrate("c1", newer, MAPPING, by=OPERATOR, apply=True, key="k").answer

    assert again.repeated
    assert again.seq == first.seq == 3
    with pytest.raises(KeyReusedError):
        desk.migrate("c1", newer, by=OPERATOR, apply=True, key="k")


@pytest.mark.parametrize("name", ["move.between", "append.before_commit", "append.after_commit"])
@pytest.mark.parametrize("turn", [1, 2, 4])
def test_a_bulk_move_that_is_killed_goes_on(path: Path, model: cm.Model, newer: cm.Model, name: str, turn: int) -> None:
    """Fault 34: killed anywhere, every case is wholly moved or not at all; called again, all are, each once."""
    cases = ("c1", "c2", "c3", "c4", "c5")
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        started(desk, *cases)
    child = os.fork()
    if not child:
        points = FaultPoints()
        points.plan(name, lambda: os.kill(os.getpid(), signal.SIGKILL), turn=turn)
        own = open_desk(quick(path, at=points), clock=Clock(), at=points)
        list(own.migrate_all(newer, MAPPING, by=OPERATOR, key="k", apply=True))
        os._exit(0)
    _, status = os.waitpid(child, 0)

    with open_desk(quick(path), clock=Clock()) as desk:
        halfway = {row.id: (desk.store.head(row.id).seq, row.model_hash) for row in desk.store.rows()}
        moves = list(desk.migrate_all(newer, MAPPING, by=OPERATOR, key="k", apply=True))
        ends = {head.case: head.seq for head in desk.store.heads()}
        faults = list(desk.verify())

    hashes = {2: cm.content_hash(model), 3: cm.content_hash(newer)}
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert all(hashes[seq] == found for seq, found in halfway.values())
    assert [move.case for move in moves] == [case for case in cases if halfway[case][0] == 2]
    assert ends == dict.fromkeys(cases, 3)
    assert faults == []
