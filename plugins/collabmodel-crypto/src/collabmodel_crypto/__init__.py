"""
A wrapper around any store of collabmodel that encrypts, and erases by destroying keys.

This module is light: what encrypts is imported when a store is opened.
"""

from __future__ import annotations

from collabmodel.plugin import OpenStore, Store, StoreKind, hookimpl
from collabmodel_crypto.holders import Destruction, Holder, KeyStore, Kind
from collabmodel_crypto.residue import Residue, search_residue
from collabmodel_crypto.settings import CryptoSettings

__all__ = ["CryptoSettings", "Destruction", "Holder", "KeyStore", "Kind", "Residue", "search_residue"]


def _open(request: OpenStore[CryptoSettings]) -> Store:
    from collabmodel_crypto.opening import open_crypto  # noqa: PLC0415 - cryptography is heavy

    return open_crypto(request)


@hookimpl
def collabmodel_register_stores() -> tuple[StoreKind[CryptoSettings], ...]:
    """Bring the wrapper that encrypts."""
    summary = "encrypts whatever store stands behind it, and erases by destroying keys"
    return (StoreKind(name="crypto", summary=summary, config=CryptoSettings, open=_open, wraps=True),)
