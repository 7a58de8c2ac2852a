"""The fast path gives the very cells of the reference."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.evaluate import Evaluation, evaluate
from collabmodel.evaluate.kernel.ruling import judge_fast
from collabmodel.history import History, HistoryBuilder
from collabmodel.model import (
    UNARY,
    Activity,
    Anchor,
    And,
    Compare,
    Comparison,
    Fact,
    FactType,
    Limit,
    ListOf,
    Literal,
    Member,
    Model,
    Name,
    Not,
    Or,
    Pattern,
    Role,
    Rule,
    Side,
    Template,
    Window,
)
from collabmodel.rules.program import compile_rules
from collabmodel.workdays import Calendar, Duration, Opening, Unit

pytest.importorskip("numpy")

HOUR = 3_600_000_000
START = 1_741_000_000_000_000
FIELDS = ("verdict", "activations", "activation", "decider", "due", "unknown", "waived")

WEEK = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
OFFICE = Calendar(id="office", zone="Europe/Helsinki", opening=(WEEK,))
LATE = attrs.evolve(OFFICE, id="late", cut_off=dt.time(15))

TRANSITIONS = {"task": [*["completed"] * 5, "started", "available", "enabled"], "case": ["opened", "closed"]}


def compare(name: str, how: Comparison, value: object) -> Compare:
    return Compare(how, Name(name), Literal(value))


LARGE = compare("amount", Comparison.MORE, 4)
OWN = compare("actor.organisation", Comparison.EQUAL, "x")
CONDITIONS = (
    LARGE,
    OWN,
    Not(OWN),
    And((LARGE, OWN)),
    Or((LARGE, Not(OWN))),
    Member(Name("actor.organisation"), ListOf((Literal("x"), Literal("z")))),
    compare("text", Comparison.AT_LEAST, "k"),
    compare("event.instance", Comparison.UNEQUAL, "i"),
    compare("actor.side", Comparison.EQUAL, "client"),
    compare("nothing", Comparison.EQUAL, 1),
    compare("size", Comparison.EQUAL, 5),
    Name("flag"),
    Compare(Comparison.LESS, Literal(3), Name("amount")),
)
PAIRED = (
    Compare(Comparison.EQUAL, Name("activation.actor.organisation"), Name("actor.organisation")),
    Compare(Comparison.EQUAL, Name("text"), Name("activation.text")),
    Compare(Comparison.EQUAL, Name("activation.amount"), Name("amount")),
    Compare(Comparison.LESS, Name("activation.amount"), Name("amount")),
)
HOURS, DAYS, WORKDAYS, MONTHS = Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS
WINDOWS = (
    Window(high=Duration(30, HOURS)),
    Window(high=Duration(0, HOURS)),
    Window(low=Duration(20, HOURS), high=Duration(60, HOURS)),
    Window(low=Duration(40, HOURS)),
    Window(low=Duration(60, HOURS), high=Duration(20, HOURS)),
    Window(high=Duration(2, DAYS)),
    Window(high=Duration(1, MONTHS)),
    Window(high=Duration(0, Unit.SAME_DAY)),
    Window(high=Duration(1, WORKDAYS), calendar="office"),
    Window(high=Duration(2, WORKDAYS), calendar="late"),
    Window(low=Duration(1, DAYS), high=Duration(3, WORKDAYS), calendar="office"),
    Window(high=Duration(30, HOURS), calendar="office"),
)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    where = draw(st.none() | st.sampled_from(CONDITIONS))
    names = st.sampled_from(
        [{"element": "a"}, {"element": "b"}, {"element": "stray"}, {"kind": "task"}, {"kind": "talk", "tag": "t"}]
    )
    return Pattern(**draw(names), where=where)


@st.composite
def rules(draw: st.DrawFn, template: Template) -> Rule:
    a = draw(patterns())
    if template in UNARY:
        return Rule(id="r", template=template, a=a)
    b = draw(patterns())
    chooses = template in (Template.CHOICE, Template.EXCLUSIVE_CHOICE)
    link = None if chooses else draw(st.none() | st.none() | st.sampled_from(PAIRED))
    if link is not None:
        side = draw(st.booleans())
        chosen = a if side else b
        linked = attrs.evolve(chosen, where=link if chosen.where is None else And((chosen.where, link)))
        a, b = (linked, b) if side else (a, linked)
    within = draw(st.none() | st.sampled_from(WINDOWS)) if not chooses else None
    return Rule(id="r", template=template, a=a, b=b, within=within, restart=draw(st.sampled_from([False] * 7 + [True])))


@st.composite
def histories(draw: st.DrawFn) -> History:
    builder = HistoryBuilder()
    for case in range(draw(st.integers(1, 4))):
        builder.case(f"c{case}")
        hours = 0
        for number in range(draw(st.integers(0, 7))):
            hours += draw(st.sampled_from([0, 0, 1, 13, 24, 31, 70]))
            kind, element = draw(
                st.sampled_from(
                    [
                        ("task", "a"),
                        ("task", "b"),
                        ("talk", "c"),
                        ("task", "stray"),
                        ("fact", ""),
                        ("case", ""),
                        ("waiver", "r"),
                    ]
                )
            )
            late = draw(st.sampled_from([0, 0, 0, 0, 50]))
            row = builder.append(
                f"c{case}",
                START + hours * HOUR,
                recorded=START + (hours + late) * HOUR,
                kind=kind,
                element=element,
                transition=draw(st.sampled_from(TRANSITIONS.get(kind, ["completed"]))),
                organisation=draw(st.sampled_from(["x", "x", "y", ""])),
                role=draw(st.sampled_from(["child", "worker", ""])),
                instance=draw(st.sampled_from(["", "i"])),
                id=f"c{case}e{number}",
            )
            builder.data(row, "size", draw(st.sampled_from([None, None, 1, 5])))
            builder.data(row, "amount", draw(st.sampled_from([1, 5, 9, 9, None])))
            builder.data(row, "text", draw(st.sampled_from(["j", "l", None, "l"])))
            builder.data(row, "flag", draw(st.sampled_from([True, False, None])))
            if number and draw(st.integers(0, 9)) == 0:
                builder.part(row, "corrects", f"c{case}e{number - 1}")
    history = builder.finish()
    shut = [draw(st.booleans()) for _ in history.cases]
    return attrs.evolve(history, closed=type(history.closed)("b", shut))


def model(rule: Rule) -> Model:
    return Model(
        id="m",
        roles=(Role(id="child", side=Side.CLIENT),),
        facts=(Fact(id="size", type=FactType.NUMBER),),
        calendars=(OFFICE, LATE),
        activities=(
            Activity(id="a", kind="task"),
            Activity(id="b", kind="task"),
            Activity(id="c", kind="talk", tags=("t",)),
        ),
        rules=(rule,),
    )


def cells(evaluation: Evaluation) -> list[list[object]]:
    return [[getattr(column, field) for field in FIELDS] for column in evaluation.columns]


@pytest.mark.parametrize("template", Template, ids=lambda template: template.value)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_fast_path_gives_the_cells_of_the_reference(template: Template, data: st.DataObject) -> None:
    """Whatever the rule and the log, both paths find the same verdicts, counts, evidence, due times and flags."""
    agree(template, data)


@pytest.mark.nightly
@pytest.mark.parametrize("template", Template, ids=lambda template: template.value)
@given(data=st.data())
@settings(max_examples=1_000, deadline=None)
def test_fast_path_gives_the_cells_of_the_reference_at_length(template: Template, data: st.DataObject) -> None:
    """The same, over many more rules and logs."""
    agree(template, data)


def agree(template: Template, data: st.DataObject) -> None:
    stated = model(data.draw(rules(template)))
    log = data.draw(histories())
    hours = data.draw(st.sampled_from([None, 30, 150, 2000]))
    as_of = None if hours is None else dt.datetime.fromtimestamp(START / 1e6 + hours * 3600, dt.UTC)

    found = [cells(evaluate(stated, log, as_of=as_of, fast=fast)) for fast in (True, False)]

    assert found[0] == found[1]


@pytest.mark.parametrize("template", Template, ids=lambda template: template.value)
def test_every_template_is_judged_from_postings(template: Template) -> None:
    """No template without a condition quietly falls back to the reference."""
    b = None if template in UNARY else Pattern(element="b")
    stated = model(Rule(id="r", template=template, a=Pattern(element="a"), b=b))
    builder = HistoryBuilder()
    builder.append("c", START, kind="task", element="a", transition="completed")
    history = builder.finish()
    traces = evaluate(stated, history, fast=False).traces_of("case")

    found = judge_fast(history, traces, compile_rules(stated), "m", START)

    assert list(found) == ["r"]


@pytest.mark.parametrize("fast", [True, False])
def test_windows_of_limits_follow_the_limit(fast: bool) -> None:
    """A rule within a limit that stood still is judged by the limit's clock, with the fast path as without."""
    a, b = Pattern(element="a"), Pattern(element="b")
    soon = Limit(id="soon", anchors=(Anchor(event=a),), stop=b, duration=Duration(10, HOURS))
    rule = Rule(id="r", template=Template.RESPONSE, a=a, b=b, within=Window(limit="soon"))
    activities = tuple(Activity(id=name, kind="task") for name in "ab")
    builder = HistoryBuilder()
    for hour, kind, element, transition in (
        (0, "task", "a", "completed"),
        (2, "limit", "soon", "suspended"),
        (5, "limit", "soon", "resumed"),
        (12, "task", "b", "completed"),
    ):
        builder.append("c", START + hour * HOUR, kind=kind, element=element, transition=transition)

    found = evaluate(Model(id="m", activities=activities, rules=(rule,), limits=(soon,)), builder.finish(), fast=fast)

    assert [(list(column.verdict), list(column.due)) for column in found.columns] == [([0], [START + 13 * HOUR])] * 2
