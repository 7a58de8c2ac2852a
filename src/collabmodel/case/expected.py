"""Which data a command may and must bring along."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from collabmodel.case.datatypes import GIVEN, Shape, anything, fact
from collabmodel.case.index import index_of
from collabmodel.case.tables import Tables
from collabmodel.case.verbs import ACTIVITIES, CASE, VERBS, Verb
from collabmodel.history import Event
from collabmodel.model import Activity, Fact

_DONE = ("completed",)


@attrs.frozen(kw_only=True)
class Expected:
    """
    The data of one command.

    Args:
        shapes: What reads each datum that may come, by name.
        required: Names of those that must.
    """

    shapes: Mapping[str, Shape]
    required: tuple[str, ...] = ()


def expected(tables: Tables, verb: Verb, element: str, original: Event | None = None) -> Expected:
    """
    Tell which data a verb may and must bring along.

    Args:
        tables: The model's tables.
        verb: The verb.
        element: Id of the element that it speaks of.
        original: The event that is corrected, for corrections.

    >>> from collabmodel.case.tables import tables_of
    >>> from collabmodel.case.verbs import verb_for
    >>> from collabmodel.model import Model
    >>> model = Model(id="m")
    >>> expected(tables_of(model), verb_for(model, "close", ""), "").required
    ('ending',)
    """
    if verb.name != "correct":
        return _expected(tables, verb, element)
    shapes: dict[str, Shape] = {name: GIVEN[name] for name in (*verb.needs, *verb.takes)}
    return Expected(shapes=(_restated(tables, original) if original else {}) | shapes, required=verb.needs)


@functools.lru_cache(maxsize=512)
def _expected(tables: Tables, verb: Verb, element: str) -> Expected:
    shapes: dict[str, Shape] = {name: GIVEN[name] for name in (*verb.needs, *verb.takes)}
    required = list(verb.needs)
    model = tables.model
    if verb.name in ("open", "learn"):
        shapes |= _read(model.facts)
    if verb.name == "open":
        required += [one.id for one in model.facts if one.required]
        required += ["opening"] if model.case.openings else []
    activity = index_of(tables).activities.get(element)
    if verb.section == ACTIVITIES and activity is not None:
        shapes |= _read(activity.data)
        if verb.transition in _DONE or answers_with(activity, verb.name):
            required += [one.id for one in activity.data if one.required]
    return Expected(shapes=shapes, required=tuple(dict.fromkeys(required)))


def answers_with(activity: Activity, verb: str) -> Fact | None:
    """
    Give the declared choice by which an activity is accepted or declined, or None.

    Args:
        activity: The activity.
        verb: The verb asked for.
    """
    word = {"accept": "accepted", "decline": "declined"}.get(verb)
    return next((one for one in activity.data if word is not None and word in one.choices), None)


def _read(facts: tuple[Fact, ...]) -> dict[str, Shape]:
    return {one.id: fact(one) for one in facts}


def _restated(tables: Tables, original: Event) -> dict[str, Shape]:
    """Give what reads the data of the event that is corrected."""
    shapes: dict[str, Shape] = {name: anything for name, _ in original.data}
    for verb in VERBS:
        if original.kind == verb.kind or (not verb.kind and verb.section == ACTIVITIES):
            shapes |= {name: GIVEN[name] for name in (*verb.needs, *verb.takes) if verb.section != CASE or verb.kind}
    if original.kind in ("case", "fact"):
        shapes |= _read(tables.model.facts)
    activity = index_of(tables).activities.get(original.element)
    return shapes | (_read(activity.data) if activity is not None else {})
