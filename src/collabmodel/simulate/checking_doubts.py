"""What is only doubtful in a scenario: it can be run, but may not mean what its author thinks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from collabmodel.errors import Problem
from collabmodel.simulate.checking_loops import rings
from collabmodel.simulate.checking_subject import Subject
from collabmodel.simulate.doings import element_of
from collabmodel.simulate.scenario import Behaviour, Scheduling
from collabmodel.simulate.spans import minutes_of
from collabmodel.workdays import to_us


def _other_model(subject: Subject) -> Iterator[Problem]:
    wanted, found = subject.scenario.model, subject.model.id
    if wanted and wanted != found:
        yield subject.problem("model", f"the scenario is written for another model than {found!r}:", wanted)


def _nobody_comes(subject: Subject) -> Iterator[Problem]:
    streams = subject.scenario.arrivals
    if all(not stream.per_week and stream.gap is None and not stream.at for stream in streams):
        yield subject.problem("arrivals", "no case ever comes", hint="add a stream with per_week")


def _too_late(subject: Subject) -> Iterator[Problem]:
    start = to_us(dt.datetime.combine(subject.scenario.start, dt.time(), dt.UTC))
    for stream in subject.scenario.arrivals:
        for number, moment in enumerate(stream.at):
            if moment.utcoffset() is None:
                continue
            minute = (to_us(moment) - start) // 60_000_000
            if not -24 * 60 <= minute < subject.minutes:
                path = f"arrivals.{stream.id}.at.{number}"
                yield subject.problem(path, "a case that comes while nobody watches:", moment.isoformat())


def _never_closed(subject: Subject) -> Iterator[Problem]:
    if subject.scenario.behaviour and not any(one.verb == "close" for one in subject.scenario.behaviour):
        hint = "add a behaviour with 'verb: close'"
        yield subject.problem("behaviour", "no case is ever closed", hint=hint)


def _all_at_once(subject: Subject) -> Iterator[Problem]:
    for behaviour in subject.scenario.behaviour:
        activity = subject.index.activities.get(element_of(behaviour))
        many = activity is not None and activity.repeat is not None and activity.repeat.on is None
        unbound = behaviour.times is None and not behaviour.each
        if many and unbound and behaviour.delay is None and behaviour.length is None and _completes(behaviour):
            what = "it repeats as often as the model lets it, all at one instant"
            yield subject.problem(f"behaviour.{behaviour.id}", what, hint="add times, a delay or a length")


def _completes(behaviour: Behaviour) -> bool:
    return behaviour.verb in {"", "complete"}


def _perhaps_endless(subject: Subject) -> Iterator[Problem]:
    for ring in rings(subject):
        certain = all(one.condition is None and one.chance.value == 1 and not one.chance.rows for one in ring)
        if not certain:
            names = " -> ".join((*(one.id for one in ring), ring[0].id))
            what = f"perhaps an endless loop at one instant: {names}"
            yield subject.problem(f"behaviour.{ring[0].id}", what, hint="give one of them a delay")


def _required_undone(subject: Subject) -> Iterator[Problem]:
    done = {element_of(one) for one in subject.scenario.behaviour}
    for activity in subject.model.activities:
        if activity.required and activity.id not in done:
            what = f"the model requires {activity.id!r}, and nobody in the scenario does it"
            yield subject.problem("behaviour", what, hint="add a behaviour of it, if cases are to go on")


def _no_shows_of_nobody(subject: Subject) -> Iterator[Problem]:
    for behaviour in subject.scenario.behaviour:
        path = f"behaviour.{behaviour.id}"
        people = subject.lay & {behaviour.by, *behaviour.with_}
        if behaviour.no_show is not None and not people:
            what = "nobody is asked to it who could stay away"
            yield subject.problem(f"{path}.no_show", what, hint="add the client to 'with:'")
        if behaviour.length is None and (behaviour.no_show is not None or behaviour.stops.value):
            key = "no_show" if behaviour.no_show is not None else "stops"
            what = "a thing of a moment claims nobody, so that nobody can stay away"
            yield subject.problem(f"{path}.{key}", what, hint="add length")
        if subject.scenario.scheduling is Scheduling.QUEUE and behaviour.sent_word.value:
            what = "without appointments nobody sends word beforehand"
            yield subject.problem(f"{path}.sent_word", what, hint="write 'scheduling: appointment'")


def _long_warm_up(subject: Subject) -> Iterator[Problem]:
    scenario = subject.scenario
    warm = minutes_of(scenario.warm_up, scenario.start) if scenario.warm_up is not None else None
    if warm is not None and subject.minutes / 2 < warm < subject.minutes:
        what = "more than half of what is watched is left out:"
        yield subject.problem("warm_up", what, str(scenario.warm_up), "watch longer")


DOUBTS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    _other_model, _nobody_comes, _too_late, _never_closed, _all_at_once, _perhaps_endless, _required_undone,
    _no_shows_of_nobody, _long_warm_up,
)  # fmt: skip
"""Checks whose findings are only told."""
