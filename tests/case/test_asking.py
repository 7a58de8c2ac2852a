"""Why something may not be done now."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case.asking_scenes import CHILD, MODEL, START, WORKER, Story, opened

from collabmodel.case import Command, Lack, Reason, Refusal, decide, evolve, new_case
from collabmodel.case.asking import natural, reasons, together, why_not
from collabmodel.case.tables import tables_of
from collabmodel.formats import load
from collabmodel.history import Actor
from collabmodel.model import elements

CHIEF = Actor(role="chief", person="x-1")


def ask(story: Story, asked, who: Actor = WORKER):
    return why_not(MODEL, story.case, asked, who, story.now)


def test_nothing_stands_against_what_may_be_done():
    """An element that may be done now has no refusal, even where it would need data."""
    story = opened(age=15)

    assert [ask(story, name) for name in ("plan", "picture", "talk", "main")] == [None] * 4


def test_a_command_is_refused_as_deciding_refuses_it():
    """Asked about a command, the answer is that of deciding, for the actor it names or else the one who asks."""
    story = opened(age=15)

    assert ask(story, Command(verb="complete", element="plan")) is None
    assert ask(story, Command(verb="complete", element="picture")).reason is Reason.DATA
    assert ask(story, Command(verb="complete", element="plan", by=CHILD)).reason is Reason.ROLE


def test_data_that_an_element_lacks_is_named_beside_another_reason():
    """Missing data is no reason why not, but is told with whatever is one."""
    found = ask(opened(age=15), "picture", CHILD)

    assert found.reason is Reason.ROLE
    assert found.others == ()
    assert [(need.lack, need.name) for need in found.needs] == [(Lack.ROLE, "worker"), (Lack.DATA, "basis")]


def test_a_phase_tells_what_each_sentry_has_seen_and_waits_for():
    """Of a phase every sentry is told: parts seen with their events, parts not seen, the condition and its gaps."""
    found = ask(opened(age=15).tell("complete", "plan"), "later")

    assert (found.reason, found.element, found.sentry) == (Reason.ENTRY, "later", "phases.later.entry.0")
    assert [(need.name, need.events) for need in found.met] == [("plan", ("c:4",))]
    assert [(need.lack, need.name, need.detail) for need in found.needs] == [
        (Lack.EVENT, "picture", 'basis == "law"'),
        (Lack.CONDITION, "urgent", "urgent == true"),
        (Lack.FACT, "urgent", ""),
    ]
    assert found.text.in_language("sv") == "Väntar ännu på: picture: har gjorts; urgent == true."
    assert [(one.sentry, one.needs[0].name) for one in found.others] == [("phases.later.entry.1", "agreed")]
    assert found.others[0].needs[0].text.in_language("fi") == "Ei vielä: Sovittu: saavutettu"


def test_a_condition_that_is_false_lacks_no_fact():
    """What is known and does not hold is told as the condition alone."""
    found = ask(opened(age=15, urgent=False), "later")

    assert [(need.lack, need.name) for need in found.needs[2:]] == [(Lack.CONDITION, "urgent")]
    assert found.needs[2].text.in_language("en") == "The condition does not hold: urgent == true"


def test_a_milestone_tells_what_it_waits_for_until_it_is_reached():
    """A milestone that is reached is done, with the event that reached it."""
    story = opened(age=15).tell("complete", "plan")

    waits = ask(story, "agreed")
    done = ask(story.tell("complete", "picture", basis="consent"), "agreed")

    assert (waits.reason, [need.name for need in waits.needs]) == (Reason.ENTRY, ["picture"])
    assert (done.reason, done.events) == (Reason.DONE, ("c:6",))
    assert done.text.in_language("fi") == "Sovittu: saavutettu jo."


def test_a_phase_that_runs_is_done():
    """Nobody needs to start what runs."""
    found = ask(opened(age=15), "work")

    assert (found.reason, found.text.in_language("en")) == (Reason.DONE, "Work: running already.")


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("plan", Reason.NOT_OPEN),
        ("later", Reason.NOT_OPEN),
        ("agreed", Reason.NOT_OPEN),
        ("nothing", Reason.UNKNOWN_ELEMENT),
        ("age", Reason.UNKNOWN_VERB),
    ],
)
def test_before_a_case_is_open_nothing_else_may_happen(element, reason):
    """What is asked of a case that is not open is refused for that, and what nobody can ask for is named as such."""
    assert why_not(MODEL, new_case(MODEL, "c"), element, WORKER, START).reason is reason


def test_an_activity_tells_of_the_phase_that_does_not_run():
    """An activity needs its phase, which is named."""
    found = ask(opened(age=15), "follow")

    assert (found.reason, [need.name for need in found.needs]) == (Reason.PHASE, ["later"])


def test_an_ending_is_asked_about_as_closing_with_it():
    """Of an ending both its own condition and what stands against any closing are told."""
    found = ask(opened(age=15), "young")

    assert [one.reason for one in reasons(found)] == [Reason.ENDING, Reason.GATE]
    assert ask(opened(age=9).tell("complete", "plan"), "young") is None


def test_after_closing_the_answer_says_so():
    """A phase of a closed case is closed with it."""
    story = opened(age=15).tell("complete", "plan").tell("close", ending="done")

    assert ask(story, "later").reason is Reason.CLOSED
    assert ask(story, "picture").reason is Reason.CLOSED


def test_the_most_natural_verb_goes_by_how_things_stand():
    """An element alone means what one would most likely do with it now."""
    story = opened(age=15)
    tables = tables_of(MODEL)
    before = [
        natural(tables, story.case, name).verb for name in ("", "plan", "talk", "later", "main", "sharing", "done")
    ]

    story.tell("plan", "talk").tell("take", "main")

    assert before == ["close", "complete", "plan", "start", "take", "give", "close"]
    assert [natural(tables, story.case, name).verb for name in ("talk", "main")] == ["complete", "offer"]
    assert natural(tables, new_case(MODEL, "n"), "").verb == "open"
    assert natural(tables, story.case, "office") is None


def test_refusals_are_taken_apart_and_put_together_again():
    """Several reasons are one refusal with the others in it, and nothing is lost either way."""
    found = ask(opened(age=15), "young")

    assert together(reasons(found)) == found
    assert together(()) is None


def test_a_time_without_a_zone_is_a_mistake():
    """What may be done at no certain time cannot be told."""
    with pytest.raises(ValueError, match="zone"):
        why_not(MODEL, opened().case, "plan", WORKER, dt.datetime(2026, 3, 2))  # noqa: DTZ001


@given(element=st.one_of(st.sampled_from([one.id for _, one in elements(MODEL)]), st.text(max_size=20)))
def test_every_question_has_an_answer_in_three_languages(element):
    """Whatever is named, the answer is a refusal with words in every language, or nothing stands against it."""
    found = ask(opened(age=15), element)

    for one in () if found is None else reasons(found):
        for text in (one.text, *(need.text for need in (*one.needs, *one.met))):
            assert all(text.in_language(code).strip() for code in ("fi", "sv", "en"))


NESTED = """
format: 1
id: nested
roles: {w: {side: professional}}
phases:
  outer: {entry: kind:case.opened, exit: stop}
  inner: {phase: outer, entry: go}
  byhand: {phase: outer, entry: kind:case.opened, manual: true}
  once: {phase: outer, entry: kind:case.opened, exit: go, required: false}
activities:
  go: {kind: task, phase: outer}
  stop: {kind: task, phase: outer}
  act: {kind: task, phase: inner}
milestones:
  deep: {phase: inner, achieve: [act]}
"""


def nested(*commands: tuple[str, str]):
    model, now = load(NESTED), START
    case, worker = new_case(model, "c"), Actor(role="w", person="p")
    for verb, element in (("open", ""), *commands):
        now += dt.timedelta(hours=1)
        found = decide(model, case, Command(verb=verb, element=element, by=worker), now)
        assert not isinstance(found, Refusal), found
        for event in found:
            case = evolve(model, case, event)
    return lambda asked: why_not(model, case, asked, worker, now)


def test_what_lies_in_a_phase_needs_it_to_run():
    """A phase or milestone tells of the phase around it that does not run."""
    ended = nested(("complete", "stop"))

    for name, around in (("deep", "inner"),):
        found = nested()(name)
        assert (found.reason, [need.name for need in found.needs]) == (Reason.PHASE, [around])
        assert found.text.in_language("en") == "deep: the phase it belongs to is not running: inner."
    assert (ended("inner").reason, ended("inner").needs[0].name) == (Reason.PHASE, "outer")


def test_a_phase_that_somebody_starts_is_asked_about_as_a_command():
    """Nothing stands against starting by hand what waits for it."""
    assert nested()("byhand") is None
    assert nested(("start", "byhand"))("byhand").reason is Reason.DONE


def test_a_phase_that_has_ended_says_so():
    """A phase that does not repeat is done for good."""
    found = nested(("complete", "go"))("once")

    assert (found.reason, found.text.in_language("en")) == (
        Reason.DONE, "once: has ended and does not start again.",
    )  # fmt: skip


def test_a_milestone_that_nothing_reaches_says_so():
    """Where the model has no way to reach it, that is the answer, and not that nothing stands against it."""
    model = load("format: 1\nid: dead\nactivities: {go: {kind: task}}\nmilestones: {deep: {}}\n")
    case = new_case(model, "c")
    for event in decide(model, case, Command(verb="open"), START):
        case = evolve(model, case, event)

    found = why_not(model, case, "deep", Actor(), START)

    assert (found.reason, found.text.in_language("en")) == (
        Reason.ENTRY, "deep: nothing in the model brings it about.",
    )  # fmt: skip


def test_what_nobody_can_ask_of_an_element_is_no_unknown_element():
    """A milestone is known, although no command speaks of it."""
    story = opened(age=15)

    found = [ask(story, Command(verb="complete", element=name)).reason for name in ("agreed", "age", "nothing")]

    assert found == [Reason.UNKNOWN_VERB, Reason.UNKNOWN_VERB, Reason.UNKNOWN_ELEMENT]
