"""Posting: the outbox with its leases and dead letters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from collabmodel.plugin import Appointment, Store
from collabmodel.testing.builders import NOON, a_batch, a_message
from collabmodel.testing.conformance.suite import Suite, refused

LEASE = dt.timedelta(minutes=5)
"""For how long a message is claimed."""
LATER = NOON + dt.timedelta(hours=1)
"""A time at which everything may be sent."""


class Posting(Suite):
    """What the outbox promises."""

    def _posted(self, store: Store) -> None:
        store.append(a_batch(messages=(a_message("m1"), a_message("m2", made=NOON + LEASE))))

    def test_messages_wait_until_their_time(self, tmp_path: Path) -> None:
        """Only what may be sent now is claimed, the longest waiting first, no more than asked."""
        with self.opened(tmp_path) as store:
            self._posted(store)

            assert store.claim(NOON - LEASE, LEASE, 9) == ()
            assert [parcel.message.id for parcel in store.claim(LATER, LEASE, 1)] == ["m1"]
            assert [parcel.message.id for parcel in store.claim(LATER, LEASE, 9)] == ["m2"]
            assert [parcel.message.id for parcel in store.outbox()] == ["m1", "m2"]

    def test_a_claimed_message_is_free_again_after_its_lease(self, tmp_path: Path) -> None:
        """A worker that died loses nothing: the message comes again, with the same id and the next attempt."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(messages=(a_message("m1"),)))
            (first,) = store.claim(LATER, LEASE, 9)

            assert store.claim(LATER + LEASE / 2, LEASE, 9) == ()
            (again,) = store.claim(LATER + LEASE, LEASE, 9)
            assert (first.message.id, first.message.attempt) == ("m1", 1)
            assert (again.message.id, again.message.attempt, again.failures) == ("m1", 2, 0)
            assert first.case == again.case == "c1"

    def test_a_message_put_off_by_a_clock_that_jumped_is_sent(self, tmp_path: Path) -> None:
        """Fault 50: made or leased while the clock stood far ahead, a message does not wait until that time comes."""
        far = NOON + dt.timedelta(days=400)
        with self.opened(tmp_path) as store:
            store.append(a_batch(messages=(a_message("m1", made=far), a_message("m2"))))
            (leased,) = store.claim(far, LEASE, 1)
            now = [store.claim(NOON, LEASE, 1) for _ in range(3)]

            assert leased.message.id == "m2"
            assert sorted(parcel.message.id for claimed in now for parcel in claimed) == ["m1", "m2"]
            assert now[2] == ()

    def test_a_sent_message_is_gone(self, tmp_path: Path) -> None:
        """What was sent is never given again, and settling it twice does nothing."""
        with self.opened(tmp_path) as store:
            self._posted(store)
            store.claim(LATER, LEASE, 9)
            store.settle("m1", sent=True)
            store.settle("m1", sent=True)
            store.settle("m1", sent=False, next_try=LATER, why="TimeoutError")

            assert [parcel.message.id for parcel in store.outbox()] == ["m2"]
            assert [parcel.message.id for parcel in store.claim(LATER + LEASE, LEASE, 9)] == ["m2"]

    def test_a_failed_message_is_tried_again_when_said(self, tmp_path: Path) -> None:
        """A failure puts the message back until the next try, counts, and keeps the kind of failure alone."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(messages=(a_message("m1"),)))
            store.claim(LATER, LEASE, 9)
            store.settle("m1", sent=False, next_try=LATER + 3 * LEASE, why="TimeoutError")
            (waiting,) = store.outbox()

            assert (waiting.failures, waiting.why, waiting.next_try) == (1, "TimeoutError", LATER + 3 * LEASE)
            assert store.claim(LATER + 2 * LEASE, LEASE, 9) == ()
            (again,) = store.claim(LATER + 3 * LEASE, LEASE, 9)
            assert (again.failures, again.message.attempt) == (1, 2)

    def test_a_message_put_off_has_not_failed(self, tmp_path: Path) -> None:
        """Put off without a failure, a message waits until then, and neither counts nor forgets failures."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(messages=(a_message("m1"),)))
            store.claim(LATER, LEASE, 9)
            store.settle("m1", sent=False, next_try=LATER + LEASE, why="TimeoutError")
            store.claim(LATER + LEASE, LEASE, 9)
            store.settle("m1", sent=False, next_try=LATER + 3 * LEASE)
            (waiting,) = store.outbox()

            assert (waiting.failures, waiting.why, waiting.next_try) == (1, "TimeoutError", LATER + 3 * LEASE)
            assert store.claim(LATER + 2 * LEASE, LEASE, 9) == ()
            assert [parcel.message.id for parcel in store.claim(LATER + 3 * LEASE, LEASE, 9)] == ["m1"]

    def test_a_message_keeps_its_appointment(self, tmp_path: Path) -> None:
        """When somebody is wanted comes out of the outbox as it went in."""
        when = Appointment(uid="u1", sequence=2, method="cancel", starts=NOON, ends=LATER)
        with self.opened(tmp_path) as store:
            store.append(a_batch(messages=(attrs.evolve(a_message("m1"), appointment=when),)))
            (parcel,) = store.claim(LATER, LEASE, 9)

            assert parcel.message.appointment == when

    def test_a_message_given_up_is_a_dead_letter(self, tmp_path: Path) -> None:
        """What was given up is never claimed again and can be listed apart."""
        with self.opened(tmp_path) as store:
            self._posted(store)
            store.claim(LATER, LEASE, 9)
            store.settle("m1", sent=False, why="ConnectionRefusedError")
            (dead,) = store.outbox(dead=True)

            assert (dead.message.id, dead.dead, dead.failures, dead.why) == ("m1", True, 1, "ConnectionRefusedError")
            assert [parcel.message.id for parcel in store.outbox()] == ["m2"]
            assert [parcel.message.id for parcel in store.claim(LATER + LEASE, LEASE, 9)] == ["m2"]

    def test_a_repeated_command_posts_nothing(self, tmp_path: Path) -> None:
        """A command asked again with its key tells nobody twice."""
        with self.opened(tmp_path) as store:
            self._posted(store)
            store.claim(LATER, LEASE, 1)
            store.settle("m1", sent=True)
            self._posted(store)

            assert [parcel.message.id for parcel in store.outbox()] == ["m2"]

    def test_a_message_id_that_waits_already_is_refused(self, tmp_path: Path) -> None:
        """Two messages cannot share an id, and the batch with the second is not kept in part."""
        with self.opened(tmp_path) as store:
            store.append(a_batch("c1", messages=(a_message("m1"),)))
            refused(store, a_batch("c2", messages=(a_message("m1"),)))

            assert store.head("c2") is None
            assert store.receipt("c2/0") is None
