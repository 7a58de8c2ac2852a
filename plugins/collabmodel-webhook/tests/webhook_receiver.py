"""A receiver of webhooks over TLS on loopback that can be told to behave badly."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

import attrs
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "hook.example"
SECRET = "0123456789abcdef-first"
NEXT_SECRET = "fedcba9876543210-second"


class Authority:
    """An authority that vouches for hosts, made for one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of the tests")])
        self.file = str(self._write("authority", self._certificate(self._name, self._key, ca=True)))

    def context(self, *hosts: str) -> ssl.SSLContext:
        """Give what a server of some hosts shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        certificate = self._write(f"of-{hosts[0]}", self._certificate(name, key, hosts=hosts))
        private = self.folder / f"{hosts[0]}.key"
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(certificate, private)
        return made

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, hosts: tuple[str, ...] = (), ca: bool = False
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if ca:
            usage = x509.KeyUsage(
                digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
                key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
                decipher_only=False,
            )  # fmt: skip
            made = made.add_extension(usage, critical=True)
        names = [_general(host) for host in hosts]
        if names:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(self._key, hashes.SHA256())

    def _write(self, name: str, certificate: x509.Certificate) -> Path:
        path = self.folder / f"{name}.pem"
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return path


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


@attrs.frozen
class Came:
    """One request that arrived whole."""

    headers: dict[str, str]
    body: bytes
    line: str = ""


def status(code: int, *headers: str) -> Callable[[Receiver, ssl.SSLSocket], None]:
    """Answer with a status and no body."""

    def act(_: Receiver, sock: ssl.SSLSocket) -> None:
        lines = [f"HTTP/1.1 {code} Said", "Content-Length: 0", *headers, "", ""]
        sock.sendall("\r\n".join(lines).encode())

    return act


def cut(_: Receiver, sock: ssl.SSLSocket) -> None:
    """Take the request and hang up without an answer."""
    sock.sendall(b"HTTP/1.1 2")


def stall(receiver: Receiver, _: ssl.SSLSocket) -> None:
    """Take the request and say nothing."""
    receiver.over.wait(30)


def drip_head(receiver: Receiver, sock: ssl.SSLSocket) -> None:
    """Send headers, one byte at a time, without end."""
    sock.sendall(b"HTTP/1.1 204 Said\r\n")
    while not receiver.over.wait(0.02):
        sock.sendall(b"X")


def drip_body(receiver: Receiver, sock: ssl.SSLSocket) -> None:
    """Say yes, and then send a body without end."""
    sock.sendall(b"HTTP/1.1 200 Said\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not receiver.over.wait(0.01):
        sock.sendall(b"1\r\nX\r\n")


def huge_head(receiver: Receiver, sock: ssl.SSLSocket) -> None:
    """Send headers as fast as they are read, without end."""
    sock.sendall(b"HTTP/1.1 204 Said\r\n")
    while not receiver.over.is_set():
        sock.sendall(b"X-More: " + b"x" * 4000 + b"\r\n")


class Receiver:
    """A receiver on loopback; ``acts`` are what it does with one request after the other, then it says 204."""

    def __init__(self, authority: Authority, *hosts: str, port: int = 0) -> None:
        self._context = authority.context(*(hosts or (HOST, "127.0.0.1")))
        self.acts: list[Callable[[Receiver, ssl.SSLSocket], None]] = []
        self.usual: Callable[[Receiver, ssl.SSLSocket], None] = status(204)
        self.came: list[Came] = []
        self.names: list[str] = []
        self.connections = 0
        self.over = threading.Event()
        self._context.sni_callback = lambda _, name, __: self.names.append(name or "")
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", port))
        self._socket.settimeout(0.05)
        self.port = self._socket.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join(10)
        self._socket.close()

    def _listen(self) -> None:
        while not self.over.is_set():
            with contextlib.suppress(TimeoutError):
                sock, _ = self._socket.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(sock,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(5)
        with plain, contextlib.suppress(OSError), self._context.wrap_socket(plain, server_side=True) as sock:
            came = self._read(sock)
            with self._lock:
                self.came.append(came)
                act = self.acts.pop(0) if self.acts else self.usual
            act(self, sock)

    def _read(self, sock: ssl.SSLSocket) -> Came:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._some(sock)
        head, _, body = data.partition(b"\r\n\r\n")
        line, *lines = head.decode("ascii").split("\r\n")
        headers = {name: value.strip() for name, _, value in (each.partition(":") for each in lines)}
        while len(body) < int(headers["Content-Length"]):
            body += self._some(sock)
        return Came(headers, body, line)

    def _some(self, sock: ssl.SSLSocket) -> bytes:
        found = sock.recv(65536)
        if not found:
            raise ConnectionResetError
        return found
