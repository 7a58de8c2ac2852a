"""One replication from its draws to its results: run, told as events, judged, measured, and kept."""

from __future__ import annotations

import functools
import pickle
import signal
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.evaluate import Evaluation
from collabmodel.history import History
from collabmodel.model import Model
from collabmodel.simulate.assessing import judged, rule_counts
from collabmodel.simulate.auditing import audit
from collabmodel.simulate.digesting import digest_of
from collabmodel.simulate.expanding import Log, history_of
from collabmodel.simulate.folders import Folder, explained, put, settle
from collabmodel.simulate.judged import results_of
from collabmodel.simulate.measuring import measure
from collabmodel.simulate.naming import MINUTE
from collabmodel.simulate.parquet import write_part
from collabmodel.simulate.prepared import Draw, Prepared
from collabmodel.simulate.provenance import replication_json, written
from collabmodel.simulate.results import Audit, Replication

Stop = Callable[[], bool]
"""Tells whether to stop."""


@attrs.frozen(kw_only=True, eq=False)
class Job:
    """
    What all replications of a study share.

    Args:
        prepared: The model and the scenario, made ready.
        values: Sets of values to judge by as well.
        seed: Seed of all draws.
        functions: Users' own distributions.
        judge: Whether histories are judged.
        audit: Whether every case is decided anew.
        folder: Folder of the study, or None to keep nothing.
        keep_events: Whether the folder keeps events.
        digest_only: Whether nothing but the digest is wanted.
    """

    prepared: Prepared
    values: tuple[Model, ...] = ()
    seed: int = 1
    functions: Mapping[str, Draw] = attrs.field(factory=dict)
    judge: bool = True
    audit: bool = False
    folder: Path | None = None
    keep_events: bool = False
    digest_only: bool = False

    @property
    def end_us(self) -> int:
        """The end of a replication, microseconds since 1970 UTC."""
        return self.prepared.start_us + self.prepared.horizon * MINUTE


@attrs.frozen(kw_only=True, eq=False)
class Outcome:
    """
    What one replication gave to whoever asked for it.

    Args:
        replication: Its small result.
        audit: What its audit gave, or None.
        evaluation: How its histories fared; only of the first, and None if nothing was judged.
    """

    replication: Replication
    audit: Audit | None = None
    evaluation: Evaluation | None = None


def replicate(job: Job, number: int, *, compiled: bool, stop: Stop | None = None) -> Outcome | None:
    """
    Run one replication.

    Args:
        job: What all replications share.
        number: Which, from 1.
        compiled: Whether the compiled kernel is used.
        stop: Asked now and then.

    Returns:
        What it gave; None if it was stopped.

    Raises:
        ConfigError: The folder cannot be written.
        SimulationError: It cannot go on.
    """
    from collabmodel.simulate.engine import run  # noqa: PLC0415 - nothing of the kernel is loaded before it is needed

    log, asked = Log(), _Asked(stop)
    went = run(
        job.prepared,
        replication=number,
        seed=job.seed,
        take=log.take,
        compiled=compiled,
        functions=job.functions or None,
        until=asked if stop is not None else None,
    )
    if asked.stopped:
        return None
    history = history_of(job.prepared, number, log.rows, log.floats)
    bare = Replication(
        number=number,
        cases=went.cases,
        events=went.events,
        measures={},
        stuck=went.stuck,
        digest=digest_of(history),
        compiled=compiled,
    )
    return Outcome(replication=bare) if job.digest_only else _measured(job, bare, log, history)


def _measured(job: Job, bare: Replication, log: Log, history: History) -> Outcome:
    prepared = job.prepared
    evaluation = judged(prepared.model, history, job.values, job.end_us) if job.judge else None
    measures, series = measure(prepared, log.rows, log.floats, history, evaluation, stuck=bare.stuck)
    audited = audit(prepared, map(history.event, range(len(history)))) if job.audit else None
    one = attrs.evolve(
        bare,
        measures=measures,
        series=series,
        rules={} if evaluation is None else rule_counts(evaluation),
        principles={} if evaluation is None else results_of(evaluation),
    )
    if job.folder is not None:
        _keep(Folder(job.folder), job, one, audited, history)
    return Outcome(replication=one, audit=audited, evaluation=evaluation if one.number == 1 else None)


def _keep(folder: Folder, job: Job, one: Replication, audited: Audit | None, history: History) -> None:
    """Keep events, then the small result: where that is, the replication is finished."""
    with explained(folder.path):
        if job.keep_events:
            path = folder.part(one.number, ".parquet")
            temporary = path.with_name(f".{path.name}")
            write_part(history, temporary)
            settle(temporary, path)
        put(folder.part(one.number, ".json"), written(replication_json(one, audited), keys_in_order=False))


class _Asked:
    """Asks whether to stop, and remembers that it was told so."""

    def __init__(self, stop: Stop | None) -> None:
        self.stop = stop
        self.stopped = False

    def __call__(self, _minutes: int) -> bool:
        self.stopped = self.stopped or (self.stop is not None and self.stop())
        return not self.stopped


def packed(job: Job) -> bytes:
    """
    Give a job a form that travels to other processes and computers.

    Args:
        job: The job.

    Raises:
        ConfigError: A user's function does not travel.
    """
    try:
        return zlib.compress(pickle.dumps(job), 1)
    except (pickle.PicklingError, AttributeError, TypeError):
        raise _stays(", ".join(sorted(job.functions))) from None


def _stays(what: str) -> ConfigError:
    hint = "define it at the top of a module that can be imported, or run with jobs=1"
    return ConfigError([Problem(what="a function does not travel to other processes:", value=what, hint=hint)])


def replicate_packed(content: bytes, number: int, compiled: bool) -> Outcome | None:
    """
    Run one replication in another process.

    Args:
        content: What ``packed`` gave.
        number: Which, from 1.
        compiled: Whether the compiled kernel is used.

    Raises:
        ConfigError: The folder cannot be written, or a user's function is not there in this process.
        SimulationError: It cannot go on.
    """
    return replicate(_unpacked(content), number, compiled=compiled)


@functools.lru_cache(maxsize=4)
def _unpacked(content: bytes) -> Job:
    try:
        job: Job = pickle.loads(zlib.decompress(content))  # noqa: S301 - packed by the process that asks
    except (AttributeError, ImportError) as error:
        raise _stays(str(error)) from None
    return job


def leave_interrupts() -> None:
    """Leave Ctrl-C to the process that asked: it lets replications that run come to their end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
