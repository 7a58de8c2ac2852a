"""Signatures: what a receiver accepts, and everything that it does not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel_webhook import SignatureError, verify
from collabmodel_webhook.signing import IDEMPOTENCY, SIGNATURE, header_text, signed

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
KEYS = {"a": "first secret of sixteen"}
BODY = b'{"id":"m-1"}'
HEADERS = {SIGNATURE: signed(BODY, KEYS, NOW), IDEMPOTENCY: "m-1"}


@pytest.mark.parametrize(
    ("headers", "body", "keys", "now"),
    [
        ({}, BODY, KEYS, NOW),
        (HEADERS | {SIGNATURE: "v1 t=1"}, BODY, KEYS, NOW),
        (HEADERS | {SIGNATURE: HEADERS[SIGNATURE].upper()}, BODY, KEYS, NOW),
        (HEADERS, BODY, {"b": KEYS["a"]}, NOW),
        (HEADERS, BODY, {"a": "another secret of sixteen"}, NOW),
        ({SIGNATURE: signed(BODY, {"a": ""}, NOW)}, BODY, {"a": ""}, NOW),
        (HEADERS, BODY + b" ", KEYS, NOW),
        (HEADERS, BODY, KEYS, NOW + dt.timedelta(minutes=6)),
        (HEADERS, BODY, KEYS, NOW - dt.timedelta(minutes=6)),
        (HEADERS | {IDEMPOTENCY: "m-2"}, BODY, KEYS, NOW),
        ({SIGNATURE: signed(b"[]", KEYS, NOW)}, b"[]", KEYS, NOW),
        ({SIGNATURE: signed(b"[" * 99999, KEYS, NOW)}, b"[" * 99999, KEYS, NOW),
        ({SIGNATURE: signed(b'{"id":7}', KEYS, NOW)}, b'{"id":7}', KEYS, NOW),
    ],
)
def test_what_is_not_signed_so_is_refused(
    headers: dict[str, str], body: bytes, keys: dict[str, str], now: dt.datetime
) -> None:
    """Without signature, by another key, changed, too old, too new, or no event: refused, without a word of it."""
    with pytest.raises(SignatureError) as caught:
        verify(headers, body, keys, now)
    assert not [word for word in (*keys.values(), "m-1") if word and word in str(caught.value)]


def test_a_time_that_was_changed_is_refused() -> None:
    """The time is under the signature: an old event cannot be made young."""
    old = signed(BODY, KEYS, NOW - dt.timedelta(days=1))
    stamp = str(int(NOW.timestamp()))
    young = " ".join([f"t={stamp}" if part.startswith("t=") else part for part in old.split(" ")])

    with pytest.raises(SignatureError, match="wrong signature"):
        verify({SIGNATURE: young}, BODY, KEYS, NOW)


@given(st.binary(max_size=60), st.text(max_size=80))
def test_whatever_comes_is_refused_or_accepted(body: bytes, header: str) -> None:
    """Hostile headers and bodies end in a refusal, never in anything else."""
    with pytest.raises(SignatureError):
        verify({SIGNATURE: header}, body, KEYS, NOW)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_headers_hold_one_line(text: str) -> None:
    """Whatever an id holds, its header is printable ASCII without blanks."""
    assert all("!" <= sign <= "~" for sign in header_text(text))
