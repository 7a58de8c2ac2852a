"""Ends of records, signed and kept outside: they show a cut tail, and a store rewritten by whoever owns its disk."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from collabmodel.errors import ConfigError, DamagedError, Place, Problem
from collabmodel.plugin import Head
from collabmodel.plugin.storing import canonical
from collabmodel_crypto.lines import add_line, alone, whole_lines
from collabmodel_crypto.masters import SIZE

WHERE = "signed ends of records"
"""What the file is, for messages."""
_MISREAD = (ValueError, TypeError, LookupError, AttributeError, RecursionError, InvalidSignature)


@attrs.frozen(kw_only=True)
class Signed:
    """
    What the file of signed ends says.

    Args:
        heads: The newest end of every case, by id.
        log: Number of lines and digest of the log of destroyed keys, as it was at the last signing.
        at: When that was; None for never.
        lines: How often was signed.
        digest: Digest of the last line: written down elsewhere, it shows that the file itself was not cut.
    """

    heads: tuple[Head, ...] = ()
    log: tuple[int, str] = (0, "")
    at: dt.datetime | None = None
    lines: int = 0
    digest: str = ""


def public_of(seed: bytes) -> bytes:
    """
    Give the public key of a signing key.

    Args:
        seed: The signing key, 32 bytes.

    >>> len(public_of(bytes(32)))
    32
    """
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def read_public(text: str) -> bytes:
    """
    Read a public key.

    Args:
        text: The key in base64.

    Raises:
        ConfigError: It is none.
    """
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != SIZE:
        raise ConfigError([Problem(what="no public key", place=Place("public"), hint="32 bytes in base64")])
    return found


class SignedHeads:
    """
    The file of signed ends, one line each time they are signed: what changed since, and the digest of the line before.

    Args:
        path: Path of the file.
        public: The public key that checks it.
    """

    def __init__(self, path: str | Path, public: bytes) -> None:
        self.path = Path(path)
        self._public = public

    def read(self) -> Signed:
        """
        Give what the file says, every signature checked.

        Raises:
            DamagedError: A line is not signed by the key, or does not follow the one before; all of them.
            KeyUnavailableError: The file cannot be read.
        """
        heads: dict[str, Head] = {}
        signed, problems = Signed(), []
        for number, line in enumerate(whole_lines(self.path, WHERE).splitlines(), 1):
            try:
                record = self._checked(line, signed.digest)
                heads |= {case: Head(case=case, seq=seq, digest=digest) for case, seq, digest in record["heads"]}
                log = (int(record["log"][0]), str(record["log"][1]))
                at = dt.datetime.fromisoformat(record["at"])
            except _MISREAD:
                problems.append(Problem(what="line that was not signed so", place=Place(WHERE, number, 1)))
                continue
            signed = Signed(log=log, at=at, lines=number, digest=hashlib.sha256(line).hexdigest())
        if problems:
            raise DamagedError(problems)
        return attrs.evolve(signed, heads=tuple(heads[case] for case in sorted(heads)))

    def _checked(self, line: bytes, previous: str) -> Any:
        record = json.loads(line)
        signature = base64.b64decode(record.pop("signature"), validate=True)
        Ed25519PublicKey.from_public_bytes(self._public).verify(signature, canonical(record).encode())
        if record["previous"] != previous:
            raise ValueError(WHERE)
        return record

    def add(self, heads: Iterable[Head], log: tuple[int, str], seed: bytes, at: dt.datetime) -> Signed:
        """
        Sign the ends that changed since the last time, and give what the file says then.

        Args:
            heads: The ends of all cases.
            log: Number of lines and digest of the log of destroyed keys.
            seed: The signing key.
            at: When; timezone-aware.

        Raises:
            BusyError: Somebody else signs at this moment; nothing was done.
            ConfigError: The signing key is not that of the public key.
            DamagedError: The file is not what was signed.
            StoreError: It cannot be written.
        """
        if public_of(seed) != self._public:
            hint = "give the signing key of the public key"
            raise ConfigError([Problem(what="the signing key is another one", place=Place("signing"), hint=hint)])
        # Two who sign at once would both go on from the same line, and nothing would fit any more.
        with alone(self.path, WHERE):
            before = self.read()
            known = {head.case: head for head in before.heads}
            changed = [[head.case, head.seq, head.digest] for head in heads if known.get(head.case) != head]
            record = {"at": at.isoformat(), "previous": before.digest, "heads": changed, "log": list(log)}
            signature = Ed25519PrivateKey.from_private_bytes(seed).sign(canonical(record).encode())
            add_line(self.path, canonical(record | {"signature": base64.b64encode(signature).decode()}), WHERE)
        return self.read()
