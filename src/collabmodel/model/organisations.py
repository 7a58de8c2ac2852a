"""Who takes part: organisations, roles, competence, lead functions."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.patterns import Pattern, Reference
from collabmodel.model.text import Text


class Side(enum.Enum):
    """On whose side of the table a role sits."""

    PROFESSIONAL = "professional"
    CLIENT = "client"
    FAMILY = "family"
    PROXY = "proxy"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Service:
    """
    Something an organisation offers, so that referrals can be checked against a directory.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it is.
        eligibility: Condition on case facts for who may be referred, or None.
        cites: Sources.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    eligibility: Expression | None = None
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Organisation:
    """
    A body that takes part, with its own staff and its own calendar.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What it does, so that partners know it.
        part_of: Id of the organisation it belongs to, or empty.
        succeeded_by: Id of the organisation that took over its duties, or empty.
        valid_from: First day of its existence, or None.
        valid_until: Last day of its existence, or None.
        calendar: Id of its working calendar, or empty.
        services: What it offers.
        cites: Sources.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    part_of: str = ""
    succeeded_by: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    calendar: str = ""
    services: tuple[Service, ...] = ()
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Competence:
    """
    A qualification that a participant may hold for a time.

    Args:
        id: Id, unique in the model.
        title: Name.
        valid_for: Months it stays valid, >= 1, or None for ever.
        cites: Sources.
    """

    id: str
    title: Text = Text()
    valid_for: int | None = None
    cites: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Role:
    """
    A part somebody plays in a case.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What the role does.
        side: On whose side it sits.
        organisations: Ids of the organisations whose people may hold it; empty for lay people.
        competences: Ids of competences its holder must have.
        sees: What it may see: element ids, ``kind:KIND``, ``#TAG``, or ``*`` for everything in its case.
        may_substitute: Ids of roles it may stand in for.
        caseload: Most open cases per holder (cases per worker), or None.
        optional: Whether a case may run without anyone in the role.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    side: Side
    organisations: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    sees: tuple[str, ...] = ("*",)
    may_substitute: tuple[str, ...] = ()
    caseload: int | Reference | None = None
    optional: bool = False
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


class Holder(enum.Enum):
    """What kind of party may hold a lead."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Passing(enum.Enum):
    """How a lead passes on."""

    OFFER = "offer"
    EVENT = "event"


@attrs.frozen(kw_only=True)
class Lead:
    """
    A named lead function: who answers for something, from when, and how that passes on.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What the lead answers for.
        scope: Id of the phase or activity it covers; empty for the whole case.
        roles: Ids of roles that may hold it.
        holder: Whether a person or an organisation holds it.
        at_most: How many may hold it at one time, >= 1.
        agreed: The event that names the holder.
        passing: Whether it passes by offer and answer, or by a named event.
        passed: The event by which it passes, where passing is by event.
        substitutes: Ids of roles that stand in while there is no holder.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    scope: str = ""
    roles: tuple[str, ...] = ()
    holder: Holder = Holder.PERSON
    at_most: int = 1
    agreed: Pattern | None = None
    passing: Passing = Passing.OFFER
    passed: Pattern | None = None
    substitutes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()
