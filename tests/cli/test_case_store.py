"""Outcomes that are neither done nor refused: busy, unknown, interrupted; stores that are not there; privacy."""

import contextlib
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collabmodel.adapters import SqliteStore
from collabmodel.cli import case_store
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.running import run
from collabmodel.desk import history_of
from collabmodel.errors import BusyError, DamagedError, FullError, ReadOnlyError, UnknownOutcomeError
from collabmodel.plugin import Host, digest, open_store
from collabmodel.testing import FaultPoints, raising

EXAMPLE = Path(__file__).parents[2] / "examples" / "absences"
TEACHER = "teacher:t-1@school"
OPEN = ("case", "open", "--model", str(EXAMPLE / "absences.yaml"), "--id", "c1", "--by", TEACHER,
        "--opening", "concern", "--data", "age=14")  # fmt: skip
REFER = ("case", "record", "c1", "complete", "referral", "--by", TEACHER, "--data", "reason=mood")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """An empty folder with the name of a store in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLLABMODEL_STORE", "sqlite:///cases.db?timeout=0.1")
    monkeypatch.delenv("COLLABMODEL_BY", raising=False)
    return tmp_path / "cases.db"


def answered(capsys, *words):
    """Run a command and give its exit code and JSON."""
    code = run([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def breaking(store, monkeypatch):
    """Have the store of the command line fail at a fault point, once."""

    def plan(point, error):
        points = FaultPoints()
        points.plan(point, raising(error))
        host = Host(())
        host.open_store = lambda *_, **__: SqliteStore(store, at=points)
        monkeypatch.setattr(case_store, "host", lambda: host)

    return plan


@pytest.mark.usefixtures("store")
def test_a_lost_answer_says_with_which_key_to_ask_again(capsys, breaking):
    """Exit code 5 and the key: whoever asks again with it gets the first answer, and nothing is done twice."""
    run(OPEN)
    capsys.readouterr()
    breaking("append.after_commit", UnknownOutcomeError("the answer was lost"))

    code, found = answered(capsys, *REFER)

    assert code == ExitCode.OUTCOME_UNKNOWN
    assert found["unknown"]["key"] == found["key"] != ""
    code, again = answered(capsys, *REFER, "--key", found["key"])
    assert (code, again["repeated"], len(again["events"])) == (ExitCode.DONE, True, 2)


@pytest.mark.usefixtures("store")
def test_a_lost_answer_is_told_to_people(capsys, breaking):
    """The line says what may have happened and what to do."""
    run(OPEN)
    breaking("append.after_commit", UnknownOutcomeError("the answer was lost"))

    assert run(REFER) == ExitCode.OUTCOME_UNKNOWN
    assert "--key" in capsys.readouterr().err


def test_a_held_store_is_busy_and_nothing_is_done(store, capsys):
    """Somebody else writing is exit code 1 with a key of its own in JSON."""
    run(OPEN)
    capsys.readouterr()
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, found = answered(capsys, *REFER, "--key", "k9")
        shown = run(["case", "show", "c1", "--as", TEACHER])
        told = run(REFER)
        words = capsys.readouterr().out

    assert told == ExitCode.FOUND
    assert "nothing was done" in words
    assert (code, found["busy"], found["key"]) == (ExitCode.FOUND, True, "k9")
    assert shown == ExitCode.FOUND
    assert run([*REFER, "--key", "k9"]) == ExitCode.DONE


@pytest.mark.parametrize(
    ("error", "code"),
    [(FullError, ExitCode.PLUGIN), (ReadOnlyError, ExitCode.PLUGIN), (DamagedError, ExitCode.UNREADABLE),
     (BusyError, ExitCode.FOUND)],
)  # fmt: skip
@pytest.mark.usefixtures("store")
def test_every_failure_of_a_store_has_its_exit_code(error, code, breaking):
    """Programs can tell a full disk from a damaged file."""
    run(OPEN)
    breaking("append.before_commit", error("it failed"))

    assert run(REFER) == code


def test_whoever_is_interrupted_learns_the_key(store):
    """A signal in the middle of a command leaves it open whether it was done; the exit code says so, with the key."""
    run(OPEN)
    slow = (
        "import signal, sys, time\n"
        # Whoever runs tests in the background has them start deaf to SIGINT.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from collabmodel.adapters import SqliteStore\n"
        "from collabmodel.cli import case_store, main\n"
        "def at(point):\n"
        "    if point == 'append.before_commit': print('ready', file=sys.__stdout__, flush=True); time.sleep(60)\n"
        "from collabmodel.plugin import Host\n"
        "host = Host(())\n"
        "host.open_store = lambda *_, **__: SqliteStore('cases.db', at=at)\n"
        "case_store.host = lambda: host\n"
        "main(sys.argv[1:])"
    )
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with subprocess.Popen(
            [sys.executable, "-c", slow, *REFER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=store.parent,
        ) as child:  # fmt: skip
            assert child.stdout.readline() == "ready\n"
            time.sleep(0.05)
            child.send_signal(number)
            _, err = child.communicate(timeout=20)

        assert child.returncode == ExitCode.OUTCOME_UNKNOWN
        assert "--key" in err


def test_reading_makes_no_store(store, capsys):
    """A mistyped name is told, and leaves nothing behind."""
    for verb in ("list", "due"):
        assert run(["case", verb, "--as", TEACHER]) == ExitCode.USAGE
    assert run(["evaluate", str(EXAMPLE / "absences.yaml"), "sqlite:///cases.db"]) == ExitCode.USAGE
    assert "no store is there" in capsys.readouterr().err
    assert list(store.parent.iterdir()) == []


@pytest.mark.usefixtures("store")
def test_without_a_store_people_are_told_how_to_name_one(monkeypatch, capsys):
    """The message names the option, the variable and the form."""
    monkeypatch.delenv("COLLABMODEL_STORE")

    assert run(["case", "list", "--as", TEACHER]) == ExitCode.USAGE
    assert "--store sqlite:///cases.db" in capsys.readouterr().err


def test_the_store_is_private(store):
    """Nobody else on the machine can read it."""
    run(OPEN)

    assert store.stat().st_mode & 0o777 == 0o600


def test_reading_and_judging_stand_in_the_access_log(store):
    """Whoever reads is written down, also where they are denied, and evaluation as what it is."""
    run(OPEN)
    run(["case", "show", "c1", "--as", "teacher:t-2@school", "--purpose", "curiosity"])
    run(["case", "list", "--as", TEACHER])
    run(["evaluate", str(EXAMPLE / "absences.yaml"), os.environ["COLLABMODEL_STORE"]])

    with contextlib.closing(open_store(f"sqlite:///{store}")) as opened:
        found = [(one.what, one.role, one.purpose, one.allowed) for one in opened.accesses()]

    assert ("case", "teacher", "curiosity", False) in found
    assert ("list", "teacher", "", True) in found
    assert any(what == "export" and role == "system" for what, role, _, _ in found)


PLANTED = "PRIVATE"


@pytest.mark.usefixtures("store")
def test_what_is_personal_reaches_nobody_who_did_not_ask_for_it(capfd, monkeypatch, tmp_path):
    """Persons, reasons and notes of a case are in no refusal, message, table or error."""
    monkeypatch.setenv("COLLABMODEL_BY", f"teacher:{PLANTED}-t@school")
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"reason": f"{PLANTED}-reason", "note": f"{PLANTED}-note"}))
    model = str(EXAMPLE / "absences.yaml")
    for words in (
        ("case", "open", "--model", model, "--id", "c1", "--opening", "concern", "--data", "age=14"),
        ("case", "record", "c1", "join", "pupil", "--data", f"person={PLANTED}-p"),
        ("case", "record", "c1", "complete", "referral", "--data", f"@{secret}"),
        ("case", "record", "c1", "complete", "referral", "--data", f"reason={PLANTED}-reason"),
        ("case", "record", "c1", "complete", "referral", "--data", "reason=mood"),
        ("case", "record", "c1", "complete", "answer", "--by", f"youth_worker:{PLANTED}-w@youth_team"),
        ("case", "record", "c1", "waive", "answer_limit", "--data", f"reason={PLANTED}-reason"),
        ("case", "record", "c1", "complete", "hearing", "--by", PLANTED),
        ("case", "record", "c1", "complete", "referral", "--at", "soon", "--on-behalf-of", PLANTED),
        ("case", "show", "c1", "--as", f"pupil:{PLANTED}-x", "--purpose", PLANTED, "--break-glass", PLANTED),
        ("case", "due", "c1"),
        ("case", "next", "c1"),
        ("case", "why-not", "c1", "answer"),
        ("case", "list"),
        ("case", "history", "c1"),
        ("case", "verify"),
        ("case", "tick"),
        ("evaluate", model, os.environ["COLLABMODEL_STORE"]),
    ):
        for extra in ((), ("--lang", "fi")):
            assert run([*words, *extra]) in {0, 1, 2, 3}
            out, err = capfd.readouterr()
            assert PLANTED not in out + err, words


def test_a_store_is_read_event_by_event(store, monkeypatch):
    """Judging a store keeps columns, never all of its records at once."""
    run(OPEN)
    with contextlib.closing(open_store(f"sqlite:///{store}")) as opened:
        given, read = [], opened.read
        waiting = []

        def counted(case, after=0):
            for record in read(case, after):
                waiting.append(record.seq)
                given.append(len(waiting))
                yield record
                waiting.pop()

        monkeypatch.setattr(opened, "read", counted)
        history = history_of(opened, at=case_store.clock())

    assert len(history.occurred) == 2
    assert max(given) == 1


def tampered(store, statement):
    """Change a store as an administrator could, past its triggers."""
    with contextlib.closing(sqlite3.connect(store)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute(statement)
        raw.commit()


def test_a_changed_event_is_found_and_named(store, capsys):
    """Whoever edits an event is found out; exit code 1, the case and the event, and not what stands there."""
    run(OPEN)
    run(REFER)
    capsys.readouterr()
    tampered(
        store, "UPDATE events SET payload = CAST(replace(CAST(payload AS TEXT), 'mood', 'moof') AS BLOB) WHERE seq = 3"
    )

    code, found = answered(capsys, "case", "verify")

    assert (code, found["faults"][0]["case"], found["faults"][0]["seq"]) == (ExitCode.FOUND, "c1", 3)
    assert run(["case", "verify"]) == ExitCode.FOUND
    told = capsys.readouterr().out
    assert "case c1, event 3" in told
    assert "moof" not in told
    assert run(["case", "history", "c1", "--as", TEACHER]) == ExitCode.UNREADABLE
    assert run(["evaluate", str(EXAMPLE / "absences.yaml"), "sqlite:///cases.db"]) == ExitCode.UNREADABLE


def test_a_record_cut_off_at_its_end_is_found_against_ends_kept_elsewhere(store, capsys):
    """A chain alone does not show what is missing at its end; the file of ends does."""
    run(OPEN)
    run(REFER)
    run(["case", "verify", "--write-heads", "heads.jsonl"])
    tampered(store, "DELETE FROM events WHERE seq = 4")
    with contextlib.closing(sqlite3.connect(store)) as raw:
        raw.execute("UPDATE cases SET seq = 3, digest = (SELECT digest FROM events WHERE seq = 3)")
        raw.commit()
    capsys.readouterr()

    code, found = answered(capsys, "case", "verify", "--heads", "heads.jsonl")

    assert code == ExitCode.FOUND
    assert [fault["case"] for fault in found["faults"]] != []


def test_what_a_newer_release_wrote_is_told_and_not_guessed(store, capsys):
    """A case with an event of a later version can be read up to it, and takes no commands."""
    run(OPEN)
    run(REFER)
    tampered(store, "UPDATE events SET schema = 99 WHERE seq = 4")
    with contextlib.closing(sqlite3.connect(store)) as raw:
        rows = raw.execute("SELECT seq, type, schema, payload FROM events ORDER BY seq").fetchall()
        last = ""
        for seq, type, schema, payload in rows:
            last = digest(last, "c1", seq, type, schema, bytes(payload))
            raw.execute("UPDATE events SET digest = ? WHERE seq = ?", (last, seq))
        raw.execute("UPDATE cases SET digest = ?", (last,))
        raw.commit()
    capsys.readouterr()

    code, found = answered(capsys, "case", "history", "c1", "--as", TEACHER)

    assert (code, [one["seq"] for one in found["newer"]]) == (ExitCode.DONE, [4])
    assert run(["case", "show", "c1", "--as", TEACHER]) == ExitCode.DONE
    assert "newer release" in capsys.readouterr().err
    code, found = answered(capsys, "case", "record", "c1", "join", "pupil", "--by", TEACHER, "--data", "person=p-1")
    assert (code, found["refused"]["reason"]) == (ExitCode.FOUND, "read only")


def on_a_terminal(folder, *words, **environment):
    """Give what a command writes to a terminal."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "collabmodel", *words], stdout=other, stderr=subprocess.DEVNULL, cwd=folder,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", **environment},
    ):  # fmt: skip
        os.close(other)
        found = b""
        with contextlib.suppress(OSError):
            while chunk := os.read(main, 65536):
                found += chunk
    os.close(main)
    return found.decode()


def test_what_says_no_and_what_is_overdue_stand_out_on_a_terminal(store, capsys):
    """A refusal and a row that is overdue are red, unless somebody wants no colours; a pipe gets none."""
    run([*OPEN, "--at", "2025-03-03T09:00"])
    run([*REFER, "--at", "2025-03-03T10:00"])
    capsys.readouterr()

    refused, overdue = on_a_terminal(store.parent, *REFER), on_a_terminal(store.parent, "case", "due", "--as", TEACHER)

    assert refused.startswith("\x1b[31mRefused")
    assert "\x1b[31m" in overdue
    assert "\x1b[31m" not in on_a_terminal(store.parent, *REFER, NO_COLOR="1")
    run(REFER)
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fi", "mikään ei jää jäljelle, kun ohjelma päättyy"),
        ("sv", "ingenting finns kvar när programmet avslutas"),
        ("en", "nothing outlives the process"),
    ],
)
def test_what_a_store_promises_is_told_in_the_reader_s_language(lang, told, monkeypatch, capsys):
    """Why a store is durable or not is said in the language of the answer."""
    monkeypatch.setenv("COLLABMODEL_STORE", "memory://")
    run(["case", "verify", "--lang", lang])

    assert told in capsys.readouterr().out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("lang", "told"), [("fi", "WAL-tilan tarvitsema korjaus"), ("sv", "WAL behöver"), ("en", "fix that WAL needs")]
)
def test_what_a_file_promises_is_told_in_the_reader_s_language(lang, told, capsys):
    """The store's reasons are not left in English between words of another language."""
    assert run(list(OPEN)) == ExitCode.DONE
    run(["case", "verify", "--lang", lang])

    assert told in capsys.readouterr().out
