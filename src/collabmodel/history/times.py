"""Times as whole microseconds since 1970 UTC, and as text with a zone."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
SECOND = 1_000_000
FIRST, LAST = -62_135_596_800_000_000, 253_402_300_799_999_999
"""Microseconds from 1970 UTC to the first and the last moment that the calendar of Python has in UTC."""
NOT_A_TIME = "not a time"
NO_ZONE = "time without zone"
SKIPPED = "time that the clocks of its zone skip"

_UTC = dt.UTC
_from_iso = dt.datetime.fromisoformat
_AWKWARD = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(?:([Zz])|([+-])(\d\d):?(\d\d)?)?",
    re.ASCII,
)


def micros(when: dt.datetime) -> int:
    """
    Give a time as microseconds since 1970 UTC, exactly.

    Args:
        when: A timezone-aware time.

    Raises:
        ValueError: The time has no zone.

    >>> micros(dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC))
    1000000
    """
    if when.tzinfo is None:
        raise ValueError(NO_ZONE)
    gap = when - EPOCH
    return (gap.days * 86_400 + gap.seconds) * SECOND + gap.microseconds


def offset_minutes(when: dt.datetime) -> int:
    """
    Give how many whole minutes the local time of a time is ahead of UTC.

    Args:
        when: A timezone-aware time.
    """
    ahead = when.utcoffset() or dt.timedelta()
    return ahead.days * 1440 + ahead.seconds // 60


def moment(at: int, offset: int = 0) -> dt.datetime:
    """
    Give a time back from microseconds.

    Args:
        at: Microseconds since 1970 UTC.
        offset: Minutes that its local time is ahead of UTC.

    >>> moment(0, 120).isoformat()
    '1970-01-01T02:00:00+02:00'
    """
    when = EPOCH + dt.timedelta(microseconds=at)
    if not offset:
        return when
    try:
        return when.astimezone(dt.timezone(dt.timedelta(minutes=offset)))
    except OverflowError:
        return when


def parse_time(text: str, zone: ZoneInfo | None = None, form: str = "") -> tuple[int, int]:
    """
    Read a time: microseconds since 1970 UTC, and minutes ahead of UTC.

    Of a local time that occurs twice when clocks go back, the first is meant; one that clocks skip is refused.
    Digits after the sixth of a second are dropped.

    Args:
        text: ISO 8601 date and time; a date alone (its midnight) only where a zone is given or written.
        zone: Zone of times that do not say theirs, or None to refuse them.
        form: How times are written, in the codes of ``strptime``, where that is not ISO 8601.

    Raises:
        ValueError: The text is no time; it has no zone and none is given; or it does not exist in the zone.

    >>> parse_time("1970-01-01T02:00:01+02:00")
    (1000000, 120)
    """
    if form:
        when = dt.datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone is settled below
    else:
        try:
            when = _from_iso(text)
            regular = text[10] == "T" and text[4] == "-" and text[7] == "-"
        except (ValueError, IndexError):
            regular = False
        if not regular:
            when = _awkward(text)
    if when.tzinfo is None:
        when = _placed(when, zone)
    gap = when - EPOCH
    at = (gap.days * 86_400 + gap.seconds) * SECOND + gap.microseconds
    # Most logs are in UTC, where no time lies beyond the calendar; asking for the offset takes as long as reading.
    if when.tzinfo is _UTC:
        return at, 0
    if not FIRST <= at <= LAST:
        raise ValueError(NOT_A_TIME)
    return at, offset_minutes(when)


def _awkward(text: str) -> dt.datetime:
    """Read forms that ``fromisoformat`` refuses or that Pythons read differently."""
    match = _AWKWARD.fullmatch(text.strip())
    if not match:
        raise ValueError(NOT_A_TIME)
    year, month, day, hour, minute, second, fraction, _, sign, hours, minutes = match.groups()
    late = hour == "24" and not int(minute + (second or "0") + (fraction or "0"))
    try:
        when = (
            dt.datetime(  # noqa: DTZ001 - the zone is settled below
                int(year),
                int(month),
                int(day),
                0 if late else int(hour or 0),
                int(minute or 0),
                int(second or 0),
                int((fraction or "0")[:6].ljust(6, "0")),
            )
            + dt.timedelta(days=late)
        )
    except (ValueError, OverflowError) as error:
        raise ValueError(NOT_A_TIME) from error
    if match[8]:
        return when.replace(tzinfo=dt.UTC)
    if not sign:
        return when
    ahead = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return when.replace(tzinfo=dt.timezone(-ahead if sign == "-" else ahead))


def _placed(when: dt.datetime, zone: ZoneInfo | None) -> dt.datetime:
    """Put a local time into the zone that was named for the file."""
    if zone is None:
        raise ValueError(NO_ZONE)
    there = when.replace(tzinfo=zone, fold=0)
    try:
        back = there.astimezone(dt.UTC).astimezone(zone)
    except OverflowError as error:
        raise ValueError(NOT_A_TIME) from error
    if back.replace(tzinfo=None, fold=0) != when:
        raise ValueError(SKIPPED)
    return there


def format_time(at: int, offset: int = 0) -> str:
    """
    Write a time in ISO 8601 with its zone.

    Args:
        at: Microseconds since 1970 UTC.
        offset: Minutes that its local time is ahead of UTC.

    >>> format_time(1_500_000)
    '1970-01-01T00:00:01.500000+00:00'
    """
    return moment(at, offset).isoformat()
