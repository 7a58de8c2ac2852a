"""Folders of studies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from collabmodel.errors import ConfigError, FormatError
from collabmodel.simulate.folders import Folder, explained, found, held, put
from collabmodel.simulate.provenance import Json, replication_json, written
from collabmodel.simulate.results import Replication

RECORD: dict[str, Json] = {
    "format": 1,
    "seed": 1,
    "replications": 3,
    "model": {"id": "m", "hash": "a", "text": "id: m\n"},
    "scenario": {},
    "values": [],
    "confidence": 0.95,
    "warm_up": 0,
    "end_us": 1,
    "judge": True,
    "audit": False,
    "keep_events": True,
    "functions": [],
    "complete": False,
    "digests": [],
    "files": {},
}


def finish(folder: Folder, number: int) -> None:
    put(
        folder.part(number, ".json"),
        written(replication_json(Replication(number=number, cases=0, events=0, measures={}), None)),
    )


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    """Two studies never run in one folder at once; the second is told so, and may come when the first has ended."""
    with (
        held(tmp_path / "study"),
        pytest.raises(ConfigError, match="a study runs in this folder"),
        held(tmp_path / "study"),
    ):
        pass
    with held(tmp_path / "study") as folder:
        assert folder.path == tmp_path / "study"


def test_another_process_does_not_get_in(tmp_path: Path) -> None:
    """The lock holds between processes, and goes with a process that is killed."""
    code = (
        "import sys, time\nfrom collabmodel.simulate.folders import held\n"
        "with held(sys.argv[1]):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(ConfigError, match="a study runs in this folder"), held(tmp_path):
            pass
        other.kill()
        other.wait()
    with held(tmp_path):
        pass


def test_another_study_is_refused(tmp_path: Path) -> None:
    """A folder of another study is left alone, and what differs is said."""
    with held(tmp_path) as folder:
        folder.begin(RECORD, resume=True)
        other = {**RECORD, "seed": 2, "model": {"id": "m", "hash": "b", "text": "id: m\n"}}

        with pytest.raises(ConfigError, match="not the same: model, seed"):
            folder.begin(other, resume=True)


def test_texts_alone_make_no_other_study(tmp_path: Path) -> None:
    """A study whose model differs in words for people goes on."""
    with held(tmp_path) as folder:
        folder.begin(RECORD, resume=True)
        finish(folder, 2)
        folder.begin({**RECORD, "model": {"id": "m", "hash": "a", "text": "id: m\ntitle: M\n"}}, resume=True)

        assert set(folder.finished()) == {2}


def test_beginning_anew_forgets(tmp_path: Path) -> None:
    """A study begun anew keeps nothing of itself, and touches no file that is not its own."""
    with held(tmp_path) as folder:
        folder.begin(RECORD, resume=True)
        finish(folder, 1)
        (tmp_path / "notes.txt").write_text("mine")
        folder.begin(RECORD, resume=False)

        assert folder.finished() == {}
        assert (tmp_path / "notes.txt").read_text() == "mine"


def test_fewer_than_are_there_is_refused(tmp_path: Path) -> None:
    """Nobody loses replications by asking for fewer."""
    with held(tmp_path) as folder:
        folder.begin(RECORD, resume=True)
        finish(folder, 3)

        with pytest.raises(ConfigError, match="more replications than asked for"):
            folder.begin({**RECORD, "replications": 2}, resume=True)


def test_results_without_their_ground_are_refused(tmp_path: Path) -> None:
    """Results of nobody knows what are not gone on with."""
    (tmp_path / "events.parquet").write_bytes(b"PAR1")
    with held(tmp_path) as folder, pytest.raises(ConfigError, match=r"results without run\.json"):
        folder.begin(RECORD, resume=True)


def test_a_path_that_cannot_be_a_folder_is_told(tmp_path: Path) -> None:
    """A folder that cannot be made is a setting that makes no sense, told with its path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written") as caught, held(tmp_path / "file" / "study"):
        pass

    assert caught.value.problems[0].place.file == str(tmp_path / "file" / "study")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may write everywhere is never refused")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """A folder without the right to write is told of before anything is run."""
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigError, match="cannot be written"), held(tmp_path / "study"):
        pass


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """What the disk does not take is told with the folder, and not as a defect."""
    with pytest.raises(ConfigError, match="No space left"), explained(tmp_path):
        raise OSError(28, "No space left on device")


def test_a_folder_without_a_study_is_told(tmp_path: Path) -> None:
    """Opening a folder in which nothing was run says what is missing."""
    with pytest.raises(ConfigError, match="there is no study here"):
        found(tmp_path)


def test_a_file_appears_whole(tmp_path: Path) -> None:
    """Writing leaves the file and nothing beside it, and replaces what was there."""
    put(tmp_path / "run.json", b"old")
    put(tmp_path / "run.json", b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("run.json", b"new")]


def test_altered_results_are_refused(tmp_path: Path) -> None:
    """Results that are not those that were written make no page and no longer study."""
    with held(tmp_path) as folder:
        folder.begin(RECORD, resume=True)
        put(folder.results, b'{"replications": []}')
        put(folder.run, written({**RECORD, "files": {"results.json": "0" * 64}}))

        with pytest.raises(FormatError, match="not what was written"):
            folder.finished()


def test_impossible_results_are_refused(tmp_path: Path) -> None:
    """A part that says what no replication gives is told with its file."""
    with held(tmp_path) as folder:
        folder.begin(RECORD, resume=True)
        put(folder.part(1, ".json"), folder.run.read_bytes())

        with pytest.raises(FormatError, match="no result of a replication"):
            folder.finished()
