"""Who must be there for something to count as held."""

from __future__ import annotations

HERE = {"role": "teacher", "person": "t", "organisation": "school", "presence": "in person", "outcome": "came"}
KID = {"role": "child", "person": "c", "presence": "in person", "outcome": "came"}
CLINIC = {"role": "nurse", "person": "n", "organisation": "clinic", "presence": "remote"}


def test_a_meeting_with_all_who_are_needed_is_held(town, people):
    """Two organisations, a client and the teacher in person will do."""
    (held, *_) = town.do(people["teacher"], "complete", "gathering", attendance=[HERE, KID, CLINIC])

    assert (held.transition, held.instance) == ("completed", "1")


def test_a_quorum_is_waived_by_who_may_with_a_reason(town, people):
    """Only the quorum that names the role is waived, and only with a reason."""
    there = {"attendance": [HERE, CLINIC]}
    assert "quorum" in town.no(people["teacher"], "complete", "gathering", quorum_waived={"reason": " "}, **there)

    town.do(people["teacher"], "complete", "gathering", quorum_waived={"reason": "ill at home"}, **there)


def test_those_who_stay_away_count_against_a_share(town, people):
    """A share is taken over those invited, and who did not come was invited."""
    away = [{"role": "guardian", "person": f"g{number}", "outcome": "no-show"} for number in range(4)]

    needs = town.needs(people["teacher"], "complete", "gathering", attendance=[HERE, KID, CLINIC, *away])

    assert needs == {("attendance", "share", "share 0.428571 < 0.5")}


def test_a_stand_in_counts_for_the_role(town, people):
    """Somebody who may substitute a required role fills it."""
    town.do(people["teacher"], "join", "assistant", person="a")

    town.do(
        people["teacher"],
        "complete",
        "gathering",
        attendance=[HERE | {"role": "assistant", "person": "a"}, KID, CLINIC],
    )


def test_missing_a_meeting_records_who_came_without_a_quorum(town, people):
    """A meeting that was missed ends as such, whoever was there."""
    (missed, *_) = town.do(people["teacher"], "miss", "gathering", attendance=[HERE, KID | {"outcome": "no-show"}])

    assert (missed.transition, dict(missed.data)["outcome"]) == ("terminated", "no-show")


def test_stances_are_told_party_by_party(town, people):
    """An agreement says who agreed and who did not; unknown words are refused."""
    stances = [{"role": "teacher", "stance": "agree"}, {"role": "nurse", "stance": "dissent", "reason": "too early"}]
    town.do(people["teacher"], "complete", "agree_lead", stances=stances)

    assert town.needs(
        people["teacher"], "complete", "agree_lead", stances=[{"role": "teacher", "stance": "maybe"}]
    ) == {("data", "stances.stance", "word")}


def test_a_meeting_is_moved_and_cancelled_only_once_it_is_arranged(town, people):
    """Booking names the occurrence; moving and cancelling go to it."""
    town.do(people["teacher"], "propose", "gathering", times=["2026-03-09T10:00+02:00", "2026-03-10T10:00+02:00"])
    town.do(people["teacher"], "book", "gathering", at="2026-03-09T10:00+02:00", instance="spring")
    town.do(people["teacher"], "move", "gathering", at="2026-03-10T10:00+02:00", instance="spring")

    (cancelled,) = town.do(people["teacher"], "cancel", "gathering", instance="spring", reason="snow")

    assert (cancelled.transition, cancelled.instance) == ("cancelled", "spring")


def test_a_quorum_of_some_cases_is_asked_of_them(town, people):
    """Where nobody knows whether it applies the meeting goes through, and that is told."""
    there = {"attendance": [HERE, KID, CLINIC | {"role": "assistant", "person": "a"}]}
    found = town.ask(people["teacher"], "complete", "gathering", **there)
    assert [(one.rule, one.unknown) for one in found.warned] == [("gathering", ("mood",))]

    town.do(people["teacher"], "learn", mood="bad")

    needs = town.needs(people["teacher"], "complete", "gathering", **there)
    assert needs == {
        ("attendance", "teacher", "roles 2 < 3"),
        ("attendance", "nurse", "roles 2 < 3"),
        ("attendance", "child", "roles 2 < 3"),
        ("attendance", "clinic", "people 0 < 1"),
    }
    town.do(people["teacher"], "complete", "gathering", attendance=[HERE, KID, CLINIC])
