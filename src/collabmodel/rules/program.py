"""
Rules and limits of a model made ready, and cases judged by them one after another.

An event costs only the machines that it can move: which those are is worked out once for each signature.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import attrs

from collabmodel.errors import ModelError, Place, Problem
from collabmodel.model import Model, Scope
from collabmodel.rules.benches import WAIVED, Bench, Program
from collabmodel.rules.bounds import Bounds
from collabmodel.rules.declared import Declared, applied_to
from collabmodel.rules.derivations import derivation_problems
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.limits import compile_limit
from collabmodel.rules.machine import Row, Subject
from collabmodel.rules.rule_subject import compile_rule
from collabmodel.rules.trace import Trace
from collabmodel.rules.verdicts import VERDICTS, Cell

__all__ = ["WAIVED", "Cells", "Judge", "Program", "cell", "compile_rules", "judge", "judge_all"]

_CHUNK = 100


def compile_rules(
    model: Model, *, lexicon: Lexicon | None = None, scope: Scope = Scope.CASE, cooperation: Model | None = None
) -> Program:
    """
    Make a model's rules and limits of one scope ready. Limits are judged over cases.

    Args:
        model: The model.
        lexicon: What its patterns speak of; its own elements if None. For a set of values: that of the cooperation
            model whose cases are judged.
        scope: Over what is judged.
        cooperation: The model whose cases are judged, if it is another: what it declares may be named as well.

    Raises:
        ModelError: A rule or limit cannot mean anything; every problem is listed.
        ConfigError: A calendar needs an extra that is not installed.

    >>> compile_rules(Model(id="m")).ids
    ()
    """
    lexicon = Lexicon.of(model) if lexicon is None else lexicon
    if cooperation is not None:
        model = applied_to(model, cooperation)
    declared = Declared.of(model, lexicon)
    problems = list(derivation_problems(model))
    bounds = Bounds(model, problems)
    subjects: list[Subject] = [
        compile_rule(rule, model, declared, bounds) for rule in model.rules if rule.scope is scope
    ]
    for limit in model.limits if scope is Scope.CASE else ():
        try:
            subjects.append(compile_limit(limit, model, declared))
        except ModelError as error:
            problems.extend(error.problems)
    if problems:
        raise ModelError(dict.fromkeys(_placed(problem, model) for problem in problems))
    return Program(tuple(subjects), lexicon)


def _placed(problem: Problem, model: Model) -> Problem:
    """Let a problem that has no place in a file stand in the model as a whole."""
    return attrs.evolve(problem, place=Place(model.id)) if problem.place == Place("<text>") else problem


class Judge:
    """
    Judges cases of one trace by a program, one after another.

    Args:
        program: The program.
        trace: The events.
    """

    def __init__(self, program: Program, trace: Trace) -> None:
        self.program = program
        self.trace = trace
        self.hopeful: Bench = Bench(program, trace)
        self._fearful: dict[int, Bench] = {}

    def findings(self, first: int, last: int, *, now: int, closed: bool) -> list[Row]:
        """
        Judge one case, leaving aside what is unknown or waived.

        Args:
            first: Position of its first event.
            last: Position after its last.
            now: The time of judging, microseconds since 1970 UTC.
            closed: Whether nothing more is expected.
        """
        bench = self.hopeful
        bench.start(first)
        bench.run(first, last)
        moment = bench.moment(first, last, now)
        return [machine.report(last, moment, closed) for machine in bench.machines]

    def unknown(
        self, findings: Sequence[Row], first: int, last: int, *, now: int, closed: bool
    ) -> dict[int, tuple[str, ...]]:
        """
        Give the missing names of every subject of the case just judged whose two readings differ, by its number.

        Args:
            findings: What was found.
            first: Position of its first event.
            last: Position after its last.
            now: The time of judging.
            closed: Whether nothing more is expected.
        """
        found = {}
        for number, machine in enumerate(self.hopeful.machines):
            if machine.missing:
                other = self._other(number)
                other.start(first)
                other.run(first, last)
                fearful = other.machines[0]
                if fearful.report(last, other.moment(first, last, now), closed)[0] != findings[number][0]:
                    found[number] = tuple(sorted(machine.missing | fearful.missing))
        return found

    def _other(self, number: int) -> Bench:
        bench = self._fearful.get(number)
        if bench is None:
            bench = self._fearful[number] = Bench(self.program, self.trace, hopeful=False, only=(number,))
        return bench

    def case(self, first: int, last: int, *, now: int, closed: bool) -> tuple[Cell, ...]:
        """
        Judge one case.

        Args:
            first: Position of its first event.
            last: Position after its last.
            now: The time of judging, microseconds since 1970 UTC.
            closed: Whether nothing more is expected.
        """
        findings = self.findings(first, last, now=now, closed=closed)
        unknown = self.unknown(findings, first, last, now=now, closed=closed)
        waivers = self.hopeful.waivers
        return tuple(
            cell(evidence, unknown.get(number, ()), waivers.get(number, "")) for number, evidence in enumerate(findings)
        )


def cell(evidence: Row, unknown: tuple[str, ...] = (), waived: str = "") -> Cell:
    """
    Give evidence as a cell.

    Args:
        evidence: What was found.
        unknown: Names that were missing.
        waived: Reason of a waiver.

    >>> cell((3, 1, 4, -1, -1)).verdict
    <Verdict.VIOLATED: 'violated'>
    """
    rank, activations, activation, decider, due = evidence
    return Cell(
        verdict=VERDICTS[rank],
        activations=activations,
        activation=activation,
        decider=decider,
        due=None if due < 0 else due,
        unknown=unknown,
        waived=waived,
    )


def judge(program: Program, trace: Trace, first: int, last: int, *, now: int, closed: bool) -> tuple[Cell, ...]:
    """
    Judge one case. For many cases of one trace make a ``Judge`` once, or use ``judge_all``.

    Args:
        program: The program.
        trace: The events.
        first: Position of the case's first event.
        last: Position after its last.
        now: The time of judging, microseconds since 1970 UTC.
        closed: Whether nothing more is expected.
    """
    return Judge(program, trace).case(first, last, now=now, closed=closed)


@attrs.frozen(kw_only=True, eq=False)
class Cells:
    """
    The cells of one rule or limit over many cases, in columns; the fields of ``evaluate``'s ``RuleColumn``.

    Args:
        rule: Id of the rule or limit.
        verdict: Rank of the verdict ('b').
        activations: How often it applied ('i').
        activation: Position of the deciding activation ('q'); -1 for none.
        decider: Position of the deciding event ('q'); -1 for none.
        due: When due, microseconds since 1970 UTC ('q'); -1 for none.
        unknown: Case number to missing names.
        waived: Case number to reason.
    """

    rule: str
    verdict: array[int] = attrs.Factory(lambda: array("b"))
    activations: array[int] = attrs.Factory(lambda: array("i"))
    activation: array[int] = attrs.Factory(lambda: array("q"))
    decider: array[int] = attrs.Factory(lambda: array("q"))
    due: array[int] = attrs.Factory(lambda: array("q"))
    unknown: dict[int, tuple[str, ...]] = attrs.Factory(dict)
    waived: dict[int, str] = attrs.Factory(dict)

    def extend(self, findings: Sequence[Row]) -> None:
        """
        Add the next cases.

        Args:
            findings: What was found in each, at least one.
        """
        columns = (self.verdict, self.activations, self.activation, self.decider, self.due)
        for column, values in zip(columns, zip(*findings, strict=True), strict=True):
            column.fromlist(list(values))


def judge_all(
    program: Program, trace: Trace, starts: Sequence[int], closed: Sequence[int], *, now: int
) -> tuple[Cells, ...]:
    """
    Judge many cases, straight into columns.

    Args:
        program: The program.
        trace: The events.
        starts: Position of the first event of each case, and the number of events at the end.
        closed: 1 for each case in which nothing more is expected.
        now: The time of judging, microseconds since 1970 UTC.
    """
    columns = tuple(Cells(rule=subject.id) for subject in program.subjects)
    court = Judge(program, trace)
    bench = court.hopeful
    docket: list[list[Row]] = []
    for number in range(len(starts) - 1):
        first, last, shut = starts[number], starts[number + 1], bool(closed[number])
        findings = court.findings(first, last, now=now, closed=shut)
        docket.append(findings)
        if bench.doubted():
            for subject, names in court.unknown(findings, first, last, now=now, closed=shut).items():
                columns[subject].unknown[number] = names
        for subject, reason in bench.waivers.items():
            columns[subject].waived[number] = reason
        if len(docket) == _CHUNK:
            _file(docket, columns)
    _file(docket, columns)
    return columns


def _file(docket: list[list[Row]], columns: Sequence[Cells]) -> None:
    if docket:
        for column, findings in zip(columns, zip(*docket, strict=True), strict=True):
            column.extend(findings)
        docket.clear()
