"""What time alone brings about."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DAY = dt.timedelta(days=1)


def brought(events):
    return [(one.kind, one.element, one.transition) for one in events]


def test_time_alone_records_nothing(town, people):
    """Where nothing follows, a clock leaves no trace; before the opening and after the closing neither."""
    assert town.do(people["nobody"], "clock") == ()


def test_offers_and_questions_expire_once(town, people):
    """Expiry is derived at the first clock after it, and is no agreement."""
    town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "offer", "lead", role="teacher", expires="2026-03-03T10:00+02:00")
    town.do(people["teacher"], "ask", "ask_nurse", question="now?", expires="2026-03-03T10:00+02:00")
    assert town.do(people["nobody"], "clock") == ()
    town.now += DAY

    events = town.do(people["nobody"], "clock")

    assert brought(events)[:3] == [
        ("clock", "", "passed"), ("lead", "lead", "expired"), ("consultation", "ask_nurse", "terminated"),
    ]  # fmt: skip
    assert {one.caused_by for one in events[1:]} == {events[0].id}
    assert (town.case.offers, town.case.questions) == ((), ())
    assert town.do(people["nobody"], "clock") == ()


def test_a_question_expires_with_the_limit_of_its_answer(town, people):
    """Where a limit runs from the question to the answer, its passing is the question's."""
    town.do(people["teacher"], "ask", "ask_nurse", question="now?")
    town.now += 2 * DAY
    assert town.do(people["nobody"], "clock") == ()
    town.now += DAY

    events = town.do(people["nobody"], "clock")

    assert ("consultation", "ask_nurse", "terminated") in brought(events)
    assert ("outcome", "expired") in events[1].data


@pytest.mark.parametrize(("day", "steps"), [(5, []), (6, [1]), (9, [1]), (10, [1, 2])])
def test_escalations_fire_once_when_their_time_has_come(town, people, day, steps):
    """A working day before the end, and when it has passed; whoever is told stands in the event."""
    town.now = dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC)

    events = [one for one in town.do(people["nobody"], "clock") if one.transition == "escalated"]

    assert [dict(one.data)["step"] for one in events] == steps
    assert [one[2] for one in town.case.told] == steps
    assert town.do(people["nobody"], "clock") == ()


def test_a_limit_that_is_met_or_waived_tells_nobody(town, people):
    """What no longer waits does not escalate."""
    town.do(people["head"], "waive", "answer_time", reason="ill")
    town.now += 20 * DAY

    assert "escalated" not in {one.transition for one in town.do(people["nobody"], "clock")}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(0, 20 * 24), second=st.integers(0, 20 * 24))
def test_any_clocks_bring_the_same_in_all(town, people, first, second):
    """Two clocks bring what the later one would have brought alone, and a second one at the same time nothing."""
    if not town.case.holdings:
        town.do(people["nurse"], "take", "lead")
    if not town.case.offers:
        town.do(people["nurse"], "offer", "lead", role="teacher", expires="2026-03-05T10:00+02:00")
    start, case = dt.datetime(2026, 3, 3, tzinfo=dt.UTC), town.case
    early, late = (start + dt.timedelta(hours=hours) for hours in sorted((first, second)))

    town.now = early
    apart = brought(town.do(people["nobody"], "clock"))
    town.now = late
    apart += brought(town.do(people["nobody"], "clock"))
    town.now = late
    again = town.do(people["nobody"], "clock")
    town.case, town.now = case, late
    alone = brought(town.do(people["nobody"], "clock"))
    town.case = case

    assert sorted(set(apart)) == sorted(set(alone))
    assert again == ()


def test_what_waited_for_a_time_begins_with_the_clock(town, people):
    """A condition that only time makes true is read anew when time passes, and is caused by it."""
    town.do(people["head"], "waive", "answer_time", reason="ill")
    assert town.do(people["nobody"], "clock") == ()
    town.now += 3 * DAY

    clock, begun = town.do(people["nobody"], "clock")

    assert brought((clock, begun)) == [("clock", "", "passed"), ("task", "wake", "active")]
    assert begun.caused_by == clock.id


def test_no_clock_runs_in_a_case_that_is_not_open(town, people):
    """Before the opening and after the closing time brings nothing."""
    town.do(people["teacher"], "close", ending="done")
    town.now += 20 * DAY

    assert town.do(people["nobody"], "clock") == ()
