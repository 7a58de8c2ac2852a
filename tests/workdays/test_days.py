"""Calendars compiled: which days are working days, and what is refused."""

from __future__ import annotations

import builtins
import datetime as dt
import pickle

import attrs
import pytest

from collabmodel.errors import ConfigError, ModelError
from collabmodel.workdays import Calendar, DayException, HolidayRule, Opening, compile_calendar, is_working_day

WEEK = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
OFFICE = Calendar(id="office", zone="Europe/Helsinki", opening=WEEK)


def with_rule(**rule):
    return attrs.evolve(OFFICE, holidays=(HolidayRule(name="day", **rule),))


def test_weekdays_without_opening_are_free():
    """A day of the week without opening hours is not a working day."""
    monday = dt.date(2025, 3, 3)

    working = [is_working_day(monday + dt.timedelta(days=day), OFFICE) for day in range(7)]

    assert working == [True] * 5 + [False] * 2


def test_moments_count_as_local_days():
    """A moment belongs to its local day: 22:30 UTC on Sunday is Monday in Helsinki."""
    sunday_evening = dt.datetime(2025, 3, 2, 22, 30, tzinfo=dt.UTC)

    assert is_working_day(sunday_evening, OFFICE)


def test_fixed_day():
    """A fixed date is free every year, and only on that date."""
    calendar = with_rule(month_day="12-24")

    assert not is_working_day(dt.date(2025, 12, 24), calendar)
    assert not is_working_day(dt.date(2026, 12, 24), calendar)
    assert is_working_day(dt.date(2025, 12, 23), calendar)


def test_leap_day_rule():
    """A holiday on 29 February exists in leap years only."""
    calendar = with_rule(month_day="02-29")

    assert not is_working_day(dt.date(2024, 2, 29), calendar)
    assert is_working_day(dt.date(2023, 2, 28), calendar)
    assert is_working_day(dt.date(2023, 3, 1), calendar)


def test_easter_offsets():
    """Days counted from Easter move with it."""
    calendar = with_rule(easter=-2)

    assert not is_working_day(dt.date(2025, 4, 18), calendar)
    assert not is_working_day(dt.date(2026, 4, 3), calendar)
    assert is_working_day(dt.date(2026, 4, 17), calendar)


@pytest.mark.parametrize(("year", "day"), [(2024, 21), (2025, 20), (2026, 19), (2027, 25)])
def test_first_weekday_on_or_after(year, day):
    """A date with a weekday is the first such weekday on or after it, the date itself included."""
    calendar = with_rule(month_day="06-19", weekday=4)

    free = [
        n
        for n in range(15, 30)
        if dt.date(year, 6, n).weekday() < 5 and not is_working_day(dt.date(year, 6, n), calendar)
    ]

    assert free == [day]


def test_weekday_may_cross_the_year():
    """The first Thursday on or after 28 December may lie in January."""
    calendar = with_rule(month_day="12-28", weekday=3)

    assert not is_working_day(dt.date(2026, 1, 1), calendar)
    assert not is_working_day(dt.date(2026, 12, 31), calendar)


def test_validity_of_rules():
    """A rule holds from its first year through its last."""
    calendar = with_rule(month_day="03-05", first_year=2025, last_year=2026)

    working = [is_working_day(dt.date(year, 3, 5), calendar) for year in (2024, 2025, 2026, 2027)]

    assert working == [True, False, False, True]


@pytest.mark.parametrize("eves_work", [True, False])
def test_eves_are_an_option(eves_work):
    """Whether eves are working days is an option of the calendar."""
    calendar = attrs.evolve(with_rule(month_day="12-24", eve=True), eves_work=eves_work)

    assert is_working_day(dt.date(2025, 12, 24), calendar) is eves_work


def test_exceptions_win():
    """Dated exceptions win over the week and over every rule, in both directions."""
    exceptions = (
        DayException(date=dt.date(2025, 12, 24), working=True),
        DayException(date=dt.date(2025, 12, 27), working=True),
        DayException(date=dt.date(2025, 12, 29), working=False),
    )
    calendar = attrs.evolve(with_rule(month_day="12-24"), exceptions=exceptions)

    working = [is_working_day(dt.date(2025, 12, day), calendar) for day in (24, 27, 29, 30)]

    assert working == [True, True, False, True]


def test_country_holidays():
    """A country's public holidays come from the holidays library, beside rules and exceptions."""
    pytest.importorskip("holidays")
    calendar = attrs.evolve(OFFICE, country="FI")

    assert not is_working_day(dt.date(2025, 12, 25), calendar)
    assert not is_working_day(dt.date(2024, 12, 6), calendar)
    assert is_working_day(dt.date(2025, 12, 23), calendar)


def test_country_without_library(monkeypatch):
    """Without the library a calendar that names a country is refused with what to install, not with a traceback."""
    real = builtins.__import__

    def refuse(name, *rest, **named):
        if name == "holidays":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)

    with pytest.raises(ConfigError, match=r"install collabmodel\[calendar\]"):
        compile_calendar(attrs.evolve(OFFICE, id="no-library", country="FI"))


def test_unknown_country():
    """A country that the library does not know is a fault of the model."""
    pytest.importorskip("holidays")

    with pytest.raises(ModelError, match="no holidays are known"):
        compile_calendar(attrs.evolve(OFFICE, country="XX"))


def test_all_faults_at_once():
    """A broken calendar is refused with every fault it has."""
    broken = Calendar(
        id="broken",
        zone="Europe/Atlantis",
        opening=(Opening(days=(7,), start=dt.time(16), end=dt.time(8)),),
        holidays=(
            HolidayRule(name="a"),
            HolidayRule(name="b", month_day="02-30"),
            HolidayRule(name="c", easter=1, weekday=9),
        ),
    )

    with pytest.raises(ModelError) as caught:
        compile_calendar(broken)

    assert len(caught.value.problems) == 7
    assert all("calendar 'broken'" in problem.what for problem in caught.value.problems)


@pytest.mark.parametrize("zone", ["", "/etc/passwd", "../UTC", "Europe"])
def test_odd_zones(zone):
    """A zone that is no zone is refused, whatever the zone reader makes of it."""
    with pytest.raises(ModelError, match="no such time zone"):
        compile_calendar(Calendar(id="odd", zone=zone))


def test_pickles():
    """A compiled calendar goes to another process and answers the same there."""
    days = compile_calendar(OFFICE)

    again = pickle.loads(pickle.dumps(days))

    assert again.working_ordinals(2025) == days.working_ordinals(2025)


def test_skipped_midnights():
    """Local days begin right where a change of clocks at midnight skips an hour, or a whole day is skipped."""
    cairo = compile_calendar(Calendar(id="c", zone="Africa/Cairo"))
    samoa = compile_calendar(Calendar(id="s", zone="Pacific/Apia"))
    skipped = dt.date(2024, 4, 26).toordinal()
    leap = dt.date(2011, 12, 31).toordinal()

    assert cairo.day_of(cairo.midnight(skipped)) == skipped
    assert cairo.day_of(cairo.midnight(skipped) - 1) == skipped - 1
    assert samoa.day_of(samoa.midnight(leap)) == leap
    assert samoa.day_of(samoa.midnight(leap) - 1) == leap - 2
