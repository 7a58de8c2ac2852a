"""Closing a case, and opening it again."""

from __future__ import annotations

import datetime as dt

import collabmodel as cm
from collabmodel.case import Command, Decision, consider, evolve, new_case

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def test_a_gate_that_waits_keeps_a_case_open(town, people):
    """Each open obligation of a gate is named with its rule, target, activation and who may waive it."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")

    told = town.no(people["teacher"], "close", ending="done")["obligations"]

    assert told.rule == "evaluated"
    assert told.events == (checked.id,)
    assert {(need.lack.value, need.name) for need in told.needs} == {("event", "notice"), ("waiver", "head")}


def test_what_is_met_or_waived_lets_a_case_close(town, people):
    """Meeting the obligation will do; so will a waiver."""
    town.do(people["nurse"], "complete", "check_up", result="well")
    town.do(people["head"], "waive", "evaluated", reason="moved")

    town.do(people["teacher"], "close", ending="done")

    assert (town.case.status, town.case.ending) == ("closed", "done")


def test_nobody_is_given_up_before_the_attempts_and_the_notice(town, people):
    """An ending for those who were not reached counts the attempts made."""
    town.do(people["teacher"], "complete", "try_again")
    town.do(people["teacher"], "complete", "notice")
    assert town.needs(people["teacher"], "close", ending="lost") == {("event", "try_again", "1 < 2")}
    town.do(people["teacher"], "complete", "try_again")

    town.do(people["teacher"], "close", ending="lost")

    assert town.case.ending == "lost"


def test_a_case_opens_again_within_the_window(town, people):
    """Ten working days later it goes on; after that another case is needed."""
    town.do(people["teacher"], "close", ending="done")
    town.now = dt.datetime(2026, 3, 16, 21, 0, tzinfo=dt.UTC)
    assert "window" not in town.no(people["child"], "reopen", reason="again")
    late = dt.datetime(2026, 3, 16, 22, 0, tzinfo=dt.UTC)
    town.do(people["teacher"], "reopen", reason="again")
    town.do(people["teacher"], "close", ending="done")

    town.now = late + dt.timedelta(days=14)

    told = town.no(people["teacher"], "reopen", reason="again")
    assert told["window"].events == (town.case.turned,)
    assert "window" in town.no(people["teacher"], "link", "back", to="c0")


def test_who_reopens_takes_part_again(town, people):
    """A worker of the role's organisation may reopen without having been there before."""
    town.do(people["teacher"], "close", ending="done")

    town.do(people["assistant"], "reopen", reason="again")

    assert town.case.participants[-1].role == "assistant"


HUT = """
format: 1
id: hut
language: en
endings: {over: {outcome: neutral}}
phases: {work: {entry: "kind:case.opened"}}
activities:
  talk: {kind: contact, phase: work, repeat: {maximum: 5}}
  odd: {kind: task}
milestones: {heard: {achieve: [talk]}}
rules:
  talked: {title: Talked, template: existence, a: talk, enforcement: gate}
  ended: {template: existence, a: "kind:case.closed", enforcement: gate}
  known: {template: response, a: {element: talk, where: loud == true}, b: odd, enforcement: gate}
"""


def hut(*commands):
    """Let commands happen in a hut without roles, and give the case with the last answer."""
    model = cm.load(HUT)
    case, found = new_case(model, "c1"), None
    for verb, element, data in commands:
        found = consider(model, case, Command(verb=verb, element=element, **data), NOON)
        for event in found.events if isinstance(found, Decision) else ():
            case = evolve(model, case, event)
    return case, found


def test_a_gate_over_the_whole_case_must_be_met_as_well():
    """What must happen at all in a case keeps it open; what the closing itself meets does not."""
    over = ("close", "", {"data": (("ending", "over"),)})

    _, found = hut(("open", "", {}), over)
    assert [(one.reason.value, one.rule) for one in (found, *found.others) if one.reason.value == "obligations"] == [
        ("obligations", "talked")
    ]
    assert [(need.lack.value, need.name) for need in found.needs] == [("event", "talk")]

    case, _ = hut(("open", "", {}), ("complete", "talk", {}), over)
    assert case.status == "closed"


def test_what_followed_from_an_event_may_be_taken_back_itself():
    """A milestone stays achieved when its cause is taken back, until it is taken back too."""
    done = (("open", "", {}), ("complete", "talk", {}))
    case, _ = hut(*done)
    talked, heard = (one.id for one in case.record.events if one.element in ("talk", "heard") and one.seq > 2)
    back = {"data": (("because", "typo"), ("retract", True))}
    case, _ = hut(*done, ("correct", "", {"corrects": talked} | back))
    assert case.items[-1].achieved

    case, _ = hut(*done, ("correct", "", {"corrects": talked} | back), ("correct", "", {"corrects": heard} | back))

    assert not case.items[-1].achieved


OWING = """
format: 1
id: owing
activities:
  letter: {kind: task}
rules:
  told: {template: response, a: kind:case, b: letter, enforcement: gate}
"""


def test_what_asks_for_something_does_not_meet_it():
    """A closing that begins an obligation anew leaves the earlier one open: the case stays open until it is met."""
    model = cm.load(OWING)
    case, close = new_case(model, "c1"), Command(verb="close", data=(("ending", "over"),))
    for event in consider(model, case, Command(verb="open"), NOON).events:
        case = evolve(model, case, event)

    found = consider(model, case, close, NOON)

    assert [need.name for need in found.needs] == ["letter"]
