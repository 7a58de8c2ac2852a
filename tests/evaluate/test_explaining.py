"""Why a verdict is what it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collabmodel.errors import ConfigError
from collabmodel.evaluate import Evaluation, Turn, evaluate, explain
from collabmodel.evaluate.explaining import _AWAITED, _FEARED
from collabmodel.history import History
from collabmodel.model import (
    Activity,
    Anchor,
    Compare,
    Comparison,
    Limit,
    Literal,
    Model,
    Name,
    Pattern,
    Rule,
    Template,
    Window,
)
from collabmodel.rules.verdicts import Verdict
from collabmodel.workdays import Duration, Unit

MakeHistory = Callable[..., History]

A, B = Pattern(element="a"), Pattern(element="b")
HOURS = Window(high=Duration(20, Unit.HOURS))
TASKS = tuple(Activity(id=name, kind="task") for name in ("a", "b", "c"))


def judged(rule: Rule, log: History, **more: object) -> Evaluation:
    return evaluate(Model(id="m", activities=TASKS, rules=(rule,), **more), log)


def test_pending_verdict_names_what_is_awaited(history: MakeHistory) -> None:
    """An open promise says which event would keep it, and until when."""
    log = history([("c", 0, "task", "a", {})], open_cases=["c"])

    found = explain(judged(Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=HOURS), log), "r", "c")

    assert (found.verdict, found.activation, found.decider) == (Verdict.POSSIBLY_VIOLATED, "c:1", "")
    assert [(change.turn, change.pattern, change.before) for change in found.changes] == [
        (Turn.EVENT, "b", found.due),
        (Turn.ABSENCE, "", None),
    ]
    assert str(found.changes[0]) == f"'b' would keep it by {found.due.isoformat()}"


def test_final_verdict_changes_by_record_only(history: MakeHistory) -> None:
    """What is final can be changed only by a late entry, a correction or a waiver."""
    log = history([("c", 0, "task", "b", {}), ("c", 1, "task", "c", {})])

    found = explain(judged(Rule(id="r", template=Template.PRECEDENCE, a=A, b=B), log), "r", "c")

    assert (found.verdict, found.decider) == (Verdict.VIOLATED, "c:1")
    assert [change.turn for change in found.changes] == [Turn.RECORD]


def test_kept_so_far_names_what_could_break_it(history: MakeHistory) -> None:
    """A rule that is kept so far says which event could break it."""
    log = history([("c", 0, "task", "c", {})], open_cases=["c"])

    found = explain(judged(Rule(id="r", template=Template.ABSENCE_1, a=A), log), "r", "c")

    assert [(change.turn, change.pattern) for change in found.changes] == [(Turn.BREACH, "a")]


def test_missing_names_are_among_the_changes(history: MakeHistory) -> None:
    """Where a value is missing, knowing it would tell."""
    where = Compare(Comparison.EQUAL, Name("urgent"), Literal(value=True))
    log = history([("c", 0, "task", "a", {}), ("c", 1, "task", "c", {"urgent": True})])

    found = explain(
        judged(Rule(id="r", template=Template.ABSENCE_1, a=Pattern(element="a", where=where)), log), "r", "c"
    )

    assert (Turn.FACT, "urgent") in [(change.turn, change.pattern) for change in found.changes]


def test_limits_are_explained_too(history: MakeHistory) -> None:
    """A running limit names the event that meets it."""
    limit = Limit(id="soon", anchors=(Anchor(event=A),), stop=B, duration=Duration(9, Unit.HOURS))
    log = history([("c", 0, "task", "a", {})], open_cases=["c"])

    found = explain(judged(Rule(id="r", template=Template.EXISTENCE, a=A), log, limits=(limit,)), "soon", "c")

    assert [change.pattern for change in found.changes] == ["b", ""]


@pytest.mark.parametrize(("rule", "case"), [("nowhere", "c"), ("r", "nobody"), ("r", "*")])
def test_what_is_not_there_is_refused(history: MakeHistory, rule: str, case: str) -> None:
    """An unknown rule or case is an error of the caller, told as one."""
    found = judged(Rule(id="r", template=Template.EXISTENCE, a=A), history([("c", 0, "task", "a", {})]))

    with pytest.raises(ConfigError):
        explain(found, rule, case)


def test_every_template_can_be_explained() -> None:
    """No template is missing from the tables of what keeps and what breaks."""
    assert set(_AWAITED) == set(_FEARED) == set(Template)
