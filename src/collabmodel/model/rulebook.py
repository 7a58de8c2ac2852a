"""Rules as data: a DECLARE template over two patterns, with a time window, a mode and a scope."""

from __future__ import annotations

import enum

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.patterns import Pattern, Reference
from collabmodel.model.text import Text
from collabmodel.workdays import Duration


class Template(enum.Enum):
    """The 23 rule templates."""

    EXISTENCE = "existence"
    EXISTENCE_2 = "existence 2"
    ABSENCE_1 = "absence 1"
    ABSENCE_2 = "absence 2"
    EXACTLY_1 = "exactly 1"
    INIT = "init"
    END = "end"
    CHOICE = "choice"
    EXCLUSIVE_CHOICE = "exclusive choice"
    RESPONDED_EXISTENCE = "responded existence"
    CO_EXISTENCE = "co-existence"
    RESPONSE = "response"
    ALTERNATE_RESPONSE = "alternate response"
    CHAIN_RESPONSE = "chain response"
    PRECEDENCE = "precedence"
    ALTERNATE_PRECEDENCE = "alternate precedence"
    CHAIN_PRECEDENCE = "chain precedence"
    SUCCESSION = "succession"
    ALTERNATE_SUCCESSION = "alternate succession"
    CHAIN_SUCCESSION = "chain succession"
    NOT_CO_EXISTENCE = "not co-existence"
    NOT_SUCCESSION = "not succession"
    NOT_CHAIN_SUCCESSION = "not chain succession"


UNARY = frozenset(
    {
        Template.EXISTENCE,
        Template.EXISTENCE_2,
        Template.ABSENCE_1,
        Template.ABSENCE_2,
        Template.EXACTLY_1,
        Template.INIT,
        Template.END,
    }
)
"""Templates over one pattern only."""


class Enforcement(enum.Enum):
    """What a rule does when it would be broken: gates block, rules report."""

    GATE = "gate"
    WARN = "warn"
    REPORT = "report"


class Scope(enum.Enum):
    """Over what a rule is judged."""

    CASE = "case"
    ADOPTION = "adoption"
    COHORT = "cohort"


class Severity(enum.Enum):
    """How bad a breach is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Window:
    """
    How long after the activation (before it, in the precedence family) the other event may come.

    Args:
        low: Least distance, or None for none.
        high: Greatest distance, or None for none.
        calendar: Id of the calendar it is counted on; empty for plain time.
        limit: Id of a named limit that stands for the window; then the rest is empty.
    """

    low: Duration | Reference | None = None
    high: Duration | Reference | None = None
    calendar: str = ""
    limit: str = ""


@attrs.frozen(kw_only=True)
class Rule:
    """
    Something that must, may not, or should happen.

    Args:
        id: Id, unique in the model.
        title: Name: the rule in words.
        description: Why it is there.
        template: One of the 23 templates.
        a: First letter of the template.
        b: Second letter, or None for templates over one.
        within: Time window, or None.
        restart: Whether a repeated activation starts the window again.
        enforcement: Gate, warn or report.
        scope: Case, adoption or cohort.
        severity: How bad a breach is.
        weight: How much it matters to the model's theory of change, >= 0.
        applies: Condition for the rule to apply to a case, or None.
        waived_by: Ids of roles that may waive it, or let one event pass a gate, with a reason; empty for nobody.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    template: Template
    a: Pattern
    b: Pattern | None = None
    within: Window | None = None
    restart: bool = False
    enforcement: Enforcement = Enforcement.REPORT
    scope: Scope = Scope.CASE
    severity: Severity = Severity.ERROR
    weight: int | float = 1
    applies: Expression | None = None
    waived_by: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()
