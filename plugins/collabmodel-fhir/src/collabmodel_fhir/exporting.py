"""All resources of a case, and of many."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.history import Event, History
from collabmodel.rules import Value
from collabmodel_fhir.meetings import work
from collabmodel_fhir.naming import Names, Object
from collabmodel_fhir.people import care_team, consents
from collabmodel_fhir.plans import care_plan, episode, goals, phases
from collabmodel_fhir.recording import provenance
from collabmodel_fhir.tasks import lead_tasks, limit_tasks
from collabmodel_fhir.telling import Home, Told, told


def resources(history: History, names: Names) -> Iterator[Object]:
    """
    Give the resources of every case, case after case.

    Args:
        history: The cases.
        names: What things are called.

    Raises:
        StoreError: An event holds what no record of one may.
    """
    named = history.ids is not None or history.seq is not None
    for number, case in enumerate(history.cases):
        # The order of columns is that of a whole history; sorted names make a case's bytes its own.
        events = tuple(attrs.evolve(one, data=tuple(sorted(one.data, key=_name))) for one in history.events(number))
        facts = tuple(sorted(history.facts(number), key=_name))
        if not names.config.data:
            events, facts = tuple(attrs.evolve(event, data=()) for event in events), ()
        one = told(case, events, names, facts, closed=bool(history.closed[number]))
        yield from _case(one, events, named=named)


def _name(pair: tuple[str, Value]) -> str:
    return pair[0]


def _case(one: Told, events: tuple[Event, ...], *, named: bool) -> Iterator[Object]:
    homes = [
        episode(one), care_team(one), *phases(one), *goals(one), *work(one), *lead_tasks(one), *limit_tasks(one),
        *consents(one),
    ]  # fmt: skip
    plan = care_plan(one, homes)
    yield plan.resource
    yield from (home.resource for home in homes)
    targets = _targets(homes)
    for event in events:
        shaped = [plan.reference, *targets.get(event.id, ())]
        yield provenance(event, one.whose, one.names, shaped, named=named)


def _targets(homes: list[Home]) -> dict[str, list[Object]]:
    """Give references to the resources that each event shaped, by its id."""
    found: dict[str, list[Object]] = {}
    for home in homes:
        for id in home.events:
            found.setdefault(id, []).append(home.reference)
    return found
