"""What people do in a scenario, against what the model lets them do: verbs, data, outcomes, facts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from collabmodel.case import Verb
from collabmodel.case.expected import Expected, expected
from collabmodel.case.verbs import ACTIVITIES, VERBS, section_of
from collabmodel.errors import Problem
from collabmodel.formats.scalars import meant
from collabmodel.model import Activity, Fact
from collabmodel.rules import Value
from collabmodel.simulate.checking_subject import Subject
from collabmodel.simulate.dating import is_dated
from collabmodel.simulate.doings import element_of
from collabmodel.simulate.scenario import Behaviour, Known, Shape, Spread

_OUTCOMES = ("declined", "expired", "no-show", "cancelled", "not held")
"""Outcomes that every activity knows."""
_OWN = ("person", "attendance", "at")
"""What the simulator tells by itself."""
_FAULTS = {
    "choice": "no choice",
    "too small": "less than the least value",
    "too large": "more than the greatest value",
    "integer": "no whole number",
    "number": "no number",
    "boolean": "neither true nor false",
    "text": "no text",
    "date": "no date",
    "list": "no list",
    "duration": "no duration",
    "time": "no moment",
    "mapping": "no named values",
}


def verbs(subject: Subject) -> Iterator[Problem]:
    """
    Find behaviours of elements that do not exist, or that take no such verb.

    Args:
        subject: The scenario under check.
    """
    known = {one.id for section in _SECTIONS for one in getattr(subject.model, section)}
    for behaviour in subject.scenario.behaviour:
        element, path = element_of(behaviour), f"behaviour.{behaviour.id}"
        if element and element not in known:
            where = f"{path}.element" if behaviour.element else path
            yield subject.unknown(where, "element", element, known)
        elif subject.verb(behaviour) is None:
            yield _no_verb(subject, behaviour, path)


def _no_verb(subject: Subject, behaviour: Behaviour, path: str) -> Problem:
    section = section_of(subject.model, element_of(behaviour)) if element_of(behaviour) else "case"
    takes = [verb.name for verb in VERBS if verb.section == section]
    if behaviour.verb:
        what = f"{element_of(behaviour) or 'the case'!r} takes no verb"
        hint = meant(behaviour.verb, takes) or f"its verbs are {', '.join(takes)}"
        return subject.problem(f"{path}.verb", what, behaviour.verb, hint)
    hint = f"add verb: one of {', '.join(takes)}"
    return subject.problem(path, f"{element_of(behaviour)!r} is no activity, so a verb is needed", hint=hint)


_SECTIONS = tuple(dict.fromkeys(verb.section for verb in VERBS if verb.section != "case"))


def data(subject: Subject) -> Iterator[Problem]:
    """
    Find data that the model wants and the scenario lacks, or that the model would refuse.

    Args:
        subject: The scenario under check.
    """
    for behaviour in subject.scenario.behaviour:
        verb = subject.verb(behaviour)
        if verb is None:
            continue
        wanted = expected(subject.tables, verb, element_of(behaviour))
        path = f"behaviour.{behaviour.id}"
        given = {datum.id for datum in behaviour.data}
        for name in wanted.required:
            if name not in given and name not in _OWN:
                hint = _choices(subject, behaviour, name)
                what = f"the model wants the data {name!r} when this is done"
                yield subject.problem(path, what, hint=hint)
        for datum in behaviour.data:
            yield from _datum(subject, behaviour, datum, wanted)
        yield from _special(subject, behaviour, verb)


def _choices(subject: Subject, behaviour: Behaviour, name: str) -> str:
    activity = subject.index.activities.get(element_of(behaviour))
    fact = next((one for one in activity.data if one.id == name), None) if activity is not None else None
    told = f", one of {', '.join(fact.choices)}" if fact is not None and fact.choices else ""
    return f"add it under 'data:'{told}"


def _datum(subject: Subject, behaviour: Behaviour, datum: Known, wanted: Expected) -> Iterator[Problem]:
    path = f"behaviour.{behaviour.id}.data.{datum.id}"
    if datum.id not in wanted.shapes:
        yield subject.unknown(path, f"data of {element_of(behaviour) or 'closing'!r} called", datum.id, wanted.shapes)
        return
    shape = wanted.shapes[datum.id]
    activity = subject.index.activities.get(element_of(behaviour))
    fact = next((one for one in activity.data if one.id == datum.id), None) if activity is not None else None
    if datum.spread.unit is not None:
        if not is_dated(fact):
            unit = datum.spread.unit.value
            yield subject.problem(f"{path}.spread.unit", "a value has no unit of time", unit, "leave it out")
        return
    for where, value in values_of(datum.spread, f"{path}.spread"):
        fault = shape(value)[1]
        if fault:
            yield _refused(subject, where, value, fault, fact)


def _refused(subject: Subject, path: str, value: Value, fault: str, fact: Fact | None) -> Problem:
    hint = ""
    if fact is not None and fact.choices and fault == "choice":
        near = meant(value, fact.choices) if isinstance(value, str) else ""
        hint = near or f"one of {', '.join(fact.choices)}"
    elif fact is not None and fault in ("too small", "too large"):
        bound, word = (fact.minimum, "at least") if fault == "too small" else (fact.maximum, "at most")
        hint = f"the model says {word} {bound:g}"
    elif fault == "list":
        hint = "write [VALUE, VALUE] for a list"
    elif fault == "integer":
        hint = "add 'whole: true', or write whole numbers"
    what = f"the model refuses this value, {_FAULTS.get(fault, fault)}:"
    shown = value if isinstance(value, str | int | float | bool) else None
    return subject.problem(path, what, shown, hint)


def values_of(spread: Spread, path: str) -> Iterator[tuple[str, Value]]:
    """
    Give the values that a distribution of data may take, as far as they can be told: its ends for ranges.

    Args:
        spread: The distribution.
        path: Its path.

    >>> [value for _, value in values_of(Spread(shape=Shape.UNIFORM, low=0.0, high=4.6, whole=True), "")]
    [0, 5]
    """
    for key, value in _OF_SHAPE.get(spread.shape, _around_mean)(spread):
        yield f"{path}.{key}", value
    for number, row in enumerate(spread.rows):
        yield from values_of(row.spread, f"{path}.rows.{number}.spread")


def _constant(spread: Spread) -> Iterator[tuple[str, Value]]:
    if spread.value is not None:
        yield "value", spread.value
    elif spread.values:
        yield "values", spread.values


def _likely(spread: Spread) -> Iterator[tuple[str, Value]]:
    weights = spread.weights if len(spread.weights) == len(spread.values) else (1.0,) * len(spread.values)
    for number, (value, weight) in enumerate(zip(spread.values, weights, strict=True)):
        if weight > 0:
            yield f"values.{number}", value


def _ends(spread: Spread) -> Iterator[tuple[str, Value]]:
    for key, bound in (("low", spread.low), ("high", spread.high)):
        if bound is not None and math.isfinite(bound):
            yield key, round(bound) if spread.whole else bound


def _around_mean(spread: Spread) -> Iterator[tuple[str, Value]]:
    if spread.mean is not None and math.isfinite(spread.mean):
        yield "mean", round(spread.mean) if spread.whole or spread.shape is Shape.POISSON else spread.mean


_OF_SHAPE: Mapping[Shape, Callable[[Spread], Iterator[tuple[str, Value]]]] = {
    Shape.CONSTANT: _constant,
    Shape.EMPIRICAL: _likely,
    Shape.UNIFORM: _ends,
    Shape.TRIANGULAR: _ends,
}


def _special(subject: Subject, behaviour: Behaviour, verb: Verb) -> Iterator[Problem]:
    """See that endings, waves, respondents, voices and outcomes are those of the model."""
    element, path = element_of(behaviour), f"behaviour.{behaviour.id}"
    words: dict[str, tuple[str, tuple[str, ...]]] = {}
    if verb.name == "close" and subject.index.endings:
        words["ending"] = ("ending", tuple(subject.index.endings))
    instrument, attested = subject.index.instruments.get(element), subject.index.attestations.get(element)
    if instrument is not None:
        words["wave"] = ("wave", instrument.waves)
        words["respondent"] = ("respondent", instrument.respondents)
        yield from _score(subject, behaviour)
    elif attested is not None:
        words["answer"] = ("answer", ("met", "partly", "not met"))
        words["voice"] = ("voice", attested.voices)
    elif verb.section == "indicators":
        yield subject.problem(path, f"{element!r} is measured, not attested", hint="leave this behaviour out")
    activity = subject.index.activities.get(element)
    if activity is not None and verb.section == ACTIVITIES and verb.name != "attempt":
        yield from _outcomes(subject, behaviour, activity)
    for datum in behaviour.data:
        what, known = words.get(datum.id, ("", ()))
        for where, value in values_of(datum.spread, f"{path}.data.{datum.id}.spread") if known else ():
            if isinstance(value, str) and value not in known:
                yield subject.unknown(where, what, value, known)
        if datum.id == "ending" and known:
            yield from _last_ending(subject, f"{path}.data.ending.spread", datum.spread)


def _last_ending(subject: Subject, path: str, spread: Spread) -> Iterator[Problem]:
    """See that every word that an ending may repeat is an ending."""
    if spread.shape is not Shape.LAST:
        return
    element, _, name = spread.of.partition(".")
    for behaviour in subject.scenario.behaviour:
        told = next((one for one in behaviour.data if one.id == name), None)
        if element_of(behaviour) != element or told is None:
            continue
        for where, value in values_of(told.spread, f"behaviour.{behaviour.id}.data.{name}.spread"):
            if isinstance(value, str) and value not in subject.index.endings:
                hint = meant(value, subject.index.endings)
                what = f"no ending, though {path.removesuffix('.data.ending.spread')!r} closes with it:"
                yield subject.problem(where, what, value, hint)


def _score(subject: Subject, behaviour: Behaviour) -> Iterator[Problem]:
    instrument = subject.index.instruments[element_of(behaviour)]
    score = next((one for one in behaviour.data if one.id == "score"), None)
    path = f"behaviour.{behaviour.id}.data.score.spread"
    for where, value in values_of(score.spread, path) if score is not None else ():
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        low, high = instrument.minimum, instrument.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            ends = " and ".join(f"{one:g}" for one in (low, high) if one is not None)
            yield subject.problem(where, "a score outside the scale:", value, f"it ends at {ends}")


def _outcomes(subject: Subject, behaviour: Behaviour, activity: Activity) -> Iterator[Problem]:
    path = f"behaviour.{behaviour.id}"
    if any(one.id == "outcome" for one in activity.data):
        return
    known = (*activity.outcomes, *_OUTCOMES)
    told = next((one for one in behaviour.data if one.id == "outcome"), None)
    found = list(values_of(told.spread, f"{path}.data.outcome.spread")) if told is not None else []
    if behaviour.missed:
        found.append((f"{path}.missed", behaviour.missed))
    for where, value in found:
        if isinstance(value, str) and value not in known:
            yield subject.unknown(where, f"outcome of {activity.id!r}", value, known)


def facts(subject: Subject) -> Iterator[Problem]:
    """
    Find facts that the model wants of every case and the scenario lacks, or values that the model would refuse.

    Args:
        subject: The scenario under check.
    """
    given = {fact.id for fact in subject.scenario.facts}
    opening = expected(subject.tables, next(verb for verb in VERBS if verb.name == "open"), "")
    for name in opening.required:
        if name in subject.index.facts and name not in given:
            yield subject.problem(
                "facts", f"the model wants the fact {name!r} of every case", hint="add it to 'facts:'"
            )
    for fact in subject.scenario.facts:
        declared = subject.index.facts.get(fact.id)
        if declared is None:
            continue
        if fact.spread.shape is Shape.LAST:
            yield subject.problem(
                f"facts.{fact.id}", "nothing was said before the opening", hint="choose another shape"
            )
        for where, value in values_of(fact.spread, f"facts.{fact.id}.spread"):
            fault = opening.shapes[fact.id](value)[1]
            if fault:
                yield _refused(subject, where, value, fault, declared)


DOING_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (verbs, data, facts)
"""Checks of what people do."""
