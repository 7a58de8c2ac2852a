"""Breaking: an error at every fault point leaves all of a command or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from collabmodel.testing.builders import NOON, a_batch, a_message
from collabmodel.testing.conformance.listing import READ
from collabmodel.testing.conformance.posting import LATER, LEASE
from collabmodel.testing.conformance.suite import Suite, places
from collabmodel.testing.faults import FaultPoints, raising


class _BrokenError(Exception):
    """What the suite raises at fault points."""


class Breaking(Suite):
    """What a command that was broken off leaves behind."""

    @pytest.mark.parametrize("point", ["append.after_insert", "append.before_commit"])
    def test_an_append_broken_off_before_its_commit_leaves_nothing(self, tmp_path: Path, point: str) -> None:
        """Neither events nor key, row or message are there, and the same command then goes through."""
        self.need("fault points")
        points = FaultPoints()
        with self.opened(tmp_path, points) as store:
            batch = a_batch(messages=(a_message(),))
            points.plan(point, raising(_BrokenError()))
            with pytest.raises(_BrokenError):
                store.append(batch)

            assert (store.head("c1"), store.row("c1"), store.receipt(batch.key)) == (None, None, None)
            assert list(store.outbox()) == []
            assert not store.append(batch).repeated
            assert places(store) == [1]
            assert list(store.verify()) == []

    def test_an_append_broken_off_after_its_commit_was_done(self, tmp_path: Path) -> None:
        """Whoever asks again with the key learns that the command was done, and it is not done twice."""
        self.need("fault points")
        points = FaultPoints()
        with self.opened(tmp_path, points) as store:
            batch = a_batch(messages=(a_message(),))
            points.plan("append.after_commit", raising(_BrokenError()))
            with pytest.raises(_BrokenError):
                store.append(batch)
            receipt = store.append(batch)

            assert receipt.repeated
            assert receipt == store.receipt(batch.key)
            assert places(store) == [1]
            assert [parcel.message.id for parcel in store.outbox()] == ["m1"]

    def test_a_reading_that_could_not_be_logged_is_not_logged(self, tmp_path: Path) -> None:
        """An entry broken off leaves the log as it was, and its chain whole."""
        self.need("fault points")
        points = FaultPoints()
        with self.opened(tmp_path, points) as store:
            store.log_access(READ)
            points.plan("access.before_commit", raising(_BrokenError()))
            with pytest.raises(_BrokenError):
                store.log_access(READ)
            store.log_access(READ)

            assert list(store.accesses()) == [READ, READ]
            assert list(store.verify()) == []

    def test_a_claim_broken_off_leaves_the_message_free(self, tmp_path: Path) -> None:
        """A message whose claim was never finished can be claimed at once."""
        self.need("fault points")
        points = FaultPoints()
        with self.opened(tmp_path, points) as store:
            store.append(a_batch(messages=(a_message(made=NOON),)))
            points.plan("claim.before_commit", raising(_BrokenError()))
            with pytest.raises(_BrokenError):
                store.claim(LATER, LEASE, 1)

            assert [parcel.message.id for parcel in store.claim(LATER, LEASE, 1)] == ["m1"]

    def test_a_settling_broken_off_leaves_the_message_claimed(self, tmp_path: Path) -> None:
        """A message that was sent but not settled comes again after its lease: twice rather than never."""
        self.need("fault points")
        points = FaultPoints()
        with self.opened(tmp_path, points) as store:
            store.append(a_batch(messages=(a_message(made=NOON),)))
            store.claim(LATER, LEASE, 1)
            points.plan("settle.before_commit", raising(_BrokenError()))
            with pytest.raises(_BrokenError):
                store.settle("m1", sent=True)

            assert store.claim(LATER, LEASE, 1) == ()
            assert [parcel.message.attempt for parcel in store.claim(LATER + LEASE, LEASE, 1)] == [2]
