"""When windows open and end."""

from __future__ import annotations

import datetime as dt

import pytest

from collabmodel.rules.machine import ALWAYS, NEVER
from collabmodel.rules.windows import Edge, Span
from collabmodel.workdays import Calendar, Duration, Opening, compile_calendar, parse_duration, to_us

WEEK = compile_calendar(
    Calendar(
        id="week",
        zone="Europe/Helsinki",
        opening=(Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),),
    )
)
FRIDAY = to_us(dt.datetime(2025, 3, 7, 10, tzinfo=dt.UTC))
DAY = 86_400_000_000


def edge(text: str, *, on_calendar: bool = False, roll: str = "none") -> Edge:
    return Edge(parse_duration(text), WEEK if on_calendar else None, roll)


def local(moment: int) -> str:
    return f"{dt.datetime.fromtimestamp(moment // 1_000_000, WEEK.zone):%a %d %H:%M}"


def test_plain_days_are_24_hours_and_ends_belong_to_the_window() -> None:
    """Without a calendar the last moment is the due time itself."""
    span = Span([FRIDAY], edge("1 day"), edge("2 days"))

    assert (span.opens(0), span.last(0), span.due(0)) == (FRIDAY + DAY, FRIDAY + 2 * DAY, FRIDAY + 2 * DAY)


def test_days_on_a_calendar_end_with_the_day() -> None:
    """In working days the due time is the midnight that ends the last day, and what happens then is late."""
    span = Span([FRIDAY], None, edge("1 working day", on_calendar=True))

    assert local(span.due(0)) == "Tue 11 00:00"
    assert span.last(0) == span.due(0) - 1


def test_a_least_distance_on_a_calendar_opens_with_its_day() -> None:
    """At least one working day later means from the morning of the next working day."""
    span = Span([FRIDAY], edge("1 working day", on_calendar=True), None)

    assert (local(span.opens(0)), span.due(0)) == ("Mon 10 00:00", NEVER)


def test_without_ends_everything_is_inside() -> None:
    """No window is the window that never ends."""
    span = Span([FRIDAY, FRIDAY + DAY])

    assert (span.opens(0), span.last(0), span.due(0), span.reaches_back(0, 1)) == (ALWAYS, NEVER, NEVER, True)


@pytest.mark.parametrize(("distance", "inside"), [(0, False), (1, True), (2, True), (3, False)])
def test_looking_back_asks_for_the_earlier_events_window(distance: int, inside: bool) -> None:
    """An activation lies in the window of an earlier event between its least and greatest distance."""
    span = Span([FRIDAY, FRIDAY + distance * DAY], edge("1 day"), edge("2 days"))

    assert span.reaches_back(0, 1) is inside


@pytest.mark.parametrize(
    ("end", "orderly"),
    [
        (edge("2 hours"), True),
        (edge("2 days"), True),
        (edge("1 month"), False),
        (edge("1 month", on_calendar=True), True),
        (edge("2 hours", on_calendar=True), True),
        (edge("2 hours", on_calendar=True, roll="forward"), False),
        (Edge(lambda _: Duration(1, parse_duration("1 day").unit)), False),
    ],
)
def test_only_steady_ends_keep_their_order(end: Edge, orderly: bool) -> None:
    """A window may be judged by its first activation only where what starts later never ends earlier."""
    assert Span([FRIDAY], None, end).orderly is orderly


def test_months_without_a_calendar_can_end_out_of_order() -> None:
    """The last days of January and a month after them: the later start ends earlier."""
    late = [to_us(dt.datetime(2025, 1, day, 24 - day % 24, tzinfo=dt.UTC)) for day in (30, 31)]
    span = Span(late, None, edge("1 month"))

    assert late[0] < late[1]
    assert span.due(0) > span.due(1)


@pytest.mark.parametrize(("generous", "opens", "last"), [(True, ALWAYS, NEVER), (False, NEVER, FRIDAY)])
def test_an_unknown_end_is_read_for_the_better_or_the_worse(generous: bool, opens: int, last: int) -> None:
    """Where a length is unknown one reading sees all inside and the other nothing."""
    unknown = Edge(lambda _: None)
    span = Span([FRIDAY], unknown, unknown, generous=generous)

    assert (span.opens(0), span.last(0), span.due(0)) == (opens, last, last)


def test_same_day_has_no_one_length() -> None:
    """The same day ends at midnight, whenever it began."""
    span = Span([FRIDAY], None, edge("same day"))

    assert span.length is None
    assert span.due(0) == (FRIDAY // DAY + 1) * DAY
