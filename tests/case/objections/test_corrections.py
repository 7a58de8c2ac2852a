"""What may be corrected, and by whom."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Decision


def test_nobody_comes_to_see_by_correcting_it_what_others_wrote(town, people):
    """What the policy denies cannot be had by saying it anew: it is refused as if it were not there."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")

    hidden = town.no(people["teacher"], "correct", corrects=checked.id, because="slip")
    nothing = town.no(people["teacher"], "correct", corrects="c1:999", because="slip")

    assert hidden == nothing
    assert hidden["first"].reason.value == "correction"
    assert "check_up" not in repr(hidden)


def test_turns_of_a_case_keep_their_order_in_time(town, people):
    """A case is not said to have been opened after it was closed, nor opened again before; rules would read another."""
    opened, early = town.case.turned, town.now
    town.now += dt.timedelta(days=1)
    town.do(people["teacher"], "close", ending="done")
    town.now += dt.timedelta(days=1)

    late = town.no(people["teacher"], "reopen", occurred=early, reason="x")
    moved = town.no(people["teacher"], "correct", corrects=opened, because="slip", occurred=town.now)
    fitting = town.ask(people["teacher"], "correct", corrects=opened, because="slip", occurred=early)

    assert [(one.name, one.detail) for one in late["time"].needs] == [("occurred", "turns")]
    assert [(one.name, one.detail) for one in moved["time"].needs] == [("occurred", "turns")]
    assert isinstance(fitting, Decision)


def test_a_correction_moves_nothing_before_the_opening(town, people):
    """Only the opening itself may be said to have been earlier than it was thought to be."""
    (learned, *_) = town.do(people["teacher"], "learn", mood="good")
    early = town.now.replace(year=1)

    told = town.no(people["teacher"], "correct", corrects=learned.id, because="slip", occurred=early)
    opening = town.ask(people["teacher"], "correct", corrects=town.case.turned, because="slip", occurred=early)

    assert [(one.name, one.detail) for one in told["time"].needs] == [("occurred", "before opening")]
    assert isinstance(opening, Decision)
