"""What the tests of the wrapper share: keys, openers, and processes that are killed."""

from __future__ import annotations

import base64
from pathlib import Path

from collabmodel.adapters import MemoryStore, SqliteStore
from collabmodel.plugin import OpenStore, Secret
from collabmodel_crypto import CryptoSettings
from collabmodel_crypto.opening import open_crypto

MASTER = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()
SEED = base64.b64encode(bytes(range(2, 34))).decode()


def secret(folder: Path, name: str = "master", text: str = MASTER) -> Secret:
    """Put a secret into a file beside the stores and say where it is."""
    path = folder / f"{name}.secret"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return Secret(f"file:{path}")


def settings(folder: Path, **how: object) -> CryptoSettings:
    return CryptoSettings(keys=str(folder / "keys.db"), **({"master": secret(folder)} | how))


def wrapped(folder: Path, inner, *, at=None, **how: object):
    """Open the wrapper around whatever ``inner`` opens."""
    request = OpenStore(url="crypto+", settings=settings(folder, **how), inner=inner)
    return open_crypto(request, at=at)


def sqlite(folder: Path, *, at=None, keys_at=None, quick: bool = True, **how: object):
    """Open the wrapper around a real SQLite file; quick ones do not wait for the disk."""
    level = {"journal": "wal", "synchronous": "normal"} if quick else {}
    return wrapped(folder, lambda: SqliteStore(folder / "cases.db", at=at, **level), at=keys_at, **how)


def memory(folder: Path, *, at=None, **how: object):
    return wrapped(folder, lambda: MemoryStore(at=at), **how)
