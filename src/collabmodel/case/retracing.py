"""Whether the record of a case, fed to another version of its model, would have gone the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from collabmodel.case.answers import Refusal
from collabmodel.case.commands import Command
from collabmodel.case.deciding import decide, derived
from collabmodel.case.evolving import evolve, new_case
from collabmodel.case.gates import at_gates
from collabmodel.case.moving import Names
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables
from collabmodel.case.verbs import CASE, VERBS, section_of
from collabmodel.case.versions import is_move, renamed
from collabmodel.history import Event


class _Made(NamedTuple):
    """What a step derived, but for ids and times."""

    element: str
    transition: str
    instance: str


def first_departure(case: Case, names: Names) -> str:
    """
    Give the id of the first event from outside that the new version would not take the same way: one of an element
    that has no image, one that a gate of it would refuse, or one from which something else would follow. Empty if there
    is none.

    Args:
        case: The case, pinned to the version before.
        names: What is called how.
    """
    new = names.new
    followed = new_case(new, case.id)
    for step in _steps(case):
        event, *after = (renamed(one, names.mapping) for one in step)
        if is_move(step[0]) or not _known(names, step[0]) or not _taken(new, followed, event, after):
            return event.id
        for one in (event, *after):
            followed = evolve(new, followed, one)
    return ""


def _steps(case: Case) -> Iterator[Sequence[Event]]:
    """Give the events of a case step by step: one from outside, then what followed from it."""
    step: list[Event] = []
    for event in case.record.read(1, case.seq):
        if step and not event.caused_by:
            yield step
            step = []
        step.append(event)
    if step:
        yield step


def _known(names: Names, event: Event) -> bool:
    """Tell whether the element of an event has an image, if it is one of the model's at all."""
    return event.element not in names.old.index or bool(names.image(event.element))


def _taken(new: Tables, case: Case, event: Event, after: Sequence[Event]) -> bool:
    """Tell whether the new version takes an event from outside, and the same follows from it."""
    made = sorted(map(_made, after))
    commands = list(_commands(new, event))
    if not commands:
        allowed = not at_gates(new, case, event).refusals
        return allowed and made == sorted(map(_made, derived(new, case, event, event.recorded)))
    found = (decide(new, case, command, event.recorded) for command in commands)
    return any(made == sorted(map(_made, one[1:])) for one in found if not isinstance(one, Refusal))


def _commands(new: Tables, event: Event) -> Iterator[Command]:
    """Give the commands that may have made an event; none for a correction, and for what no command makes."""
    section = section_of(new.model, event.element) if event.element else CASE
    number = new.index.get(event.element)
    own = "" if number is None else new.items[number].kind
    for verb in VERBS:
        kind = verb.kind or own
        if (verb.section, kind, verb.transition) == (section, event.kind, event.transition) and not event.corrects:
            yield Command(
                verb=verb.name,
                element=event.element,
                by=event.actor,
                data=event.data,
                occurred=event.occurred,
                instance=event.instance,
                evidence=event.evidence,
            )


def _made(event: Event) -> _Made:
    return _Made(event.element, event.transition, event.instance)
