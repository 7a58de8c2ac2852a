"""Lengthening, halting and waiving limits; waiving and overriding rules."""

from __future__ import annotations


def test_a_limit_is_lengthened_as_often_as_it_may_be(town, people):
    """Once, by three working days at most; then no more."""
    town.do(people["head"], "extend", "answer_time", reason="ill")

    assert town.case.lengthened == (("answer_time", 1),)
    assert town.needs(people["head"], "extend", "answer_time", reason="ill") == {("condition", "answer_time", "1")}


def test_a_limit_that_does_not_run_is_not_lengthened(town, people):
    """There is nothing to lengthen before the anchor, or after the stop."""
    town.do(people["nurse"], "complete", "check_up", result="well")

    needs = town.needs(people["head"], "extend", "answer_time", reason="ill")

    assert needs == {("event", "kind:case.opened", "")}


def test_a_limit_stands_still_and_goes_on(town, people):
    """Halting twice or going on without a halt makes no sense."""
    town.do(people["teacher"], "suspend", "answer_time", reason="holiday")
    assert "suspended" in town.no(people["teacher"], "suspend", "answer_time", reason="holiday")
    town.do(people["teacher"], "resume", "answer_time")

    assert town.case.halted == ()


def test_who_may_waive_a_limit_or_rule_does_so_once(town, people):
    """A waiver is an event with a reason."""
    assert ("data", "reason", "missing") in town.needs(people["head"], "waive", "answer_time")
    town.do(people["head"], "waive", "answer_time", reason="ill")
    town.do(people["head"], "waive", "evaluated", reason="ill")

    assert town.case.waived == ("answer_time", "evaluated")
    assert "done already" in town.no(people["head"], "waive", "evaluated", reason="ill")
    assert "done already" in town.no(people["head"], "waive", "answer_time", reason="ill")


def test_a_limit_may_be_lengthened_without_a_bound_where_its_condition_holds(town, people):
    """Then how long is said with the command, and counted."""
    town.do(people["teacher"], "learn", mood="bad")
    assert town.needs(people["head"], "extend", "often", reason="ill") == {("data", "by", "missing")}
    for _ in range(2):
        (extended,) = town.do(people["head"], "extend", "often", reason="ill", by="2 weeks")

    assert dict(extended.data)["by"] == "2 weeks"

    assert town.case.lengthened == (("often", 2),)
    assert "maximum reached" in town.no(people["head"], "extend", "often", reason="ill", by="2 weeks")


def test_a_limit_is_not_lengthened_by_nothing(town, people):
    """No time more is no extension, and uses none up."""
    told = town.needs(people["head"], "extend", "answer_time", by="0 working days", reason="ill")

    assert told == {("data", "by", "too small")}
