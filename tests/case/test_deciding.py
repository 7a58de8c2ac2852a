"""What a command makes of a case."""

from __future__ import annotations

import datetime as dt
import functools

import attrs
import pytest

import collabmodel as cm
from collabmodel.case import Case, Command, Reason, Refusal, decide, evolve, new_case, replay, tables_of
from collabmodel.case.deciding import consider, derived, joined
from collabmodel.case.evolving import evolved
from collabmodel.history import Actor
from collabmodel.model import Enforcement, Rule, Template, parse_pattern
from collabmodel.rules import Verdict
from collabmodel.workdays import to_us

HEAD = Actor(role="head", person="h", organisation="school")
TEACHER = Actor(role="teacher", person="t", organisation="school")
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

SCHOOL = """
format: 1
id: school
language: en
case: {subjects: [child]}
organisations: {school: {title: School}}
roles:
  child: {title: Child, side: client}
  teacher: {title: Teacher, side: professional, organisations: [school]}
  head: {title: Head, side: professional, organisations: [school]}
phases:
  work: {title: Work}
activities:
  talk: {title: Talk, kind: contact, phase: work, required: true, repeat: {maximum: 3}}
  plan_made: {title: Plan, kind: agreement, phase: work, required: true}
  visit: {title: Visit, kind: contact, phase: work, planning: {by: [teacher]}}
rules:
  talk_first:
    title: {fi: Ensin puhutaan, sv: Först samtal, en: Talk first}
    template: precedence
    a: talk
    b: plan_made
    enforcement: gate
    waived_by: [head]
"""


@functools.cache
def school() -> cm.Model:
    """Give a small model with one gate."""
    return cm.load(SCHOOL)


def command(verb: str, element: str = "", by: Actor = TEACHER, **data: object) -> Command:
    """Give a command."""
    corrects = str(data.pop("corrects", ""))
    instance = str(data.pop("instance", ""))
    return Command(verb=verb, element=element, by=by, data=tuple(data.items()), corrects=corrects, instance=instance)


def after(*commands: Command) -> Case:
    """Give a case in which commands were taken."""
    case, now = new_case(school(), "c"), NOW
    for each in (command("open"), command("join", "head", person="h", organisation="school"), *commands):
        now += dt.timedelta(minutes=1)
        found = decide(school(), case, each, now)
        assert not isinstance(found, Refusal), found
        for event in found:
            case = evolve(school(), case, event)
    return case


def asked(case: Case, each: Command) -> Refusal | list[tuple[str, str, str]]:
    """Ask, and give the refusal or what would happen: element, transition, instance."""
    found = decide(school(), case, each, NOW + dt.timedelta(days=1))
    return found if isinstance(found, Refusal) else [(one.element, one.transition, one.instance) for one in found]


def test_an_event_comes_first_and_then_what_follows() -> None:
    """Ids and places go on from the case, what follows names its cause, and all of it is of the model's version."""
    case = after(command("complete", "talk"))

    events = decide(school(), case, command("complete", "plan_made"), NOW + dt.timedelta(days=1))

    assert not isinstance(events, Refusal)
    assert [one.id for one in events] == [f"c:{case.seq + place}" for place in range(1, len(events) + 1)]
    assert {one.caused_by for one in events[1:]} <= {events[0].id}
    assert {one.model_hash for one in events} == {case.model_hash}


def test_events_name_the_instance_they_are_about() -> None:
    """Whoever names none means the oldest that fits; what is planned anew is named before it is there."""
    case = after(command("complete", "talk"))

    assert asked(case, command("complete", "talk"))[0] == ("talk", "completed", "2")
    assert asked(case, command("plan", "visit"))[0] == ("visit", "planned", "1")
    assert asked(case, command("plan", "visit", instance="home"))[0] == ("visit", "planned", "home")


def test_what_was_folded_to_decide_is_what_folding_gives() -> None:
    """A case taken from its decision equals the one that folds the events, and its rules have followed them as well."""
    tables = tables_of(school())
    case, now = new_case(tables, "c"), NOW
    steps = (command("open"), command("complete", "talk"), command("plan", "visit"), command("complete", "plan_made"))
    for each in (*steps, command("complete", "talk"), command("clock")):
        now += dt.timedelta(days=1)
        found = consider(tables, case, each, now)
        assert not isinstance(found, Refusal), found
        folded = replay(tables, "c", (*case.record.events, *found.events))
        case = evolved(tables, case, found)

        assert case == folded
        assert case.record.events == folded.record.events
        for closed in (False, True):
            assert case.record.monitors().cells(to_us(now), closed=closed) == folded.record.monitors().cells(
                to_us(now), closed=closed
            )


def test_a_decision_about_an_older_case_is_folded_there() -> None:
    """Where the case has gone on since, or the decision is of another place, nothing folded for it is taken over."""
    older = after(command("complete", "talk"))
    tables = tables_of(school())
    found = consider(tables, older, command("complete", "talk"), NOW + dt.timedelta(days=1))
    assert not isinstance(found, Refusal)
    newer = after(command("complete", "talk"), command("complete", "talk"))
    wanted = replay(tables, "c", (*older.record.events, *found.events))

    assert evolved(tables, older, found) == evolved(tables, older, found) == wanted
    with pytest.raises(ValueError, match="is not event"):
        evolved(tables, newer, found)


def test_deciding_changes_nothing() -> None:
    """A case that was asked, in vain or not, is what it was and answers as before."""
    case = after(command("complete", "talk"))
    shown, cells = repr(case), case.record.monitors().cells(to_us(NOW), closed=False)
    for each in (command("complete", "plan_made"), command("complete", "plan_made", by=Actor()), command("clock")):
        asked(case, each)

    assert repr(case) == shown
    assert case.record.monitors().cells(to_us(NOW), closed=False) == cells
    assert replay(school(), "c", case.record.events) == case


def test_a_gate_refuses_and_an_override_lets_pass_once() -> None:
    """From refusal through leave to the event that uses it up, by commands alone."""
    case = after()
    refused = asked(case, command("complete", "plan_made"))
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.rule) == (Reason.GATE, "talk_first")
    assert refused.text.in_language("fi") != refused.text.in_language("sv")

    case = after(command("override", "talk_first", by=HEAD, reason="urgent"))

    assert case.overridden == (("talk_first", f"c:{case.seq}"),)
    events = decide(school(), case, command("complete", "plan_made"), NOW + dt.timedelta(days=1))
    assert not isinstance(events, Refusal)
    assert dict(events[0].data)["overrides"] == ("talk_first",)
    for event in events:
        case = evolve(school(), case, event)
    assert case.overridden == ()
    cells = dict(zip(("talk_first",), case.record.monitors().cells(to_us(NOW), closed=False), strict=True))
    assert cells["talk_first"].verdict is Verdict.VIOLATED


def test_a_warning_comes_with_the_events() -> None:
    """A rule of mode warn is told beside what happens."""
    warned = attrs.evolve(school(), rules=(attrs.evolve(school().rules[0], enforcement=Enforcement.WARN),))
    case = new_case(warned, "c")
    for event in decide(warned, case, command("open"), NOW):  # type: ignore[union-attr]
        case = evolve(warned, case, event)

    found = consider(warned, case, command("complete", "plan_made"), NOW + dt.timedelta(days=1))

    assert not isinstance(found, Refusal)
    assert [one.rule for one in found.warned] == ["talk_first"]


def test_a_correction_is_decided_on_what_it_leaves() -> None:
    """What follows from a correction is worked out on the record without what it supersedes, as folding it does."""
    case = after(command("complete", "talk"))
    told = [event for event in case.record.events if event.element == "talk" and event.transition == "completed"]

    events = decide(
        school(),
        case,
        command("correct", corrects=told[0].id, because="wrong day", retract=True),
        NOW + dt.timedelta(days=1),
    )

    assert not isinstance(events, Refusal)
    assert len(case.record) == case.seq
    later = functools.reduce(lambda done, event: evolve(school(), done, event), events, case)
    assert told[0].id not in set(later.record.life.ids)
    assert derived(tables_of(school()), case, events[0], events[0].recorded) == events[1:]


def test_times_need_a_zone() -> None:
    """A time without a zone is a programming error, of the asking or of the happening."""
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(ValueError, match="timezone-aware"):
        decide(school(), after(), command("complete", "talk"), naive)
    with pytest.raises(ValueError, match="timezone-aware"):
        decide(school(), after(), attrs.evolve(command("complete", "talk"), occurred=naive), NOW)


def test_all_reasons_are_told_at_once() -> None:
    """The first refusal holds the others, each whole."""
    first, second = Refusal(reason=Reason.GATE), Refusal(reason=Reason.DATA)

    assert joined((first, second)) == Refusal(reason=Reason.GATE, others=(second,))
    assert joined((first,)) == first


def test_derived_events_do_not_ask_gates() -> None:
    """What a step derives is no choice of anybody's, so no gate stands in its way; its verdict is told all the same."""
    rule = Rule(
        id="never", template=Template.ABSENCE_1, a=parse_pattern("work.completed"), enforcement=Enforcement.GATE
    )
    model = attrs.evolve(school(), rules=(rule,), activities=(attrs.evolve(school().activities[1], phase="work"),))
    case = new_case(model, "c")
    for each in (command("open"), command("complete", "plan_made")):
        for event in decide(model, case, each, NOW):  # type: ignore[union-attr]
            case = evolve(model, case, event)

    assert case.items[0].completed == 1
    assert case.record.monitors().cells(to_us(NOW), closed=False)[0].verdict is Verdict.VIOLATED
