"""The scenario that comes with the shipped model: sound, replayable, and with cases that a social worker would know."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from functools import cache

import attrs
import pytest

from collabmodel.formats import load
from collabmodel.history import Event
from collabmodel.simulate.auditing import audit
from collabmodel.simulate.checking import check_scenario, scenario_doubts
from collabmodel.simulate.engine import Ran, prepare, run
from collabmodel.simulate.expanding import Log, events_of
from collabmodel.simulate.reading import read_scenario
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.standing import standing
from collabmodel.workdays import Duration, Unit

MODEL = load("jyvaskyla-youth-reception")
LOADED = read_scenario("jyvaskyla-youth-reception")
SHIPPED = LOADED.scenario
WEEKS = 30
Cases = dict[str, list[Event]]


@cache
def simulated(weeks: int, replication: int) -> tuple[Ran, tuple[Event, ...]]:
    """Give how a replication went, and its events; with 0 weeks for all of the scenario's time."""
    prepared = prepare(MODEL, lasting(weeks))
    log = Log()
    ran = run(prepared, replication=replication, seed=SHIPPED.seed, take=log.take)
    return ran, tuple(events_of(prepared, replication, log.rows, log.floats))


def lasting(weeks: int) -> Scenario:
    if not weeks:
        return SHIPPED
    return attrs.evolve(SHIPPED, horizon=Duration(weeks, Unit.WEEKS), warm_up=None)


def by_case(events: tuple[Event, ...]) -> Cases:
    cases: Cases = defaultdict(list)
    for event in events:
        cases[event.case].append(event)
    return cases


def said(events: list[Event], element: str, transition: str, name: str) -> list[object]:
    """Give what the events of an element carried under a name, None where they did not."""
    return [dict(one.data).get(name) for one in events if (one.element, one.transition) == (element, transition)]


def ended_of(events: list[Event]) -> tuple[object, object]:
    """Give the ending of a case that is closed, and what was said before: the decision's reason or the answer."""
    (ending,) = said(events, "", "closed", "ending")
    reasons = said(events, "decision_to_end", "completed", "reason")
    answers = said(events, "referral_answer", "completed", "answer")
    return ending, reasons[0] if reasons else answers[0]


def closed_of(events: tuple[Event, ...]) -> list[list[Event]]:
    """Give the cases that are closed."""
    return [one for one in by_case(events).values() if said(one, "", "closed", "ending")]


def test_the_shipped_scenario_is_sound() -> None:
    """Nothing in it is wrong for its model, and nothing is doubtful."""
    assert check_scenario(MODEL, SHIPPED, LOADED.places) == ()
    assert scenario_doubts(MODEL, SHIPPED) == ()


def test_no_number_of_it_is_without_source_or_reason() -> None:
    """A decision maker can ask of every number where it comes from."""
    assert [one.path for one in standing(MODEL, SHIPPED) if one.unsourced] == []


def test_its_cases_replay() -> None:
    """Over thirty weeks the model accepts every act, and what follows from each is the same."""
    ran, events = simulated(WEEKS, 1)

    found = audit(prepare(MODEL, lasting(WEEKS)), events, most=3)

    assert (found.deviations, found.wrong, ran.stuck) == ((), 0, 0)
    assert found.cases == ran.cases > 40


@pytest.mark.parametrize("replication", [1, 2])
def test_the_reason_of_the_decision_is_the_ending(replication: int) -> None:
    """A case is closed for the reason that was decided, or as declined where the referral was."""
    events = simulated(WEEKS, replication)[1]

    ended = [ended_of(one) for one in closed_of(events)]

    assert len(ended) > 5
    assert all(why == ("declined" if ending == "referral_declined" else ending) for ending, why in ended)


def test_nobody_is_given_up_before_three_attempts() -> None:
    """Whoever is said not to be reached was tried three times after they were missed."""
    for case in by_case(simulated(60, 1)[1]).values():
        if "not_reached" in said(case, "decision_to_end", "completed", "reason"):
            assert said(case, "contact_attempt", "completed", "outcome").count("not reached") == 3


def test_visits_end_with_the_work() -> None:
    """After the decision to end nobody visits any more, in neither track."""
    visits = {"child_protection_visit", "youth_reception_visit", "partner_contact", "guardian_contact"}
    for case in by_case(simulated(60, 1)[1]).values():
        kept = itertools.dropwhile(lambda one: (one.element, one.transition) != ("decision_to_end", "completed"), case)
        assert not [one for one in kept if one.element in visits and one.transition == "completed"]


def test_a_decision_gives_its_reasons_where_the_young_person_was_heard() -> None:
    """Reasons are given in most decisions and left out in some, as the scenario assumes."""
    events = simulated(60, 1)[1]

    given = [
        dict(one.data).get("view_weighed")
        for one in events
        if one.element == "continuation_decision" and one.transition == "completed"
    ]

    assert None in given
    assert given.count("told") > 0.7 * len(given)


@pytest.mark.nightly
def test_every_ending_within_reach_occurs() -> None:
    """In two replications of five years every ending but one comes about, and no case is stuck."""
    closed: Counter[object] = Counter()
    for replication in (1, 2):
        ran, events = simulated(0, replication)
        assert ran.stuck == 0
        ended = [ended_of(one) for one in closed_of(events)]
        assert all(why == ("declined" if ending == "referral_declined" else ending) for ending, why in ended)
        closed.update(ending for ending, _ in ended)

    assert {ending.id for ending in MODEL.endings} - {"consent_withdrawn"} <= set(closed)


@pytest.mark.nightly
def test_no_case_goes_on_for_ever() -> None:
    """Of the cases of five years hardly any is still open after two."""
    events = simulated(0, 1)[1]
    cases = by_case(events)

    long = [one for one in cases.values() if (one[-1].occurred - one[0].occurred).days > 730]

    assert len(long) <= len(cases) / 100
