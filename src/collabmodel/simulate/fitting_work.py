"""How people do each activity, estimated from a history: what it follows, when, how long, how often missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from collabmodel.model import Activity, Pattern, Text
from collabmodel.simulate.fitting_log import MINUTE_US, Happened, Observed, Seen, lines_of
from collabmodel.simulate.fitting_shapes import Shaped, rounded, shaped
from collabmodel.simulate.fitting_times import Uncertain
from collabmodel.simulate.fitting_triggers import TRIED, Trigger, chance_of, most, trigger_of
from collabmodel.simulate.fitting_values import fitted_data
from collabmodel.simulate.scenario import Behaviour, Grid, Shape, Share, Spread
from collabmodel.simulate.statistics import wilson
from collabmodel.simulate.titles import worded
from collabmodel.workdays import Calendar, from_us, working_time_between

MISSED = frozenset({"no-show", "no_show", "missed", "not reached"})
"""Outcomes that tell that somebody did not come."""
_DAY = 24 * 60


@attrs.define
class Doings:
    """
    What is known of one activity over all cases.

    Args:
        delays: Days from what calls for it, or its last time, to its start.
        retries: Days from a missed one to the next try.
        lengths: Hours of work from start to end.
        done: Positions of its completions.
        missed: How many were missed.
        roles: Who did it, how often.
        company: Who was told to be there, how often.
        times: How often it was done, of each run of its phase in a closed case in which it was.
    """

    delays: list[float] = attrs.field(factory=list)
    retries: list[float] = attrs.field(factory=list)
    lengths: list[float] = attrs.field(factory=list)
    done: list[int] = attrs.field(factory=list)
    missed: int = 0
    roles: Counter[str] = attrs.field(factory=Counter)
    company: Counter[str] = attrs.field(factory=Counter)
    times: list[int] = attrs.field(factory=list)


def fitted_behaviour(
    seen: Observed, activity: Activity, hours: Calendar | None, confidence: float
) -> tuple[Behaviour | None, list[Uncertain], list[Text]]:
    """
    Estimate how people do an activity.

    Args:
        seen: The history.
        activity: The activity.
        hours: Hours in which people work, if known.
        confidence: Of the intervals.
    """
    trigger = trigger_of(seen, activity)
    found = _doings(seen, activity, trigger, hours)
    if not found.done:
        return None, [], [worded(*NEVER, id=activity.id)]
    data, missing = fitted_data(seen, activity.data, found.done)
    told = [worded(*NO_DATUM, id=activity.id, datum=datum) for datum in missing]
    path = f"behaviour.{activity.id}"
    parts = {name: shaped(values, unit) for name, values, unit in (
        ("delay", found.delays, Grid.DAYS), ("length", found.lengths, Grid.HOURS), ("retry", found.retries, Grid.DAYS),
    )}  # fmt: skip
    if parts["length"] is None:
        told.append(worded(*NO_LENGTH, id=activity.id))
    hits, tries = chance_of(seen, activity.id, trigger)
    numbers = [_number(f"{path}.{name}", one) for name, one in parts.items() if one is not None]
    numbers.append(_share(f"{path}.chance", hits, tries, confidence))
    all_tries = found.missed + len(found.done)
    if found.missed:
        numbers.append(_share(f"{path}.no_show", found.missed, all_tries, confidence))
    behaviour = Behaviour(
        id=activity.id,
        by=most(found.roles),
        with_=tuple(sorted(role for role in found.company if 2 * found.company[role] >= len(found.done))),
        after=(Pattern(element=trigger.after),) if trigger.after else (),
        chance=Share(value=rounded(hits / tries) if tries else 1.0),
        times=_times(found.times) if _habitual(activity) else None,
        delay=_spread(parts["delay"]),
        length=_spread(parts["length"]),
        no_show=Share(value=rounded(found.missed / all_tries)) if found.missed else None,
        retry=_spread(parts["retry"]),
        data=data,
        cites=("history",),
    )
    return _without_self(behaviour), numbers, told


def _without_self(behaviour: Behaviour) -> Behaviour:
    return attrs.evolve(behaviour, with_=tuple(role for role in behaviour.with_ if role != behaviour.by))


def _doings(seen: Observed, activity: Activity, trigger: Trigger, hours: Calendar | None) -> Doings:
    found = Doings()
    for case in seen.cases:
        _one_case(seen, case, activity.id, trigger, hours, found)
    return found


def _one_case(
    seen: Observed, case: Seen, element: str, trigger: Trigger, hours: Calendar | None, found: Doings
) -> None:
    since: int | None = None if trigger.signs else case.opened
    begun: dict[str, int] = {}
    missed, counts = False, [0]
    for one in case.events:
        if (one.element, one.transition) in trigger.signs:
            since, missed = one.at, False
        if trigger.run and one.element == trigger.run and one.transition == "active":
            counts.append(0)
        if one.element != element or one.transition not in TRIED:
            continue
        if one.transition == "active":
            begun[one.instance] = one.at
            continue
        miss = one.transition != "completed"
        if miss and seen.data(one.row, "outcome") not in MISSED:
            continue
        start = begun.pop(one.instance, one.at)
        if since is not None and start >= since:
            (found.retries if missed else found.delays).append((start - since) / MINUTE_US / _DAY)
        if start < one.at and not miss:
            found.lengths.append(_hours(start, one.at, seen, hours))
        missed, since = miss, one.at
        counts[-1] += not miss
        _note(seen, one, found, miss=miss)
    found.times += [count for count in counts if count and case.closed]


def _note(seen: Observed, one: Happened, found: Doings, *, miss: bool) -> None:
    if miss:
        found.missed += 1
        return
    found.done.append(one.row)
    if one.role:
        found.roles[one.role] += 1
    company = {line.get("role") for line in lines_of(seen.data(one.row, "attendance"))}
    found.company.update(role for role in company if isinstance(role, str))


def _hours(start: int, end: int, seen: Observed, hours: Calendar | None) -> float:
    """Give the hours of work between two moments: by the clock within a day, else within working hours."""
    if hours is None or seen.local(start).date() == seen.local(end).date():
        return (end - start) / MINUTE_US / 60
    return working_time_between(from_us(start), from_us(end), hours).total_seconds() / 3600


def _habitual(activity: Activity) -> bool:
    """Tell whether people choose how often it is done, because no event of the model calls for each."""
    return activity.repeat is not None and activity.repeat.on is None


def _times(counts: Sequence[int]) -> Spread | None:
    if not counts:
        return None
    found = Counter(counts)
    values = tuple(sorted(found))
    if len(values) == 1:
        return Spread(value=values[0])
    return Spread(shape=Shape.EMPIRICAL, values=values, weights=tuple(float(found[one]) for one in values))


def _spread(one: Shaped | None) -> Spread | None:
    return None if one is None or one.spread.value == 0 else one.spread


def _number(path: str, one: Shaped) -> Uncertain:
    spread = one.spread
    numbers = [float(value) for value in spread.values if isinstance(value, int | float)]
    value = spread.mean if spread.mean is not None else sum(numbers) / len(numbers) if numbers else spread.value
    assert isinstance(value, int | float)
    return Uncertain(path=path, value=float(value), count=one.count, likeness=one.likeness)


def _share(path: str, hits: int, tries: int, confidence: float) -> Uncertain:
    low, high = wilson(hits, tries, confidence)
    return Uncertain(path=path, value=hits / tries if tries else 1.0, low=low, high=high, count=tries)


NEVER = (
    "Toimintaa {id} ei lokissa ole; sen kulusta ei tiedetä mitään.",
    "{id} finns inte i loggen; man vet inget om hur den görs.",
    "{id} is not in the log; how it is done is not known.",
)
NO_DATUM = (
    "Toiminnan {id} tietoa {datum} ei voitu arvioida, vaikka malli vaatii sen.",
    "Uppgiften {datum} i {id} kunde inte uppskattas, fast modellen kräver den.",
    "The datum {datum} of {id} could not be estimated, although the model requires it.",
)
NO_LENGTH = (
    "Toiminnan {id} kestoa ei voitu arvioida: loki ei kerro alkua, tai kertoja on alle viisi.",
    "Längden av {id} kunde inte uppskattas: loggen visar ingen start, eller gångerna är färre än fem.",
    "The length of {id} could not be estimated: the log tells no start, or of fewer than five.",
)
"""Finnish, Swedish and English words of what could not be estimated."""
