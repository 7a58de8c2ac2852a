"""Verdicts as indicators: which cases count, what a share of kept rules leaves out, and what principles are worth."""

from __future__ import annotations

from collabmodel.evaluate import evaluate
from collabmodel.formats import load
from collabmodel.history import History, HistoryBuilder
from collabmodel.simulate.judged import judged_measures, kept_share, results_of

MODEL = load(
    """
id: m
activities: {ask: {kind: contact}, answer: {kind: contact}}
rules:
  answered: {template: response, a: ask, b: answer}
principles: {reply: {indicators: [replies]}}
indicators: {replies: {type: rule, rule: answered, met: 1}}
"""
)
VALUES = load("""
id: v
kind: values
rules:
  answered: {template: existence, a: {kind: contact}}
""")


def history() -> History:
    """Give three closed cases: answered, not answered, never asked; and one more still open, not yet answered."""
    builder = HistoryBuilder()
    for number, steps in enumerate((("ask", "answer"), ("ask",), ("answer",), ("ask",))):
        for at, element in enumerate(steps):
            builder.append(f"r1-{number}", at, kind="contact", element=element, transition="completed")
    builder.open[3] = True
    return builder.finish()


def test_a_rule_counts_cases_that_it_decides() -> None:
    """Of four cases the rule applies to three and is decided in two, of which one keeps it."""
    found = evaluate(MODEL, history())

    assert kept_share(found.columns[0], range(4)) == 0.5
    assert judged_measures(found, None, "m", {0, 1, 2, 3})["rule:answered"] == 0.5


def test_only_cases_that_count_are_counted() -> None:
    """Cases opened during the warm-up do not count, and where none is left nothing is told."""
    found = evaluate(MODEL, history())

    assert judged_measures(found, None, "m", {0, 2})["rule:answered"] == 1
    assert judged_measures(found, None, "m", {2, 3})["rule:answered"] is None


def test_rules_of_values_with_one_id_are_told_apart() -> None:
    """A set of values that states a rule of the same id has it under its own name."""
    found = judged_measures(evaluate(MODEL, history(), values=[VALUES]), None, "m", {0, 1, 2, 3})

    assert found["rule:v/answered"] == 1
    assert found["rule:answered"] == 0.5


def test_principles_are_worth_what_they_reach() -> None:
    """A principle that is not met is worth 0, and its result is told in words."""
    found = evaluate(MODEL, history())

    assert judged_measures(found, None, "m", set())["principle:reply"] == 0
    assert judged_measures(found, None, "m", set())["indicator:replies"] == 0.5
    assert results_of(found) == {"reply": "not met"}
