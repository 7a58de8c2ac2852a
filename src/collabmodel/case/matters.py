"""What somebody may want to see of a case: which element, what kind, who recorded it."""

from __future__ import annotations

import attrs

from collabmodel.case.doing import doers
from collabmodel.case.index import index_of
from collabmodel.case.tables import Tables
from collabmodel.history import Event
from collabmodel.model import BOOKKEEPING, Side

FRAME = (BOOKKEEPING - {"attestation", "correction", "fact", "rating"}) | {"milestone", "phase"}
"""Kinds of events that frame the work and tell nothing of it: whoever's role reaches that far may know of them."""

_KINDS = {
    "roles": "participant",
    "leads": "lead",
    "facts": "fact",
    "links": "link",
    "consents": "consent",
    "legal_bases": "legal_basis",
    "limits": "limit",
    "rules": "waiver",
    "instruments": "rating",
    "attestations": "attestation",
}


@attrs.frozen(kw_only=True)
class Matter:
    """
    Something that somebody may want to see.

    Args:
        element: Id of the element, or empty for the case itself.
        kind: Kind of its events.
        tags: What it is about.
        houses: Ids of the organisations whose people recorded it; ``"?"`` for one that is not known.
        people: Opaque ids of who recorded it, and on whose behalf. Not shown in ``repr``.
        frame: Whether it is bookkeeping, or a phase or milestone.
        whole: Whether the case itself is meant.
    """

    element: str
    kind: str
    tags: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    people: frozenset[str] = attrs.field(default=frozenset(), repr=False)
    frame: bool = False
    whole: bool = False

    def covered(self, covers: tuple[str, ...]) -> bool:
        """
        Tell whether a list such as a role's scope covers it. Everybody's covers that there is a case.

        Args:
            covers: Element ids, ``kind:KIND``, ``#TAG``, or ``*``.

        >>> Matter(element="call", kind="contact", tags=("family",)).covered(("kind:meeting", "#family"))
        True
        """
        wanted = {"*", self.element, f"kind:{self.kind}", *(f"#{tag}" for tag in self.tags)} - {""}
        return self.whole or not wanted.isdisjoint(covers)

    def recorded_by(self, houses: tuple[str, ...]) -> bool:
        """
        Tell whether nobody but people of certain organisations, and lay people, recorded it.

        Args:
            houses: Ids of the organisations.
        """
        return set(self.houses).issubset(houses)


def matter_of(tables: Tables, event: Event | None, element: str = "") -> Matter:
    """
    Give what is looked at: an event, whatever is recorded of an element, or the case itself.

    Args:
        tables: The model's tables.
        event: The event, or None.
        element: Id of the element, where no event is given; empty for the case itself.

    >>> from collabmodel.case.tables import tables_of
    >>> from collabmodel.model import Model
    >>> matter_of(tables_of(Model(id="m")), None).whole
    True
    """
    if event is None:
        return _of_element(tables, element)
    kind, tags = index_of(tables).tags.get(event.element, ("", ()))
    actor = event.actor
    return Matter(
        element=event.element,
        kind=event.kind or kind,
        tags=tags,
        houses=_recorders(tables, event),
        people=frozenset({actor.person, actor.on_behalf_of} - {""}),
        frame=event.kind in FRAME,
    )


def houses(tables: Tables, organisation: str) -> tuple[str, ...]:
    """
    Give an organisation with those it is part of, and those whose duties it took over.

    Args:
        tables: The model's tables.
        organisation: Its id, or empty.
    """
    known = index_of(tables).organisations
    found: dict[str, None] = {}
    waiting = [organisation]
    while waiting:
        id = waiting.pop()
        if not id or id in found:
            continue
        found[id] = None
        waiting += [one.id for one in known.values() if one.succeeded_by == id]
        if id in known:
            waiting.append(known[id].part_of)
    return tuple(found)


def _recorders(tables: Tables, event: Event) -> tuple[str, ...]:
    """Give the organisations whose people recorded an event. Lay people have none, nor has what a step derives."""
    if event.actor.organisation:
        return (event.actor.organisation,)
    role = index_of(tables).roles.get(event.actor.role)
    if role is None:
        return () if event.caused_by else ("?",)
    if role.side is not Side.PROFESSIONAL:
        return ()
    return role.organisations if len(role.organisations) == 1 else ("?",)


def _of_element(tables: Tables, element: str) -> Matter:
    if not element:
        return Matter(element="", kind="case", frame=True, whole=True)
    index = index_of(tables)
    kind, tags = index.tags.get(element, ("", ()))
    if not kind:
        kind = next((kind for section, kind in _KINDS.items() if element in getattr(index, section)), "")
        return Matter(element=element, kind=kind, frame=kind in FRAME, houses=() if kind in FRAME else ("?",))
    activity = index.activities.get(element)
    roles = () if activity is None else doers(activity)
    found = {house for role in roles if role in index.roles for house in index.roles[role].organisations}
    return Matter(element=element, kind=kind, tags=tags, houses=tuple(sorted(found)) or ("?",), frame=kind in FRAME)
