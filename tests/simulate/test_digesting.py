"""Digests of histories."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest
from tests.simulate.decided import PREPARED, Lived

from collabmodel.history import History, HistoryBuilder, from_events, read_history, write_history
from collabmodel.simulate.digesting import digest_of
from collabmodel.simulate.expanding import history_of


@pytest.fixture(scope="module")
def history() -> History:
    log = Lived(2, 30).log()
    return history_of(PREPARED, 3, log.rows, log.floats)


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_files_keep_the_digest(history: History, suffix: str, tmp_path: Path) -> None:
    """What is written and read again without loss has the same digest, so that anybody can check it."""
    write_history(history, tmp_path / f"events.{suffix}")

    assert digest_of(read_history(tmp_path / f"events.{suffix}")) == digest_of(history)


def test_the_digest_is_pinned() -> None:
    """The canonical form stays as it is, or studies of earlier releases could not be verified any more."""
    builder = HistoryBuilder()
    for case in ("one", "two"):
        row = builder.append(case, 1_000_000, kind="meeting", element="talk", transition="completed", role="nurse")
        builder.data(row, "score", 0.5)
        builder.data(row, "fine", value=case == "one")
        builder.data(row, "lines", (("role", "nurse"),))

    assert digest_of(builder.finish()) == "09ab044fa0d5b60a4bcc512ecf93bbd64315b383b90cdfe43c9c68eee7c1ae18"


def test_any_change_shows(history: History) -> None:
    """Every part of every event is in the digest."""
    events = [history.event(row) for row in range(len(history))]
    digests = {digest_of(from_events(events))}
    last = events[-1]
    changes = {
        "occurred": last.occurred + dt.timedelta(minutes=1),
        "transition": "another",
        "instance": "99",
        "actor": attrs.evolve(last.actor, person="somebody-else"),
        "data": (*last.data, ("more", 1)),
        "caused_by": events[0].id if last.caused_by != events[0].id else "",
        "model_hash": "another",
    }
    for name, value in changes.items():
        digests.add(digest_of(from_events([*events[:-1], attrs.evolve(last, **{name: value})])))

    assert len(digests) == len(changes) + 1


def test_equal_is_not_the_same() -> None:
    """1, 1.0 and a truth value are different data although they are equal."""
    digests = set()
    for value in (1, 1.0, True, "1", (1,), (1.0,), (True,)):
        builder = HistoryBuilder()
        builder.data(builder.append("one", 0, kind="task"), "value", value)
        digests.add(digest_of(builder.finish()))

    assert len(digests) == 7
