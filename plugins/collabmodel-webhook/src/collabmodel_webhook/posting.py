"""One post over HTTPS to the very address that was judged, with a deadline for all of it and no detours."""

from __future__ import annotations

import math
import ssl
from collections.abc import Callable, Iterable, Sequence

import attrs
import httpcore

from collabmodel_webhook.addresses import Resolve, permitted
from collabmodel_webhook.errors import NoAnswerError


@attrs.frozen(kw_only=True)
class Post:
    """
    What is posted.

    Args:
        url: Where to. Not shown in ``repr``.
        headers: Headers, as pairs of name and value. Not shown in ``repr``.
        body: The body. Not shown in ``repr``.
    """

    url: str = attrs.field(repr=False)
    headers: tuple[tuple[str, str], ...] = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True, eq=False)
class Way:
    """
    How posts are sent.

    Args:
        tls: What is trusted.
        resolve: Gives the addresses of a host.
        internal: Hosts that may lie in a network of one's own.
        seconds: How long one post may take in all.
        ticks: Gives seconds that only ever grow.
    """

    tls: ssl.SSLContext
    resolve: Resolve
    internal: tuple[str, ...]
    seconds: float
    ticks: Callable[[], float]


@attrs.frozen
class Answer:
    """
    What a receiver answered.

    Args:
        status: Status code.
        retry_after: Its header ``Retry-After``, or empty.
    """

    status: int
    retry_after: str = ""


def send(post: Post, way: Way) -> Answer:
    """
    Post something, and give the answer's head; its body is never read, so it can be neither too slow nor too large.

    Args:
        post: What to post.
        way: How.

    Raises:
        AddressRefusedError: The host has an address that may not be sent to.
        NotFoundError: The host has no address.
        NoAnswerError: It could not be reached, is not who it should be, or gave no whole head of an answer in time.
    """
    backend = _GuardedBackend(way)
    try:
        # No proxies of the environment, no redirects, no connections kept: this knows of none.
        with httpcore.ConnectionPool(ssl_context=way.tls, network_backend=backend, http2=False, retries=0) as pool:
            timeout = dict.fromkeys(("connect", "read", "write", "pool"), way.seconds)
            request = httpcore.Request(
                "POST", post.url, headers=list(post.headers), content=post.body, extensions={"timeout": timeout}
            )
            response = pool.handle_request(request)
            try:
                found = [value for name, value in response.headers if name.lower() == b"retry-after"]
                return Answer(response.status, found[0].decode("ascii", "replace")[:100] if found else "")
            finally:
                response.close()
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError):
        # Words of what went wrong may hold the address, which may hold a token.
        raise NoAnswerError from None


class _GuardedBackend(httpcore.NetworkBackend):
    """Connects to addresses that were judged, and lets nothing take longer than the deadline in all."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._end = way.ticks() + way.seconds
        self._inner = httpcore.SyncBackend()

    def left(self, timeout: float | None) -> float:
        """Give how many seconds are left."""
        left = min(self._end - self._way.ticks(), math.inf if timeout is None else timeout)
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the one address that the host's name led to; TLS still asks for the name."""
        address = permitted(host, port, self._way.resolve, internal=host.lower() in self._way.internal)
        options: Sequence[httpcore.SOCKET_OPTION] = list(socket_options or ())
        stream = self._inner.connect_tcp(address, port, self.left(timeout), local_address, options)
        return _TimedStream(stream, self)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Refuse: events go to hosts alone."""
        del path, timeout, socket_options
        raise NoAnswerError


class _TimedStream(httpcore.NetworkStream):
    """A stream each of whose steps has no more time than is left in all."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _GuardedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._inner.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write everything."""
        self._inner.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        """Let go."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on over TLS."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _TimedStream(inner, self._backend)

    def get_extra_info(self, info: str) -> object:
        """Give what is known of the connection."""
        return self._inner.get_extra_info(info)
