"""A study's folder read again: opened as it is, or repeated from what it says and compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path

import attrs

from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.evaluate import Evaluation
from collabmodel.model import Model
from collabmodel.simulate.assessing import judged
from collabmodel.simulate.folders import Finished, Folder, found
from collabmodel.simulate.parquet import read_replication
from collabmodel.simulate.prepared import Draw
from collabmodel.simulate.progress import Progress, Ways, replicated
from collabmodel.simulate.provenance import Json, file_hash, read_json, read_texts
from collabmodel.simulate.records import sound_record
from collabmodel.simulate.replicating import Job
from collabmodel.simulate.results import Study
from collabmodel.simulate.studies import study_of


@attrs.frozen(kw_only=True)
class Verified:
    """
    Whether a study repeats itself.

    Args:
        replications: How many were repeated.
        differing: Numbers of those whose events differ.
        damaged: Names of files that are no longer what they were.
    """

    replications: int
    differing: tuple[int, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether everything is the same."""
        return not self.differing and not self.damaged


def verify(
    folder: Path | str,
    *,
    executor: Executor | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    compiled: bool | None = None,
    functions: Mapping[str, Draw] | None = None,
) -> Verified:
    """
    Repeat a study from what its folder says, and compare digests.

    Args:
        folder: The study's folder.
        executor: Runs the replications; None to run them here, in threads if compiled, else in processes.
        jobs: How many at once where no executor is given, >= 1.
        progress: Told how many replications are finished, and of how many.
        compiled: Whether the compiled kernel is used; None to use it where that is quicker.
        functions: Users' own distributions by name, if the study had any.

    Raises:
        ConfigError: There is no study in the folder, it is not complete, or it was cancelled while it was repeated.
        FormatError: What it says cannot be read.
    """
    from collabmodel.simulate.engine import prepare  # noqa: PLC0415 - nothing of the kernel is loaded before it is needed

    place = found(folder)
    record = read_json(place.run)
    sound_record(record, str(place.run))
    digests = record["digests"]
    if not record["complete"] or not isinstance(digests, list):
        hint = "run it again with the same folder, which goes on with it"
        raise ConfigError([Problem(what="the study is not complete", place=Place(str(folder)), hint=hint)])
    model, scenario, _ = read_texts(record, str(place.run))
    job = Job(
        prepared=prepare(model, scenario, functions=functions),
        seed=_whole(record, "seed", place),
        functions=functions or {},
        digest_only=True,
    )
    ways = Ways(executor=executor, jobs=jobs, compiled=compiled, progress=progress)
    numbers = range(1, len(digests) + 1)
    made, _ = replicated(job, numbers, ways)
    if len(made) < len(digests):
        raise ConfigError([Problem(what="stopped before everything was repeated", place=Place(str(folder)))])
    differing = tuple(number for number in numbers if made[number][0].digest != digests[number - 1])
    return Verified(replications=len(digests), differing=differing, damaged=tuple(_damaged(place, record)))


def _damaged(place: Folder, record: Mapping[str, Json]) -> Iterable[str]:
    files = record.get("files")
    for name, said in sorted(files.items()) if isinstance(files, dict) else ():
        path = place.path / Path(name).name
        if not path.is_file() or file_hash(path) != said:
            yield name


def load_study(folder: Path | str, *, judge: bool = True) -> Study:
    """
    Give a study back from its folder, without running anything.

    Args:
        folder: The study's folder.
        judge: Whether to judge the events of its first replication anew, so that there is evidence to show.

    Raises:
        ConfigError: There is no study in the folder.
        FormatError: What it says cannot be read.
    """
    place = found(folder)
    record = read_json(place.run)
    sound_record(record, str(place.run))
    model, scenario, values = read_texts(record, str(place.run))
    confidence = record.get("confidence")
    made = place.finished()
    if record["complete"] and len(made) != record["replications"]:
        hint = "run the study again in this folder, which makes them anew"
        raise FormatError([Problem(what="results of replications are missing", place=Place(str(folder)), hint=hint)])
    return study_of(
        model,
        scenario,
        made,
        values=values,
        record=record,
        confidence=confidence if isinstance(confidence, float) else 0.95,
        evaluation=_evaluated(place, record, model, values, made) if judge else None,
        folder=place.path,
        complete=record.get("complete") is True,
    )


def _evaluated(
    place: Folder, record: Mapping[str, Json], model: Model, values: tuple[Model, ...], made: Finished
) -> Evaluation | None:
    """Judge the events of the first replication, where they were kept and judged."""
    part = place.part(1, ".parquet")
    source = part if part.is_file() else place.events
    if not record.get("judge") or not record.get("keep_events") or 1 not in made or not source.is_file():
        return None
    return judged(model, read_replication(source, 1), values, _whole(record, "end_us", place))


def _whole(record: Mapping[str, Json], name: str, place: Folder) -> int:
    value = record.get(name)
    if not isinstance(value, int):
        raise FormatError([Problem(what=f"no {name}", place=Place(str(place.run)))])
    return value
