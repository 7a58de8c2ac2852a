"""What a model's items and sentries are once compiled: numbered, with their conditions ready to be asked."""

from __future__ import annotations

import attrs

from collabmodel.model import Activity, Expression, Milestone, Pattern, Phase, Planning, Reference
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.names import Condition

ROOT = -1
"""The number of the phase of what lies in the case itself."""

Subject = Phase | Activity | Milestone


@attrs.frozen(kw_only=True)
class Part:
    """
    One on-part of a sentry, or the trigger of a repetition.

    Args:
        pattern: Which events it waits for.
        where: Its condition, compiled; None for none.
    """

    pattern: Pattern
    where: Condition | None = None

    @classmethod
    def of(cls, pattern: Pattern) -> Part:
        """
        Compile a pattern.

        Args:
            pattern: The pattern.
        """
        return cls(pattern=pattern, where=None if pattern.where is None else compile_condition(pattern.where))


@attrs.frozen(kw_only=True)
class Guard:
    """
    A sentry with the change it makes.

    Args:
        number: Its number among all guards.
        item: Number of the item it belongs to.
        slot: Its place in ``Instance.seen``.
        change: What it does: ``"entry"``, ``"exit"``, ``"suspend"``, ``"resume"``, ``"achieve"``, ``"revoke"``.
        path: Path of the sentry in the model.
        parts: Its on-parts.
        condition: Its if-part, compiled; None for true.
        expression: The if-part as a tree, for explanations.
        full: All on-parts seen, as bits.
    """

    number: int
    item: int
    slot: int
    change: str
    path: str
    parts: tuple[Part, ...]
    condition: Condition | None
    expression: Expression | None
    full: int = attrs.field(init=False)

    @full.default
    def _full(self) -> int:
        return (1 << len(self.parts)) - 1


@attrs.frozen(kw_only=True)
class Item:
    """
    A phase, activity or milestone.

    Args:
        number: Its number.
        id: Its id.
        kind: Kind of its events.
        section: Section of the model.
        subject: The element itself.
        parent: Number of the phase it lies in, or ``ROOT``.
        children: Numbers of what lies in it.
        guards: Numbers of its guards, in the order of ``Instance.seen``.
        required: Whether its phase needs it.
        manual: Whether somebody must start it.
        planning: That it is discretionary, or None.
        repeats: Whether it may happen again.
        most: Most instances within one run of its phase, or None.
        again: What makes a new instance, or None for the end of the one before.
        tags: What it is about.
    """

    number: int
    id: str
    kind: str
    section: str
    subject: Subject
    parent: int
    children: tuple[int, ...]
    guards: tuple[int, ...]
    required: bool
    manual: bool
    planning: Planning | None
    repeats: bool
    most: int | Reference | None
    again: Part | None
    tags: tuple[str, ...]

    @property
    def is_phase(self) -> bool:
        """Whether it is a phase."""
        return self.section == "phases"

    @property
    def is_milestone(self) -> bool:
        """Whether it is a milestone."""
        return self.section == "milestones"
