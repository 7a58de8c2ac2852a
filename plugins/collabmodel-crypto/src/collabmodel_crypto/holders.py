"""Who has keys: cases, persons and the store itself; and what a store of keys must do."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hmac
from collections.abc import Iterable
from typing import Protocol

import attrs

from collabmodel.errors import KeyUnavailableError, Place, Problem


class Kind(enum.Enum):
    """What has keys."""

    CASE = "case"
    PERSON = "person"
    STORE = "store"


@attrs.define(kw_only=True, eq=False)
class Holder:
    """
    Something that has keys.

    Args:
        handle: A random name that says nothing: it stands for the holder wherever others might look.
        kind: What it is.
        identity: Id of the case or person, or what the store needs the key for. Not shown in ``repr``.
        keys: Data keys by generation; the newest seals. Not shown in ``repr``.

    >>> holder = Holder(handle="h", kind=Kind.CASE, identity="c1", keys={1: bytes(32)})
    >>> holder.newest, len(holder.key(1))
    (1, 32)
    """

    handle: str
    kind: Kind
    identity: str = attrs.field(repr=False)
    keys: dict[int, bytes] = attrs.field(repr=False)
    _derived: dict[str, bytes] = attrs.field(factory=dict, init=False, repr=False)

    @functools.cached_property
    def newest(self) -> int:
        """The generation that seals."""
        return max(self.keys)

    @functools.cached_property
    def first(self) -> bytes:
        """The key that never changes while the holder lasts: what must come out the same is made of it."""
        return self.keys[min(self.keys)]

    def key(self, generation: int) -> bytes:
        """
        Give the key of a generation.

        Args:
            generation: Which.

        Raises:
            KeyUnavailableError: The holder does not have it.
        """
        found = self.keys.get(generation)
        if found is None:
            raise older()
        return found

    def mark(self, purpose: str, text: str) -> str:
        """
        Give a mark that is the same for the same text and says nothing of it, hexadecimal.

        Args:
            purpose: What the mark is for; marks of different purposes have nothing in common.
            text: The text.
        """
        key = self._derived.get(purpose)
        if key is None:
            key = self._derived[purpose] = hmac.digest(self.first, b"collabmodel " + purpose.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


def older() -> KeyUnavailableError:
    """Give the error for a key that was never in the key file that is at hand."""
    hint = "is the key file an older copy, or that of another store?"
    return KeyUnavailableError([Problem(what="the key of what is stored is missing", place=Place("keys"), hint=hint)])


@attrs.frozen(kw_only=True)
class Destruction:
    """
    That keys were destroyed, and with them what they sealed.

    Args:
        what: Whose: ``"case"`` or ``"person"``.
        handle: Random name of the holder.
        case: Id of the case; empty for a person, of whom nothing is kept.
        at: When; timezone-aware.
        order: By whose order, such as the number of a decision; never a name.
    """

    what: str
    handle: str
    case: str = ""
    at: dt.datetime
    order: str


class KeyStore(Protocol):
    """
    What keeps data keys, away from the events. One is used from one thread at a time.

    Every method raises ``KeyUnavailableError`` where the store of keys cannot be used, and ``BusyError``, ``FullError``
    or ``ReadOnlyError`` where it cannot be written.
    """

    def refresh(self) -> None:
        """Take notice of what others changed: a key that somebody destroyed must not be used from memory."""

    def find(self, kind: Kind, name: str) -> Holder | None:
        """
        Give a holder, or None if it has no keys.

        Args:
            kind: What it is.
            name: Id of the case or person, or what the store needs the key for.

        Raises:
            ErasedError: Its keys were destroyed.
        """

    def need(self, wanted: Iterable[tuple[Kind, str]]) -> tuple[Holder, ...]:
        """
        Give holders, making keys for those that have none, durably and all at once.

        Args:
            wanted: What they are, and their names.

        Raises:
            ErasedError: The keys of one were destroyed.
        """

    def held(self, handle: str) -> Holder:
        """
        Give a holder by its random name.

        Args:
            handle: The name.

        Raises:
            ErasedError: Its keys were destroyed.
        """

    def renew(self, kind: Kind, name: str) -> int:
        """
        Give a holder a new key for what is sealed from now on; older ones still open what they sealed.

        Args:
            kind: What it is.
            name: Id of the case or person.

        Raises:
            ErasedError: Its keys were destroyed.
            StoreError: There is no such holder.
        """

    def destroy(self, kind: Kind, name: str, *, order: str, at: dt.datetime) -> Destruction | None:
        """
        Destroy all keys of a holder for ever, then write down that it was done; None if it was done before.

        Args:
            kind: What it is.
            name: Id of the case or person.
            order: By whose order.
            at: When; timezone-aware.

        Raises:
            StoreError: There is no such holder.
        """

    def uncleared(self) -> tuple[Destruction, ...]:
        """Give the cases whose keys are destroyed, and of which lists still tell something."""

    def cleared(self, handle: str) -> None:
        """
        Say that lists no longer tell anything of a case.

        Args:
            handle: Random name of the case.
        """

    def destructions(self) -> tuple[Destruction, ...]:
        """Give every destruction, in the order in which they were written down."""

    def close(self) -> None:
        """Let go of the keys; asking again does nothing."""
