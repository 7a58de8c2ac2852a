"""Sharing: several who open the same store at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from collabmodel.errors import CollabError, ConflictError
from collabmodel.plugin import Batch, Receipt, Store
from collabmodel.testing.builders import a_batch, a_message
from collabmodel.testing.conformance.posting import LATER, LEASE
from collabmodel.testing.conformance.suite import Suite, places

RACES = 20
"""How often two writers race each other."""


class Sharing(Suite):
    """What several writers and readers may rely on."""

    def race(self, folder: Path, batches: list[Batch]) -> list[Receipt | CollabError]:
        """
        Append batches at the same moment, each by a writer of its own, and give what each was told.

        Args:
            folder: Folder of the store.
            batches: One for each writer.
        """
        barrier = threading.Barrier(len(batches))

        def write(batch: Batch) -> Receipt | CollabError:
            with self.opened(folder) as store:
                barrier.wait()
                try:
                    return store.append(batch)
                except CollabError as error:
                    return error

        with ThreadPoolExecutor(len(batches)) as pool:
            return list(pool.map(write, batches))

    def test_of_two_writers_exactly_one_wins(self, tmp_path: Path) -> None:
        """Two batches decided on the same state: one is done, the other is told of the conflict."""
        self.need("sharing")
        with self.opened(tmp_path) as store:
            for expected in range(RACES):
                told = self.race(tmp_path, [a_batch(expected=expected, key=f"{who}{expected}") for who in "ab"])

                assert sorted(type(answer).__name__ for answer in told) == ["ConflictError", "Receipt"]
                assert [answer.found for answer in told if isinstance(answer, ConflictError)] == [expected + 1]
            assert places(store) == list(range(1, RACES + 1))
            assert list(store.verify()) == []

    def test_of_two_with_the_same_key_one_is_done(self, tmp_path: Path) -> None:
        """The same command sent twice at once has one effect, and both get the same answer."""
        self.need("sharing")
        with self.opened(tmp_path) as store:
            for expected in range(RACES // 2):
                told = self.race(tmp_path, [a_batch(expected=expected, key=f"k{expected}")] * 2)
                receipts = [answer for answer in told if isinstance(answer, Receipt)]

                assert sorted(receipt.repeated for receipt in receipts) == [False, True]
                assert len({(receipt.first, receipt.last, receipt.digest) for receipt in receipts}) == 1
            assert places(store) == list(range(1, RACES // 2 + 1))

    def test_readers_see_whole_batches(self, tmp_path: Path) -> None:
        """While batches of seven are appended, a reader never sees a part of one, nor a head ahead of its events."""
        self.need("sharing")
        self._while_writing(tmp_path, self._reads_whole)

    def _while_writing(self, folder: Path, look: Callable[[Store], None]) -> None:
        done = threading.Event()

        def write() -> None:
            try:
                with self.opened(folder) as store:
                    for turn in range(15):
                        store.append(a_batch(expected=turn * 7, count=7))
            finally:
                done.set()

        with self.opened(folder) as store, ThreadPoolExecutor(1) as pool:
            writing = pool.submit(write)
            while not done.is_set():
                look(store)
            writing.result()
            look(store)

    def _reads_whole(self, store: Store) -> None:
        head = store.head("c1")
        seen = places(store)

        assert len(seen) % 7 == 0
        assert head is None or len(seen) >= head.seq

    def test_two_workers_never_get_the_same_message(self, tmp_path: Path) -> None:
        """Messages claimed at once by two workers are shared out, each to one."""
        self.need("sharing")
        with self.opened(tmp_path) as store:
            store.append(a_batch(messages=tuple(a_message(f"m{number:02}") for number in range(40))))
        claimed = self._claim_at_once(tmp_path)

        assert sorted(claimed) == [f"m{number:02}" for number in range(40)]

    def _claim_at_once(self, folder: Path) -> list[str]:
        barrier = threading.Barrier(2)

        def work(_: int) -> list[str]:
            found = []
            with self.opened(folder) as store:
                barrier.wait()
                while parcels := store.claim(LATER, LEASE, 3):
                    found += [parcel.message.id for parcel in parcels]
            return found

        with ThreadPoolExecutor(2) as pool:
            return [id for found in pool.map(work, range(2)) for id in found]
