"""When somebody is told: quiet hours and digests, by the clock on their wall."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from collabmodel_mail.settings import Digest, Quiet


def quiet_until(quiet: Quiet, zone: str, now: dt.datetime) -> dt.datetime | None:
    """
    Give when the quiet hours at hand end, or None where there are none now.

    Args:
        quiet: The quiet hours.
        zone: Time zone of whoever is told.
        now: The time; timezone-aware.

    >>> night = Quiet(start=dt.time(21), end=dt.time(7))
    >>> str(quiet_until(night, "Europe/Stockholm", dt.datetime(2026, 3, 2, 23, tzinfo=dt.UTC)))
    '2026-03-03 06:00:00+00:00'
    >>> quiet_until(night, "Europe/Stockholm", dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))
    """
    here = now.astimezone(ZoneInfo(zone))
    local = here.time()
    over_night = quiet.end < quiet.start
    inside = local >= quiet.start or local < quiet.end if over_night else quiet.start <= local < quiet.end
    # Where the clock was set back, the hour at hand comes twice, and its second end is the one that is near.
    return next_at(quiet.end.replace(fold=here.fold), zone, now) if inside else None


def next_at(time: dt.time, zone: str, after: dt.datetime) -> dt.datetime:
    """
    Give when a clock next shows a time; where it never does that day, as much later as it leaps.

    Args:
        time: The time.
        zone: Time zone of the clock.
        after: The moment after which; timezone-aware.
    """
    here = ZoneInfo(zone)
    day = after.astimezone(here).date() - dt.timedelta(days=1)
    while True:
        found = dt.datetime.combine(day, time, tzinfo=here).astimezone(dt.UTC)
        if found > after:
            return found
        day += dt.timedelta(days=1)


def slot(digest: Digest, at: dt.time, zone: str, made: dt.datetime) -> dt.datetime:
    """
    Give when the digest goes out that a message belongs to: the first one after it was made.

    Args:
        digest: How often there is one.
        at: When the daily one goes out.
        zone: Time zone of whoever is told.
        made: When the message was made; timezone-aware.

    >>> str(slot(Digest.HOURLY, dt.time(8), "UTC", dt.datetime(2026, 3, 2, 9, 20, tzinfo=dt.UTC)))
    '2026-03-02 10:00:00+00:00'
    """
    if digest is Digest.DAILY:
        return next_at(at, zone, made)
    if digest is Digest.HOURLY:
        return made.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return made
