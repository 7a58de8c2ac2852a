"""``compare``: two models, or one in two scenarios, under the same luck."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Literal

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.history import History
from collabmodel.model import Model, Text
from collabmodel.simulate.advice import main_indicators
from collabmodel.simulate.contrasting import changed_results, contrasts, past_under, structural
from collabmodel.simulate.folders import Folder
from collabmodel.simulate.pairing import Fitting, alignment, fitted_to
from collabmodel.simulate.prepared import Draw
from collabmodel.simulate.progress import Progress
from collabmodel.simulate.results import Comparison, Study
from collabmodel.simulate.running import simulate
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.statistics import replications_needed
from collabmodel.simulate.titles import worded

FIRST = 20
"""Replications from which the number needed is judged."""
SPARE = 1.1
"""How many more than judged are run, because deviations are known inexactly."""
Precision = float | Mapping[str, float]
"""Half-width wished: a share of each main indicator's mean under a, or of named ones in their units."""


def compare(  # noqa: PLR0913 - one argument a choice of the caller's
    model_a: Model,
    model_b: Model,
    scenario: Scenario,
    *,
    scenario_b: Scenario | None = None,
    replications: int | Literal["auto"] = 30,
    precision: Precision | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    values: Iterable[Model] = (),
    out: Path | str | None = None,
    past: History | None = None,
    functions: Mapping[str, Draw] | None = None,
    compiled: bool | None = None,
    progress: Progress | None = None,
    confidence: float = 0.95,
    most: int = 2000,
    lenient: bool = True,
) -> Comparison:
    """
    Simulate two models under the same luck, and say how they differ and how surely.

    Both get the same seed, and draws are keyed by case, behaviour and turn; so the k-th young person of a replication
    is the same under both, and differences between replications cancel out (common random numbers).

    Args:
        model_a: The first model.
        model_b: The second; the same one where two scenarios are compared.
        scenario: The scenario of both.
        scenario_b: Another for the second, or None.
        replications: How many of each, >= 2, or ``"auto"``: as many as the precision needs, at most ``most``.
        precision: With ``"auto"``: the wished half-width of the interval of the difference, as a share of each main
            indicator's mean under a, or by indicator id in the indicator's unit; None for a tenth of the means.
        seed: Seed of all draws; None for the scenario's.
        executor: Runs the replications; None to run them here.
        jobs: How many at once where no executor is given, >= 1.
        values: Sets of values to judge by as well.
        out: Folder to keep the two studies in, as ``a`` and ``b``; None to keep nothing.
        past: Real cases to judge by both models as well, or None.
        functions: Users' own distributions by name.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        progress: Told how many replications of both are finished, and of how many.
        confidence: Of the intervals, between 0 and 1.
        most: Most replications with ``"auto"``.
        lenient: Whether what a scenario says of elements that a model lacks is left out there, with a warning; else
            it is refused.

    Raises:
        ConfigError: A setting makes no sense, or a scenario does not fit its model.
        FormatError: What a folder holds can no longer be read.
        ModelError: A model cannot mean anything.
        SimulationError: A case comes to no end at one instant.
        KeyboardInterrupt: It was stopped; what is finished is kept where ``out`` is named, and the same call goes on.
    """
    count = _checked(replications, most, precision)
    sets = tuple(values)
    sides = _sides((model_a, model_b), (scenario, scenario_b or scenario), lenient=lenient)

    def one(at: int, number: int) -> Study:
        study = simulate(
            (model_a, model_b)[at],
            sides[at].scenario,
            values=sets,
            replications=number,
            seed=seed,
            executor=executor,
            jobs=jobs,
            out=None if out is None else Path(out) / "ab"[at],
            functions=functions,
            compiled=compiled,
            progress=None if progress is None else lambda done, _: progress(at * number + done, 2 * number),
            confidence=confidence,
        )
        return _whole(study)

    warnings = [*sides[0].warnings, *sides[1].warnings, *alignment(sides[0].scenario, sides[1].scenario)]
    if count is None:
        a, b, late = _until(one, 0.1 if precision is None else precision, confidence, most, _begun(out, most))
        warnings += late
    else:
        a, b = one(0, count), one(1, count)
    return _compared(a, b, tuple(dict.fromkeys(warnings)), confidence, past)


def _compared(a: Study, b: Study, warnings: tuple[Text, ...], confidence: float, past: History | None) -> Comparison:
    found = contrasts(a, b, confidence)
    return Comparison(
        a=a,
        b=b,
        indicators=found,
        structure=structural(a.model, b.model, a.scenario, b.scenario),
        changed=changed_results(a, b, found),
        warnings=warnings,
        past={} if past is None else past_under(past, a.model, b.model, a.values),
    )


def _checked(replications: int | str, most: int, precision: Precision | None) -> int | None:
    """Give the number of replications, or None for as many as it takes."""
    for half in precision.values() if isinstance(precision, Mapping) else () if precision is None else (precision,):
        if not (half > 0 and math.isfinite(half)):
            hint = "a number above 0, such as 0.1"
            raise ConfigError([Problem(what="no precision", value=f"{half:g}", hint=hint)])
    if replications == "auto":
        if most >= 2:
            return None
        raise ConfigError([Problem(what="too few replications to compare", value=f"most={most}", hint="at least 2")])
    if not isinstance(replications, int) or replications < 2:
        hint = "a whole number from 2 on, or 'auto'"
        raise ConfigError([Problem(what="too few replications to compare", value=repr(replications), hint=hint)])
    return replications


def _sides(models: tuple[Model, Model], scenarios: tuple[Scenario, Scenario], *, lenient: bool) -> list[Fitting]:
    if lenient:
        return [fitted_to(scenario, model) for model, scenario in zip(models, scenarios, strict=True)]
    pairs = zip(models, scenarios, strict=True)
    return [Fitting(scenario=attrs.evolve(scenario, model=model.id)) for model, scenario in pairs]


def _whole(study: Study) -> Study:
    """Hold that a study was not stopped: what is missing would be paired with another replication's luck."""
    if not study.complete:
        raise KeyboardInterrupt
    return study


def _begun(out: Path | str | None, most: int) -> int:
    """Tell with how many replications to begin: never fewer than a folder holds of either side already."""
    sides = () if out is None else (Path(out) / side for side in "ab")
    return min(most, max((FIRST, *(number for side in sides for number in Folder(side).finished()))))


def _until(
    one: Callable[[int, int], Study], precision: Precision, confidence: float, most: int, number: int
) -> tuple[Study, Study, list[Text]]:
    """Run as many replications as a precision needs; what does not get there is told."""
    while True:
        a, b = one(0, number), one(1, number)
        needs = _needs(a, b, precision, confidence)
        wanted = max((need for need in needs.values() if need is not None), default=0)
        late = sorted(id for id, need in needs.items() if need is None or need > number)
        if wanted <= number or number == most:
            return a, b, [worded(*LATE, id=id, count=number) for id in late]
        number = min(most, max(number + 1, math.ceil(wanted * SPARE)))


def _needs(a: Study, b: Study, precision: Precision, confidence: float) -> dict[str, int | None]:
    """Tell how many replications each indicator needs; None where that cannot be told."""
    ours, theirs = ({one.id: one for one in study.indicators} for study in (a, b))
    if isinstance(precision, Mapping):
        unknown = [id for id in precision if id not in ours or id not in theirs]
        if unknown:
            hint = f"one of {', '.join(sorted(ours.keys() & theirs.keys()))}"
            raise ConfigError([Problem(what="no such indicator", value=repr(id), hint=hint) for id in unknown])
        wished = dict(precision)
    else:
        shared = [one for one in main_indicators(a.indicators, a.model) if one.id in theirs]
        wished = {one.id: precision * abs(one.mean) for one in shared if one.mean}
    found = {}
    for id, half in wished.items():
        pairs = zip(ours[id].values, theirs[id].values, strict=True)
        differences = [None if one is None or two is None else two - one for one, two in pairs]
        found[id] = replications_needed(differences, half, confidence=confidence)
    return found


LATE = (
    "Toivottua tarkkuutta ei saavutettu luvulle {id}, vaikka toistoja on {count}.",
    "Den önskade noggrannheten nåddes inte för {id}, fast det är {count} upprepningar.",
    "The wished precision was not reached for {id} with {count} replications.",
)
"""Finnish, Swedish and English words."""
