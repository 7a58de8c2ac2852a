"""What taking back and restating leave of the instance that was spoken of, and of all the others."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.case import Status, replay


def state(town, element):
    return town.case.items[town.tables.index[element]]


def same_again(town):
    """Tell whether folding the whole record again gives the same case."""
    return replay(town.tables, "c1", town.case.record.events) == town.case


def test_what_goes_on_is_the_same_instance_by_name(town, people):
    """An ending that is taken back opens the instance again under its name, with a number of its own, as begun."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")
    before = state(town, "check_up")

    (gone, *_) = town.do(people["nurse"], "correct", corrects=checked.id, because="another child", retract=True)

    found = state(town, "check_up")
    (again,) = found.open
    assert (before.completed, before.ended, before.open) == (1, 1, ())
    assert (found.completed, found.terminated, found.ended, found.outcome, found.event) == (0, 0, 0, "", gone.id)
    assert (again.name, again.number, found.made) == ("1", before.made + 1, before.made + 1)
    assert (again.status, again.touched, again.event) == (Status.ACTIVE, True, gone.id)
    assert again.within == state(town, "work").open[0].number
    assert len(again.seen) == len(town.tables.items[town.tables.index["check_up"]].guards)


def test_an_ending_that_was_no_completion_is_taken_back_as_such(town, people):
    """Taking back that something was missed counts one miss less, and its outcome goes with it."""
    (missed, *_) = town.do(people["nurse"], "miss", "check_up", outcome="missed")
    before = state(town, "check_up")

    town.do(people["nurse"], "correct", corrects=missed.id, because="was there", retract=True)

    found = state(town, "check_up")
    assert (before.completed, before.terminated, before.outcome) == (0, 1, "missed")
    assert (found.completed, found.terminated, found.outcome, len(found.open)) == (0, 0, "", 1)
    assert same_again(town)


def test_restating_an_ending_moves_one_count(town, people):
    """Done that turns out missed, and missed that turns out done, count once as what they now are."""
    (missed, *_) = town.do(people["nurse"], "miss", "check_up", outcome="missed")
    (done, *_) = town.do(
        people["nurse"], "correct", corrects=missed.id, because="was there", transition="completed", result="well"
    )  # fmt: skip

    found = state(town, "check_up")
    assert (found.completed, found.terminated, found.ended, found.open) == (1, 0, 1, ())
    assert found.event == done.id
    assert same_again(town)


def booked(town, people, day):
    at = f"2026-03-{day:02}T10:00+02:00"
    return town.do(people["teacher"], "book", "gathering", at=at)[0]


def moments(town):
    return [one.at and one.at.astimezone(dt.UTC).day for one in state(town, "gathering").open]


@pytest.mark.parametrize(("data", "days"), [({"at": "2026-03-12T10:00+02:00"}, [12]), ({"retract": True}, [None])])
def test_a_booking_is_restated_or_taken_back(town, people, data, days):
    """Said anew, a meeting is at the new time; taken back, it has none; what else is known of it stays."""
    event = booked(town, people, 10)
    before = state(town, "gathering")
    (again, *_) = town.do(people["teacher"], "correct", corrects=event.id, because="typo", **data)

    found = state(town, "gathering")
    assert moments(town) == days
    assert (found.made, found.here, found.open[0].name) == (before.made, before.here, before.open[0].name)
    assert (found.event, found.open[0].event) == (again.id, again.id)
    assert same_again(town)


def test_a_correction_of_one_activity_leaves_the_others_alone(town, people):
    """Only the item that was spoken of changes, and what people and leads are stays as it was."""
    town.do(people["nurse"], "take", "lead")
    event = booked(town, people, 10)
    before = town.case

    town.do(people["teacher"], "correct", corrects=event.id, because="typo", retract=True)

    changed = [
        item.id
        for item, one, other in zip(town.tables.items, before.items, town.case.items, strict=True)
        if one != other
    ]
    assert changed == ["gathering"]
    assert (town.case.participants, town.case.holdings) == (before.participants, before.holdings)
    assert (town.case.opened, town.case.status) == (before.opened, before.status)


def test_a_correction_of_a_correction_stands_where_the_first_event_stood(town, people):
    """However often it is corrected, a lead that was taken first does not come after one that passed on later."""
    (taken, *_) = town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "offer", "lead", role="teacher")
    town.do(people["teacher"], "accept", "lead")
    (first, *_) = town.do(people["nurse"], "correct", corrects=taken.id, because="another day")

    town.do(people["nurse"], "correct", corrects=first.id, because="yet another day")

    assert [(one.lead, one.role) for one in town.case.holdings] == [("lead", "teacher")]
    assert same_again(town)


def test_phases_follow_from_what_happens_and_are_not_corrected(town, people):
    """That a phase stood still is undone by letting it go on, not by a correction; the refusal names the event."""
    (event, *_) = town.do(people["teacher"], "suspend", "work", reason="holidays")

    told = town.no(people["teacher"], "correct", corrects=event.id, because="typo", retract=True)

    assert told["correction"].events == (event.id,)
    assert state(town, "work").open[0].status is Status.SUSPENDED
