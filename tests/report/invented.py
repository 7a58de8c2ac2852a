"""Invented studies: numbers that nobody simulated, for the tests of what people read."""

import datetime as dt
import random

from collabmodel.model import Side, Text
from collabmodel.simulate.results import Comparison, Contrast, Indicator, Replication, Standing, Study
from collabmodel.simulate.scenario import Scenario, Staff
from collabmodel.simulate.titles import indicator_title, unit_of
from collabmodel.workdays import Duration, Unit

WEEKS = 52
RESULTS = ("met", "partly", "not met", "not assessable")


def text(en, fi, sv):
    """Give a text in the three languages."""
    return Text((("en", en), ("fi", fi), ("sv", sv)))


def scenario_of(model, more=0):
    """Give a scenario with a group for each role of workers; the first may have more than the others."""
    roles = [role for role in model.roles if role.side is Side.PROFESSIONAL]
    return Scenario(
        id="tried",
        title=text("A town of middling size", "Keskikokoinen kaupunki", "En medelstor stad"),
        start=dt.date(2026, 1, 5),
        zone="Europe/Helsinki",
        horizon=Duration(WEEKS, Unit.WEEKS),
        staff=tuple(
            Staff(id=f"{role.id}s", role=role.id, count=4 + (more if place == 0 else 0))
            for place, role in enumerate(roles)
        ),
    )


def ids_of(model, values, scenario):
    """Name the indicators that a study of a model has."""
    plain = ["cases", "events", "open_at_end", "closed", "lead_time", "silence", "moved", "stuck"]
    done = [one.id for one in model.activities]
    told = [f"ending:{one.id}" for one in model.endings]
    told += [f"{kind}:{id}" for id in done for kind in ("wait", "spread:wait", "never", "queue", "missed", "work")]
    told += [f"{kind}:{one.id}" for one in scenario.staff for kind in ("utilisation", "caseload")]
    told += [f"rule:{one.id}" for each in (model, *values) for one in (*each.limits, *each.rules)]
    return plain + told


CENTRES = {"share": 0.6, "days": 14.0, "hours": 30.0, "cases": 240.0, "per case": 2.4, "cases per worker": 17.0}


def indicator_of(id, model, scenario, replications, luck):
    """Invent an indicator: a value a replication, their mean, and an interval around it."""
    unit = unit_of(id, model) or "share"
    centre = CENTRES.get(unit, 5.0) * luck.uniform(0.2, 1.5)
    most = 1.0 if unit == "share" else 1e9
    values = tuple(min(most, centre * luck.uniform(0.85, 1.15)) for _ in range(replications))
    if id == "stuck":
        values = (0.0,) * replications
    mean = sum(values) / len(values) if values else None
    half = None if mean is None or len(values) < 2 else (max(values) - min(values)) / 4
    return Indicator(
        id=id,
        title=indicator_title(id, model, scenario),
        unit=unit,
        mean=mean,
        low=None if half is None else mean - half,
        high=None if half is None else mean + half,
        values=values,
    )


def replication_of(number, model, values, luck):
    """Invent a replication with weekly series and results of rules and principles."""
    rising = [20 * (1 - 0.93**week) + luck.uniform(-3, 3) + 10 for week in range(WEEKS)]
    rules = {one.id: (120, 30, 10, 40, 20) for each in (model, *values) for one in (*each.limits, *each.rules)}
    principles = {
        one.id: RESULTS[place % 4] if number % 5 else "not assessable"
        for each in (model, *values)
        for place, one in enumerate(each.principles)
    }
    return Replication(
        number=number,
        cases=240 + number,
        events=9000 + number,
        measures={},
        rules=rules,
        principles=principles,
        digest=f"{number:064x}",
        series={"open": tuple(rising), "waiting": tuple(value / 4 for value in rising)},
    )


STANDING = (
    Standing(
        path="arrivals.referrals.per_week",
        value="4.5",
        assumption=text("Nobody has counted.", "Kukaan ei ole laskenut.", "Ingen har räknat."),
    ),
    Standing(path="behaviour.opening.no_show", value="0.15", sources=("missed_appointments",)),
    Standing(path="behaviour.opening.length", value="1.5 hours", unsourced=True),
    Standing(path="staff.workers.count", value="4", assumption=text("As now.", "Kuten nyt.", "Som nu.")),
)


def study_of(model, values=(), *, replications=12, seed=7, more=0, evaluation=None, silent=()):
    """Invent a study of a model; figures named in ``silent`` cannot be told."""
    luck = random.Random(seed)
    scenario = scenario_of(model, more)
    indicators = [indicator_of(id, model, scenario, replications, luck) for id in ids_of(model, values, scenario)]
    return Study(
        model=model,
        scenario=scenario,
        values=tuple(values),
        seed=seed,
        replications=tuple(replication_of(number, model, values, luck) for number in range(1, replications + 1)),
        indicators=tuple(
            Indicator(id=one.id, title=one.title, unit=one.unit, mean=None, low=None, high=None)
            if one.id in silent
            else one
            for one in indicators
        ),
        warm_up=8 * 7 * 24 * 60,
        standing=STANDING,
        advice=(text("Twenty would be better.", "Kaksikymmentä olisi parempi.", "Tjugo vore bättre."),),
        evaluation=evaluation,
        provenance={
            "library": "0.1.0",
            "versions": {"python": "3.11.7", "numba": None},
            "model": {"hash": "a" * 64, "text": "MODEL-FILE"},
            "scenario": {"hash": "b" * 64, "text": "SCENARIO-FILE"},
            "folder": "/home/somebody/study",
        },
    )


def comparison_of(a, b, **parts):
    """Compare two invented studies, replication by replication."""
    contrasts = []
    for one, other in zip(a.indicators, b.indicators, strict=True):
        told = one.mean is not None and other.mean is not None
        difference = other.mean - one.mean if told else None
        half = abs(difference) * 0.4 + 0.01 if told and one.low is not None else None
        if half is not None and len(contrasts) % 3 == 0:
            half = abs(difference) * 1.5 + 0.01
        contrasts.append(
            Contrast(
                id=one.id,
                title=one.title,
                unit=one.unit,
                a=one.mean,
                b=other.mean,
                difference=difference,
                low=None if half is None else difference - half,
                high=None if half is None else difference + half,
                pairs=len(a.replications),
            )
        )
    return Comparison(a=a, b=b, indicators=tuple(contrasts), **parts)
