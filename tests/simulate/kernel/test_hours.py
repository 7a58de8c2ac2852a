"""Working hours over rows say what counting minute by minute says."""

from __future__ import annotations

import bisect
import itertools
import random

import pytest

from collabmodel.simulate.compiled import Kernel, available, kernel
from collabmodel.simulate.hours_of import Window, append_calendar
from collabmodel.simulate.kernel import hours
from collabmodel.simulate.kernel.header import (
    HEADER,
    HORIZON,
)

DAY = 1440
END = 12 * DAY
LISTED = Kernel(**{function.__name__: function for function in hours.KERNEL})


def days(*numbers: int) -> list[Window]:
    """Work 8-12 and 13-16 on days by their number."""
    spans = ((480, 720), (780, 960))
    return [Window(start=d * DAY + a, end=d * DAY + b, midnight=d * DAY) for d in numbers for a, b in spans]


CALENDARS = {
    "office": days(0, 1, 4, 5, 6, 7, 8),
    "opens later": days(3, 4),
    "around the clock": [Window(start=d * DAY, end=(d + 1) * DAY, midnight=d * DAY) for d in range(10)],
    "another zone": [
        Window(start=0, end=300, midnight=-700),
        *(Window(start=d * DAY + 600, end=d * DAY + 1700, midnight=d * DAY + 500) for d in range(8)),
    ],
    "many": [Window(start=n * 30, end=n * 30 + 7, midnight=n * 30 // DAY * DAY) for n in range(300)],
    "never": [],
}


class Minutes:
    """A calendar counted minute by minute."""

    def __init__(self, windows: list[Window], horizon: int) -> None:
        self.m = [0] * HEADER
        self.m[HORIZON] = horizon
        self.calendar = append_calendar(self.m, windows)
        self.open = [False] * END
        for window in windows:
            self.open[window.start : window.end] = [True] * (window.end - window.start)
        beyond = max([horizon, *(window.end for window in windows)])
        self.open[beyond:] = [True] * (END - beyond)
        self.worked = [0, *itertools.accumulate(self.open)]


@pytest.fixture(params=sorted(CALENDARS))
def minutes(request: pytest.FixtureRequest) -> Minutes:
    return Minutes(CALENDARS[request.param], 9 * DAY)


def test_opening_is_told_for_every_minute(minutes: Minutes) -> None:
    """A calendar is open in its windows, their ends left out, and for good beyond them and the horizon."""
    m, calendar = minutes.m, minutes.calendar

    assert [hours.is_open(m, calendar, t) for t in range(END)] == minutes.open


def test_the_next_opening_is_the_first(minutes: Minutes) -> None:
    """The next opening is the first open minute from an instant on, itself included."""
    for t in range(0, END - DAY, 13):
        assert hours.next_open(minutes.m, minutes.calendar, t) == minutes.open.index(True, t)


def test_working_minutes_are_counted(minutes: Minutes) -> None:
    """Working time between two instants is the number of open minutes between them, with a sign."""
    chance = random.Random(1)
    for _ in range(500):
        a, b = chance.randrange(END), chance.randrange(END)

        found = hours.working_between(minutes.m, minutes.calendar, a, b)

        assert found == minutes.worked[b] - minutes.worked[a]


def test_working_minutes_are_added(minutes: Minutes) -> None:
    """So many working minutes have passed at the first instant at which that many open minutes lie behind."""
    chance = random.Random(2)
    for _ in range(1500):
        t, length = chance.randrange(END), chance.choice([1, 7, 240, 420, 421, chance.randrange(1, 4000)])
        target = minutes.worked[t] + length
        if target <= minutes.worked[-1]:
            assert hours.add_working(minutes.m, minutes.calendar, t, length) == bisect.bisect_left(
                minutes.worked, target
            )


def test_work_ends_when_the_hours_end() -> None:
    """Work that fills a window ends at its end; work from outside hours starts at the opening."""
    office = Minutes(CALENDARS["office"], 9 * DAY)

    assert hours.add_working(office.m, office.calendar, 480, 240) == 720
    assert hours.add_working(office.m, office.calendar, 480, 241) == 781
    assert hours.add_working(office.m, office.calendar, 0, 60) == 540
    assert hours.add_working(office.m, office.calendar, DAY + 960, 60) == 4 * DAY + 540
    assert hours.add_working(office.m, office.calendar, 730, 0) == 730


def test_spreading_fills_the_rest_of_the_next_working_day() -> None:
    """What falls outside hours goes anywhere into what is left of the next working day, each minute alike."""
    office = Minutes(CALENDARS["office"], 9 * DAY)
    m, calendar = office.m, office.calendar
    shares = [n / 4200 for n in range(4200)]

    overnight = [hours.spread_open(m, calendar, DAY + 1000, u) for u in shares]
    at_noon = {hours.spread_open(m, calendar, 730, u) for u in shares}

    day = [*range(4 * DAY + 480, 4 * DAY + 720), *range(4 * DAY + 780, 4 * DAY + 960)]
    assert sorted(set(overnight)) == day
    assert max(abs(overnight.count(t) - 10) for t in day) <= 1
    assert sorted(at_noon) == [*range(780, 960)]
    assert hours.spread_open(m, calendar, 500, 0.7) == 500


def test_spreading_ends_somewhere_open(minutes: Minutes) -> None:
    """What is spread is open, not before where it came from, and there at once if that is open."""
    chance = random.Random(3)
    for t in range(0, END - 2 * DAY, 17):
        found = hours.spread_open(minutes.m, minutes.calendar, t, chance.random())

        assert minutes.open[found]
        assert found == t if minutes.open[t] else found > t


@pytest.mark.parametrize(
    ("t", "count", "found"),
    [
        (600, 1, DAY + 600),  # in hours
        (1200, 1, DAY + 1200),  # in the evening: still that day
        (DAY + 300, 1, 4 * DAY + 300),  # early: already that day
        (2 * DAY + 600, 1, 4 * DAY + 600),  # on a day off: the next working day is the first
        (2 * DAY + 600, 3, 6 * DAY + 600),
        (600, 6, 8 * DAY + 600),
        (700, 0, 700),
        (700, -2, 700),
    ],
)
def test_working_days_keep_the_time_of_day(t: int, count: int, found: int) -> None:
    """So many working days later it is the same time of day; the first day does not count."""
    office = Minutes(CALENDARS["office"], 9 * DAY)

    assert hours.add_working_days(office.m, office.calendar, t, count) == found


def test_working_days_count_from_before_the_first() -> None:
    """From before the first working day, that one is one day later."""
    later = Minutes(CALENDARS["opens later"], 9 * DAY)

    assert hours.add_working_days(later.m, later.calendar, 100, 1) == 3 * DAY + 100
    assert hours.add_working_days(later.m, later.calendar, 100, 2) == 4 * DAY + 100


def test_beyond_the_last_window_there_is_an_answer(minutes: Minutes) -> None:
    """Whatever is asked beyond the last window gives a time that is not before the horizon."""
    m, calendar, far = minutes.m, minutes.calendar, 1000 * DAY

    for t in (8 * DAY + 1439, 30 * DAY):
        assert hours.add_working(m, calendar, t, far) >= 9 * DAY
        assert hours.add_working_days(m, calendar, t, 1000) >= 9 * DAY
        assert hours.next_open(m, calendar, t) >= t
    assert hours.next_open(m, calendar, far) == hours.spread_open(m, calendar, far, 0.3) == far


def test_without_a_calendar_every_minute_counts() -> None:
    """Calendar 0 is always open."""
    m = [0] * HEADER

    assert hours.is_open(m, 0, 17)
    assert [hours.next_open(m, 0, 17), hours.spread_open(m, 0, 17, 0.5), hours.worked(m, 0, 17)] == [17, 17, 17]
    assert [hours.add_working(m, 0, 17, 5), hours.working_between(m, 0, 20, 9)] == [22, -11]
    assert hours.add_working_days(m, 0, 17, 2) == 17 + 2 * DAY


@pytest.fixture(scope="module")
def compiled() -> Kernel:
    if not available():
        pytest.skip("the extra fast is not installed")
    return kernel(compiled=True, modules=("hours",))


def test_compiled_hours_are_the_same(compiled: Kernel, minutes: Minutes) -> None:
    """Compiled, every function gives the same times."""
    np = pytest.importorskip("numpy")
    chance = random.Random(4)
    m = np.array(minutes.m)

    def asked(on: Kernel, memory: object, t: int, n: int, u: float) -> list[int]:
        one = (memory, minutes.calendar, t)
        found = [on.is_open(*one), on.next_open(*one), on.worked(*one), on.spread_open(*one, u), on.window_at(*one)]
        return [*found, on.add_working(*one, n), on.add_working_days(*one, n % 20), on.working_between(*one, n + 5)]

    for _ in range(2000):
        t, n, u = chance.randrange(2 * END), chance.randrange(-5, 4000), chance.random()
        assert asked(compiled, m, t, n, u) == asked(LISTED, minutes.m, t, n, u)
