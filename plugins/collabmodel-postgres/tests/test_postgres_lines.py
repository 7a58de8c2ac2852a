"""What is told when the line to the server is cut, silent, or the server is away: done, not done, or unknown."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

import pytest
from conftest import settings_of
from cutting import Line

from collabmodel.errors import BusyError, ConfigError, ConflictError, ReadOnlyError, StoreError, UnknownOutcomeError
from collabmodel.plugin import Host, read_settings
from collabmodel.testing import FaultPoints, a_batch, a_message
from collabmodel.testing.conformance.posting import LATER, LEASE
from collabmodel_postgres import PostgresSettings, open_postgres
from collabmodel_postgres.store import PostgresStore

INSERTING = b"INSERT INTO events"


@pytest.fixture
def line(server):
    with contextlib.closing(Line(server.port)) as made:
        yield made


def nothing(_name):
    """Stand at a fault point and do nothing: with it, an append is a transaction of several messages."""


@pytest.mark.parametrize(("at", "words"), [(None, INSERTING), (nothing, b"COMMIT")])
def test_a_lost_answer_to_a_commit_is_unknown_and_the_key_settles_it(server, line, opened, at, words):
    """Fault 11: done although nobody was told, the command is told as unknown, and its key tells that it was done."""
    direct, cut = opened(), opened(at=at, url=server.url(port=line.port))
    for turn in range(10):
        batch = a_batch(expected=turn, key=f"k{turn}", messages=(a_message(f"m{turn}"),))
        line.cut_after = words
        with pytest.raises(UnknownOutcomeError):
            cut.append(batch)
        line.cut_after = b""

        again = cut.append(batch)

        assert again.repeated
        assert again == direct.receipt(f"k{turn}")
    assert line.cuts == 10
    assert [parcel.message.id for parcel in direct.outbox()] == [f"m{turn}" for turn in range(10)]
    assert list(direct.verify()) == []


@pytest.mark.parametrize(("at", "words"), [(None, INSERTING), (nothing, b"COMMIT")])
def test_a_commit_that_never_arrived_is_unknown_and_the_key_settles_it(server, line, opened, at, words):
    """Fault 11: cut before the server got it, the command cannot be known to be done, and its key does it now."""
    cut = opened(at=at, url=server.url(port=line.port))
    line.cut_before = words
    with pytest.raises(UnknownOutcomeError):
        cut.append(a_batch())
    line.cut_before = b""

    receipt = cut.append(a_batch())

    assert not receipt.repeated
    assert list(cut.verify()) == []


@pytest.mark.parametrize("words", [b"c.digest", INSERTING, b"BEGIN"])
def test_what_is_lost_before_the_commit_was_not_done(server, line, opened, words):
    """A line cut while there is still a commit to come is told as nothing done, and nothing is."""
    cut, direct = opened(at=nothing, url=server.url(port=line.port), reconnect=0.0), opened()
    line.cut_after = words
    with pytest.raises(StoreError) as caught:
        cut.append(a_batch())
    line.cut_after = b""

    assert not isinstance(caught.value, UnknownOutcomeError)
    assert direct.head("c1") is None
    assert direct.receipt("c1/0") is None
    assert not cut.append(a_batch()).repeated


def test_a_line_lost_between_two_calls_is_not_noticed(opened, admin):
    """A connection that was ended while nobody asked is made anew by the next call, reading or writing."""
    store = opened()
    ask = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s"
    for act in (lambda: store.head("c1"), lambda: store.append(a_batch()), lambda: store.settle("m", sent=True)):
        admin.execute(ask, [store._connection.link().info.backend_pid])
        time.sleep(0.05)

        act()

    assert store.head("c1").seq == 1


def test_a_frozen_server_is_given_up(server, opened):
    """Fault 14: a server process that is stopped is given up after the time that the settings say, and nobody hangs."""
    store = opened(answer_timeout=0.6)
    store.append(a_batch())
    frozen = store._connection.link().info.backend_pid
    server.signal(frozen, signal.SIGSTOP)
    try:
        begin = time.monotonic()
        with pytest.raises(StoreError, match="said nothing"):
            store.append(a_batch(expected=1))
        waited = time.monotonic() - begin
        receipt = store.append(a_batch(expected=1))
    finally:
        server.signal(frozen, signal.SIGCONT)

    assert waited < 5
    assert (receipt.last, receipt.repeated) == (2, False)


def test_a_server_that_freezes_while_writing_leaves_the_outcome_unknown(server, line, opened):
    """Fault 14: a line that swallows the answer of a write is given up as unknown; the key settles it."""
    store = opened(url=server.url(port=line.port), answer_timeout=0.6)
    looked = store._connection.rows

    def look_and_freeze(*words):
        found = looked(*words)
        line.swallowing = True
        return found

    store._connection.rows = look_and_freeze
    with pytest.raises(UnknownOutcomeError):
        store.append(a_batch())
    line.swallowing = False
    store._connection.rows = looked

    assert store.append(a_batch()).last == 1
    assert list(store.verify()) == []


def test_a_black_hole_is_not_waited_for(server, line, tmp_path):
    """Fault 14: where even connecting is never answered, it is given up after its own time."""
    line.swallowing = True
    begin = time.monotonic()
    with pytest.raises(StoreError, match="cannot be reached"):
        PostgresStore(server.url(port=line.port), settings_of(tmp_path, connect_timeout=1.0))

    assert time.monotonic() - begin < 8


def test_a_transaction_in_which_nothing_happens_is_ended(opened):
    """Fault 15: whoever holds a case and stops is ended by the server; others go on, and nothing was done."""
    points = FaultPoints()
    idle, other = opened(at=points, idle_timeout=0.3), opened(lock_timeout=10.0)
    told = []
    points.plan("append.before_commit", lambda: told.append(threading.Event().wait(1.0)))

    def hold():
        try:
            told.append(idle.append(a_batch(key="idle")))
        except StoreError as error:
            told.append(error)

    holding = threading.Thread(target=hold)
    holding.start()
    while "append.after_insert" not in points.passed:
        time.sleep(0.01)
    receipt = other.append(a_batch(key="other"))
    holding.join()

    assert (receipt.last, receipt.repeated) == (1, False)
    assert isinstance(told[-1], StoreError)
    assert not isinstance(told[-1], UnknownOutcomeError)
    assert "nothing happened for too long" in str(told[-1])
    assert other.receipt("idle") is None


def test_whoever_waits_too_long_for_a_lock_is_told_that_the_store_is_busy(opened):
    """Held by another's transaction for longer than the settings allow, a command is told so and has done nothing."""
    points = FaultPoints()
    holder, waiting = opened(at=points), opened(lock_timeout=0.2)
    told = []

    def wait():
        with pytest.raises(BusyError) as caught:
            waiting.append(a_batch(key="waits"))
        told.append(caught.value)

    points.plan("append.before_commit", wait)
    holder.append(a_batch(key="holds"))

    assert len(told) == 1
    assert waiting.receipt("waits") is None
    assert waiting.append(a_batch(expected=1, key="waits")).last == 2


def test_a_statement_that_takes_too_long_is_broken_off(opened):
    """The server breaks off a statement after the time that the settings say, and the store can still be asked."""
    store = opened(statement_timeout=0.3)
    with pytest.raises(BusyError, match="took too long"):
        store._connection.rows(b"SELECT pg_sleep(5)")

    assert store.head("c1") is None


def test_a_server_that_is_away_is_tried_for_a_while(server, opened):
    """Away for less than the settings allow, a server is awaited with growing pauses; beyond that the call gives up."""
    store, pauses = opened(), []
    store._connection._sleep = pauses.append
    store._connection._link.close()
    right, store._connection.conninfo = (
        store._connection.conninfo,
        store._connection.conninfo.replace(f"port={server.port}", "port=1"),
    )
    store._connection.settings = settings_of("x", reconnect=0.4)
    with pytest.raises(StoreError, match="cannot be reached"):
        store.head("c1")
    store._connection.conninfo = right

    assert pauses[:3] == [0.05, 0.1, 0.2]
    assert store.head("c1") is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("postgresql://app:{wrong}@127.0.0.1:{port}/postgres", ConfigError, "role or its password"),
        ("postgresql://nobody-here:{wrong}@127.0.0.1:{port}/postgres", ConfigError, "role or its password"),
        ("postgresql://admin:{right}@127.0.0.1:{port}/no_such", ConfigError, "no such database"),
        ("postgresql://admin:{right}@127.0.0.1:1/postgres", StoreError, "cannot be reached"),
        ("postgresql://admin:{right}@127.0.0.1:{port}/postgres?no_such_option={wrong}", ConfigError, "not a URL"),
        ("postgresql://admin:{right}@127.0.0.1:port/{wrong}", ConfigError, ""),
    ],
)
def test_a_connection_refused_is_told_without_its_secrets(server, url, error, words):
    """Whatever is wrong with a URL, the message says what to look at and shows neither password nor server's words."""
    with pytest.raises((ConfigError, StoreError)) as caught:
        open_postgres(url.format(wrong="wrong-secret", right=server.password, port=server.port))

    assert isinstance(caught.value, error) or words == ""
    assert words in str(caught.value)
    assert "wrong-secret" not in str(caught.value)
    assert server.password not in str(caught.value)


def test_a_host_opens_the_store_with_the_settings_of_a_file(server, tmp_path, monkeypatch):
    """Through the host, settings come from the file and the password from where it says, and neither is shown."""
    monkeypatch.setenv("CASES_PASSWORD", server.password)
    text = (
        "stores:\n  postgresql:\n    password: env:CASES_PASSWORD\n"
        f"    schema: {settings_of(tmp_path).schema}\n    application_name: desk\n"
    )
    host = Host.discover(settings=read_settings(text), allow=["postgresql"])
    url = f"postgresql://admin@127.0.0.1:{server.port}/postgres"
    with contextlib.closing(host.open_store(url)) as store:
        store.append(a_batch())
        (name,) = store._connection.row(b"SELECT current_setting('application_name')")

        assert name == "desk"
        assert server.password not in repr(store._connection.settings)
    monkeypatch.delenv("CASES_PASSWORD")
    with pytest.raises(ConfigError, match="no secret is there"):
        host.open_store(url)


def test_a_child_process_may_not_use_its_parents_store(opened):
    """Fault 28: after a fork the child is refused, and the parent's connection lives on."""
    store = opened()
    store.append(a_batch())
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            store.head("c1")
        except StoreError as error:
            os.write(write, str(error).encode())
        os._exit(0)
    os.waitpid(child, 0)
    told = os.read(read, 1000).decode()
    os.close(read)
    os.close(write)

    assert "each process opens its own" in told
    assert store.head("c1").seq == 1


def test_a_role_that_may_only_read_opens_for_reading(server, opened):
    """Where the server takes no writes, the store is read and refuses to write before it tries."""
    opened().append(a_batch())
    store = opened(url=server.url() + "?options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(ReadOnlyError):
        store.append(a_batch(expected=1))
    with pytest.raises(ReadOnlyError):
        store.claim(LATER, LEASE, 1) or store.settle("m1", sent=True)

    assert "read only" in store.readonly
    assert store.head("c1").seq == 1


def test_a_database_that_isolates_more_by_itself_changes_no_answer(server, opened):
    """Who waited for another writer of the case is told of the conflict, however the database isolates by itself."""
    url = server.url() + "?options=-c%20default_transaction_isolation%3Dserializable"
    second, told = opened(url=url), []

    def append_too():
        try:
            second.append(a_batch(key="k2"))
        except StoreError as error:
            told.append(type(error))

    thread = threading.Thread(target=append_too)

    def at(name):
        if name == "append.after_insert":
            thread.start()
            thread.join(0.5)

    opened(at=at, url=url).append(a_batch(key="k1"))
    thread.join(20)

    assert told == [ConflictError]


def test_settings_that_make_no_sense_are_refused():
    """Every setting is held to its range, and a schema to names that need no quoting."""
    for wrong in ({"schema": "a b"}, {"schema": "pg_x"}, {"lock_timeout": 0}, {"reconnect": -1}, {"pg_dump": ""}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            PostgresSettings(**wrong)
