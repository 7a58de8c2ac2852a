"""Appending: order, conflicts, keys, and text that no store may hold."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from collabmodel.errors import ConflictError, KeyReusedError, StoreError
from collabmodel.history import Event
from collabmodel.plugin import Batch, digest
from collabmodel.rules.trace import Value
from collabmodel.testing.builders import a_batch, a_message, a_row, an_event
from collabmodel.testing.conformance.suite import Suite, places, refused


def _nested(levels: int) -> Value:
    return (_nested(levels - 1),) if levels else "x"


_deep: Value = _nested(40)

HOSTILE: tuple[tuple[str, Event], ...] = (
    ("NUL in data", an_event(note="a\0b")),
    ("half a character in data", an_event(note="\ud800")),
    ("half a character in a nested value", an_event(note=("a", ("b", "\udfff")))),
    ("NUL in a name of data", attrs.evolve(an_event(), data=(("a\0", 1),))),
    ("NUL in an id", attrs.evolve(an_event(), id="e\0")),
    ("half a character in evidence", attrs.evolve(an_event(), evidence=("\udc80",))),
    ("more than 1 MiB", an_event(note="x" * ((1 << 20) + 1))),
    ("too deep", an_event(note=_deep)),
    ("a number that is not finite", an_event(note=float("nan"))),
    ("a number too long to write", an_event(note=10**5000)),
)
"""Events that no store may hold."""


class Appending(Suite):
    """What appending promises."""

    def test_events_come_back_in_order_and_as_they_were(self, tmp_path: Path) -> None:
        """What was appended is read back equal, in order, over several batches."""
        with self.opened(tmp_path) as store:
            first, second = a_batch(count=3), a_batch(expected=3, count=2)
            store.append(first)
            receipt = store.append(second)
            read = list(store.read("c1"))

        assert [recorded.event for recorded in read] == [*first.events, *second.events]
        assert [recorded.seq for recorded in read] == [1, 2, 3, 4, 5]
        assert (receipt.first, receipt.last, receipt.digest) == (4, 5, read[-1].digest)

    def test_each_event_is_chained_to_the_one_before(self, tmp_path: Path) -> None:
        """The digest of each record is that of its content and of the record before."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(count=4))
            previous = ""
            for recorded in store.read("c1"):
                parts = (recorded.case, recorded.seq, recorded.type, recorded.schema, recorded.payload)
                previous = digest(previous, *parts)

                assert recorded.digest == previous

    def test_cases_do_not_mix(self, tmp_path: Path) -> None:
        """Each case has places and a chain of its own."""
        with self.opened(tmp_path) as store:
            for expected in range(3):
                store.append(a_batch("c1", expected))
                store.append(a_batch("c2", expected))

            assert places(store, "c1") == places(store, "c2") == [1, 2, 3]
            assert places(store, "c3") == []

    def test_a_late_writer_is_told_of_the_conflict(self, tmp_path: Path) -> None:
        """A batch decided on an older state is refused, with the place that was found, and nothing is kept of it."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(count=2))
            error = refused(store, a_batch(expected=1, key="late", messages=(a_message(),)))

            assert isinstance(error, ConflictError)
            assert (error.expected, error.found) == (1, 2)
            assert places(store) == [1, 2]
            assert store.receipt("late") is None
            assert list(store.outbox()) == []

    def test_a_batch_beyond_the_end_is_a_conflict(self, tmp_path: Path) -> None:
        """A batch that would leave a hole is refused."""
        with self.opened(tmp_path) as store:
            assert isinstance(refused(store, a_batch(expected=1)), ConflictError)
            assert store.head("c1") is None

    def test_the_same_key_again_gives_the_first_answer(self, tmp_path: Path) -> None:
        """A repeated command has no second effect and the same receipt, even when the case has gone on since."""
        with self.opened(tmp_path) as store:
            first = store.append(a_batch(key="k"))
            store.append(a_batch(expected=1, key="other"))
            again = store.append(a_batch(key="k"))

            assert again == attrs.evolve(first, repeated=True)
            assert store.receipt("k") == again
            assert places(store) == [1, 2]

    @pytest.mark.parametrize(
        "other",
        [a_batch(key="k", fingerprint="g"), a_batch("c2", key="k"), a_batch(expected=1, key="k", fingerprint="g")],
    )
    def test_a_key_of_another_command_is_refused(self, tmp_path: Path, other: Batch) -> None:
        """A key stands for one command for ever: another content or case under it is refused."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(key="k"))

            assert isinstance(refused(store, other), KeyReusedError)
            assert places(store) == [1]

    def test_a_command_that_makes_no_event_still_stands(self, tmp_path: Path) -> None:
        """A batch without events keeps its key and answer and changes no record."""
        with self.opened(tmp_path) as store:
            store.append(a_batch())
            receipt = store.append(a_batch(expected=1, count=0, key="idle"))

            assert (receipt.first, receipt.last) == (2, 1)
            assert store.append(a_batch(expected=1, count=0, key="idle")).repeated
            assert places(store) == [1]

    def test_a_command_without_event_makes_no_case(self, tmp_path: Path) -> None:
        """A batch without events for a case that is not there keeps the key alone."""
        with self.opened(tmp_path) as store:
            store.append(a_batch(count=0, key="idle"))

            assert store.head("c1") is None
            assert store.row("c1") is None
            assert store.receipt("idle") is not None

    def test_a_command_without_event_still_tells(self, tmp_path: Path) -> None:
        """A batch without events posts its messages, and brings the row up to date of a case that is there."""
        row = attrs.evolve(a_row(), status="closed")
        with self.opened(tmp_path) as store:
            store.append(a_batch())
            store.append(a_batch(expected=1, count=0, key="idle", row=row, messages=(a_message("m1"),)))
            store.append(a_batch("c2", count=0, key="none", messages=(a_message("m2"),)))

            assert store.row("c1") == row
            assert [parcel.message.id for parcel in store.outbox()] == ["m1", "m2"]
            assert [head.case for head in store.heads()] == ["c1"]

    @pytest.mark.parametrize(("what", "event"), HOSTILE, ids=[what for what, _ in HOSTILE])
    def test_hostile_events_are_refused(self, tmp_path: Path, what: str, event: Event) -> None:
        """What another store or reader could not hold is refused before anything is written."""
        with self.opened(tmp_path) as store:
            error = refused(store, a_batch(events=(an_event(seq=1), attrs.evolve(event, seq=2))))

            assert error.problems, what
            assert store.head("c1") is None

    @pytest.mark.parametrize(
        "parts",
        [
            {"key": "k" * 201},
            {"key": "k\0"},
            {"answer": "\ud800"},
            {"fingerprint": "\0"},
            {"row": a_row(worker="p\0")},
            {"row": a_row("c2")},
            {"messages": (a_message("m\ud800"),)},
            {"events": (an_event(seq=2),)},
            {"events": (an_event("c2"),)},
        ],
    )
    def test_hostile_batches_are_refused(self, tmp_path: Path, parts: dict[str, object]) -> None:
        """Keys, answers, rows and messages are held to the same rules, and events must be of the case and place."""
        with self.opened(tmp_path) as store:
            refused(store, a_batch(**parts))  # type: ignore[arg-type]

            assert store.head("c1") is None
            assert list(store.outbox()) == []

    def test_everything_wrong_is_told_at_once_and_never_quoted(self, tmp_path: Path) -> None:
        """A refusal names every place that is wrong and shows none of the text."""
        event = an_event(note="secret\0", other="hidden\ud800")
        with self.opened(tmp_path) as store:
            error = refused(store, a_batch(events=(event,), answer="private\0"))

        assert len(error.problems) == 3
        assert not [word for word in ("secret", "hidden", "private", "p-17") if word in str(error)]

    def test_text_of_any_other_kind_comes_back(self, tmp_path: Path) -> None:
        """Characters of every plane, escapes that look like NUL, and 1 MB of text are kept exactly."""
        texts = ("åäö \u200f \U0001f9d2", "\\u0000", '"\\', "\x01\x7f\u2028", "y" * 1_000_000)
        with self.opened(tmp_path) as store:
            for place, text in enumerate(texts):
                store.append(a_batch(expected=place, events=(an_event(seq=place + 1, note=text),)))
            read = [recorded.event for recorded in store.read("c1")]

        assert [event.data for event in read if event is not None] == [(("note", text),) for text in texts]

    def test_the_store_says_what_it_promises(self, tmp_path: Path) -> None:
        """A store names itself, how it is set up and why."""
        with self.opened(tmp_path) as store:
            promise = store.durability

        assert promise.store
        assert promise.mode
        assert promise.why

    def test_a_closed_store_refuses(self, tmp_path: Path) -> None:
        """After closing, which may be done twice, nothing is answered."""
        store = self.open_store(tmp_path)
        store.close()
        store.close()

        with pytest.raises(StoreError):
            store.head("c1")
        with pytest.raises(StoreError):
            store.append(a_batch())
