"""How long a limit is in a case, and by how much it is lengthened."""

from __future__ import annotations

from collabmodel.model import Name, Reference
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.clocks import Clock, Lengthening
from collabmodel.rules.conditions import missing
from collabmodel.rules.limit_parts import LimitParts, LongerPart
from collabmodel.rules.machine import NEVER
from collabmodel.workdays import Duration, due_us, parse_duration


class Lengths:
    """
    Reads lengths in one reading of what is unknown.

    Args:
        parts: The limit.
        names: The names of its case.
        hopeful: Whether unknown is read for the better.
        lacking: Where to note what was missing.
    """

    def __init__(self, parts: LimitParts, names: CaseNames, *, hopeful: bool, lacking: set[str]) -> None:
        self.parts = parts
        self.names = names
        self.hopeful = hopeful
        self.lacking = lacking

    def set(self, clock: Clock, position: int) -> None:
        """
        Give a clock its length: event data as at its activation, facts as known at an event.

        Args:
            clock: The clock.
            position: The event.
        """
        start = clock.activation
        names = self.names.move(start, activation=start, known=position)
        first_gap = self.parts.first_gap if clock.anchor >= 0 else None
        clock.duration = self._choose(names, clock, first_gap or self.parts.length)
        clock.reckon()

    def _choose(self, names: CaseNames, clock: Clock, ordinary: Duration | Reference) -> Duration | None:
        if not self.parts.others:
            return self.read(ordinary, names, clock)
        sure: list[Duration | None] = []
        doubtful: list[tuple[Duration | None, bool]] = []
        replaced = False
        for other in self.parts.others:
            value = other.test.run(names)
            if value is True:
                sure.append(self.read(other.length, names, clock))
                replaced = replaced or other.replaces
            elif value is not False:
                self.lacking.update(missing(other.test.expression, names))
                doubtful.append((self.read(other.length, names, clock), other.replaces))
        certain = sure if replaced else [*sure, self.read(ordinary, names, clock)]
        if not self.hopeful:
            return min([*certain, *(length for length, _ in doubtful)], key=lambda length: _end(clock, length))
        chances = [certain, *([*sure, length] for length, replaces in doubtful if replaces)]
        shortest = [min(chance, key=lambda length: _end(clock, length)) for chance in chances]
        return max(shortest, key=lambda length: _end(clock, length))

    def read(self, length: Duration | Reference, names: CaseNames, clock: Clock) -> Duration | None:
        """
        Give a length; where its parameter is unknown, the longest or shortest that it may be, as the reading wants.

        Args:
            length: A duration, or the parameter that gives it.
            names: The names of the case.
            clock: The clock that it is for.
        """
        if isinstance(length, Duration):
            return length
        value = names.get(length.parameter)
        if isinstance(value, Duration):
            return value
        self.lacking.update(missing(Name(length.parameter), names) or {length.parameter})
        possible = [one for one in names.declared.possible(length.parameter, names) if isinstance(one, Duration)]
        choose = max if self.hopeful else min
        return choose(possible, key=lambda one: _end(clock, one), default=None)

    def lengthen(self, clock: Clock, position: int) -> None:
        """
        Let an event lengthen a limit, if its actor may; note the refusal otherwise.

        Args:
            clock: The clock.
            position: The event.
        """
        names = self.names.move(position, activation=clock.activation)
        at, role = names.now, names.get("actor.role")
        wanted = _wanted(names)
        why = "nobody may lengthen it"
        for number, part in enumerate(self.parts.longer):
            most = None if part.most is None else self.read(part.most, names, clock)
            granted = _shorter(clock, at, wanted, most)
            why = self._refusal(part, clock.used.get(number, 0), role, names) or (
                "" if granted else "no length was given"
            )
            if granted and not why:
                clock.used[number] = clock.used.get(number, 0) + 1
                clock.change(Lengthening(at=at, duration=granted, position=position, why=_text(names, "reason")))
                return
        clock.change(Lengthening(at=at, duration=None, position=position, why=why))

    def _refusal(self, part: LongerPart, used: int, role: object, names: CaseNames) -> str:
        if part.by and role not in part.by:
            return "the role may not lengthen it"
        if used >= part.times:
            return "it was lengthened as often as it may be"
        if part.test is not None and not part.test.holds(names, self.hopeful, self.lacking):
            return "the condition for lengthening does not hold"
        return ""


def _end(clock: Clock, length: Duration | None) -> int:
    return NEVER if length is None else due_us(clock.start, length, clock.days)


def _wanted(names: CaseNames) -> Duration | None:
    value = names.trace.value(names.position, "by")
    if isinstance(value, str):
        try:
            return parse_duration(value)
        except ValueError:
            return None
    return value if isinstance(value, Duration) else None


def _shorter(clock: Clock, at: int, wanted: Duration | None, most: Duration | None) -> Duration | None:
    if wanted is None or most is None:
        return wanted or most
    return min(wanted, most, key=lambda duration: clock.due_with(Lengthening(at=at, duration=duration)))


def _text(names: CaseNames, name: str) -> str:
    value = names.trace.value(names.position, name)
    return value if isinstance(value, str) else ""
