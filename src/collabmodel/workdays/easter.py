"""The date of Easter, from which half of a church year's days off are counted."""

from __future__ import annotations

import datetime as dt


def easter_sunday(year: int) -> dt.date:
    """
    Give Easter Sunday of a year in the Gregorian calendar.

    Args:
        year: Year, 1-9999; before 1583 the rule is carried back.

    Source:
        The anonymous Gregorian computus (Nature, 20 April 1876), as given by Butcher and Meeus.

    >>> easter_sunday(2025), easter_sunday(2026)
    (datetime.date(2025, 4, 20), datetime.date(2026, 4, 5))
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    correction = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)
