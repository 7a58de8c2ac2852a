"""Processes of their own for tests that kill, starve or fork them."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback

import pytest

from collabmodel.adapters import SqliteStore


class Child:
    """A forked process and the lines that it tells."""

    def __init__(self, pid, reading):
        self.pid = pid
        self.lines = os.fdopen(reading, "r", encoding="utf-8")

    def told(self):
        """Wait for one line; empty when the process has ended."""
        return self.lines.readline().rstrip("\n")

    def kill(self, signal=9):
        os.kill(self.pid, signal)

    def end(self):
        """Wait for the end; give all whole lines that were left, and the exit status."""
        rest = [line.rstrip("\n") for line in self.lines if line.endswith("\n")]
        self.lines.close()
        _, status = os.waitpid(self.pid, 0)
        return rest, os.waitstatus_to_exitcode(status)

    def answer(self):
        """Wait for the end and give what the process returned."""
        rest, status = self.end()
        assert status == 0, rest
        return json.loads(rest[-1])


@pytest.fixture
def fork():
    """Run a function in a forked process; what it returns is told as JSON, and it can tell lines before."""
    children = []

    def start(work, *arguments):
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                os.close(reading)
                found = work(lambda line: os.write(writing, f"{line}\n".encode()), *arguments)
                os.write(writing, (json.dumps(found) + "\n").encode())
                status = 0
            except BaseException:  # noqa: BLE001 - a forked test must end here whatever happens
                os.write(writing, json.dumps(traceback.format_exc()).encode() + b"\n")
            finally:
                os._exit(status)
        os.close(writing)
        child = Child(pid, reading)
        children.append(child)
        return child

    yield start
    for child in children:
        if not child.lines.closed:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            child.end()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cases.db"


@pytest.fixture
def opened():
    """Open SQLite stores that are closed at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda *names, **options: stack.enter_context(contextlib.closing(SqliteStore(*names, **options)))


@pytest.fixture
def announce(capsys):
    """Print a figure that must be seen although the test passes."""

    def show(line):
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return show
