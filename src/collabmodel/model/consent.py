"""On what ground information moves and help is given: consent scopes and legal bases."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.model.conditions import Expression
from collabmodel.model.text import Text


@attrs.frozen(kw_only=True)
class ConsentScope:
    """
    Something a person may consent to, for a recipient, a purpose and a period.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What is consented to, told to the person.
        givers: Ids of roles that may give it.
        recipients: Ids of organisations or roles that receive.
        purpose: What for.
        covers: What it covers: element ids, ``kind:KIND``, ``#TAG``, or ``*``.
        withdrawable: Whether it can be withdrawn.
        condition: When consent is what decides, or None for always (key ``if`` in a file).
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    givers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    purpose: Text = Text()
    covers: tuple[str, ...] = ()
    withdrawable: bool = True
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class LegalBasis:
    """
    A ground other than consent.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: When it applies.
        instead_of: Ids of consent scopes that it replaces.
        covers: What it covers: element ids, ``kind:KIND``, ``#TAG``, or ``*``.
        valid_from: First day on which it is in force, or None.
        valid_until: Last day on which it is in force, or None.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    instead_of: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class Barrier:
    """
    Who must not learn of something, whatever their role would allow.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: Why, for people.
        roles: Ids of roles kept out.
        covers: What is kept from them: element ids, ``kind:KIND``, ``#TAG``, or ``*``.
        condition: When it holds, or None for always (key ``if`` in a file).
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    roles: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    condition: Expression | None = attrs.field(default=None, metadata={"key": "if"})
    cites: tuple[str, ...] = ()
    assumption: Text = Text()


@attrs.frozen(kw_only=True)
class AdoptionStep:
    """
    Something the organisations must do before and while they use the model.

    Its events have kind ``adoption`` and the step as element; rules with ``scope: adoption`` speak of them.

    Args:
        id: Id, unique in the model.
        title: Name.
        description: What is done.
        kind: Kind of step, such as ``"agreement"``, ``"training"``, ``"staffing"``, ``"survey"``, ``"action"``.
        parties: Ids of organisations or roles concerned.
        each_party: Whether every party must do it for itself.
        valid_for: Months it stays valid, >= 1, or None for ever.
        tags: What it is about.
        cites: Sources.
        assumption: Why this is assumed rather than sourced.
    """

    id: str
    title: Text = Text()
    description: Text = Text()
    kind: str
    parties: tuple[str, ...] = ()
    each_party: bool = False
    valid_for: int | None = None
    tags: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    assumption: Text = Text()
