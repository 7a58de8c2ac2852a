"""Closing a case, and opening it again."""

from __future__ import annotations

import datetime as dt


def test_a_gate_that_waits_keeps_a_case_open(town, people):
    """Each open obligation of a gate is named with its rule, target, activation and who may waive it."""
    (checked, *_) = town.do(people["nurse"], "complete", "check_up", result="well")

    told = town.no(people["teacher"], "close", ending="done")["obligations"]

    assert told.rule == "evaluated"
    assert told.events == (checked.id,)
    assert {(need.lack.value, need.name) for need in told.needs} == {("event", "notice"), ("waiver", "head")}


def test_what_is_met_or_waived_lets_a_case_close(town, people):
    """Meeting the obligation will do; so will a waiver."""
    town.do(people["nurse"], "complete", "check_up", result="well")
    town.do(people["head"], "waive", "evaluated", reason="moved")

    town.do(people["teacher"], "close", ending="done")

    assert (town.case.status, town.case.ending) == ("closed", "done")


def test_nobody_is_given_up_before_the_attempts_and_the_notice(town, people):
    """An ending for those who were not reached counts the attempts made."""
    town.do(people["teacher"], "complete", "try_again")
    town.do(people["teacher"], "complete", "notice")
    assert town.needs(people["teacher"], "close", ending="lost") == {("event", "try_again", "1 < 2")}
    town.do(people["teacher"], "complete", "try_again")

    town.do(people["teacher"], "close", ending="lost")

    assert town.case.ending == "lost"


def test_a_case_opens_again_within_the_window(town, people):
    """Ten working days later it goes on; after that another case is needed."""
    town.do(people["teacher"], "close", ending="done")
    town.now = dt.datetime(2026, 3, 16, 21, 0, tzinfo=dt.UTC)
    assert "window" not in town.no(people["child"], "reopen", reason="again")
    late = dt.datetime(2026, 3, 16, 22, 0, tzinfo=dt.UTC)
    town.do(people["teacher"], "reopen", reason="again")
    town.do(people["teacher"], "close", ending="done")

    town.now = late + dt.timedelta(days=14)

    told = town.no(people["teacher"], "reopen", reason="again")
    assert told["window"].events == (town.case.turned,)
    assert "window" in town.no(people["teacher"], "link", "back", to="c0")


def test_who_reopens_takes_part_again(town, people):
    """A worker of the role's organisation may reopen without having been there before."""
    town.do(people["teacher"], "close", ending="done")

    town.do(people["assistant"], "reopen", reason="again")

    assert town.case.participants[-1].role == "assistant"
