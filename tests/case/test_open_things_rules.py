"""When a case may be closed, what is due for what, and which of several things a change speaks of."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.case.asking_scenes import MODEL, START, WORKER, Story, opened
from tests.case.test_migrating import RENAMED, TWIN, fates, try_out

from collabmodel.case import Command, evolve, new_case
from collabmodel.case.asking import why_not
from collabmodel.case.blocks import blocks_closing, may_close
from collabmodel.case.deciding import consider
from collabmodel.case.dues import due
from collabmodel.case.steps_open import next_steps
from collabmodel.case.tables import tables_of
from collabmodel.formats import load
from collabmodel.history import Actor

CHIEF = Actor(role="chief", person="x-1")
TABLES = tables_of(MODEL)


@pytest.mark.parametrize(
    ("story", "may"),
    [
        (opened(age=15).tell("join", "chief", person="x-1").tell("complete", "sign", CHIEF), False),
        (opened(age=15).tell("complete", "plan"), True),
        (opened(age=8).tell("complete", "plan"), True),
    ],
    ids=["an obligation waits", "one ending is free", "both endings are free"],
)
def test_a_case_may_be_closed_where_one_ending_is_free(story, may):
    """One ending against which nothing stands is enough."""
    assert may_close(TABLES, story.case, story.now) is may


def test_a_case_without_endings_may_be_closed_at_once():
    """A model without endings has one way to close."""
    model = load("format: 1\nid: bare\nroles: {w: {side: professional}}\nactivities: {do: {kind: task}}\n")
    tables = tables_of(model)
    found = consider(tables, new_case(tables, "c"), Command(verb="open", by=Actor(role="w", person="p")), START)

    case = evolve(tables, new_case(tables, "c"), found.events[0])
    assert may_close(tables, case, START) is True
    assert blocks_closing(tables, case, START) == ()


def test_only_what_would_meet_it_is_due_with_it():
    """A due time stands with the step that stops its clock, and with no other."""
    story = opened(age=15).tell("complete", "ask")

    found = {step.element: step.due for step in next_steps(MODEL, story.case, WORKER, story.now) if step.due}

    assert set(found) == {"answer"}
    assert found["answer"] == due(MODEL, story.case, story.now)[0].due


def test_what_is_waived_is_due_no_longer():
    """A rule that somebody waived asks for nothing, while the others go on asking."""
    story = opened(age=15).tell("complete", "ask").tell("join", "chief", person="x-1")
    story.tell("complete", "sign", CHIEF)
    before = [one.rule for one in due(MODEL, story.case, story.now)]

    story.tell("waive", "follow_up", CHIEF, reason="not needed")

    assert sorted(before) == ["answer_due", "follow_up"]
    assert [one.rule for one in due(MODEL, story.case, story.now)] == ["answer_due"]


def test_nothing_is_due_before_a_case_is_open_and_after_it_is_closed():
    """New and closed cases owe nothing."""
    closed = opened(age=8).tell("complete", "ask").tell("complete", "plan").tell("close", ending="young")

    assert due(MODEL, new_case(MODEL, "c"), START) == ()
    assert due(MODEL, closed.case, closed.now + dt.timedelta(days=99)) == ()


def test_whoever_gives_no_person_takes_no_part():
    """A role alone does not say who asks; the need names the role by its title."""
    found = why_not(MODEL, Story().case, Command(verb="open"), Actor(role="worker"), START)

    (need,) = found.needs
    assert (found.reason.value, need.lack.value, need.name) == ("no participant", "participant", "worker")
    assert "Työntekijä" in need.text.in_language("fi")


def test_a_booking_moves_and_the_others_stay():
    """Each kind of thing in a report has its own word, so that nobody takes one for another."""
    report = try_out(opened(age=15).tell("take", "main"), TWIN, RENAMED)

    assert {one.what for one in report.images} == {"item", "participant", "lead"}
    assert fates(report, "lead") == [("main", "principal", "kept")]
