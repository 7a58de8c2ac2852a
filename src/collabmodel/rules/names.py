"""What a condition may ask of the case it is read in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import attrs

from collabmodel.model import Expression
from collabmodel.rules.amounts import Found, Unknown
from collabmodel.workdays import Days, Duration


@attrs.frozen(kw_only=True)
class Attendee:
    """
    One line of a meeting's attendance.

    Args:
        role: Role attended in, or empty.
        person: Opaque id of the person, or empty. Not shown in ``repr``.
        organisation: Organisation represented, or empty.
        side: On whose side of the table, or empty.
        came: Whether this counts as having come.
    """

    role: str = ""
    person: str = attrs.field(default="", repr=False)
    organisation: str = ""
    side: str = ""
    came: bool = True


class Names(Protocol):
    """What a condition may ask of the case it is read in."""

    @property
    def days(self) -> Days | None:
        """The calendar on which conditions count working days, or None."""

    def get(self, name: str) -> Found:
        """
        Give the value of a name, ``UNKNOWN`` or None where there is none.

        Args:
            name: Name as written, without ``activation.``.
        """

    def at_activation(self, name: str) -> Found:
        """
        Give the value that a name had at the activation.

        Args:
            name: Name as written, without ``activation.``.
        """

    def look_back(self, pattern: str, window: Duration | None) -> Sequence[int] | Unknown:
        """
        Give the case's events up to the present one, itself included, that match, or ``UNKNOWN``.

        Args:
            pattern: Pattern in its short form.
            window: How far back, or None for the whole case.
        """

    def at(self, position: int, name: str) -> Found:
        """
        Give event data of an event that ``look_back`` gave.

        Args:
            position: The event.
            name: Name of the data.
        """

    def attendance(self) -> Sequence[Attendee] | Unknown:
        """Give who came to the present event, or ``UNKNOWN`` where nothing says."""

    def derivation(self, name: str) -> Expression | None:
        """
        Give the expression of a derived fact, or None for any other name.

        Args:
            name: Name as written.
        """


Condition: TypeAlias = Callable[[Names], Found]
"""A compiled condition; its value is asked of ``Names``."""
