"""Studies run in every way there is: the same bytes, nothing lost, and nothing done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import types
import warnings
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import attrs
import pytest

import collabmodel as cm
from collabmodel.errors import ConfigError, SimulationError
from collabmodel.history import read_history
from collabmodel.simulate import compiled as compiling
from collabmodel.simulate import load_study, simulate, verify
from collabmodel.simulate.digesting import digest_of
from collabmodel.simulate.parquet import read_replication
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.results import Study

pytest.importorskip("pyarrow")

MODEL = """
id: talks
language: en
case: {subjects: [child], openings: [referral]}
calendars:
  office: {zone: Europe/Helsinki, opening: [{days: [mon-fri], start: "08:00", end: "16:00"}]}
organisations: {school: {}}
roles:
  child: {side: client}
  teacher: {side: professional, organisations: [school]}
facts:
  age: {type: integer}
phases:
  work: {entry: ["kind:case.opened"]}
activities:
  talk:
    kind: meeting
    phase: work
    required: true
    participants: [{role: teacher, mode: perform}, {role: child, mode: heard}]
endings: {done: {outcome: success}}
rules:
  talked: {template: existence, a: talk}
"""
SCENARIO = """
id: small
model: talks
start: 2026-03-02
zone: Europe/Helsinki
horizon: 12 weeks
seed: 3
scheduling: queue
arrivals: {referrals: {per_week: 4, assumption: made up}}
facts: {age: {spread: {shape: uniform, low: 9, high: 18, whole: true}, assumption: made up}}
staff: {teachers: {role: teacher, count: 2, calendar: office, assumption: made up}}
behaviour:
  talk:
    by: teacher
    delay: {shape: exponential, mean: 5, unit: days}
    length: {shape: lognormal, mean: 90, cv: 0.5, unit: minutes}
    no_show: 0.2
    assumption: made up
  end:
    verb: close
    by: teacher
    after: [talk.completed]
    data: {ending: done}
    assumption: made up
"""
FILES = ("events.parquet", "results.json", "run.json")


@pytest.fixture(scope="module")
def model() -> cm.Model:
    return cm.load(MODEL)


@pytest.fixture(scope="module")
def four(model: cm.Model, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """An undisturbed study of four replications."""
    return simulate(model, load_scenario(SCENARIO), replications=4, compiled=False, out=tmp_path_factory.mktemp("four"))


def digests(study: Study) -> list[str]:
    return [one.digest for one in study.replications]


def contents(folder: Path | None) -> dict[str, bytes]:
    assert folder is not None
    return {name: (folder / name).read_bytes() for name in FILES}


def test_a_study_says_what_came_out(four: Study) -> None:
    """A study has its replications in order, figures with intervals, judged histories, and what all rests on."""
    assert [one.number for one in four.replications] == [1, 2, 3, 4]
    assert len(set(digests(four))) == 4
    assert four.complete
    assert four.indicator("cases").values == tuple(float(one.cases) for one in four.replications)
    assert four.evaluation is not None
    assert four.evaluation.cases == four.replications[0].cases
    assert sum(four.replications[0].rules["talked"][:4]) == four.replications[0].cases
    assert {one.path for one in four.standing} >= {"arrivals.referrals.per_week"}


def test_a_folder_holds_everything(four: Study) -> None:
    """The folder holds three files and the lock, and nothing of what was in between."""
    assert four.folder is not None

    assert sorted(path.name for path in four.folder.iterdir()) == [".lock", *FILES]
    assert len(read_history(four.folder / "events.parquet")) == four.events
    for one in four.replications:
        assert digest_of(read_replication(four.folder / "events.parquet", one.number)) == one.digest


def test_nothing_kept_is_the_same_study(four: Study, model: cm.Model) -> None:
    """A study without a folder gives the same, and so does one more run in the same process."""
    again = simulate(model, load_scenario(SCENARIO), replications=4, compiled=False)

    assert again.folder is None
    assert again.replications == four.replications
    assert again.indicators == four.indicators


def test_processes_are_the_same(four: Study, model: cm.Model, tmp_path: Path) -> None:
    """Two processes give the same bytes as none."""
    two = simulate(model, load_scenario(SCENARIO), replications=4, compiled=False, jobs=2, out=tmp_path)

    assert contents(two.folder) == contents(four.folder)


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_any_executor_is_the_same(four: Study, model: cm.Model, kind: str) -> None:
    """An executor of the caller's gives the same, and stays open."""
    executor: Executor = (
        ThreadPoolExecutor(2) if kind == "threads" else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    with executor:
        study = simulate(model, load_scenario(SCENARIO), replications=4, compiled=False, executor=executor)
        assert executor.submit(int, "7").result() == 7

    assert digests(study) == digests(four)


def test_dask_is_the_same(four: Study, model: cm.Model, tmp_path: Path) -> None:
    """A cluster of Dask's gives the same bytes."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=tmp_path / "dask"
        )
        with cluster, distributed.Client(cluster) as client:
            study = simulate(
                model, load_scenario(SCENARIO), replications=4, compiled=False, executor=client.get_executor(),
                out=tmp_path / "study",
            )  # fmt: skip

    assert contents(study.folder) == contents(four.folder)


def test_compiled_is_the_same(four: Study, model: cm.Model) -> None:
    """The compiled kernel in two threads gives the same."""
    if not compiling.is_warm():
        pytest.skip("the kernel is not compiled here, which takes long")
    study = simulate(model, load_scenario(SCENARIO), replications=4, compiled=True, jobs=2)

    assert digests(study) == digests(four)
    assert all(one.compiled for one in study.replications)


def test_more_replications_go_on(four: Study, model: cm.Model, tmp_path: Path) -> None:
    """Asking for more later runs those missing only, and gives the same bytes as asking for all at once."""
    told: list[tuple[int, int]] = []
    simulate(model, load_scenario(SCENARIO), replications=2, compiled=False, out=tmp_path)
    more = simulate(
        model,
        load_scenario(SCENARIO),
        replications=4,
        compiled=False,
        out=tmp_path,
        progress=lambda *so: told.append(so),
    )

    assert told == [(2, 4), (3, 4), (4, 4)]
    assert contents(more.folder) == contents(four.folder)


def test_a_finished_study_runs_nothing(four: Study, model: cm.Model) -> None:
    """Asking for what is there gives it, with its evidence, and changes no byte."""
    before, told = contents(four.folder), list[tuple[int, int]]()
    again = simulate(
        model, load_scenario(SCENARIO), replications=4, compiled=False, out=four.folder,
        progress=lambda *so: told.append(so),
    )  # fmt: skip

    assert told == [(4, 4)]
    assert contents(again.folder) == before
    assert again.evaluation is not None


def test_cancelling_keeps_what_is_finished(four: Study, model: cm.Model, tmp_path: Path) -> None:
    """A cancelled study says that it is not complete, keeps what is finished, and goes on to the same bytes."""
    done: list[int] = []
    part = simulate(
        model, load_scenario(SCENARIO), replications=4, compiled=False, out=tmp_path,
        progress=lambda so_far, _: done.append(so_far), cancel=lambda: bool(done) and done[-1] >= 2,
    )  # fmt: skip
    assert (part.complete, digests(part)) == (False, digests(four)[:2])
    assert not load_study(tmp_path).complete
    with pytest.raises(ConfigError, match="not complete"):
        verify(tmp_path)

    whole = simulate(model, load_scenario(SCENARIO), replications=4, compiled=False, out=tmp_path)

    assert contents(whole.folder) == contents(four.folder)


CODE = """
import sys, collabmodel as cm
from collabmodel.simulate import simulate
from collabmodel.simulate.reading import load_scenario
if __name__ == "__main__":
    model, scenario = cm.load(open(sys.argv[1]).read()), load_scenario(open(sys.argv[2]).read())
    study = simulate(
        model, scenario, replications=4, compiled=False, out=sys.argv[3], jobs=int(sys.argv[4]),
        progress=lambda done, total: print(done, flush=True),
    )
    print(study.complete, len(study.replications), flush=True)
"""


def started(tmp_path: Path, jobs: int) -> subprocess.Popen[str]:
    for name, text in (("code.py", CODE), ("model.yaml", MODEL), ("scenario.yaml", SCENARIO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = [
        sys.executable,
        *(str(tmp_path / name) for name in ("code.py", "model.yaml", "scenario.yaml", "out")),
        str(jobs),
    ]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def until(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    while process.stdout.readline().strip() != line:
        assert process.poll() is None


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.nightly), 2])
def test_a_killed_study_goes_on(four: Study, model: cm.Model, tmp_path: Path, jobs: int) -> None:
    """A study whose processes are killed half-way goes on, and ends with the bytes of an undisturbed one."""
    with started(tmp_path, jobs) as process:
        until(process, "1")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    whole = simulate(model, load_scenario(SCENARIO), replications=4, compiled=False, out=tmp_path / "out")

    assert contents(whole.folder) == contents(four.folder)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_an_interrupted_study_says_so(four: Study, tmp_path: Path, jobs: int) -> None:
    """Ctrl-C ends a study without a traceback; what is finished stays and is told."""
    with started(tmp_path, jobs) as process:
        until(process, "1")
        os.killpg(process.pid, signal.SIGINT)
        said, wrong = process.communicate(timeout=60)
    study = load_study(tmp_path / "out", judge=False)

    assert wrong == ""
    assert said.split()[-2:] == [str(study.complete), str(len(study.replications))]
    assert digests(study) == [digests(four)[one.number - 1] for one in study.replications]


def test_another_study_is_refused(four: Study, model: cm.Model) -> None:
    """A folder is never mixed with another study, and stays as it was."""
    before = contents(four.folder)
    with pytest.raises(ConfigError, match="another study; not the same: seed"):
        simulate(model, load_scenario(SCENARIO), replications=4, seed=9, out=four.folder)

    assert contents(four.folder) == before


def test_beginning_anew(four: Study, model: cm.Model, tmp_path: Path) -> None:
    """A study may be begun anew in its folder."""
    simulate(model, load_scenario(SCENARIO), replications=1, compiled=False, out=tmp_path)
    anew = simulate(model, load_scenario(SCENARIO), replications=4, compiled=False, out=tmp_path, resume=False)

    assert contents(anew.folder) == contents(four.folder)


def test_events_may_be_left_away(four: Study, model: cm.Model, tmp_path: Path) -> None:
    """A study that keeps no events is small, and says the same."""
    study = simulate(model, load_scenario(SCENARIO), replications=2, compiled=False, out=tmp_path, keep_events=False)

    assert not (tmp_path / "events.parquet").exists()
    assert digests(study) == digests(four)[:2]
    assert load_study(tmp_path).evaluation is None


def test_a_study_is_opened_again(four: Study) -> None:
    """What is read from a folder is what was given when it was run."""
    assert four.folder is not None
    again = load_study(four.folder)
    parts = [field.name for field in attrs.fields(Study) if field.name not in ("evaluation", "model")]

    assert {name: getattr(again, name) for name in parts} == {name: getattr(four, name) for name in parts}
    assert again.evaluation is not None
    assert [column.verdict for column in again.evaluation.columns] == [
        column.verdict
        for column in four.evaluation.columns  # type: ignore[union-attr]
    ]


def test_judging_can_be_left_away(model: cm.Model) -> None:
    """Without judging there are figures of the log alone."""
    study = simulate(model, load_scenario(SCENARIO), compiled=False, judge=False)

    assert study.evaluation is None
    assert study.replications[0].rules == {}
    assert study.indicator("cases").mean is not None


def test_the_audit_passes(model: cm.Model) -> None:
    """Every case of every replication is decided anew, and differs in nothing."""
    study = simulate(model, load_scenario(SCENARIO), replications=2, compiled=False, audit=True)

    assert study.audit is not None
    assert (study.audit.wrong, study.audit.deviations) == (0, ())
    assert (study.audit.cases, study.audit.events) == (study.cases, study.events)


def test_a_study_repeats_itself(four: Study) -> None:
    """What a folder says is enough to repeat it."""
    assert four.folder is not None
    found = verify(four.folder, compiled=False)

    assert (found.same, found.replications) == (True, 4)


def test_what_does_not_repeat_is_told(model: cm.Model, tmp_path: Path) -> None:
    """Replications whose digest is another, and files that were touched, are told by number and name."""
    simulate(model, load_scenario(SCENARIO), replications=3, compiled=False, out=tmp_path)
    told = json.loads((tmp_path / "run.json").read_text())
    told["digests"][1] = "0" * 64
    (tmp_path / "run.json").write_text(json.dumps(told))
    (tmp_path / "results.json").write_text("{}")
    found = verify(tmp_path, compiled=False)

    assert (found.same, found.differing, found.damaged) == (False, (2,), ("results.json",))


def test_settings_that_make_no_sense_are_told_together(model: cm.Model) -> None:
    """All that is wrong with what was asked is told at once, before anything runs."""
    with pytest.raises(ConfigError) as caught:
        simulate(model, load_scenario(SCENARIO), replications=0, jobs=0, confidence=1.0, seed=-1)

    assert len(caught.value.problems) == 4


def test_a_model_alone_needs_a_scenario(model: cm.Model) -> None:
    """A model with no scenario beside it asks for one."""
    with pytest.raises(ConfigError, match="no scenario lies beside the model"):
        simulate(model)


def test_a_function_of_the_callers(model: cm.Model) -> None:
    """A distribution of the caller's own is drawn from; one that does not travel is told of where it would have to."""
    text = SCENARIO.replace(
        "{shape: exponential, mean: 5, unit: days}", "{shape: function, function: mine, unit: days}"
    )
    study = simulate(model, load_scenario(text), functions={"mine": lambda share: 2 + share}, compiled=False)
    assert study.replications[0].cases > 0

    with pytest.raises(ConfigError, match="does not travel to other processes: mine"):
        simulate(
            model, load_scenario(text), functions={"mine": lambda share: share}, replications=2, jobs=2, compiled=False
        )


def test_a_function_that_is_not_there_in_another_process_is_told(
    model: cm.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that travels by name, to where its name means nothing, is told of like one that does not travel."""
    here = types.ModuleType("only_here")
    exec("def mine(share):\n    return share", here.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", here)
    text = SCENARIO.replace("shape: exponential, mean: 5", "shape: function, function: mine")

    with pytest.raises(ConfigError, match="does not travel to other processes: No module named 'only_here'"):
        simulate(model, load_scenario(text), functions={"mine": here.mine}, replications=2, jobs=2, compiled=False)


def test_a_process_that_dies_is_told(model: cm.Model) -> None:
    """Where processes end by themselves, which the system does when memory is short, it is said what may help."""
    spawn = get_context("spawn")

    with (
        ProcessPoolExecutor(1, mp_context=spawn, initializer=os._exit, initargs=(3,)) as executor,
        pytest.raises(SimulationError, match="ended before they were done"),
    ):
        simulate(model, load_scenario(SCENARIO), replications=2, executor=executor, compiled=False)


def test_a_function_that_cannot_be_compiled_is_named(model: cm.Model) -> None:
    """Where the kernel could be compiled but for a function of the caller's, it runs interpreted and says why."""
    pytest.importorskip("numba")
    text = SCENARIO.replace("shape: exponential, mean: 5", "shape: function, function: mine")
    with pytest.warns(UserWarning, match="interpreted.*'mine'"):
        study = simulate(model, load_scenario(text), functions={"mine": lambda share: 2 + share}, compiled=True)

    assert study.replications[0].compiled is False


@pytest.mark.nightly
def test_memory_does_not_grow_with_replications(tmp_path: Path) -> None:
    """A study of many replications takes no more memory than one of few."""
    code = CODE.replace("replications=4", "replications=int(sys.argv[5])") + (
        "    import resource\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    for name, text in (("code.py", code), ("model.yaml", MODEL), ("scenario.yaml", SCENARIO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    peaks = []
    for count in (5, 60):
        began = time.monotonic()
        files = [str(tmp_path / name) for name in ("code.py", "model.yaml", "scenario.yaml", f"out{count}")]
        said = subprocess.run([sys.executable, *files, "1", str(count)], capture_output=True, text=True, check=True)
        peaks.append(int(said.stdout.split()[-1]))
        assert time.monotonic() - began < 600

    assert peaks[1] < peaks[0] * 1.15
