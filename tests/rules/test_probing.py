"""Gates asked before an event: what it would break, how often, for whom, and at what cost."""

from __future__ import annotations

import sys
from types import FrameType
from typing import SupportsIndex

import pytest

from collabmodel.model import (
    Activity,
    Enforcement,
    Fact,
    FactType,
    Model,
    Pattern,
    Rule,
    Signature,
    Template,
    Window,
)
from collabmodel.model.expressions import parse
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.probing import Breach, Probe
from collabmodel.rules.program import Program, compile_rules
from collabmodel.rules.templates import takes_window
from collabmodel.workdays import Duration, Unit

T = Template
HOUR = 3_600_000_000
A, B = Pattern(element="a"), Pattern(element="b")
KEYED = Pattern(element="b", where=parse("activation.key == key"))
SOON = Window(high=Duration(2, Unit.HOURS))


def gate(template: Template, **fields: object) -> Rule:
    usual = {"id": "rule", "a": A, "b": B, "enforcement": Enforcement.GATE}
    return Rule(template=template, **{**usual, **fields})  # type: ignore[arg-type]


def program_of(*rules: Rule) -> Program:
    activities = tuple(Activity(id=id, kind="task") for id in "oab")
    return compile_rules(
        Model(id="m", activities=activities, facts=(Fact(id="flag", type=FactType.BOOLEAN),), rules=rules)
    )


def done(element: str) -> Signature:
    return Signature("task", element, "completed")


def tried(rule: Rule, word: str) -> str:
    """Let one event an hour happen, come what may; say ``!`` before each that the gate would have refused."""
    trace = ListedTrace()
    probe, said = Probe(program_of(rule), trace), ""
    for hour, element in enumerate(word):
        said += ("!" if probe.would_break(done(element), hour * HOUR) else "") + element
        probe.advance(trace.add(done(element), hour * HOUR))
    return said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (gate(T.ABSENCE_1), "o!ao!a"),
        (gate(T.ABSENCE_2), "ao!a!a"),
        (gate(T.EXACTLY_1), "ao!a!a"),
        (gate(T.INIT), "!oaoa"),
        (gate(T.EXCLUSIVE_CHOICE), "aa!ba!b"),
        (gate(T.NOT_CO_EXISTENCE), "aa!b!a!b"),
        (gate(T.NOT_CO_EXISTENCE, within=SOON), "a!b!aoooa"),
        (gate(T.ALTERNATE_RESPONSE), "a!aba!a"),
        (gate(T.CHAIN_RESPONSE), "a!ooba!ab"),
        (gate(T.PRECEDENCE), "!b!bab"),
        (gate(T.PRECEDENCE, within=SOON), "aboo!b"),
        (gate(T.ALTERNATE_PRECEDENCE), "ab!bab"),
        (gate(T.CHAIN_PRECEDENCE), "abao!b"),
        (gate(T.SUCCESSION), "!bab"),
        (gate(T.ALTERNATE_SUCCESSION), "!ba!ab"),
        (gate(T.CHAIN_SUCCESSION), "ab!ba!o"),
        (gate(T.NOT_SUCCESSION), "ba!b!b"),
        (gate(T.NOT_SUCCESSION, within=SOON), "a!b!bob"),
        (gate(T.NOT_CHAIN_SUCCESSION), "a!bboaob"),
    ],
)
def test_a_gate_refuses_every_breach(rule: Rule, said: str) -> None:
    """A gate is watched on after a breach, and having been let through once opens it for nobody."""
    word = said.replace("!", "")

    assert tried(rule, word) == said


@pytest.mark.parametrize(
    "template", [T.EXISTENCE, T.EXISTENCE_2, T.END, T.CHOICE, T.CO_EXISTENCE, T.RESPONSE, T.RESPONDED_EXISTENCE]
)
def test_some_rules_no_event_can_break(template: Template) -> None:
    """A rule that only asks for something is broken by time or by closing, so a probe does not follow it."""
    assert Probe(program_of(gate(template)), ListedTrace()).subjects == ()


def test_time_that_passed_is_no_breach_of_the_event() -> None:
    """A late target, and an event after the due time, did not break the rule themselves."""
    assert tried(gate(T.ALTERNATE_RESPONSE, within=SOON), "aoooa") == "aoooa"
    assert tried(gate(T.CHAIN_SUCCESSION, within=Window(high=Duration(0, Unit.HOURS))), "ao") == "ao"


def test_only_gates_and_warnings_are_asked() -> None:
    """Rules that report are left out, and each breach says how it is enforced."""
    rules = tuple(gate(T.ABSENCE_1, id=each.value, enforcement=each) for each in Enforcement)
    probe = Probe(program_of(*rules), ListedTrace())

    found = probe.would_break(done("a"), 0)

    assert [(breach.rule, breach.enforcement) for breach in found] == [
        ("gate", Enforcement.GATE),
        ("warn", Enforcement.WARN),
    ]


def test_what_is_unknown_is_let_through_and_named() -> None:
    """Where the event would break the rule only if something missing were so, the breach names what is missing."""
    rule = gate(T.ABSENCE_1, applies=parse("flag"))
    trace = ListedTrace()
    probe = Probe(program_of(rule), trace)

    unsure = probe.would_break(done("a"), 0)
    probe.advance(trace.add(Signature("case", "", "opened"), 0, {"flag": True}))
    sure = probe.would_break(done("a"), 0)

    assert unsure == (Breach(rule="rule", enforcement=Enforcement.GATE, activation=0, unknown=("flag",)),)
    assert sure == (Breach(rule="rule", enforcement=Enforcement.GATE, activation=1),)


def test_a_waiver_is_told() -> None:
    """A waiver in force before the event stands on the breach; what to make of it is for others to say."""
    trace = ListedTrace()
    probe = Probe(program_of(gate(T.ABSENCE_1)), trace)
    granted = Signature("waiver", "rule", "granted")

    tried_only = probe.would_break(granted, 0, {"reason": "court order"})
    (before,) = probe.would_break(done("a"), 0)
    probe.advance(trace.add(granted, 0, {"reason": "court order"}))
    (after,) = probe.would_break(done("a"), 0)

    assert (tried_only, before.waived, after.waived) == ((), "", "court order")


def test_the_activation_that_would_be_broken_is_told() -> None:
    """With correlation the breach names the first activation that the event would violate."""
    trace = ListedTrace()
    probe = Probe(program_of(gate(T.NOT_SUCCESSION, b=KEYED)), trace)
    for hour, key in enumerate("xyx"):
        probe.advance(trace.add(done("a"), hour * HOUR, {"key": key}))

    found = [[breach.activation for breach in probe.would_break(done("b"), 9 * HOUR, {"key": key})] for key in "xyz"]

    assert found == [[0], [1], []]


def test_events_must_have_been_taken_in() -> None:
    """A probe that has not followed the trace to its end cannot tell."""
    trace = ListedTrace()
    probe = Probe(program_of(gate(T.ABSENCE_1)), trace)
    trace.add(done("o"), 0)

    with pytest.raises(ValueError, match="there are 1 events, of which 0 were taken in"):
        probe.would_break(done("a"), 0)


def test_a_question_that_fails_leaves_nothing_behind() -> None:
    """Where the trace cannot tell a value, the event is taken back all the same."""

    class Torn(ListedTrace):
        def value(self, position: int, name: str) -> None:
            raise OSError(f"cannot read {name} of {position}")

    trace = Torn()
    probe = Probe(program_of(gate(T.ABSENCE_1, a=Pattern(element="a", where=parse("key == 1")))), trace)
    before = probe.save()

    with pytest.raises(OSError, match="cannot read key of 0"):
        probe.would_break(done("a"), 0)

    assert (len(trace.signature), probe.save()) == (0, before)


def every_gate() -> list[Rule]:
    rules = [gate(t, id=f"plain {t.value}") for t in T]
    rules += [gate(t, id=f"timed {t.value}", within=SOON) for t in T if takes_window(t)]
    rules += [gate(t, id=f"keyed {t.value}", b=KEYED, within=SOON) for t in T if takes_window(t)]
    return [*rules, *(gate(t, id=f"bound {t.value}", applies=parse('count("o", 3 hours) > 0')) for t in T)]


@pytest.mark.parametrize("rule", every_gate(), ids=lambda rule: rule.id)
def test_a_question_costs_the_same_early_and_late(rule: Rule) -> None:
    """What a question costs does not grow with the number of events before it."""
    trace = ListedTrace()
    probe, found = Probe(program_of(rule), trace), []
    for number in range(400):
        data = {"key": f"k{number // 3}"}
        found.append(calls_of(probe, done("aob"[number % 3]), number * HOUR, data))
        probe.advance(trace.add(done("aob"[number % 3]), number * HOUR, data))

    assert max(found[-30:]) <= max(found[30:60])


def calls_of(probe: Probe, signature: Signature, now: int, data: dict[str, str]) -> int:
    """How many of our functions are called to answer one question."""
    calls = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call" and "collabmodel" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        probe.would_break(signature, now, data)
    finally:
        sys.setprofile(before)
    return calls


class Watched(list[int]):
    """A list that counts how often its items are looked at."""

    looks = 0

    def __getitem__(self, index: SupportsIndex | slice) -> int | list[int]:  # type: ignore[override]
        self.looks += 1
        return super().__getitem__(index)


@pytest.mark.parametrize("template", [T.CHAIN_RESPONSE, T.NOT_CHAIN_SUCCESSION, T.INIT])
def test_what_is_not_there_is_looked_past_once(template: Template) -> None:
    """However many clock ticks stand between an event and its neighbour, a question does not count them again."""
    trace = ListedTrace()
    codes = trace.signature = Watched()
    probe, found = Probe(program_of(gate(template)), trace), []
    ticks = [Signature("clock", "", "ticked")] * 300
    for signature in [done("a") if template is not T.INIT else ticks[0], *ticks]:
        before = codes.looks
        probe.would_break(done("o"), 0)
        probe.would_break(done("b"), 0)
        found.append(codes.looks - before)
        probe.advance(trace.add(signature, 0))

    assert max(found[2:]) == found[2]


def test_what_waits_is_not_copied() -> None:
    """A question touches the rows of its own key only, however many activations wait under other keys."""
    trace = ListedTrace()
    probe, found = Probe(program_of(gate(T.NOT_SUCCESSION, b=KEYED)), trace), []
    for number in range(1_000):
        probe.advance(trace.add(done("a"), number, {"key": f"k{number}"}))
        if number in (1, 2, 999):
            found.append(calls_of(probe, done("b"), number, {"key": "k1"}))

    assert found[1] == found[2]
