"""What is due, and how that came about."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.case.asking_scenes import MODEL, START, opened

from collabmodel.case import Command, decide, evolve, new_case
from collabmodel.case.dues import due
from collabmodel.formats import load
from collabmodel.history import Actor
from collabmodel.rules import Verdict

CHIEF = Actor(role="chief", person="x-1")


def dues(story, **later):
    return due(MODEL, story.case, story.now + dt.timedelta(**later))


def local(moment):
    return None if moment is None else moment.strftime("%Y-%m-%d %H:%M %z")


def test_a_limit_is_due_at_the_midnight_that_ends_its_last_day():
    """Seven working days from a Monday end with the Wednesday of the week after."""
    (found,) = dues(opened(age=15).tell("complete", "ask"))

    assert (found.rule, found.verdict, found.overdue) == ("answer_due", Verdict.POSSIBLY_VIOLATED, False)
    assert local(found.due) == "2026-03-12 00:00 +0200"
    assert (found.activation, found.target, found.responsible, found.gate) == ("c:4", "answer", ("worker",), False)


def test_the_account_is_told_line_by_line_in_three_languages():
    """Whoever reads it sees where the time started, what it is, where it stood still, and what was added."""
    story = opened(age=15).tell("complete", "ask").tell("complete", "hold").later(days=3).tell("complete", "release")

    (found,) = dues(story.tell("extend", "answer_due", reason="x", by="2 working days"))

    assert found.text.in_language("fi").splitlines() == [
        "Odottaa: Vastaus: tehty.",
        "Viimeistään 18.3.2026 klo 24.00.",
        "Alku 2.3.2026 klo 13.00: ask: tehty",
        "Aikaa 7 työpäivää: 11.3.2026 klo 24.00 asti",
        "Aika ei kulunut 2.3.2026 klo 14.00 ja 5.3.2026 klo 15.00 välillä: 16.3.2026 klo 24.00 asti",
        "Pidennetty 5.3.2026 klo 16.00, lisää 2 työpäivää: 18.3.2026 klo 24.00 asti",
    ]
    assert found.text.in_language("sv").splitlines()[3] == "Tid 7 arbetsdagar: till 11.3.2026 kl. 24.00"
    assert found.text.in_language("en").splitlines()[1] == "At the latest 2026-03-18 24:00."


def test_what_stands_still_has_no_due_time():
    """While a limit pauses nothing is due, and the last line says since when."""
    (found,) = dues(opened(age=15).tell("complete", "ask").tell("complete", "hold"), days=100)

    assert (found.due, found.overdue, found.verdict) == (None, False, Verdict.POSSIBLY_VIOLATED)
    assert found.text.in_language("en").splitlines()[-1] == "Stands still since 2026-03-02 14:00"


def test_being_overdue_follows_from_the_time_asked_for():
    """The very same case is due at one time and overdue at a later one."""
    story = opened(age=15).tell("complete", "ask")
    before = story.case

    (in_time,), (late,) = dues(story, days=8), dues(story, days=10)

    assert (in_time.overdue, late.overdue) == (False, True)
    assert late.verdict is Verdict.VIOLATED
    assert late.text.in_language("en").splitlines()[1] == "Overdue: the time ended 2026-03-11 24:00."
    assert story.case == before


def test_what_is_met_or_waived_is_due_no_longer():
    """An answer meets the limit."""
    story = opened(age=15).tell("complete", "ask").tell("complete", "answer")

    assert dues(story) == ()


def test_a_waived_rule_is_due_no_longer():
    """A waiver lets an obligation go although its target has not come."""
    story = opened(age=15).tell("join", "chief", person="x-1").tell("complete", "sign", CHIEF)
    (found,) = dues(story)

    after = dues(story.tell("waive", "follow_up", CHIEF, reason="x"))

    assert (found.rule, found.gate, found.due, found.activation) == ("follow_up", True, None, "c:5")
    assert "The case cannot close before it." in found.text.in_language("en")
    assert after == ()


def test_a_closed_case_owes_nothing():
    """Closing makes every verdict final."""
    story = opened(age=15).tell("complete", "plan").tell("complete", "ask").tell("close", ending="done")

    assert dues(story) == ()
    assert due(MODEL, new_case(MODEL, "n"), START) == ()


def test_the_most_urgent_comes_first():
    """What has no due time comes last."""
    story = opened(age=15).tell("join", "chief", person="x-1").tell("complete", "sign", CHIEF).tell("complete", "ask")

    found = dues(story.later(days=1).tell("complete", "ask"))

    assert [(one.rule, one.due is None) for one in found] == [("answer_due", False), ("follow_up", True)]
    assert local(found[0].due) == "2026-03-12 00:00 +0200"


def test_a_co_existence_waits_for_its_other_letter():
    """A rule that goes both ways waits for the one that has not come."""
    model = load(
        "{format: 1, id: m, roles: {w: {side: professional}}, activities: {a: {kind: task}, b: {kind: task}},"
        " rules: {both: {template: co-existence, a: a, b: b, within: 3 days}}}\n"
    )
    targets = []

    for element in ("a", "b"):
        case, now = new_case(model, "c"), START
        for verb, name in (("open", ""), ("complete", element)):
            now += dt.timedelta(hours=1)
            for event in decide(model, case, Command(verb=verb, element=name, by=Actor(role="w", person="p")), now):
                case = evolve(model, case, event)
        targets += [one.target for one in due(model, case, now)]

    assert targets == ["b", "a"]


def test_a_time_without_a_zone_is_a_mistake():
    """What is due at no certain time cannot be told."""
    with pytest.raises(ValueError, match="zone"):
        due(MODEL, opened().case, START.replace(tzinfo=None))


def test_a_rule_whose_window_is_a_limit_is_answered_for_by_whom_the_limit_names():
    """Responsibility follows the limit, and else whoever does what is waited for."""
    model = load(
        "format: 1\nid: m\nroles: {w: {side: professional}, v: {side: professional}}\n"
        "activities: {a: {kind: task}, b: {kind: task, participants: [{role: v, mode: required}]}}\n"
        "limits: {soon: {anchors: [a], stop: b, duration: 3 days, responsible: [w]}}\n"
        "rules:\n  told: {template: response, a: a, b: b, within: {limit: soon}}\n"
        "  plain: {template: response, a: a, b: b}\n  kinds: {template: response, a: a, b: kind:dance}\n"
    )
    case, now = new_case(model, "c"), START
    for verb, name in (("open", ""), ("complete", "a")):
        now += dt.timedelta(hours=1)
        for event in decide(model, case, Command(verb=verb, element=name, by=Actor(role="w", person="p")), now):
            case = evolve(model, case, event)

    found = {one.rule: one.responsible for one in due(model, case, now)}

    assert found == {"soon": ("w",), "told": ("w",), "plain": ("v",), "kinds": ()}


def test_a_limit_whose_length_is_not_known_takes_the_longest_it_may_have():
    """Where a length rests on what is not known, nobody is told that they are late before it is certain."""
    model = load(
        "format: 1\nid: m\nroles: {w: {side: professional}}\nfacts: {big: {type: boolean}}\n"
        "activities: {a: {kind: task}, b: {kind: task}}\n"
        "parameters: {long: {value: 3 days, rows: [{if: big, value: 5 days}]}}\n"
        "limits: {soon: {anchors: [a], stop: b, duration: long}}\n"
    )
    case, now = new_case(model, "c"), START
    for verb, name in (("open", ""), ("complete", "a")):
        now += dt.timedelta(hours=1)
        for event in decide(model, case, Command(verb=verb, element=name, by=Actor(role="w", person="p")), now):
            case = evolve(model, case, event)

    (found,) = due(model, case, now)

    assert found.text.in_language("en").splitlines()[-1] == "Time given, 5 days: until 2026-03-07 24:00"
