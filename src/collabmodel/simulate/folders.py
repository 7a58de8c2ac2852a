"""The folder of a study: what is finished stays, whatever happens, and nobody else works in it meanwhile."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.simulate.provenance import (
    Json,
    differences,
    file_hash,
    read_json,
    replication_in,
    written,
)
from collabmodel.simulate.records import sound_record, sound_replication
from collabmodel.simulate.results import Audit, Replication

RUN, RESULTS, EVENTS, PARTS, LOCK = "run.json", "results.json", "events.parquet", "parts", ".lock"
"""Names of what a folder holds."""
Finished = dict[int, tuple[Replication, Audit | None]]
"""What replications gave, by number."""


@attrs.frozen(eq=False)
class Folder:
    """
    The folder of a study.

    Args:
        path: Where it is.
    """

    path: Path

    @property
    def run(self) -> Path:
        """The file that says what the study rests on and what came out."""
        return self.path / RUN

    @property
    def results(self) -> Path:
        """The file of what each replication gave."""
        return self.path / RESULTS

    @property
    def events(self) -> Path:
        """The file of all events."""
        return self.path / EVENTS

    @property
    def parts(self) -> Path:
        """The folder of replications that are finished while others are not."""
        return self.path / PARTS

    def part(self, number: int, suffix: str) -> Path:
        """
        Give the file of a replication while others are not finished.

        Args:
            number: Which.
            suffix: ``.json`` or ``.parquet``.
        """
        return self.parts / f"{number:05}{suffix}"

    def finished(self) -> Finished:
        """
        Give what finished replications gave.

        Raises:
            FormatError: A file is no longer what it was.
        """
        found: Finished = {}
        if self.results.is_file():
            self._unaltered()
            told = read_json(self.results).get("replications")
            for value in told if isinstance(told, list) else ():
                one, audit = _sound(value, self.results)
                found[one.number] = one, audit
        for path in sorted(self.parts.glob("*.json")):
            one, audit = _sound(read_json(path), path)
            found[one.number] = one, audit
        return found

    def _unaltered(self) -> None:
        """See to it that results are those that were written, where it is known what was."""
        files = read_json(self.run).get("files") if self.run.is_file() else None
        said = files.get(RESULTS) if isinstance(files, dict) else None
        if said is not None and said != file_hash(self.results):
            hint = "restore it, or remove it and run the study again in this folder"
            raise FormatError([Problem(what="not what was written", place=Place(str(self.results)), hint=hint)])

    def begin(self, record: Mapping[str, Json], *, resume: bool) -> None:
        """
        Make the folder ready for a study: a new one, or one that goes on.

        Args:
            record: What the study rests on.
            resume: Whether to go on with what is there.

        Raises:
            ConfigError: The folder holds another study or more replications than are asked for.
            FormatError: Its files cannot be read.
        """
        if self.run.is_file():
            before = read_json(self.run)
            sound_record(before, str(self.run))
            self._compare(record, before, resume=resume)
            if not resume:
                self.empty()
        elif self.results.exists() or self.events.exists() or self.parts.exists():
            hint = "name another folder, or an empty one"
            raise ConfigError([Problem(what="the folder holds results without run.json", place=self._place, hint=hint)])
        self.parts.mkdir(exist_ok=True)
        if not self.run.is_file() or read_json(self.run) != record:
            put(self.run, written(dict(record)))

    def _compare(self, record: Mapping[str, Json], before: Mapping[str, Json], *, resume: bool) -> None:
        differing = differences(record, before)
        if differing:
            hint = "name another folder, or ask for the same study again"
            what = f"the folder holds another study; not the same: {', '.join(differing)}"
            raise ConfigError([Problem(what=what, place=self._place, hint=hint)])
        more = max(self.finished(), default=0) if resume else 0
        wanted = record["replications"]
        assert isinstance(wanted, int)
        if more > wanted:
            hint = f"ask for {more} replications or more, or name another folder"
            what = "the folder holds more replications than asked for"
            raise ConfigError([Problem(what=what, value=str(wanted), place=self._place, hint=hint)])

    @property
    def _place(self) -> Place:
        return Place(str(self.path))

    def empty(self) -> None:
        """Remove a study; other files stay."""
        for path in (self.run, self.results, self.events):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.parts, ignore_errors=True)

    def hashes(self) -> dict[str, str]:
        """Give the SHA-256 of the files besides ``run.json``."""
        return {path.name: file_hash(path) for path in (self.events, self.results) if path.is_file()}


def _sound(value: Json, path: Path) -> tuple[Replication, Audit | None]:
    one, audit = replication_in(value, str(path))
    if not sound_replication(one):
        hint = "remove the file, and the replication is run anew"
        raise FormatError([Problem(what="this is no result of a replication", place=Place(str(path)), hint=hint)])
    return one, audit


def put(path: Path, content: bytes) -> None:
    """
    Write a file so that it is there whole or not at all, also if the power fails.

    Args:
        path: The file.
        content: What it holds.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    settle(temporary, path)


def settle(temporary: Path, path: Path) -> None:
    """
    Give a file that is written its name, once it is safely on the disk.

    Args:
        temporary: The file, in the same folder.
        path: Its name.
    """
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    if os.name != "posix":  # pragma: no cover - other systems cannot open folders
        return
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def held(out: Path | str) -> Iterator[Folder]:
    """
    Hold a folder, which is made if it is not there, so that no other study runs in it meanwhile.

    Args:
        out: Where it is.

    Raises:
        ConfigError: It cannot be made or written, or another study runs in it.
    """
    path = Path(out)
    with explained(path):
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / LOCK).open("ab")
    with lock:
        if not _locked(lock.fileno()):
            hint = "wait until it has ended, or name another folder"
            raise ConfigError([Problem(what="a study runs in this folder", place=Place(str(path)), hint=hint)])
        yield Folder(path)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """
    Tell of files that cannot be written as of a setting that makes no sense.

    Args:
        path: The folder.

    Raises:
        ConfigError: Something in it cannot be read or written.
    """
    try:
        yield
    except OSError as error:
        why = error.strerror or "the disk did not take it"
        hint = "name a folder that can be written, with room in it"
        raise ConfigError([Problem(what=f"cannot be written: {why}", place=Place(str(path)), hint=hint)]) from None


def found(out: Path | str) -> Folder:
    """
    Find the folder of a study.

    Args:
        out: Where it is.

    Raises:
        ConfigError: There is no study.
    """
    folder = Folder(Path(out))
    if not folder.run.is_file():
        hint = f"a study's folder holds {RUN}"
        raise ConfigError([Problem(what="there is no study here", place=Place(str(out)), hint=hint)])
    return folder


def _locked(descriptor: int) -> bool:
    """Lock a file until it is closed; tell whether that worked. The lock goes with the process that holds it."""
    try:
        import fcntl  # noqa: PLC0415 - other systems have another
    except ImportError:  # pragma: no cover - Windows alone
        return _locked_by_bytes(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _locked_by_bytes(descriptor: int) -> bool:  # pragma: no cover - Windows alone
    import msvcrt  # noqa: PLC0415 - other systems do not have it

    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
