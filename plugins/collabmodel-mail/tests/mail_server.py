"""A mail server over TLS on loopback that can be told to behave badly, with an authority of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import ssl
import threading
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "worker", "hush-hush-13"


class MailAuthority:
    """An authority that vouches for servers, made for one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of the tests")])
        own = self._begun(self._name, self._key)
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.file = str(self._written("authority", own.add_extension(usage, critical=True)))

    def context(self, host: str) -> ssl.SSLContext:
        """Give what the server of a host shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        begun = self._begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key)
        begun = begun.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        private = self.folder / f"{host}.key"
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self._written(f"of-{host}", begun), private)
        return made

    def _begun(self, name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(issuer, critical=False)
        )

    def _written(self, name: str, begun: x509.CertificateBuilder) -> Path:
        path = self.folder / f"{name}.pem"
        path.write_bytes(begun.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return path


class MailServer:
    """
    A server on loopback.

    ``acts`` are what it does with one mail after the other: ``"cut"`` takes it and hangs up, ``"busy"`` says 451,
    ``"slow"`` waits; then it takes them. Recipients in ``refused`` get 550.
    """

    def __init__(self, context: ssl.SSLContext, *, tls: bool = False, plain: bool = False, port: int = 0) -> None:
        self.acts: list[str] = []
        self.refused: set[str] = set()
        self.envelopes: list[Envelope] = []
        self.port = port
        self._context = context
        self._tls = tls
        self._plain = plain
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._live: set[SMTP] = set()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails that were taken, as a reader's program reads them."""
        raw = [envelope.original_content for envelope in self.envelopes]
        return [email.message_from_bytes(one, policy=email.policy.default) for one in raw]  # type: ignore[misc]

    def _made(self) -> SMTP:
        options: dict[str, object] = {"loop": self._loop, "enable_SMTPUTF8": False, "hostname": "localhost"}
        if not self._tls and not self._plain:
            options |= {"tls_context": self._context, "require_starttls": True, "authenticator": _authenticated}
        made = SMTP(self, **options)
        self._live.add(made)
        return made

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        starting = self._loop.create_server(
            self._made, "127.0.0.1", self.port, ssl=self._context if self._tls else None
        )
        server = self._loop.run_until_complete(starting)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for one in self._live:
            if one.transport is not None:
                one.transport.abort()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    async def handle_RCPT(  # noqa: N802 - so aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        act = self.acts.pop(0) if self.acts else ""
        if act == "busy":
            return "451 later"
        if act == "slow":
            await asyncio.sleep(30)
        self.envelopes.append(envelope)
        if act == "cut" and server.transport is not None:
            server.transport.abort()
        return "250 taken"


def _authenticated(_server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known and mechanism in {"LOGIN", "PLAIN"}, handled=False)
