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


def parse_pattern(text: str) -> Pattern:
    """
    Read the short text form of a pattern.

    Args:
        text: ``ELEMENT[#TAG][.TRANSITION]`` or ``kind:KIND[#TAG][.TRANSITION]``.

    Raises:
        ValueError: The text is no pattern; the message says what would be.

    >>> parse_pattern("kind:agreement#goals") == Pattern(kind="agreement", tag="goals")
    True
    >>> parse_pattern("opening_meeting.*").transition
    '*'
    """
    whole = text.strip()
    name, dot, transition = whole.partition(".")
    name, hash_sign, tag = name.partition("#")
    kind = name.startswith("kind:")
    if "." in transition or "#" in transition or "#" in tag:
        msg = f"{whole!r} is no event pattern: write ELEMENT.TRANSITION, or a mapping with element, tag and transition"
        raise ValueError(msg)
    parts = [name.removeprefix("kind:"), *([tag] if hash_sign else []), *([transition] if dot else [])]
    if any(not part or part != part.strip() or not part.isprintable() for part in parts):
        msg = f"{whole!r} is no event pattern: write such as 'first_call', 'first_call.*' or 'kind:meeting#goals'"
        raise ValueError(msg)
    return Pattern(element="" if kind else parts[0], kind=parts[0] if kind else "", tag=tag, transition=transition)


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
