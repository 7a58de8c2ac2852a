"""What is known about a case, with types, and the numbers that a model may turn."""

from __future__ import annotations

import enum

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.patterns import Pattern
from collabmodel.model.text import Text
from collabmodel.workdays import Duration


class FactType(enum.Enum):
    """Types of case facts and event data."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    TIME = "time"
    LIST = "list"


@attrs.frozen(kw_only=True)
class Fact:
    """
    Something known about a case, or data that an event carries.

    Args:
        id: Id; unique among facts, or among the data of one activity.
        title: Name.
        description: What it means.
        type: Type of its values.
        choices: Allowed values of a choice, or of a list's items.
        unit: Unit of a number, such as ``"years"``.
        minimum: Smallest value, or None.
        maximum: Largest value, or None.
        required: Whether an event that should carry it must.
        sensitive: Whether it tells something about a person and must stay out of logs and exports.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    type: FactType
    choices: tuple[str, ...] = ()
    unit: str = ""
    minimum: int | float | None = None
    maximum: int | float | None = None
    required: bool = False
    sensitive: bool = False
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class DerivedFact:
    """
    A fact that follows from others.

    Args:
        id: Id, unique among facts.
        title: Name.
        value: The expression that gives it.
        cites: Sources.
    """

    id: str
    title: Text = Text()
    value: Expression
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ParameterRow:
    """
    A value of a parameter for some cases; among rows that apply the one with most conditions wins.

    Args:
        condition: When the row applies (key ``if`` in a file).
        value: The value then.
    """

    condition: Expression = attrs.field(metadata={"key": "if"})
    value: bool | int | float | str | Duration


@attrs.frozen(kw_only=True)
class Parameter:
    """
    A number or duration that a user of the model may set.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it governs.
        value: Default value.
        unit: Unit of a number.
        minimum: Smallest sensible value, or None.
        maximum: Largest sensible value, or None.
        rows: Values for particular cases or organisations.
        cites: Sources.
        assumption: Why this value is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    value: bool | int | float | str | Duration
    unit: str = ""
    minimum: int | float | None = None
    maximum: int | float | None = None
    rows: tuple[ParameterRow, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Eligibility:
    """
    Whom the cooperation is for.

    Args:
        id: Id, unique in the model.
        title: Name.
        condition: Condition on case facts (key ``if`` in a file).
        at: The event at which it is judged, or None for the opening of the case.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    condition: Expression = attrs.field(metadata={"key": "if"})
    at: Pattern | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


class Outcome(enum.Enum):
    """How an ending counts."""

    SUCCESS = "success"
    NEUTRAL = "neutral"
    FAILURE = "failure"
    TRANSFER = "transfer"


@attrs.frozen(kw_only=True)
class Ending:
    """
    A way in which a case may end; the closing event names it as ``ending``.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: When it is used and what follows.
        outcome: How it counts.
        scored: Whether indicators of the organisations' own work count cases that end so.
        condition: What must hold for a case to end so, or None (key ``if`` in a file).
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    outcome: Outcome
    scored: bool = True
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


class Linking(enum.Enum):
    """Kinds of links between cases."""

    GROUP = "group"
    CONTINUES = "continues"
    REOPENS = "reopens"
    TRANSFERRED = "transferred to"
    CREATES = "creates"
    UPDATES = "updates"


@attrs.frozen(kw_only=True)
class Link:
    """
    A kind of link that cases of this model may have.

    Args:
        id: Id, unique in the model.
        title: Name.
        kind: What the link means.
        to: Id of the model at the other end; empty for this one.
        within: How long after closing the link may be made, or None for ever.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    kind: Linking
    to: str = ""
    within: Duration | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class CaseKey:
    """
    What makes a case one case.

    Args:
        subjects: Ids of the roles whom a case is about.
        openings: How a case may open, such as ``"referral"`` or ``"application"``.
    """

    subjects: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
