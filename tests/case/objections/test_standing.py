"""What cannot be asked of a case that is new, closed, or none."""

from __future__ import annotations

from collabmodel.history import Actor

FRESH = {"opening": "referral", "age": 12}


def test_a_new_case_takes_nothing_but_its_opening(new_town, people):
    """Before the opening there is nothing to command."""
    assert new_town.needs(people["teacher"], "complete", "talk", why="not open") == {("event", "kind:case.opened", "")}
    assert "not open" in new_town.no(people["teacher"], "join", "teacher")


def test_an_opening_brings_its_facts_and_its_way(new_town, people):
    """Facts that a case must have come with its opening, and so does the way it opened, if there are several."""
    needs = new_town.needs(people["teacher"], "open")

    assert needs == {("data", "age", "missing"), ("data", "opening", "missing")}
    assert new_town.needs(people["teacher"], "open", age=12, opening="rumour") == {
        ("data", "opening", "referral"),
        ("data", "opening", "application"),
    }


def test_who_opens_a_case_takes_part_in_it(new_town, people):
    """The one who opens is its first participant; a subject may open it too, a relative may not."""
    assert "role" in new_town.no(people["guardian"], "open", **FRESH)
    new_town.do(people["child"], "open", **FRESH)

    assert [(one.role, one.person) for one in new_town.case.participants] == [("child", "c")]


def test_competence_is_asked_of_who_opens(new_town, people):
    """A role that needs a competence needs it at the opening, and it lapses."""
    assert new_town.needs(people["nurse"], "open", **FRESH) == {("competence", "trained", "")}
    told = new_town.no(people["nurse"], "open", competences=[["trained", "2026-03-01"]], **FRESH)
    assert "competence" in told
    new_town.do(people["nurse"], "open", competences=[["trained", "2026-03-02"]], **FRESH)

    new_town.now = new_town.now.replace(day=4)
    assert "competence" in new_town.no(people["nurse"], "complete", "check_up", result="well")


def test_eligibility_is_judged_at_the_opening_or_at_its_event(new_town, people):
    """A condition that is false refuses with the condition; one that nobody can judge is let through and told."""
    assert new_town.needs(people["teacher"], "open", opening="referral", age=20) == {("condition", "young", "age < 20")}
    new_town.do(people["teacher"], "open", **FRESH)
    new_town.do(people["nurse"], "join", "nurse", competences=["trained"])
    found = new_town.ask(people["nurse"], "complete", "check_up", result="well")
    assert [(one.rule, one.unknown) for one in found.warned] == [("brave", ("mood",))]

    new_town.do(people["teacher"], "learn", mood="bad")

    assert "eligibility" in new_town.no(people["nurse"], "complete", "check_up", result="well")


def test_organisations_may_be_parts_or_successors(new_town):
    """People of a part of the role's organisation, or of what took its duties over, may hold the role."""
    new_town.do(Actor(role="teacher", person="t", organisation="class"), "open", **FRESH)
    assert "organisation" in new_town.no(
        Actor(role="visitor", person="v", organisation="old_clinic"), "join", "visitor"
    )
    assert "organisation" in new_town.no(Actor(role="teacher", person="x", organisation="clinic"), "join", "teacher")
    assert "organisation" in new_town.no(Actor(role="child", person="c", organisation="clinic"), "complete", "talk")

    new_town.do(Actor(role="visitor", person="v", organisation="clinic"), "join", "visitor", organisation="clinic")

    assert new_town.case.participants[-1].organisation == "clinic"


def test_an_anonymous_question_opens_no_case(new_town, people):
    """A consultation outside any case is recorded under an id of its own, and nothing else is taken there."""
    (asked,) = new_town.do(people["teacher"], "consult", question="What would you do?")
    (answered,) = new_town.do(people["nurse"], "consult", answer="Call us.")

    assert [(one.kind, one.transition) for one in (asked, answered)] == [
        ("consultation", "asked"),
        ("consultation", "answered"),
    ]
    assert new_town.case.status == "none"
    assert "not open" in new_town.no(people["teacher"], "open", **FRESH)
    assert "role" in new_town.no(people["child"], "consult", question="Me?")


def test_a_closed_case_takes_only_what_comes_after(town, people):
    """Links, corrections and reopening are for closed cases; everything else waits for the reopening."""
    town.do(people["teacher"], "close", ending="done")

    told = town.no(people["teacher"], "complete", "talk")

    assert {(need.lack.value, need.name) for need in told["closed"].needs} == {("event", "kind:case.reopened")}
    assert told["closed"].events == (town.case.turned,)
    assert "closed" in town.no(people["teacher"], "close", ending="done")
    town.do(people["teacher"], "link", "siblings", to="c2")


def test_somebody_who_left_may_act_no_longer(town, people):
    """Who has left takes no part, and holds no lead."""
    town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "leave", "nurse", person="n")

    assert town.case.holdings == ()
    assert "no participant" in town.no(people["nurse"], "complete", "check_up", result="well")


def test_nobody_acts_for_another_organisation_than_their_own(town):
    """Somebody who takes part for a school does not act for a part of it without having joined for that."""
    joined = next(one for one in town.case.participants if one.role == "teacher")

    told = town.no(Actor(role="teacher", person="t", organisation="class"), "complete", "agree_lead")

    assert told["organisation"].events == (joined.event,)
    assert "no participant" in town.no(Actor(role="teacher", organisation="school"), "complete", "agree_lead")


def test_saying_that_a_case_moved_does_not_move_it(town, people):
    """Another version is not a matter of a command: its event would pin the case to whatever somebody typed."""
    found = town.no(people["teacher"], "migrate", to="nowhere")

    assert found["first"].reason.value == "version"
