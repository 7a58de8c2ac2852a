"""The tables: made step by step, never changed by anybody, used through their indexes, and faults in them found."""

from __future__ import annotations

import contextlib
import logging
import shutil
import subprocess
import threading

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from conftest import settings_of
from pg_server import QUICK, Server
from sqlalchemy.dialects.postgresql.base import PGDialect

from collabmodel.errors import ConfigError, DamagedError, FullError, ReadOnlyError, StoreError
from collabmodel.plugin import Snapshot
from collabmodel.testing import FaultPoints, a_batch, a_message, a_row, an_event, raising
from collabmodel.testing.conformance.listing import READ
from collabmodel_postgres import following, grant, grants, migrate, migrating, outbox, reading, tables, verifying
from collabmodel_postgres.__main__ import main
from collabmodel_postgres.appending import BEFORE
from collabmodel_postgres.store import PostgresStore

TRIGGERS = ("events", "keys", "accesses", "models", "eras")


def test_migrated_tables_are_the_declared_ones(server, store, monkeypatch):
    """What the steps lead to is what the tables are declared as: columns, types, keys and indexes."""
    schema = store._connection.settings.schema
    # Reflecting asks the dialect for the type, which it only knows once it is told.
    monkeypatch.setitem(PGDialect.ischema_names, "xid8", tables.Xid8)
    engine = sa.create_engine(
        server.url().replace("postgresql:", "postgresql+psycopg:"),
        connect_args={"options": f"-c search_path={schema}"},
    )
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": False, "target_metadata": tables.METADATA}
        )
        found = compare_metadata(context, tables.METADATA)
    engine.dispose()

    assert found == []


def test_every_table_is_granted_something_and_no_more_than_it_needs():
    """No table is left out of the grants, and of what is never changed only reading and adding is granted."""
    assert tables.GRANTS.keys() == {*tables.METADATA.tables, "alembic_version"}
    assert {tables.GRANTS[name] for name in tables.NEVER_CHANGED} == {"SELECT, INSERT", "SELECT"}


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
def test_a_migration_broken_off_goes_on(server, tmp_path, turn):
    """Fault 35: broken off in any step, a migration leaves the steps before it, and the next one ends it."""
    points, settings = FaultPoints(), settings_of(tmp_path)
    points.plan("migrate.step", raising(RuntimeError("broken off")), turn)
    with pytest.raises(RuntimeError):
        migrating.migrate(server.url(), settings, at=points)
    with psycopg.connect(server.url(), options=f"-c search_path={settings.schema}") as admin:
        there = admin.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()[0]
        found = admin.execute("SELECT version_num FROM alembic_version").fetchall() if there else []

    assert found == ([(f"000{turn - 1}",)] if turn > 1 else [])
    assert migrate(server.url(), settings) == "0004"
    with contextlib.closing(PostgresStore(server.url(), settings)) as store:
        assert store.append(a_batch()).last == 1


def test_two_migrations_at_once_do_no_harm(server, tmp_path):
    """Fault 35: several programs that open a new store at the same moment all find it made."""
    told, start = [], threading.Barrier(4)

    def make():
        start.wait()
        try:
            PostgresStore(server.url(), settings_of(tmp_path)).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            told.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told == []
    with psycopg.connect(server.url()) as admin:
        assert admin.execute(f"SELECT count(*) FROM {settings_of(tmp_path).schema}.eras").fetchone() == (1,)


def test_tables_of_a_newer_release_are_only_read(opened, admin):
    """What a newer release made is read and not written, and the message says which release is needed."""
    opened().append(a_batch())
    admin.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = opened()
    with pytest.raises(ReadOnlyError, match="newer release"):
        newer.append(a_batch(expected=1))

    assert newer.head("c1").seq == 1


def test_a_role_that_may_not_create_is_told_what_to_run(server, app, tmp_path):
    """Without tables, a role that may not make them is told the command; once granted, it can do all it needs."""
    settings = settings_of(tmp_path)
    with pytest.raises(ConfigError, match="python -m collabmodel_postgres migrate URL"):
        PostgresStore(app, settings)
    with pytest.raises(ConfigError, match="may not do this"):
        migrate(app, settings)
    migrate(server.url(), settings)
    assert grant(server.url(), "app", settings) == grants("app", settings.schema)

    with contextlib.closing(PostgresStore(app, settings)) as store:
        assert store.append(a_batch()).last == 1
    with pytest.raises(ConfigError):
        grant(app, "app", settings)


@pytest.mark.parametrize("table", TRIGGERS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_written_is_never_changed(server, app, tmp_path, table, verb):
    """The application's role has no right to change a record, and to its owner the server refuses it all the same."""
    settings = settings_of(tmp_path)
    migrate(server.url(), settings)
    grant(server.url(), "app", settings)
    column = {"events": "digest", "keys": "key", "accesses": "digest", "models": "text", "eras": "cluster"}[table]
    statement = verb.format(table, column, column)
    for url, error in ((app, psycopg.errors.InsufficientPrivilege), (server.url(), psycopg.errors.RestrictViolation)):
        with psycopg.connect(url, options=f"-c search_path={settings.schema}") as raw, pytest.raises(error):
            raw.execute(statement)


def test_places_are_never_given_out_again(store, admin):
    """Fault 19: after the last record was taken away by force, the next one gets a place of its own."""
    store.append(a_batch(count=3))
    last = list(store.follow())[-1].position
    admin.execute("SET session_replication_role = replica")
    admin.execute("DELETE FROM events WHERE seq = 3")
    store.append(a_batch("c2"))
    after = list(store.follow())[-1].position

    assert after.place > last.place
    assert [(fault.case, fault.seq) for fault in store.verify()][:1] == [("c1", 3)]
    with pytest.raises(DamagedError, match="older copy"):
        next(store.follow(last))


@pytest.mark.parametrize(
    ("change", "case", "seq"),
    [
        ("UPDATE events SET payload = set_byte(payload, 20, get_byte(payload, 20) # 1) WHERE seq = 2", "c1", 2),
        ("UPDATE events SET case_id = 'c9' WHERE seq = 2", "c1", 2),
        ("DELETE FROM events WHERE seq = 2", "c1", 2),
        ("DELETE FROM events WHERE seq = 3", "c1", 3),
        ("UPDATE cases SET seq = 2", "c1", 2),
        ("UPDATE cases SET digest = 'x'", "c1", 3),
        ("UPDATE cases SET row = '[]'", "c1", 0),
        ("UPDATE cases SET status = 'closed'", "c1", 0),
        ("DELETE FROM people", "c1", 0),
        ("DELETE FROM keys", "c1", 0),
        ("UPDATE keys SET digest = 'x'", "", 3),
        ("DELETE FROM accesses WHERE position = 1", "", 1),
        ("DELETE FROM accesses WHERE position = 2", "", 2),
        ("UPDATE accesses SET record = 'x' WHERE position = 2", "", 2),
        ("UPDATE outbox SET message = 'x'", "", 0),
    ],
)
def test_what_an_administrator_bends_is_found(store, admin, change, case, seq):
    """Faults 20 and 23: whatever is changed, moved or taken away with the triggers off, verify names the place."""
    store.append(a_batch(count=3, row=a_row(worker="p-17"), messages=(a_message(),)))
    store.log_access(READ)
    store.log_access(READ)
    assert list(store.verify()) == []
    admin.execute("SET session_replication_role = replica")
    admin.execute(change)
    faults = list(store.verify())

    assert (case, seq) in [(fault.case, fault.seq) for fault in faults]
    assert "p-17" not in str(faults)


def test_a_bent_record_is_told_when_it_is_read(store, admin):
    """Fault 20: a flipped bit is damage to whoever reads that case, not to others; its snapshot is thrown away."""
    receipt = store.append(a_batch(count=2))
    store.append(a_batch("c2"))
    store.put_snapshot(Snapshot(case="c1", seq=2, digest=receipt.digest, code="1", state=b"{}"))
    admin.execute("SET session_replication_role = replica")
    admin.execute("UPDATE events SET payload = set_byte(payload, 9, 0) WHERE case_id = 'c1' AND seq = 2")
    admin.execute("UPDATE snapshots SET state = '{1}'")
    with pytest.raises(DamagedError, match="case c1, event 2"):
        list(store.read("c1"))

    assert len(list(store.read("c2"))) == 1
    assert store.snapshot("c1") is None


@pytest.fixture(scope="module")
def filled(server, tmp_path_factory):
    """A store of twenty thousand cases, as the server's planner knows it."""
    folder = tmp_path_factory.mktemp("filled")
    store = PostgresStore(server.url(), settings_of(folder))
    store.append(a_batch(row=a_row(worker="p-17"), messages=(a_message(),)))
    with psycopg.connect(server.url(), autocommit=True, options=f"-c search_path={settings_of(folder).schema}") as raw:
        raw.execute(
            "INSERT INTO cases SELECT 'x' || n, 1, '', CASE WHEN n % 50 = 0 THEN 'open' ELSE 'closed' END, "
            "CASE WHEN n % 3 = 0 THEN n END, row FROM cases, generate_series(1, 20000) AS n"
        )
        raw.execute("INSERT INTO people SELECT 'p' || n % 900, 'x' || n FROM generate_series(1, 20000) AS n")
        raw.execute(
            "INSERT INTO events (era, case_id, seq, type, schema, payload, digest) "
            "SELECT 1, 'x' || n, 1, 'event', 1, payload, digest FROM events, generate_series(1, 20000) AS n"
        )
        raw.execute(
            "INSERT INTO outbox (id, case_id, message, next_try, free) "
            "SELECT 'n' || n, 'x', message, n, n FROM outbox, generate_series(1, 20000) AS n"
        )
        raw.execute("INSERT INTO keys SELECT 'k' || n, '', 'x', 1, 1, '', '' FROM generate_series(1, 20000) AS n")
        raw.execute("ANALYZE")
        yield raw
    store.close()


BOUND = {
    "status": "open", "person": "p5", "after": "x5", "after_due": 7, "due_before": 300, "page": 500, "case": "x5",
    "key": "k", "at": 100, "until": 200, "limit": 10, "era": 1, "transaction": "3", "place": 5,
}  # fmt: skip
SHAPES = {
    f"rows {' '.join(name for name, on in zip(('status', 'person', 'due', 'further'), shape, strict=True) if on)}": (
        reading.listing(**dict(zip(("status", "person", "due", "further"), shape, strict=True)))
    )
    for shape in [
        (0, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (1, 1, 0, 0), (0, 0, 1, 0), (0, 0, 1, 1), (1, 0, 1, 1), (0, 1, 1, 1),
    ]
}  # fmt: skip
STATEMENTS = SHAPES | {
    "before an append": BEFORE,
    "claiming": outbox.WAITING,
    "claiming what was stranded": outbox.STRANDED,
    "following": following._NEXT,
    "where a follower was": following._THERE.replace(b"%s", b"%(place)s", 1).replace(b"%s", b"%(era)s", 1)
    .replace(b"%s", b"%(transaction)s"),
    "the next case": verifying._NEXT_CASE,
}  # fmt: skip


@pytest.mark.parametrize("what", STATEMENTS)
def test_lists_and_looks_come_from_indexes(filled, what):
    """Fault 39: with many cases, no list, deadline, claim or look goes through a whole table."""
    filled.execute("BEGIN")
    lines = [line for (line,) in filled.execute(b"EXPLAIN " + STATEMENTS[what], BOUND).fetchall()]
    filled.execute("ROLLBACK")
    whole = [line for line in lines if "Seq Scan on" in line and "eras" not in line]

    assert whole == [], "\n".join(lines)
    assert "Index" in "\n".join(lines)


def fill(store):
    """Append until something keeps it."""
    for last in range(2_000):
        store.append(a_batch(expected=last, events=(an_event(seq=last + 1, note="y" * 1_500),)))


def test_a_full_disk_is_told_and_what_was_stored_is_whole(tmp_path):
    """Fault 4: where the server's disk is full, nothing is done, the rest can be read, and room lets it go on."""
    mount = shutil.which("mount")
    server = Server(*QUICK)
    small = server.folder / "small"
    small.mkdir()
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=2M,mode=0777", "tmpfs", str(small)], check=False)
    if not made or made.returncode:
        server.destroy()
        pytest.skip("a small disk cannot be mounted here")
    try:
        (small / "space").mkdir()
        server._own(small / "space")
        with (
            contextlib.closing(server.admin()) as admin,
            contextlib.closing(PostgresStore(server.url(), settings_of(tmp_path))) as store,
        ):
            admin.execute(f"CREATE TABLESPACE small LOCATION '{small / 'space'}'")
            admin.execute(f"ALTER TABLE {settings_of(tmp_path).schema}.events SET TABLESPACE small")
            filler = small / "filler"
            filler.write_bytes(b"x" * 1_000_000)
            with pytest.raises(FullError):
                fill(store)
            last = store.head("c1").seq
            assert [record.seq for record in store.read("c1")] == list(range(1, last + 1))
            filler.unlink()
            assert store.append(a_batch(expected=last)).last == last + 1
            assert list(store.verify()) == []
    finally:
        server.stop()
        subprocess.run(["umount", "-l", str(small)], check=False)
        server.destroy()


def test_the_owner_does_everything_by_commands(server, tmp_path, capsys):
    """The commands make tables, print and grant rights, and tell what went wrong in one line."""
    settings = tmp_path / "settings.yaml"
    schema = settings_of(tmp_path).schema
    settings.write_text(f"stores:\n  postgresql:\n    schema: {schema}\n")
    said = ["--settings", str(settings)]

    assert main([*said, "migrate", server.url()]) == 0
    assert main([*said, "grants", "app"]) == 0
    assert main([*said, "restored", server.url()]) == 0
    assert main([*said, "release", server.url()]) == 0
    assert main([*said, "grant", server.url(), "no_such_role"]) == 1
    out, err = capsys.readouterr()
    assert "the tables are of version 0004" in out
    assert f'GRANT SELECT, INSERT ON "{schema}"."events" TO "app";' in out
    assert err.startswith("store: ")


def test_no_log_tells_what_is_stored(store, caplog):
    """Neither ours nor the libraries' logs hold what stands in a record, whatever fails."""
    caplog.set_level(logging.DEBUG)
    store.append(a_batch(messages=(a_message("m1"),), events=(an_event(note="marker-hidden"),)))
    with pytest.raises(StoreError) as caught:
        store.append(a_batch("c2", messages=(a_message("m1"),), events=(an_event("c2", note="marker-hidden"),)))

    assert caught.value.__cause__ is None
    assert not [word for word in ("marker-hidden", "p-17") if word in caplog.text + str(caught.value)]


def test_a_backup_shows_no_secret_in_the_command(server, opened, tmp_path, monkeypatch):
    """What everybody on the machine can read holds neither the password nor the passphrase of a key."""
    program = tmp_path / "dump"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    how = {"pg_dump": "dump"}
    opened(**how).backup(str(tmp_path / "one.dump"))
    with pytest.raises(ConfigError, match="passphrase"):
        opened(url=server.url() + "?sslpassword=hush", **how).backup(str(tmp_path / "two.dump"))

    assert "--format=custom" in (seen := (tmp_path / "one.dump").read_text())
    assert server.password not in seen
    assert not (tmp_path / "two.dump").exists()


def test_nothing_is_granted_to_everybody():
    """The word that means everybody is no role of an application."""
    with pytest.raises(ConfigError, match="not the name of a role"):
        grants("public")
