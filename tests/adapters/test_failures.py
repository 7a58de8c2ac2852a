"""What SQLite's errors mean, and what its version and the file's place allow to promise."""

from __future__ import annotations

import sqlite3

import pytest

from collabmodel.adapters.sqlite.failures import out_of_commit, translated
from collabmodel.adapters.sqlite.gate import filesystem_of, settings, wal_is_safe
from collabmodel.errors import BusyError, DamagedError, FullError, ReadOnlyError, StoreError, UnknownOutcomeError

MEANINGS = [
    ("SQLITE_BUSY", BusyError, BusyError),
    ("SQLITE_BUSY_SNAPSHOT", BusyError, BusyError),
    ("SQLITE_LOCKED", BusyError, BusyError),
    ("SQLITE_FULL", FullError, FullError),
    ("SQLITE_IOERR_WRITE", FullError, FullError),
    ("SQLITE_READONLY_DBMOVED", ReadOnlyError, ReadOnlyError),
    ("SQLITE_CORRUPT", DamagedError, UnknownOutcomeError),
    ("SQLITE_NOTADB", DamagedError, UnknownOutcomeError),
    ("SQLITE_IOERR_FSYNC", StoreError, UnknownOutcomeError),
    ("SQLITE_IOERR_DIR_FSYNC", StoreError, UnknownOutcomeError),
    ("SQLITE_IOERR_DELETE", StoreError, UnknownOutcomeError),
    ("SQLITE_NOMEM", StoreError, StoreError),
    ("SQLITE_CONSTRAINT_UNIQUE", StoreError, UnknownOutcomeError),
]


MOUNTS = r"""
1 0 8:1 / / rw - ext4 /dev/a rw
2 1 0:9 / /srv rw,relatime shared:1 - xfs /dev/b rw
3 1 0:8 / /srv rw - cifs //host/share rw
4 1 0:7 / /mnt/own\040disk rw - btrfs /dev/c rw
broken line
"""


@pytest.mark.parametrize(("name", "kind", "of_commit"), MEANINGS, ids=[name for name, _, _ in MEANINGS])
def test_each_error_has_its_meaning(name, kind, of_commit):
    """Elsewhere nothing was done; out of a commit only what cannot have been done is told as not done."""
    error = sqlite3.OperationalError("near secret-name")
    error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name

    assert type(translated(error)) is kind
    assert type(out_of_commit(error)) is of_commit
    assert "secret-name" not in f"{translated(error)}{out_of_commit(error)}"


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 37, 0), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_gate_knows_which_versions_are_mended(version, safe):
    """Only versions with the fix write ahead; all others keep a rollback journal, both durably."""
    chosen = settings(version)

    assert wal_is_safe(version) is safe
    assert (chosen.journal, chosen.synchronous) == (("wal", "full") if safe else ("delete", "extra"))
    assert chosen.durability.durable


@pytest.mark.parametrize(
    ("asked", "durable"),
    [
        ({"journal": "wal"}, False),
        ({"journal": "delete"}, True),
        ({"synchronous": "full"}, False),
        ({"synchronous": "normal"}, False),
        ({"synchronous": "extra"}, True),
        ({"filesystem": "tmpfs"}, False),
        ({"filesystem": "ext4"}, True),
    ],
)
def test_what_is_asked_for_is_judged(asked, durable):
    """With an unmended version every choice that can lose a commit says that it is not durable."""
    promise = settings((3, 40, 1), **asked).durability

    assert promise.durable is durable
    assert "3.40.1" in promise.why


def test_why_a_commit_can_be_lost_is_told_in_each_language():
    """What is promised and why is told to people in their language; ``why`` is the English of it."""
    plain, asked = (settings((3, 40, 1), **chosen).durability for chosen in ({}, {"journal": "wal"}))
    fleeting = settings((3, 51, 3), synchronous="normal", filesystem="tmpfs").durability

    assert [plain.told.in_language(code) for code in ("fi", "sv", "en")] == [
        "SQLite 3.40.1: WAL-tilan tarvitsema korjaus puuttuu",
        "SQLite 3.40.1 saknar den rättelse som WAL behöver",
        "SQLite 3.40.1 lacks the fix that WAL needs",
    ]
    assert asked.told.in_language("sv") == (
        "SQLite 3.40.1 saknar den rättelse som WAL behöver; som det begärdes; "
        "en kontrollpunkt som tävlar med en skrivning kan förlora den"
    )
    assert fleeting.told.in_language("fi") == (
        "SQLite 3.51.3: WAL-tilan tarvitsema korjaus on mukana; kuten pyydettiin; WAL-tilassa vain synchronous=FULL "
        "odottaa levyä; tiedosto on tiedostojärjestelmässä tmpfs, jonka sähkökatko tyhjentää"
    )
    assert [one.why for one in (plain, asked, fleeting)] == [
        one.told.in_language("en") for one in (plain, asked, fleeting)
    ]


def test_the_mount_that_is_seen_counts():
    """The deepest mount above a file decides, a later one over it before an earlier; blanks in its path are read."""
    assert filesystem_of(MOUNTS, "/srv/cases.db") == "cifs"
    assert filesystem_of(MOUNTS, "/mnt/own disk/cases.db") == "btrfs"
    assert filesystem_of(MOUNTS, "/home/cases.db") == "ext4"
    assert filesystem_of("", "/home/cases.db") == ""
