"""Numbers taken from histories: what is counted, timed or rated on each case, meeting or pair of organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import attrs

from collabmodel.evaluate.clocks import Clock
from collabmodel.evaluate.readings import Readings
from collabmodel.model import Level, Measure, Measuring, Pattern
from collabmodel.rules.trace import Value


@attrs.frozen
class Taken:
    """
    One value of a measure, and the event it rests on.

    Args:
        value: The number.
        position: Position of the event that decides it; -1 for none.
        group: The pair of organisations or the respondent it belongs to; empty where values are not grouped.
    """

    value: float
    position: int = -1
    group: str = ""


@attrs.frozen(kw_only=True)
class Series:
    """
    Events that give one or more values together: those of a case, of a meeting, or of a pair in a case.

    Args:
        of: Positions of the events the measure is about, in order.
        to: Positions of the other events, in order.
        group: Name of the group, or empty.
    """

    of: Sequence[int]
    to: Sequence[int] = ()
    group: str = ""


def take(measure: Measure, readings: Readings, clock: Clock, cases: Iterable[int]) -> tuple[list[Taken], int]:
    """
    Take a measure.

    A case that gives no value (no second event for an interval, no answer after the first) is missing, never 0.
    On the level of the cohort, the events of all cases are one series in the order in which they happened.

    Args:
        measure: What is measured.
        readings: The histories.
        clock: How times between events are counted.
        cases: Numbers of the cases that count.

    Returns:
        The values, and how many series gave none.
    """
    if measure.what is Measuring.CHANGE:
        return _changes(measure, readings, cases)
    taken: list[Taken] = []
    missing = 0
    run = _TAKERS[measure.what]
    for series in _series(measure, readings, cases):
        found = run(series, measure, readings, clock)
        missing += not found
        taken += [attrs.evolve(value, group=series.group) for value in found] if series.group else found
    return taken, missing


def _series(measure: Measure, readings: Readings, cases: Iterable[int]) -> Iterable[Series]:
    of = readings.positions(measure.of or Pattern(kind="*"))
    to = readings.positions(measure.to) if measure.to else ()
    if measure.level is Level.COHORT:
        chosen = set(cases)
        order = readings.history.occurred.__getitem__
        whole = [sorted(readings.inside(found, chosen), key=order) for found in (of, to)]
        return [Series(of=whole[0], to=whole[1])]
    split = _SPLITS[measure.level]
    return (
        series for case in cases for series in split(readings.within(of, case), readings.within(to, case), readings)
    )


def _by_case(of: Sequence[int], to: Sequence[int], _readings: Readings) -> list[Series]:
    return [Series(of=of, to=to)]


def _by_meeting(of: Sequence[int], to: Sequence[int], readings: Readings) -> list[Series]:
    def parted(positions: Sequence[int]) -> dict[tuple[str, int], list[int]]:
        found: dict[tuple[str, int], list[int]] = {}
        for position in positions:
            name = readings.instance(position)
            found.setdefault((name, -1) if name else ("", position), []).append(position)
        return found

    others = parted(to)
    return [Series(of=events, to=others.get(meeting, ())) for meeting, events in parted(of).items()]


def _by_pair(of: Sequence[int], to: Sequence[int], readings: Readings) -> list[Series]:
    ours, theirs = _parted_by_pair(of, readings), _parted_by_pair(to, readings)
    if not ours and of and to:
        return _handed_over(of, to, readings)
    return [Series(of=ours[pair], to=theirs.get(pair, ()), group=pair) for pair in sorted(ours)]


def _parted_by_pair(positions: Sequence[int], readings: Readings) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position in positions:
        for pair in readings.pairs(position):
            found.setdefault(pair, []).append(position)
    return found


def _handed_over(of: Sequence[int], to: Sequence[int], readings: Readings) -> list[Series]:
    found: dict[str, tuple[list[int], list[int]]] = {}
    for position in of:
        for other in to:
            pair = (readings.organisation(position), readings.organisation(other))
            if all(pair) and pair[0] != pair[1]:
                first, second = found.setdefault(" - ".join(pair), ([], []))
                first += [position] if position not in first else []
                second += [other] if other not in second else []
    return [Series(of=found[pair][0], to=found[pair][1], group=pair) for pair in sorted(found)]


def _count(series: Series, _measure: Measure, _readings: Readings, _clock: Clock) -> list[Taken]:
    return [Taken(len(series.of), series.of[-1] if series.of else -1)]


def _value(series: Series, measure: Measure, readings: Readings, _clock: Clock) -> list[Taken]:
    for position in reversed(series.of):
        number = as_number(readings.value(position, measure.name))
        if number is not None:
            return [Taken(number, position)]
    return []


def _sum(series: Series, measure: Measure, readings: Readings, _clock: Clock) -> list[Taken]:
    numbers = [as_number(readings.value(position, measure.name)) for position in series.of]
    known = [number for number in numbers if number is not None]
    return [Taken(sum(known), series.of[-1])] if known else [Taken(0)] if not series.of else []


def _share(series: Series, _measure: Measure, _readings: Readings, _clock: Clock) -> list[Taken]:
    if not series.of:
        return []
    others = set(series.to)
    outside = [position for position in series.of if position not in others]
    return [Taken(1 - len(outside) / len(series.of), (outside or series.of)[0])]


def _interval(series: Series, _measure: Measure, readings: Readings, clock: Clock) -> list[Taken]:
    if not series.of:
        return []
    occurred, start = readings.history.occurred, series.of[0]
    later = (place for place in series.to if (occurred[place], place) > (occurred[start], start))
    return [Taken(clock.between(occurred[start], occurred[place]), place) for place in islice(later, 1)]


def _gaps(series: Series, _measure: Measure, readings: Readings, clock: Clock) -> list[Taken]:
    times = [readings.history.occurred[position] for position in series.of]
    pairs = zip(times, times[1:], series.of[1:], strict=False)
    return [Taken(clock.between(one, other), position) for one, other, position in pairs]


def _longest_gap(series: Series, measure: Measure, readings: Readings, clock: Clock) -> list[Taken]:
    gaps = _gaps(series, measure, readings, clock)
    return [max(gaps, key=lambda gap: gap.value)] if gaps else []


def _distinct(series: Series, measure: Measure, readings: Readings, _clock: Clock) -> list[Taken]:
    found: set[Value] = set()
    for position in series.of:
        value = readings.value(position, measure.name)
        found.update(value if isinstance(value, tuple) else () if value is None else (value,))
    return [Taken(len(found), series.of[-1] if series.of else -1)]


def _changes(measure: Measure, readings: Readings, cases: Iterable[int]) -> tuple[list[Taken], int]:
    """Take last minus first rating of each respondent, whose answers are never pooled with another's."""
    ratings = readings.positions(measure.of or Pattern(kind="rating", transition="*"))
    taken: list[Taken] = []
    missing = 0
    for case in cases:
        answers: dict[tuple[str, str], list[tuple[float, int]]] = {}
        for position in readings.within(ratings, case):
            score = as_number(readings.value(position, "score"))
            respondent = readings.voice(position, "respondent")
            if readings.element(position) == measure.instrument and score is not None:
                answers.setdefault((respondent, readings.person(position)), []).append((score, position))
        found = [
            Taken(given[-1][0] - given[0][0], given[-1][1], who)
            for (who, _), given in sorted(answers.items())
            if len(given) > 1 and readings.speaks_for(who, measure.respondent)
        ]
        missing += not found
        taken += found
    return taken, missing


def as_number(value: Value) -> float | None:
    """
    Give a number, or None for what is none; truth values count as 0 and 1.

    Args:
        value: Any value.

    >>> as_number(True), as_number("many")
    (1.0, None)
    """
    return float(value) if isinstance(value, int | float) else None


_SPLITS: dict[Level, Callable[[Sequence[int], Sequence[int], Readings], list[Series]]] = {
    Level.CASE: _by_case,
    Level.MEETING: _by_meeting,
    Level.PAIR: _by_pair,
}
_TAKERS: dict[Measuring, Callable[[Series, Measure, Readings, Clock], list[Taken]]] = {
    Measuring.COUNT: _count,
    Measuring.VALUE: _value,
    Measuring.SUM: _sum,
    Measuring.SHARE: _share,
    Measuring.INTERVAL: _interval,
    Measuring.LONGEST_GAP: _longest_gap,
    Measuring.GAPS: _gaps,
    Measuring.DISTINCT: _distinct,
}
