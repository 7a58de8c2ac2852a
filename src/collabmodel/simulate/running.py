"""Running a study: replications here, in threads, in processes or on a cluster, and what they say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path

from collabmodel.model import Model
from collabmodel.simulate.engine import Draw
from collabmodel.simulate.results import Study
from collabmodel.simulate.scenario import Scenario

Progress = Callable[[int, int], object]
"""Told how many replications are finished, and of how many."""


def simulate(  # noqa: PLR0913 - one argument a choice of the caller's
    model: Model,
    scenario: Scenario | None = None,
    *,
    values: Iterable[Model] = (),
    replications: int = 1,
    seed: int | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    out: Path | str | None = None,
    functions: Mapping[str, Draw] | None = None,
    compiled: bool | None = None,
    progress: Progress | None = None,
    resume: bool = True,
    keep_events: bool | None = None,
    judge: bool = True,
    confidence: float = 0.95,
    audit: bool = False,
    cancel: Callable[[], bool] | None = None,
) -> Study:
    """
    Try a model in a scenario: run replications, judge their histories, and say what they tell together.

    The same model, scenario and seed give the same bytes, whoever runs them. Ctrl-C keeps what is finished.

    Args:
        model: The model.
        scenario: The scenario; None for the one shipped beside the model.
        values: Sets of values to judge by as well.
        replications: How many, >= 1.
        seed: Seed of all draws; None for the scenario's.
        executor: Runs the replications; None to run them here, in threads if compiled, else in processes.
        jobs: How many at once where no executor is given, >= 1.
        out: Folder to keep the study in; None to keep nothing.
        functions: Users' own distributions by name.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker. The results are the same.
        progress: Told how many replications are finished, and of how many.
        resume: Whether to go on with what a folder holds of the same study.
        keep_events: Whether the folder keeps all events, which needs pyarrow; None for yes.
        judge: Whether to judge histories by rules, limits and principles.
        confidence: Of the intervals, between 0 and 1.
        audit: Whether to let every case be decided anew, event by event, which takes long.
        cancel: Asked now and then; the study stops when it says True, and keeps what is finished.

    Raises:
        ConfigError: A setting makes no sense, the scenario does not fit the model, or the folder holds another study.
        ModelError: The model cannot mean anything.
        SimulationError: A case comes to no end at one instant, or a function gave what is no number.
    """
    raise NotImplementedError
