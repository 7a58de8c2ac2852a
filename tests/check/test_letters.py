"""What single rules can read in a model, and what follows for them."""

from __future__ import annotations

from collabmodel.check import Subject, check
from collabmodel.check.letters import Happening
from collabmodel.model import (
    Activity,
    Compare,
    Comparison,
    Fact,
    FactType,
    Kind,
    Literal,
    Model,
    Name,
    Pattern,
    Rule,
    Template,
)
from collabmodel.rules.templates import AB, OTHER, A, B

TALK, MEETINGS, GOALS = Pattern(element="talk"), Pattern(kind="meeting"), Pattern(kind="meeting", tag="goals")
ACTIVITIES = (
    Activity(id="talk", kind="contact"),
    Activity(id="review", kind="meeting"),
    Activity(id="planning", kind="meeting", tags=("goals",)),
)


def subject(*rules: Rule, kind: Kind = Kind.COOPERATION) -> Subject:
    return Subject(Model(id="m", kind=kind, activities=ACTIVITIES, rules=rules))


def test_a_pattern_inside_another_never_stands_alone() -> None:
    """Where every meeting about goals is a meeting, no event is the first without the second."""
    rule = Rule(id="r", template=Template.RESPONSE, a=GOALS, b=MEETINGS)

    assert subject(rule).letters.of(rule) == {OTHER, B, AB}


def test_a_condition_leaves_both_readings_open() -> None:
    """An event that meets a pattern only under a condition may be the letter or not."""
    often = Pattern(element="talk", where=Compare(Comparison.MORE, Name("hours"), Literal(2)))
    rule = Rule(id="r", template=Template.RESPONSE, a=often, b=TALK)

    assert subject(rule).letters.of(rule) == {OTHER, B, AB}


def test_a_rule_inside_itself_is_vacuous() -> None:
    """If whatever asks also answers, the rule can never be broken."""
    rule = Rule(id="r", template=Template.RESPONSE, a=GOALS, b=MEETINGS)

    assert subject(rule).letters.vacuous(rule) == "every event that it asks for comes with the one it waits for"


def test_in_a_set_of_values_everything_may_be() -> None:
    """Which kinds overlap in the models that values will judge is not known, so nothing is claimed."""
    rule = Rule(id="r", template=Template.RESPONSE, a=GOALS, b=MEETINGS)
    judged = subject(rule, kind=Kind.VALUES)

    assert judged.letters.of(rule) == {OTHER, A, B, AB}
    assert judged.letters.vacuous(rule) == ""


def test_an_event_that_is_both_at_once_can_spoil_a_rule() -> None:
    """Alternate succession cannot be kept once an event is both its letters."""
    plans = Pattern(kind="meeting", tag="plans")
    rule = Rule(id="r", template=Template.ALTERNATE_SUCCESSION, a=GOALS, b=plans)
    tags = (("goals",), ("plans",), ("goals", "plans"))
    meetings = tuple(Activity(id=f"m{n}", kind="meeting", tags=each) for n, each in enumerate(tags))

    assert Subject(Model(id="m", activities=meetings, rules=(rule,))).letters.hopeless(rule) == (
        "once an event that is 'kind:meeting#goals' and 'kind:meeting#plans' happens, nothing that can happen meets it"
    )


def test_a_rule_bars_what_it_forbids_and_nothing_if_it_lacks_a_letter() -> None:
    """A ban bars the event it forbids; an incomplete rule, found by a check of its own, bars nothing."""
    rule = Rule(id="r", template=Template.NOT_SUCCESSION, a=TALK, b=TALK)

    assert subject(rule).letters.bars(rule, (Happening("talk", "completed"),))
    assert not subject(rule).letters.bars(Rule(id="r", template=Template.RESPONSE, a=TALK), (Happening("talk", "*"),))


def test_reserved_names_of_parameters_are_found() -> None:
    """A derived fact or parameter may not take the name of the present time either."""
    model = Model(id="m", facts=(Fact(id="actor", type=FactType.TEXT),))

    assert [finding.path for finding in check(model) if finding.code == "reserved-id"] == ["facts.actor"]
