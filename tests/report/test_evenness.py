"""How evenly simulated cases are treated."""

import datetime as dt

import attrs
import pytest

from collabmodel.evaluate import evaluate
from collabmodel.report.evenness import evenness_section, waits_of_cases
from collabmodel.report.topics import Titles
from collabmodel.workdays import Duration, Unit

ROWS = (
    ("r1-0", "case", "", "opened", 1, {}),
    ("r1-0", "meeting", "opening", "completed", 5, {}),
    ("r1-0", "meeting", "opening", "completed", 9, {}),
    ("r1-1", "case", "", "opened", 3, {}),
    ("r1-1", "meeting", "opening", "terminated", 6, {}),
    ("r1-1", "case", "", "closed", 20, {"ending": "absent"}),
    ("r1-2", "case", "", "opened", 10, {}),
    ("r1-3", "case", "", "opened", 4, {}),
    ("r1-3", "meeting", "opening", "completed", 14, {}),
    ("r1-3", "case", "", "closed", 25, {"ending": "done"}),
)


@pytest.fixture
def judged(invent, model, tell):
    """A study whose first replication has four cases, from the first of March 2025 on."""
    made = invent.study_of(model, evaluation=evaluate(model, tell(ROWS, model)))
    begun = attrs.evolve(made.scenario, start=dt.date(2025, 3, 1), horizon=Duration(4, Unit.WEEKS))
    return attrs.evolve(made, scenario=begun, warm_up=0)


def test_only_those_who_got_there_have_a_wait(judged):
    """A case closed without the meeting never got there; an open one is still on the way; neither has a wait."""
    waits = waits_of_cases(judged, "opening")

    assert waits.days == (4.0, 10.0)
    assert (waits.never, waits.still) == (1, 1)


def test_half_is_told_of_half(judged):
    """Of two waits half is the shorter one: the longer one is what all waited at most."""
    assert "half waited 4" in " ".join(evenness_section(judged, Titles.of(judged, "en")).lines)


def test_the_first_meeting_ends_the_wait(judged):
    """A second meeting does not make a wait longer, and a missed one does not end it."""
    assert 8.0 not in waits_of_cases(judged, "opening").days


def test_cases_of_the_warm_up_do_not_count(judged):
    """Cases opened while the work settles are left out of every count."""
    waits = waits_of_cases(attrs.evolve(judged, warm_up=3 * 24 * 60), "opening")

    assert waits.days == (10.0,)
    assert (waits.never, waits.still) == (0, 1)


def test_without_a_history_nothing_is_claimed_of_single_cases(study):
    """Means of replications say nothing about single cases, so none is drawn of them."""
    section = evenness_section(study, Titles.of(study, "en"))

    assert waits_of_cases(study, "opening") is None
    assert "first replication" not in " ".join((*section.lines, *(part.caption for part in section.parts)))


def test_the_picture_of_single_cases_says_that_it_is_one_replication(judged):
    """A picture of cases is not passed off as one of replications, and counts those it leaves out."""
    section = evenness_section(judged, Titles.of(judged, "en"))
    told = " ".join((*section.lines, section.parts[0].caption, section.parts[0].legend))

    assert "first replication" in told
    assert "closed without getting there: 1" in told
    assert "still on the way when the simulation ended: 1" in told


def test_cases_of_a_warm_up_alone_say_nothing(judged):
    """Where no case that counts got there, no picture of single cases is drawn."""
    alone = attrs.evolve(judged, warm_up=27 * 24 * 60)
    section = evenness_section(alone, Titles.of(alone, "en"))

    assert not [part for part in section.parts if "first replication" in part.caption]
