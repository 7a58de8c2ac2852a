"""Quiet hours and digests by the clock on the wall, also where that clock leaps."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel_mail.hours import next_at, quiet_until, slot
from collabmodel_mail.settings import Digest, MailSettings, Quiet

ZONES = st.sampled_from(["UTC", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
NIGHT = Quiet(start=dt.time(21), end=dt.time(7))
HELSINKI = ZoneInfo("Europe/Helsinki")


@given(st.times(), st.times(), ZONES, MOMENTS)
def test_quiet_hours_end(start: dt.time, end: dt.time, zone: str, now: dt.datetime) -> None:
    """Whatever the hours, the zone and the moment, quiet hours end after now and within little more than a day."""
    if start == end:
        return
    until = quiet_until(Quiet(start=start, end=end), zone, now)

    assert until is None or now < until <= now + dt.timedelta(hours=50)


@given(st.times(), ZONES, MOMENTS, st.sampled_from([Digest.HOURLY, Digest.DAILY]))
def test_a_digest_comes_after_what_is_in_it(at: dt.time, zone: str, made: dt.datetime, digest: Digest) -> None:
    """The digest of a message is the first after it was made, and the same whenever that is asked."""
    found = slot(digest, at, zone, made)

    assert made < found <= made + dt.timedelta(hours=50)
    assert slot(digest, at, zone, made) == found


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (dt.datetime(2026, 3, 28, 23, tzinfo=HELSINKI), dt.datetime(2026, 3, 29, 7, tzinfo=HELSINKI)),
        (dt.datetime(2026, 10, 24, 23, tzinfo=HELSINKI), dt.datetime(2026, 10, 25, 7, tzinfo=HELSINKI)),
        (dt.datetime(2026, 3, 2, 21, tzinfo=HELSINKI), dt.datetime(2026, 3, 3, 7, tzinfo=HELSINKI)),
        (dt.datetime(2026, 3, 2, 6, 59, tzinfo=HELSINKI), dt.datetime(2026, 3, 2, 7, tzinfo=HELSINKI)),
        (dt.datetime(2026, 3, 2, 7, tzinfo=HELSINKI), None),
        (dt.datetime(2026, 3, 2, 20, 59, tzinfo=HELSINKI), None),
    ],
)
def test_nights_in_which_the_clock_leaps(now: dt.datetime, until: dt.datetime | None) -> None:
    """Quiet hours end when the wall says so, on both days of change; their end is no part of them."""
    found = quiet_until(NIGHT, "Europe/Helsinki", now)

    assert found == (None if until is None else until.astimezone(dt.UTC))


@pytest.mark.parametrize("minute", [10, 29])
def test_quiet_hours_end_in_an_hour_that_comes_twice(minute: int) -> None:
    """When the clock was set back into quiet hours, they end when it shows their end again, not a day later."""
    night = Quiet(start=dt.time(21), end=dt.time(3, 30))
    now = dt.datetime(2026, 10, 25, 1, minute, tzinfo=dt.UTC)

    assert quiet_until(night, "Europe/Helsinki", now) == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_a_time_that_the_clock_leaps_over_comes_all_the_same() -> None:
    """A digest at an hour that does not exist one day goes out that day, an hour later."""
    before = dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC)

    assert next_at(dt.time(3, 30), "Europe/Helsinki", before) == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)


def test_quiet_hours_of_no_length_are_refused() -> None:
    """Hours that begin when they end would be none or all."""
    with pytest.raises(ValueError, match="differ"):
        Quiet(start=dt.time(8), end=dt.time(8))


def test_times_of_day_have_no_zone() -> None:
    """They are times on the reader's clock: one with a zone is refused, before it can keep mails from going out."""
    with pytest.raises(ValueError, match="without a zone"):
        Quiet(start=dt.time(21, tzinfo=dt.UTC), end=dt.time(7, tzinfo=dt.UTC))
    with pytest.raises(ValueError, match="without a zone"):
        MailSettings(
            host="mail.example.org", sender="a@example.org", directory="x", digest_at=dt.time(8, tzinfo=dt.UTC)
        )
