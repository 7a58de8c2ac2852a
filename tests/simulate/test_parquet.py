"""Events of replications in one file."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from tests.simulate.decided import PREPARED, Lived

from collabmodel.errors import FormatError
from collabmodel.history import History, HistoryBuilder, read_history, write_history
from collabmodel.simulate.digesting import digest_of
from collabmodel.simulate.expanding import history_of
from collabmodel.simulate.parquet import read_replication, replications_in, together, write_part

parquet = pytest.importorskip("pyarrow.parquet")


def replication(number: int, cases: int = 8) -> History:
    log = Lived(number, cases).log()
    return history_of(PREPARED, number, log.rows, log.floats)


def parts(folder: Path, *numbers: int) -> dict[int, Path]:
    found = {number: folder / f"{number}.parquet" for number in numbers}
    for number, path in found.items():
        write_part(replication(number), path)
    return found


def test_all_replications_are_one_history(tmp_path: Path) -> None:
    """The file of all is read as any other history, replication after replication."""
    together(parts(tmp_path, 2, 1, 3), tmp_path / "events.parquet")
    history = read_history(tmp_path / "events.parquet")

    prefixes = [case.partition("-")[0] for case in history.cases]
    assert [key for key, _ in itertools.groupby(prefixes)] == ["r1", "r2", "r3"]
    assert len(history) == sum(len(replication(number)) for number in (1, 2, 3))


def test_each_replication_comes_back(tmp_path: Path) -> None:
    """One replication is read out of the file of all as it was written."""
    together(parts(tmp_path, 1, 2, 3), tmp_path / "events.parquet")

    assert replications_in(tmp_path / "events.parquet") == [1, 2, 3]
    for number in (1, 2, 3):
        assert digest_of(read_replication(tmp_path / "events.parquet", number)) == digest_of(replication(number))


def test_a_file_of_all_can_grow(tmp_path: Path) -> None:
    """More replications put to an earlier file give the same bytes as all put together at once."""
    found = parts(tmp_path, 1, 2, 3)
    together({1: found[1], 2: found[2]}, tmp_path / "two.parquet")
    together({1: tmp_path / "two.parquet", 2: tmp_path / "two.parquet", 3: found[3]}, tmp_path / "grown.parquet")
    together(found, tmp_path / "three.parquet")

    assert (tmp_path / "grown.parquet").read_bytes() == (tmp_path / "three.parquet").read_bytes()


def test_an_empty_replication_fits_in(tmp_path: Path) -> None:
    """A replication in which nobody came leaves a part that fits with the others."""
    write_part(replication(1, cases=0), tmp_path / "1.parquet")
    together({1: tmp_path / "1.parquet", **parts(tmp_path, 2)}, tmp_path / "events.parquet")

    assert len(read_history(tmp_path / "events.parquet")) == len(replication(2))
    assert len(read_replication(tmp_path / "events.parquet", 1)) == 0


def test_columns_of_few_parts_are_kept(tmp_path: Path) -> None:
    """A column that only some parts have is missing in the others' rows, and lost in none."""
    for number, name in ((1, "this"), (2, "that")):
        builder = HistoryBuilder()
        builder.data(builder.append(f"r{number}-0", 0, kind="task", element="call"), name, number)
        write_history(builder.finish(), tmp_path / f"{number}.parquet")
    together({number: tmp_path / f"{number}.parquet" for number in (1, 2)}, tmp_path / "events.parquet")
    history = read_history(tmp_path / "events.parquet")

    assert [history.value(row, name) for row in (0, 1) for name in ("this", "that")] == [1, None, None, 2]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 and then something else PAR1", None])
def test_a_broken_file_is_told(content: bytes | None, tmp_path: Path) -> None:
    """Events that were cut off, are of another kind or are not there are told with the file."""
    path = tmp_path / "events.parquet"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FormatError, match="events cannot be read"):
        read_replication(path, 1)
