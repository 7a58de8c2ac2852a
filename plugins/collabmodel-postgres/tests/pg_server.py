"""A real PostgreSQL server of one's own, from the system's packages: started, killed and taken away by whoever asks."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

USERS = ("postgres", "nobody")
"""Unprivileged users, the first of which there is runs the server where we are root: initdb refuses root."""
QUICK = ("fsync=off", "full_page_writes=off")
"""Settings of a server whose machine is not going to lose power."""


def binaries() -> Path | None:
    """Give the folder of the server's programs, the newest version first; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]), reverse=True)
    path = str(found[0]) if found else shutil.which("initdb")
    return Path(path).resolve().parent if path else None


def why_not() -> str:
    """Say why no server can be started here; empty if one can."""
    if binaries() is None:
        return "no PostgreSQL server is installed (apt: postgresql)"
    return "" if os.getuid() or _user() else "root may not run PostgreSQL, and there is no unprivileged user"


def _user() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in USERS if name in known), "")


def _memory() -> str | None:
    """Give a folder in memory with room for a server, or None."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 << 30
    return str(memory) if roomy else None


def free_port() -> int:
    """Give a port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """
    A server in a folder of its own, on a port of its own.

    Args:
        settings: Settings of the server beside the ones that it needs.
        data: A folder of data to begin with, such as a base backup; None to make a new one.
    """

    def __init__(self, *settings: str, data: Path | None = None, password: str = "") -> None:
        self.bin = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_memory() if set(QUICK) <= set(settings) else None))
        self.data = self.folder / "data"
        self.port = free_port()
        self.password = password or secrets.token_hex(12)
        self._as = (
            {"user": _user(), "group": pwd.getpwnam(_user()).pw_gid, "extra_groups": []} if not os.getuid() else {}
        )
        self._settings = (*settings, "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}")
        if data is None:
            self._initialise()
        else:
            shutil.copytree(data, self.data)
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._own(self.folder)
        try:
            self.start()
        except BaseException:
            self.destroy()
            raise

    def _own(self, path: Path) -> None:
        if self._as:
            user = pwd.getpwnam(self._as["user"])
            for one in (path, *path.rglob("*")):
                os.chown(one, user.pw_uid, user.pw_gid)

    def _initialise(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        self._own(self.folder)
        self.run("initdb", "-D", str(self.data), "-U", "admin", "-A", "scram-sha-256", "--pwfile", str(secret), "-N",
                 "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip

    def run(self, program: str, *words: str) -> str:
        """Run one of the server's programs as the user that owns it."""
        done = subprocess.run(
            [self.bin / program, *words], cwd=self.folder, capture_output=True, text=True, check=False, **self._as
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = " ".join(f"-c {one}" for one in (*self._settings, f"port={self.port}"))
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-l", log, "-w", "-t", "60", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: ``"fast"`` takes leave of its clients, ``"immediate"`` is like a crash."""
        self.run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def restart(self, mode: str = "immediate") -> None:
        """Stop the server and start it again."""
        self.stop(mode)
        self.start()

    def destroy(self) -> None:
        """Stop the server and take its folder away."""
        with contextlib.suppress(RuntimeError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, user: str = "admin", database: str = "postgres", password: str = "", port: int = 0) -> str:
        """Give the URL of a database."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{port or self.port}/{database}"

    def admin(self, **how: object) -> psycopg.Connection:
        """Connect as the one who may do everything; triggers hold for them too unless they switch them off."""
        return psycopg.connect(make_conninfo(self.url(), connect_timeout=10), autocommit=True, **how)

    def signal(self, backend: int, number: signal.Signals) -> None:
        """Send a signal to a process of this server."""
        assert Path(f"/proc/{backend}/cwd").resolve() == self.data.resolve()
        os.kill(backend, number)

    def until(self, statement: str, seconds: float = 20.0) -> None:
        """Wait until a question is answered with true."""
        end = time.monotonic() + seconds
        with contextlib.closing(self.admin()) as admin:
            while not admin.execute(statement).fetchone()[0]:
                assert time.monotonic() < end, statement
                time.sleep(0.01)
