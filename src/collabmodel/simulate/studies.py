"""Replications put together as a study."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from collabmodel.evaluate import Evaluation
from collabmodel.model import Model
from collabmodel.simulate.advice import advice_of, indicators_of
from collabmodel.simulate.folders import Finished
from collabmodel.simulate.provenance import Json, joined_audits
from collabmodel.simulate.results import Study
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.standing import standing


def study_of(  # noqa: PLR0913 - one argument a part of a study
    model: Model,
    scenario: Scenario,
    found: Finished,
    *,
    values: tuple[Model, ...],
    record: Mapping[str, Json],
    confidence: float,
    evaluation: Evaluation | None,
    folder: Path | None,
    complete: bool,
) -> Study:
    """
    Put a study together.

    Args:
        model: The model.
        scenario: The scenario.
        found: What finished replications gave.
        values: Sets of values it was judged by as well.
        record: What it rests on.
        confidence: Of the intervals.
        evaluation: How the first replication's histories fared, or None.
        folder: Where it is kept, or None.
        complete: Whether all replications asked for are there.
    """
    replications = tuple(found[number][0] for number in sorted(found))
    seed, warm_up = record["seed"], record["warm_up"]
    assert isinstance(seed, int)
    assert isinstance(warm_up, int)
    indicators = indicators_of(replications, confidence, model, scenario)
    return Study(
        model=model,
        scenario=scenario,
        values=values,
        seed=seed,
        replications=replications,
        indicators=indicators,
        warm_up=warm_up,
        confidence=confidence,
        standing=standing(model, scenario),
        advice=advice_of(replications, confidence, model, scenario, warm_up),
        evaluation=evaluation,
        folder=folder,
        complete=complete,
        provenance=dict(record),
        audit=joined_audits(found[number][1] for number in sorted(found)),
    )
