"""A scenario estimated from what happened, with how sure each number is and what could not be told."""

from __future__ import annotations

import math

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.history import History
from collabmodel.model import Model, Source, Text
from collabmodel.simulate.fitting_log import Observed, observed
from collabmodel.simulate.fitting_people import (
    fitted_closings,
    fitted_people,
    fitted_returns,
    fitted_staff,
    returning,
)
from collabmodel.simulate.fitting_times import WEEK_US, Uncertain, fitted_arrivals, fitted_hours
from collabmodel.simulate.fitting_values import fitted_facts
from collabmodel.simulate.fitting_work import fitted_behaviour
from collabmodel.simulate.scenario import Behaviour, Scenario, Scheduling
from collabmodel.simulate.titles import worded
from collabmodel.workdays import Calendar, Duration, Unit

__all__ = ["Fitted", "Uncertain", "fit"]


@attrs.frozen(kw_only=True)
class Fitted:
    """
    A scenario estimated from a history.

    Args:
        scenario: The scenario; every number in it cites the source ``history``.
        told: What could not be estimated, and why.
        uncertain: The numbers with their intervals and how many observations each rests on.
    """

    scenario: Scenario
    told: tuple[Text, ...]
    uncertain: tuple[Uncertain, ...]

    def number(self, path: str) -> Uncertain:
        """
        Give an estimated number by where it stands in the scenario.

        Args:
            path: The path, such as ``arrivals.arrivals.per_week``.

        Raises:
            KeyError: There is none.
        """
        for one in self.uncertain:
            if one.path == path:
                return one
        raise KeyError(path)


def fit(history: History, model: Model, *, id: str = "fitted", zone: str = "", confidence: float = 0.95) -> Fitted:
    """
    Estimate a scenario from what happened: who comes, when people work, how long things take, who stays away.

    Args:
        history: Past cases.
        model: The model they are read by: its activities, roles, facts and endings.
        id: Id of the scenario.
        zone: IANA time zone of local times; empty for that of the model's first calendar, or UTC.
        confidence: Of the intervals, between 0 and 1.

    Raises:
        ConfigError: The history has no cases.
    """
    local = zone or next((one.zone for one in model.calendars), "UTC")
    seen = observed(history, model, local)
    if not seen.cases:
        raise ConfigError([Problem(what="there are no cases to estimate a scenario from")])
    hours, told = fitted_hours(seen)
    follows = returning(seen)
    first_comers = [case.opened for case in seen.cases if case.number not in follows]
    stream, numbers, more = fitted_arrivals(seen, first_comers, hours, confidence)
    returns, back, no_returns = fitted_returns(seen, follows, confidence)
    facts, no_facts = fitted_facts(seen)
    staff, counts, no_staff = fitted_staff(seen, hours.id if hours else "")
    people, shares = fitted_people(seen, confidence)
    behaviours, doings, no_doings = _behaviour(seen, hours, confidence)
    scenario = Scenario(
        id=id,
        title=Text.of(f"Fitted to {len(seen.cases)} cases"),
        model=model.id,
        sources=(_source(seen),),
        start=seen.local(seen.first).date(),
        zone=local,
        horizon=Duration(max(1, math.ceil((seen.last - seen.first) / WEEK_US)), Unit.WEEKS),
        scheduling=_scheduling(seen),
        calendars=(hours,) if hours else (),
        opened_by=_opener(seen),
        arrivals=(stream,) if stream else (),
        returns=returns,
        facts=facts,
        staff=staff,
        people=people,
        behaviour=behaviours,
    )
    if any(one.delay is not None for one in behaviours):
        no_doings.append(worded(*DELAYS))
    untold = (*told, *more, *no_returns, *no_facts, *no_staff, *no_doings, worded(*NEVER_SEEN))
    return Fitted(scenario=scenario, told=untold, uncertain=(*numbers, *back, *counts, *shares, *doings))


def _behaviour(
    seen: Observed, hours: Calendar | None, confidence: float
) -> tuple[tuple[Behaviour, ...], list[Uncertain], list[Text]]:
    found: list[Behaviour] = []
    numbers: list[Uncertain] = []
    told: list[Text] = []
    for activity in seen.model.activities:
        behaviour, sure, lacking = fitted_behaviour(seen, activity, hours, confidence)
        found += [behaviour] if behaviour else []
        numbers += sure
        told += lacking
    closings, shares, no_closings = fitted_closings(seen, confidence)
    return (*found, *closings), [*numbers, *shares], [*told, *no_closings]


def _source(seen: Observed) -> Source:
    first, last = seen.local(seen.first).date(), seen.local(seen.last).date()
    words = worded(
        "{count} tapauksen historia {first} - {last}",
        "Historik över {count} ärenden {first} - {last}",
        "History of {count} cases, {first} to {last}",
        count=len(seen.cases),
        first=first,
        last=last,
    )
    return Source(id="history", title=words, valid_from=first, valid_until=last)


def _scheduling(seen: Observed) -> Scheduling:
    booked = any(one.transition in {"booked", "moved"} for case in seen.cases for one in case.events)
    return Scheduling.APPOINTMENT if booked else Scheduling.QUEUE


def _opener(seen: Observed) -> str:
    roles = [case.events[0].role for case in seen.cases if case.events[0].role]
    return min(sorted(set(roles)), key=lambda one: -roles.count(one), default="")


DELAYS = (
    "Viiveet sisältävät jonossa ja aukeamista odottaen kuluneen ajan, joten simulointi laskee sen toiseen kertaan.",
    "Dröjsmålen innehåller tiden i kö och fram till öppning, så en simulering räknar den en gång till.",
    "Delays hold the time in line and until opening hours, so a simulation counts that once more.",
)
NEVER_SEEN = (
    "Lokista ei näe, miten aikaa etsitään, kuka luopuu itse, eikä mitä työntekijät muuten tekevät.",
    "Loggen visar inte hur man letar efter en tid, vem som slutar självmant, eller vad medarbetarna annars gör.",
    "A log does not show how a time is looked for, who stays away of themselves, nor what else workers do.",
)
"""Finnish, Swedish and English words of what no log tells."""
