"""The parts of a limit as its machine uses them: tests, letters, lengths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabmodel.model import Expression, Pattern, Pick, Reference, Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import compile_condition, missing, names_in
from collabmodel.rules.declared import Declared
from collabmodel.rules.names import Condition
from collabmodel.rules.trace import tells_facts
from collabmodel.workdays import Days, Duration


@attrs.frozen(eq=False)
class Test:
    """
    A compiled condition that is read for the better or the worse where it is unknown.

    Args:
        expression: The condition.
        run: The same, compiled.
    """

    __test__ = False

    expression: Expression
    run: Condition

    @classmethod
    def of(cls, expression: Expression | None) -> Test | None:
        """
        Compile a condition, if there is one.

        Args:
            expression: The condition, or None.
        """
        return None if expression is None else cls(expression, compile_condition(expression))

    def holds(self, names: CaseNames, doubt: bool, lacking: set[str]) -> bool:
        """
        Tell whether it holds.

        Args:
            names: What its names mean, at the event at hand.
            doubt: The answer if it is unknown.
            lacking: Where to note what was missing.
        """
        value = self.run(names)
        if isinstance(value, bool):
            return value
        lacking.update(missing(self.expression, names))
        return doubt


@attrs.frozen(eq=False)
class Letter:
    """
    A class of events that means something to a limit.

    Args:
        pattern: The pattern.
        test: Its condition, or None.
        correlated: Whether the condition reads the activation.
    """

    pattern: Pattern
    test: Test | None
    correlated: bool

    @classmethod
    def of(cls, pattern: Pattern) -> Letter:
        """
        Compile a pattern.

        Args:
            pattern: The pattern.
        """
        names = () if pattern.where is None else names_in(pattern.where)
        return cls(pattern, Test.of(pattern.where), any(name.startswith("activation.") for name in names))

    def holds(self, names: CaseNames, position: int, *, doubt: bool, lacking: set[str], activation: int = -1) -> bool:
        """
        Tell whether its condition holds at an event.

        Args:
            names: The names of the case, a cursor.
            position: The event.
            doubt: The answer if it is unknown.
            lacking: Where to note what was missing.
            activation: The activation that it may read, or -1.
        """
        return self.test is None or self.test.holds(names.move(position, activation=activation), doubt, lacking)


@attrs.frozen(eq=False)
class AnchorPart:
    """
    What a limit runs from.

    Args:
        event: An event, or None.
        fact: Id of a dated fact, or empty.
        revoked: What takes it away again, or None.
    """

    event: Letter | None
    fact: str
    revoked: Letter | None


@attrs.frozen(eq=False)
class LongerPart:
    """
    One way of lengthening a limit.

    Args:
        by: Roles that may; empty for any.
        most: By how much at most, or None for as much as the event says.
        times: How often.
        test: When, or None for always.
    """

    by: tuple[str, ...]
    most: Duration | Reference | None
    times: int
    test: Test | None


@attrs.frozen(eq=False)
class OtherLength:
    """
    Another length for some cases.

    Args:
        test: When it applies.
        length: The length.
        replaces: Whether the ordinary length drops out.
    """

    test: Test
    length: Duration | Reference
    replaces: bool


@attrs.frozen(eq=False)
class PausePart:
    """
    When a limit stands still.

    Args:
        start: What stops it.
        end: What lets it go on.
        why: The reason, for people.
    """

    start: Letter
    end: Letter
    why: str


@attrs.frozen(kw_only=True, eq=False)
class LimitParts:
    """
    A limit, compiled.

    Args:
        id: Id of the limit.
        declared: What its model declares.
        days: Its calendar.
        roll: ``none``, ``forward`` or ``backward``.
        pick: Which of several anchoring moments counts.
        anchors: What it runs from.
        stop: What meets it.
        length: Its ordinary length.
        others: Other lengths.
        recurs: Whether it comes again each time it is met.
        first_gap: Length of the first gap, or None for the ordinary one.
        until: What ends the series, or None for the closing of the case.
        longer: How it may be lengthened.
        pauses: When it stands still.
        exemptions: When it does not bind.
        applies: When the case has it at all, or None for always.
        valid_from: First day of anchors that count, or None.
        valid_until: Last such day, or None.
    """

    id: str
    declared: Declared
    days: Days
    roll: str
    pick: Pick
    anchors: tuple[AnchorPart, ...]
    stop: Letter
    length: Duration | Reference
    others: tuple[OtherLength, ...]
    recurs: bool
    first_gap: Duration | Reference | None
    until: Letter | None
    longer: tuple[LongerPart, ...]
    pauses: tuple[PausePart, ...]
    exemptions: tuple[Test, ...]
    applies: Test | None
    valid_from: dt.date | None
    valid_until: dt.date | None
    _meanings: dict[Signature, Meaning] = attrs.field(factory=dict, init=False, repr=False)

    def meaning(self, signature: Signature) -> Meaning:
        """
        Tell what events of a signature mean to the limit.

        Args:
            signature: The signature.
        """
        found = self._meanings.get(signature)
        if found is None:
            found = self._meanings[signature] = Meaning.of(self, signature)
        return found

    @property
    def looks_always(self) -> bool:
        """Whether any event may move it: it reads conditions or facts that any event may change."""
        return bool(self.exemptions) or self.applies is not None or any(anchor.fact for anchor in self.anchors)

    def in_force(self, start: int) -> bool:
        """
        Tell whether an anchoring moment lies in its validity.

        Args:
            start: The moment, microseconds since 1970 UTC.
        """
        if self.valid_from is None and self.valid_until is None:
            return True
        day = self.days.day_of(start)
        early = self.valid_from is not None and day < self.valid_from.toordinal()
        return not early and (self.valid_until is None or day <= self.valid_until.toordinal())


@attrs.frozen(eq=False)
class Meaning:
    """
    What events of one signature mean to a limit, their conditions aside.

    Args:
        anchors: Numbers of the anchors they are.
        revokes: Numbers of the anchors they revoke.
        stops: Whether they may meet it.
        ends: Whether they may end its recurrence.
        pauses: Numbers of the pauses they start.
        resumes: Numbers of the pauses they end.
        order: Transition of an event that speaks of the limit itself, or empty.
        fact: Whether they tell facts.
        case: Transition of an event of the case's own life, or empty.
        manages: Whether they may stop a clock, let it go on, or lengthen it.
        frees: Whether they may take a clock away.
    """

    anchors: tuple[int, ...]
    revokes: tuple[int, ...]
    stops: bool
    ends: bool
    pauses: tuple[int, ...]
    resumes: tuple[int, ...]
    order: str
    fact: bool
    case: str
    manages: bool = attrs.field(init=False)
    frees: bool = attrs.field(init=False)

    @manages.default
    def _may_manage(self) -> bool:
        return bool(self.pauses or self.resumes or self.order or self.case)

    @frees.default
    def _may_free(self) -> bool:
        return bool(self.revokes or self.ends)

    @classmethod
    def of(cls, parts: LimitParts, signature: Signature) -> Meaning:
        """
        Tell what events of a signature mean.

        Args:
            parts: The limit.
            signature: The signature.
        """
        matches = parts.declared.lexicon.matches

        def speaks(letter: Letter | None) -> bool:
            return letter is not None and matches(letter.pattern, signature)

        def numbers(letters: Iterator[Letter | None]) -> tuple[int, ...]:
            return tuple(number for number, letter in enumerate(letters) if speaks(letter))

        own = signature.kind == "limit" and signature.element == parts.id
        return cls(
            numbers(anchor.event for anchor in parts.anchors),
            numbers(anchor.revoked for anchor in parts.anchors),
            speaks(parts.stop),
            parts.recurs and speaks(parts.until),
            numbers(pause.start for pause in parts.pauses),
            numbers(pause.end for pause in parts.pauses),
            signature.transition if own else "",
            tells_facts(signature),
            signature.transition if signature.kind == "case" else "",
        )

    def matters(self, parts: LimitParts) -> bool:
        """
        Tell whether such events can move the limit at all.

        Args:
            parts: The limit.
        """
        letters = self.anchors or self.revokes or self.stops or self.ends or self.pauses or self.resumes
        life = self.case and parts.recurs and parts.until is None
        return bool(letters or self.order or life or self.fact or parts.looks_always)
