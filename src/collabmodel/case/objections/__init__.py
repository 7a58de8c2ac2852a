"""What may stand against a command, one family a file; all that stands against it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collabmodel.case.answers import Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.objections.closing import closing
from collabmodel.case.objections.consents import consents
from collabmodel.case.objections.corrections import corrections
from collabmodel.case.objections.data import data
from collabmodel.case.objections.items import items
from collabmodel.case.objections.joining import joining
from collabmodel.case.objections.leads import leads
from collabmodel.case.objections.limits import limits
from collabmodel.case.objections.links import links
from collabmodel.case.objections.meetings import meetings
from collabmodel.case.objections.opening import opening
from collabmodel.case.objections.standing import standing
from collabmodel.case.objections.times import times
from collabmodel.case.objections.voices import voices
from collabmodel.case.objections.who import who

Objection = Callable[[Asked], Iterator[Refusal]]

OBJECTIONS: tuple[Objection, ...] = (
    standing, items, who, joining, times, opening, leads, limits, links, closing, corrections, consents, meetings,
    voices, data,
)  # fmt: skip
"""The objections, in the order in which they are told: the first gives the reason."""
