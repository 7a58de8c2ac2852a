"""A whole copy of the store, by the server's own program."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from collabmodel.errors import ConfigError, FullError, Place, Problem, ReadOnlyError, StoreError
from collabmodel_postgres.connection import Connection

_FLAGS = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def backup(connection: Connection, target: str) -> None:
    """
    Copy the tables into one file of ``pg_dump``'s own format, of one moment, while others go on working.

    Args:
        connection: The connection.
        target: Path of the copy; must not exist. It is private to its owner.

    Raises:
        ConfigError: There is no ``pg_dump``, or the URL holds a passphrase (``sslpassword``) that it would show.
        FullError: There is no room; what was copied was taken away.
        ReadOnlyError: It may not be made there.
        StoreError: Something is there, or the copy failed and was taken away.
    """
    connection.link()
    settings = connection.settings
    program = shutil.which(settings.pg_dump)
    if program is None:
        hint = "install the server's client programs, or name it: pg_dump: /path/to/pg_dump"
        raise ConfigError([Problem(what="there is no pg_dump", place=Place("backup"), hint=hint)])
    if conninfo_to_dict(connection.conninfo).get("sslpassword"):
        # Unlike the password, it can only be handed over in the command, which everybody on the machine can read.
        hint = "use a key file without one for backups, private to its owner"
        raise ConfigError([Problem(what="a passphrase that pg_dump would show", place=Place("backup"), hint=hint)])
    descriptor = _made(Path(target))
    try:
        connection.pass_by("backup.step")
        _dump(program, connection, descriptor)
        os.fsync(descriptor)
    except BaseException as error:
        with contextlib.suppress(OSError):
            Path(target).unlink()
        if isinstance(error, OSError):
            raise _of_system(error) from None
        raise
    finally:
        os.close(descriptor)


def _made(path: Path) -> int:
    try:
        return os.open(path, _FLAGS, 0o600)
    except FileExistsError:
        hint = "choose a new path"
        raise StoreError([Problem(what="something is already there", place=Place("backup"), hint=hint)]) from None
    except (OSError, ValueError) as error:
        raise _of_system(error) from None


def _of_system(error: OSError | ValueError) -> StoreError:
    number = error.errno or 0 if isinstance(error, OSError) else 0
    kinds = {28: FullError, 122: FullError, 1: ReadOnlyError, 13: ReadOnlyError, 30: ReadOnlyError}
    problem = Problem(what="the copy cannot be written", value=f"({os.strerror(number)})", place=Place("backup"))
    return kinds.get(number, StoreError)([problem])


def _dump(program: str, connection: Connection, descriptor: int) -> None:
    said = conninfo_to_dict(connection.conninfo)
    # What stands in a command can be read by everybody on the machine; the environment is the process's own.
    secret = said.pop("password", None)
    # Our own time limits are for commands, and a whole copy takes as long as it takes.
    said.pop("options", None)
    environment = os.environ | ({"PGPASSWORD": str(secret)} if secret else {})
    command = [program, "--format=custom", f"--schema={connection.settings.schema}", "--no-password"]
    command.append(f"--dbname={make_conninfo('', **said)}")
    done = subprocess.run(command, stdout=descriptor, stderr=subprocess.PIPE, env=environment, check=False)  # noqa: S603
    if done.returncode:
        # Its words can name what is private; the server's log has them.
        room = "No space left" in done.stderr.decode(errors="replace")
        problem = Problem(
            what=f"pg_dump ended with {done.returncode}", place=Place("backup"), hint="run it by hand to see why"
        )
        raise (FullError if room else StoreError)([problem])
