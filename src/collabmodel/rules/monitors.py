"""
One running case followed event by event.

What an event costs does not grow with the case, but for what waits: a rule whose correlation is no equality looks at
every activation that waits, and one with a least distance at those whose window has not opened. Each activation is
settled once. ``applies`` and conditions cost what they look at.
"""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.rules.limit_machine import LimitMachine
from collabmodel.rules.machine import Machine, Obligation
from collabmodel.rules.program import Bench, Program, cell
from collabmodel.rules.rule_machine import PairMachine
from collabmodel.rules.trace import Trace
from collabmodel.rules.verdicts import Cell


class Monitors:
    """
    The rules and limits of a program over one case as it goes on.

    A late entry or a correction rebuilds them: make new ones over the new effective trace.

    Args:
        program: The program.
        trace: The events; its sequences may grow at their ends.
        first: Position of the case's first event, or where it will be.

    >>> from collabmodel.model import Activity, Model, Pattern, Rule, Signature, Template
    >>> from collabmodel.rules.listed import ListedTrace
    >>> from collabmodel.rules.program import compile_rules
    >>> answer = Rule(id="answer", template=Template.RESPONSE, a=Pattern(element="ask"), b=Pattern(element="tell"))
    >>> acts = (Activity(id="ask", kind="task"), Activity(id="tell", kind="task"))
    >>> trace = ListedTrace()
    >>> monitors = Monitors(compile_rules(Model(id="m", activities=acts, rules=(answer,))), trace)
    >>> monitors.advance(trace.add(Signature("task", "ask", "completed"), 0))
    >>> monitors.cells(now=5, closed=False)[0].verdict.value
    'possibly violated'
    >>> [(one.rule, one.activation, one.due) for one in monitors.obligations(now=5)]
    [('answer', 0, None)]
    """

    def __init__(self, program: Program, trace: Trace, first: int = 0) -> None:
        doubtful = [number for number, subject in enumerate(program.subjects) if subject.doubtful]
        self._hopeful = Bench(program, trace, keep=True)
        self._fearful = Bench(program, trace, hopeful=False, only=doubtful)
        self._first = self._last = first
        self._signatures = len(trace.signatures)
        self._trace = trace
        for bench in (self._hopeful, self._fearful):
            bench.start(first)

    def advance(self, position: int) -> None:
        """
        Take in the next event of the case.

        Args:
            position: Its position.

        Raises:
            ValueError: It is not the next one.
        """
        if position != self._last:
            raise ValueError(f"event {position} is not the next one, {self._last}")
        self._last += 1
        for bench in (self._hopeful, self._fearful):
            if len(self._trace.signatures) != self._signatures:
                bench.learn()
            bench.run(position, position + 1)
        self._signatures = len(self._trace.signatures)

    def cells(self, now: int, *, closed: bool) -> tuple[Cell, ...]:
        """
        Give what is found, rule by rule; asking changes nothing.

        Args:
            now: The time of judging, microseconds since 1970 UTC.
            closed: Whether nothing more is expected.
        """
        hopeful, fearful, last = self._hopeful, self._fearful, self._last
        moment = hopeful.moment(self._first, last, now)
        found = [machine.report(last, moment, closed) for machine in hopeful.machines]
        unknown: dict[int, tuple[str, ...]] = {}
        for number, other in zip(fearful.numbers, fearful.machines, strict=True):
            machine = hopeful.machines[number]
            if machine.missing and other.report(last, moment, closed)[0] != found[number][0]:
                unknown[number] = tuple(sorted(machine.missing | other.missing))
        waivers = hopeful.waivers
        return tuple(cell(row, unknown.get(number, ()), waivers.get(number, "")) for number, row in enumerate(found))

    def obligations(self, now: int) -> tuple[Obligation, ...]:
        """
        Give the activations that wait for their target, overdue or not, the most urgent first.

        Args:
            now: The time of judging, microseconds since 1970 UTC.
        """
        moment = self._hopeful.moment(self._first, self._last, now)
        found = [
            (obligation.due is None, obligation.due or 0, obligation.activation, number, obligation)
            for number, machine in enumerate(self._hopeful.machines)
            for obligation in _obligations(machine, self._last, moment)
        ]
        return tuple(obligation for *_, obligation in sorted(found, key=lambda one: one[:4]))


def _obligations(machine: Machine, last: int, now: int) -> Sequence[Obligation]:
    if isinstance(machine, PairMachine):
        return machine.obligations(last, now)
    return machine.obligations(now) if isinstance(machine, LimitMachine) else ()
