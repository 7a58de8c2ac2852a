"""The desk: runs cases for real on a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

import attrs

from collabmodel.case import Command, Due, NextStep, Refusal, Visibility, tables_of
from collabmodel.desk import asking, delivering, messages, moves, recording, showing, ticking, verifying
from collabmodel.desk.answers import Answer, Denied
from collabmodel.desk.delivering import Delivered, Patience
from collabmodel.desk.moves import Move
from collabmodel.desk.office import Office
from collabmodel.desk.permission import write_access
from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.desk.showing import Entry, Shown
from collabmodel.desk.ticking import Ticked
from collabmodel.history import Actor
from collabmodel.model import Model
from collabmodel.plugin import Access, CaseRow, Fault, Head, Notifier, Store
from collabmodel.rules import Value


class Desk:
    """
    Runs cases on a store; ``open_desk`` gives one. Used from one thread at a time, like its store.

    Args:
        office: What it works with.
        notifier: Tells people, or None.
    """

    def __init__(self, office: Office, notifier: Notifier | None = None) -> None:
        self._office = office
        self._notifier = notifier

    def __enter__(self) -> Self:
        """Give the desk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the store."""
        self.close()

    @property
    def store(self) -> Store:
        """The store."""
        return self._office.store

    def close(self) -> None:
        """Let go of the store; asking again does nothing."""
        self._office.store.close()

    def open_case(
        self,
        *,
        by: Actor,
        data: Mapping[str, Value] | None = None,
        opening: str = "",
        id: str = "",
        occurred: dt.datetime | None = None,
        evidence: tuple[str, ...] = (),
        key: str | None = None,
    ) -> Answer:
        """
        Open a case on the desk's model.

        Args:
            by: Who opens it.
            data: What is known of it: facts of the model.
            opening: What opens it, one of the model's openings; empty where the model lists none.
            id: Its id, opaque and never a name or a personal number; empty for a new one.
            occurred: When it was opened, timezone-aware; None for now.
            evidence: References to documents, opaque.
            key: Idempotency key, at most 200 characters; None for a new one.

        Raises:
            ConfigError: The desk has no model to open cases on.
            KeyReusedError: The key stands for another command.
            StoreError: The store cannot do it; nothing was done.
            ValueError: A time has no zone.
        """
        carried = dict(data or {}) | ({"opening": opening} if opening else {})
        command = Command(verb="open", by=by, data=tuple(carried.items()), occurred=occurred, evidence=evidence)
        return recording.record(self._office, id, command, key=key)

    def record(
        self,
        case_id: str,
        command: Command,
        *,
        by: Actor | None = None,
        expected: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """
        Do a command on a case, or say why it was not done.

        Args:
            case_id: Id of the case.
            command: The command.
            by: Who asks, in place of the command's own ``by``; None for that.
            expected: Place of the last event that the caller knows of: if the case has gone on since, the answer is a
                conflict. None to decide on whatever is there.
            key: Idempotency key, at most 200 characters; None for a new one, which the answer tells.

        Raises:
            KeyReusedError: The key stands for another command.
            StoreError: The store cannot do it; nothing was done.
            ValueError: A time has no zone.
        """
        asked = command if by is None else attrs.evolve(command, by=by)
        return recording.record(self._office, case_id, asked, expected=expected, key=key)

    def close_case(
        self, case_id: str, ending: str, *, by: Actor, expected: int | None = None, key: str | None = None
    ) -> Answer:
        """
        Close a case with one of its model's endings.

        Args:
            case_id: Id of the case.
            ending: Id of the ending.
            by: Who closes it.
            expected: As for ``record``.
            key: As for ``record``.

        Raises:
            KeyReusedError: The key stands for another command.
            StoreError: The store cannot do it; nothing was done.
        """
        command = Command(verb="close", by=by, data=(("ending", ending),))
        return recording.record(self._office, case_id, command, expected=expected, key=key)

    def case(self, case_id: str, reader: Reader) -> Shown | Denied:
        """
        Show a case: what the reader may see of it.

        Args:
            case_id: Id of the case.
            reader: Who reads.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return showing.show(self._office, case_id, reader)

    def history(self, case_id: str, reader: Reader) -> tuple[Entry, ...] | Denied:
        """
        Show the events of a case that a reader may see, sensitive data masked that is not theirs to see.

        Args:
            case_id: Id of the case.
            reader: Who reads.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return showing.history(self._office, case_id, reader)

    def cases(
        self, reader: Reader, *, status: str = "", due_before: dt.datetime | None = None, after: str = ""
    ) -> Iterator[CaseRow]:
        """
        Give the cases in which a reader takes part, by id; all of them to the system.

        Args:
            reader: Who reads.
            status: Only ``"open"``, ``"closed"`` or ``"none"``; empty for all.
            due_before: Only those with something due before, in order of due time; None for all.
            after: Id after which to begin.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return showing.listed(self._office, reader, status=status, due_before=due_before, after=after)

    def accesses(self, reader: Reader, case_id: str = "") -> Iterator[Access] | Denied:
        """
        Give the access log to the system; that it was read stands in it too.

        Args:
            reader: Who reads.
            case_id: Only of this case; empty for all.

        Raises:
            StoreError: The access log cannot be written, or the store cannot be read.
        """
        return showing.accesses(self._office, case_id, reader)

    def due(self, case_id: str, reader: Reader) -> tuple[Due, ...] | Denied:
        """
        Give what waits for its target in a case, the most urgent first.

        Args:
            case_id: Id of the case.
            reader: Who reads.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return asking.dues(self._office, case_id, reader)

    def next_steps(self, case_id: str, reader: Reader) -> tuple[NextStep, ...] | Denied:
        """
        Give what may be done in a case now, what is required first.

        Args:
            case_id: Id of the case.
            reader: Who reads, and would do it.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return asking.steps(self._office, case_id, reader)

    def why_not(self, case_id: str, asked: Command | str, reader: Reader) -> Refusal | Denied | None:
        """
        Tell why a case does not take a command, or an element is not possible; None if nothing stands against it.

        Args:
            case_id: Id of the case.
            asked: The command, or the id of an element.
            reader: Who reads, and would do it.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return asking.reason(self._office, case_id, asked, reader)

    def blocks_closing(self, case_id: str, reader: Reader) -> tuple[Refusal, ...] | Denied:
        """
        Tell what stands against closing a case.

        Args:
            case_id: Id of the case.
            reader: Who reads.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return asking.blocks(self._office, case_id, reader)

    def visible(
        self, case_id: str, who: Actor, reader: Reader, *, element: str = "", purpose: str = ""
    ) -> Visibility | Denied:
        """
        Tell whether somebody may see something of a case, and on what ground.

        Args:
            case_id: Id of the case.
            who: Who would see it.
            reader: Who asks.
            element: Id of the element; empty for the case itself.
            purpose: What for.

        Raises:
            StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
        """
        return asking.sight(self._office, case_id, who, reader, element=element, purpose=purpose)

    def tick(self, now: dt.datetime | None = None, *, every: bool = False) -> Ticked:
        """
        Let time pass in all cases with something due: what expires or escalates happens, and who answers for what is
        overdue is told once. Meant to be called now and then by the operator.

        Args:
            now: The time, timezone-aware; None for that of the clock.
            every: Whether all open cases are looked at, not only those with something due.

        Raises:
            StoreError: The cases cannot be listed.
        """
        return ticking.tick(self._office, now or self._office.now(), every=every)

    def deliver(self, limit: int = 100, *, patience: Patience | None = None) -> Delivered:
        """
        Send messages that wait in the outbox through the desk's notifier; without one, nothing is sent.

        Args:
            limit: How many at most, >= 1.
            patience: How long is tried; None for the usual.

        Raises:
            StoreError: The store cannot be read or written; what was sent and not marked is sent again with its id.
        """
        if self._notifier is None:
            return Delivered()
        return delivering.deliver(self._office, self._notifier, limit, patience or Patience())

    def migrate(
        self,
        case_id: str,
        to: Model,
        mapping: Mapping[str, str] | None = None,
        *,
        by: Actor,
        apply: bool = False,
        key: str | None = None,
    ) -> Move:
        """
        Move a case to another version of its model, or tell what that would mean. It is the operator's, and logged.

        Args:
            case_id: Id of the case.
            to: The version to move to; the store keeps it if the case is moved.
            mapping: New ids by old ones where they differ, an empty one for none.
            by: Who moves it.
            apply: Whether to do it; else nothing but the access log is written.
            key: Idempotency key; None for a new one.

        Raises:
            ConfigError: The version is a set of values, on which no case runs.
            KeyReusedError: The key stands for another command.
            ModelError: The model cannot mean anything.
            StoreError: The access log cannot be written, or the store cannot do it.
        """
        target = self._office.shelf.add(to) if apply else tables_of(to)
        return moves.moved(self._office, case_id, target, mapping or {}, by=by, apply=apply, key=key)

    def migrate_all(
        self,
        to: Model,
        mapping: Mapping[str, str] | None = None,
        *,
        by: Actor,
        key: str,
        apply: bool = False,
        status: str = "open",
    ) -> Iterator[Move]:
        """
        Move every case of a model that runs on another version of it, each for itself, as the result is taken.

        Stopped anywhere, it goes on when it is called again with the same key.

        Args:
            to: The version to move to.
            mapping: New ids by old ones where they differ, an empty one for none.
            by: Who moves them.
            key: Idempotency key of the whole.
            apply: Whether to do it; else nothing but the access log is written.
            status: Only cases of this status; empty for all.

        Raises:
            ConfigError: The version is a set of values, on which no case runs.
            ModelError: The model cannot mean anything.
            StoreError: The cases cannot be listed.
        """
        target = self._office.shelf.add(to) if apply else tables_of(to)
        return moves.moved_all(self._office, target, mapping or {}, by=by, apply=apply, key=key, status=status)

    def case_of(self, link: str) -> str:
        """
        Give the id of the case that the link of a message leads to, or empty; nothing of the case is shown.

        Args:
            link: The link, or the token at its end.

        Raises:
            StoreError: The store cannot be read.
        """
        return messages.case_of(self._office, link.removeprefix(self._office.base_link))

    def verify(self, case_id: str = "", *, after: str = "", heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything in the store that is not as it was written. Nothing of a case is shown.

        Args:
            case_id: Only this case; empty for all.
            after: Id of the case after which to go on.
            heads: Ends of records as kept elsewhere.

        Raises:
            StoreError: The store cannot be read.
        """
        return verifying.verified(self._office, case_id, after, heads)

    def backup(self, target: str) -> None:
        """
        Make a whole copy while others go on working. It is the operator's, and in the access log.

        Args:
            target: Path of the copy; must not exist.

        Raises:
            StoreError: The access log cannot be written, or the copy cannot be made.
        """
        write_access(self._office, "", SYSTEM, "backup", allowed=True, at=self._office.now())
        self._office.store.backup(target)
