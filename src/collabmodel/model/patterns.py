"""Which events something speaks of: by element, by kind, by tag, by transition, by a condition."""

from __future__ import annotations

from typing import NamedTuple

import attrs

from collabmodel.model.conditions import Expression


@attrs.frozen(kw_only=True)
class Pattern:
    """
    A class of events.

    The short text form is ``ELEMENT[.TRANSITION]`` or ``kind:KIND[#TAG][.TRANSITION]``; ``.*`` means any transition.
    Without a transition it means ``completed`` for activities and phases, ``achieved`` for milestones, and any
    transition for kinds without a life of their own (case, consent, lead, fact, ...).

    Args:
        element: Id of a phase, activity, milestone or adoption step; empty to go by kind.
        kind: Kind of event, such as ``"meeting"`` or ``"case"``; empty to go by element.
        tag: Tag that the event's element must carry (what it is about); empty for any.
        transition: Transition; empty for the default above, ``"*"`` for any.
        where: Condition that the event must meet, or None.

    >>> Pattern(element="opening_meeting").short()
    'opening_meeting'
    >>> Pattern(kind="agreement", tag="goals", transition="completed").short()
    'kind:agreement#goals.completed'
    """

    element: str = ""
    kind: str = ""
    tag: str = ""
    transition: str = ""
    where: Expression | None = None

    def short(self) -> str:
        """Give the short text form, without the condition."""
        name = self.element or f"kind:{self.kind}"
        tag = f"#{self.tag}" if self.tag else ""
        return f"{name}{tag}" + (f".{self.transition}" if self.transition else "")


@attrs.frozen
class Reference:
    """The value of a parameter, by its id, where a duration or number could stand."""

    parameter: str


class Signature(NamedTuple):
    """
    What an event is, without its data: the part that histories keep once per distinct value.

    Args:
        kind: Kind of event.
        element: Id of the element, or empty.
        transition: Transition.
    """

    kind: str
    element: str
    transition: str
