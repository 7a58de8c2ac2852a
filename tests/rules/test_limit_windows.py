"""Rules whose window is a named limit follow its pauses and extensions."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.model import (
    Activity,
    Anchor,
    Extension,
    Fact,
    FactType,
    Limit,
    Model,
    Pattern,
    Pause,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.declared import Declared
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limit_windows import LimitSpan
from collabmodel.rules.limits import compile_limit
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.program import compile_rules, judge
from collabmodel.rules.verdicts import Cell, Verdict
from collabmodel.workdays import parse_duration

HOUR = 3_600_000_000
A, B, AWAY, BACK = (Pattern(element=name) for name in ("a", "b", "away", "back"))
SOON = Limit(
    id="soon",
    anchors=(Anchor(event=A),),
    stop=B,
    duration=parse_duration("10 hours"),
    pauses=(Pause(start=AWAY, end=BACK),),
    extensions=(Extension(duration=parse_duration("5 hours"), times=2),),
)
RULE = Rule(id="r", template=Template.RESPONSE, a=A, b=B, within=Window(limit="soon"))


def trace_of(events: Sequence[tuple[int, str]], **facts: bool) -> ListedTrace:
    """Make a case of events, each with the hours since it began; ``suspended`` and the like speak of the limit."""
    trace = ListedTrace(facts)
    for hour, name in events:
        own = Signature("limit", "soon", name)
        trace.add(own if len(name) > 5 else Signature("task", name, "completed"), hour * HOUR)
    return trace


def cells(
    trace: ListedTrace, *, rule: Rule = RULE, limit: Limit = SOON, now: int = 0, closed: bool = False
) -> tuple[Cell, ...]:
    activities = tuple(Activity(id=name, kind="task") for name in ("a", "b", "away", "back"))
    facts = (Fact(id="ill", type=FactType.BOOLEAN),)
    model = Model(id="m", activities=activities, facts=facts, rules=(rule,), limits=(limit,))
    return judge(compile_rules(model), trace, 0, len(trace.occurred), now=now * HOUR, closed=closed)


def told(*events: tuple[int, str], now: int = 0, rule: Rule = RULE) -> tuple[str, int | None]:
    cell = cells(trace_of(events), rule=rule, now=now)[0]
    return cell.verdict.value, None if cell.due is None else cell.due // HOUR


@pytest.mark.parametrize(
    ("between", "due"),
    [
        ((), 10),
        (((2, "suspended"), (5, "resumed")), 13),
        (((2, "away"), (5, "back")), 13),
        (((2, "away"), (3, "suspended"), (4, "back"), (6, "resumed")), 14),
        (((3, "extended"),), 15),
        (((3, "extended"), (4, "extended"), (5, "extended")), 20),
        (((2, "away"), (3, "extended"), (5, "back")), 18),
    ],
)
def test_what_moves_the_limit_moves_the_window(between: tuple[tuple[int, str], ...], due: int) -> None:
    """The clock of the limit stands still and is lengthened for the rule as for the limit."""
    case = ((0, "a"), *between)

    assert told(*case, now=due) == ("possibly violated", due)
    assert told(*case, now=due + 1) == ("violated", due)
    assert told(*case, (due, "b")) == ("possibly satisfied", due)


def test_while_the_limit_stands_still_nothing_is_due() -> None:
    """A waiting activation does not run out while its limit stands still, and has no due time."""
    assert told((0, "a"), (9, "suspended"), now=99) == ("possibly violated", None)


@pytest.mark.parametrize("late", [(12, "suspended"), (12, "extended"), (12, "away")])
def test_what_comes_too_late_revives_nothing(late: tuple[int, str]) -> None:
    """A window that ran out before the limit stood still, or was lengthened, stays broken."""
    assert told((0, "a"), late, (13, "b"), now=13) == ("violated", 10)


@pytest.mark.parametrize("after", [(4, "extended"), (4, "away")])
def test_the_due_time_is_that_of_the_decision(after: tuple[int, str]) -> None:
    """What happens to the limit after an activation is settled does not change what was due."""
    assert told((0, "a"), (3, "b"), after) == ("possibly satisfied", 10)


def test_what_was_found_before_is_due_from_the_activation() -> None:
    """An activation settled by an event before it tells its own due time, whatever the limit did at that event."""
    rule = attrs.evolve(RULE, template=Template.RESPONDED_EXISTENCE)

    assert told((2, "away"), (3, "b"), (5, "back"), (7, "a"), rule=rule) == ("possibly satisfied", 17)


def test_what_was_before_the_activation_moves_nothing() -> None:
    """Pauses that are over and extensions granted before an activation are not its own; a pause that lasts is."""
    assert told((0, "a"), (1, "b"), (2, "away"), (4, "back"), (5, "extended"), (6, "a"), now=6)[1] == 16
    assert told((0, "away"), (2, "a"), (5, "back"), now=5)[1] == 15


@pytest.mark.parametrize(
    ("template", "case", "verdict"),
    [
        (Template.PRECEDENCE, ((0, "a"), (2, "away"), (9, "back"), (16, "b")), Verdict.POSSIBLY_SATISFIED),
        (Template.PRECEDENCE, ((0, "a"), (2, "away"), (3, "back"), (16, "b")), Verdict.VIOLATED),
        (Template.RESPONDED_EXISTENCE, ((0, "b"), (2, "extended"), (14, "a")), Verdict.POSSIBLY_SATISFIED),
        (Template.ALTERNATE_RESPONSE, ((0, "a"), (2, "extended"), (14, "b")), Verdict.POSSIBLY_SATISFIED),
        (Template.CHAIN_RESPONSE, ((0, "a"), (2, "extended"), (14, "b")), Verdict.POSSIBLY_SATISFIED),
        (Template.NOT_SUCCESSION, ((0, "a"), (2, "extended"), (14, "b")), Verdict.VIOLATED),
        (Template.NOT_SUCCESSION, ((0, "a"), (14, "b")), Verdict.POSSIBLY_SATISFIED),
    ],
)
def test_every_template_follows(template: Template, case: tuple[tuple[int, str], ...], verdict: Verdict) -> None:
    """Looking back, next events and bans know the limit's clock as well."""
    rule = attrs.evolve(RULE, template=template)

    assert cells(trace_of(case), rule=rule, now=14)[0].verdict is verdict


@pytest.mark.parametrize("ill", [True, False, None])
def test_an_unknown_pause_has_two_readings(ill: bool | None) -> None:
    """Where it is unknown whether the limit stood still, the rule's cell is unknown exactly when that matters."""
    pause = Pause(start=attrs.evolve(AWAY, where=parse("ill")), end=BACK)
    limit = attrs.evolve(SOON, pauses=(pause,))
    trace = trace_of([(0, "a"), (2, "away"), (5, "back"), (12, "b")], **({} if ill is None else {"ill": ill}))

    cell = cells(trace, limit=limit)[0]

    assert cell.unknown == (("ill",) if ill is None else ())
    assert cell.verdict is (Verdict.VIOLATED if ill is False else Verdict.POSSIBLY_SATISFIED)


MOVES = st.sampled_from(["b", "away", "back", "suspended", "resumed", "extended"])


@given(st.lists(st.tuples(st.integers(0, 6), MOVES), max_size=8), st.integers(0, 8), st.integers(0, 30), st.booleans())
def test_a_response_says_what_its_limit_says(
    steps: list[tuple[int, str]], place: int, patience: int, closed: bool
) -> None:
    """Over one activation, a response within a limit and the limit itself give the same verdict and evidence."""
    steps.insert(place, (1, "a"))
    hour, events = 0, []
    for gap, name in steps:
        hour += gap
        events.append((hour, name))

    rule, limit = cells(trace_of(events), now=hour + patience, closed=closed)

    assert rule == limit


def test_what_is_tried_is_undone() -> None:
    """A clock that goes through an extension only to see what it would do is as before once that is taken back."""
    trace = trace_of([(0, "a"), (3, "extended")])
    model = Model(id="m", activities=(Activity(id="a", kind="task"), Activity(id="b", kind="task")), limits=(SOON,))
    subject = compile_limit(SOON, model, Declared.of(model, Lexicon.of(model)))
    span = LimitSpan(subject.parts, trace, generous=True, lacking=set())
    span.start(0)
    extend = span.handler(Signature("limit", "soon", "extended"))
    assert extend is not None
    before, mark = span.due(0), span.mark()
    extend(1)
    tried = span.due(0)
    span.back(mark, 1)

    assert [due // HOUR for due in (before, tried, span.due(0))] == [10, 15, 10]
