"""Running a study: replications here, in threads, in processes or on a cluster, and what they say together."""

from __future__ import annotations

import importlib.util
import shutil
import warnings
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.evaluate import Evaluation
from collabmodel.model import Model
from collabmodel.simulate import compiled as compiling
from collabmodel.simulate.assessing import judged
from collabmodel.simulate.folders import Finished, Folder, explained, held, put, settle
from collabmodel.simulate.parquet import read_replication, together
from collabmodel.simulate.prepared import Draw
from collabmodel.simulate.progress import Progress, Ways, replicated
from collabmodel.simulate.provenance import Json, completed, record_of, replication_json, written
from collabmodel.simulate.reading import load_scenario, scenario_beside
from collabmodel.simulate.replicating import Job
from collabmodel.simulate.results import Study
from collabmodel.simulate.scenario import Scenario
from collabmodel.simulate.studies import study_of

__all__ = ["Progress", "simulate"]


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
    r"""
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
        functions: Users' own distributions by name; what draws from them runs interpreted, with a warning.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker. The results are the same.
        progress: Told how many replications are finished, and of how many.
        resume: Whether to go on with what a folder holds of the same study; else it is begun anew.
        keep_events: Whether the folder keeps all events, which needs pyarrow; None for yes.
        judge: Whether to judge histories by rules, limits and principles.
        confidence: Of the intervals, between 0 and 1.
        audit: Whether to let every case be decided anew, event by event, which takes long.
        cancel: Asked now and then; the study stops when it says True, and keeps what is finished.

    Raises:
        ConfigError: A setting makes no sense, the scenario does not fit the model, or the folder holds another study.
        ModelError: The model cannot mean anything.
        SimulationError: A case comes to no end at one instant, or a function gave what is no number.

    >>> from collabmodel.formats import load
    >>> model = load(
    ...     "id: m\nroles: {worker: {side: professional}}\n"
    ...     "activities: {talk: {kind: meeting, participants: [{role: worker, mode: perform}]}}"
    ... )
    >>> scenario = load_scenario(
    ...     "id: s\nstart: 2026-03-02\nhorizon: 4 weeks\nscheduling: queue\narrivals: {all: {per_week: 5}}\n"
    ...     "staff: {team: {role: worker, count: 1}}\nbehaviour: {talk: {by: worker}}"
    ... )
    >>> study = simulate(model, scenario, replications=2, compiled=False)
    >>> study.complete, len(study.indicator("cases").values)
    (True, 2)
    """
    from collabmodel.simulate.engine import prepare  # noqa: PLC0415 - nothing of the kernel is loaded before it is needed

    scenario = scenario if scenario is not None else _beside(model)
    seed = scenario.seed if seed is None else seed
    _check(replications, jobs, confidence, seed)
    job = Job(
        prepared=prepare(model, scenario, functions=functions),
        values=tuple(values),
        seed=seed,
        functions=functions or {},
        judge=judge,
        audit=audit,
        folder=None if out is None else Path(out).absolute(),
        keep_events=_keeps(out, wanted=keep_events),
    )
    if job.prepared.functions and compiled is not False and compiling.available():
        _warn(job.prepared.functions)
    asked = _Asked(model=model, scenario=scenario, job=job, replications=replications, confidence=confidence)
    ways = Ways(executor=executor, jobs=jobs, compiled=compiled, progress=progress, cancel=cancel)
    if out is None:
        return asked.passing(ways)
    with held(out) as folder:
        return asked.kept(folder, ways, resume=resume)


@attrs.define(kw_only=True, eq=False)
class _Asked:
    """What was asked for, and how it is got."""

    model: Model
    scenario: Scenario
    job: Job
    replications: int
    confidence: float
    record: dict[str, Json] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        job = self.job
        self.record = record_of(
            self.model,
            self.scenario,
            values=job.values,
            seed=job.seed,
            replications=self.replications,
            confidence=self.confidence,
            warm_up=job.prepared.warm_up,
            end_us=job.end_us,
            judge=job.judge,
            audit=job.audit,
            keep_events=job.keep_events,
            functions=job.functions,
        )

    def study(self, found: Finished, evaluation: Evaluation | None) -> Study:
        """Give the study that finished replications make."""
        return study_of(
            self.model,
            self.scenario,
            found,
            values=self.job.values,
            record=self.record,
            confidence=self.confidence,
            evaluation=evaluation,
            folder=self.job.folder,
            complete=len(found) == self.replications,
        )

    def passing(self, ways: Ways) -> Study:
        """Run everything, and keep nothing."""
        found, evaluation = replicated(self.job, range(1, self.replications + 1), ways)
        study = self.study(found, evaluation)
        if not study.complete:
            return study
        return attrs.evolve(study, provenance=completed(self.record, study.replications, study.indicators, {}))

    def kept(self, folder: Folder, ways: Ways, *, resume: bool) -> Study:
        """Run what a folder does not hold yet, and put all of it together."""
        job = self.job
        with explained(folder.path):
            folder.begin(self.record, resume=resume)
            found = folder.finished()
        missing = [number for number in range(1, self.replications + 1) if number not in found]
        made, evaluation = replicated(job, missing, ways, done=len(found))
        # Some may have ended after Ctrl-C, when nobody took their results in any more.
        found = folder.finished() | made
        if job.judge and evaluation is None and 1 in found and job.keep_events:
            part = folder.part(1, ".parquet")
            history = read_replication(part if part.is_file() else folder.events, 1)
            evaluation = judged(self.model, history, job.values, job.end_us)
        study = self.study(found, evaluation)
        if not study.complete:
            return study
        with explained(folder.path):
            files = _closed(folder, found, keep_events=job.keep_events)
            record = completed(self.record, study.replications, study.indicators, files)
            put(folder.run, written(record))
            shutil.rmtree(folder.parts)
        return attrs.evolve(study, provenance=record)


def _warn(functions: Iterable[str]) -> None:
    names = ", ".join(map(repr, functions))
    told = f"runs interpreted, which is slower: no function of the caller's can be compiled ({names})"
    warnings.warn(f"{told}; say compiled=False where that is meant", stacklevel=3)


def _keeps(out: Path | str | None, *, wanted: bool | None) -> bool:
    """Tell whether events are kept, which not everybody can."""
    if out is None or wanted is False:
        return False
    if importlib.util.find_spec("pyarrow") is None:
        hint = 'install it with: pip install "collabmodel[tables]", or leave events away (keep_events=False)'
        raise ConfigError([Problem(what="keeping events needs pyarrow", hint=hint)])
    return True


def _closed(folder: Folder, found: Finished, *, keep_events: bool) -> dict[str, str]:
    """Put the parts together, and give the hashes of the files; the parts stay until all is safely there."""
    if keep_events:
        parts = {number: folder.part(number, ".parquet") for number in found}
        temporary = folder.events.with_name(f".{folder.events.name}")
        together({number: path if path.is_file() else folder.events for number, path in parts.items()}, temporary)
        settle(temporary, folder.events)
    told: list[Json] = [replication_json(*found[number]) for number in sorted(found)]
    put(folder.results, written({"format": 1, "replications": told}, keys_in_order=False))
    return folder.hashes()


def _beside(model: Model) -> Scenario:
    source = scenario_beside(model.id)
    if source is None:
        hint = "name one; only models that are shipped with one can do without"
        raise ConfigError([Problem(what="no scenario lies beside the model", value=repr(model.id), hint=hint)])
    return load_scenario(source)


def _check(replications: int, jobs: int, confidence: float, seed: int) -> None:
    wrong = []
    for name, value in (("replications", replications), ("jobs", jobs)):
        if value < 1:
            wrong.append(Problem(what=f"{name} below 1", value=str(value), hint="a whole number, 1 or more"))
    if not 0 < confidence < 1:
        wrong.append(Problem(what="confidence outside 0 to 1", value=str(confidence), hint="such as 0.95"))
    if not 0 <= seed < 2**63:
        wrong.append(Problem(what="seed outside 0 to 2**63 - 1", value=str(seed), hint="a whole number in between"))
    if wrong:
        raise ConfigError(wrong)
