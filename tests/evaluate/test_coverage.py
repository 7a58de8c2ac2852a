"""What could not be assessed."""

from __future__ import annotations

from collections.abc import Callable

from collabmodel.evaluate import coverage, evaluate
from collabmodel.history import History
from collabmodel.model import (
    Activity,
    AttestationIndicator,
    Compare,
    Comparison,
    Literal,
    Model,
    Name,
    Pattern,
    Principle,
    Rule,
    RuleIndicator,
    Template,
)


def test_silence_is_listed_with_its_reason(history: Callable[..., History]) -> None:
    """Indicators nobody answered, principles nothing measures and rules with unknown cells are all told."""
    where = Compare(Comparison.MORE, Name("amount"), Literal(5))
    model = Model(
        id="m",
        activities=(Activity(id="a", kind="task"),),
        rules=(
            Rule(id="done", template=Template.EXISTENCE, a=Pattern(element="a")),
            Rule(id="small", template=Template.ABSENCE_1, a=Pattern(element="a", where=where)),
        ),
        indicators=(
            RuleIndicator(id="share", rule="done", met=1),
            AttestationIndicator(id="felt", voices=("child",), met=1),
        ),
        principles=(Principle(id="good", indicators=("share", "felt")), Principle(id="vague")),
    )

    found = coverage(evaluate(model, history([("c", 0, "task", "a", {})])))

    assert (found.indicators, found.assessed) == (2, 1)
    assert [(gap.kind, gap.id, gap.why) for gap in found.gaps] == [
        ("indicator", "felt", "nobody was heard as child"),
        ("principle", "vague", "nothing here can assess it"),
        ("rule", "small", "not known: amount"),
    ]
