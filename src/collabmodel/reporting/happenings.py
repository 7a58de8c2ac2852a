"""What happened in a case and who did it, in words: by role and organisation only."""

from __future__ import annotations

from collabmodel.case import tables_of
from collabmodel.case.telling import of_pattern
from collabmodel.history import Event
from collabmodel.model import Pattern
from collabmodel.reporting import labels
from collabmodel.reporting.audience import Audience


def happened(event: Event, audience: Audience) -> str:
    """
    Say what happened.

    Args:
        event: The event.
        audience: For whom.
    """
    told = _told(event, audience)
    return f"{told} ({labels.CORRECTS.say(audience.lang, id=event.corrects)})" if event.corrects else told


def _told(event: Event, audience: Audience) -> str:
    # A phase that its exit ends has done its work, whatever the engine calls it.
    if event.kind == "phase" and event.transition == "terminated":
        return f"{audience.names.title(event.element)}: {audience.status('terminated')}"
    if event.caused_by and event.kind != "phase" and event.transition == "active":
        return f"{audience.names.title(event.element)}: {audience.status('possible')}"
    pattern = Pattern(element=event.element, kind=event.kind, transition=event.transition)
    text = of_pattern(tables_of(audience.names.model), pattern).in_language(audience.lang)
    return text[:1].upper() + text[1:]


def told_who(event: Event, audience: Audience) -> str:
    """
    Say who did it, by role and organisation.

    Args:
        event: The event.
        audience: For whom.
    """
    if event.caused_by:
        return audience.word(labels.FOLLOWS)
    ids = (event.actor.role, event.actor.organisation)
    return ", ".join(audience.names.title(id) for id in ids if id)
