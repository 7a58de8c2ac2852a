"""The disk that loses power forgets what was not synced, and nothing else."""

from __future__ import annotations

import random

import pytest

from collabmodel.testing.power_cuts import SECTOR, Call, Disk, recorded_calls


def hexed(text):
    return "".join(f"\\x{letter:02x}" for letter in text.encode())


def after(folder, disk, keep, seed=0):
    disk.write_out(folder, keep, random.Random(seed))
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_calls_are_read_for_the_watched_folder_alone(tmp_path):
    """Writes, syncs and removals of its files are read, with acknowledgements; failed calls and other files are not."""
    lines = [
        f'10 openat(AT_FDCWD, "{hexed(f"{tmp_path}/a")}", O_RDWR|O_CREAT, 0600) = 4',
        f'10 openat(AT_FDCWD, "{hexed(f"{tmp_path}/a")}", O_RDONLY) = -1 ENOENT (No such file or directory)',
        f'10 openat(AT_FDCWD, "{hexed("/etc/hosts")}", O_RDONLY) = 5',
        f'10 openat(AT_FDCWD, "{hexed(str(tmp_path))}", O_RDONLY) = 6',
        f'10 pwrite64(4, "{hexed("data")}", 4, 512) = 4',
        f'10 pwrite64(5, "{hexed("data")}", 4, 0) = 4',
        "10 ftruncate(4, 8) = 0",
        "10 fdatasync(4) = 0",
        "10 fsync(6) = 0",
        f'10 write(1, "{hexed("ack 7")}", 5) = 5',
        f'10 unlink("{hexed(f"{tmp_path}/a")}") = 0',
        "10 close(4) = 0",
        "10 fsync(4) = 0",
        "10 +++ exited with 0 +++",
    ]
    calls = list(recorded_calls(lines, tmp_path))

    assert [call.name for call in calls] == ["create", "write", "truncate", "sync", "sync folder", "ack", "unlink"]
    assert (calls[1].offset, calls[1].data, calls[2].offset, calls[5].number) == (512, b"data", 8, 7)


def test_what_was_synced_stays(tmp_path):
    """Synced bytes of a file whose folder was synced are there after any cut; later ones may not be."""
    disk = Disk()
    for call in (
        Call(name="create", file="a"),
        Call(name="write", file="a", data=b"one"),
        Call(name="sync", file="a"),
        Call(name="sync folder"),
        Call(name="write", file="a", offset=3, data=b"two"),
    ):
        disk.apply(call)
    found = {after(tmp_path / f"{seed}", disk, "some", seed)["a"] for seed in range(20)}

    assert after(tmp_path / "none", disk, "none") == {"a": b"one"}
    assert found == {b"one", b"onetwo"}


def test_names_need_the_folder_to_be_synced(tmp_path):
    """A file made or removed may be missing or back until its folder was synced."""
    disk = Disk()
    disk.apply(Call(name="create", file="a"))
    disk.apply(Call(name="sync", file="a"))
    early = {bool(after(tmp_path / f"early{seed}", disk, "some", seed)) for seed in range(20)}
    disk.apply(Call(name="sync folder"))
    disk.apply(Call(name="unlink", file="a"))

    assert early == {True, False}
    assert after(tmp_path / "none", disk, "none") == {"a": b""}
    assert {bool(after(tmp_path / f"late{seed}", disk, "torn", seed)) for seed in range(20)} == {True, False}
    disk.apply(Call(name="sync folder"))
    assert after(tmp_path / "gone", disk, "some") == {}


@pytest.mark.parametrize("seed", range(5))
def test_torn_writes_keep_whole_sectors(tmp_path, seed):
    """Of an unsynced write any sectors may land, each whole."""
    disk = Disk()
    disk.apply(Call(name="create", file="a"))
    disk.apply(Call(name="sync folder"))
    disk.apply(Call(name="write", file="a", data=b"x" * SECTOR * 8))
    content = after(tmp_path / "cut", disk, "torn", seed)["a"]
    sectors = {content[start : start + SECTOR] for start in range(0, len(content), SECTOR)}

    assert sectors <= {b"x" * SECTOR, b"\0" * SECTOR}
