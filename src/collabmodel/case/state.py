"""The state of a case: small frozen values that events fold into."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.case.record import Record


class Status(enum.Enum):
    """Where an instance of a phase or activity stands."""

    AVAILABLE = "available"
    ENABLED = "enabled"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    TERMINATED = "terminated"


OPEN = (Status.AVAILABLE, Status.ENABLED, Status.ACTIVE, Status.SUSPENDED)
"""Where an instance stands before it has ended."""


@attrs.frozen(kw_only=True)
class Instance:
    """
    One open occurrence of a phase or activity.

    Args:
        number: Which of the item's instances, from 1.
        name: Name in events: its own where somebody gave one, else the number.
        status: Where it stands.
        within: Number of the phase's instance that it lies in, 0 for the case itself.
        seen: For each of its sentries in the order entry, exit, suspend, resume: bits of the on-parts seen.
        touched: Whether somebody has done something for it: planned, booked, started, asked.
        at: When it is booked for, or None.
        event: Id of the event that made it what it is.
        paused: Where it stood before it was suspended; None while it is not.
    """

    number: int
    name: str
    status: Status
    within: int = 0
    seen: tuple[int, ...] = ()
    touched: bool = False
    at: dt.datetime | None = None
    event: str = ""
    paused: Status | None = None


@attrs.frozen(kw_only=True)
class ItemState:
    """
    A phase, activity or milestone of one case. Ended instances are folded into counts.

    Args:
        made: How many instances there were.
        here: How many of them in the running instance of its phase.
        ended: How many of those have ended.
        completed: How many were completed.
        terminated: How many were terminated.
        outcome: Outcome of the last one that ended with one, or empty.
        open: Those that have not ended, oldest first.
        achieved: Of a milestone, whether it is achieved.
        event: Id of the last event about it.
    """

    made: int = 0
    here: int = 0
    ended: int = 0
    completed: int = 0
    terminated: int = 0
    outcome: str = ""
    open: tuple[Instance, ...] = ()
    achieved: bool = False
    event: str = ""


@attrs.frozen(kw_only=True)
class Participant:
    """
    Somebody who takes part in a case in a role.

    Args:
        role: Id of the role.
        person: Opaque id. Not shown in ``repr``.
        organisation: Id of the organisation, or empty for lay people.
        competences: Pairs of competence and the day until which it is valid, None for ever.
        joined: When.
        left: When, or None.
        event: Id of the event by which they joined.
    """

    role: str
    person: str = attrs.field(repr=False)
    organisation: str = ""
    competences: tuple[tuple[str, dt.date | None], ...] = ()
    joined: dt.datetime
    left: dt.datetime | None = None
    event: str = ""


@attrs.frozen(kw_only=True)
class Holding:
    """
    Somebody who holds a lead.

    Args:
        lead: Id of the lead.
        role: Role in which.
        person: Opaque id, or empty where an organisation holds it. Not shown in ``repr``.
        organisation: Organisation.
        since: From when.
        event: Id of the event that gave it.
    """

    lead: str
    role: str = ""
    person: str = attrs.field(default="", repr=False)
    organisation: str = ""
    since: dt.datetime
    event: str = ""


@attrs.frozen(kw_only=True)
class Offer:
    """
    A lead that is offered and not yet answered. Expiry never counts as agreement.

    Args:
        lead: Id of the lead.
        giver: Opaque id of who offers it. Not shown in ``repr``.
        role: Role that it is offered to.
        person: Opaque id of whom it is offered to, or empty for whoever has the role. Not shown in ``repr``.
        organisation: Organisation that it is offered to, or empty.
        expires: When it expires, or None.
        event: Id of the event that offers it.
    """

    lead: str
    giver: str = attrs.field(default="", repr=False)
    role: str = ""
    person: str = attrs.field(default="", repr=False)
    organisation: str = ""
    expires: dt.datetime | None = None
    event: str = ""


@attrs.frozen(kw_only=True)
class Grant:
    """
    A consent, or another legal basis, and how it stands.

    Args:
        scope: Id of the consent scope or legal basis.
        giver: Opaque id of the person who gave or refused it; empty for a legal basis. Not shown in ``repr``.
        role: Role of the giver, or of who recorded the legal basis.
        state: ``"given"``, ``"refused"``, ``"withdrawn"`` or ``"recorded"``.
        recipients: Ids of organisations or roles, where fewer than the scope's are meant; empty for the scope's.
        purpose: What for, where narrower than the scope's; else empty. Not shown in ``repr``, as it is free text.
        since: From when.
        until: Until when, or None.
        event: Id of the event.
    """

    scope: str
    giver: str = attrs.field(default="", repr=False)
    role: str = ""
    state: str
    recipients: tuple[str, ...] = ()
    purpose: str = attrs.field(default="", repr=False)
    since: dt.datetime
    until: dt.datetime | None = None
    event: str = ""


@attrs.frozen(kw_only=True)
class Question:
    """
    A consultation asked and not yet answered.

    Args:
        element: Id of the activity.
        instance: Which occurrence, or empty.
        expires: When it expires, or None.
        event: Id of the event that asks.
    """

    element: str
    instance: str = ""
    expires: dt.datetime | None = None
    event: str = ""


@attrs.frozen(kw_only=True)
class Linked:
    """
    A link to another case.

    Args:
        link: Id of the kind of link.
        to: Id of the other case.
        event: Id of the event that made it.
    """

    link: str
    to: str
    event: str = ""


@attrs.frozen(kw_only=True)
class Case:
    """
    A case as its events have made it. Two cases are equal if the same events were folded.

    Args:
        id: Id of the case.
        model_hash: Content hash of the model it is pinned to.
        seq: Place of the last event folded, 0 before the first.
        status: ``"new"``, ``"open"``, ``"closed"``, or ``"none"`` for consultation outside any case.
        opened: When it was opened, or None.
        closed: When it was closed last, or None.
        ending: Id of its ending while it is closed, or empty.
        turned: Id of the event that last opened, closed or reopened it, or empty.
        latest: When the last event was recorded, or None.
        items: State of each item, in the order of the tables.
        participants: Who takes part or took part, in order of joining.
        holdings: Who holds which lead.
        offers: Leads offered and not answered.
        grants: Consents and legal bases, one for each scope and giver: the latest.
        questions: Consultations asked and not answered.
        links: Links to other cases.
        lengthened: How often each limit was lengthened: pairs of id and number, sorted.
        halted: Ids of limits that stand still by an event of their own, sorted.
        waived: Ids of rules and limits waived, sorted.
        overridden: Leave to break a gate once, not yet used: pairs of rule and event that gave it, oldest first.
        told: Escalations that have happened: triples of limit, activating event and step.
        step: Positions in the record of the events of the last step.
        record: What the rules follow: the trace and the monitors. Not compared, not shown.
    """

    id: str
    model_hash: str = ""
    seq: int = 0
    status: str = "new"
    opened: dt.datetime | None = None
    closed: dt.datetime | None = None
    ending: str = ""
    turned: str = ""
    latest: dt.datetime | None = None
    items: tuple[ItemState, ...] = ()
    participants: tuple[Participant, ...] = ()
    holdings: tuple[Holding, ...] = ()
    offers: tuple[Offer, ...] = ()
    grants: tuple[Grant, ...] = ()
    questions: tuple[Question, ...] = ()
    links: tuple[Linked, ...] = ()
    lengthened: tuple[tuple[str, int], ...] = ()
    halted: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    overridden: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str, int], ...] = ()
    step: tuple[int, ...] = ()
    record: Record = attrs.field(eq=False, repr=False)
