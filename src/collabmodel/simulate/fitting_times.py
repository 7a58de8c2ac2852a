"""When cases come and when people work, estimated from a history."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Sequence
from statistics import NormalDist

import attrs

from collabmodel.model import Text
from collabmodel.simulate.fitting_log import Observed
from collabmodel.simulate.fitting_shapes import rounded
from collabmodel.simulate.scenario import Arrivals
from collabmodel.simulate.titles import worded
from collabmodel.workdays import Calendar, Opening

WEEK_US = 7 * 24 * 3600 * 1_000_000
"""Microseconds in a week."""
BY_WEEKDAY, BY_MONTH = 70, 240
"""Fewest cases from which weekdays and months are told apart."""
EVEN_WEEKDAYS, EVEN_MONTHS = 12.592, 19.675
"""The 5 % points of chi square with 6 and 11 degrees of freedom: below them all days or months count as alike."""
EDGE = 0.01
"""Share of working events at either end of the day that is left outside hours."""


@attrs.frozen(kw_only=True)
class Uncertain:
    """
    An estimated number with how sure it is.

    Args:
        path: Where it stands in the scenario.
        value: The number.
        low: Lower end of its interval, or None where there is none.
        high: Upper end.
        count: How many observations it rests on.
        likeness: For distributions, the share of samples from it that would fit worse; None for others.
    """

    path: str
    value: float
    low: float | None = None
    high: float | None = None
    count: int = 0
    likeness: float | None = None


def fitted_arrivals(
    seen: Observed, first_comers: Sequence[int], hours: Calendar | None, confidence: float
) -> tuple[Arrivals | None, list[Uncertain], list[Text]]:
    """
    Estimate how many cases come a week, and whether weekdays and months differ.

    Args:
        seen: The history.
        first_comers: When each case opened that is no return, in order, microseconds since 1970 UTC.
        hours: Hours in which people work, if known.
        confidence: Of the intervals.
    """
    span = (first_comers[-1] - first_comers[0]) / WEEK_US if first_comers else 0
    if span <= 0:
        return None, [], [worded(*TOO_FEW_CASES)]
    count = len(first_comers) - 1
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    low, high = (max(0.0, math.sqrt(count) + sign * z / 2) ** 2 / span for sign in (-1, 1))
    local = [seen.local(at) for at in first_comers]
    told: list[Text] = []
    inside = hours is not None and sum(_within(one, hours) for one in local) >= 0.98 * len(local)
    days = {day for one in hours.opening for day in one.days} if inside and hours else set(range(7))
    weekdays, months = weekday_shares(local, days), month_shares(local, span)
    if not weekdays and len(local) < BY_WEEKDAY:
        told.append(worded(*NO_WEEKDAYS, count=len(local), needed=BY_WEEKDAY))
    if not months and (len(local) < BY_MONTH or span < 104):
        told.append(worded(*NO_MONTHS, needed=BY_MONTH))
    stream = Arrivals(
        id="arrivals",
        per_week=rounded(count / span),
        weekdays=weekdays,
        months=months,
        working_hours=inside,
        cites=("history",),
    )
    return (
        stream,
        [Uncertain(path="arrivals.arrivals.per_week", value=count / span, low=low, high=high, count=count)],
        told,
    )


def weekday_shares(moments: Sequence[dt.datetime], days: Collection[int]) -> tuple[float, ...]:
    """
    Give how much more or less than usual comes on Monday to Sunday; nothing where that cannot be told from chance.

    Args:
        moments: When cases came, in local time.
        days: Days of the week on which any may come.
    """
    counts = [0] * 7
    for one in moments:
        counts[one.weekday()] += 1
    if len(moments) < BY_WEEKDAY or _unevenness([counts[day] for day in sorted(days)]) < EVEN_WEEKDAYS:
        return ()
    return tuple(round(7 * count / len(moments), 4) for count in counts)


def month_shares(moments: Sequence[dt.datetime], weeks: float) -> tuple[float, ...]:
    """
    Give how much more or less than usual comes in January to December; nothing where that cannot be told from chance.

    Args:
        moments: When cases came, in local time, in order.
        weeks: How long a time they span.
    """
    if len(moments) < BY_MONTH or weeks < 104:
        return ()
    counts, days = [0] * 12, [0] * 12
    for one in moments:
        counts[one.month - 1] += 1
    day, last = moments[0].date(), moments[-1].date()
    while day <= last:
        days[day.month - 1] += 1
        day += dt.timedelta(days=1)
    if not all(days) or _unevenness(counts, days) < EVEN_MONTHS:
        return ()
    rates = [count / there for count, there in zip(counts, days, strict=True)]
    usual = math.fsum(rates) / 12
    return tuple(round(rate / usual, 4) for rate in rates)


def _unevenness(counts: Sequence[int], lengths: Sequence[int] = ()) -> float:
    """Give chi square of counts against what as many would be by the lengths, all alike if none are given."""
    total, weights = sum(counts), lengths or [1] * len(counts)
    wanted = [total * weight / sum(weights) for weight in weights]
    return math.fsum((count - one) ** 2 / one for count, one in zip(counts, wanted, strict=True))


def fitted_hours(seen: Observed) -> tuple[Calendar | None, list[Text]]:
    """
    Estimate the weekdays and hours in which workers act; holidays cannot be.

    Args:
        seen: The history.
    """
    moments = [seen.local(one.at) for one in seen.work()]
    if len(moments) < 50:
        return None, [worded(*NO_HOURS, count=len(moments))]
    by_day = Counter(one.weekday() for one in moments)
    usual = len(moments) / max(1, len([day for day in by_day if by_day[day] > len(moments) / 70]))
    days = tuple(day for day in range(7) if by_day[day] >= usual / 10)
    minutes = sorted(one.hour * 60 + one.minute for one in moments if one.weekday() in days)
    low, high = _quantile(minutes, EDGE), _quantile(minutes, 1 - EDGE)
    start, end = low // 60, min(24, -(-high // 60))
    opening = Opening(days=days, start=dt.time(start), end=dt.time(end % 24))
    calendar = Calendar(id="observed", zone=seen.zone.key, opening=(opening,), cites=("history",))
    return calendar, [worded(*NO_HOLIDAYS)]


def _quantile(ordered: Sequence[int], share: float) -> int:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _within(moment: dt.datetime, calendar: Calendar) -> bool:
    return any(
        moment.weekday() in one.days
        and one.start <= moment.time()
        and (moment.time() < one.end or one.end == dt.time())
        for one in calendar.opening
    )


TOO_FEW_CASES = (
    "Tapauksia on liian vähän, jotta voisi sanoa, kuinka tiheään niitä tulee.",
    "Det finns för få ärenden för att säga hur ofta de kommer.",
    "There are too few cases to say how often they come.",
)
NO_WEEKDAYS = (
    "Viikonpäiviä ei voitu erottaa: {count} tapausta, tarvitaan {needed}.",
    "Veckodagarna kunde inte skiljas åt: {count} ärenden, {needed} behövs.",
    "Weekdays could not be told apart: {count} cases, {needed} are needed.",
)
NO_MONTHS = (
    "Kuukausia ei voitu erottaa: tarvitaan kaksi vuotta ja {needed} tapausta.",
    "Månaderna kunde inte skiljas åt: två år och {needed} ärenden behövs.",
    "Months could not be told apart: two years and {needed} cases are needed.",
)
NO_HOURS = (
    "Työaikoja ei voitu arvioida: työntekijöiden tapahtumia on vain {count}.",
    "Arbetstiderna kunde inte uppskattas: det finns bara {count} händelser av medarbetare.",
    "Working hours could not be estimated: there are only {count} events of workers.",
)
NO_HOLIDAYS = (
    "Vapaapäiviä ei voi päätellä lokista; lisää ne kalenteriin.",
    "Helgdagar kan inte utläsas ur loggen; lägg till dem i kalendern.",
    "Holidays cannot be read from a log; add them to the calendar.",
)
"""Finnish, Swedish and English words of what could not be estimated."""
