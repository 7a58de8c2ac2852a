"""What the names of conditions mean in a case: its facts, its events, and what the model declares."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from collabmodel.model import Expression, FactType
from collabmodel.rules.amounts import UNKNOWN, Found, Unknown
from collabmodel.rules.declared import Declared
from collabmodel.rules.functions import as_date
from collabmodel.rules.names import Attendee
from collabmodel.rules.postings import Posting, Postings, Run
from collabmodel.rules.trace import Trace
from collabmodel.workdays import Days, Duration, Unit, due_us, from_us, last_us

_FIXED = frozenset({Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS})
_PRESENT = frozenset({"written", "partial", "remote"})


class CaseNames:
    """
    The names of conditions in one case after another: a cursor that is moved to the event at hand.

    Args:
        declared: What the model declares.
        trace: The events.
        first: Position of the first event of the case.
    """

    known: int
    now: int
    activation: int
    first: int
    position: int

    __slots__ = (
        "_memory",
        "_postings",
        "_readers",
        "activation",
        "declared",
        "first",
        "known",
        "now",
        "position",
        "trace",
    )

    def __init__(self, declared: Declared, trace: Trace, first: int = 0) -> None:
        self.declared: Declared = declared
        self.trace: Trace = trace
        self.first = self.position = first
        self.activation = self.known = -1
        self.now = 0
        self._memory: dict[tuple[str, int, int, int], Found] = {}
        self._postings: Postings = {}
        self._readers: dict[str, Callable[[str], Found]] = {}

    @property
    def days(self) -> Days | None:
        """The calendar on which conditions count working days, or None."""
        return self.declared.days

    def open_case(self, first: int) -> None:
        """
        Go to another case.

        Args:
            first: Position of its first event.
        """
        self.first = self.position = first
        self.activation = self.known = -1
        self._memory.clear()
        for posting in self._postings.values():
            posting.start(first)

    def share(self, postings: Postings) -> None:
        """
        Look back by what others over the same case have found as well.

        Args:
            postings: What they have found.
        """
        self._postings = postings

    def cut(self, end: int) -> None:
        """
        Forget what was remembered of events that are taken back.

        Args:
            end: Position of the first of them.
        """
        self._memory.clear()
        for posting in self._postings.values():
            posting.cut(end)

    def move(self, position: int, *, now: int | None = None, activation: int = -1, known: int = -1) -> CaseNames:
        """
        Go to an event of the case, and give the names as they are there.

        Args:
            position: The event.
            now: Microseconds since 1970 UTC; None for when the event happened.
            activation: The event that ``activation.X`` speaks of, or -1.
            known: The event as of which facts are known, or -1 for this one.
        """
        if self._memory:
            self._memory.clear()
        self.position = position
        self.now = self.trace.occurred[position] if now is None else now
        self.activation = activation
        self.known = known
        return self

    def get(self, name: str) -> Found:
        """
        Give the value of a name, ``UNKNOWN`` or None where there is none.

        Args:
            name: Name as written, without ``activation.``.
        """
        reader = self._readers.get(name)
        if reader is None:
            reader = self._readers[name] = self._reader(name)
        return reader(name)

    def _reader(self, name: str) -> Callable[[str], Found]:
        declared = self.declared
        if name in declared.types:
            return self._fact
        if name in declared.values or name in declared.parameters:
            return self._remembered
        if name == "now":
            return self._now
        return self._of_event if name.startswith(("event.", "actor.")) else self._datum

    def _datum(self, name: str) -> Found:
        return self.trace.value(self.position, name)

    def _now(self, _name: str) -> Found:
        return from_us(self.now, self.declared.zone)

    def _fact(self, name: str) -> Found:
        value = self.trace.fact(self.position if self.known < 0 else self.known, name)
        return self._typed(value, self.declared.types[name])

    def _typed(self, value: Found, kind: FactType) -> Found:
        if kind is FactType.DATE:
            return as_date(value.astimezone(self.declared.zone) if isinstance(value, dt.datetime) else value)
        if kind is FactType.TIME and isinstance(value, str):
            try:
                moment = dt.datetime.fromisoformat(value)
            except ValueError:
                return UNKNOWN
            return moment if moment.tzinfo else UNKNOWN
        return value

    def _remembered(self, name: str) -> Found:
        key = (name, self.position, self.now, self.known)
        found = self._memory.get(key)
        if found is None:
            self._memory[key] = UNKNOWN
            compiled = self.declared.values.get(name) or self.declared.parameters[name]
            try:
                found = compiled(self)
            except RecursionError:
                found = UNKNOWN
            found = self._memory[key] = UNKNOWN if found is None else found
        return found

    def _of_event(self, name: str) -> Found:
        if name == "event.occurred":
            return from_us(self.trace.occurred[self.position], self.declared.zone)
        signature = self.trace.signatures[self.trace.signature[self.position]]
        if name == "event.kind":
            return signature.kind
        if name == "event.element":
            return signature.element or None
        if name == "event.transition":
            return signature.transition
        value = self.trace.value(self.position, name)
        if value is None and name == "actor.side":
            role = self.trace.value(self.position, "actor.role")
            return self.declared.sides.get(role) if isinstance(role, str) else None
        return value

    def at_activation(self, name: str) -> Found:
        """
        Give the value that a name had at the activation.

        Args:
            name: Name as written, without ``activation.``.
        """
        if self.activation < 0:
            return UNKNOWN
        here = (self.position, self.now, self.known)
        self.position, self.now, self.known = self.activation, self.trace.occurred[self.activation], -1
        try:
            return self.get(name)
        finally:
            self.position, self.now, self.known = here

    def look_back(self, pattern: str, window: Duration | None) -> Sequence[int] | Unknown:
        """
        Give the case's events up to the present one, itself included, that match; ``UNKNOWN`` for a window in
        working days where there is no calendar to count them on.

        Args:
            pattern: Pattern in its short form.
            window: How far back, or None for the whole case.
        """
        posting = self._postings.get(pattern)
        if posting is None:
            posting = self._postings[pattern] = Posting(self.first)
        if posting.scanned <= self.position:
            self._scan(pattern, posting)
        end = bisect_right(posting.found, self.position)
        if window is None:
            return Run(posting.found, 0, end)
        days = self.days if window.unit is Unit.WORKING_DAYS else None
        if window.unit is Unit.WORKING_DAYS and (days is None or not days.countable):
            return UNKNOWN
        occurred = self.trace.occurred
        if window.unit in _FIXED:
            oldest = self.now - due_us(0, window)
            start = bisect_left(posting.found, oldest, 0, end, key=occurred.__getitem__)
        else:
            start = bisect_left(posting.found, self.now, 0, end, key=lambda at: last_us(occurred[at], window, days))
        return Run(posting.found, start, end)

    def _scan(self, pattern: str, posting: Posting) -> None:
        matching, signatures, end = posting.matching, self.trace.signatures, self.position + 1
        if len(matching) < len(signatures):
            speaks_of = self.declared.speaks_of
            matching += [speaks_of(pattern, signature) for signature in signatures[len(matching) :]]
        posting.scan(self.trace.signature, end)

    def at(self, position: int, name: str) -> Found:
        """
        Give event data of an event that ``look_back`` gave.

        Args:
            position: The event.
            name: Name of the data.
        """
        if not name.startswith(("event.", "actor.")):
            return self.trace.value(position, name)
        here, self.position = self.position, position
        try:
            return self._of_event(name)
        finally:
            self.position = here

    def attendance(self) -> Sequence[Attendee] | Unknown:
        """Give who came to the present event, or ``UNKNOWN`` where nothing says."""
        lines = self.trace.value(self.position, "attendance")
        if not isinstance(lines, tuple):
            return UNKNOWN
        try:
            return tuple(self._attendee(dict(line)) for line in lines)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return UNKNOWN

    def _attendee(self, line: dict[str, object]) -> Attendee:
        role, person, organisation, side, presence, outcome = (
            value if isinstance(value, str) else ""
            for value in map(line.get, ("role", "person", "organisation", "side", "presence", "outcome"))
        )
        came = outcome == "came" or (outcome in ("", "sent word") and presence in _PRESENT)
        came = came or (not outcome and presence == "in person")
        side = side or self.declared.sides.get(role, "")
        return Attendee(role=role, person=person, organisation=organisation, side=side, came=came)

    def derivation(self, name: str) -> Expression | None:
        """
        Give the expression of a derived fact, or None for any other name.

        Args:
            name: Name as written.
        """
        return self.declared.derived.get(name)
