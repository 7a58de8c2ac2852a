"""``sobol``: which numbers matter most, by the share of the variance that each explains (extra ``sensitivity``)."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from types import ModuleType

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.model import Model
from collabmodel.simulate.prepared import Draw
from collabmodel.simulate.progress import Progress
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.sweeping import Sweep, sweep_design

Bounds = Mapping[str, tuple[float, float]]
"""Lowest and highest value of each parameter by its path."""


@attrs.frozen(kw_only=True)
class Effect:
    """
    How much one parameter matters for one indicator.

    Args:
        indicator: Id of the indicator.
        parameter: Path of the parameter.
        first: Share of the variance that it explains alone (first order).
        first_half: Half-width of the interval of that.
        total: Share that it has a part in, together with others (total order).
        total_half: Half-width of the interval of that.
    """

    indicator: str
    parameter: str
    first: float
    first_half: float
    total: float
    total_half: float


@attrs.frozen(kw_only=True)
class Sensitivity:
    """
    Which parameters matter for which indicators.

    Args:
        effects: One for each indicator and parameter.
        sweep: All settings with what they gave.
        untold: Ids of indicators that some setting could not tell, or that did not vary.
    """

    effects: tuple[Effect, ...]
    sweep: Sweep
    untold: tuple[str, ...] = ()

    def columns(self) -> dict[str, list[object]]:
        """Give one row an effect, in columns that pandas and polars take as they are."""
        names = [field.name for field in attrs.fields(Effect)]
        return {name: [getattr(one, name) for one in self.effects] for name in names}


def problem(bounds: Bounds) -> dict[str, object]:
    """
    Give the problem as SALib wants it, for designs of one's own.

    Args:
        bounds: Lowest and highest value of each parameter by its path.

    Raises:
        ConfigError: There is nothing to vary, or a lowest value is not below its highest.

    >>> problem({"staff.workers.count": (2, 6)})["names"]
    ['staff.workers.count']
    """
    wrong = [path for path, (low, high) in bounds.items() if not low < high]
    if wrong or not bounds:
        problems = [Problem(what="a range without values", value=repr(path), hint="low < high") for path in wrong]
        raise ConfigError(problems or [Problem(what="nothing to vary", hint="name at least one path with its range")])
    return {
        "num_vars": len(bounds),
        "names": list(bounds),
        "bounds": [[float(a), float(b)] for a, b in bounds.values()],
    }


def sobol(  # noqa: PLR0913 - one argument a choice of the caller's
    model: Model,
    scenario: Scenario,
    bounds: Bounds,
    *,
    indicators: Sequence[str],
    samples: int = 64,
    replications: int = 5,
    whole: Iterable[str] = (),
    seed: int | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    functions: Mapping[str, Draw] | None = None,
    compiled: bool | None = None,
    progress: Progress | None = None,
    confidence: float = 0.95,
) -> Sensitivity:
    """
    Tell which numbers matter most: Sobol indices of first and total order over the means of replications.

    It runs ``samples * (parameters + 2) * replications`` replications.

    Source: Saltelli et al., *Computer Physics Communications* 181 (2010) 259-270, as SALib computes it.

    Args:
        model: The model.
        scenario: The scenario.
        bounds: Lowest and highest value of each parameter by its path, as ``sweep`` takes paths.
        indicators: Ids of the indicators asked about.
        samples: Base samples, a power of 2 for the sequence to be even.
        replications: Replications of each setting, all under the same luck.
        whole: Paths whose values are rounded to whole numbers; counts of staff always are.
        seed: Seed of all draws and of the sample; None for the scenario's.
        executor: Runs the replications; None to run them here.
        jobs: How many at once where no executor is given, >= 1.
        functions: Users' own distributions by name.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        progress: Told how many replications of all are finished, and of how many.
        confidence: Of the intervals, between 0 and 1.

    Raises:
        ConfigError: SALib is not installed, a range is empty, or a path leads nowhere.
        ModelError: The model cannot mean anything.
        SimulationError: A case comes to no end at one instant.
        KeyboardInterrupt: It was stopped before every setting was run.
    """
    asked, own_seed = problem(bounds), scenario.seed if seed is None else seed
    sampling, analysing = _salib("SALib.sample.sobol"), _salib("SALib.analyze.sobol")
    design = sampling.sample(asked, samples, calc_second_order=False, seed=own_seed % 2**32)
    rounded = {
        *whole,
        *(path for path in bounds if path.startswith("staff.") and path.endswith((".count", ".caseload"))),
    }
    rows = [[_rounded(v, path in rounded) for path, v in zip(bounds, row, strict=True)] for row in design.tolist()]
    made = sweep_design(
        model,
        scenario,
        tuple(bounds),
        rows,
        replications=replications,
        seed=own_seed,
        executor=executor,
        jobs=jobs,
        functions=functions,
        compiled=compiled,
        progress=progress,
        confidence=confidence,
        only=indicators,
    )
    return analysed(asked, made, indicators, analysing, confidence)


def analysed(
    asked: Mapping[str, object], made: Sweep, indicators: Sequence[str], analysing: ModuleType, confidence: float
) -> Sensitivity:
    """
    Work out the indices from what the settings of a Saltelli design gave.

    Args:
        asked: The problem, as ``problem`` gives it.
        made: What each setting gave, in the order of the design.
        indicators: Ids of the indicators asked about.
        analysing: SALib's ``analyze.sobol``.
        confidence: Of the intervals, between 0 and 1.
    """
    import numpy as np  # noqa: PLC0415 - SALib brings it

    effects, untold = [], []
    for id in indicators:
        means = [next((one.mean for one in point.indicators if one.id == id), None) for point in made.points]
        if any(mean is None for mean in means) or len(set(means)) < 2:
            untold.append(id)
            continue
        found = analysing.analyze(
            asked,
            np.asarray(means, dtype=float),
            calc_second_order=False,
            conf_level=confidence,
            seed=made.seed % 2**32,
        )
        for at, path in enumerate(made.parameters):
            effects.append(_effect(id, path, found, at))
    return Sensitivity(effects=tuple(effects), sweep=made, untold=tuple(untold))


def _effect(id: str, path: str, found: Mapping[str, Sequence[float]], at: int) -> Effect:
    first, first_half, total, total_half = (float(found[name][at]) for name in ("S1", "S1_conf", "ST", "ST_conf"))
    return Effect(indicator=id, parameter=path, first=first, first_half=first_half, total=total, total_half=total_half)


def _rounded(value: float, whole: bool) -> float | int:
    return round(value) if whole else value


def _salib(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        hint = "install collabmodel[sensitivity]"
        raise ConfigError([Problem(what="sensitivity analysis needs SALib", hint=hint)]) from None
