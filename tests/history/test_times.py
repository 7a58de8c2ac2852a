"""Times keep their moment and their zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.history.times import format_time, micros, moment, parse_time

HELSINKI = ZoneInfo("Europe/Helsinki")


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_a_written_time_is_read_back(when, offset):
    """Writing and reading a time loses neither the moment nor the zone."""
    there = when.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)))

    assert parse_time(format_time(micros(there), offset)) == (micros(there), offset)
    assert moment(micros(there), offset) == there


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026-02-30T00:00:00Z",
        "2026-W01-1T10:00:00Z",
        "20260302T081500Z",
        "2026-03-02T25:00Z",
        "2026-03-02T08:15:00+0²",
    ],
)
def test_what_is_no_time_is_refused(text):
    """Only dates and times as ISO 8601 writes them in full are times."""
    with pytest.raises(ValueError, match="not a time"):
        parse_time(text)


def test_a_time_without_zone_needs_one():
    """A local time is refused until a zone is named, and then it is read there."""
    with pytest.raises(ValueError, match="without zone"):
        parse_time("2026-03-02T08:15:00")

    assert parse_time("2026-03-02T08:15:00", HELSINKI) == (parse_time("2026-03-02T06:15:00Z")[0], 120)
    assert parse_time("2026-07-02", HELSINKI) == (parse_time("2026-07-01T21:00:00Z")[0], 180)


def test_a_local_time_that_occurs_twice_is_the_first():
    """When clocks go back, the local hour that occurs twice means summer time."""
    assert parse_time("2026-10-25T03:30:00", HELSINKI)[0] == parse_time("2026-10-25T03:30:00+03:00")[0]


def test_a_local_time_that_is_skipped_is_refused():
    """When clocks go forward, the local hour that does not exist is refused."""
    with pytest.raises(ValueError, match="skip"):
        parse_time("2026-03-29T03:30:00", HELSINKI)


def test_another_way_of_writing_times_can_be_named():
    """Times are read as the mapping says that they are written."""
    assert parse_time("2.3.2026 8.15", HELSINKI, "%d.%m.%Y %H.%M") == parse_time("2026-03-02T08:15:00+02:00")


def test_a_naive_time_has_no_micros():
    """A time without zone is no moment."""
    with pytest.raises(ValueError, match="zone"):
        micros(dt.datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_ends_of_the_calendar_do_not_break():
    """The first and the last moment of the calendar are read and given back; what lies beyond it is refused."""
    for text in ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"):
        assert format_time(*parse_time(text)) == text

    for text in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"):
        with pytest.raises(ValueError, match="not a time"):
            parse_time(text)
