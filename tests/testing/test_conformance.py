"""The suite for stores finds what is wrong with a store."""

from __future__ import annotations

import os

import attrs
import pytest

from collabmodel.adapters import MemoryStore
from collabmodel.errors import ConflictError
from collabmodel.plugin import Head, Store
from collabmodel.testing import StoreConformance


class LosesKeys(MemoryStore):
    """Forgets what an idempotency key stands for."""

    def append(self, batch):
        self._keys.clear()
        return super().append(batch)


class TakesAnything(MemoryStore):
    """Does not look at which state a batch was decided on."""

    def append(self, batch):
        last = len(self._events.get(batch.case, []))
        events = tuple(attrs.evolve(e, seq=n) for n, e in enumerate(batch.events, last + 1))
        return super().append(attrs.evolve(batch, expected=last, events=events))


class Forgets(MemoryStore):
    """Gives back all events but the last."""

    def read(self, case, after=0):
        return iter(list(super().read(case, after))[:-1])


class KeepsMessagesOfRefused(MemoryStore):
    """Posts messages before it looks at the batch."""

    def append(self, batch):
        self._post(batch.case, batch.messages)
        return super().append(attrs.evolve(batch, messages=()))


class NeverFreesALease(MemoryStore):
    """Takes no message up again whose worker died."""

    def claim(self, now, lease, limit):
        return super().claim(now, lease * 1000, limit)


class ListsByChance(MemoryStore):
    """Gives rows in the order in which cases came."""

    def rows(self, **wanted):
        return reversed(list(super().rows(**wanted)))


class SeesNoCut(MemoryStore):
    """Compares nothing with ends that were kept elsewhere."""

    def verify(self, case="", after="", *, heads=()):
        del heads
        return super().verify(case, after)


class HalfCommits(MemoryStore):
    """Writes the row before the fault points."""

    def append(self, batch):
        self._rows[batch.case] = batch.row
        return super().append(batch)


class SilentWithoutEvents(MemoryStore):
    """Takes a command that made no event for one that did nothing."""

    def append(self, batch):
        return super().append(batch if batch.events else attrs.evolve(batch, messages=()))


class WrongHead(MemoryStore):
    """Gives an end that is not the last digest."""

    def head(self, case):
        found = super().head(case)
        return found and Head(case=case, seq=found.seq, digest="00")


class StaleSnapshots(MemoryStore):
    """Gives a snapshot whatever became of its event."""

    def snapshot(self, case):
        return self._snapshots.get(case)


BROKEN = [
    (LosesKeys, "test_the_same_key_again_gives_the_first_answer"),
    (TakesAnything, "test_a_late_writer_is_told_of_the_conflict"),
    (Forgets, "test_events_come_back_in_order_and_as_they_were"),
    (KeepsMessagesOfRefused, "test_a_late_writer_is_told_of_the_conflict"),
    (NeverFreesALease, "test_a_claimed_message_is_free_again_after_its_lease"),
    (ListsByChance, "test_rows_are_chosen_by_status_person_and_due_time"),
    (SeesNoCut, "test_a_record_that_no_longer_reaches_a_kept_head_is_a_fault"),
    (HalfCommits, "test_a_command_without_event_makes_no_case"),
    (SilentWithoutEvents, "test_a_command_without_event_still_tells"),
    (WrongHead, "test_a_whole_store_has_no_faults"),
    (StaleSnapshots, "test_a_snapshot_is_kept_as_long_as_it_fits"),
]


def suite_of(kind: type[Store]) -> StoreConformance:
    class Suite(StoreConformance):
        def open_store(self, folder, at=None):
            del folder
            return kind(at=at)

    return Suite()


@pytest.mark.parametrize(("kind", "name"), BROKEN, ids=[kind.__name__ for kind, _ in BROKEN])
def test_a_broken_store_fails(kind, name, tmp_path):
    """Each promise that a store breaks makes a test of the suite fail that a whole store passes."""
    getattr(suite_of(MemoryStore), name)(tmp_path)

    with pytest.raises((AssertionError, pytest.fail.Exception, ConflictError, ValueError)):
        getattr(suite_of(kind), name)(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes here")
@pytest.mark.parametrize(("mode", "passes"), [(0o600, True), (0o640, False), (0o644, False)])
def test_a_backup_that_others_may_read_fails(mode, passes, tmp_path):
    """A copy is asked to be its owner's alone, and one that is goes through."""

    class Copies(MemoryStore):
        def backup(self, target):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, mode))

    if passes:
        suite_of(Copies).test_a_backup_is_private(tmp_path)
    else:
        with pytest.raises(AssertionError):
            suite_of(Copies).test_a_backup_is_private(tmp_path)


def test_what_a_store_lacks_is_skipped_with_its_reason(tmp_path):
    """A test that needs what a store says it lacks is skipped, and the reason is shown."""

    class Alone(StoreConformance):
        lacks = {"sharing": "only one may open it"}  # noqa: RUF012 - as a plugin author writes it

        def open_store(self, folder, at=None):
            del folder
            return MemoryStore(at=at)

    with pytest.raises(pytest.skip.Exception, match="no sharing: only one may open it"):
        Alone().test_of_two_writers_exactly_one_wins(tmp_path)
