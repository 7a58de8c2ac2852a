"""Who came to something, line by line."""

from __future__ import annotations

import attrs

from collabmodel.case.asked import Asked
from collabmodel.case.datatypes import named_values
from collabmodel.case.rights import taking_part
from collabmodel.model import Presence

_WITHOUT_COMING = ("remote", "partial", "written")


@attrs.frozen(kw_only=True)
class Line:
    """
    What is told of one person's attendance.

    Args:
        role: Id of their role.
        person: Opaque id, or empty. Not shown in ``repr``.
        organisation: Id of their organisation, or empty.
        side: On whose side of the table.
        presence: How they were there, or empty.
        came: Whether that counts as having come.
        competences: Ids of competences they have on that day.
    """

    role: str
    person: str = attrs.field(default="", repr=False)
    organisation: str = ""
    side: str = ""
    presence: str = ""
    came: bool = True
    competences: tuple[str, ...] = ()


def lines_of(asked: Asked) -> tuple[Line, ...]:
    """
    Give who came, as the event tells it.

    Args:
        asked: The command.
    """
    told = asked.data("attendance")
    lines = map(named_values, told) if isinstance(told, tuple) else ()
    return tuple(_line(asked, {key: value for key, value in one.items() if isinstance(value, str)}) for one in lines)


def _line(asked: Asked, told: dict[str, str]) -> Line:
    role, person = told.get("role", ""), told.get("person", "")
    known, here = asked.index.roles.get(role), taking_part(asked.case, role, person) if person else None
    held = here.competences if here is not None else ()
    presence, outcome = told.get("presence", ""), told.get("outcome", "")
    there = outcome == "came" or (outcome in ("", "sent word") and presence in _WITHOUT_COMING)
    return Line(
        role=role,
        person=person,
        organisation=told.get("organisation", "") or (here.organisation if here is not None else ""),
        side=known.side.value if known is not None else "",
        presence=presence,
        came=there or (not outcome and presence == Presence.IN_PERSON.value),
        competences=tuple(one for one, until in held if until is None or asked.day <= until),
    )


def attending(lines: tuple[Line, ...], presence: tuple[Presence, ...]) -> tuple[Line, ...]:
    """
    Give the lines of those who were there in a way that counts.

    Args:
        lines: The lines.
        presence: Ways that count; empty for any.
    """
    ways = {one.value for one in presence}
    return tuple(line for line in lines if line.came and (not ways or (line.presence or "in person") in ways))
