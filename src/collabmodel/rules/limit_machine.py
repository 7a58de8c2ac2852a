"""A limit followed through one case after another, in one reading of what is unknown."""

from __future__ import annotations

import datetime as dt
import functools
from array import array
from bisect import bisect_left
from collections.abc import Sequence

from collabmodel.model import Pick, Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.clocks import Clock
from collabmodel.rules.limit_lengths import Lengths
from collabmodel.rules.limit_outcomes import Outcome, ledgers_of, with_overdue
from collabmodel.rules.limit_parts import Letter, LimitParts, Meaning
from collabmodel.rules.machine import NEVER, Evidence, Handler, Obligation
from collabmodel.rules.postings import Postings
from collabmodel.rules.standstill import Standstill
from collabmodel.rules.states import State, numbers, pair, parts, texts, triple
from collabmodel.rules.trace import Trace
from collabmodel.workdays import Ledger, Step, to_us

_SATISFIED, _POSSIBLY_SATISFIED, _POSSIBLY_VIOLATED, _VIOLATED = range(4)
_NEXT = -1


class LimitMachine:
    """
    A limit in one reading; ``limits`` tells what it means.

    Args:
        parts: The limit.
        trace: Where the events are.
        hopeful: Whether unknown is read for the better.
        keep: Whether to keep clocks that ran out, for obligations, and how clocks ended, for ledgers: all of them, or
            only the one that ended last once ``keep_all`` is off.
    """

    count: int
    broken: tuple[int, int] | None
    clocks: list[Clock]
    gathered: dict[int, tuple[int, int]]
    overdue: list[Clock]
    series: bool
    settled: tuple[int, int, int] | None
    stops: array[int]
    told: dict[int, int]

    def __init__(self, parts: LimitParts, trace: Trace, *, hopeful: bool, keep: bool = False) -> None:
        self.parts = parts
        self.trace = trace
        self.times: Sequence[int] = trace.occurred
        self.hopeful = hopeful
        self.names: CaseNames = CaseNames(parts.declared, trace)
        self.dated: tuple[int, ...] = tuple(number for number, anchor in enumerate(parts.anchors) if anchor.fact)
        self.conditional: bool = parts.applies is not None or bool(parts.exemptions)
        self.endless: bool = parts.recurs and parts.until is None
        self.kept: list[Outcome] | None = [] if keep else None
        self.keep_all: bool = True
        self.missing: set[str] = set()
        self.lengths: Lengths = Lengths(parts, self.names, hopeful=hopeful, lacking=self.missing)
        self.standstill: Standstill = Standstill(
            parts, self.names, hopeful=hopeful, lacking=self.missing, endless=self.endless
        )
        self.start(0)

    def start(self, first: int) -> None:
        """
        Forget everything and begin a case.

        Args:
            first: Position of its first event.
        """
        self.first = first
        self.names.open_case(first)
        self.missing.clear()
        self.clocks = []
        self.overdue = []
        self.count = 0
        if self.kept is not None:
            self.kept = []
        self.series = False
        self.broken = None
        self.settled = None
        self.gathered = {}
        self.told = {}
        self.stops = array("q")
        self.standstill.start()

    def share(self, postings: Postings) -> None:
        """
        Look back by what others over the same case have found as well.

        Args:
            postings: What they have found.
        """
        self.names.share(postings)

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move this machine.

        Args:
            signature: The signature.
        """
        meaning = self.parts.meaning(signature)
        return functools.partial(self.step, meaning) if meaning.matters(self.parts) else None

    def step(self, meaning: Meaning, position: int) -> None:
        """
        Take in an event.

        Args:
            meaning: What it may mean.
            position: Its position.
        """
        now = self.times[position]
        self._expire(now)
        if meaning.manages:
            self._go_on(meaning, position)
        if self.dated and (meaning.fact or position == self.first):
            self._dates(position)
        if self.clocks and meaning.fact:
            for clock in self.clocks:
                self.lengths.set(clock, position)
        if meaning.frees or (self.conditional and (self.clocks or self.overdue)):
            self._let_go(meaning, position)
        for number in meaning.anchors:
            letter = self.parts.anchors[number].event
            if letter is not None and self._is(letter, position, doubt=not self.hopeful):
                self._anchor(number, now, position)
        if meaning.stops:
            self._stop(position)
        if meaning.manages:
            self.standstill.stand_still(meaning, position)

    def _is(self, letter: Letter, position: int, *, doubt: bool, activation: int = -1) -> bool:
        return letter.holds(self.names, position, doubt=doubt, lacking=self.missing, activation=activation)

    def _expire(self, now: int) -> None:
        seen = self.standstill.seen(now)
        for clock in [clock for clock in self.clocks if seen > clock.last]:
            self._break(clock)

    def _break(self, clock: Clock) -> None:
        self.clocks.remove(clock)
        self.gathered.clear()
        if self.broken is None or clock.activation < self.broken[0]:
            self.broken = (clock.activation, clock.due)
        if self.kept is not None:
            self.overdue.append(clock)
            self._keep(Outcome(clock, Step.EXPIRY, clock.due, -1))

    def _settle(self, clock: Clock, position: int, step: Step) -> None:
        self.clocks.remove(clock)
        self.gathered.clear()
        if self.settled is None or clock.activation < self.settled[0]:
            self.settled = (clock.activation, position, self._told_due(clock))
        self._keep(Outcome(clock, step, self.times[position], position))

    def _keep(self, outcome: Outcome) -> None:
        if self.kept is not None:
            if not self.keep_all:
                self.kept.clear()
            self.kept.append(outcome)

    def _told_due(self, clock: Clock) -> int:
        return -1 if self.standstill.halt is not None or clock.due == NEVER else clock.due

    def _go_on(self, meaning: Meaning, position: int) -> None:
        halt = self.standstill.go_on(meaning, position)
        for clock in self.clocks:
            if halt is not None:
                clock.change(halt)
            if meaning.order == "extended":
                self.lengths.lengthen(clock, position)

    def _let_go(self, meaning: Meaning, position: int) -> None:
        parts = self.parts
        for clock in tuple(self.clocks):
            if any(self._revokes(number, clock, position) for number in meaning.revokes):
                self.clocks.remove(clock)
                self.count -= 1
            elif self.conditional and not self._binds(position, clock.activation):
                self._settle(clock, position, Step.RELEASE)
        self.overdue = [clock for clock in self.overdue if self._still_owed(meaning, clock, position)]
        for number in meaning.revokes:
            self.gathered.pop(number, None)
        if meaning.ends and parts.until is not None and self._is(parts.until, position, doubt=self.hopeful):
            self.series = False
            self.overdue.clear()
            for clock in tuple(self.clocks):
                self._settle(clock, position, Step.RELEASE)

    def _still_owed(self, meaning: Meaning, clock: Clock, position: int) -> bool:
        if any(self._revokes(number, clock, position) for number in meaning.revokes):
            return False
        return not self.conditional or self._binds(position, clock.activation)

    def _revokes(self, number: int, clock: Clock, position: int) -> bool:
        letter = self.parts.anchors[number].revoked
        concerned = clock.anchor == number or (self.parts.pick is Pick.LATER and clock.anchor != _NEXT)
        if letter is None or not concerned:
            return False
        return self._is(letter, position, doubt=self.hopeful, activation=clock.activation)

    def _binds(self, position: int, activation: int) -> bool:
        if not self.conditional:
            return True
        names = self.names.move(position, activation=activation)
        applies = self.parts.applies
        if applies is not None and not applies.holds(names, not self.hopeful, self.missing):
            return False
        return not any(test.holds(names, self.hopeful, self.missing) for test in self.parts.exemptions)

    def _dates(self, position: int) -> None:
        for number in self.dated:
            start = self._date(self.parts.anchors[number].fact, position)
            if start is not None and self.told.get(number) != start:
                self.told[number] = start
                self._anchor(number, start, position)
                self._look_back(start, position)

    def _look_back(self, start: int, position: int) -> None:
        for stop in self.stops[bisect_left(self.stops, start, key=self.times.__getitem__) :]:
            fresh = [clock for clock in self.clocks if clock.activation in (position, stop)]
            if not fresh or fresh[0].start > self.times[stop]:
                return
            self._meet(fresh[0], stop)
            if self.parts.recurs and self.series:
                self._next(stop)
                position = stop

    def _date(self, fact: str, position: int) -> int | None:
        if fact in self.parts.declared.types:
            value = self.names.move(position).get(fact)
        else:
            value = self.trace.fact(position, fact)
        if isinstance(value, dt.datetime):
            return to_us(value) if value.tzinfo else None
        return self.parts.days.midnight(value.toordinal()) if isinstance(value, dt.date) else None

    def _anchor(self, number: int, start: int, position: int) -> None:
        parts = self.parts
        if parts.pick is Pick.LATER and len(parts.anchors) > 1:
            self.gathered[number] = (start, position)
            if self.clocks or len(self.gathered) < len(parts.anchors):
                return
            start = max(moment for moment, _ in self.gathered.values())
        if self._binds(position, position) and parts.in_force(start):
            self._open(number, start, position)

    def _open(self, number: int, start: int, position: int) -> None:
        waiting = self.clocks[0] if self.clocks and not self.parts.stop.correlated else None
        if waiting is not None:
            retold = number == waiting.anchor and number in self.dated
            earlier, later = start < waiting.start, start >= waiting.start
            if not (retold or (earlier if self.parts.pick is Pick.FIRST else later and self.parts.pick is Pick.LAST)):
                return
            self.clocks.remove(waiting)
            self.count -= 1
        clock = Clock(position, start, number, self.parts.days, self.parts.roll, None)
        self.lengths.set(clock, position)
        self.clocks.append(clock)
        self.count += 1
        self.series = True

    def _stop(self, position: int) -> None:
        letter = self.parts.stop
        if letter.correlated:
            for clock in tuple(self.clocks):
                if self._is(letter, position, doubt=self.hopeful, activation=clock.activation):
                    self._meet(clock, position)
            self.overdue = [
                clock
                for clock in self.overdue
                if not self._is(letter, position, doubt=self.hopeful, activation=clock.activation)
            ]
        elif self._is(letter, position, doubt=self.hopeful):
            if self.dated:
                self.stops.append(position)
            self._meet_all(position)

    def _meet_all(self, position: int) -> None:
        for clock in tuple(self.clocks):
            self._meet(clock, position)
        self.overdue.clear()
        if self.parts.recurs and self.series and not self.clocks:
            self._next(position)

    def _meet(self, clock: Clock, position: int) -> None:
        if self.standstill.seen(self.times[position]) > clock.last:
            self._break(clock)
            self.overdue = [each for each in self.overdue if each is not clock]
            return
        self._settle(clock, position, Step.STOP)
        if self.parts.recurs and self.parts.stop.correlated:
            self._next(position)

    def _next(self, position: int) -> None:
        if self._binds(position, position) and self.parts.in_force(self.times[position]):
            self._open(_NEXT, self.times[position], position)

    def save(self) -> State:
        """Give what it knows of the case as plain values."""
        return (
            (self.count, self.series),
            (self.broken, self.settled),
            tuple((number, *told) for number, told in self.gathered.items()),
            tuple(self.told.items()),
            tuple(self.stops),
            tuple(clock.save() for clock in self.clocks),
            tuple(clock.save() for clock in self.overdue),
            tuple(outcome.save() for outcome in self.kept or ()),
            tuple(sorted(self.missing)),
            self.standstill.save(),
        )

    def load(self, state: State) -> None:
        """
        Take over what another such machine knew, right after ``start``.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        counted, decided, gathered, told, stops, clocks, overdue, kept, lacking, standstill = parts(state, 10)
        self.count, series = numbers(counted, 2)
        self.series = bool(series)
        broken, settled = parts(decided, 2)
        self.broken = None if broken is None else pair(broken)
        self.settled = None if settled is None else triple(settled)
        self.gathered = {each: (start, position) for each, start, position in map(triple, parts(gathered))}
        self.told = dict(map(pair, parts(told)))
        self.stops = array("q", numbers(stops))
        days, roll = self.parts.days, self.parts.roll
        self.clocks = [Clock.saved(clock, days, roll) for clock in parts(clocks)]
        self.overdue = [Clock.saved(clock, days, roll) for clock in parts(overdue)]
        if self.kept is not None:
            self.kept = [Outcome.saved(outcome, days, roll) for outcome in parts(kept)]
        self.missing.update(texts(lacking))
        self.standstill.load(standstill)

    def report(self, last: int, now: int, closed: bool) -> Evidence:
        """
        Give what was found, without changing anything.

        Args:
            last: Position after the last event seen.
            now: The time of judging, microseconds since 1970 UTC.
            closed: Whether nothing more is expected.
        """
        broken, settled, waiting = self.broken, self.settled, None
        seen = self.standstill.seen(min(now, self.times[last - 1]) if closed and self.endless and last else now)
        for clock in self.clocks:
            if seen > clock.last or (closed and not self.endless):
                if broken is None or clock.activation < broken[0]:
                    broken = (clock.activation, clock.due if seen > clock.last else self._told_due(clock))
            elif closed:
                settled = min(settled or (clock.activation, -1, -1), (clock.activation, -1, self._told_due(clock)))
            elif waiting is None or clock.activation < waiting.activation:
                waiting = clock
        if broken is not None:
            return Evidence(_VIOLATED, self.count, broken[0], -1, -1 if broken[1] == NEVER else broken[1])
        if waiting is not None:
            return Evidence(_POSSIBLY_VIOLATED, self.count, waiting.activation, -1, self._told_due(waiting))
        rank = _SATISFIED if closed else _POSSIBLY_SATISFIED
        return Evidence(rank, self.count, *(settled or (-1, -1, -1)))

    def obligations(self, now: int) -> Sequence[Obligation]:
        """
        Give the clocks that wait for their stop, overdue or not (those only if clocks are kept), the most urgent first.

        Args:
            now: The time of judging, microseconds since 1970 UTC.
        """
        del now
        waiting = [(clock.due, clock.activation, clock, clock.due) for clock in self.overdue]
        for clock in self.clocks:
            due = self._told_due(clock)
            waiting.append((NEVER if due < 0 else due, clock.activation, clock, due))
        return tuple(
            Obligation(rule=self.parts.id, activation=activation, opens=clock.start, due=None if due < 0 else due)
            for _, activation, clock, due in sorted(waiting, key=lambda row: row[:2])
        )

    def ledgers(self, now: int) -> tuple[Ledger, ...]:
        """
        Give the account of every clock there was, in order of activation; only if clocks are kept.

        Args:
            now: The time of judging, microseconds since 1970 UTC.
        """
        ended = self.kept or []
        if not self.keep_all:
            ended = with_overdue(ended, self.overdue)
        return ledgers_of(self.parts.id, ended, self.clocks, self.standstill.seen(now), self.standstill.halt)
