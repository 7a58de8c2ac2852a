"""Planning, repetition, pauses and answers."""

from __future__ import annotations


def test_a_discretionary_activity_is_planned_as_often_as_it_may_be(town, people):
    """Twice, by the teacher, where the condition holds."""
    assert "role" in town.no(people["nurse"], "plan", "visit")
    for _ in range(2):
        town.do(people["teacher"], "plan", "visit")
        town.do(people["teacher"], "complete", "visit")

    assert town.needs(people["teacher"], "plan", "visit") == {("condition", "visit", "2")}
    assert "maximum reached" in town.no(people["teacher"], "complete", "visit")


def test_planning_has_its_condition(town, people):
    """What may be planned only for the young is not planned for others."""
    town.do(people["teacher"], "learn", age=18)

    assert town.needs(people["teacher"], "plan", "visit") == {("condition", "age", "age < 18")}


def test_what_was_done_as_often_as_it_may_be_ends(town, people):
    """A repetition with a maximum stops there; a single activity is done once."""
    town.do(people["child"], "give", "share")
    for _ in range(3):
        town.do(people["teacher"], "complete", "talk")

    assert town.needs(people["teacher"], "complete", "talk") == {("condition", "talk", "3")}
    town.do(people["nurse"], "complete", "check_up", result="well")
    assert "done already" in town.no(people["nurse"], "complete", "check_up", result="well")


def test_a_paused_activity_waits(town, people):
    """Nothing is done while it is suspended, or its phase is."""
    town.do(people["teacher"], "suspend", "talk", reason="ill")
    assert "suspended" in town.no(people["teacher"], "complete", "talk")
    town.do(people["teacher"], "resume", "talk")
    town.do(people["teacher"], "suspend", "work", reason="holiday")

    assert "suspended" in town.no(people["teacher"], "complete", "agree_lead")


def test_what_is_started_by_hand_starts_once(town, people):
    """An enabled activity starts, and is then under way."""
    town.do(people["teacher"], "start", "slow")

    assert "done already" in town.no(people["teacher"], "start", "slow")


def test_an_entry_condition_is_told_part_by_part(town, people):
    """What was seen is told apart from what was not, with the path of the sentry."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")

    told = town.no(people["teacher"], "complete", "review")["entry condition"]

    assert told.sentry == "activities.review.entry.0"
    assert [(need.name, need.events) for need in told.met] == [("check_up", (checked.id,))]
    assert [need.name for need in told.needs if need.lack.value == "event"] == ["talk"]


def test_answers_say_what_was_answered(town, people):
    """Accepting or declining fills in the declared choice, and a plain question may be declined by its addressee."""
    (declined, *_) = town.do(people["teacher"], "decline", "offer_help")
    assert (declined.transition, dict(declined.data)) == ("completed", {"answer": "declined"})
    town.do(people["teacher"], "ask", "ask_nurse", question="what now?")
    assert len(town.case.questions) == 1

    (answered, *_) = town.do(people["nurse"], "decline", "ask_nurse", reason="not mine")

    assert (answered.transition, dict(answered.data)["outcome"]) == ("terminated", "declined")
    assert town.case.questions == ()


def test_a_maximum_may_be_a_parameter(town, people):
    """How often is read from the model's parameter."""
    for _ in range(2):
        town.do(people["teacher"], "complete", "rare")

    assert town.needs(people["teacher"], "complete", "rare") == {("condition", "rare", "2")}


def test_each_way_in_is_told(town, people):
    """Where several sentries would do, each says what it waits for."""
    found = town.no(people["teacher"], "complete", "outside")["first"]

    assert [one.sentry for one in (found, *found.others)] == [
        "activities.outside.entry.0",
        "activities.outside.entry.1",
    ]
