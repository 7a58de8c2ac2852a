"""
A disk that loses power: replays recorded system calls and forgets what was not synced.

Record a program with ``strace -f -xx -s 10000000``, tracing ``openat``, ``pwrite64``, ``write``, ``ftruncate``,
``fsync``, ``fdatasync``, ``unlink`` and ``close``; let it write ``ack N`` to its standard output for everything that it
acknowledges.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import attrs

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@attrs.frozen(kw_only=True)
class Call:
    """
    One system call on a file of the folder that is watched, or an acknowledgement told to the outside.

    Args:
        name: ``"create"``, ``"write"``, ``"truncate"``, ``"sync"``, ``"unlink"``, ``"sync folder"`` or ``"ack"``.
        file: Name of the file.
        offset: Where it writes, or the new length.
        data: What it writes.
        number: What was acknowledged.
    """

    name: str
    file: str = ""
    offset: int = 0
    data: bytes = b""
    number: int = 0


def recorded_calls(lines: Iterable[str], folder: Path) -> Iterator[Call]:
    r"""
    Read what strace wrote.

    Args:
        lines: Its lines.
        folder: The folder whose files are watched, without links in its path.

    >>> name = "".join(f"\\x{letter:02x}" for letter in b"/f/a.db")
    >>> lines = [f'7 openat(AT_FDCWD, "{name}", O_RDWR|O_CREAT, 0600) = 3', "7 fsync(3) = 0"]
    >>> [call.name for call in recorded_calls(lines, Path("/f"))]
    ['create', 'sync']
    """
    names: dict[int, str] = {}
    for line in lines:
        match = _CALL.match(line)
        if match and int(match[3]) >= 0:
            texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(match[2])]
            call = _call(match[1], match[2], texts, int(match[3]), names, folder)
            if call is not None:
                yield call


def _call(
    name: str, arguments: str, texts: list[bytes], result: int, names: dict[int, str], folder: Path
) -> Call | None:
    if name in {"openat", "unlink", "unlinkat"}:
        path = Path(texts[0].decode())
        known = path.name if path.parent == folder else "." if path == folder else ""
        if name == "openat":
            names[result] = known
            return Call(name="create", file=known) if known not in {"", "."} and "O_CREAT" in arguments else None
        return Call(name="unlink", file=known) if known else None
    descriptor = int(arguments.partition(",")[0])
    if name == "close":
        names.pop(descriptor, None)
        return None
    if name == "write" and descriptor == 1 and texts[0].startswith(b"ack "):
        return Call(name="ack", number=int(texts[0].split()[1]))
    return _on_file(name, names.get(descriptor, ""), arguments, texts)


def _on_file(name: str, file: str, arguments: str, texts: list[bytes]) -> Call | None:
    if not file:
        return None
    if name in {"fsync", "fdatasync"}:
        return Call(name="sync folder") if file == "." else Call(name="sync", file=file)
    last = int(arguments.rsplit(",", 1)[1])
    if name == "pwrite64":
        return Call(name="write", file=file, offset=last, data=texts[0])
    return Call(name="truncate", file=file, offset=last) if name == "ftruncate" else None


def _always() -> bool:
    return True


class Disk:
    """
    Files as they surely are on the disk, with what is still on its way to it.

    >>> disk = Disk()
    >>> disk.apply(Call(name="create", file="a"))
    >>> disk.apply(Call(name="write", file="a", data=b"x"))
    >>> disk.surely("a")
    b''
    >>> disk.apply(Call(name="sync", file="a"))
    >>> disk.surely("a")
    b'x'
    """

    def __init__(self) -> None:
        self._content: dict[str, bytearray] = {}
        self._waiting: dict[str, list[Call]] = {}
        self._there: set[str] = set()
        self._surely_there: set[str] = set()

    def surely(self, file: str) -> bytes:
        """
        Give what of a file is surely on the disk.

        Args:
            file: Its name.
        """
        return bytes(self._content.get(file, b""))

    def apply(self, call: Call) -> None:
        """
        Take one call.

        Args:
            call: The call.
        """
        if call.name == "create" and call.file not in self._there:
            # A file made anew under an old name has none of the old content.
            self._there.add(call.file)
            self._content[call.file], self._waiting[call.file] = bytearray(), []
        elif call.name in {"write", "truncate"}:
            self._waiting.setdefault(call.file, []).append(call)
        elif call.name == "sync":
            for waiting in self._waiting.pop(call.file, []):
                _land(self._content.setdefault(call.file, bytearray()), waiting, _always)
        elif call.name == "unlink":
            self._there.discard(call.file)
        elif call.name == "sync folder":
            self._surely_there = set(self._there)

    def write_out(self, folder: Path, keep: Literal["none", "some", "torn"], draw: random.Random) -> None:
        """
        Lay out the files as a power cut at this moment may leave them.

        Args:
            folder: A folder to be made.
            keep: What is kept of what was not synced: nothing, some whole writes, or some sectors.
            draw: Decides which.
        """
        folder.mkdir()
        for name in sorted(self._there | self._surely_there):
            both = name in self._there and name in self._surely_there
            # Until the folder is synced, a new name may be missing and a removed one may still be there.
            if not both and not (name in self._surely_there if keep == "none" else draw.random() < 0.5):
                continue
            content = bytearray(self._content.get(name, b""))
            for call in self._waiting.get(name, []):
                if keep == "some" and draw.random() < 0.5:
                    _land(content, call, _always)
                elif keep == "torn":
                    _land(content, call, lambda: draw.random() < 0.5)
            (folder / name).write_bytes(content)


def _land(content: bytearray, call: Call, keep: Callable[[], bool]) -> None:
    if call.name == "truncate":
        del content[call.offset :]
        content.extend(bytes(max(0, call.offset - len(content))))
        return
    for start in range(0, len(call.data), SECTOR):
        if keep():
            piece = call.data[start : start + SECTOR]
            place = call.offset + start
            content.extend(bytes(max(0, place + len(piece) - len(content))))
            content[place : place + len(piece)] = piece
