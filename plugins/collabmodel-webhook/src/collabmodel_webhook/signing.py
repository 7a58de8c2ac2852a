"""Signatures over time and body: made by us, checked by whoever receives an event."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from collabmodel_webhook.errors import SignatureError

SIGNATURE, IDEMPOTENCY = "Collabmodel-Signature", "Idempotency-Key"
"""Headers of an event: who signed it when, and the id by which doubles are dropped."""
TOLERANCE = dt.timedelta(minutes=5)
"""How far the time of a signature may lie from the receiver's clock."""
_HEADER = re.compile(r"v1 t=([0-9]{1,12})((?: [a-z0-9][a-z0-9._-]{0,39}=[0-9a-f]{64}){1,4})")


def signed(body: bytes, keys: Mapping[str, str], now: dt.datetime) -> str:
    """
    Give the header that signs a body.

    Args:
        body: The body.
        keys: Secrets by the id of their keys.
        now: The time; timezone-aware.

    >>> signed(b"{}", {"a": "secret"}, dt.datetime(2026, 3, 2, tzinfo=dt.UTC))[:20]
    'v1 t=1772409600 a=fa'
    """
    stamp = str(int(now.timestamp()))
    marks = [f"{id}={_mark(secret, stamp, body)}" for id, secret in sorted(keys.items())]
    return " ".join(["v1", f"t={stamp}", *marks])


def verify(
    headers: Mapping[str, str],
    body: bytes,
    keys: Mapping[str, str],
    now: dt.datetime,
    tolerance: dt.timedelta = TOLERANCE,
) -> str:
    """
    Look that an event was signed by a known key just now and came unchanged; for whoever receives events.

    Give what this returns to your own store of what was already done, and do nothing if it is there: an event may come
    more than once.

    Args:
        headers: Headers of the request, in whatever case.
        body: Body of the request, byte for byte.
        keys: Secrets by the id of their keys: both while one takes the place of the other.
        now: The time; timezone-aware.
        tolerance: How far the time of the signature may lie from it.

    Returns:
        Id of the event, the same at every attempt.

    Raises:
        SignatureError: It is not signed so, is too old, or was changed.

    >>> now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    >>> sent = {SIGNATURE: signed(b'{"id":"m1"}', {"a": "secret"}, now), IDEMPOTENCY: "m1"}
    >>> verify(sent, b'{"id":"m1"}', {"a": "secret"}, now)
    'm1'
    """
    given = {name.lower(): value for name, value in headers.items()}
    found = _HEADER.fullmatch(given.get(SIGNATURE.lower(), ""))
    if found is None:
        msg = "not signed"
        raise SignatureError(msg)
    stamp, marks = found.group(1), dict(pair.split("=") for pair in found.group(2).split())
    # Whoever has an empty secret, such as a variable that is not set, has none: anybody could sign with it.
    known = [(keys[id], mark) for id, mark in sorted(marks.items()) if keys.get(id)]
    if not known:
        msg = "signed by no known key"
        raise SignatureError(msg)
    if not any(hmac.compare_digest(_mark(secret, stamp, body), mark) for secret, mark in known):
        msg = "wrong signature"
        raise SignatureError(msg)
    if abs(now.timestamp() - int(stamp)) > tolerance.total_seconds():
        msg = "too old, or from ahead of the clock"
        raise SignatureError(msg)
    return _id_of(body, given.get(IDEMPOTENCY.lower()))


def header_text(text: str) -> str:
    """
    Give a text as a header can hold it: no line break can come into it.

    Args:
        text: The text.

    >>> header_text("m1"), header_text("a: b" + chr(10))
    ('m1', 'a:%20b%0A')
    """
    return quote(text, safe="!#$&'()*+,-./:;<=>?@[]^_`{|}~")


def _mark(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _id_of(body: bytes, key: str | None) -> str:
    try:
        found = json.loads(body)["id"]
    except (ValueError, LookupError, TypeError, RecursionError):
        found = None
    if not isinstance(found, str) or not found:
        msg = "no event"
        raise SignatureError(msg)
    # The header stands outside the signature, so it may only say what the signed body says.
    if key is not None and key != header_text(found):
        msg = "another id in the header than in the event"
        raise SignatureError(msg)
    return found
