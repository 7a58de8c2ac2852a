"""Getting replications run, here or by an executor, until all are there or somebody stops it."""

from __future__ import annotations

import itertools
import multiprocessing
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import ExitStack, closing

import attrs

from collabmodel.errors import ConfigError, Place, Problem, SimulationError
from collabmodel.evaluate import Evaluation
from collabmodel.simulate import compiled as compiling
from collabmodel.simulate.folders import Finished, Folder
from collabmodel.simulate.replicating import Job, Outcome, leave_interrupts, packed, replicate, replicate_packed

Progress = Callable[[int, int], object]
"""Told how many replications are finished, and of how many."""
WORTH_COMPILING = 120.0
"""
Seconds of interpreted work above which the kernel is compiled anew. Compiling takes about 50 seconds of one core, and
judging what was simulated, which takes as long either way, is part of the work.
"""
_AHEAD = 256
"""Replications that are handed to an executor at once, so that memory does not grow with the study."""
_PATIENCE = 0.2
"""Seconds between two looks at whether to stop."""


@attrs.frozen(kw_only=True, eq=False)
class Ways:
    """
    How replications are run.

    Args:
        executor: Runs them, or None.
        jobs: How many at once without one.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        progress: Told how many are finished.
        cancel: Asked now and then whether to stop.
    """

    executor: Executor | None = None
    jobs: int = 1
    compiled: bool | None = None
    progress: Progress | None = None
    cancel: Callable[[], bool] | None = None


def replicated(job: Job, numbers: Sequence[int], ways: Ways, *, done: int = 0) -> tuple[Finished, Evaluation | None]:
    """
    Run replications until all are there, somebody cancels, or Ctrl-C comes; what is finished is given.

    Args:
        job: What they share.
        numbers: Which.
        ways: How.
        done: How many others are finished already.

    Returns:
        What each gave, by number; and how the first one's histories fared, if it is among them and was judged.

    Raises:
        ConfigError: A user's function does not travel, or a folder cannot be written where a replication runs.
        SimulationError: One cannot go on, or a process that ran some ended by itself.
    """
    going = _Going(job, ways, done, done + len(numbers))
    going.tell()
    left = list(numbers)
    try:
        compiled = going.choose(left)
        if compiled is None:
            return going.found, going.evaluation
        with closing(going.outcomes(left, compiled=compiled)) as outcomes:
            for outcome in outcomes:
                going.take(outcome)
    except KeyboardInterrupt:
        going.stopped = True
    return going.found, going.evaluation


class _Going:
    """Replications while they are run."""

    def __init__(self, job: Job, ways: Ways, done: int, total: int) -> None:
        self.job, self.ways, self.done, self.total = job, ways, done, total
        self.found: Finished = {}
        self.evaluation: Evaluation | None = None
        self.stopped = False

    def stop(self) -> bool:
        """Tell whether to stop."""
        self.stopped = self.stopped or (self.ways.cancel is not None and self.ways.cancel())
        return self.stopped

    def tell(self) -> None:
        """Tell how far it is."""
        if self.ways.progress is not None:
            self.ways.progress(self.done, self.total)

    def take(self, outcome: Outcome | None) -> None:
        """Take what a replication gave in, and tell."""
        if outcome is None:
            return
        number = outcome.replication.number
        if self.job.folder is not None and not Folder(self.job.folder).part(number, ".json").is_file():
            hint = "let all computers share the folder, or name no folder"
            what = f"replication {number} was kept on another computer, not in the study's folder"
            raise ConfigError([Problem(what=what, place=Place(str(self.job.folder)), hint=hint)])
        self.found[number] = outcome.replication, outcome.audit
        self.evaluation = outcome.evaluation or self.evaluation
        self.done += 1
        self.tell()

    def choose(self, left: list[int]) -> bool | None:
        """
        Tell whether to use the compiled kernel. Where that is not clear, the first replication is run interpreted, and
        taken off the list, to see how long the others would take. None if it was stopped.
        """
        ways, functions = self.ways, self.job.prepared.functions
        if not left or self.stop():
            return None
        if ways.compiled is not None or functions:
            return ways.compiled is True and not functions
        if not compiling.available():
            return False
        if compiling.is_warm() or len(left) == 1:
            return compiling.is_warm()
        began = time.perf_counter()
        outcome = replicate(self.job, left.pop(0), compiled=False, stop=self.stop)
        self.take(outcome)
        took = time.perf_counter() - began
        return None if outcome is None else took * len(left) > WORTH_COMPILING

    def outcomes(self, left: list[int], *, compiled: bool) -> Generator[Outcome | None, None, None]:
        """Run replications in any order."""
        executor = self.ways.executor
        if executor is None and (self.ways.jobs == 1 or len(left) == 1):
            for number in left:
                if self.stop():
                    return
                yield replicate(self.job, number, compiled=compiled, stop=self.stop)
            return
        with ExitStack() as stack:
            if executor is None:
                # Judging histories is plain Python, so threads would wait for each other there.
                threads = compiled and not self.job.judge
                executor = stack.enter_context(_own(min(self.ways.jobs, len(left)), threads=threads))
            yield from self._spread(executor, left, compiled=compiled)

    def _spread(self, executor: Executor, left: list[int], *, compiled: bool) -> Generator[Outcome | None, None, None]:
        here = isinstance(executor, ThreadPoolExecutor)
        content = b"" if here else packed(self.job)
        waiting: set[Future[Outcome | None]] = set()
        todo = iter(left)
        try:
            while not self.stop():
                for number in itertools.islice(todo, _AHEAD - len(waiting)):
                    waiting.add(
                        executor.submit(replicate, self.job, number, compiled=compiled, stop=self.stop)
                        if here
                        else executor.submit(replicate_packed, content, number, compiled)
                    )
                if not waiting:
                    return
                ended, waiting = wait(waiting, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
                for future in sorted(ended, key=id):
                    yield future.result()
        except BrokenExecutor:
            what = "a process that ran replications ended before they were done"
            hint = "ask for fewer jobs if memory was short; a script starts processes under: if __name__ == '__main__'"
            raise SimulationError([Problem(what=what, hint=hint)]) from None
        finally:
            self.stopped = self.stopped or bool(waiting)
            for future in waiting:
                future.cancel()


def _own(jobs: int, *, threads: bool) -> Executor:
    """Give threads, which are enough where the kernel runs beside Python, or else processes, begun from nothing."""
    if threads:
        return ThreadPoolExecutor(jobs)
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=leave_interrupts)
