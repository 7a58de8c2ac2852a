"""Bytes and lines of files that may be compressed, broken or hostile."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self, cast

import attrs

from collabmodel.history.problems import Problems

_SLACK = 64 * 2**20


@attrs.frozen(kw_only=True)
class Caps:
    """
    How large what is read may be. A log that is honest stays far below.

    Args:
        content: Most bytes after decompression, > 0.
        ratio: Most times that the content may be larger than the compressed file, beyond the first 64 MiB.
        line: Most bytes of one line, tag, text or comment, > 0.
        depth: Most levels of nesting, > 0.
        names: Most names of event data and case facts, > 0.
    """

    content: int = 8 * 2**30
    ratio: int = 200
    line: int = 4 * 2**20
    depth: int = 64
    names: int = 20_000


class Bytes:
    """
    The bytes of a file, plain or gzip, within caps; use it in a ``with`` statement.

    Args:
        path: The file.
        problems: Where to take problems down.
        caps: How much may be read.

    Raises:
        FormatError: There is no such file, or it cannot be opened.
    """

    total: int

    def __init__(self, path: Path, problems: Problems, caps: Caps) -> None:
        self.problems = problems
        self.total = 0
        try:
            self._file = path.open("rb")
        except OSError as error:
            problems.stop(f"cannot be opened: {error.strerror}")
        zipped = self._file.read(2) == b"\x1f\x8b"
        size = self._file.seek(0, 2)
        self._file.seek(0)
        self._cap = min(caps.content, max(_SLACK, size * caps.ratio)) if zipped else caps.content
        self._stream = cast("BinaryIO", gzip.GzipFile(fileobj=self._file, mode="rb")) if zipped else self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._file.close()

    def read(self, size: int, line: int = 0) -> bytes:
        """
        Read some bytes; none at the end.

        Args:
            size: Most bytes to read.
            line: Line reached, for messages.

        Raises:
            FormatError: The compressed data is broken, or there is more of it than the cap.
        """
        return self._counted(self._stream.read, size, line)

    def readline(self, size: int, line: int) -> bytes:
        """
        Read to the end of a line; no bytes at the end.

        Args:
            size: Most bytes to read.
            line: Number of the line, for messages.

        Raises:
            FormatError: The compressed data is broken, or there is more of it than the cap.
        """
        return self._counted(self._stream.readline, size, line)

    def _counted(self, read: object, size: int, line: int) -> bytes:
        try:
            found: bytes = read(size)  # type: ignore[operator]
        except (OSError, EOFError, zlib.error):
            self.problems.stop("the compressed data is broken or cut", line)
        self.total += len(found)
        if self.total > self._cap:
            self.problems.stop(f"more than {self._cap:,} bytes of content", line, hint="split the file")
        return found


class Lines:
    """
    The lines of a text in UTF-8, with or without a byte order mark.

    Args:
        stream: Its bytes.
        caps: How long a line may be.
    """

    number: int

    def __init__(self, stream: Bytes, caps: Caps) -> None:
        self.number = 0
        self._stream = stream
        self._caps = caps

    def __iter__(self) -> Iterator[str]:
        """
        Walk over the lines, each with its end.

        Raises:
            FormatError: A line is too long, is no UTF-8, or holds NUL.
        """
        problems = self._stream.problems
        while raw := self._stream.readline(self._caps.line + 1, self.number + 1):
            self.number += 1
            if len(raw) > self._caps.line:
                problems.stop(f"line longer than {self._caps.line:,} bytes", self.number)
            if self.number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                column = len(raw[: error.start].decode()) + 1
                problems.stop("text that is not UTF-8", self.number, column, hint="save it as UTF-8")
            if "\0" in text:
                problems.stop("character NUL", self.number, text.index("\0") + 1)
            yield text
