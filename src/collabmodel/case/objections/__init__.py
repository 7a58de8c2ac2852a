"""What may stand against a command, one family a file; all that stands against it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collabmodel.case.answers import Refusal
from collabmodel.case.asked import Asked

Objection = Callable[[Asked], Iterator[Refusal]]

OBJECTIONS: tuple[Objection, ...] = ()
"""The objections, in the order in which they are told: the first gives the reason."""
