"""Histories judged: scopes, values, times, the order of columns."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from collabmodel.errors import ConfigError
from collabmodel.evaluate import counts, evaluate, principle_counts
from collabmodel.evaluate.result import Result
from collabmodel.history import History, HistoryBuilder
from collabmodel.model import (
    Activity,
    AdoptionStep,
    Anchor,
    And,
    Compare,
    Comparison,
    DerivedFact,
    Fact,
    FactType,
    Kind,
    Limit,
    Literal,
    Model,
    Name,
    Parameter,
    Pattern,
    Principle,
    Role,
    Rule,
    RuleIndicator,
    Scope,
    Side,
    Template,
)
from collabmodel.workdays import Duration, Unit

MakeHistory = Callable[..., History]

START = dt.datetime(2025, 3, 3, 11, 6, 40, tzinfo=dt.UTC)
A, B = Pattern(element="a"), Pattern(element="b")
TASKS = (Activity(id="a", kind="task"), Activity(id="b", kind="task"))
ANSWER = Rule(id="answer", template=Template.RESPONSE, a=A, b=B)


def at(hours: int) -> dt.datetime:
    return START + dt.timedelta(hours=hours)


@pytest.mark.parametrize("fast", [True, False])
def test_adoption_histories_are_judged_by_adoption_rules_only(history: MakeHistory, fast: bool) -> None:
    """A history of adoption events is no case, and a case is no history of adoption."""
    model = Model(
        id="m",
        activities=TASKS,
        adoption=(AdoptionStep(id="signed", kind="agreement"),),
        rules=(ANSWER, Rule(id="sign", template=Template.EXISTENCE, a=Pattern(element="signed"), scope=Scope.ADOPTION)),
    )
    log = history([("c1", 0, "task", "a", {}), ("office", 0, "adoption", "signed", {}), ("c2", 0, "task", "b", {})])

    found = {count.id: count for count in counts(evaluate(model, log, fast=fast))}

    assert (found["answer"].violated, found["answer"].satisfied, found["sign"].satisfied) == (1, 1, 1)


@pytest.mark.parametrize("fast", [True, False])
def test_evidence_beside_an_adoption_history_is_of_the_right_case(history: MakeHistory, fast: bool) -> None:
    """Where some histories are left aside, verdict and evidence of the others still belong together."""
    log = history([("office", 0, "adoption", "x", {}), ("c1", 0, "task", "a", {}), ("c2", 0, "task", "b", {})])

    (column,) = evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log, fast=fast).columns

    assert (list(column.verdict), list(column.activation)) == ([3, 0], [1, -1])


def test_cohort_rules_see_all_cases_as_one_history(history: MakeHistory) -> None:
    """In the cohort the answer may come in another case; positions lead back to the history."""
    rule = Rule(id="answer", template=Template.RESPONSE, a=A, b=B, scope=Scope.COHORT)
    log = history([("c1", 0, "task", "a", {}), ("c1", 9, "task", "c", {}), ("c2", 5, "task", "b", {})])

    (column,) = evaluate(Model(id="m", activities=TASKS, rules=(rule,)), log).columns

    assert (list(column.verdict), list(column.activation), list(column.decider)) == ([0], [0], [2])


def test_values_are_judged_with_the_words_of_the_cooperation(history: MakeHistory) -> None:
    """A set of values speaks of kinds of events; what they are is told by the cooperation model."""
    values = Model(
        id="v",
        kind=Kind.VALUES,
        rules=(Rule(id="meet", template=Template.EXISTENCE, a=Pattern(kind="meeting", tag="start")),),
        indicators=(RuleIndicator(id="met", rule="meet", met=1.0),),
        principles=(Principle(id="together", indicators=("met",)),),
    )
    model = Model(id="m", activities=(Activity(id="opening", kind="meeting", tags=("start",)),))

    found = evaluate(model, history([("c1", 0, "meeting", "opening", {})]), values=[values])

    assert [(count.id, count.model, count.satisfied) for count in counts(found)] == [("meet", "v", 1)]
    assert [(count.id, count.met, count.result) for count in principle_counts(found)] == [("together", 1, Result.MET)]


@pytest.mark.parametrize("fast", [True, False])
def test_values_may_name_what_the_cooperation_declares(history: MakeHistory, fast: bool) -> None:
    """Facts, derived facts, parameters and sides of the cooperation are known to a set of values; its own win."""
    grown = Compare(Comparison.AT_LEAST, Name("age"), Name("grown_up"))
    model = Model(
        id="m",
        activities=TASKS,
        roles=(Role(id="child", side=Side.CLIENT),),
        facts=(Fact(id="age", type=FactType.INTEGER),),
        derived=(DerivedFact(id="grown", value=grown),),
        parameters=(Parameter(id="grown_up", value=18), Parameter(id="most", value=1)),
    )
    client = Compare(Comparison.EQUAL, Name("actor.side"), Literal("client"))
    few = Compare(Comparison.MORE, Name("amount"), Name("most"))
    values = Model(
        id="v",
        kind=Kind.VALUES,
        parameters=(Parameter(id="most", value=5),),
        rules=(
            Rule(id="adult", template=Template.EXISTENCE, a=A, applies=Name("grown")),
            Rule(id="adult_does", template=Template.EXISTENCE, a=attrs.evolve(A, where=Name("grown"))),
            Rule(id="child_acts", template=Template.EXISTENCE, a=attrs.evolve(A, where=client)),
            Rule(id="few", template=Template.ABSENCE_1, a=attrs.evolve(A, where=few)),
        ),
    )
    known = ("c1", 0, "fact", "", {"transition": "recorded", "age": 20})
    log = history([known, ("c1", 1, "task", "a", {"role": "child", "amount": 3})])

    found = evaluate(model, log, values=[values], fast=fast)

    assert [(column.rule, list(column.verdict), column.unknown) for column in found.columns] == [
        ("adult", [0], {}),
        ("adult_does", [0], {}),
        ("child_acts", [0], {}),
        ("few", [0], {}),
    ]


def test_limits_are_judged_as_rules_of_their_own(history: MakeHistory) -> None:
    """A limit has a row after the rules of its model."""
    limit = Limit(id="soon", anchors=(Anchor(event=A),), stop=B, duration=Duration(2, Unit.HOURS))
    model = Model(id="m", activities=TASKS, rules=(ANSWER,), limits=(limit,))

    found = counts(evaluate(model, history([("c1", 0, "task", "a", {}), ("c1", 3, "task", "b", {})])))

    assert [(count.id, count.satisfied, count.violated) for count in found] == [("answer", 1, 0), ("soon", 0, 1)]


@pytest.mark.parametrize("fast", [True, False])
def test_only_what_was_recorded_by_then_counts(history: MakeHistory, fast: bool) -> None:
    """As of a time before the answer was entered the case is open and the answer still awaited."""
    log = history([("c1", 0, "task", "a", {}), ("c1", 2, "task", "b", {"recorded": 50})])
    model = Model(id="m", activities=TASKS, rules=(ANSWER,))

    early, late = (evaluate(model, log, as_of=when, fast=fast) for when in (at(10), None))

    assert (counts(early)[0].possibly_violated, counts(late)[0].satisfied, late.as_of) == (1, 1, at(50))


@pytest.mark.parametrize("fast", [True, False])
def test_corrected_events_do_not_count(history: MakeHistory, fast: bool) -> None:
    """An event that a later one supersedes is as if it had never been."""
    log = history([("c1", 0, "task", "a", {"id": "wrong"}), ("c1", 0, "task", "b", {"corrects": "wrong"})])

    (found,) = counts(evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log, fast=fast))

    assert (found.satisfied, found.not_activated) == (1, 1)


@pytest.mark.parametrize("fast", [True, False])
def test_a_reopened_case_is_open(history: MakeHistory, fast: bool) -> None:
    """What closing made final is open again from the reopening on."""
    life = [("c1", n, "case", "", {"transition": name}) for n, name in ((1, "opened"), (5, "closed"), (9, "reopened"))]
    log = history([("c1", 0, "task", "a", {}), *life])

    (found,) = counts(evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log, fast=fast))

    assert found.possibly_violated == 1


def test_a_time_without_a_zone_is_refused() -> None:
    """A time of judging must say where on earth it is meant."""
    with pytest.raises(ConfigError, match="without a zone"):
        evaluate(Model(id="m"), HistoryBuilder().finish(), as_of=dt.datetime(2025, 1, 1))  # noqa: DTZ001


def test_without_numpy_the_reference_judges(history: MakeHistory, monkeypatch: pytest.MonkeyPatch) -> None:
    """numpy is optional: where it cannot be imported the verdicts are the same."""
    log = history([("c1", 0, "task", "a", {})])
    for name in [name for name in sys.modules if name.startswith("collabmodel.evaluate.kernel")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)

    (found,) = counts(evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log))

    assert found.violated == 1


@pytest.mark.parametrize("fast", [True, False])
def test_an_evaluation_pickles_with_its_evidence(history: MakeHistory, fast: bool) -> None:
    """What one process found another can read, evidence that nobody has asked for yet included."""
    log = history([("c1", 0, "task", "a", {}), ("c1", 1, "task", "b", {})])
    found = evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log, fast=fast)

    (column,) = pickle.loads(pickle.dumps(found)).columns

    assert (list(column.verdict), list(column.activation), list(column.decider)) == ([0], [0], [1])


def test_histories_may_be_a_file(tmp_path: Path) -> None:
    """A path is read as histories, with the names of the model."""
    (tmp_path / "log.csv").write_text("case,element,occurred\nc1,a,2025-03-03T10:00:00Z\n", encoding="utf-8")

    (found,) = counts(evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), tmp_path / "log.csv"))

    assert found.violated == 1


def test_four_counts_sum_to_the_traces(history: MakeHistory) -> None:
    """Flags stand beside the four verdicts, so these sum to the cases."""
    log = history(
        [("c1", 0, "task", "a", {}), ("c2", 0, "task", "b", {}), ("c3", 0, "task", "a", {})], open_cases=["c3"]
    )

    (found,) = counts(evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log))

    assert found.satisfied + found.possibly_satisfied + found.possibly_violated + found.violated == 3
    assert (found.not_activated, found.violated, found.possibly_violated) == (1, 1, 1)


def test_cohort_conditions_read_each_event_and_its_own_case(history: MakeHistory) -> None:
    """In the cohort a condition sees the event's data and the facts of the case that the event belongs to."""
    where = And(
        (Compare(Comparison.EQUAL, Name("age"), Literal(12)), Compare(Comparison.MORE, Name("amount"), Literal(5)))
    )
    rule = Rule(id="big", template=Template.EXISTENCE, a=Pattern(element="a", where=where), scope=Scope.COHORT)
    model = Model(id="m", activities=TASKS, facts=(Fact(id="age", type=FactType.INTEGER),), rules=(rule,))
    known = [("c2", 0, "fact", "", {"transition": "recorded", "age": 12})]
    log = history([("c1", 3, "task", "a", {"amount": 9}), *known, ("c2", 1, "task", "a", {"amount": 9})])

    (column,) = evaluate(model, log).columns

    assert (list(column.verdict), list(column.activation)) == ([0], [2])


@pytest.mark.parametrize("fast", [True, False])
def test_flags_are_kept_where_some_histories_are_left_aside(history: MakeHistory, fast: bool) -> None:
    """Unknown and waived stand at the number of the trace, not of the case."""
    where = Compare(Comparison.MORE, Name("amount"), Literal(5))
    rule = Rule(id="small", template=Template.ABSENCE_1, a=Pattern(element="a", where=where))
    waiver = ("c1", 1, "waiver", "small", {"transition": "granted", "reason": "agreed"})
    log = history([("office", 0, "adoption", "x", {}), ("c1", 0, "task", "a", {}), waiver, ("c2", 0, "task", "a", {})])

    (column,) = evaluate(Model(id="m", activities=TASKS, rules=(rule,)), log, fast=fast).columns

    assert (column.unknown, column.waived) == ({0: ("amount",), 1: ("amount",)}, {0: "agreed"})


@pytest.mark.parametrize("fast", [True, False])
def test_events_out_of_order_are_put_in_order(history: MakeHistory, fast: bool) -> None:
    """Verdicts are over the order in which things happened, not that in which they were written down."""
    log = history([("c1", 5, "task", "b", {}), ("c1", 0, "task", "a", {})])

    (found,) = counts(evaluate(Model(id="m", activities=TASKS, rules=(ANSWER,)), log, fast=fast))

    assert found.satisfied == 1


@pytest.mark.parametrize("fast", [True, False])
def test_a_cohort_of_no_case_gets_no_verdict(history: MakeHistory, fast: bool) -> None:
    """Where only adoption histories were given, nothing is said of the cases together, and no case is counted."""
    rule = Rule(id="any", template=Template.EXISTENCE, a=A, scope=Scope.COHORT)

    found = evaluate(
        Model(id="m", activities=TASKS, rules=(rule,)), history([("office", 0, "adoption", "x", {})]), fast=fast
    )

    assert (found.cases, found.adoption_histories, list(found.columns[0].verdict)) == (0, 1, [])


def test_a_model_given_twice_counts_once(history: MakeHistory) -> None:
    """The same set of values asked twice gives one row a rule; another of the same id is refused."""
    model = Model(id="m", activities=TASKS, rules=(ANSWER,))
    log = history([("c1", 0, "task", "a", {})])

    assert len(evaluate(model, log, values=[model, Model(id="v"), Model(id="v")]).columns) == 1
    with pytest.raises(ConfigError, match="two different models of one id 'm'"):
        evaluate(model, log, values=[Model(id="m")])


def test_a_scope_without_traces_has_none(history: MakeHistory) -> None:
    """Asking for a scope that there is not gives no traces rather than an error."""
    found = evaluate(Model(id="m"), history([("c1", 0, "task", "a", {})]))

    assert (list(found.traces_of("case").cases), list(found.traces_of("elsewhere").cases)) == ([0], [])
