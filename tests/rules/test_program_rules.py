"""Programs compiled for a model of their own and for the cases of another."""

from __future__ import annotations

import pytest

from collabmodel.errors import ModelError, Place
from collabmodel.model import (
    Activity,
    Fact,
    FactType,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Reference,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.program import compile_rules, judge
from collabmodel.rules.verdicts import Cell, Verdict
from collabmodel.workdays import parse_duration

HOUR = 3_600_000_000
A, B = Pattern(element="a"), Pattern(element="b")
ROWS = (ParameterRow(condition=parse("urgent"), value=1),)
COOPERATION = Model(
    id="m",
    activities=(Activity(id="a", kind="task"), Activity(id="b", kind="task")),
    facts=(Fact(id="urgent", type=FactType.BOOLEAN),),
    parameters=(Parameter(id="patience", value=3, unit="hours", rows=ROWS),),
)


def cell(window: Window, *hours: int, model: Model = COOPERATION, **facts: bool) -> Cell:
    """Judge a response with a window: ``a`` comes first, then ``b`` after so many hours each."""
    rule = Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=window)
    values = Model(id="v", rules=(rule,))
    program = compile_rules(values, lexicon=Lexicon.of(model), cooperation=model)
    trace = ListedTrace(facts)
    trace.add(Signature("task", "a", "completed"), 0)
    for hour in hours:
        trace.add(Signature("task", "b", "completed"), hour * HOUR)
    return judge(program, trace, 0, 1 + len(hours), now=0, closed=True)[0]


@pytest.mark.parametrize(("urgent", "verdict"), [(True, Verdict.VIOLATED), (False, Verdict.SATISFIED)])
def test_values_may_use_the_parameters_of_the_cooperation(urgent: bool, verdict: Verdict) -> None:
    """A set of values is compiled with what the model declares whose cases it judges."""
    assert cell(Window(high=Reference("patience")), 2, urgent=urgent).verdict is verdict


def test_without_the_cooperation_its_names_mean_nothing() -> None:
    """The same values alone are refused; the problem is placed in the model, and each is told once."""
    rule = Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=Window(high=Reference("patience")))
    with pytest.raises(ModelError) as caught:
        compile_rules(Model(id="v", rules=(rule, rule)))

    (problem,) = caught.value.problems
    assert (problem.what, problem.place) == ("rule 'r': window names no parameter", Place("v"))


@pytest.mark.parametrize(
    ("urgent", "hour", "verdict"),
    [
        (True, 1, Verdict.SATISFIED),
        (True, 0, Verdict.VIOLATED),
        (False, 2, Verdict.VIOLATED),
        (False, 3, Verdict.SATISFIED),
    ],
)
def test_a_least_distance_may_be_a_parameter(urgent: bool, hour: int, verdict: Verdict) -> None:
    """A target that comes before the least distance of its case does not count."""
    assert cell(Window(low=Reference("patience")), hour, urgent=urgent).verdict is verdict


@pytest.mark.parametrize(("hour", "unknown"), [(0, False), (2, True), (4, False)])
def test_an_unknown_least_distance_matters_between_its_lengths(hour: int, unknown: bool) -> None:
    """Where it is unknown from when a target counts, the cell is unknown only if that decides."""
    found = cell(Window(low=Reference("patience"), high=parse_duration("1 day")), hour)

    assert bool(found.unknown) is unknown
