"""Opening: whatever a path turns out to be, the answer is a store or one of our errors, and never a guess."""

from __future__ import annotations

import contextlib
import os
import sqlite3

import pytest

from collabmodel.adapters import SqliteStore, salvage
from collabmodel.adapters.sqlite.opening import connect
from collabmodel.errors import ConfigError, DamagedError, StoreError
from collabmodel.plugin import open_store
from collabmodel.testing import a_batch


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///loop", ConfigError),
        ("sqlite:///dangling", ConfigError),
        ("sqlite:///folder", ConfigError),
        ("sqlite:///pipe", ConfigError),
        ("sqlite:////dev/null", ConfigError),
        ("sqlite:///text/cases.db", ConfigError),
        ("sqlite:///text", DamagedError),
        ("sqlite:///" + "n" * 300, ConfigError),
        ("sqlite:///half\ud800", ConfigError),
        ("sqlite:///nul%00", ConfigError),
        ("sqlite:///cases.db?journal=wal%00", ConfigError),
        ("sqlite:///cases.db?timeout=nan", ConfigError),
        ("sqlite://user:planted@host/cases.db", ConfigError),
        ("sqlite:////planted/missing/cases.db", ConfigError),
    ],
)
def test_a_path_with_tricks_is_refused_by_its_own_error(tmp_path, monkeypatch, url, kind):
    """Fault 57: what is no place for a store is told as such: no plugin's fault, no full disk, and without the path."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("no database " * 500, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())

    with pytest.raises(kind) as caught:
        open_store(url)

    assert type(caught.value) is kind
    assert "planted" not in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


def test_the_name_of_a_file_need_not_be_text(tmp_path):
    """A name of bytes that are no UTF-8, with signs that mean something in a URI, names that very file."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xe4?mode=memory#%41.db")
    for expected in range(2):
        with contextlib.closing(SqliteStore(path)) as store:
            store.append(a_batch(expected=expected))

    assert [os.fsencode(one.name) for one in tmp_path.iterdir()] == [b"\xe4?mode=memory#%41.db"]


def test_side_files_are_looked_for_where_a_link_leads(tmp_path, monkeypatch):
    """Through a link, too, a file with a journal to be rolled back is never read as if there were none."""
    real = tmp_path / "real" / "cases.db"
    real.parent.mkdir()
    (tmp_path / "link.db").symlink_to(real)
    with contextlib.closing(SqliteStore(real, journal="delete")) as store:
        store.append(a_batch())
    real.with_name("cases.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    ways = []

    def refused(path, *, options="mode=rw"):
        ways.append(options)
        if "immutable" not in options:
            raise sqlite3.OperationalError
        return connect(path, options=options)

    monkeypatch.setattr("collabmodel.adapters.sqlite.opening.connect", refused)
    with pytest.raises(StoreError):
        SqliteStore(tmp_path / "link.db", readonly=True)

    assert ways == ["mode=ro"]


@pytest.mark.parametrize("target", ["nul\0", "half\ud800", "missing/copy.db", "n" * 300, "cases.db", "dangling"])
def test_no_copy_goes_to_a_path_with_tricks(tmp_path, opened, monkeypatch, target):
    """Fault 57: a copy and salvaged lines go to a new plain file or nowhere, and the refusal is ours."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dangling").symlink_to("nowhere")
    store = opened("cases.db")
    store.append(a_batch())

    with pytest.raises(StoreError):
        store.backup(target)
    with pytest.raises(StoreError):
        salvage("cases.db", target)
    assert {one.name for one in tmp_path.iterdir()} - {"cases.db-wal", "cases.db-shm"} == {"cases.db", "dangling"}
