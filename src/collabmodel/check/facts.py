"""Facts and numbers: choices exist, ranges are ranges, defaults lie inside them, and somebody is eligible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.rings import rings
from collabmodel.check.subject import Subject
from collabmodel.check.wording import a
from collabmodel.model import (
    AgeBand,
    And,
    AttestationIndicator,
    ConditionalDuration,
    Eligibility,
    Extension,
    Fact,
    FactType,
    Instrument,
    Limit,
    MeasureIndicator,
    NonEngagement,
    Parameter,
    Quorum,
    Recurrence,
    Reference,
    Repeat,
    Role,
    RuleIndicator,
    Service,
    Severity,
    Window,
)
from collabmodel.rules.derivations import DEEPEST, foundations, too_deep
from collabmodel.workdays import Duration

_CHOOSING = frozenset({FactType.CHOICE, FactType.LIST})
_RANGED = frozenset({FactType.INTEGER, FactType.NUMBER})
_DURATIONS = (Limit, ConditionalDuration, Recurrence, Extension, Window)
_NUMBERS = (Quorum, Repeat, Role, NonEngagement, RuleIndicator, AttestationIndicator)


def _choiceless(subject: Subject) -> Iterator[Hit]:
    for spot, fact in subject.each(Fact):
        if fact.type is FactType.CHOICE and not fact.choices:
            yield hit(spot.path, value=fact.id)


def _idle_choices(subject: Subject) -> Iterator[Hit]:
    for spot, fact in subject.each(Fact):
        if fact.choices and fact.type not in _CHOOSING:
            yield hit(f"{spot.path}.choices", value=fact.id, what="choices", type=a(fact.type.value))
        if (fact.minimum, fact.maximum) != (None, None) and fact.type not in _RANGED:
            key = "maximum" if fact.minimum is None else "minimum"
            yield hit(f"{spot.path}.{key}", value=fact.id, what="a range", type=a(fact.type.value))


def _twin_choices(subject: Subject) -> Iterator[Hit]:
    for spot, fact in subject.each(Fact):
        for choice, times in Counter(fact.choices).items():
            if times > 1:
                yield hit(
                    f"{spot.path}.choices.{fact.choices.index(choice, fact.choices.index(choice) + 1)}", value=choice
                )


def _reversed_ranges(subject: Subject) -> Iterator[Hit]:
    for record in (Fact, Parameter, Instrument):
        for spot in subject.by_type.get(record, ()):
            low, high = getattr(spot.value, "minimum", None), getattr(spot.value, "maximum", None)
            if low is not None and high is not None and low > high:
                yield hit(f"{spot.path}.minimum", low=low, high=high)
    for spot, band in subject.each(AgeBand):
        if band.low is not None and band.high is not None and band.low > band.high:
            yield hit(f"{spot.path}.low", low=band.low, high=band.high)


def _out_of_range(subject: Subject) -> Iterator[Hit]:
    for parameter in subject.model.parameters:
        path = f"parameters.{parameter.id}"
        values = [(f"{path}.value", parameter.value)]
        values += [(f"{path}.rows.{number}.value", row.value) for number, row in enumerate(parameter.rows)]
        for where, value in values:
            number = value.amount if isinstance(value, Duration) else value
            if isinstance(number, int | float) and _outside(number, parameter.minimum, parameter.maximum):
                yield hit(where, value=value, range=_range(parameter.minimum, parameter.maximum), id=parameter.id)


def _outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return f"from {low} to {high}"


def _odd_rows(subject: Subject) -> Iterator[Hit]:
    for parameter in subject.model.parameters:
        for number, row in enumerate(parameter.rows):
            sort, ordinary = _sort(row.value), _sort(parameter.value)
            if sort != ordinary:
                value = f"'{row.value}'" if isinstance(row.value, str) else row.value
                yield hit(f"parameters.{parameter.id}.rows.{number}.value", value=value, sort=sort, ordinary=ordinary)


def _sort(value: object) -> str:
    if isinstance(value, bool):
        return "a truth value"
    return "a number" if isinstance(value, int | float) else "a duration" if isinstance(value, Duration) else "a text"


def _unfit_parameters(subject: Subject) -> Iterator[Hit]:
    for spot, reference in subject.each(Reference):
        value = subject.settled(reference)
        duration = isinstance(value, Duration)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is None:
            continue
        if isinstance(spot.holder, _DURATIONS) and not duration:
            wanted = "a duration"
        elif isinstance(spot.holder, _NUMBERS) and not number:
            wanted = "a number"
        elif isinstance(spot.holder, MeasureIndicator) and not (duration or number):
            wanted = "a number or a duration"
        else:
            continue
        yield hit(spot.path, value=reference.parameter, sort=_sort(value), wanted=wanted)


def _nobody_eligible(subject: Subject) -> Iterator[Hit]:
    known, model = subject.knowledge, subject.model
    alone = [each for each in model.eligibility if not known.can_hold(each.condition)]
    for each in alone:
        yield hit(f"eligibility.{each.id}.if", value=f"'{each.id}'")
    for spot, service in subject.each(Service):
        if not known.can_hold(service.eligibility):
            yield hit(f"{spot.path}.eligibility", value=f"the service '{service.id}'")
    if not alone and len(model.eligibility) > 1:
        yield from _together(subject, model.eligibility)


def _together(subject: Subject, criteria: tuple[Eligibility, ...]) -> Iterator[Hit]:
    """Find the first criterion that leaves nobody over beside those before it."""
    for number in range(1, len(criteria)):
        if not subject.knowledge.can_hold(And(tuple(each.condition for each in criteria[: number + 1]))):
            names = " and ".join(f"'{each.id}'" for each in criteria[: number + 1])
            yield hit(f"eligibility.{criteria[number].id}.if", value=f"{names} together")
            return


def _derived_rings(subject: Subject) -> Iterator[Hit]:
    derived = frozenset(each.id for each in subject.model.derived)
    for ring in rings(foundations(subject.model)):
        path = f"derived.{ring[0]}.value" if ring[0] in derived else f"parameters.{ring[0]}.rows"
        yield hit(path, ring=" -> ".join((*ring, ring[0])))


def _deep_derivations(subject: Subject) -> Iterator[Hit]:
    deep = too_deep(subject.model)
    if deep:
        section, key = ("derived", "value") if deep in subject.ids.get("derived", ()) else ("parameters", "rows")
        yield hit(f"{section}.{deep}.{key}", value=deep, most=DEEPEST)


def _cut_offs(subject: Subject) -> Iterator[Hit]:
    for instrument in subject.model.instruments:
        low, high = instrument.minimum, instrument.maximum
        if instrument.cut_off is not None and _outside(instrument.cut_off, low, high):
            yield hit(f"instruments.{instrument.id}.cut_off", value=instrument.cut_off, range=_range(low, high))


def _changes(subject: Subject) -> Iterator[Hit]:
    for instrument in subject.model.instruments:
        change, low, high = instrument.reliable_change, instrument.minimum, instrument.maximum
        if change is None:
            continue
        if change <= 0:
            yield hit(f"instruments.{instrument.id}.reliable_change", value=change, what="must be more than 0")
        elif low is not None and high is not None and change > high - low:
            what = f"is more than the whole scale of {high - low}"
            yield hit(f"instruments.{instrument.id}.reliable_change", value=change, what=what)


_TYPES = "semantics 4: facts are typed"

FACT_CHECKS = (
    Check(
        code="choice-without-choices",
        title="choices can be chosen from",
        severity=Severity.ERROR,
        message="'{value}' is a choice, but lists no choices",
        source=_TYPES,
        run=_choiceless,
    ),
    Check(
        code="idle-choices",
        title="choices and ranges stand where they mean something",
        severity=Severity.WARNING,
        message="'{value}' has {what}, which means nothing for {type}",
        source=_TYPES,
        run=_idle_choices,
    ),
    Check(
        code="twin-choices",
        title="every choice is listed once",
        severity=Severity.WARNING,
        message="the choice '{value}' is listed twice",
        source=_TYPES,
        run=_twin_choices,
    ),
    Check(
        code="reversed-range",
        title="ranges run from small to large",
        severity=Severity.ERROR,
        message="the smallest value {low} is more than the largest, {high}",
        source=_TYPES,
        run=_reversed_ranges,
    ),
    Check(
        code="parameter-out-of-range",
        title="parameters lie in their own range",
        severity=Severity.ERROR,
        message="'{id}' is {value}, but its values are to be {range}",
        source="parameters have sensible ranges",
        run=_out_of_range,
    ),
    Check(
        code="odd-row",
        title="all values of a parameter are of one sort",
        severity=Severity.WARNING,
        message="{value} is {sort}, but the ordinary value is {ordinary}",
        source="semantics 4: a parameter may be a table",
        run=_odd_rows,
    ),
    Check(
        code="unfit-parameter",
        title="parameters fit where they stand",
        severity=Severity.ERROR,
        message="the parameter '{value}' is {sort}, but here {wanted} is needed",
        source="semantics 4: a parameter stands for a value",
        run=_unfit_parameters,
    ),
    Check(
        code="nobody-eligible",
        title="somebody is eligible",
        severity=Severity.ERROR,
        message="nobody can ever meet {value}: the condition contradicts itself or the ranges of its facts",
        source="eligibility says whom the cooperation is for",
        run=_nobody_eligible,
    ),
    Check(
        code="derived-cycle",
        title="no derived fact or parameter follows from itself",
        severity=Severity.ERROR,
        message="derived facts and parameters follow from one another in a ring: {ring}",
        source="semantics 4: derived facts follow from others",
        run=_derived_rings,
    ),
    Check(
        code="deep-derivation",
        title="derived facts and parameters do not rest on too much",
        severity=Severity.ERROR,
        message="'{value}' has more than {most} levels within each other, with all that it rests on: rest it on fewer",
        source="semantics 4: derived facts follow from others",
        run=_deep_derivations,
    ),
    Check(
        code="cut-off-out-of-range",
        title="cut-offs lie on the scale",
        severity=Severity.ERROR,
        message="the cut-off {value} is not on the scale, {range}",
        source="instruments have a scale",
        run=_cut_offs,
    ),
    Check(
        code="odd-reliable-change",
        title="reliable changes are possible",
        severity=Severity.WARNING,
        message="the reliable change {value} {what}",
        source="instruments have a scale",
        run=_changes,
    ),
)
