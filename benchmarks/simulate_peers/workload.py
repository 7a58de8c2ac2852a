"""
The two-agency workload as numbers: activities, sizes, calendar, and what every simulator must agree about.

Time is in hours since a Monday 00:00; work goes on from Monday to Friday, 8 to 16. The workload W1 has named workers,
joint meetings, two strands side by side, people who do not come and people who stay away for good. Of it W0 keeps what
simulators of queues can express: two pools, one after the other.
"""

from __future__ import annotations

import math
from random import Random
from typing import NamedTuple

HORIZON = 260 * 168.0
WORKING_HOURS = 260 * 40.0
INTAKE, OPENING, VISIT, SESSION, REVIEW, CLOSING = range(6)
VISITS, SESSIONS = 4, 5
AGAIN = 0.35
RETRY = 120.0
MISSED = 0.5
STOPS = 0.06
STAYS = 16_800.0
RETURNS = 4_320.0
RETURNING = {"completed": 0.08, "dropped out": 0.25}
SIGMA = math.sqrt(math.log(1.25))
ANOTHER_ROUND = 0.8
BETWEEN = 168.0


class Kind(NamedTuple):
    """An activity: whom it takes, its mean length and mean delay in hours, and how often the young person is away."""

    a: bool
    b: bool
    young: bool
    length: float
    delay: float
    no_show: float


KINDS = (
    Kind(True, False, False, 2.0, 0.0, 0.0),
    Kind(True, True, True, 1.5, 120.0, 0.10),
    Kind(True, False, True, 1.5, 240.0, 0.15),
    Kind(False, True, True, 1.25, 168.0, 0.15),
    Kind(True, True, True, 1.5, 120.0, 0.10),
    Kind(True, True, True, 1.0, 168.0, 0.10),
)


class Size(NamedTuple):
    """Workers of both agencies and first referrals a week."""

    a: int
    b: int
    per_week: float


SIZES = {"S": Size(4, 4, 5.0), "M": Size(16, 14, 20.0), "L": Size(160, 140, 200.0)}
OUTPUTS = ("cases", "drop_share", "lead_d", "open_wait_d", "queue_h", "util_a", "util_b", "ev_per_case")
REDUCED_OUTPUTS = ("served", "lead_d")


def working(time: float) -> bool:
    """Tell whether people work at a time."""
    day, hour = divmod(time, 24.0)
    return day % 7 < 5 and 8.0 <= hour < 16.0


def opening_after(time: float) -> float:
    """Give the time itself in working time, else when work begins next."""
    day, hour = divmod(time, 24.0)
    if day % 7 < 5 and 8.0 <= hour < 16.0:
        return time
    if hour >= 16.0 or day % 7 >= 5:
        day += 1
    while day % 7 >= 5:
        day += 1
    return day * 24.0 + 8.0


def book(time: float, rng: Random) -> float:
    """Give when an appointment lies that is wanted at a time: then, or at any hour of the next working day."""
    return time if working(time) else opening_after(time) + 8.0 * rng.random()


def finish(time: float, hours: float) -> float:
    """Give when so many working hours have passed."""
    time = opening_after(time)
    day, hour = divmod(time, 24.0)
    while hour + hours > 16.0:
        hours -= 16.0 - hour
        hour = 8.0
        day += 3 if day % 7 == 4 else 1
    return day * 24.0 + hour + hours


def length(mean: float, rng: Random) -> float:
    """Draw how long something takes."""
    return rng.lognormvariate(math.log(mean) - SIGMA * SIGMA / 2, SIGMA)


class Tally:
    """
    What a run of W1 counts and keeps.

    Args:
        size: How big it is.
        log: Whether a row is kept of every activity that has ended.
        weeks: How long it is watched.
    """

    def __init__(self, size: Size, *, log: bool = True, weeks: float = 260.0) -> None:
        self.size = size
        self.hours = weeks * 40.0
        self.cases = self.events = self.started = self.completed = self.dropped = self.opened = 0
        self.lead = self.waited = self.queued = self.busy_a = self.busy_b = 0.0
        self.log: list[tuple[int, int, float, float, int, int, bool]] | None = [] if log else None

    def outputs(self) -> dict[str, float]:
        """Give the eight outputs on which simulators must agree."""
        return {
            "cases": float(self.cases),
            "drop_share": self.dropped / (self.dropped + self.completed),
            "lead_d": self.lead / self.completed / 24.0,
            "open_wait_d": self.waited / self.opened / 24.0,
            "queue_h": self.queued / self.started,
            "util_a": self.busy_a / (self.size.a * self.hours),
            "util_b": self.busy_b / (self.size.b * self.hours),
            "ev_per_case": self.events / self.cases,
        }
