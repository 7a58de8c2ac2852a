"""Files that only ever grow by whole lines, each on the disk before anybody is told."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from collabmodel.errors import BusyError, FullError, KeyUnavailableError, Place, Problem, StoreError

PRIVATE = 0o600
"""Mode of every file that the wrapper makes."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def whole_lines(path: Path, where: str) -> bytes:
    """
    Give the whole lines of a file; a last one that was broken off was never written. A file that is not there has none.

    Args:
        path: Path of the file.
        where: What the file is, for messages.

    Raises:
        KeyUnavailableError: It cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return b""
    except (OSError, ValueError) as error:
        what = f"it cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}"
        raise KeyUnavailableError([Problem(what=what, place=Place(where))]) from None
    return content[: content.rfind(b"\n") + 1]


def add_line(path: Path, line: str, where: str) -> None:
    """
    Write a line behind the others, durably; the file is made, private to its owner, if it is not there.

    Args:
        path: Path of the file.
        line: The line, without its end.
        where: What the file is, for messages.

    Raises:
        FullError: There is no room.
        StoreError: It cannot be written.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    end = len(whole_lines(path, where))
    try:
        new = not path.exists()
        descriptor = os.open(path, flags, PRIVATE)
        try:
            # What a power cut broke off is written over.
            os.ftruncate(descriptor, end)
            os.lseek(descriptor, end, os.SEEK_SET)
            left = (line + "\n").encode()
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if new:
            sync_folder(path.parent)
    except OSError as error:
        kind = FullError if error.errno in _FULL else StoreError
        raise kind([Problem(what=f"it cannot be written: {error.strerror}", place=Place(where))]) from None


@contextlib.contextmanager
def alone(path: Path, where: str) -> Iterator[None]:
    """
    Hold a file to which nobody else adds meanwhile; it is made, private to its owner, if it is not there.

    Args:
        path: Path of the file.
        where: What the file is, for messages.

    Raises:
        BusyError: Somebody else holds it.
        StoreError: It cannot be written.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        new = not path.exists()
        descriptor = os.open(path, flags, PRIVATE)
    except OSError as error:
        raise StoreError([Problem(what=f"it cannot be written: {error.strerror}", place=Place(where))]) from None
    try:
        if new:
            sync_folder(path.parent)
        _lock(descriptor, where)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, where: str) -> None:
    try:
        import fcntl  # noqa: PLC0415 - other systems do not have it
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError([Problem(what="somebody else adds to it", place=Place(where), hint="try again")]) from None
    except OSError:
        # Some network file systems have no locks; there only one program may sign.
        return


def sync_folder(path: Path) -> None:
    """
    Have a folder's entries on the disk, so that a new file in it survives a power cut.

    Args:
        path: The folder.
    """
    # Some systems cannot open a folder; there the file's own sync is all there is.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
