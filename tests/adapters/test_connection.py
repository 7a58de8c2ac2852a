"""The connection: interrupts, other threads, and values that no database takes."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import threading

import pytest

from collabmodel.errors import FormatError, StoreError
from collabmodel.plugin.storing import parse_heads
from collabmodel.testing import a_batch


def test_an_interrupt_while_a_commit_waits_leaves_no_transaction_open(path, opened):
    """Fault 59: broken off while a reader holds up the commit, nothing was done and nobody is stuck."""
    store, other = opened(path, journal="delete", timeout=30), opened(path, journal="delete", timeout=0)
    store.append(a_batch())

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM cases").fetchall()
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(KeyboardInterrupt):
                store.append(a_batch(expected=1, key="k"))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    assert store.head("c1").seq == 1
    assert other.append(a_batch(expected=1)).last == 2
    assert store.append(a_batch(expected=2)).last == 3


def test_another_thread_can_neither_use_nor_close_it(path, opened):
    """A thread that did not open the store is refused by one of our errors, and the owner goes on."""
    store = opened(path)
    refused = []

    def use():
        for act in (store.close, lambda: store.head("c1"), lambda: store.append(a_batch())):
            try:
                act()
            except StoreError as error:
                refused.append("each thread opens its own" in str(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()

    assert refused == [True, True, True]
    assert store.append(a_batch()).last == 1


@pytest.mark.parametrize("text", ["half\ud800", "\udcff"])
def test_no_question_with_half_a_character_is_a_crash(path, opened, text):
    """Fault 60: what cannot be bound is refused by one of our errors, which does not repeat it."""
    store = opened(path)
    store.append(a_batch())
    questions = (
        lambda: store.head(text),
        lambda: store.row(text),
        lambda: list(store.read(text)),
        lambda: list(store.rows(person=text)),
        lambda: list(store.rows(after=text)),
        lambda: store.receipt(text),
        lambda: store.snapshot(text),
        lambda: store.model(text),
        lambda: store.put_model(text, "{}"),
        lambda: store.settle(text, sent=True),
        lambda: list(store.accesses(text)),
        lambda: list(store.read("c1", 10**30)),
    )
    for question in questions:
        with pytest.raises(StoreError) as caught:
            question()
        assert type(caught.value) is StoreError
        assert "half\ud800" not in str(caught.value)

    assert [fault.what for fault in store.verify(text)] == ["text with half a character"]
    assert store.append(a_batch(expected=1)).last == 2


@pytest.mark.parametrize(
    "line",
    ["5", "[1]", '{"case": 5, "seq": 1, "digest": ""}', '{"case": "c", "seq": true, "digest": ""}', "[" * 100_000]
    + [f'{{"case": "c", "seq": {seq}, "digest": ""}}' for seq in ("1e999", "0", "-1", "1" + "0" * 30)],
)
def test_lines_that_are_no_ends_of_records_are_told(line):
    """Kept ends come from outside: what is none is named by its line, whatever it is."""
    with pytest.raises(FormatError, match="heads:2:1"):
        parse_heads(['{"case": "c1", "seq": 2, "digest": "ab"}', line])
