"""Sealing bytes: AES-256-GCM, bound to the place where they stand, as text that any store keeps."""

from __future__ import annotations

import binascii
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from collabmodel.errors import DamagedError, Place, Problem
from collabmodel_crypto.holders import Holder

FORM = 1
"""Form of what is sealed: AES-256-GCM with a random nonce before the ciphertext."""
NONCE = 12
"""Bytes of a nonce, random: fresh for everything that is sealed."""

_LENGTH = struct.Struct(">I")


def bound(*parts: str | int) -> bytes:
    """
    Give the associated data that binds ciphertext to its place, so that it opens nowhere else.

    Every part stands behind its length, so that no two different places frame alike.

    Args:
        parts: What the place is.

    >>> bound("row", "c1")
    b'3:row2:c1'
    """
    return "".join(f"{len(text)}:{text}" for text in map(str, parts)).encode()


def sealed(key: bytes, plain: bytes, place: bytes) -> bytes:
    """
    Seal bytes.

    Args:
        key: The key, 32 bytes.
        plain: What to seal.
        place: Where it will stand.
    """
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def opened(key: bytes, found: bytes, place: bytes, where: str) -> bytes:
    """
    Open what was sealed.

    Args:
        key: The key.
        found: What ``sealed`` gave.
        place: Where it stands.
        where: The same for people.

    Raises:
        DamagedError: It was sealed with another key or for another place, or was changed.
    """
    try:
        return AESGCM(key).decrypt(found[:NONCE], found[NONCE:], place)
    except (InvalidTag, ValueError):
        raise unsound(where) from None


def unsound(where: str) -> DamagedError:
    """
    Give the error for what does not open.

    Args:
        where: Where it stands, for people.
    """
    what = "what is sealed does not open with its key here"
    return DamagedError([Problem(what=what, place=Place(where), hint="see what verify says")])


def armoured(found: bytes) -> str:
    """
    Give bytes as text.

    Args:
        found: The bytes.
    """
    return binascii.b2a_base64(found, newline=False).decode()


def bare(text: str, where: str) -> bytes:
    """
    Give text as bytes.

    Args:
        text: What ``armoured`` gave.
        where: Where it stands, for people.

    Raises:
        DamagedError: It is no such text.
    """
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise unsound(where) from None


def sealed_text(holder: Holder, plain: bytes, *place: str | int) -> str:
    """
    Seal bytes by the newest key of a holder, as text that says which key that is.

    Args:
        holder: Whose key.
        plain: What to seal.
        place: Where it will stand.
    """
    generation = holder.newest
    found = sealed(holder.keys[generation], plain, bound(*place, holder.handle, generation))
    return f"{FORM}.{generation}.{armoured(found)}"


def opened_text(holder: Holder, text: str, where: str, *place: str | int) -> bytes:
    """
    Open what ``sealed_text`` gave.

    Args:
        holder: Whose key.
        text: The text.
        where: Where it stands, for people.
        place: The same as it was sealed for.

    Raises:
        DamagedError: It was sealed with another key or for another place, or was changed.
        KeyUnavailableError: The key of this generation is missing.
    """
    form, _, rest = text.partition(".")
    number, _, found = rest.partition(".")
    if form != str(FORM) or not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise unsound(where)
    generation = int(number)
    return opened(holder.key(generation), bare(found, where), bound(*place, holder.handle, generation), where)


def framed(parts: list[bytes]) -> bytes:
    """
    Put parts behind one another, each behind its length.

    Args:
        parts: The parts.

    >>> unframed(framed([b"a", b""]), "here")
    [b'a', b'']
    """
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def unframed(found: bytes, where: str) -> list[bytes]:
    """
    Take apart what ``framed`` put together.

    Args:
        found: The bytes.
        where: Where they stand, for people.

    Raises:
        DamagedError: They are no such thing.
    """
    parts, at = [], 0
    while at < len(found):
        if at + _LENGTH.size > len(found):
            raise unsound(where)
        (length,) = _LENGTH.unpack_from(found, at)
        at += _LENGTH.size
        if at + length > len(found):
            raise unsound(where)
        parts.append(found[at : at + length])
        at += length
    return parts
