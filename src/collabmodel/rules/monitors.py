"""
One running case followed event by event.

What an event costs does not grow with the case, but for what waits: a rule whose correlation is no equality looks at
every activation that waits, and one with a least distance at those whose window has not opened. Each activation is
settled once. ``applies`` and conditions cost what they look at.
"""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.rules.following import Following
from collabmodel.rules.limit_machine import LimitMachine
from collabmodel.rules.machine import Obligation
from collabmodel.rules.program import Program, cell
from collabmodel.rules.rule_machine import PairMachine
from collabmodel.rules.states import State
from collabmodel.rules.trace import Trace
from collabmodel.rules.verdicts import Cell
from collabmodel.workdays import Ledger


class Monitors:
    """
    The rules and limits of a program over one case as it goes on.

    A late entry or a correction rebuilds them: make new ones over the new effective trace.

    Args:
        program: The program.
        trace: The events; its sequences may grow at their ends.
        first: Position of the case's first event, or where it will be.
        keep: Whether the accounts of all clocks of limits are kept; else those that run or are overdue, and of each
            limit the one that ended last.

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

    def __init__(self, program: Program, trace: Trace, first: int = 0, *, keep: bool = False) -> None:
        self._case: Following = Following(program, trace, first, keep=True)
        self._limits: tuple[LimitMachine, ...] = tuple(
            machine for machine in self._case.hopeful.machines if isinstance(machine, LimitMachine)
        )
        for machine in self._limits:
            machine.keep_all = keep
        self._owing: tuple[tuple[int, PairMachine | LimitMachine], ...] = tuple(
            (number, machine)
            for number, machine in enumerate(self._case.hopeful.machines)
            if isinstance(machine, LimitMachine) or (isinstance(machine, PairMachine) and machine.owes)
        )

    def advance(self, position: int) -> None:
        """
        Take in the next event of the case.

        Args:
            position: Its position.

        Raises:
            ValueError: It is not the next one.
        """
        self._case.advance(position)

    def save(self) -> State:
        """
        Give what they know, as plain values that go through JSON.

        It is a cache and never the truth: what is looked up in the trace is not in it.
        """
        return self._case.save()

    def load(self, state: State) -> None:
        """
        Go on from what others knew that followed the same program over the same events.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state; follow the events from the first one instead.
        """
        self._case.load(state)

    def cells(self, now: int, *, closed: bool) -> tuple[Cell, ...]:
        """
        Give what is found, rule by rule; asking changes nothing.

        Args:
            now: The time of judging, microseconds since 1970 UTC.
            closed: Whether nothing more is expected.
        """
        hopeful, fearful, last = self._case.hopeful, self._case.fearful, self._case.last
        moment = hopeful.moment(self._case.first, last, now)
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
        case = self._case
        moment = case.hopeful.moment(case.first, case.last, now)
        found = [
            (obligation.due is None, obligation.due or 0, obligation.activation, number, obligation)
            for number, machine in self._owing
            for obligation in _obligations(machine, case.last, moment)
        ]
        return tuple(obligation for *_, obligation in sorted(found, key=lambda one: one[:4]))

    def ledgers(self, now: int) -> tuple[Ledger, ...]:
        """
        Give the accounts of the limits' clocks, limit by limit, each in order of activation.

        Args:
            now: The time of judging, microseconds since 1970 UTC.
        """
        moment = self._case.hopeful.moment(self._case.first, self._case.last, now)
        return tuple(ledger for machine in self._limits for ledger in machine.ledgers(moment))


def _obligations(machine: PairMachine | LimitMachine, last: int, now: int) -> Sequence[Obligation]:
    if isinstance(machine, PairMachine):
        return machine.obligations(last, now)
    return machine.obligations(now) if machine.clocks or machine.overdue else ()
