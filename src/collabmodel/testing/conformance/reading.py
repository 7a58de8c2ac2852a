"""Reading: streams, unknown types, snapshots, models, and what verify finds."""

from __future__ import annotations

import os
import stat
import tracemalloc
from pathlib import Path

import attrs
import pytest

from collabmodel.errors import ReadOnlyError, StoreError
from collabmodel.plugin import Head, Snapshot
from collabmodel.plugin.stores import streamed
from collabmodel.testing.builders import a_batch
from collabmodel.testing.conformance.suite import Suite, places, refused


class Reading(Suite):
    """What reading promises."""

    def test_reading_begins_where_asked(self, tmp_path: Path) -> None:
        """Only events after the place are given, still checked against the one before."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(count=5))

            assert places(store, after=3) == [4, 5]
            assert places(store, after=5) == places(store, after=9) == []

    def test_a_store_opened_again_has_everything(self, tmp_path: Path) -> None:
        """What was acknowledged is there when the store is opened again."""
        self.need("reopening")
        with self.opened(tmp_path) as store:
            receipt = store.append(a_batch(count=3, key="k"))
            store.put_model("h", "{}")
        with self.opened(tmp_path) as store:
            assert store.head("c1") == Head(case="c1", seq=3, digest=receipt.digest)
            assert store.receipt("k") == attrs.evolve(receipt, repeated=True)
            assert store.model("h") == "{}"
            assert places(store) == [1, 2, 3]

    def test_a_large_case_is_streamed(self, tmp_path: Path) -> None:
        """A case of 10,000 events is read without holding it: memory stays far below its size."""
        with self.opened(tmp_path) as store:
            for expected in range(0, 10_000, 1_000):
                store.append(a_batch(expected=expected, count=1_000))
            tracemalloc.start()
            count = sum(1 for _ in store.read("c1"))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()

        assert count == 10_000
        assert peak < 2_000_000

    def test_a_reader_may_stop_and_a_writer_go_on(self, tmp_path: Path) -> None:
        """A reading that is left open holds up no append, and sees whole batches when it goes on."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(count=3))
            reading = store.read("c1")
            first = next(reading)
            store.append(a_batch(expected=3, count=2))
            rest = [recorded.seq for recorded in reading]

        assert first.seq == 1
        assert rest in ([2, 3], [2, 3, 4, 5])

    @pytest.mark.parametrize(("type", "schema"), [("event", 9), ("invented", 1)])
    def test_what_a_newer_release_wrote_is_read_only(self, tmp_path: Path, type: str, schema: int) -> None:
        """A record of an unknown type or version is kept and given raw; its case takes no more, others do."""
        self.need("planting")
        with self.opened(tmp_path) as store:
            store.append(a_batch("c1"))
            store.append(a_batch("c2"))
            self.plant(store, tmp_path, "c1", type, schema)
            read = list(store.read("c1"))

            assert [(recorded.seq, recorded.event is None) for recorded in read] == [(1, False), (2, True)]
            assert (read[1].type, read[1].schema) == (type, schema)
            assert isinstance(refused(store, a_batch("c1", 2)), ReadOnlyError)
            assert store.append(a_batch("c2", 1)).last == 2
            assert list(store.verify()) == []
            with pytest.raises(ReadOnlyError):
                list(streamed(store.read("c1")))

    def test_a_snapshot_is_kept_as_long_as_it_fits(self, tmp_path: Path) -> None:
        """The latest snapshot is given; one whose event is not in the record is not."""
        with self.opened(tmp_path) as store:
            receipt = store.append(a_batch(count=2))
            fitting = Snapshot(case="c1", seq=2, digest=receipt.digest, code="r1", state=b"\0state")
            store.put_snapshot(fitting)
            kept = store.snapshot("c1")
            store.put_snapshot(attrs.evolve(fitting, digest="00"))

            assert kept == fitting
            assert store.snapshot("c1") is None
            assert store.snapshot("c2") is None

    def test_a_model_stays_as_it_was_put(self, tmp_path: Path) -> None:
        """A model is kept under its hash for ever; putting it again changes nothing."""
        with self.opened(tmp_path) as store:
            store.put_model("h", '{"id":"m"}')
            store.put_model("h", "something else")

            assert store.model("h") == '{"id":"m"}'
            assert store.model("g") is None

    def test_a_whole_store_has_no_faults(self, tmp_path: Path) -> None:
        """Verify finds nothing in what was only ever appended to, against its own heads neither."""
        with self.opened(tmp_path) as store:
            for case in ("c1", "c2", "c3"):
                store.append(a_batch(case, count=3))
            heads = list(store.heads())

            assert [head.case for head in heads] == ["c1", "c2", "c3"]
            assert heads[0] == store.head("c1")
            assert list(store.verify(heads=heads)) == []
            assert list(store.verify("c2", heads=heads)) == []
            assert list(store.verify(after="c2", heads=heads)) == []

    def test_a_record_that_no_longer_reaches_a_kept_head_is_a_fault(self, tmp_path: Path) -> None:
        """An end kept elsewhere that the store no longer has is told, with case and place."""
        with self.opened(tmp_path) as store:
            receipt = store.append(a_batch(count=2))
            cut = Head(case="c1", seq=3, digest=receipt.digest)
            other = Head(case="c1", seq=2, digest="00")
            gone = Head(case="c9", seq=1, digest="00")
            faults = list(store.verify(heads=[cut, other, gone]))

        assert [(fault.case, fault.seq) for fault in faults] == [("c1", 3), ("c1", 2), ("c9", 1)]

    def test_a_backup_is_whole_and_never_overwrites(self, tmp_path: Path) -> None:
        """A backup has every case, and refuses a path at which something is."""
        self.need("backup")
        copies = tmp_path / "copies"
        copies.mkdir()
        with self.opened(tmp_path) as store:
            store.append(a_batch(count=3))
            heads = list(store.heads())
            store.backup(str(copies / "copy"))

            assert (copies / "copy").stat().st_size > 0
            with pytest.raises(StoreError):
                store.backup(str(copies / "copy"))
            assert list(store.heads()) == heads

    @pytest.mark.skipif(os.name != "posix", reason="files have no such modes here")
    def test_a_backup_is_private(self, tmp_path: Path) -> None:
        """A copy that is a file is its owner's alone, whatever mode new files get here."""
        self.need("backup")
        copy = tmp_path / "copy"
        before = os.umask(0)
        try:
            with self.opened(tmp_path) as store:
                store.append(a_batch())
                store.backup(str(copy))
        finally:
            os.umask(before)
        mode = copy.stat().st_mode

        if not stat.S_ISREG(mode):
            pytest.skip("a copy is no file")
        assert oct(stat.S_IMODE(mode) & 0o077) == oct(0)
