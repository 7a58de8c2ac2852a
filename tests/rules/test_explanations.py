"""What is told of a verdict: what it rests on, and what would change it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collabmodel.model import (
    Activity,
    Compare,
    Comparison,
    Fact,
    FactType,
    Literal,
    Model,
    Name,
    Pattern,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.rules.explanations import Explanation, Why, explain
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.program import compile_rules, judge
from collabmodel.rules.verdicts import Cell, Verdict
from collabmodel.workdays import Duration, Unit

T = Template
HOUR = 3_600_000_000
A, B = Pattern(element="a"), Pattern(element="b")
FLAG = Compare(Comparison.EQUAL, Name("flag"), Literal(True))
SURE = Pattern(element="a", where=Compare(Comparison.EQUAL, Name("sure"), Literal(True)))
HOURLY = Window(high=Duration(1, Unit.HOURS))


def told(rule: Rule, *events: str | bool, closed: bool = False, hour: int = 0) -> Explanation:
    trace = ListedTrace({"flag": True})
    for number, event in enumerate(events):
        if isinstance(event, bool):
            trace.add(Signature("fact", "", "recorded"), number, {"flag": event})
        else:
            trace.add(Signature("task", event, "completed"), number)
    activities = tuple(Activity(id=id, kind="task") for id in "oab")
    model = Model(id="m", activities=activities, rules=(rule,), facts=(Fact(id="flag", type=FactType.BOOLEAN),))
    cell = judge(compile_rules(model), trace, 0, len(events), now=hour * HOUR, closed=closed)[0]
    return explain(cell, rule, trace, lexicon=Lexicon.of(model), now=hour * HOUR)


def rule(template: Template, a: Pattern = A, within: Window | None = None) -> Rule:
    return Rule(id="r", template=template, a=a, b=B, within=within, applies=FLAG)


@pytest.mark.parametrize(
    ("tell", "why", "needs", "forbids"),
    [
        (lambda: told(rule(T.RESPONSE), "o"), Why.NOT_ACTIVATED, (), ()),
        (lambda: told(rule(T.RESPONSE), "a"), Why.WAITING, (B,), ()),
        (lambda: told(rule(T.RESPONSE), "a", "b"), Why.HOLDING, (), ()),
        (lambda: told(rule(T.RESPONSE), "a", "b", closed=True), Why.KEPT, (), ()),
        (lambda: told(rule(T.RESPONSE), "a", closed=True), Why.CLOSED_WITHOUT, (B,), ()),
        (lambda: told(rule(T.RESPONSE, within=HOURLY), "a", hour=2), Why.TIME_PASSED, (B,), ()),
        (lambda: told(rule(T.RESPONSE), "a", False, closed=True), Why.RELEASED, (), ()),
        (lambda: told(rule(T.NOT_SUCCESSION), "a"), Why.HOLDING, (), (B,)),
        (lambda: told(rule(T.NOT_SUCCESSION), "a", "b"), Why.BROKEN, (), ()),
        (lambda: told(rule(T.PRECEDENCE), "a", "b"), Why.KEPT, (), ()),
        (lambda: told(rule(T.ABSENCE_1, a=SURE), "a"), Why.UNKNOWN, (), (SURE,)),
        (lambda: told(rule(T.EXISTENCE), "o"), Why.WAITING, (A,), ()),
    ],
)
def test_what_a_verdict_rests_on(
    tell: Callable[[], Explanation], why: Why, needs: tuple[Pattern, ...], forbids: tuple[Pattern, ...]
) -> None:
    """Each way of being kept, broken or open has its reason, with what would help and what would break."""
    found = tell()

    assert (found.why, found.needs, found.forbids) == (why, needs, forbids)


def test_evidence_is_named_by_event_ids() -> None:
    """Activation and decider are told by id, with the due time, and whether only the next event counts."""
    found = told(rule(T.CHAIN_RESPONSE, within=HOURLY), "a", "o")

    assert (found.activation, found.decider, found.by, found.next_only) == ("0", "1", HOUR, True)


def test_an_event_that_decides_itself_is_named_twice() -> None:
    """The first event of a case can be activation and decider at once."""
    found = told(rule(T.ABSENCE_1), "a")

    assert (found.activation, found.decider, found.why) == ("0", "0", Why.BROKEN)


def test_what_is_missing_is_named() -> None:
    """An unknown cell tells whose values would settle it."""
    assert told(rule(T.ABSENCE_1, a=SURE), "a").missing == ("sure",)


@pytest.mark.parametrize(
    ("hour", "closed", "why"),
    [(0, True, Why.CLOSED_WITHOUT), (1, True, Why.TIME_PASSED), (2, False, Why.TIME_PASSED), (0, False, Why.WAITING)],
)
def test_running_out_and_closing_early_are_told_apart(hour: int, closed: bool, why: Why) -> None:
    """What was still in time when the case closed was closed without; from the due time on, time had passed."""
    assert told(rule(T.RESPONSE, within=HOURLY), "a", hour=hour, closed=closed).why is why


def test_a_waiver_and_its_rule_are_told() -> None:
    """The reason of a waiver and the id of the rule stand in the explanation; without evidence nothing is named."""
    cell = Cell(verdict=Verdict.POSSIBLY_VIOLATED, activations=1, waived="moved away", due=7)
    found = explain(cell, rule(T.RESPONSE), ListedTrace(), lexicon=Lexicon({}), now=0)

    assert (found.rule, found.waived, found.by) == ("r", "moved away", 7)
    assert (found.activation, found.decider, found.missing, found.next_only) == ("", "", (), False)


@pytest.mark.parametrize(
    ("template", "letters"),
    [
        (T.CHOICE, "ab"), (T.EXCLUSIVE_CHOICE, "ab"), (T.CO_EXISTENCE, "ab"), (T.RESPONDED_EXISTENCE, "b"),
        (T.SUCCESSION, "b"), (T.EXISTENCE_2, "a"), (T.EXACTLY_1, "a"), (T.END, "a"),
    ],
)  # fmt: skip
def test_what_would_help_a_rule_that_waits(template: Template, letters: str) -> None:
    """Each template that can wait names the events that it waits for."""
    cell = Cell(verdict=Verdict.POSSIBLY_VIOLATED, activations=1)
    found = explain(cell, rule(template), ListedTrace(), lexicon=Lexicon({}), now=0)

    assert "".join(pattern.short() for pattern in found.needs) == letters
