"""What a desk answers: done, refused, conflict, busy or unknown; each a value until somebody unwraps it."""

from __future__ import annotations

from typing import NoReturn, TypeAlias

import attrs

from collabmodel.case import Refusal, Visibility, Warned
from collabmodel.errors import BusyError, ConflictError, Place, Problem, RefusedError, UnknownOutcomeError
from collabmodel.history import Event
from collabmodel.plugin import CaseRow, Receipt


@attrs.frozen(kw_only=True)
class Done:
    """
    That a command was done, durably.

    Args:
        row: The case for lists, as it is now.
        seq: Place of the last event of the case after the command: what the next one may expect.
        events: What the command made, the asked-for event first; none where nothing changed. Not shown in ``repr``.
        warned: What people should know although it went through.
        receipt: What the store acknowledged.
        key: The idempotency key: whoever asks again with it gets this answer again.
        repeated: Whether the key had been used before, so that nothing was done now.
        clock_back: Whether the clock stood before the last event of the case: order is by place, never by time.
    """

    row: CaseRow = attrs.field(repr=False)
    seq: int
    events: tuple[Event, ...] = attrs.field(default=(), repr=False)
    warned: tuple[Warned, ...] = ()
    receipt: Receipt = attrs.field(repr=False)
    key: str
    repeated: bool = False
    clock_back: bool = False

    @property
    def id(self) -> str:
        """Id of the case."""
        return self.receipt.case

    def unwrap(self) -> Done:
        """Give this answer: it was done."""
        return self


@attrs.frozen(kw_only=True)
class Refused:
    """
    That the case does not take the command now. Nothing is stored, so the key may be used again, and is decided anew.

    Args:
        refusal: Why, and what would change it.
        key: The idempotency key of the command.
    """

    refusal: Refusal
    key: str = ""

    def unwrap(self) -> NoReturn:
        """
        Raise the refusal.

        Raises:
            RefusedError: Always; with every reason.
        """
        raise RefusedError([_problem(one) for one in (self.refusal, *self.refusal.others)])


@attrs.frozen(kw_only=True)
class Conflict:
    """
    That the case has gone on since the caller read it, or faster than the desk could decide anew. Nothing was done.

    Args:
        expected: Place that the caller expected to be the last.
        found: Place that is the last.
        key: The idempotency key of the command.
    """

    expected: int
    found: int
    key: str = ""

    def unwrap(self) -> NoReturn:
        """
        Raise the conflict.

        Raises:
            ConflictError: Always.
        """
        what = f"the case has {self.found} events, not {self.expected}"
        problem = Problem(what=what, place=Place("case"), hint="read it again and decide anew")
        raise ConflictError([problem], expected=self.expected, found=self.found)


@attrs.frozen(kw_only=True)
class Busy:
    """
    That another writer held the store for too long. Nothing was done; try again with the same key.

    Args:
        key: The idempotency key of the command.
    """

    key: str = ""

    def unwrap(self) -> NoReturn:
        """
        Raise that the store is busy.

        Raises:
            BusyError: Always.
        """
        what = "another writer holds the store; nothing was done"
        raise BusyError([Problem(what=what, place=Place("store"), hint="try again")])


@attrs.frozen(kw_only=True)
class Unknown:
    """
    That the store's answer was lost: the command may have been done. Asking again with the same key settles it.

    Args:
        key: The idempotency key to ask again with.
    """

    key: str

    def unwrap(self) -> NoReturn:
        """
        Raise that the outcome is unknown.

        Raises:
            UnknownOutcomeError: Always.
        """
        hint = "ask again with the same key"
        raise UnknownOutcomeError([Problem(what="the store's answer was lost", place=Place("store"), hint=hint)])


Answer: TypeAlias = "Done | Refused | Conflict | Busy | Unknown"
"""What a command is answered."""


@attrs.frozen(kw_only=True)
class Denied:
    """
    That a reader may not see what was asked for. That it was asked is in the access log.

    Args:
        visibility: On what ground.
    """

    visibility: Visibility

    def unwrap(self) -> NoReturn:
        """
        Raise the denial.

        Raises:
            RefusedError: Always.
        """
        words = self.visibility.text.in_language("en") or "this is not yours to see"
        hint = "join the case, name a purpose that a consent covers, or give a reason to see it all the same"
        raise RefusedError([Problem(what=words.rstrip("."), place=Place("access"), hint=hint)])


def _problem(refusal: Refusal) -> Problem:
    words = refusal.text.in_language("en") or refusal.reason.value
    needs = ", ".join(f"{need.lack.value} {need.name}".strip() for need in refusal.needs)
    hint = f"needs {needs}" if needs else ""
    return Problem(what=words.rstrip("."), place=Place(refusal.element or "case"), hint=hint)
