"""Messages: what they may say of a time, and that what an earlier release stored is still read."""

from __future__ import annotations

import datetime as dt
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import DamagedError
from collabmodel.plugin import Appointment
from collabmodel.plugin.storing import message_of, message_text
from collabmodel.testing import NOON, a_message

WHEN = Appointment(uid="u1", sequence=3, method="cancel", starts=NOON, ends=NOON + dt.timedelta(hours=1))
moments = st.datetimes(timezones=st.just(dt.UTC))


@given(st.integers(0, 9999), moments, st.none() | moments)
def test_an_appointment_is_read_as_it_was_stored(sequence: int, starts: dt.datetime, ends: dt.datetime | None) -> None:
    """A stored message gives back its appointment, whatever its times are."""
    when = Appointment(uid="u", sequence=sequence, starts=starts, ends=ends)
    message = attrs.evolve(a_message(), appointment=when, attempt=4)

    assert message_of(message_text(message), 4) == message


def test_a_message_of_an_earlier_release_is_read() -> None:
    """What was stored when there were no appointments is a message without one, and stays so byte for byte."""
    stored = '{"about":"due","id":"m1","link":"case/c1","made":"2026-03-02T12:00:00+00:00","to":"p-17"}'

    found = message_of(stored, 1)

    assert found.appointment is None
    assert message_text(found) == stored


@pytest.mark.parametrize(
    "broken",
    [
        {"uid": 7},
        {"starts": "2026-03-02T12:00:00"},
        {"starts": None},
        {"ends": 4},
        {"sequence": -1},
        {"sequence": "1"},
        {"method": "publish"},
        {"title": "a name"},
    ],
)
def test_a_broken_appointment_is_damage(broken: dict[str, object]) -> None:
    """What a stored appointment cannot be is told as damage, not guessed."""
    stored = json.loads(message_text(attrs.evolve(a_message(), appointment=WHEN)))
    stored["appointment"] |= broken

    with pytest.raises(DamagedError):
        message_of(json.dumps(stored), 1)


@pytest.mark.parametrize("wrong", [{"starts": dt.datetime(2026, 3, 2)}, {"sequence": -1}, {"method": "x"}])  # noqa: DTZ001
def test_what_is_no_appointment_cannot_be_made(wrong: dict[str, object]) -> None:
    """A time without zone, a negative sequence and an unknown method are refused at once."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        attrs.evolve(WHEN, **wrong)
