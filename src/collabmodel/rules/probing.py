"""
Which gates an event would break, told before it happens.

An event breaks a rule where it itself decides that an activation is violated; time that merely passed breaks nothing
here. Rules are watched on after a breach, and nothing is used up by one: whoever was let through once needs leave
again. So an activation goes on to forbid what must not follow it, and of a template judged as a whole an event is
looked at as though those that broke it before had not come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeAlias

import attrs

from collabmodel.model import Enforcement, Signature
from collabmodel.rules.benches import Bench, Program
from collabmodel.rules.following import Following
from collabmodel.rules.rule_machine import PairMachine, WholeMachine
from collabmodel.rules.rule_subject import RuleSubject
from collabmodel.rules.states import State
from collabmodel.rules.trace import Trace, Value

_Machines: TypeAlias = "dict[int, PairMachine | WholeMachine]"
"""Machines by the numbers of their subjects."""
_NOBODY: tuple[_Machines, _Machines] = ({}, {})


class GrowingTrace(Trace, Protocol):
    """A trace whose end can be tried."""

    def add(self, signature: Signature, occurred: int, data: Mapping[str, Value] | None = None) -> int:
        """
        Add an event, and give its position.

        Args:
            signature: What it is.
            occurred: When it happened, microseconds since 1970 UTC; not before the event added last.
            data: What it carries, actor and event names included.
        """

    def drop(self, position: int) -> None:
        """
        Take events back from the end.

        Args:
            position: Position of the first of them.
        """


@attrs.frozen(kw_only=True)
class Breach:
    """
    A rule that an event would break.

    Args:
        rule: Id of the rule.
        enforcement: Gate or warn.
        activation: Position of the activation that would be violated: the first, or that of the event itself.
        unknown: Names whose absence keeps it from being known; empty if the event surely breaks the rule.
        waived: Reason of a waiver of the rule that is in force, or empty.
    """

    rule: str
    enforcement: Enforcement
    activation: int
    unknown: tuple[str, ...] = ()
    waived: str = ""


class Probe:
    """
    The gates and warnings of a program over one case as it goes on.

    What a question costs is what one event costs, and does not grow with the case but for what waits. A late entry or a
    correction needs a new probe over the new effective trace.

    Args:
        program: The program.
        trace: The events; added at its end by others, and for the length of a question by the probe.
        first: Position of the case's first event, or where it will be.

    >>> from collabmodel.model import Activity, Model, Pattern, Rule, Template
    >>> from collabmodel.rules.listed import ListedTrace
    >>> from collabmodel.rules.program import compile_rules
    >>> a, b = Pattern(element="consent_asked"), Pattern(element="sharing")
    >>> rule = Rule(id="r", template=Template.PRECEDENCE, a=a, b=b, enforcement=Enforcement.GATE)
    >>> acts = (Activity(id="consent_asked", kind="task"), Activity(id="sharing", kind="task"))
    >>> trace = ListedTrace()
    >>> probe = Probe(compile_rules(Model(id="m", activities=acts, rules=(rule,))), trace)
    >>> [breach.rule for breach in probe.would_break(Signature("task", "sharing", "completed"), 0)]
    ['r']
    >>> probe.advance(trace.add(Signature("task", "consent_asked", "completed"), 0))
    >>> probe.would_break(Signature("task", "sharing", "completed"), 0)
    ()
    """

    def __init__(self, program: Program, trace: GrowingTrace, first: int = 0) -> None:
        self.subjects: tuple[RuleSubject, ...] = tuple(_probed(program))
        self._case: Following = Following(Program(self.subjects, program.lexicon), trace, first, keep=False)
        self._trace = trace
        self._hopeful: tuple[PairMachine | WholeMachine, ...] = tuple(_machines(self._case.hopeful))
        self._asked: dict[Signature, tuple[_Machines, _Machines]] = {}

    def advance(self, position: int) -> None:
        """
        Take in the next event of the case.

        Args:
            position: Its position.

        Raises:
            ValueError: It is not the next one.
        """
        self._case.advance(position)

    def would_break(
        self, signature: Signature, occurred: int, data: Mapping[str, Value] | None = None
    ) -> tuple[Breach, ...]:
        """
        Tell which rules an event would break if it came next, in the order of the model; asking changes nothing but
        that the trace may know the signature.

        Args:
            signature: What it is.
            occurred: When it would happen, microseconds since 1970 UTC; not before the last event.
            data: What it would carry, actor and event names included.

        Raises:
            ValueError: The trace has events that were not taken in.
        """
        position = len(self._trace.signature)
        if position != self._case.last:
            raise ValueError(f"there are {position} events, of which {self._case.last} were taken in")
        asked = self._asked_about(signature)
        if asked == _NOBODY:
            return ()
        benches = (self._case.hopeful, self._case.fearful)
        waivers = [dict(bench.waivers) for bench in benches]
        undo = [machine.try_on() for machines in asked for machine in machines.values()]
        self._trace.add(signature, occurred, data)
        try:
            self._case.run(position)
            return tuple(self._breaches(position, occurred, waivers[0], asked))
        finally:
            for back in undo:
                back(position)
            for bench, before in zip(benches, waivers, strict=True):
                bench.waivers = before
            self._trace.drop(position)

    def _asked_about(self, signature: Signature) -> tuple[_Machines, _Machines]:
        """Give the machines that events of a signature can move, and those that any event at all may break."""
        found = self._asked.get(signature)
        if found is None:
            hopeful, fearful = self._case.hopeful, self._case.fearful
            found = self._asked[signature] = (
                dict(_movable(hopeful, signature)),
                dict(_movable(fearful, signature)),
            )
        return found

    def _breaches(
        self, position: int, occurred: int, waivers: Mapping[int, str], asked: tuple[_Machines, _Machines]
    ) -> Iterator[Breach]:
        """Give what the machines asked say; those that the event cannot move have nothing to say of it."""
        hopefuls, fearfuls = asked
        for number in sorted({*hopefuls, *fearfuls}):
            subject, hopeful = self.subjects[number], self._hopeful[number]
            activation = hopeful.breach(position, occurred) if number in hopefuls else -1
            unknown: tuple[str, ...] = ()
            fearful = fearfuls.get(number)
            if activation < 0 and fearful is not None and hopeful.missing:
                activation = fearful.breach(position, occurred)
                unknown = tuple(sorted(hopeful.missing | fearful.missing))
            if activation >= 0:
                yield Breach(
                    rule=subject.id,
                    enforcement=subject.rule.enforcement,
                    activation=activation,
                    unknown=unknown,
                    waived=waivers.get(number, ""),
                )

    def save(self) -> State:
        """Give what it knows, as plain values that go through JSON: a cache, and never the truth."""
        return self._case.save()

    def load(self, state: State) -> None:
        """
        Go on from what another knew that followed the same program over the same events.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state; make a new probe and follow the events from the first one instead.
        """
        self._case.load(state)


def _probed(program: Program) -> Iterator[RuleSubject]:
    for subject in program.subjects:
        if isinstance(subject, RuleSubject) and subject.rule.enforcement is not Enforcement.REPORT:
            probed = subject.probed()
            if probed is not None:
                yield probed


def _machines(bench: Bench) -> Iterator[PairMachine | WholeMachine]:
    for machine in bench.machines:
        if isinstance(machine, PairMachine | WholeMachine):
            yield machine


def _movable(bench: Bench, signature: Signature) -> Iterator[tuple[int, PairMachine | WholeMachine]]:
    machines = tuple(_machines(bench))
    moved = bench.program.moved(bench.numbers, signature, machines)
    for place, (number, machine) in enumerate(zip(bench.numbers, machines, strict=True)):
        # An event may break a rule that does not speak of it by where it stands: what follows next, or what is first.
        if place in moved or machine.anywhere:
            yield number, machine
