"""What may be done now, and by whom."""

from __future__ import annotations

import datetime as dt

import attrs
from tests.case.asking_scenes import CHILD, MODEL, START, TEXT, WORKER, Story, opened

from collabmodel.case import Command, Reason, Refusal, decide, evolve, new_case
from collabmodel.case.steps_open import next_steps
from collabmodel.formats import load
from collabmodel.history import Actor

CHIEF = Actor(role="chief", person="x-1")


def steps(story: Story, who: Actor = WORKER):
    return next_steps(MODEL, story.case, who, story.now)


def listed(story: Story, who: Actor = WORKER):
    return [(step.verb, step.element) for step in steps(story, who)]


def test_a_new_case_may_be_opened():
    """Before anything else a case is opened."""
    found = next_steps(MODEL, new_case(MODEL, "c"), WORKER, START)

    assert [(step.verb, step.mine, step.roles) for step in found] == [("open", True, ("child", "worker", "chief"))]


def test_what_is_required_comes_first_then_what_is_due_then_model_order():
    """The order tells what matters most."""
    story = opened(age=15).tell("complete", "ask")

    found = steps(story)

    assert [(step.element, step.required, step.due is not None) for step in found][:4] == [
        ("plan", True, False), ("answer", False, True), ("picture", False, False), ("sign", False, False),
    ]  # fmt: skip
    assert found[1].due.isoformat() == "2026-03-12T00:00:00+02:00"


def test_data_and_roles_that_are_missing_are_named():
    """What only the asker's role or data stands in the way of is listed, with whom or what it needs."""
    found = {step.element: step for step in steps(opened(age=15))}

    assert (found["picture"].mine, found["picture"].missing) == (True, ("basis",))
    assert found["picture"].refusal.reason is Reason.DATA
    assert (found["sign"].mine, found["sign"].roles, found["sign"].refusal.reason) == (False, ("chief",), Reason.ROLE)
    assert found["plan"].refusal is None


def test_what_more_stands_in_the_way_of_is_not_listed():
    """Done, not yet possible, or barred by a condition: that is no next step."""
    assert ("plan", "talk") not in listed(opened(age=9))
    assert ("complete", "plan") not in listed(opened(age=15).tell("complete", "plan"))
    assert not any(element in ("follow", "later") for _, element in listed(opened(age=15)))


def test_discretionary_activities_may_be_planned():
    """What may be planned is a step of planning, and once planned a step of doing."""
    story = opened(age=15)

    assert ("plan", "talk") in listed(story)
    assert ("complete", "talk") in listed(story.tell("plan", "talk"))
    assert ("plan", "talk") not in listed(story)


def test_a_vacant_lead_may_be_taken_and_a_held_one_handed_over():
    """Leads are taken, offered, answered and withdrawn, each by who may."""
    story = opened(age=15)
    story.tell("join", "chief", person="x-1")
    assert ("take", "main") in listed(story)

    story.tell("take", "main")
    assert ("offer", "main") in listed(story)
    assert ("offer", "main") not in listed(story, CHIEF)

    story.tell("offer", "main", role="chief", person="x-1")
    answers = [(step.verb, step.roles) for step in steps(story, CHIEF) if step.element == "main"]

    assert answers == [("accept", ("chief",)), ("refuse", ("chief",))]
    assert ("withdraw", "main") in listed(story)


def test_a_consent_is_asked_for_until_somebody_has_spoken():
    """A consent that would cover something open is a step for its givers."""
    nobody = [step for step in steps(opened(age=15)) if step.verb == "give"]
    story = opened(age=15).tell("give", "sharing", CHILD)

    assert [(step.element, step.roles, step.mine) for step in nobody] == [("sharing", ("child",), False)]
    assert ("give", "sharing") not in listed(story)


def test_closing_is_a_step_once_some_ending_is_free():
    """A case may be closed when nothing stands against at least one ending; which, is asked for."""
    story = opened(age=15)
    assert ("close", "") not in listed(story)

    story.tell("complete", "plan")
    closing = next(step for step in steps(story) if step.verb == "close")

    assert (closing.mine, closing.missing, closing.roles) == (True, ("ending",), ("worker", "chief"))


def test_a_closed_case_without_a_window_for_reopening_has_no_steps():
    """Where no link reopens, nothing is left to do."""
    story = opened(age=15).tell("complete", "plan").tell("close", ending="done")

    assert steps(story) == ()


def test_what_is_mine_and_needs_no_data_goes_through():
    """A step without a refusal is a command that the case takes."""
    story = opened(age=15)

    for step in steps(story):
        if step.refusal is None:
            command = Command(verb=step.verb, element=step.element, instance=step.instance, by=WORKER)
            assert not isinstance(decide(MODEL, story.case, command, story.now), Refusal)


def test_a_closed_case_may_be_reopened_within_its_window():
    """Where a link reopens, going on is a step for as long as its window lasts."""
    model = load(TEXT + "links:\n  back: {kind: reopens, within: 30 days}\n")
    case, now = new_case(model, "c"), START
    for verb, element, data in (
        ("open", "", (("age", 15),)), ("complete", "plan", ()), ("close", "", (("ending", "done"),)),
    ):  # fmt: skip
        now += dt.timedelta(hours=1)
        for event in decide(model, case, Command(verb=verb, element=element, by=WORKER, data=data), now):
            case = evolve(model, case, event)

    soon = next_steps(model, case, WORKER, now + dt.timedelta(days=20))
    late = next_steps(model, case, WORKER, now + dt.timedelta(days=40))

    assert [(step.verb, step.mine, step.missing) for step in soon] == [("reopen", True, ("reason",))]
    assert late == ()


def test_a_lead_held_by_an_organisation_is_handed_over_by_its_people():
    """Where nobody in person holds a lead, whoever has the role may offer it."""
    story = opened(age=15).tell("take", "main")
    held = tuple(attrs.evolve(one, person="") for one in story.case.holdings)
    story.case = attrs.evolve(story.case, holdings=held)

    assert ("offer", "main") in {(step.verb, step.element) for step in steps(story, Actor(role="worker", person="w-1"))}


def test_a_consent_is_asked_for_what_might_be_planned_and_not_for_what_is_over():
    """What may still come about wants its consent; what can no longer come about wants none."""
    wants = []
    for covered, commands in (("talk", ()), ("plan", ()), ("plan", (("complete", "plan"),)), ("follow", ())):
        model = load(TEXT.replace("covers: [picture]", f"covers: [{covered}]"))
        case, now = new_case(model, "c"), START
        for verb, element in (("open", ""), *commands):
            now += dt.timedelta(hours=1)
            data = (("age", 15),) if verb == "open" else ()
            for event in decide(model, case, Command(verb=verb, element=element, by=WORKER, data=data), now):
                case = evolve(model, case, event)
        wants.append(any(step.verb == "give" for step in next_steps(model, case, WORKER, now)))

    assert wants == [True, True, False, False]


def test_a_lead_is_offered_to_be_taken_only_to_those_who_can_hold_it():
    """Who may stand in for a role does not hold its leads: deciding refuses them, so they are not named."""
    model = load(TEXT.replace("chief: {side: professional}", "chief: {side: professional, may_substitute: [worker]}")
                 .replace("main: {roles: [worker, chief]}", "main: {roles: [worker]}"))  # fmt: skip
    case = new_case(model, "c")
    for event in decide(model, case, Command(verb="open", by=WORKER), START):
        case = evolve(model, case, event)

    found = next(step for step in next_steps(model, case, WORKER, START) if step.verb == "take")

    assert found.roles == ("worker",)


def test_a_lead_offered_to_two_roles_is_one_step_for_both():
    """Whoever of them answers, it is the same step: no role finds the other's offer named as its own."""
    story = opened(age=15).tell("join", "chief", person="x-1").tell("take", "main")
    story.tell("offer", "main", role="chief").tell("offer", "main", role="worker")

    found = [(step.verb, step.roles, step.mine) for step in steps(story, CHIEF) if step.verb in ("accept", "refuse")]

    assert found == [("accept", ("chief", "worker"), True), ("refuse", ("chief", "worker"), True)]
