"""
What every format of histories must pass.

To override: ``history_format()``, which gives the format. ``plain()`` and ``histories()`` give histories that its files
are made for, ``model()`` the model they run on; what such files cannot hold is said in ``lacks``, and only that may be
lost. With ``plugin``, files are read and written once more in another process.
"""

from __future__ import annotations

import abc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.errors import FormatError
from collabmodel.history import Caps, History
from collabmodel.model import Model
from collabmodel.plugin import HistoryFormat, ReadHistory, WriteHistory
from collabmodel.testing.conformance.elsewhere import elsewhere
from collabmodel.testing.conformance.keeping import PARTS, told
from collabmodel.testing.conformance.lacking import Plugged, objection
from collabmodel.testing.conformance.spoiling import MARK, marked, spoilt
from collabmodel.testing.drawn_inputs import histories
from collabmodel.testing.isolation import isolated_host
from collabmodel.testing.small_model import a_history, a_long_history

TIGHT = Caps(content=1 << 20, ratio=20, line=1 << 16, depth=32, names=100)
"""Caps under which nothing hostile gets far."""


class FormatConformance(Plugged, abc.ABC):
    """
    The suite for formats of histories: subclass it, and say which yours is.

    A format lacks, each with a reason: any of ``PARTS`` of a history, ``"types"`` (values other than texts come back as
    what they were), ``"caps"`` (files that are too large are refused), ``"truncation"`` (a file cut off is seen to be).

    >>> class TestMine(FormatConformance):
    ...     plugin = "collabmodel.adapters.jsonl"
    ...
    ...     def history_format(self):
    ...         return self.hosted().history_format("cases.jsonl")
    """

    cases: ClassVar[int] = 2_000
    """Cases of a long history."""
    patience: ClassVar[float] = 60.0
    """Seconds within which a long history is written and read, and a hostile file refused."""

    @abc.abstractmethod
    def history_format(self) -> HistoryFormat:
        """Give the format."""

    def model(self) -> Model | None:
        """Give the model that the histories run on, or None."""
        return None

    def plain(self) -> History:
        """Give a history that such a file can hold."""
        return a_history()

    def histories(self) -> st.SearchStrategy[History]:
        """Give histories that such a file can hold or must refuse."""
        return histories(typed="types" not in self.lacks)

    def long(self) -> History:
        """Give a history of many cases."""
        return a_long_history(self.cases)

    def reads(self) -> HistoryFormat:
        """Give the format; skip where it only writes."""
        return self._able("read", self.history_format().read)

    def writes(self) -> HistoryFormat:
        """Give the format; skip where it only reads."""
        return self._able("write", self.history_format().write)

    def _able(self, what: str, able: object) -> HistoryFormat:
        if able is None:
            pytest.skip(f"the format does not {what}")
        return self.history_format()

    def read(self, path: Path, caps: Caps | None = None) -> History:
        """
        Read a file.

        Args:
            path: The file.
            caps: How large it may be, or None.
        """
        read = self.reads().read
        assert read is not None
        return read(ReadHistory(path=path, model=self.model(), caps=caps or Caps()))

    def write(self, history: History, path: Path) -> bytes:
        """
        Write a file, and give its bytes.

        Args:
            history: The history.
            path: The file.
        """
        write = self.writes().write
        assert write is not None
        assert write(WriteHistory(history=history, path=path, model=self.model())) is None
        return path.read_bytes()

    def path(self, folder: Path, name: str = "cases", suffix: str = "") -> Path:
        """
        Give a path for a file of the format.

        Args:
            folder: Its folder.
            name: Its name without ending.
            suffix: Its ending; empty for the first of the format.
        """
        return folder / f"{name}{suffix or self.history_format().suffixes[0]}"

    def test_what_it_lacks_is_a_part(self) -> None:
        """A word misspelt in what the format lacks would excuse nothing, so it is refused."""
        assert self.history_format().suffixes
        assert {*self.lacks} <= {*PARTS, "types", "caps", "truncation", "light import"}

    def test_a_plain_history_comes_back(self, tmp_path: Path) -> None:
        """What is written is read back equal, under every ending, but for what the format says it lacks."""
        self.reads()
        for suffix in self.writes().suffixes:
            path = self.path(tmp_path, suffix=suffix)
            self.write(self.plain(), path)

            assert told(self.read(path), self.lacks) == told(self.plain(), self.lacks)

    def test_histories_come_back_or_are_refused(self, tmp_path: Path) -> None:
        """Whatever a history holds comes back as it was, or is refused in words: nothing is lost in silence."""
        self.reads()
        self.writes()

        @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(self.histories())
        def run(history: History) -> None:
            path = self.path(tmp_path)
            error = objection(lambda: self.write(history, path))
            if error is None:
                assert told(self.read(path), self.lacks) == told(history, self.lacks)
            else:
                assert isinstance(error, FormatError)

        run()

    def test_an_empty_history_is_written(self, tmp_path: Path) -> None:
        """A history without cases makes a file, and that is read as what it is."""
        self.reads()
        path = self.path(tmp_path)
        self.write(a_history(0), path)

        assert (len(self.read(path)), self.read(path).cases) == (0, ())

    def test_many_cases_come_back(self, tmp_path: Path) -> None:
        """Thousands of cases are written and read while somebody waits."""
        self.reads()
        path, history = self.path(tmp_path), self.long()
        started = time.monotonic()
        self.write(history, path)
        found = self.read(path)

        assert time.monotonic() - started < self.patience
        assert (len(found), len(found.cases)) == (len(history), len(history.cases))

    def test_the_same_history_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """A file can be made again and compared, whatever its folder is called."""
        other = tmp_path / "other"
        other.mkdir()
        for suffix in self.writes().suffixes:
            first = self.write(self.plain(), self.path(tmp_path, suffix=suffix))

            assert self.write(self.plain(), self.path(other, "again", suffix)) == first

    def test_another_process_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """Neither the time zone nor the order in which words hash comes into a file that is read and written again."""
        self.hosted()
        self.reads()
        path, again = self.path(tmp_path), self.path(tmp_path, "again")
        self.write(self.plain(), path)
        content = self.write(self.read(path), again)

        assert elsewhere(copied, self.plugin, path, self.path(tmp_path, "third"), self.model()) == content

    def test_it_writes_the_file_it_was_asked_for_alone(self, tmp_path: Path) -> None:
        """The file appears where it was asked for, an older one there is replaced, and nothing else is left behind."""
        path = self.path(tmp_path)
        path.write_bytes(b"older " * 100_000)
        content = self.write(self.plain(), path)

        assert list(tmp_path.iterdir()) == [path]
        assert b"older" not in content

    def test_a_file_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        """A folder that is not there is a problem told in words, not a traceback."""
        with pytest.raises(FormatError) as caught:
            self.write(self.plain(), self.path(tmp_path / "nowhere"))

        assert caught.value.problems

    def test_the_history_stays_as_it_is(self, tmp_path: Path) -> None:
        """Writing changes nothing of the history."""
        history = self.plain()
        before = told(history, {})
        self.write(history, self.path(tmp_path))

        assert told(history, {}) == before

    def test_hostile_files_are_refused(self, tmp_path: Path) -> None:
        """Files that are no such file, nested or packed to harm, or not there are refused with their place, in time."""
        for suffix in self.reads().suffixes:
            for what, path in spoilt(tmp_path, suffix):
                started = time.monotonic()
                self._refused(path, what, TIGHT)

                assert time.monotonic() - started < self.patience, what

    def test_a_file_cut_off_is_refused(self, tmp_path: Path) -> None:
        """A file of which the end is missing is refused, and its content is not quoted."""
        self.need("truncation")
        self.reads()
        for path, what in self._cut(tmp_path):
            self._refused(path, what, Caps())

    def _cut(self, folder: Path) -> Iterator[tuple[Path, str]]:
        content = self.write(marked(self.plain()), self.path(folder, "whole"))
        for part in range(1, 8):
            path = self.path(folder, f"cut-{part}")
            size = len(content) * part // 8
            # A cut between two lines leaves a whole file of lines, which nobody could tell from a shorter one.
            if content[size - 1 : size] != b"\n" and content[size : size + 1] != b"\n":
                path.write_bytes(content[:size])
                yield path, f"cut off after {size} of {len(content)} bytes"

    def test_a_file_too_large_is_refused(self, tmp_path: Path) -> None:
        """Caps hold: a file with more in it than was allowed is refused."""
        self.need("caps")
        self.reads()
        path = self.path(tmp_path)
        size = len(self.write(self.long(), path))

        self._refused(path, "too large", Caps(content=size // 4))

    def _refused(self, path: Path, what: str, caps: Caps) -> None:
        error = objection(lambda: self.read(path, caps))

        assert isinstance(error, FormatError), f"{what}: it was read, or refused as {error!r}"
        assert path.name in str(error), f"{what}: the message does not name the file"
        assert MARK not in str(error), f"{what}: the message quotes what the file holds"


def copied(plugin: str, path: Path, target: Path, model: Model | None) -> bytes:
    """
    Read a file and write it again with a plugin that is alone in its host.

    Args:
        plugin: Module of the plugin.
        path: The file.
        target: Where to write.
        model: The model that it is for.
    """
    found = isolated_host(plugin).history_format(path)
    assert found is not None
    assert found.read is not None
    assert found.write is not None
    found.write(WriteHistory(history=found.read(ReadHistory(path=path, model=model)), path=target, model=model))
    return target.read_bytes()
