"""Opening what an inner store gives back: events, rows, answers, messages and entries of the access log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import attrs

from collabmodel.errors import DamagedError, ErasedError, KeyUnavailableError
from collabmodel.plugin import Access, CaseRow, Parcel, Receipt, Recorded
from collabmodel.plugin.storing import Registry
from collabmodel_crypto.erasing import erased_row
from collabmodel_crypto.events import opened_event
from collabmodel_crypto.holders import Holder, KeyStore, Kind, older
from collabmodel_crypto.people import ERASED
from collabmodel_crypto.rows import bare_row, opened_access, opened_message, opened_row
from collabmodel_crypto.sealing import opened_text

LOG = "log"
"""What the key of the access log is for."""

T = TypeVar("T")


class Opener:
    """
    Opens what is sealed.

    Args:
        keys: Where the keys are.
        registry: Which records can be read.
    """

    def __init__(self, keys: KeyStore, registry: Registry) -> None:
        self._keys = keys
        self._registry = registry

    def case(self, case: str) -> Holder:
        """
        Give the keys of a case.

        Args:
            case: Id of the case.

        Raises:
            ErasedError: The case was erased.
            KeyUnavailableError: It has none.
        """
        return self._held(Kind.CASE, case)

    def _held(self, kind: Kind, name: str) -> Holder:
        holder = self._keys.find(kind, name)
        if holder is None:
            raise older()
        return holder

    def person(self, handle: str) -> str:
        """
        Give the id of a person, or what stands for one who was erased.

        Args:
            handle: The person's random name.

        Raises:
            KeyUnavailableError: The key is missing.
        """
        try:
            return self._keys.held(handle).identity
        except ErasedError:
            return f"{ERASED}-{handle}"

    def _receiver(self, handle: str) -> str:
        return self._keys.held(handle).identity

    def _anew(self, act: Callable[[], T]) -> T:
        """Do something; where a key is missing or does not fit, once more: others may have changed it since."""
        try:
            return act()
        except (KeyUnavailableError, DamagedError):
            self._keys.refresh()
            return act()

    def event(self, record: Recorded) -> Recorded:
        """
        Open an event.

        Args:
            record: The record as the inner store gives it.

        Raises:
            DamagedError: It does not open with its key here.
            ErasedError: The case was erased.
            KeyUnavailableError: A key is missing.
        """
        event = self._anew(
            lambda: opened_event(record, self.case(record.case), self._keys.held, self.person, self._registry)
        )
        return Recorded(
            case=record.case,
            seq=record.seq,
            type=record.type,
            schema=record.schema,
            payload=record.payload,
            digest=record.digest,
            event=event,
        )

    def receipt(self, receipt: Receipt, mark: str) -> Receipt:
        """
        Open a receipt.

        Args:
            receipt: The receipt as the inner store gives it.
            mark: The mark of its idempotency key.

        Raises:
            DamagedError: Its answer does not open with its key here.
            ErasedError: The case was erased.
            KeyUnavailableError: A key is missing.
        """
        where, case = f"case {receipt.case}, answer", receipt.case
        plain = self._anew(lambda: opened_text(self.case(case), receipt.answer, where, "answer", case, mark))
        return attrs.evolve(receipt, answer=plain.decode())

    def row(self, found: CaseRow) -> CaseRow:
        """
        Open a row; without keys, give what is clear of it, and of a case that was erased, that it was.

        Args:
            found: The row as the inner store gives it.

        Raises:
            DamagedError: It does not open with its key here.
        """
        try:
            return self._anew(lambda: opened_row(found, self.case(found.id), self.person))
        except ErasedError:
            return erased_row(found.id)
        except KeyUnavailableError:
            return bare_row(found)

    def access(self, found: Access) -> Access:
        """
        Open an entry of the access log; of what was erased since, it says so.

        Args:
            found: The entry as the inner store gives it.

        Raises:
            DamagedError: It does not open with its key here.
            KeyUnavailableError: A key is missing.
        """
        return self._anew(lambda: opened_access(found, self._held(Kind.STORE, LOG), self._keys.held, self.person))

    def parcel(self, found: Parcel) -> Parcel:
        """
        Open a message.

        Args:
            found: The message as the inner store gives it.

        Raises:
            DamagedError: It does not open with its key here.
            ErasedError: The case or the receiver was erased.
            KeyUnavailableError: A key is missing.
        """
        message = self._anew(lambda: opened_message(found.message, self.case(found.case), self._receiver))
        return attrs.evolve(found, message=message)
