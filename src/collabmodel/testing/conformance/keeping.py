"""What a history says, part by part, so that two can be compared but for what a format cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from collabmodel.history import Event, History

_OF_EVENTS: Mapping[str, Callable[[Event], object]] = {
    "ids": lambda event: event.id,
    "places": lambda event: event.seq,
    "times": lambda event: event.occurred,
    "recorded": lambda event: event.recorded,
    "offsets": lambda event: event.occurred.utcoffset(),
    "kinds": lambda event: event.kind,
    "elements": lambda event: event.element,
    "transitions": lambda event: event.transition,
    "instances": lambda event: event.instance,
    "roles": lambda event: event.actor.role,
    "persons": lambda event: event.actor.person,
    "organisations": lambda event: event.actor.organisation,
    "representation": lambda event: event.actor.on_behalf_of,
    "data": lambda event: _sorted(event.data),
    "evidence": lambda event: event.evidence,
    "causes": lambda event: event.caused_by,
    "corrections": lambda event: event.corrects,
    "models": lambda event: event.model_hash,
}
_OF_CASES = ("facts", "closed", "cases without events")
PARTS = (*_OF_EVENTS, *_OF_CASES)
"""Parts of a history that a format may lack."""


def told(history: History, lacks: Container[str]) -> dict[str, object]:
    """
    Give what a history says of each case.

    Args:
        history: The history.
        lacks: Parts to leave out, of ``PARTS``.

    >>> from collabmodel.testing.small_model import a_history
    >>> told(a_history(0), ())
    {}
    """
    found: dict[str, object] = {}
    for number, case in enumerate(history.cases):
        events = history.events(number)
        if not events and "cases without events" in lacks:
            continue
        kept = {name: part for name, part in _OF_EVENTS.items() if name not in lacks}
        lines: list[object] = [{name: part(event) for name, part in kept.items()} for event in events]
        if "facts" not in lacks:
            lines.append({"facts": _sorted(history.facts(number))})
        if "closed" not in lacks:
            lines.append({"closed": bool(history.closed[number])})
        found[case] = lines
    return found


def _sorted(pairs: tuple[tuple[str, object], ...]) -> list[tuple[str, str, object]]:
    """Give pairs by name, with the type of each value: 1, 1.0 and True are equal, and are not the same."""
    return sorted(((name, type(value).__name__, value) for name, value in pairs), key=lambda pair: pair[0])
