"""The face of checks: order, places, extra checks, waivers, and models made in Python."""

from __future__ import annotations

import time
from collections.abc import Iterator
from textwrap import dedent

import attrs
import pytest

from collabmodel.check import CHECKS, Check, Finding, Hit, Subject, check, hit
from collabmodel.formats import read, shipped
from collabmodel.model import (
    Activity,
    CheckWaiver,
    Ending,
    Limit,
    Mode,
    Model,
    Outcome,
    Participation,
    Pattern,
    Phase,
    Repeat,
    Role,
    Rule,
    Sentry,
    Severity,
    Side,
    Template,
    Text,
    Window,
)
from collabmodel.workdays import Duration, Unit


def messages(model: Model, code: str) -> list[str]:
    return [finding.message for finding in check(model) if finding.code == code]


def test_codes_are_unique_and_every_check_says_what_it_rests_on() -> None:
    """Codes name checks for ever, so no two share one; and each has its source."""
    assert len({each.code for each in CHECKS}) == len(CHECKS)
    assert all(each.title and each.source and each.code == each.code.lower() for each in CHECKS)


def test_findings_come_in_file_order() -> None:
    """A reader goes through a file once, from top to bottom."""
    loaded = read("id: m\nendings:\n  b: {outcome: success, cites: [x]}\n  a: {outcome: success, cites: [y]}\n")
    found = check(loaded.model, loaded.places)

    assert [finding.place for finding in found] == sorted(
        (finding.place for finding in found), key=lambda place: (place.line, place.column)
    )
    assert {finding.place.file for finding in found} == {"<text>"}


def test_a_model_without_a_file_is_its_own_place() -> None:
    """Findings about a model made in Python name the model instead of a file."""
    found = check(Model(id="tiny"))

    assert {str(finding.place) for finding in found} == {"tiny"}


def test_findings_carry_what_the_check_and_the_element_cite() -> None:
    """Whoever reads a finding sees what it rests on."""
    text = "id: m\nendings:\n  done: {outcome: success, cites: [law], if: 1 > 2}\nsources: {law: {title: Law}}\n"
    found = next(each for each in check(read(text).model) if each.code == "unreachable-ending")

    assert (found.element, found.path, found.source) == (
        "done",
        "endings.done.if",
        "semantics 11: option to complete; cites law",
    )


def untitled(subject: Subject) -> Iterator[Hit]:
    for role in subject.model.roles:
        yield hit(f"roles.{role.id}", value=role.id)


SHOUT = Check(
    code="plain-role",
    title="roles are interesting",
    severity=Severity.NOTE,
    message="the role '{value}' is plain",
    source="taste",
    run=untitled,
)
NURSE = Role(id="nurse", side=Side.PROFESSIONAL)


def test_extra_checks_run_beside_those_of_the_table() -> None:
    """A check from outside is reported, sorted and waived like any other."""
    model = Model(id="m", roles=(NURSE,))
    waived = attrs.evolve(model, waivers=(CheckWaiver(check="plain-role", reason=Text.of("It is.")),))

    assert [each.message for each in check(model, extra=(SHOUT,)) if each.code == "plain-role"] == [
        "the role 'nurse' is plain"
    ]
    assert not [each for each in check(waived, extra=(SHOUT,)) if "plain-role" in (each.code, each.message)]


@pytest.mark.parametrize(
    ("waiver", "left"),
    [
        (CheckWaiver(check="plain-role", element="nurse", reason=Text.of("So it is.")), set()),
        (CheckWaiver(check="plain-role", reason=Text.of("So it is.")), set()),
        (CheckWaiver(check="plain-role", element="nurse"), {"plain-role", "waiver-without-reason"}),
        (CheckWaiver(check="plain-role", reason=Text.of(" ")), {"plain-role", "waiver-without-reason"}),
        (
            CheckWaiver(check="plain-role", element="doctor", reason=Text.of("No.")),
            {"plain-role", "waiver-without-finding"},
        ),
        (CheckWaiver(check="plane-role", reason=Text.of("No.")), {"plain-role", "waiver-of-unknown-check"}),
    ],
)
def test_a_waiver_silences_only_with_a_reason_and_only_what_it_names(waiver: CheckWaiver, left: set[str]) -> None:
    """A finding is answered with a reason or stays; a waiver that answers nothing is itself a finding."""
    model = Model(id="m", roles=(NURSE,), waivers=(waiver,))
    found = {each.code for each in check(model, extra=(SHOUT,))}

    assert {code for code in found if code.startswith(("plain", "waiver"))} == left


def test_an_unbounded_repetition_is_found_in_a_model_made_in_python() -> None:
    """No file may hold such a repetition, but a model made in Python may."""
    model = Model(id="m", activities=(Activity(id="talk", kind="contact", repeat=Repeat()),))

    assert messages(model, "unbounded-repeat") == [
        "'talk' repeats without a bound: give a maximum, or the event that makes it happen again"
    ]


def test_letters_are_counted_in_a_model_made_in_python() -> None:
    """No file may hold a rule with a letter too few or too many, but a model made in Python may."""
    talk = Pattern(element="talk")
    rules = (
        Rule(id="lone", template=Template.RESPONSE, a=talk),
        Rule(id="crowded", template=Template.INIT, a=talk, b=talk),
    )
    model = Model(id="m", activities=(Activity(id="talk", kind="contact"),), rules=rules)

    assert messages(model, "letter-count") == [
        "the rule 'crowded': the template init speaks of one pattern, so leave b out",
        "the rule 'lone': the template response needs a second pattern: add b",
    ]


@pytest.mark.parametrize("source", shipped())
def test_shipped_models_have_neither_errors_nor_warnings(source: str) -> None:
    """What we ship is sound, and every finding about it stands at a place in its file."""
    loaded = read(source)
    found = check(loaded.model, loaded.places)

    assert [str(each) for each in found if each.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("source", shipped())
def test_paths_of_conditions_are_those_of_the_file(source: str) -> None:
    """A finding's path is one that places know, so that its line is that of the very value."""
    loaded = read(source)
    known = loaded.places.origins
    paths = [spot.path for spot in Subject(loaded.model).conditions]

    assert [path for path in paths if path not in known and path.replace(".on.0", ".on") not in known] == []


def test_findings_inside_short_forms_stand_at_the_very_value() -> None:
    """Where one thing stands for a list of one, its parts are found where they stand."""
    head = "id: m\nactivities:\n  talk:\n    kind: contact\n"
    text = f"{head}    exit:\n      on:\n        element: talk\n        where: lenght > 3\n"
    loaded = read(text)
    found = [each for each in check(loaded.model, loaded.places) if each.code == "unknown-name"]

    assert [(each.place.line, each.place.column) for each in found] == [(8, 16)]


def big_model(size: int) -> Model:
    """A model of about ``size`` elements, each hanging together with its neighbours."""
    phases = tuple(
        Phase(id=f"p{n}", entry=(Sentry(on=(Pattern(element=f"p{n - 1}"),)),) if n else ()) for n in range(size // 10)
    )
    people = (Participation(role="nurse", mode=Mode.PERFORM),)
    activities = tuple(
        Activity(id=f"a{n}", kind=f"kind{n % 7}", phase=f"p{n % len(phases)}", participants=people, required=True)
        for n in range(size // 2)
    )
    week = Window(high=Duration(1, Unit.WEEKS))
    rules = tuple(
        Rule(
            id=f"r{n}",
            template=Template.RESPONSE,
            a=Pattern(element=f"a{n}"),
            b=Pattern(element=f"a{n + 1}"),
            within=week,
        )
        for n in range(size // 4)
    )
    limits = tuple(
        Limit(
            id=f"l{n}",
            anchors=(),
            stop=Pattern(kind=f"kind{n % 7}"),
            duration=Duration(1, Unit.DAYS),
        )
        for n in range(size // 8)
    )
    ending = Ending(id="done", outcome=Outcome.SUCCESS)
    return Model(
        id="big", phases=phases, activities=activities, rules=rules, limits=limits, roles=(NURSE,), endings=(ending,)
    )


def test_a_model_of_a_thousand_elements_is_checked_in_two_seconds() -> None:
    """Checking stays quick enough to be run on every save."""
    model = big_model(1000)
    start = time.process_time()
    found = check(model)

    assert time.process_time() - start < 2
    assert "undecided-rules" in {each.code for each in found}


def test_findings_are_the_same_every_time() -> None:
    """The same model gives the same findings, as values that compare equal."""
    first, second = (check(big_model(80)) for _ in range(2))

    assert first == second
    assert all(isinstance(each, Finding) for each in first)


def test_phases_in_a_ring_do_not_hang() -> None:
    """A ring of phases is found by its own check, and the others pass it by."""
    text = """
        phases: {one: {phase: two}, two: {phase: one}}
        activities: {talk: {kind: contact, phase: one}, answer: {kind: task, phase: one}}
        limits: {soon: {anchors: [talk], stop: answer, duration: 3 days}}
    """
    found = check(read(f"id: m\n{dedent(text)}").model)

    assert "phase-cycle" in {finding.code for finding in found}


def test_phases_far_within_each_other_do_no_harm() -> None:
    """However deep phases lie within each other, every check gives an answer."""
    phases = tuple(Phase(id=f"p{number}", phase=f"p{number + 1}") for number in range(400))

    assert check(Model(id="m", phases=(*phases, Phase(id="p400"))))
