"""What stands against closing a case."""

from __future__ import annotations

from tests.case.asking_scenes import MODEL, START, opened

from collabmodel.case import Lack, Reason, new_case
from collabmodel.case.blocks import blocks_closing
from collabmodel.history import Actor

CHIEF = Actor(role="chief", person="x-1")


def blocks(story):
    return blocks_closing(MODEL, story.case, story.now)


def test_what_stands_against_any_ending_comes_first_and_once():
    """A gate that no ending passes is told once; a condition of one ending is told of that ending."""
    found = blocks(opened(age=15))

    assert [(one.reason, one.element, one.rule) for one in found] == [
        (Reason.GATE, "", "planned_first"), (Reason.ENDING, "young", ""),
    ]  # fmt: skip
    assert found[0].needs[0].name == "plan"
    assert [(need.lack, need.detail) for need in found[1].needs] == [(Lack.CONDITION, "age < 10")]


def test_who_asks_does_not_matter():
    """The question is what the case lacks, not what the asker may."""
    reasons = {one.reason for one in blocks(opened(age=15))}

    assert not reasons & {Reason.ROLE, Reason.NO_PARTICIPANT, Reason.DATA}


def test_nothing_stands_against_a_case_that_may_be_closed():
    """Where every gate is met and every ending possible, nothing is in the way."""
    assert blocks(opened(age=9).tell("complete", "plan")) == ()


def test_an_open_obligation_of_a_gate_stands_against_closing():
    """What a gate still waits for must be met or waived first."""
    story = opened(age=9).tell("complete", "plan").tell("join", "chief", person="x-1").tell("complete", "sign", CHIEF)

    before = blocks(story)
    after = blocks(story.tell("waive", "follow_up", CHIEF, reason="x"))

    assert [(one.reason, one.rule or one.needs[0].name) for one in before] == [(Reason.OBLIGATIONS, "follow_up")]
    assert after == ()


def test_a_case_that_is_not_open_cannot_be_closed():
    """That the case is not open stands against every ending."""
    new = blocks_closing(MODEL, new_case(MODEL, "n"), START)
    closed = blocks(opened(age=9).tell("complete", "plan").tell("close", ending="done"))

    assert new[0].reason is Reason.NOT_OPEN
    assert closed[0].reason is Reason.CLOSED
