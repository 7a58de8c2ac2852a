"""``sweep``: the same under other numbers, every combination or any design, all under the same luck."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.model import Model, Parameter
from collabmodel.simulate.changing import with_changes
from collabmodel.simulate.prepared import Draw
from collabmodel.simulate.progress import Progress
from collabmodel.simulate.results import Indicator
from collabmodel.simulate.running import simulate
from collabmodel.simulate.scenario import Scenario
from collabmodel.workdays import Duration, parse_duration

PARAMETER = "model.parameters."
"""What a path into the model's own parameters begins with."""
Setting = object
"""What a path is set to, as a scenario's file would have it."""


@attrs.frozen(kw_only=True)
class Point:
    """
    One setting of all parameters, and what it gave.

    Args:
        settings: The value of each parameter, in the order of the sweep.
        indicators: The figures with their intervals.
    """

    settings: tuple[Setting, ...]
    indicators: tuple[Indicator, ...]


@attrs.frozen(kw_only=True)
class Sweep:
    """
    What many settings gave, all under the same luck.

    Args:
        parameters: Paths of what was changed: ``staff.social_workers.count``, ``model.parameters.attempts``, ...
        points: One a setting, in the order of the design.
        seed: Seed of all draws.
        replications: How many of each.
    """

    parameters: tuple[str, ...]
    points: tuple[Point, ...]
    seed: int
    replications: int

    def columns(self) -> dict[str, list[Setting]]:
        """Give one row a point and replication, in columns that pandas and polars take as they are."""
        ids = list(dict.fromkeys(one.id for point in self.points for one in point.indicators))
        found: dict[str, list[Setting]] = {name: [] for name in (*self.parameters, "replication", *ids)}
        for point in self.points:
            values = {one.id: one.values for one in point.indicators}
            for number in range(max((len(one) for one in values.values()), default=0)):
                for name, setting in zip(self.parameters, point.settings, strict=True):
                    found[name].append(setting)
                found["replication"].append(number + 1)
                for id in ids:
                    found[id].append(values[id][number] if id in values else None)
        return found

    def summary(self) -> dict[str, list[Setting]]:
        """Give one row a point and indicator, with mean and interval, in columns."""
        names = (*self.parameters, "indicator", "unit", "mean", "low", "high")
        found: dict[str, list[Setting]] = {name: [] for name in names}
        for point in self.points:
            for one in point.indicators:
                row = (*point.settings, one.id, one.unit, one.mean, one.low, one.high)
                for name, value in zip(names, row, strict=True):
                    found[name].append(value)
        return found


def sweep(  # noqa: PLR0913 - one argument a choice of the caller's
    model: Model,
    scenario: Scenario,
    grid: Mapping[str, Sequence[Setting]],
    *,
    replications: int = 10,
    seed: int | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    values: Iterable[Model] = (),
    functions: Mapping[str, Draw] | None = None,
    compiled: bool | None = None,
    progress: Progress | None = None,
    confidence: float = 0.95,
    judge: bool = False,
    only: Sequence[str] = (),
) -> Sweep:
    """
    Simulate every combination of some numbers, all under the same luck.

    Args:
        model: The model.
        scenario: The scenario.
        grid: Values by the path of what they are set to: ``staff.ID.count`` in the scenario's file, or
            ``model.parameters.ID`` for a parameter of the model. The last varies fastest.
        replications: How many of each, >= 1.
        seed: Seed of all draws; None for the scenario's.
        executor: Runs the replications; None to run them here.
        jobs: How many at once where no executor is given, >= 1.
        values: Sets of values to judge by as well.
        functions: Users' own distributions by name.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        progress: Told how many replications of all are finished, and of how many.
        confidence: Of the intervals, between 0 and 1.
        judge: Whether histories are judged by rules and principles, which takes most of the time.
        only: Ids of the indicators to keep; empty for all.

    Raises:
        ConfigError: A path leads nowhere, or a value makes no sense there.
        ModelError: The model cannot mean anything.
        SimulationError: A case comes to no end at one instant.
        KeyboardInterrupt: It was stopped before every setting was run.
    """
    return sweep_design(
        model,
        scenario,
        tuple(grid),
        list(itertools.product(*grid.values())),
        replications=replications,
        seed=seed,
        executor=executor,
        jobs=jobs,
        values=values,
        functions=functions,
        compiled=compiled,
        progress=progress,
        confidence=confidence,
        judge=judge,
        only=only,
    )


def sweep_design(  # noqa: PLR0913 - one argument a choice of the caller's
    model: Model,
    scenario: Scenario,
    parameters: Sequence[str],
    design: Iterable[Sequence[Setting]],
    *,
    replications: int = 10,
    seed: int | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    values: Iterable[Model] = (),
    functions: Mapping[str, Draw] | None = None,
    compiled: bool | None = None,
    progress: Progress | None = None,
    confidence: float = 0.95,
    judge: bool = False,
    only: Sequence[str] = (),
) -> Sweep:
    """
    Simulate any design: a row of values for each setting, all under the same luck.

    Args:
        model: The model.
        scenario: The scenario.
        parameters: Paths of what is changed, as ``sweep`` takes them.
        design: One row a setting, a value for each parameter; a numpy array will do.
        replications: How many of each, >= 1.
        seed: Seed of all draws; None for the scenario's.
        executor: Runs the replications; None to run them here.
        jobs: How many at once where no executor is given, >= 1.
        values: Sets of values to judge by as well.
        functions: Users' own distributions by name.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        progress: Told how many replications of all are finished, and of how many.
        confidence: Of the intervals, between 0 and 1.
        judge: Whether histories are judged by rules and principles.
        only: Ids of the indicators to keep; empty for all.

    Raises:
        ConfigError: A path leads nowhere, or a row has not one value for each parameter.
        ModelError: The model cannot mean anything.
        SimulationError: A case comes to no end at one instant.
        KeyboardInterrupt: It was stopped before every setting was run.
    """
    rows, sets = _rows(parameters, design), tuple(values)
    sides = [changed(model, scenario, dict(zip(parameters, row, strict=True))) for row in rows]
    points = []
    for at, (row, (own_model, own_scenario)) in enumerate(zip(rows, sides, strict=True)):
        study = simulate(
            own_model,
            own_scenario,
            values=sets,
            replications=replications,
            seed=seed,
            executor=executor,
            jobs=jobs,
            functions=functions,
            compiled=compiled,
            progress=_shifted(progress, at * replications, len(rows) * replications),
            confidence=confidence,
            judge=judge,
        )
        if not study.complete:
            raise KeyboardInterrupt
        kept = tuple(one for one in study.indicators if not only or one.id in only)
        points.append(Point(settings=row, indicators=kept))
    return Sweep(
        parameters=tuple(parameters),
        points=tuple(points),
        seed=scenario.seed if seed is None else seed,
        replications=replications,
    )


def _rows(parameters: Sequence[str], design: Iterable[Sequence[Setting]]) -> list[tuple[Setting, ...]]:
    rows = [tuple(row) for row in design]
    wrong = [at for at, row in enumerate(rows) if len(row) != len(parameters)]
    if wrong:
        what, hint = f"row {wrong[0]} of the design has {len(rows[wrong[0]])} values", f"{len(parameters)}, one each"
        raise ConfigError([Problem(what=what, hint=hint)])
    if not rows or not parameters:
        raise ConfigError([Problem(what="nothing to sweep over", hint="name at least one parameter with a value")])
    return rows


def _shifted(progress: Progress | None, before: int, all: int) -> Progress | None:
    return None if progress is None else lambda done, _: progress(before + done, all)


def changed(model: Model, scenario: Scenario, settings: Mapping[str, Setting]) -> tuple[Model, Scenario]:
    """
    Give a model and scenario with some numbers set otherwise.

    Args:
        model: The model.
        scenario: The scenario.
        settings: Values by path, as ``sweep`` takes them.

    Raises:
        ConfigError: A path leads nowhere, or a value makes no sense there.
    """
    own = {path.removeprefix(PARAMETER): one for path, one in settings.items() if path.startswith(PARAMETER)}
    known = {one.id for one in model.parameters}
    if own.keys() - known:
        hint = f"one of {', '.join(sorted(known))}" if known else "the model has none"
        problems = [Problem(what="no such parameter", value=repr(id), hint=hint) for id in sorted(own.keys() - known)]
        raise ConfigError(problems)
    parameters = tuple(_set(one, own[one.id]) if one.id in own else one for one in model.parameters)
    other = attrs.evolve(model, parameters=parameters) if own else model
    rest = {path: _plain(one) for path, one in settings.items() if not path.startswith(PARAMETER)}
    return other, with_changes(scenario, rest) if rest else scenario


def _set(parameter: Parameter, given: Setting) -> Parameter:
    value = _plain(given)
    if isinstance(parameter.value, Duration) and isinstance(value, str):
        try:
            value = parse_duration(value)
        except ValueError as error:
            raise ConfigError([Problem(what=f"parameter '{parameter.id}': {error}")]) from None
    if not isinstance(value, bool | int | float | str | Duration) or isinstance(value, Duration) != isinstance(
        parameter.value, Duration
    ):
        what, hint = f"parameter '{parameter.id}' cannot be set", f"something like {parameter.value}"
        raise ConfigError([Problem(what=what, value=repr(value), hint=hint)])
    return attrs.evolve(parameter, value=value, rows=())


def _plain(value: Setting) -> Setting:
    """Give a numpy number as a plain one."""
    item = getattr(value, "item", None)
    return item() if callable(item) else value
