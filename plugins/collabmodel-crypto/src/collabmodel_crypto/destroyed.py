"""The log of destroyed keys, one JSON line each, kept away from the keys: a key file restored from a copy obeys it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

from collabmodel.errors import DamagedError, Place, Problem
from collabmodel_crypto.holders import Destruction
from collabmodel_crypto.lines import add_line, whole_lines

WHERE = "log of destroyed keys"
"""What the file is, for messages."""
WHATS = ("case", "person")
"""What can be destroyed."""
LONGEST_ORDER = 200
"""Most characters of the order to destroy."""


def line_of(one: Destruction) -> str:
    """
    Write a destruction as a line, without its end.

    Args:
        one: The destruction.
    """
    record = {"what": one.what, "handle": one.handle, "case": one.case, "at": one.at.isoformat(), "order": one.order}
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def of_line(line: str) -> Destruction:
    """
    Read a line.

    Args:
        line: What ``line_of`` wrote.

    Raises:
        ValueError: It is no such line.
        TypeError: It is no such line.
        KeyError: It is no such line.
    """
    found = json.loads(line)
    at = dt.datetime.fromisoformat(found["at"])
    one = Destruction(what=found["what"], handle=found["handle"], case=found["case"], at=at, order=found["order"])
    sound = {*map(type, (one.what, one.handle, one.case, one.order))} == {str} and at.tzinfo is not None
    if one.what not in WHATS or not sound or bool(one.case) is not (one.what == "case"):
        raise ValueError(line[:0])
    return one


class DestructionLog:
    """
    The log, in its file.

    Args:
        path: Path of the file; made, private to its owner, with the first line.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(self) -> tuple[Destruction, ...]:
        """
        Give every destruction, as they were written. A last line that was broken off was not yet written.

        Raises:
            DamagedError: A line is no destruction.
            KeyUnavailableError: The file cannot be read: then nobody knows which keys are destroyed.
        """
        found, problems = [], []
        # Split as bytes: as text, what an order or id may hold, such as U+2028, would end a line too.
        for number, line in enumerate(self._whole().splitlines(), 1):
            try:
                found.append(of_line(line.decode("utf-8", "replace")))
            except (ValueError, TypeError, KeyError, RecursionError):
                place = Place(WHERE, number, 1)
                problems.append(Problem(what="line that is no destruction", place=place, hint="restore the log"))
        if problems:
            raise DamagedError(problems)
        return tuple(found)

    def end(self) -> tuple[int, str]:
        """
        Give the number of lines and the digest of the log, SHA-256, hexadecimal.

        Raises:
            KeyUnavailableError: The file cannot be read.
        """
        whole = self._whole()
        return whole.count(b"\n"), hashlib.sha256(whole).hexdigest()

    def starts_with(self, count: int, digest: str) -> bool:
        """
        Tell whether the log still begins as it once ended.

        Args:
            count: Number of lines then.
            digest: Digest then.

        Raises:
            KeyUnavailableError: The file cannot be read.
        """
        lines = self._whole().splitlines(keepends=True)[:count]
        return len(lines) == count and hashlib.sha256(b"".join(lines)).hexdigest() == digest

    def add(self, one: Destruction) -> None:
        """
        Write a destruction, durably.

        Args:
            one: The destruction.

        Raises:
            FullError: There is no room.
            StoreError: It cannot be written.
        """
        add_line(self.path, line_of(one), WHERE)

    def _whole(self) -> bytes:
        return whole_lines(self.path, WHERE)
