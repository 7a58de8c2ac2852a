"""Any case under any rule and limit, stopped and taken up again, or tried at its gates, goes on as it would have."""

from __future__ import annotations

import datetime as dt
import json

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.model import (
    Activity,
    And,
    ConditionalDuration,
    DerivedFact,
    Enforcement,
    Exemption,
    Expression,
    Extension,
    Fact,
    FactType,
    Limit,
    Model,
    Parameter,
    ParameterRow,
    Pattern,
    Pause,
    Pick,
    Recurrence,
    Reference,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.model.expressions import parse
from collabmodel.model.limits import Anchor
from collabmodel.rules.benches import Bench
from collabmodel.rules.following import Following
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.monitors import Monitors
from collabmodel.rules.probing import Probe
from collabmodel.rules.program import Program, compile_rules, judge
from collabmodel.rules.rule_machine import PairMachine
from collabmodel.rules.templates import is_unary, takes_window
from collabmodel.rules.trace import Value
from collabmodel.workdays import Calendar, Opening, parse_duration

HOUR = 3_600_000_000
START = 1_741_000_000_000_000
WEEK = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
Happening = tuple[Signature, int, dict[str, Value]]
"""An event: what it is, when, and its data."""

OWN = st.sampled_from(
    [None, None, None, parse("flag"), parse("key == 1"), parse("many"), parse('count("o", 5 hours) > 0')]
)
SAME = (parse("activation.key == key"), parse("activation.flag == flag"), parse("key >= activation.key"))
FIRST = st.sampled_from(
    [
        Pattern(element="a"),
        Pattern(kind="task", tag="a"),
        Pattern(kind="fact", transition="*"),
        Pattern(tag="a", transition="*"),
    ]
)
SECOND = st.sampled_from([Pattern(element="b"), Pattern(kind="task", tag="b"), Pattern(tag="b", transition="*")])
LENGTHS = [parse_duration(text) for text in ("0 hours", "2 hours", "5 hours", "1 day")]
WINDOWS = st.sampled_from(
    [
        None,
        *(Window(high=length) for length in LENGTHS),
        Window(low=LENGTHS[1], high=LENGTHS[3]),
        Window(low=LENGTHS[1]),
        Window(high=parse_duration("1 working day"), calendar="week"),
        Window(high=Reference("patience")),
        Window(limit="soon"),
        Window(limit="soon"),
    ]
)


@st.composite
def rules(draw: st.DrawFn, template: Template) -> Rule:
    a, b = (_with(draw(patterns), draw(OWN)) for patterns in (FIRST, SECOND))
    within = None
    if takes_window(template):
        within = draw(WINDOWS)
        link = draw(st.none() | st.none() | st.sampled_from(SAME))
        a, b = (_with(a, link), b) if draw(st.booleans()) else (a, _with(b, link))
    return Rule(
        id="rule",
        template=template,
        a=a,
        b=None if is_unary(template) else b,
        within=within,
        applies=draw(st.sampled_from([None, None, None, parse("flag"), parse("not many"), parse("key != 2")])),
        restart=draw(st.sampled_from([False, False, True])),
        enforcement=draw(st.sampled_from([Enforcement.GATE, Enforcement.GATE, Enforcement.WARN])),
    )


def _with(pattern: Pattern, more: Expression | None) -> Pattern:
    if more is None:
        return pattern
    return attrs.evolve(pattern, where=more if pattern.where is None else And((pattern.where, more)))


LIMITS = st.builds(
    Limit,
    id=st.just("soon"),
    anchors=st.lists(
        st.sampled_from(
            [
                Anchor(event=Pattern(element="a")),
                Anchor(event=Pattern(element="o", where=parse("flag")), revoked=Pattern(element="b")),
                Anchor(fact="day"),
            ]
        ),
        min_size=1,
        max_size=2,
        unique_by=str,
    ).map(tuple),
    stop=st.sampled_from([Pattern(element="b"), Pattern(element="b", where=SAME[0])]),
    pick=st.sampled_from(Pick),
    calendar=st.just("week"),
    duration=st.sampled_from([*LENGTHS, parse_duration("1 working day"), Reference("patience")]),
    alternatives=st.sampled_from([(), (ConditionalDuration(condition=parse("flag"), duration=LENGTHS[1]),)]),
    recurrence=st.sampled_from([None, Recurrence(), Recurrence(until=Pattern(element="ab"))]),
    extensions=st.sampled_from([(), (Extension(times=2),)]),
    pauses=st.sampled_from([(), (Pause(start=Pattern(element="o"), end=Pattern(element="ab")),)]),
    exemptions=st.sampled_from([(), (), (Exemption(condition=parse("many")),)]),
    applies=st.sampled_from([None, None, parse("flag")]),
)


def model(rule: Rule, limit: Limit) -> Model:
    return Model(
        id="m",
        calendars=(Calendar(id="week", zone="Europe/Helsinki", opening=(WEEK,)),),
        activities=tuple(Activity(id=id, kind="task", tags=tuple(id)) for id in ("o", "a", "b", "ab")),
        facts=(Fact(id="flag", type=FactType.BOOLEAN), Fact(id="day", type=FactType.DATE)),
        derived=(DerivedFact(id="many", value=parse('count("o") >= 2')),),
        parameters=(
            Parameter(id="patience", value=LENGTHS[2], rows=(ParameterRow(condition=parse("flag"), value=LENGTHS[3]),)),
        ),
        rules=(rule,),
        limits=(limit,),
    )


SIGNATURES = (
    *(Signature("task", element, "completed") for element in ("o", "a", "b", "ab", "a", "b", "stray")),
    Signature("task", "o", "available"),
    Signature("task", "b", "terminated"),
    Signature("fact", "", "recorded"),
    Signature("case", "", "opened"),
    Signature("waiver", "rule", "granted"),
    *(Signature("limit", "soon", transition) for transition in ("suspended", "resumed", "extended")),
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "key": st.sampled_from([1, 2, None, "x", 2.0, dt.date(2025, 3, 4)]),
        "flag": st.sampled_from([True, False, True, None]),
        "day": st.sampled_from(["2025-03-03", "2025-03-04"]),
        "by": st.just("2 hours"),
        "reason": st.just("why"),
    },
)
LIVES = st.lists(
    st.tuples(st.sampled_from(SIGNATURES), st.sampled_from([0, 0, 1, 2, 6, 30]), DATA), min_size=1, max_size=9
)
FACTS = st.sampled_from([{}, {"flag": True}, {"flag": False}, {"day": "2025-03-04"}])


def timed(steps: list[tuple[Signature, int, dict[str, Value]]]) -> list[Happening]:
    now, found = START, []
    for signature, gap, data in steps:
        now += gap * HOUR
        found.append((signature, now, data))
    return found


def broken(program: Program, trace: ListedTrace, now: int, *, hopeful: bool) -> tuple[bool, bool]:
    """Tell whether the rule is violated, and whether one of its activations was broken by the last event."""
    bench = Bench(program, trace, hopeful=hopeful, only=(0,), keep=True)
    bench.start(0)
    bench.run(0, len(trace.signature))
    machine = bench.machines[0]
    last = len(trace.signature)
    by_last = isinstance(machine, PairMachine) and machine.breach(last - 1, now) >= 0
    return machine.report(last, bench.moment(0, last, now), closed=False)[0] == 3, by_last


@pytest.mark.parametrize("template", Template, ids=lambda template: template.value)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), limit=LIMITS, steps=LIVES, facts=FACTS)
def test_gates_say_what_judging_with_the_event_would_say(
    template: Template, data: st.DataObject, limit: Limit, steps: list[Happening], facts: dict[str, Value]
) -> None:
    """An event breaks a rule if and only if it is violated with the event and not without it, in either reading."""
    program = compile_rules(model(data.draw(rules(template)), limit))
    trace = ListedTrace(facts)
    probe = Probe(program, trace)
    for signature, now, carried in timed(steps):
        before = [broken(program, trace, now, hopeful=hopeful)[0] for hopeful in (True, False)]

        (breach,) = probe.would_break(signature, now, carried) or (None,)

        probe.advance(trace.add(signature, now, carried))
        after = [broken(program, trace, now, hopeful=hopeful) for hopeful in (True, False)]
        sure = breach is not None and not breach.unknown
        if before[0]:
            assert sure or not after[0][1]
        else:
            assert sure is after[0][0]
        if not sure and not before[1]:
            assert (breach is not None) is after[1][0]


def tidy(state: object) -> object:
    """Give a state without the order of rows, which means nothing."""
    if isinstance(state, list | tuple):
        parts = [tidy(part) for part in state]
        return sorted(parts, key=repr) if parts and isinstance(parts[0], list | tuple) else parts
    return state


@pytest.mark.parametrize("template", Template, ids=lambda template: template.value)
@settings(max_examples=15, deadline=None)
@given(data=st.data(), limit=LIMITS, steps=LIVES, facts=FACTS)
def test_asking_leaves_no_trace(
    template: Template, data: st.DataObject, limit: Limit, steps: list[Happening], facts: dict[str, Value]
) -> None:
    """After any questions a probe knows what one that was never asked knows, and so does the trace."""
    program = compile_rules(model(data.draw(rules(template)), limit))
    asked, quiet = ListedTrace(facts), ListedTrace(facts)
    probe, fresh, monitors = Probe(program, asked), Probe(program, quiet), Monitors(program, asked)
    for signature, now, carried in timed(steps):
        for other, _, different in data.draw(st.lists(st.sampled_from(timed(steps)), max_size=3)):
            probe.would_break(other, now, different)
        position = asked.add(signature, now, carried)
        for each in (probe, monitors):
            each.advance(position)
        fresh.advance(quiet.add(signature, now, carried))

        assert tidy(json.loads(json.dumps(probe.save()))) == tidy(json.loads(json.dumps(fresh.save())))
        assert probe.would_break(signature, now, carried) == fresh.would_break(signature, now, carried)
        assert monitors.cells(now, closed=False) == judge(program, quiet, 0, position + 1, now=now, closed=False)


@pytest.mark.parametrize("template", Template, ids=lambda template: template.value)
@settings(max_examples=15, deadline=None)
@given(data=st.data(), limit=LIMITS, steps=LIVES, facts=FACTS, keep=st.booleans())
def test_going_on_from_a_state_is_as_never_having_stopped(
    template: Template, data: st.DataObject, limit: Limit, steps: list[Happening], facts: dict[str, Value], keep: bool
) -> None:
    """At every event others may take over from plain values: they find, owe, explain and refuse the same."""
    program = compile_rules(model(data.draw(rules(template)), limit))
    trace = ListedTrace(facts)
    steady, probe = Monitors(program, trace, keep=keep), Probe(program, trace)
    moved, moved_probe = Monitors(program, trace, keep=keep), Probe(program, trace)
    for signature, now, carried in timed(steps):
        states = [json.loads(json.dumps(each.save())) for each in (moved, moved_probe)]
        moved, moved_probe = Monitors(program, trace, keep=keep), Probe(program, trace)
        moved.load(states[0])
        moved_probe.load(states[1])
        assert moved_probe.would_break(signature, now, carried) == probe.would_break(signature, now, carried)
        position = trace.add(signature, now, carried)
        for each in (steady, probe, moved, moved_probe):
            each.advance(position)
        later = now + data.draw(st.integers(0, 40)) * HOUR

        for closed in (False, True):
            assert moved.cells(later, closed=closed) == steady.cells(later, closed=closed)
        assert moved.obligations(later) == steady.obligations(later)
        assert moved.ledgers(later) == steady.ledgers(later)


def test_events_come_in_order() -> None:
    """An event that is not the next one is refused: a late entry needs new monitors."""
    following = Following(Program((), compile_rules(Model(id="m")).lexicon), ListedTrace(), 0, keep=False)

    with pytest.raises(ValueError, match="event 1 is not the next one, 0"):
        following.advance(1)


def test_a_state_of_something_else_is_refused() -> None:
    """A state of other rules, of a longer case, or that is none at all, is not taken up."""
    rule = Rule(id="rule", template=Template.ABSENCE_1, a=Pattern(element="a"))
    program = compile_rules(Model(id="m", activities=(Activity(id="a", kind="task"),), rules=(rule,)))
    other = compile_rules(Model(id="m"))
    trace = ListedTrace()
    monitors = Monitors(program, trace)
    monitors.advance(trace.add(Signature("task", "a", "completed"), 0))
    state = monitors.save()

    for follower, saved, why in (
        (Monitors(other, trace), state, "this state is of other rules than "),
        (Monitors(program, ListedTrace()), state, "this state is of 1 events; there are 0"),
        (Monitors(program, trace), "nonsense", "no state that was saved here"),
        (Monitors(program, trace), [["rule"], [0, 1], [[7], []], [[], []]], "no state that was saved here"),
    ):
        with pytest.raises(ValueError, match=why):
            follower.load(saved)
