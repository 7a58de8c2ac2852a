"""Limits (deadlines) as budgets: from which event, how long, on which calendar, with which exceptions."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.patterns import Pattern, Reference
from collabmodel.model.text import Text
from collabmodel.workdays import Duration


class Pick(enum.Enum):
    """Which of several anchoring moments counts."""

    FIRST = "first"
    LAST = "last"
    LATER = "later"


class Roll(enum.Enum):
    """What happens when a limit would end on a day that is not a working day."""

    NONE = "none"
    FORWARD = "forward"
    BACKWARD = "backward"


@attrs.frozen(kw_only=True)
class Anchor:
    """
    What a limit runs from. One of ``event`` and ``fact`` is given.

    Args:
        event: An event, or None.
        fact: Id of a dated case fact, or empty.
        revoked: Event that takes the anchor away again and voids the limit, or None.
    """

    event: Pattern | None = None
    fact: str = ""
    revoked: Pattern | None = None


@attrs.frozen(kw_only=True)
class ConditionalDuration:
    """
    Another length for some cases.

    Args:
        condition: When it applies (key ``if`` in a file).
        duration: The length then; the shortest that applies wins.
        replaces: Whether it replaces the ordinary length although it is longer.
        cites: Sources.
    """

    condition: Expression = attrs.field(metadata={"key": "if"})
    duration: Duration | Reference
    replaces: bool = False
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Recurrence:
    """
    That a limit comes again each time it is met.

    Args:
        first: Length of the first gap, or None for the ordinary length.
        until: Event that ends the series, or None for the closing of the case.
    """

    first: Duration | Reference | None = None
    until: Pattern | None = None


@attrs.frozen(kw_only=True)
class Extension:
    """
    How a limit may be lengthened; an event ``limit.extended`` does it.

    Args:
        by: Ids of roles that may.
        duration: By how long at most.
        times: How many times, >= 1.
        condition: When, or None for always (key ``if`` in a file).
    """

    by: tuple[str, ...] = ()
    duration: Duration | Reference | None = None
    times: int = 1
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})


@attrs.frozen(kw_only=True)
class Pause:
    """
    When a limit stands still.

    Args:
        start: Event that stops the clock.
        end: Event that starts it again.
        reason: The reason, for people.
    """

    start: Pattern
    end: Pattern
    reason: Text = Text()


@attrs.frozen(kw_only=True)
class Exemption:
    """
    When a limit does not bind.

    Args:
        condition: When (key ``if`` in a file).
        reason: The reason, for people.
        cites: Sources.
    """

    condition: Expression = attrs.field(metadata={"key": "if"})
    reason: Text = Text()
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Escalation:
    """
    Who is told when a limit nears or passes.

    Args:
        before: How long before the limit, or None for when it has passed.
        tell: Ids of roles.
    """

    before: Duration | None = None
    tell: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Limit:
    """
    By when something must have happened.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it protects.
        anchors: What it runs from.
        pick: Which anchoring moment counts if there are several.
        stop: The event that meets it.
        duration: Its length.
        alternatives: Other lengths for some cases.
        calendar: Id of the calendar it is counted on; empty for plain time in UTC.
        roll: What happens if it ends on a day off.
        recurrence: That it comes again, or None.
        extensions: How it may be lengthened.
        pauses: When it stands still.
        exemptions: When it does not bind.
        escalations: Who is told.
        responsible: Ids of roles that answer for it.
        applies: Condition for the case to have this limit at all, or None.
        waived_by: Ids of roles that may waive it, with a reason; empty for nobody.
        valid_from: First day on which it is in force, or None.
        valid_until: Last day on which it is in force, or None.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    anchors: tuple[Anchor, ...]
    pick: Pick = Pick.FIRST
    stop: Pattern
    duration: Duration | Reference
    alternatives: tuple[ConditionalDuration, ...] = ()
    calendar: str = ""
    roll: Roll = Roll.NONE
    recurrence: Recurrence | None = None
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    responsible: tuple[str, ...] = ()
    applies: Expression | None = None
    waived_by: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()
