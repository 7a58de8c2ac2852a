"""One thing that happened, as a frozen value."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.rules.trace import Value

EVENT_SCHEMA = 1
"""Version of the event record that this release writes."""


@attrs.frozen(kw_only=True)
class Actor:
    """
    Who did it. Lay people have no organisation.

    Args:
        role: Id of the role acted in.
        person: Opaque id of the person; never a name. Not shown in ``repr``.
        organisation: Id of the organisation, or empty.
        on_behalf_of: Opaque id of the person represented, or empty. Not shown in ``repr``.
    """

    role: str = ""
    person: str = attrs.field(default="", repr=False)
    organisation: str = ""
    on_behalf_of: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Event:
    """
    One thing that happened in a case.

    Args:
        id: Id, unique in the history.
        case: Id of the case.
        seq: Place in the case's record, from 1.
        occurred: When it happened; timezone-aware.
        recorded: When it was entered; timezone-aware.
        kind: An activity's kind, ``phase``, ``milestone``, ``case``, ``consent``, ``fact``, ``lead``, ...
        element: Id of the element, or empty.
        transition: What happened to it, such as ``completed``.
        instance: Which occurrence or repetition, or empty.
        actor: Who did it.
        data: What it carries, as pairs of name and value; not shown in ``repr``.
        evidence: References to documents, opaque.
        caused_by: Id of the event whose step derived this one, or empty.
        corrects: Id of the event that this one supersedes, or empty.
        schema: Version of the event record.
        model_hash: Content hash of the model in force, or empty.
    """

    id: str
    case: str
    seq: int
    occurred: dt.datetime
    recorded: dt.datetime
    kind: str
    element: str = ""
    transition: str = ""
    instance: str = ""
    actor: Actor = Actor()
    data: tuple[tuple[str, Value], ...] = attrs.field(default=(), repr=False)
    evidence: tuple[str, ...] = ()
    caused_by: str = ""
    corrects: str = ""
    schema: int = EVENT_SCHEMA
    model_hash: str = ""
