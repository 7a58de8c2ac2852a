"""What a correction changes of a case."""

from __future__ import annotations

import pytest

from collabmodel.case import Status, replay


def state(town, element):
    return town.case.items[town.tables.index[element]]


def counts(town, element):
    found = state(town, element)
    return (found.completed, found.terminated, found.outcome, [one.status for one in found.open])


def same_again(town):
    """Tell whether folding the whole record again gives the same case."""
    return replay(town.tables, "c1", town.case.record.events) == town.case


def test_a_correction_restates_its_event_with_what_is_otherwise(town, people):
    """What is not told anew stays as it was; why it was corrected stands in the event."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well", weight=30)

    (again, *_) = town.do(people["nurse"], "correct", corrects=checked.id, because="typo", weight=31)

    assert dict(again.data) == {"result": "well", "weight": 31, "because": "typo"}
    assert (again.kind, again.element, again.transition, again.instance) == ("assessment", "check_up", "completed", "1")
    assert (again.occurred, again.corrects) == (checked.occurred, checked.id)
    assert counts(town, "check_up") == (1, 0, "", [])
    assert same_again(town)


def test_what_is_told_anew_must_be_right_as_well(town, people):
    """A correction brings data of the same kind, and its reason."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")

    needs = town.needs(people["nurse"], "correct", corrects=checked.id, result="odd", weigth=3)

    assert needs == {("data", "because", "missing"), ("data", "result", "choice"), ("data", "weigth", "weight")}


def test_nothing_is_corrected_twice(town, people):
    """The latest correction may be corrected itself, its original no longer."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")
    (again, *_) = town.do(people["nurse"], "correct", corrects=checked.id, because="typo", result="ill")
    told = town.no(people["nurse"], "correct", corrects=checked.id, because="typo", result="well")
    assert told["correction"].events == (again.id,)

    (third, *_) = town.do(people["nurse"], "correct", corrects=again.id, because="it was right", result="well")

    assert dict(third.data)["result"] == "well"
    assert same_again(town)


def test_taking_back_what_was_done_lets_it_be_done(town, people):
    """Counts go back, and the instance is open again."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")

    (gone, *_) = town.do(people["nurse"], "correct", corrects=checked.id, because="another child", retract=True)

    assert gone.transition == "retracted"
    assert dict(gone.data) == {"because": "another child", "retract": True}
    assert counts(town, "check_up") == (0, 0, "", [Status.ACTIVE])
    town.do(people["nurse"], "complete", "check_up", result="ill")
    assert same_again(town)


def test_a_repeated_activity_keeps_the_instance_that_waits(town, people):
    """Taking back one of several leaves no two open."""
    (called, *_) = town.do(people["teacher"], "complete", "try_again")

    town.do(people["teacher"], "correct", corrects=called.id, because="did not call", retract=True)

    assert counts(town, "try_again") == (0, 0, "", [Status.ACTIVE])
    assert town.needs(people["teacher"], "close", ending="lost") == {
        ("event", "try_again", "0 < 2"),
        ("event", "notice", ""),
    }


def test_done_may_turn_out_as_missed(town, people):
    """An ending may be restated as another; the counts follow."""
    (met, *_) = town.do(people["teacher"], "complete", "agree_lead")

    town.do(
        people["teacher"], "correct", corrects=met.id, because="nobody came", transition="terminated", outcome="no-show"
    )

    assert counts(town, "agree_lead")[:3] == (0, 1, "no-show")
    assert "correction" in town.no(people["teacher"], "correct", corrects=town.case.record.events[-1].id, because="x",
                                   transition="booked")  # fmt: skip
    assert same_again(town)


@pytest.mark.parametrize("retract", [True, False])
def test_bookkeeping_is_found_out_anew(town, people, retract):
    """A consent that was never given, or ended earlier, no longer lets anything be done."""
    (given, *_) = town.do(people["child"], "give", "share")
    data = {"retract": True} if retract else {"until": "2026-03-02T12:00+02:00"}
    town.now = town.now.replace(day=3)

    town.do(people["child"], "correct", corrects=given.id, because="misheard", **data)

    assert [one.until is not None for one in town.case.grants] == ([] if retract else [True])
    assert "consent" in town.no(people["teacher"], "complete", "talk")
    assert same_again(town)


def test_a_correction_takes_the_place_of_what_it_corrects(town, people):
    """Who took a lead first is corrected; the later hand-over stays."""
    (taken, *_) = town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "offer", "lead", role="teacher")
    town.do(people["teacher"], "accept", "lead")

    town.do(people["nurse"], "correct", corrects=taken.id, because="another day")

    assert [(one.lead, one.person) for one in town.case.holdings] == [("lead", "t")]
    assert same_again(town)


def test_whose_joining_is_taken_back_holds_no_lead(town, people):
    """Somebody who turns out never to have taken part leads nothing, and others go on as they were."""
    joined = next(
        event
        for event in town.case.record.events
        if event.transition == "joined" and dict(event.data)["person"] == people["nurse"].person
    )
    town.do(people["nurse"], "take", "lead")

    town.do(people["teacher"], "correct", corrects=joined.id, because="another case", retract=True)

    assert [one for one in town.case.holdings if one.person == people["nurse"].person] == []
    assert same_again(town)


def test_a_fact_may_be_taken_back(town, people):
    """What was learned wrongly is not known any more."""
    (learned, *_) = town.do(people["teacher"], "learn", may_decide=False)
    town.do(people["teacher"], "complete", "home_call")

    town.do(people["teacher"], "correct", corrects=learned.id, because="not asked yet", retract=True)

    assert "consent" in town.no(people["teacher"], "complete", "home_call")
    assert same_again(town)


def test_a_booking_taken_back_is_no_booking(town, people):
    """What was booked, moved, paused or started goes back to where it stood."""
    (booked, *_) = town.do(people["teacher"], "book", "gathering", at="2026-03-09T10:00+02:00")
    assert state(town, "gathering").open[0].at is not None
    town.do(people["teacher"], "correct", corrects=booked.id, because="no room", retract=True)
    assert state(town, "gathering").open[0].at is None
    (paused, *_) = town.do(people["teacher"], "suspend", "gathering")
    town.do(people["teacher"], "correct", corrects=paused.id, because="not so", retract=True)
    assert state(town, "gathering").open[0].status is Status.ACTIVE
    (started, *_) = town.do(people["teacher"], "start", "slow")
    town.do(people["teacher"], "correct", corrects=started.id, because="not yet", retract=True)

    assert state(town, "slow").open[0].status is Status.ENABLED
    assert same_again(town)


def test_a_plan_taken_back_is_none(town, people):
    """A discretionary activity that was planned by mistake is there no longer, and may be planned anew."""
    (planned, *_) = town.do(people["teacher"], "plan", "visit")

    town.do(people["teacher"], "correct", corrects=planned.id, because="not her", retract=True)

    assert state(town, "visit").open == ()
    assert state(town, "visit").here == 0
    assert same_again(town)


def test_what_was_paused_or_moved_by_mistake_stands_as_before(town, people):
    """Taking back a resumption leaves the pause; restating a booking moves it."""
    town.do(people["teacher"], "suspend", "talk")
    (resumed, *_) = town.do(people["teacher"], "resume", "talk")
    town.do(people["teacher"], "correct", corrects=resumed.id, because="not yet", retract=True)
    assert state(town, "talk").open[0].status is Status.SUSPENDED
    (booked, *_) = town.do(people["teacher"], "book", "gathering", at="2026-03-09T10:00+02:00")

    town.do(people["teacher"], "correct", corrects=booked.id, because="typo", at="2026-03-10T10:00+02:00")

    assert state(town, "gathering").open[0].at.day == 10
    assert same_again(town)


def test_who_led_is_found_out_anew(town, people):
    """An agreement that is taken back names nobody; one that is restated names another."""
    (agreed, *_) = town.do(people["teacher"], "complete", "agree_lead", lead="teacher")
    (again, *_) = town.do(people["teacher"], "correct", corrects=agreed.id, because="typo", lead="nurse")
    assert [(one.lead, one.person) for one in town.case.holdings] == [("lead", "n")]

    town.do(people["teacher"], "correct", corrects=again.id, because="no agreement at all", retract=True)

    assert town.case.holdings == ()
    assert same_again(town)
