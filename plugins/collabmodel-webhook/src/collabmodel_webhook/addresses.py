"""Which addresses events may be sent to: a name is looked up once, and every answer must be one that may be."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from collabmodel_webhook.errors import AddressRefusedError, NotFoundError

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host, numeric."""
Address: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses behind which a translator sends to the IPv4 address in their last four bytes."""


def system_resolve(host: str, port: int) -> Sequence[str]:
    """
    Ask the system for the addresses of a host.

    Args:
        host: Its name.
        port: The port.

    Raises:
        OSError: There is none.

    >>> list(system_resolve("127.0.0.1", 443))
    ['127.0.0.1']
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def permitted(host: str, port: int, resolve: Resolve, *, internal: bool) -> str:
    """
    Look a host up, once, and give the address to connect to.

    Args:
        host: Its name.
        port: The port.
        resolve: Gives its addresses.
        internal: Whether it may lie in a network of one's own.

    Raises:
        NotFoundError: It has no address.
        AddressRefusedError: One of its addresses may not be sent to.

    >>> permitted("hook.example", 443, lambda host, port: ["93.184.215.14"], internal=False)
    '93.184.215.14'
    """
    try:
        found = list(resolve(host, port))
    except (OSError, UnicodeError):
        raise NotFoundError from None
    if not found:
        raise NotFoundError
    if not all(may_reach(one, internal=internal) for one in found):
        raise AddressRefusedError
    return found[0]


def may_reach(address: str, *, internal: bool) -> bool:
    """
    Tell whether an address may be sent to.

    Args:
        address: The address, numeric.
        internal: Whether it may lie in a network of one's own; the link at hand and groups it never may.

    >>> [may_reach(one, internal=False) for one in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1")]
    [True, False, False]
    >>> [may_reach(one, internal=True) for one in ("10.0.0.1", "169.254.169.254")]
    [True, False]
    """
    try:
        meant = list(_meant(ipaddress.ip_address(address)))
    except ValueError:
        return False
    return all(_sound(one, internal=internal) for one in meant)


def _meant(address: Address) -> Iterator[Address]:
    """Give an address and those IPv4 addresses that it stands for: whatever carries it may unwrap it."""
    if not isinstance(address, ipaddress.IPv6Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _TRANSLATED:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _sound(address: Address, *, internal: bool) -> bool:
    if address.is_multicast or address.is_unspecified or address.is_link_local or address.is_reserved:
        return False
    inner = not address.is_global or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
    return internal or not inner
