"""Rules compiled: what is refused, what may be unknown, and which rules an event can break."""

from __future__ import annotations

import pytest

from collabmodel.errors import ModelError, Problem
from collabmodel.model import (
    Activity,
    Anchor,
    ConditionalDuration,
    Expression,
    Fact,
    FactType,
    Limit,
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
from collabmodel.rules.bounds import Bounds
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.program import compile_rules, judge
from collabmodel.rules.rule_subject import RuleSubject, compile_rule
from collabmodel.rules.templates import AUTOMATA, is_unary, takes_window
from collabmodel.rules.trace import Value
from collabmodel.rules.verdicts import Cell, Verdict
from collabmodel.workdays import parse_duration

T = Template
HOUR = 3_600_000_000
A, B = Pattern(element="a"), Pattern(element="b")
HOURLY = Window(high=parse_duration("1 hour"))
SOON = Limit(id="soon", anchors=(Anchor(event=A),), stop=B, duration=parse_duration("1 hour"))
DOUBTED = Limit(
    id="doubted", anchors=(Anchor(event=A),), stop=B, duration=parse_duration("1 hour"),
    alternatives=(ConditionalDuration(condition=parse("urgent"), duration=parse_duration("2 hours")),),
)  # fmt: skip
ROW = ParameterRow(condition=parse("urgent"), value=1)
MODEL = Model(
    id="m",
    activities=tuple(Activity(id=id, kind="task") for id in "abo"),
    facts=(Fact(id="urgent", type=FactType.BOOLEAN),),
    limits=(SOON, DOUBTED),
    parameters=(
        Parameter(id="fixed", value=2, unit="hours"), Parameter(id="either", value=2, unit="hours", rows=(ROW,)),
    ),
)  # fmt: skip


def compiled(rule: Rule) -> tuple[RuleSubject, list[Problem]]:
    problems: list[Problem] = []
    found = compile_rule(rule, MODEL, Declared.of(MODEL, Lexicon.of(MODEL)), Bounds(MODEL, problems))
    return found, problems


def rule(
    template: Template = T.RESPONSE, *, a: Pattern = A, b: Pattern | None = B, within: Window | None = None,
    applies: str = "", restart: bool = False,
) -> Rule:  # fmt: skip
    when: Expression | None = parse(applies) if applies else None
    return Rule(id="r", template=template, a=a, b=b, within=within, applies=when, restart=restart)


def where(element: str, text: str) -> Pattern:
    return Pattern(element=element, where=parse(text))


@pytest.mark.parametrize(
    ("one", "doubtful"),
    [
        (rule(), False),
        (rule(T.EXISTENCE, b=None), False),
        (rule(applies="urgent"), True),
        (rule(a=where("a", "x == 1")), True),
        (rule(b=where("b", "x == 1")), True),
        (rule(b=where("b", "activation.x == x")), True),
        (rule(T.EXISTENCE, b=where("b", "x == 1")), False),
        (rule(within=HOURLY), False),
        (rule(within=Window(low=parse_duration("1 hour"))), False),
        (rule(within=Window(high=Reference("fixed"))), False),
        (rule(within=Window(high=Reference("either"))), True),
        (rule(within=Window(low=Reference("either"))), True),
        (rule(within=Window(limit="soon")), False),
        (rule(within=Window(limit="doubted")), True),
    ],
)
def test_which_rules_may_leave_something_unknown(one: Rule, doubtful: bool) -> None:
    """A rule is read twice where a condition, a correlation or the length of its window may be unknown."""
    found, problems = compiled(one)

    assert (found.doubtful, found.id, problems) == (doubtful, "r", [])


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (rule(b=None), ["rule 'r': template 'response' needs b"]),
        (rule(T.INIT, within=HOURLY), ["rule 'r': template 'init' takes no window"]),
        (
            rule(T.CHOICE, b=where("b", "activation.x == x")),
            ["rule 'r': template 'choice' has no activation that a condition could read"],
        ),
        (
            rule(T.EXISTENCE, a=where("a", "activation.x == x"), b=None),
            ["rule 'r': template 'existence' has no activation that a condition could read"],
        ),
        (
            rule(T.CHOICE, b=None, within=HOURLY),
            ["rule 'r': template 'choice' needs b", "rule 'r': template 'choice' takes no window"],
        ),
        (rule(within=Window(limit="none")), ["rule 'r': window names no limit"]),
    ],
)  # fmt: skip
def test_rules_that_cannot_mean_anything(one: Rule, problems: list[str]) -> None:
    """A missing letter, a window or correlation without an activation, and unknown names are told, all of them."""
    assert [problem.what for problem in compiled(one)[1]] == problems


def test_a_condition_that_reads_no_activation_is_told_how_to_mend_it() -> None:
    """The refusal of a correlation that means nothing says what to take out."""
    (problem,) = compiled(rule(T.CHOICE, b=where("b", "activation.x == x")))[1]

    assert problem.hint == "take 'activation.' out of its conditions"


@pytest.mark.parametrize("template", T)
def test_an_event_can_break_what_can_be_violated_while_open(template: Template) -> None:
    """Only rules whose automaton knows a final violation are probed; the probe leaves the rule itself as it is."""
    found, _ = compiled(rule(template, b=None if is_unary(template) else B))
    automaton = AUTOMATA[template]
    breakable = any(automaton.colour(state) is Verdict.VIOLATED for state in range(len(automaton.steps)))
    probed = found.probed()

    assert (probed is not None) is breakable
    assert probed is None or (probed.probing, probed.rule, found.probing) == (True, found.rule, False)


@pytest.mark.parametrize(("applies", "steady"), [("", False), ("urgent", True), ("urgent and x == 1", False)])
def test_when_a_condition_to_apply_is_looked_at_again(applies: str, steady: bool) -> None:
    """A condition over facts alone is steady; one over event data may change at any event."""
    assert compiled(rule(applies=applies))[0].steady is steady


@pytest.mark.parametrize(
    ("applies", "counted"),
    [
        ('count("o") > 0', ("o",)),
        ('urgent and count("o") > count("b")', ("b", "o")),
        ('count("o", 1 hour) > 0', None),
        ('count("o") > 0 and x == 1', None),
        ('last("o", "x") == 1', None),
        ("urgent", ()),
    ],
)
def test_a_condition_that_counts_is_looked_at_when_what_it_counts_happens(applies, counted) -> None:
    """A count without a window changes at the events it counts alone; whatever else is read may change at any."""
    found = compiled(rule(applies=applies))[0]
    machine = found.machine(ListedTrace(), hopeful=True)
    moves = [machine.handler(Signature("task", "o", each)) is not None for each in ("completed", "active")]

    assert found.counted == counted
    assert moves == [counted is None or "o" in counted, counted is None]
    assert machine.handler(Signature("fact", "", "recorded")) is not None


Happening = tuple[int, str] | tuple[int, str, dict[str, Value]]


def cell(one: Rule, *events: Happening, now: int = 0, closed: bool = False, **facts: Value) -> Cell:
    """Judge a case of events, each with the hours since it began."""
    model = Model(
        id="m", activities=MODEL.activities, facts=MODEL.facts, limits=(SOON,), parameters=MODEL.parameters,
        rules=(one,),
    )  # fmt: skip
    trace = ListedTrace(facts)
    for hour, name, *data in events:
        trace.add(Signature("task", name, "completed"), hour * HOUR, data[0] if data else {})
    return judge(compile_rules(model), trace, 0, len(events), now=now * HOUR, closed=closed)[0]


def told(found: Cell) -> tuple[int, int, int, int, int]:
    due = -1 if found.due is None else found.due // HOUR
    return found.verdict.rank, found.activations, found.activation, found.decider, due


TWO = Window(high=parse_duration("2 hours"))


@pytest.mark.parametrize(
    ("template", "events", "found"),
    [
        (T.RESPONSE, ((0, "a"), (2, "b")), (1, 1, 0, 1, 2)),
        (T.RESPONSE, ((0, "a"), (3, "b")), (3, 1, 0, -1, 2)),
        (T.ALTERNATE_RESPONSE, ((0, "a"), (1, "a")), (3, 2, 0, 1, 2)),
        (T.CHAIN_RESPONSE, ((0, "a"), (1, "o")), (3, 1, 0, 1, 2)),
        (T.CHAIN_RESPONSE, ((0, "a"), (1, "b")), (1, 1, 0, 1, 2)),
        (T.PRECEDENCE, ((0, "a"), (2, "b")), (1, 1, 1, 0, -1)),
        (T.PRECEDENCE, ((0, "a"), (3, "b")), (3, 1, 1, 1, -1)),
        (T.ALTERNATE_PRECEDENCE, ((0, "a"), (1, "b"), (2, "b")), (3, 2, 2, 2, -1)),
        (T.CHAIN_PRECEDENCE, ((0, "a"), (1, "o"), (2, "b")), (3, 1, 2, 2, -1)),
        (T.SUCCESSION, ((0, "a"), (2, "b")), (1, 2, 0, 1, 2)),
        (T.SUCCESSION, ((0, "b"), (1, "a")), (3, 2, 0, 0, -1)),
        (T.SUCCESSION, ((0, "a"),), (2, 1, 0, -1, 2)),
        (T.ALTERNATE_SUCCESSION, ((0, "a"), (1, "b"), (2, "b")), (3, 3, 2, 2, -1)),
        (T.CHAIN_SUCCESSION, ((0, "a"), (1, "b")), (1, 2, 0, 1, 2)),
        (T.RESPONDED_EXISTENCE, ((0, "b"), (2, "a")), (1, 1, 1, 0, 4)),
        (T.RESPONDED_EXISTENCE, ((0, "b"), (3, "a")), (2, 1, 1, -1, 5)),
        (T.CO_EXISTENCE, ((0, "b"), (2, "a")), (1, 2, 0, 1, 2)),
        (T.CO_EXISTENCE, ((0, "a"), (1, "b"), (9, "b")), (2, 3, 2, -1, 11)),
        (T.NOT_CO_EXISTENCE, ((0, "b"), (2, "a")), (3, 2, 0, 1, 2)),
        (T.NOT_CO_EXISTENCE, ((0, "b"), (3, "a")), (1, 2, 1, -1, 5)),
        (T.NOT_SUCCESSION, ((0, "a"), (2, "b")), (3, 1, 0, 1, 2)),
        (T.NOT_SUCCESSION, ((0, "a"), (3, "b")), (1, 1, 0, -1, 2)),
        (T.NOT_CHAIN_SUCCESSION, ((0, "a"), (1, "b")), (3, 1, 0, 1, 2)),
        (T.NOT_CHAIN_SUCCESSION, ((0, "a"), (1, "o"), (2, "b")), (1, 1, 0, 1, 2)),
    ],
)
def test_every_template_within_a_window(
    template: Template, events: tuple[Happening, ...], found: tuple[int, ...]
) -> None:
    """Each template looks where it should, inside its window, and tells what decided and when it was due."""
    assert told(cell(rule(template, within=TWO), *events)) == found


@pytest.mark.parametrize(("restart", "due"), [(False, 2), (True, 3)])
@pytest.mark.parametrize("template", [T.RESPONSE, T.SUCCESSION, T.RESPONDED_EXISTENCE])
def test_a_repeated_activation_may_take_the_place_of_the_first(template: Template, restart: bool, due: int) -> None:
    """Where a rule restarts, what waits is due from the last activation; else from the first."""
    found = cell(rule(template, within=TWO, restart=restart), (0, "a"), (1, "a"))

    assert told(found)[2:] == (int(restart), -1, due)


@pytest.mark.parametrize(
    ("template", "apart", "together"),
    [
        (T.RESPONSE, 3, 0), (T.PRECEDENCE, 3, 0), (T.SUCCESSION, 3, 0), (T.RESPONDED_EXISTENCE, 3, 0),
        (T.CO_EXISTENCE, 3, 0), (T.NOT_CO_EXISTENCE, 0, 3), (T.NOT_SUCCESSION, 0, 3), (T.NOT_CHAIN_SUCCESSION, 0, 3),
        (T.CHAIN_RESPONSE, 3, 0), (T.ALTERNATE_SUCCESSION, 3, 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("on_a", [True, False])
def test_every_template_with_correlation(template: Template, apart: int, together: int, on_a: bool) -> None:
    """Two events are each other's only if the correlation says so, on whichever letter it is written."""
    a, b = (where("a", "activation.x == y"), B) if on_a else (A, where("b", "activation.y == x"))
    ranks = [
        cell(rule(template, a=a, b=b), (0, "a", {"y": "n", "x": "-"}), (1, "b", {"x": x, "y": "-"}), closed=True)
        for x in ("s", "n")
    ]

    assert [each.verdict.rank for each in ranks] == [apart, together]


@pytest.mark.parametrize(
    ("template", "patience", "lengthy"),
    [(T.RESPONSE, (), ("either",)), (T.NOT_SUCCESSION, (), ("either",))],
)
def test_an_unknown_window_matters_between_its_lengths(
    template: Template, patience: tuple[str, ...], lengthy: tuple[str, ...]
) -> None:
    """Where it is unknown which length applies, the cell is unknown only if the lengths differ in verdict."""
    one = rule(template, within=Window(high=Reference("either")))
    near = cell(one, (0, "a"), (1, "b"))
    between = cell(one, (0, "a"), (2, "b"))
    known = cell(one, (0, "a"), (2, "b"), urgent=True)

    assert (near.unknown, between.unknown, known.unknown) == (patience, lengthy, ())
    assert between.verdict is Verdict.POSSIBLY_SATISFIED


def test_a_rule_whose_window_is_broken_is_refused_with_its_place() -> None:
    """What cannot mean anything never reaches a case."""
    with pytest.raises(ModelError, match="window names no limit"):
        cell(rule(within=Window(limit="none")), (0, "a"))


def test_all_templates_take_the_window_that_is_tried_here() -> None:
    """Templates over the whole case take no window, every other one does."""
    assert {template for template in T if not takes_window(template)} == {
        T.EXISTENCE, T.EXISTENCE_2, T.ABSENCE_1, T.ABSENCE_2, T.EXACTLY_1, T.INIT, T.END, T.CHOICE, T.EXCLUSIVE_CHOICE
    }  # fmt: skip
