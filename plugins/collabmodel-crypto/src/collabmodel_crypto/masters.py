"""Master keys: they wrap data keys and never seal anything else."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from collabmodel.errors import ConfigError, KeyUnavailableError, Place, Problem
from collabmodel.plugin import Secret

SIZE = 32
"""Bytes of every key: AES-256, and seeds of Ed25519."""
_HINT = "32 random bytes in base64, as by: openssl rand -base64 32"


def key_of(secret: Secret) -> bytes:
    """
    Give the key that a secret holds.

    Args:
        secret: Where it is found.

    Raises:
        ConfigError: It is not there, or is no 32 bytes in base64.
    """
    try:
        found = base64.b64decode(secret.reveal().strip(), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != SIZE:
        raise ConfigError([Problem(what="a secret that is no key", place=Place(secret.source), hint=_HINT)])
    return found


class Masters:
    """
    The master keys at hand.

    Args:
        current: The one that wraps.
        old: Others that unwrap what was wrapped before.

    >>> masters = Masters(bytes(32))
    >>> id, wrapped = masters.wrapped(b"k" * 32)
    >>> masters.unwrapped(id, wrapped) == b"k" * 32
    True
    """

    def __init__(self, current: bytes, old: Iterable[bytes] = ()) -> None:
        self._keys = {id_of(key): key for key in (*old, current)}
        self.current = id_of(current)

    def wrapped(self, key: bytes) -> tuple[str, bytes]:
        """
        Wrap a key (RFC 3394), and say by which master key.

        Args:
            key: The key.
        """
        return self.current, aes_key_wrap(self._keys[self.current], key)

    def unwrapped(self, id: str, wrapped: bytes) -> bytes:
        """
        Unwrap a key.

        Args:
            id: Id of the master key.
            wrapped: The wrapped key.

        Raises:
            KeyUnavailableError: The master key is not at hand, or what is wrapped was changed.
        """
        master = self._keys.get(id)
        try:
            if master is not None:
                return aes_key_unwrap(master, wrapped)
            what, hint = f"keys are wrapped by the master key {id[:16]}", "give it as master, or among the old ones"
        except InvalidUnwrap:
            what, hint = "a wrapped key is not what was written", "restore the key file"
        raise KeyUnavailableError([Problem(what=what, place=Place("keys"), hint=hint)])


def id_of(master: bytes) -> str:
    """
    Give the id of a master key: it leads to no key and tells which one is wanted.

    Args:
        master: The master key.
    """
    return HKDF(SHA256(), length=8, salt=None, info=b"collabmodel id of a master key").derive(master).hex()
