"""Opening an encrypted store as its settings say."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from collabmodel.errors import ConfigError, DamagedError, KeyUnavailableError, Place, Problem
from collabmodel.plugin import Fault, Head, OpenStore, Store
from collabmodel_crypto.heads import WHERE, Signed, SignedHeads, public_of, read_public
from collabmodel_crypto.key_file import KeyFile
from collabmodel_crypto.masters import Masters, key_of
from collabmodel_crypto.people import Naming
from collabmodel_crypto.settings import CryptoSettings
from collabmodel_crypto.store import CryptoStore


class FiledStore(CryptoStore):
    """
    An encrypted store whose keys lie in a file, with signed ends of records where the settings name a file for them.

    Args:
        inner: The store that it wraps.
        keys: The key file.
        settings: The settings.
    """

    def __init__(self, inner: Store, keys: KeyFile, settings: CryptoSettings) -> None:
        naming = Naming(persons=frozenset(settings.persons), telling=frozenset(settings.telling))
        self._file = keys
        self._seed = None if settings.signing is None else key_of(settings.signing)
        public = read_public(settings.public) if settings.public else None
        public = public_of(self._seed) if public is None and self._seed is not None else public
        self._signed = SignedHeads(settings.heads, public) if settings.heads and public is not None else None
        super().__init__(inner, keys, naming=naming)

    @property
    def key_file(self) -> KeyFile:
        """The key file."""
        return self._file

    def sign_heads(self, at: dt.datetime) -> Signed:
        """
        Sign the ends of all records that changed since the last time, and the end of the log of destroyed keys.

        Args:
            at: When; timezone-aware.

        Raises:
            ConfigError: The settings name no file for it, or no signing key.
            DamagedError: The file is not what was signed, or the store or the log no longer reaches what it says.
            StoreError: It cannot be written.
        """
        if self._signed is None or self._seed is None:
            hint = "set heads and signing"
            raise ConfigError([Problem(what="nothing to sign with", place=Place("settings"), hint=hint)])
        self._see_that_it_goes_on(self._signed.read())
        return self._signed.add(self.heads(), self._file.log.end(), self._seed, at)

    def _see_that_it_goes_on(self, signed: Signed) -> None:
        """Refuse to sign what is not the continuation of what was signed: the newer signature would hide the loss."""
        lost = [fault.what for fault in self._log_faults(signed)] if signed.lines else []
        ends = {head.case: head for head in self.heads()} if signed.heads else {}
        for kept in signed.heads:
            if ends.get(kept.case) == kept:
                continue
            there = next(iter(self.inner.read(kept.case, kept.seq - 1)), None)
            if there is None or (there.seq, there.digest) != (kept.seq, kept.digest):
                lost.append(f"the record of case {kept.case} no longer reaches its signed end")
        if lost:
            hint = "see what verify says; after a restore that is known, begin a new file and keep this one"
            raise DamagedError([Problem(what=what, place=Place(WHERE), hint=hint) for what in lost])

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything that is not as it was written, also against the signed ends where the settings name them.

        Args:
            case: Only this case; empty for all.
            after: Id of the case after which to go on.
            heads: Ends of records as kept elsewhere.
        """
        signed = Signed()
        if self._signed is not None:
            try:
                signed = self._signed.read()
            except (DamagedError, KeyUnavailableError) as error:
                yield Fault(case="", what=f"the signed ends of records: {error.problems[0].what}")
            else:
                yield from self._log_faults(signed)
        yield from super().verify(case, after, heads=[*heads, *signed.heads])

    def _log_faults(self, signed: Signed) -> Iterator[Fault]:
        if not signed.lines:
            yield Fault(case="", what="no signed ends of records are there")
        elif not self._file.log.starts_with(*signed.log):
            yield Fault(case="", what="the log of destroyed keys is not what it was when it was last signed")


def open_crypto(request: OpenStore[CryptoSettings], *, at: Callable[[str], None] | None = None) -> FiledStore:
    """
    Open an encrypted store.

    A key file is made for a store in which nothing is yet; for any other it must be there.

    Args:
        request: URL, settings, and what opens the inner store.
        at: Called with the name of each fault point that is passed, for tests; None costs nothing.

    Raises:
        ConfigError: A setting makes no sense, or a secret is not there.
        DamagedError: The log of destroyed keys is not what was written.
        StoreError: The inner store cannot be opened.
    """
    settings = request.settings
    if request.inner is None:
        hint = "write crypto+sqlite:///cases.db"
        raise ConfigError([Problem(what="a wrapper without a store to wrap", place=Place("store"), hint=hint)])
    masters = Masters(key_of(settings.master), [key_of(one) for one in settings.old_masters])
    with contextlib.ExitStack() as undone:
        inner = request.inner()
        undone.callback(inner.close)
        make = next(iter(inner.heads()), None) is None
        keys = KeyFile(
            settings.keys,
            masters,
            destroyed=settings.destroyed or None,
            make=make,
            timeout=settings.timeout,
            at=at,
        )
        undone.callback(keys.close)
        store = FiledStore(inner, keys, settings)
        undone.pop_all()
        return store
