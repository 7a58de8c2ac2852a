"""Rules judged over a whole log at once, and which cases of them only the reference can tell."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Sequence

import attrs
import numpy as np

from collabmodel.evaluate.kernel.halves import HALVES, glance_halves, judge_halves
from collabmodel.evaluate.kernel.letters import Letters
from collabmodel.evaluate.kernel.masks import TRUE, UNKNOWN, truths
from collabmodel.evaluate.kernel.postings import Ints, Log, Posting
from collabmodel.evaluate.kernel.whole import WHOLE, glance_whole, judge_whole
from collabmodel.evaluate.kernel.windows import Window
from collabmodel.evaluate.result import Evidence, RuleColumn, Traces
from collabmodel.history import History, TextColumn
from collabmodel.model import Pattern, Template
from collabmodel.rules.bounds import Bound
from collabmodel.rules.declared import Declared
from collabmodel.rules.letters import Letter
from collabmodel.rules.machine import Subject
from collabmodel.rules.program import Judge, Program
from collabmodel.rules.rule_subject import RuleSubject
from collabmodel.rules.templates import AUTOMATA, Reach
from collabmodel.rules.verdicts import Cell
from collabmodel.rules.windows import Edge
from collabmodel.workdays import Duration

_NOWHERE = np.empty(0, np.int64)


@attrs.frozen(eq=False)
class Place:
    """
    Where a letter stands.

    Args:
        posting: Its events.
        codes: Signatures that its pattern speaks of.
        doubtful: Numbers of cases in which an event may or may not have it; a case may occur several times.
    """

    posting: Posting
    codes: frozenset[int]
    doubtful: Ints


@attrs.frozen(eq=False)
class Ruling:
    """
    Judges rules of one log, sharing what they have in common.

    Args:
        log: The log.
    """

    log: Log
    _postings: dict[tuple[int, ...], Posting] = attrs.field(factory=dict, init=False)
    _codes: dict[tuple[str, ...], tuple[int, ...]] = attrs.field(factory=dict, init=False)

    def column(self, subject: Subject, model: str, scope: str) -> RuleColumn | None:
        """
        Judge a rule over every case, or give None where only the reference can.

        Args:
            subject: The compiled rule.
            model: Id of the model that states it.
            scope: Its scope.
        """
        if not isinstance(subject, RuleSubject) or not _is_plain(subject):
            return None
        values = _paired_columns(subject, self.log.history)
        if values is None and subject.links:
            return None
        a = self._place(subject.letters[0], subject.declared)
        b = self._place(subject.letters[1], subject.declared)
        letters = self._letters(a, b)
        doubtful = [a.doubtful, b.doubtful, self._waived(subject.id)]
        keys = None
        if values is not None:
            keys, lacking = _keys(values, letters)
            doubtful.append(lacking)
        window = Window(self.log.occurred, _edge(subject.low), _edge(subject.high))
        plan = Plan(subject.rule.template, letters, window, keys)
        cases = {case for each in doubtful if len(each) for case in each.tolist()}
        return _as_column(plan, self._told(subject, sorted(cases)), subject.id, model, scope)

    def _place(self, letter: Letter | None, declared: Declared) -> Place:
        log = self.log
        if letter is None:
            return Place(self._posting(()), frozenset(), _NOWHERE)
        codes = self._spoken_of(letter.pattern)
        posting = self._posting(codes)
        if letter.expression is None:
            return Place(posting, frozenset(codes), _NOWHERE)
        found = truths(letter.expression, log.history, posting.at, declared)
        doubtful = posting.case[np.flatnonzero(found == UNKNOWN)]
        return Place(log.posting(posting.at[found == TRUE]), frozenset(codes), doubtful)

    def _spoken_of(self, pattern: Pattern) -> tuple[int, ...]:
        """Give the signatures that a pattern speaks of, its condition aside."""
        name = (pattern.element, pattern.kind, pattern.tag, pattern.transition)
        found = self._codes.get(name)
        if found is None:
            signatures, matches = self.log.history.signatures, self.log.lexicon.matches
            found = tuple(code for code, signature in enumerate(signatures) if matches(pattern, signature))
            self._codes[name] = found
        return found

    def _posting(self, codes: tuple[int, ...]) -> Posting:
        found = self._postings.get(codes)
        if found is None:
            found = self._postings[codes] = self.log.letter(codes)
        return found

    def _letters(self, a: Place, b: Place) -> Letters:
        visible = self.log.there
        if visible is not None:
            hidden = [code for code in a.codes | b.codes if not self.log.mapped[code]]
            if hidden:
                visible = np.union1d(np.union1d(visible, a.posting.at), b.posting.at)
        return Letters(self.log, a.posting, b.posting, a.codes.isdisjoint(b.codes), visible)

    @functools.cached_property
    def _waivers(self) -> Sequence[tuple[int, str]]:
        signatures = self.log.history.signatures
        return [(code, each.element) for code, each in enumerate(signatures) if each.kind == "waiver"]

    def _waived(self, rule: str) -> Ints:
        codes = tuple(code for code, element in self._waivers if element == rule)
        return self._posting(codes).case if codes else _NOWHERE

    def _told(self, subject: RuleSubject, cases: Sequence[int]) -> dict[int, Cell]:
        """Give the reference's cells where this path cannot tell."""
        if not cases:
            return {}
        log, history = self.log, self.log.history
        judge = Judge(Program((subject,), log.lexicon), history)
        found = {}
        for case in cases:
            first, last = history.starts[case], history.starts[case + 1]
            (found[case],) = judge.case(first, last, now=log.now, closed=bool(log.closed[case]))
        return found


@attrs.frozen(eq=False)
class Plan:
    """
    One rule over a log, ready to be judged.

    Args:
        template: Its template.
        letters: Its events.
        window: Its window.
        keys: Number of the value by which each ``a`` and each ``b`` find each other, or None.
    """

    template: Template
    letters: Letters
    window: Window
    keys: tuple[Ints, Ints] | None

    @property
    def is_whole(self) -> bool:
        """Whether a case as a whole keeps or breaks it."""
        return self.template in WHOLE and self.window.endless and self.keys is None

    def verdicts(self) -> tuple[array[int], array[int]]:
        """Give ranks of verdicts and numbers of activations."""
        if self.is_whole:
            rank, activations = glance_whole(self.template, self.letters)
        else:
            rank, activations = glance_halves(self.template, self.letters, self.window, self.keys)
        return array("b", rank.tobytes()), array("i", activations.astype(np.int32).tobytes())

    def evidence(self, told: dict[int, Cell]) -> Evidence:
        """
        Give what decided each verdict.

        Args:
            told: Cells that only the reference can tell, by case.
        """
        if self.is_whole:
            cells = judge_whole(self.template, self.letters)
        else:
            cells = judge_halves(self.template, self.letters, self.window, self.keys)
        due = array("q", [-1]) * len(cells.rank) if cells.due is None else array("q", cells.due.tobytes())
        found = Evidence(array("q", cells.activation.tobytes()), array("q", cells.decider.tobytes()), due)
        for case, cell in told.items():
            found.activation[case], found.decider[case] = cell.activation, cell.decider
            found.due[case] = -1 if cell.due is None else cell.due
        return found


def _is_plain(subject: RuleSubject) -> bool:
    rule, ends = subject.rule, (subject.low, subject.high)
    timed = any(end is not None for end in (*ends, subject.limit))
    judged = rule.template in HALVES or not (subject.links or timed)
    return judged and rule.applies is None and not rule.restart and subject.limit is None and all(map(_is_fixed, ends))


def _is_fixed(bound: Bound | None) -> bool:
    return bound is None or (isinstance(bound.duration, Duration))


def _edge(bound: Bound | None) -> Edge | None:
    if bound is None or not isinstance(bound.duration, Duration):
        return None
    return Edge(bound.duration, bound.days)


def _paired_columns(subject: RuleSubject, history: History) -> tuple[TextColumn, TextColumn] | None:
    """Give the columns of texts that must be equal on ``a`` and ``b``, if that is all the correlation there is."""
    if len(subject.links) != 1 or AUTOMATA[subject.rule.template].reach is not Reach.ANY:
        return None
    names = subject.links[0].equal_names()
    if names is None or any(_is_declared(name, subject.declared) for name in names):
        return None
    columns = history.column(names[0]), history.column(names[1])
    if isinstance(columns[0], TextColumn) and isinstance(columns[1], TextColumn):
        return columns[0], columns[1]
    return None


def _is_declared(name: str, declared: Declared) -> bool:
    known = name in declared.types or name in declared.values or name in declared.parameters
    return known or name in {"now", "event.element", "event.kind", "event.transition", "event.occurred"}


def _keys(columns: tuple[TextColumn, TextColumn], letters: Letters) -> tuple[tuple[Ints, Ints], Ints]:
    """Give the number of the value of each ``a`` and ``b``, and the cases in which one is missing."""
    words = {word: number for number, word in enumerate(columns[0].words)}
    for word in columns[1].words:
        words.setdefault(word, len(words))
    found, lacking = [], []
    for column, posting in zip(columns, (letters.a, letters.b), strict=True):
        numbers = np.array([*(words[word] for word in column.words), 0], np.int64)
        codes = np.frombuffer(column.codes, np.int32)[posting.at]
        lacking.append(posting.case[np.flatnonzero(codes < 0)])
        found.append(numbers[codes])
    return (found[0], found[1]), np.concatenate(lacking)


def _as_column(plan: Plan, told: dict[int, Cell], rule: str, model: str, scope: str) -> RuleColumn:
    verdict, activations = plan.verdicts()
    for case, cell in told.items():
        verdict[case], activations[case] = cell.verdict.rank, cell.activations
    return RuleColumn(
        rule=rule,
        model=model,
        scope=scope,
        verdict=verdict,
        activations=activations,
        evidence=functools.partial(plan.evidence, told),
        unknown={case: cell.unknown for case, cell in told.items() if cell.unknown},
        waived={case: cell.waived for case, cell in told.items() if cell.waived},
    )


def judge_fast(history: History, traces: Traces, program: Program, model: str, now: int) -> dict[str, RuleColumn]:
    """
    Judge the rules of a program that can be judged from postings.

    Args:
        history: The history, effective.
        traces: The cases to judge.
        program: The program.
        model: Id of the model that states the rules.
        now: The time of judging, microseconds since 1970 UTC.

    Returns:
        Columns by rule; rules that only the reference can judge are left out.
    """
    if not len(history):
        return {}
    ruling = Ruling(Log(history, program.lexicon, np.array(history.closed, np.bool_), now))
    every = len(traces.cases) == len(history.cases)
    found = {}
    for subject in program.subjects:
        column = ruling.column(subject, model, traces.scope)
        if column is not None:
            found[subject.id] = column if every else _chosen(column, traces)
    return found


def _chosen(column: RuleColumn, traces: Traces) -> RuleColumn:
    """Keep the cells of some cases."""
    numbers = {case: trace for trace, case in enumerate(traces.cases)}
    return attrs.evolve(
        column,
        verdict=array("b", map(column.verdict.__getitem__, traces.cases)),
        activations=array("i", map(column.activations.__getitem__, traces.cases)),
        evidence=functools.partial(_chosen_evidence, column, traces.cases),
        unknown={numbers[case]: names for case, names in column.unknown.items() if case in numbers},
        waived={numbers[case]: why for case, why in column.waived.items() if case in numbers},
    )


def _chosen_evidence(column: RuleColumn, cases: Sequence[int]) -> Evidence:
    whole = column.known_evidence
    parts = (whole.activation, whole.decider, whole.due)
    return Evidence(*(array("q", map(part.__getitem__, cases)) for part in parts))
