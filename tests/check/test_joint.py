"""Rules together, against trying out short cases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.check import Subject, check
from collabmodel.model import UNARY, Activity, Kind, Model, Pattern, Rule, Template
from collabmodel.rules.templates import AUTOMATA

NAMES = "xyz"
ACTIVITIES = tuple(Activity(id=name, kind="contact") for name in NAMES)
LONGEST = 4
UNDECIDED = (
    "the 41 rules that hang together with 'r0' are too many to be judged at once:"
    " only pairs were judged, so a contradiction among three or more may be unseen"
)


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[Rule, ...]:
    rules = []
    for number in range(draw(st.integers(1, 3))):
        template = draw(st.sampled_from(list(Template)))
        a, b = draw(st.permutations(NAMES))[:2]
        second = None if template in UNARY else Pattern(element=b)
        rules.append(Rule(id=f"r{number}", template=template, a=Pattern(element=a), b=second))
    return tuple(rules)


def keeps(rule: Rule, case: tuple[str, ...]) -> bool:
    letters = tuple((rule.a.element == name) + 2 * (rule.b is not None and rule.b.element == name) for name in case)
    return AUTOMATA[rule.template].run(letters) in AUTOMATA[rule.template].accepting


def cases_keeping(rules: tuple[Rule, ...], longest: int = LONGEST) -> Iterator[tuple[str, ...]]:
    for length in range(1, longest + 1):
        for case in itertools.product((*NAMES, "other"), repeat=length):
            if all(keeps(rule, case) for rule in rules):
                yield case


@settings(max_examples=60, deadline=None)
@given(rule_sets())
def test_what_is_said_of_rules_together_holds_for_every_short_case(rules: tuple[Rule, ...]) -> None:
    """Rules are contradictory if no case keeps them, and an event is excluded if no such case has it."""
    subject = Subject(Model(id="m", activities=ACTIVITIES, rules=rules))
    clashes = [clash for each in subject.joints for clash in each.clashes]
    dead = {happening.item: culprits for each in subject.joints for happening, culprits in each.dead}

    for clash in clashes:
        assert not any(cases_keeping(clash))
    for name, culprits in dead.items():
        assert not any(name in case for case in cases_keeping(culprits))
    if not clashes and len(rules) > 1 and len(subject.joints) == 1 and len(subject.joints[0].rules) == len(rules):
        # Two events for each rule are enough: none asks for more than two of its own.
        assert any(cases_keeping(rules, longest=2 * len(rules)))


def test_a_contradiction_of_many_rules_is_cut_down_to_its_core() -> None:
    """Only the rules that make the contradiction are named."""
    chain = [Rule(id=f"r{n}", template=Template.RESPONSE, a=Pattern(element=a), b=Pattern(element=b))
             for n, (a, b) in enumerate(["xy", "yz"])]  # fmt: skip
    ends = [
        Rule(id="some_x", template=Template.EXISTENCE, a=Pattern(element="x")),
        Rule(id="few_x", template=Template.ABSENCE_2, a=Pattern(element="x")),
        Rule(id="no_z", template=Template.ABSENCE_1, a=Pattern(element="z")),
    ]
    subject = Subject(Model(id="m", activities=ACTIVITIES, rules=(*chain, *ends)))

    assert [[rule.id for rule in clash] for each in subject.joints for clash in each.clashes] == [
        ["r0", "r1", "some_x", "no_z"]
    ]


@pytest.fixture
def crowd() -> Model:
    """A model whose rules are too many to be judged at once, with two that contradict each other."""
    names = [f"a{number}" for number in range(40)]
    rules = [
        Rule(id=f"r{n}", template=Template.CO_EXISTENCE, a=Pattern(element=one), b=Pattern(element=other))
        for n, (one, other) in enumerate(itertools.pairwise(names))
    ]
    rules += [
        Rule(id="some", template=Template.EXISTENCE, a=Pattern(element="a0")),
        Rule(id="none", template=Template.ABSENCE_1, a=Pattern(element="a0")),
    ]
    return Model(id="m", activities=tuple(Activity(id=name, kind="contact") for name in names), rules=tuple(rules))


def test_too_many_rules_are_judged_in_pairs_and_the_rest_is_said_to_be_open(crowd: Model) -> None:
    """What the budget does not allow is admitted, and pairs are still judged."""
    found = [str(f).split(" ", 1)[1] for f in check(crowd) if f.code in {"undecided-rules", "contradictory-rules"}]

    assert found == [
        "error contradictory-rules no case can keep the rule 'none' together with 'some'",
        "note undecided-rules " + UNDECIDED,
    ]


def test_kinds_of_other_models_are_never_taken_to_be_apart() -> None:
    """In a set of values an event may be of two patterns of one kind at once."""
    goals, talk = Pattern(kind="agreement", tag="goals"), Pattern(kind="agreement", tag="talk")
    rules = (
        Rule(id="one", template=Template.INIT, a=goals),
        Rule(id="two", template=Template.INIT, a=talk),
        Rule(id="both", template=Template.CHOICE, a=goals, b=talk),
    )
    subject = Subject(Model(id="m", kind=Kind.VALUES, rules=rules))

    assert [each.clashes for each in subject.joints] == [()]
